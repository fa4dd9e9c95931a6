"""JC511 unknown-export, JC512 missing-package, JC513 unusable-package: what a project's modules import.

Of a package only the first modules that it runs are looked at; what lies deeper is told when it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from jaicp.check.code import Code, CodeKind, Scripts
from jaicp.check.rule import CheckContext, Rule
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity, nearest
from jaicp.text.lazy import LazyModule
from jaicp.text.source import Span

if TYPE_CHECKING:
    from jaicp.project import modules, packages
    from jaicp.syntax.modules import Asked, ModuleText
else:
    modules = LazyModule("jaicp.project.modules")
    packages = LazyModule("jaicp.project.packages")

__all__ = ["ModuleImports"]

_KEPT = "packages"

_Trouble = tuple[codes.Code, str, str]
"""What is the matter with a package: the code, the sentence, and what to do about it."""


class ModuleImports(Rule):
    """Looks at the imports of the project's own modules."""

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Each name that a module does not export; each package that cannot be had, once in a module."""
        graph = ctx.project.modules
        for module in graph.modules.values() if graph is not None else ():
            if module.text is not None and graph is not None:
                yield from _unknown_exports(graph, module, module.text, ctx.scripts)
                yield from self._packages(module, module.text, ctx)

    def _packages(
        self, module: modules.Module, text: ModuleText, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        told: set[object] = set()
        for asked in text.asked:
            link = module.link(asked)
            if link is None or link in told:
                continue
            told.add(link)
            if asked.specifier.startswith((".", "/")):
                if isinstance(link, packages.Unavailable) and link.reason == "broken":
                    code = codes.UNREADABLE_FILE
                    yield Diagnostic(code=code, message=link.message, span=asked.span)
                continue
            known = _looked_at(link, ctx)
            for code, message, help_text in known.troubles:
                yield Diagnostic(
                    code=code,
                    message=message,
                    span=asked.span,
                    severity=Severity.WARNING,
                    label=_label(asked),
                    help=help_text,
                )
            if known.names is not None and not known.troubles:
                wanted = [one for one in _wanted(text) if one[0] == asked.specifier]
                yield from _unknown_among(wanted, known.names)


def _label(asked: Asked) -> str:
    if asked.how == "import":
        return "this module stops here with an error, and so does whoever uses it"
    return "the script stops here with an error"


_Wanted = tuple[str, str, Span]
"""A module as it is written, a name that is imported from it, and where."""


def _wanted(text: ModuleText) -> list[_Wanted]:
    imported = [(one.specifier, one.name, one.span) for one in text.imports]
    passed = [(one.specifier, one.inner, one.span) for one in text.passed]
    return [one for one in (*imported, *passed) if one[1] != modules.WHOLE]


def _unknown_exports(
    graph: modules.ModuleGraph, module: modules.Module, text: ModuleText, scripts: Scripts
) -> Iterator[Diagnostic]:
    """Nothing where some module cannot be read: it may export what seems to be missing."""
    found: list[Diagnostic] = []
    for one in _wanted(text):
        link = module.links.get((one[0], "import"))
        names = modules.exported_names(graph, link) if isinstance(link, Path) else None
        if names is not None:
            found += _unknown_among([one], names)
    if found and not any(_syntax(one, scripts) for one in graph.modules.values()):
        yield from found


def _unknown_among(wanted: list[_Wanted], names: Set[str]) -> Iterator[Diagnostic]:
    for specifier, name, span in wanted:
        if name not in names:
            yield _unknown_export(specifier, name, names, span)


def _unknown_export(specifier: str, name: str, names: Set[str], span: Span) -> Diagnostic:
    better = None if name == "default" else nearest(name, names - {"default"})
    fix = None
    if name == "default":
        message = f"`{specifier}` has no default export"
        some = ", ".join(sorted(names)[:5])
        help_text = f"write `import {{ {some} }} from …`" if some else "it exports nothing"
    else:
        message = f"`{specifier}` does not export `{name}`"
        help_text = f"did you mean `{better}`?" if better else ""
        if better and span.text == name:
            fix = Fix(f"change it to `{better}`", (Edit(span, better),))
    return Diagnostic(
        code=codes.UNKNOWN_EXPORT, message=message, span=span, help=help_text, fix=fix
    )


@dataclass(frozen=True, slots=True)
class _Package:
    """What a look at the first modules of a package has shown; `names` are its exports, if they are sure."""

    version: int
    troubles: tuple[_Trouble, ...]
    names: frozenset[str] | None = None


def _looked_at(link: Path | packages.Unavailable, ctx: CheckContext) -> _Package:
    if isinstance(link, packages.Unavailable):
        is_missing = link.reason == "missing"
        code = codes.MISSING_PACKAGE if is_missing else codes.UNUSABLE_PACKAGE
        return _Package(0, ((code, link.message, link.help),))
    known: dict[Path, _Package] = ctx.kept.setdefault(_KEPT, {})
    version = _version(link, ctx)
    if link not in known or known[link].version != version:
        graph = modules.nearest_of_package(ctx.project.config, ctx.project.files, link)
        names = modules.exported_names(graph, link)
        troubles = tuple(_troubles(graph, packages.package_of(link), ctx.scripts))
        known[link] = _Package(version, troubles, None if names is None else frozenset(names))
    return known[link]


def _version(entry: Path, ctx: CheckContext) -> int:
    """A number that changes when another version of a package is installed."""
    for folder in entry.parents:
        path = folder / "package.json"
        if folder == ctx.project.config.root:
            break
        if ctx.project.files.is_file(path):
            return hash(ctx.project.files.read(path))
    return 0


def _troubles(graph: modules.ModuleGraph, package: str, scripts: Scripts) -> Iterator[_Trouble]:
    """The first thing that keeps a package from running."""
    for module in graph.modules.values():
        if module.text is None:
            continue
        for asked in module.text.asked:
            link = module.link(asked)
            if (
                not asked.sure
                or not isinstance(link, packages.Unavailable)
                or link.reason == "broken"
            ):
                continue
            what = f"`{asked.specifier}` of Node.js, which does not run here"
            if link.reason == "missing":
                what = f"the package `{asked.specifier}`, which is not installed"
            code = codes.MISSING_PACKAGE if link.reason == "missing" else codes.UNUSABLE_PACKAGE
            yield code, f"the package `{package}` needs {what}", link.help
            return
        problem = _syntax(module, scripts)
        if problem:
            yield codes.UNUSABLE_PACKAGE, f"the package `{package}` cannot be read: {problem}", ""
            return


def _syntax(module: modules.Module, scripts: Scripts) -> str:
    """What is wrong with the syntax of a file, and where."""
    source = module.source
    if module.text is None:
        return ""
    is_module = module.text.form == "module"
    code = Code(source.span(0, len(source.text)), CodeKind.MODULE if is_module else CodeKind.FILE)
    problem = scripts.problem(code)
    if problem is None:
        return ""
    return f"{problem.message} ({source.path.name}:{problem.span.location.line})"
