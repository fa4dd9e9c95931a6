"""Follows `require:` from the entry points and reads every file once, in load order.

Load order is the order of the `require`s, depth first; a file required again or in a circle counts once, as real
projects need. A path is looked for beside the requiring file; with a leading slash in the project's source
folder. Modules come from the project's `modules/<name>` folder, else from the standard module. Nothing outside
of the project and of that is read, and what is wrong with the standard module is not told to projects.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from jaicp.project.config import ProjectConfig, read_config
from jaicp.project.custom_tags import read_custom_tags
from jaicp.project.data import DataFile, read_data
from jaicp.project.documents import Documents
from jaicp.project.files import DiskFiles, Files, nearest_file, read_source
from jaicp.project.nlu_files import NluData, load_nlu
from jaicp.project.standard import FilesWithStandard, hides, standard_folder, standard_home
from jaicp.project.targets import Target
from jaicp.syntax.ast import Document, Init, Require, State
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source, Span

if TYPE_CHECKING:
    from jaicp.project.modules import ModuleGraph

__all__ = ["JsFile", "Loaded", "Unit", "find_config", "load", "required_from", "required_paths"]


@dataclass(frozen=True, slots=True)
class JsFile:
    """A required `.js` file; `es6` where it is a module of the modern runtime.

    `imported` are modules that no script requires but another module imports.
    """

    source: Source
    es6: bool
    name: str
    imported: bool = False


_DATA = (".csv", ".yaml", ".yml", ".json")
"""Files of data: each `require` binds its `name` and `var` anew, as the platform's own library relies on."""

Unit = Document | JsFile | DataFile | Init
"""What takes part in loading, in load order; a document comes before the inits inside of it."""


@dataclass(slots=True)
class Loaded:
    """A project's files as they were read."""

    config: ProjectConfig
    files: Files = field(default_factory=DiskFiles)
    units: list[Unit] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    nlu: NluData = field(default_factory=NluData)
    unresolved: list[Span] = field(default_factory=list)
    """Where files are required from modules that are not there, or without a name."""
    bases: dict[Document, str] = field(default_factory=dict)
    """The path below which the states of a script stand, where a `rootTheme` gives one."""
    modules: ModuleGraph | None = None
    """The project's own modules with what they import; None in a project without any."""
    targets: dict[State, tuple[Target, ...]] = field(default_factory=dict)
    """The paths that states name in their own reactions, where that is known already."""
    diagnostics: list[Diagnostic] = field(default_factory=list)


def find_config(path: Path, files: Files) -> tuple[ProjectConfig, list[Diagnostic]]:
    """The configuration for a project folder, its `chatbot.yaml`, or a single `.sc` file.

    Raises `FileNotFoundError` with a sentence for the user where there is none.
    """
    path = path.absolute()
    if path.suffix == ".sc":
        if not files.is_file(path):
            raise FileNotFoundError(f"there is no file {path.name}")
        config = ProjectConfig(
            root=path.parent, source_root=path.parent, entry_points=(path,), name=path.stem
        )
        return config, []
    file = path if path.suffix in (".yaml", ".yml") else path / "chatbot.yaml"
    if not files.is_file(file):
        raise FileNotFoundError(
            f"there is no {file.name} in {file.parent.name or file.parent}: "
            "name a project folder, its chatbot.yaml, or a single .sc file"
        )
    source, problem = read_source(files, file)
    config, problems = read_config(source)
    return config, [problem, *problems] if problem else problems


def load(path: Path, files: Files | None = None, documents: Documents | None = None) -> Loaded:
    """Read the project at `path` with everything that it requires; `documents` may know scripts already."""
    files = files or DiskFiles()
    config, diagnostics = find_config(path, files)
    loader = _Loader(config, files, documents or Documents())
    loader.loaded.diagnostics += diagnostics
    for entry in config.entry_points:
        loader.entry(entry)
    loader.tags()
    loader.modules()
    loader.loaded.nlu, problems = load_nlu(config, files)
    loader.loaded.diagnostics += problems
    return loader.loaded


class _Loader:
    def __init__(self, config: ProjectConfig, files: Files, documents: Documents) -> None:
        self.config = config
        self.files = FilesWithStandard(files)
        self.documents = documents
        self.loaded = Loaded(config, files)
        self.seen: set[Path] = set()
        self.reading: set[Path] = set()  # files that wait for what they require
        self.unknown_modules: set[str] = set()

    def entry(self, path: Path) -> None:
        found = self._first_file([path, self.config.root / path.name])
        if found is None:
            source = self.config.source or Source(path, "")
            at = max(source.text.find(path.name), 0)
            self._report(
                codes.MISSING_FILE,
                source.span(at, at + len(path.name) if source.text else at),
                f"the entry point `{path.name}` does not exist",
                help_text=nearest_file(path),
            )
            return
        self._script(found)

    def tags(self) -> None:
        """Read the files of the project's own action tags, which nobody needs to require."""
        for tag in read_custom_tags(self.config).tags.values():
            path = self.config.source_root / tag.file.lstrip("/")
            if not tag.file or not self.files.is_file(path) or path.resolve() in self.seen:
                continue
            if path.suffix.lower() == ".sc":
                self._script(path)
            elif path.suffix.lower() == ".js":
                self.seen.add(path.resolve())
                source, problem = self.documents.text(self.files, path)
                if problem is None:
                    self.loaded.units.append(JsFile(source, False, ""))
                else:
                    self.loaded.diagnostics.append(problem)

    def modules(self) -> None:
        """Read what the required modules import from each other and from files that nobody requires."""
        loaded = self.loaded
        roots = [unit for unit in loaded.units if isinstance(unit, JsFile) and unit.es6]
        if not roots:
            return
        from jaicp.project.modules import own_modules  # noqa: PLC0415 - few projects have any

        sources = [unit.source for unit in roots]
        loaded.modules = graph = own_modules(self.config, self.files, self.documents, sources)
        loaded.diagnostics += graph.problems
        known = {unit.source for unit in loaded.units if isinstance(unit, JsFile)}
        new = [one for one in graph.modules.values() if one.text and one.source not in known]
        loaded.units += [self._imported(module.source) for module in new]

    def _imported(self, source: Source) -> JsFile:
        return self.documents.made(source, ("imported",), lambda: JsFile(source, True, "", True))

    def _first_file(self, candidates: Iterable[Path]) -> Path | None:
        return next((path for path in candidates if self.files.is_file(path)), None)

    def _script(self, path: Path) -> None:
        """Read a `.sc` file and whatever it requires; the required files come first."""
        pending = [_Reading(path, iter(()))]
        self._open(path, pending)
        while pending:
            reading = pending[-1]
            required = next(reading.requires, None)
            if required is None:
                pending.pop()
                self.reading.discard(reading.key)
                self.loaded.units += reading.inits
            else:
                self._require(required, pending)

    def _open(self, path: Path, pending: list[_Reading], base: str = "") -> None:
        key = self.documents.resolve(path)
        if key in self.seen:
            return
        self.seen.add(key)
        self.reading.add(key)
        source, problem = self.documents.text(self.files, path)
        if problem is not None:
            self.loaded.diagnostics.append(problem)
        script = self.documents.read(source)
        if not hides(self.config, path):
            self.loaded.diagnostics += script.diagnostics
        self.loaded.documents.append(script.document)
        self.loaded.targets.update(script.targets)
        if base:
            self.loaded.bases[script.document] = base
        self.loaded.units.append(script.document)
        pending.append(_Reading(key, iter(script.requires), script.inits, base))

    def _require(self, node: Require, pending: list[_Reading]) -> None:
        if not node.file.text:  # told where the line was read
            self.loaded.unresolved.append(node.span)
            return
        settings = {setting.key.text: setting.value for setting in node.settings}
        module = settings.get("module") or settings.get("from")
        path = self._locate(node, module.text.strip("\"'") if module else "")
        if path is None:
            return
        suffix = path.suffix.lower()
        values = {key: word.text.strip("\"'") for key, word in settings.items()}
        if suffix not in _DATA:
            self._judge(node, self.documents.resolve(path), pending[-1])
        if suffix == ".sc":
            outer = pending[-1].base
            self._open(path, pending, values.get("rootTheme") or outer)
        elif suffix in _DATA or self.documents.resolve(path) not in self.seen:
            self.seen.add(self.documents.resolve(path))
            self._other(node, path, suffix, values)

    def _judge(self, node: Require, key: Path, reading: _Reading) -> None:
        """Tell of a file that counts once however often, and in a circle, it is required."""
        settings = tuple((one.key.text, one.value.text) for one in node.settings)
        times = reading.required[key, settings] = reading.required.get((key, settings), 0) + 1
        if times == 2:
            self._report(
                codes.REPEATED_REQUIRE,
                node.file.span,
                "this file is required above already; it counts once",
                severity=Severity.INFO,
                help_text="remove one of the two lines",
            )
        elif times == 1 and key in self.reading:
            self._report(
                codes.REQUIRE_CIRCLE,
                node.file.span,
                "this file requires the one that it stands in, by itself or by others",
                severity=Severity.INFO,
                help_text="files of a project see each other anyway: one need not require the other",
            )

    def _other(self, node: Require, path: Path, suffix: str, values: dict[str, str]) -> None:
        source, problem = self.documents.text(self.files, path)
        if problem is not None:
            self.loaded.diagnostics.append(problem)
        elif suffix == ".js":
            self.loaded.units.append(self._code(source, values))
        elif suffix in _DATA:
            self._data(node, source, values)
        else:
            self._report(
                codes.UNREADABLE_FILE,
                node.file.span,
                f"`{suffix or path.name}` is no kind of file that can be required",
                help_text="require a `.sc`, `.js`, `.csv`, `.yaml` or `.json` file",
            )

    def _code(self, source: Source, values: dict[str, str]) -> JsFile:
        es6, name = values.get("type") == "scriptEs6", values.get("name", "")
        return self.documents.made(source, (es6, name), lambda: JsFile(source, es6, name))

    def _data(self, node: Require, source: Source, values: dict[str, str]) -> None:
        try:
            bound = (values.get("name", ""), values.get("var", ""))
            data = self.documents.made(source, bound, lambda: read_data(source, *bound))
        except ValueError as error:
            reason = str(error).splitlines()[0]
            self._report(
                codes.UNREADABLE_FILE,
                node.file.span,
                f"`{source.path.name}` cannot be read: {reason}",
            )
        else:
            self.loaded.units.append(data)

    def _locate(self, node: Require, module: str) -> Path | None:
        name = node.file.text.strip("\"'")
        if module:
            return self._in_module(node, name, module)
        candidates = required_paths(self.config, node.span.source.path, name)
        found = self._first_file(candidates)
        if found is None:
            self._report(
                codes.MISSING_FILE,
                node.file.span,
                f"there is no file `{name}`",
                help_text=nearest_file(candidates[0]),
            )
            return None
        return found if self._is_inside(node, found) else None

    def _is_inside(self, node: Require, path: Path) -> bool:
        home = standard_home(path) or self.config.root
        if self.documents.resolve(path).is_relative_to(self.documents.resolve(home)):
            return True
        self._report(
            codes.OUTSIDE_PROJECT,
            node.file.span,
            "this file lies outside of the project",
            help_text="move it into the project's folder",
        )
        return False

    def _in_module(self, node: Require, name: str, module: str) -> Path | None:
        standard = standard_folder(module, self.config)
        found = self._first_file(required_from(self.config, name, module))
        if found is not None:
            return found if self._is_inside(node, found) else None
        self.loaded.unresolved.append(node.file.span)
        if standard is not None:
            self._unknown_module(
                node.file.span,
                f"the standard module has no file `{name}`",
                nearest_file(standard / name.lstrip("/")) or "what it defines is unknown here",
            )
        elif module not in self.unknown_modules:
            self.unknown_modules.add(module)
            self._unknown_module(
                node.span,
                f"the module `{module}` is not part of the project",
                f"what it defines is unknown here; a copy may lie in `modules/{module}`",
            )
        return None

    def _unknown_module(self, span: Span, message: str, help_text: str) -> None:
        self._report(
            codes.UNKNOWN_MODULE, span, message, severity=Severity.INFO, help_text=help_text
        )

    def _report(
        self,
        code: codes.Code,
        span: Span,
        message: str,
        *,
        severity: Severity = Severity.ERROR,
        help_text: str = "",
    ) -> None:
        if hides(self.config, span.source.path):
            return
        self.loaded.diagnostics.append(
            Diagnostic(code=code, message=message, span=span, severity=severity, help=help_text)
        )


def required_paths(config: ProjectConfig, requiring: Path, name: str) -> tuple[Path, ...]:
    """Where a file that another one requires by this name is looked for."""
    return _required_paths(config.root, config.source_root, requiring, name)


@lru_cache(maxsize=4096)
def _required_paths(root: Path, source_root: Path, requiring: Path, name: str) -> tuple[Path, ...]:
    top = _top(root, source_root, requiring)
    if name.startswith("/"):
        return (_normal(top / name.lstrip("/")),)
    return (_normal(requiring.parent / name), _normal(top / name))


def required_from(config: ProjectConfig, name: str, module: str) -> tuple[Path, ...]:
    """Where a file that is required from a module is looked for."""
    inside = name.lstrip("/")
    home = config.root / "modules" / module
    standard = standard_folder(module, config)
    folders = [home / "src", home, *(() if standard is None else (standard,))]
    return tuple(_normal(folder / inside) for folder in folders)


def _top(root: Path, source_root: Path, path: Path) -> Path:
    """The folder that a leading slash means in a file: that of its module, or the project's sources."""
    home = standard_home(path)
    if home is not None:
        return home
    modules = root / "modules"
    if not path.is_relative_to(modules):
        return source_root
    module = modules / path.relative_to(modules).parts[0]
    return module / "src" if path.is_relative_to(module / "src") else module


def _normal(path: Path) -> Path:
    """A path without `..`, so that one file has one name."""
    return Path(os.path.normpath(path))


@dataclass(slots=True)
class _Reading:
    """A script being read: what it still requires, what it has required, and its inits, which run after all.

    `base` is the path below which its states stand.
    """

    key: Path
    requires: Iterator[Require]
    inits: tuple[Init, ...] = ()
    base: str = ""
    required: dict[tuple[object, ...], int] = field(default_factory=dict)
