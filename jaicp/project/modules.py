"""The modules of a project: files required with `type = scriptEs6`, what they import, and from where.

Loading a project reads its own modules and finds out which packages they name; the insides of packages are read
when the bot is to run (`whole`). An import that leads nowhere is a diagnostic, or, for packages, an `Unavailable`
that says why and what to type.
"""

from __future__ import annotations

import json
import os
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from jaicp.project.config import ProjectConfig
from jaicp.project.documents import Documents
from jaicp.project.files import Files, nearest_file
from jaicp.project.packages import How, Packages, Unavailable, is_of_package, package_of
from jaicp.syntax.modules import WHOLE, Asked, ModuleText, read_module
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source

__all__ = [
    "WHOLE",
    "Found",
    "Link",
    "Module",
    "ModuleGraph",
    "exported_names",
    "find_export",
    "how_asked",
    "nearest_of_package",
    "own_modules",
    "whole",
]

Link = Path | Unavailable
"""Where an import leads: the key of a module in its graph, or nowhere."""

MOST_MODULES = 5000
MOST_TEXT = 40_000_000
"""Characters. A bot's packages together are mostly below a tenth of that."""


@dataclass(frozen=True, slots=True)
class Module:
    """A file that is a module; `text` is None for data as JSON.

    `links` has every module that it asks for by a name that is written out, by that name and how it is asked.
    `package` names the package that the file belongs to.
    """

    source: Source
    text: ModuleText | None
    links: Mapping[tuple[str, How], Link] = field(default_factory=dict)
    package: str = ""

    def link(self, asked: Asked) -> Link | None:
        """Where one of its imports leads; None where a diagnostic has spoken of it."""
        return self.links.get((asked.specifier, how_asked(asked)))


@dataclass(frozen=True, slots=True)
class ModuleGraph:
    """Modules by their real paths. Links may lead to packages whose files were not read."""

    modules: Mapping[Path, Module] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()

    def at(self, path: Path) -> Module | None:
        """The module in a file, if the file was read as one."""
        return self.modules.get(path)


def how_asked(asked: Asked) -> How:
    """By which of the two sets of rules a module is looked for."""
    return "require" if asked.how == "require" else "import"


class Found(NamedTuple):
    """Where an exported name leads in the end: a module and its variable there.

    `local` is empty where it is a field of what a CommonJS file or JSON exports, `*` for all exports.
    """

    path: Path
    name: str
    local: str


def exported_names(graph: ModuleGraph, path: Path) -> set[str] | None:
    """The names that a module exports; None where only running it can tell."""
    names: set[str] = set()
    seen: set[Path] = set()
    pending = [path]
    while pending:
        here = pending.pop()
        module = graph.at(here)
        if module is None or module.text is None or module.text.form != "module":
            return None
        if here in seen:
            continue
        seen.add(here)
        text = module.text
        found = {name for name, _ in text.exports} | {one.name for one in text.passed}
        names |= found if here == path else found - {"default"}
        for star in text.stars:
            link = module.links.get((star, "import"))
            if not isinstance(link, Path):
                return None
            pending.append(link)
    return names


def find_export(graph: ModuleGraph, path: Path, name: str) -> Found | None:
    """What a module exports by a name, followed through all that pass it on; None where nobody has it."""
    return _find(graph, path, name, set())


def _find(graph: ModuleGraph, path: Path, name: str, seen: set[tuple[Path, str]]) -> Found | None:
    module = graph.at(path)
    if name == WHOLE or module is None or module.text is None or module.text.form != "module":
        return Found(path, name, WHOLE if name == WHOLE else "")
    if (path, name) in seen or len(seen) > 500:
        return None
    seen.add((path, name))
    for outer, local in module.text.exports:
        if outer == name:
            return Found(path, name, local)
    for one in module.text.passed:
        if one.name == name:
            link = module.links.get((one.specifier, "import"))
            return _find(graph, link, one.inner, seen) if isinstance(link, Path) else None
    if name == "default":
        return None
    unsure = None
    for star in module.text.stars:
        link = module.links.get((star, "import"))
        found = _find(graph, link, name, seen) if isinstance(link, Path) else None
        if found is not None and found.local:
            return found
        unsure = unsure or found
    return unsure


def own_modules(
    config: ProjectConfig, files: Files, documents: Documents, roots: Iterable[Source]
) -> ModuleGraph:
    """The project's own modules that can be reached from some files."""
    reader = _Reader(config, files, documents)
    for source in roots:
        reader.add(documents.resolve(source.path), source)
    reader.read()
    return reader.graph()


def whole(config: ProjectConfig, files: Files, graph: ModuleGraph) -> ModuleGraph:
    """The graph with the packages that its modules reach; what cannot be read is `Unavailable`."""
    reader = _Reader(config, files, Documents(), most=MOST_MODULES)
    reader.modules.update(graph.modules)
    for module in graph.modules.values():
        reader.follow(module)
    reader.read()
    return reader.graph(graph.problems)


def nearest_of_package(
    config: ProjectConfig, files: Files, entry: Path, most: int = 30
) -> ModuleGraph:
    """The first modules that a package runs, beginning with its entry, for a look that costs little."""
    reader = _Reader(config, files, Documents(), most=most)
    reader.open(entry)
    reader.read()
    return reader.graph()


class _Reader:
    """Reads modules and what they ask for, nearest first."""

    def __init__(
        self, config: ProjectConfig, files: Files, documents: Documents, *, most: int = 0
    ) -> None:
        """Of packages at most `most` modules are read."""
        self.config = config
        self.files = files
        self.documents = documents
        self.most = most
        self.packages = Packages(config.root, files, documents.resolve)
        self.modules: dict[Path, Module] = {}
        self.unread: dict[Path, Unavailable] = {}
        self.problems: list[Diagnostic] = []
        self.size = 0
        self._pending: deque[tuple[Path, Source]] = deque()
        self._known: set[Path] = set()

    def add(self, path: Path, source: Source) -> None:
        """Note a file that is to be read as a module; `path` is its real place."""
        if path not in self._known and path not in self.modules:
            self._known.add(path)
            self._pending.append((path, source))

    def read(self) -> None:
        """Read all that was noted and what it leads to."""
        while self._pending:
            path, source = self._pending.popleft()
            module = self._module(path, source)
            if module is not None:
                self.modules[path] = module
                self.follow(module)

    def follow(self, module: Module) -> None:
        """Note the files that a module leads to."""
        for link in module.links.values():
            if isinstance(link, Unavailable) or link in self.modules or link in self.unread:
                continue
            if self.most or not is_of_package(link, self.packages.root):
                self.open(link)

    def graph(self, problems: tuple[Diagnostic, ...] = ()) -> ModuleGraph:
        """All that was read."""
        modules = {path: self._mended(module) for path, module in self.modules.items()}
        return ModuleGraph(modules, (*problems, *self.problems))

    def _mended(self, module: Module) -> Module:
        """The module with links to files that could not be read cut."""
        if not any(link in self.unread for link in module.links.values()):
            return module
        links = {
            key: self.unread.get(link, link) if isinstance(link, Path) else link
            for key, link in module.links.items()
        }
        return Module(module.source, module.text, links, module.package)

    def open(self, path: Path) -> None:
        """Note a file that a link leads to."""
        if path in self._known:
            return
        is_full = self.most and len(self._known) >= self.most
        if is_full or self.size > MOST_TEXT:
            self.unread[path] = Unavailable("broken", "the packages of this bot are too large")
            return
        code = self.packages.code_of(path)
        if code is not None:
            self.add(path, Source(path, code))
            return
        source, problem = self.documents.text(self.files, self.packages.shown(path))
        if problem is not None:
            self.unread[path] = Unavailable("broken", problem.message)
            if not is_of_package(path, self.packages.root):
                self.problems.append(problem)
            return
        self.size += len(source.text)
        self.add(path, source)

    def _module(self, path: Path, source: Source) -> Module | None:
        package = package_of(path) if is_of_package(path, self.packages.root) else ""
        form = self.packages.form_of(path)
        if isinstance(form, Unavailable):
            self.unread[path] = form
            return None
        if form == "json":
            if not package:
                self._look_at_json(source)
            return Module(source, None, package=package)
        is_open = path.suffix == ".js" and (form == "commonjs" or not package)
        kind = (
            None if is_open else form
        )  # what tools have packed is not always what its package says
        text = self.documents.made(
            source,
            ("module", kind),
            lambda: read_module(source, kind, "commonjs" if package else "module"),
        )
        links: dict[tuple[str, How], Link] = {}
        for asked in text.asked:
            key = asked.specifier, how_asked(asked)
            link = links.get(key) or self._link(asked, path, package)
            if link is not None:
                links[key] = link
        return Module(source, text, links, package)

    def _look_at_json(self, source: Source) -> None:
        """Tell where data of the project is no JSON."""
        try:
            json.loads(source.text)
        except (ValueError, RecursionError) as error:
            at = getattr(error, "pos", 0)
            reason = getattr(error, "msg", "it is nested too deeply").lower()
            self.problems.append(
                Diagnostic(
                    code=codes.UNREADABLE_FILE,
                    message=f"`{source.path.name}` cannot be read as JSON: {reason}",
                    span=source.span(min(at, len(source.text)), min(at + 1, len(source.text))),
                )
            )

    def _link(self, asked: Asked, importer: Path, package: str) -> Link | None:
        specifier = asked.specifier
        if not specifier.startswith(("./", "../", "/")) and specifier not in (".", ".."):
            return self.packages.find(specifier, importer, how_asked(asked))
        if specifier.startswith("/") and not package:
            path = self.config.source_root / specifier.lstrip("/")
        else:
            path = importer.parent / specifier
        path = Path(os.path.normpath(path))
        found = self.packages.file(path)
        if found is not None:
            return self.packages.replaced(found) if package else found
        if package:
            return Unavailable("broken", f"the package `{package}` lacks its file `{specifier}`")
        self._report(asked, path)
        return Unavailable("missing", f"there is no file `{specifier}`")

    def _is_inside(self, folder: Path) -> bool:
        try:
            return self.documents.resolve(folder).is_relative_to(self.packages.root)
        except ValueError:  # no name that the system takes
            return False

    def _report(self, asked: Asked, path: Path) -> None:
        if self.files.is_file(path):
            code, message = codes.OUTSIDE_PROJECT, "this file lies outside of the project"
            help_text = "move it into the project's folder"
        else:
            code, message = codes.MISSING_FILE, f"there is no file `{asked.specifier}`"
            help_text = nearest_file(path) if self._is_inside(path.parent) else ""
        severity = Severity.ERROR if asked.how == "import" else Severity.WARNING
        self.problems.append(
            Diagnostic(
                code=code, message=message, span=asked.span, severity=severity, help=help_text
            )
        )
