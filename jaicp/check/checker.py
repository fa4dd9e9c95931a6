"""Project to checked project: one walk over all files, in which every rule sees the nodes that it asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jaicp.check.code import Scripts
from jaicp.check.conditions import AssignedCondition
from jaicp.check.flow import AfterGo
from jaicp.check.new_chat import NewChat
from jaicp.check.patterns import PatternLinks, PatternSyntax
from jaicp.check.rule import CheckContext, Rule, child_fields, handlers_of
from jaicp.check.script_syntax import ScriptSyntax
from jaicp.check.tags import BadInterval, UnknownAction, UnknownParameter
from jaicp.project.paths import ROOT, resolve_path
from jaicp.project.symbols import Project
from jaicp.syntax import ast
from jaicp.syntax.ast import Document, Node
from jaicp.text.codes import Code
from jaicp.text.diagnostic import Diagnostic, sort_diagnostics

__all__ = ["RULES", "CheckOptions", "Checked", "check"]

RULES: tuple[type[Rule], ...] = (
    AfterGo,
    AssignedCondition,
    BadInterval,
    NewChat,
    PatternLinks,
    PatternSyntax,
    ScriptSyntax,
    UnknownAction,
    UnknownParameter,
)


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Which diagnostics are told: by id (`JC410`), beginning of an id (`JC4`) or slug.

    With `select` only those; without those of `ignore`. Errors are told in any case.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, diagnostic: Diagnostic) -> bool:
        """Whether this diagnostic is to be told."""
        if diagnostic.is_error:
            return True
        if self.select and not _is_named(diagnostic.code, self.select):
            return False
        return not _is_named(diagnostic.code, self.ignore)


@dataclass(frozen=True, slots=True)
class Checked:
    """A project with all that is wrong with it, in the order of files and places."""

    project: Project
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether it will run: nothing found is an error."""
        return not any(diagnostic.is_error for diagnostic in self.diagnostics)


def check(project: Project, options: CheckOptions | None = None) -> Checked:
    """Apply all rules to a linked project."""
    wanted = options or CheckOptions()
    ctx = CheckContext(project, Scripts())
    rules = [rule() for rule in RULES]
    walker = _Walker(rules, ctx)
    found = [*project.diagnostics]
    for document in project.documents:
        found += walker.walk(document)
    ctx.document = ctx.state = None
    for rule in rules:
        found += rule.finish(ctx)
    kept = (diagnostic for diagnostic in found if wanted.wants(diagnostic))
    return Checked(project, tuple(sort_diagnostics(_unique(kept))))


class _Walker:
    """Visits the nodes of a file, parents first, without going where no rule wants to look."""

    def __init__(self, rules: Iterable[Rule], ctx: CheckContext) -> None:
        self.ctx = ctx
        self.handlers = handlers_of(rules)
        self.fields = child_fields(self.handlers)
        symbols = ctx.project.states.values()
        self.paths = {symbol.declaration: symbol.path for symbol in symbols if symbol.declaration}

    def walk(self, document: Document) -> Iterator[Diagnostic]:
        ctx = self.ctx
        ctx.document = document
        pending: list[tuple[Node, str | None]] = [(document, None)]
        while pending:
            node, state = pending.pop()
            if isinstance(node, (ast.State, ast.Theme)):
                state = self._path(node)
            for handler in self.handlers.get(type(node), ()):
                ctx.state = state
                yield from handler(node, ctx)
            pending.extend((child, state) for child in reversed(list(self._children(node))))

    def _path(self, node: ast.State | ast.Theme) -> str | None:
        if isinstance(node, ast.Theme):
            return resolve_path(ROOT, node.name.text)
        return self.paths.get(node)

    def _children(self, node: Node) -> Iterator[Node]:
        for name in self.fields[type(node)]:
            value = getattr(node, name)
            if isinstance(value, tuple):
                yield from value
            elif value is not None:
                yield value


def _is_named(code: Code, names: Iterable[str]) -> bool:
    return any(
        name.casefold() == code.slug or (name and code.id.startswith(name.upper()))
        for name in names
    )


def _unique(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics without those that say the same at the same place again."""
    seen = set()
    for diagnostic in diagnostics:
        key = (diagnostic.code, diagnostic.span, diagnostic.message)
        if key not in seen:
            seen.add(key)
            yield diagnostic
