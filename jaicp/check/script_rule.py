"""A rule on JavaScript, wherever it stands."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from jaicp.check.code import Code, CodeKind, Scripts, code_of_file
from jaicp.check.rule import CheckContext, Rule
from jaicp.project.loader import JsFile
from jaicp.project.standard import hides
from jaicp.syntax import ast
from jaicp.text.diagnostic import Diagnostic

__all__ = ["ScriptRule", "is_authored"]


def is_authored(code: Code, ctx: CheckContext) -> bool:
    """Whether a piece has an author to be told about it: the project's, and no tool that makes code small."""
    path = code.span.source.path
    is_small = code.kind is CodeKind.FILE and path.name.endswith(".min.js")
    return not is_small and not hides(ctx.project.config, path)


class ScriptRule(Rule):
    """Calls `check_code` for every script, condition, converter and `{{ }}`, and for every required file."""

    def cares(self, code: Code, scripts: Scripts) -> bool:
        """Whether a piece may have something wrong with it, whatever the other files of the project are."""
        del code, scripts
        return True

    def concerns(self, node: ast.Node, ctx: CheckContext) -> bool:
        """Nodes without code are passed over."""
        return any(self.cares(code, ctx.scripts) for code in ctx.codes(node))

    @abstractmethod
    def check_code(self, code: Code, ctx: CheckContext) -> Iterator[Diagnostic]:
        """What is wrong with one piece of JavaScript."""

    def visit_reaction(self, node: ast.Reaction, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Scripts, and texts, paths and settings with `{{ }}` in them."""
        for code in ctx.codes(node):
            yield from self.check_code(code, ctx)

    def visit_button(self, node: ast.Button, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Captions and targets with `{{ }}` in them."""
        for code in ctx.codes(node):
            yield from self.check_code(code, ctx)

    def visit_branch(self, node: ast.Branch, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Conditions."""
        for code in ctx.codes(node):
            yield from self.check_code(code, ctx)

    def visit_init(self, node: ast.Init, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`init:`."""
        for code in ctx.codes(node):
            yield from self.check_code(code, ctx)

    def visit_pattern_definition(
        self, node: ast.PatternDefinition, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        """Converters."""
        for code in ctx.codes(node):
            yield from self.check_code(code, ctx)

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Required files."""
        config = ctx.project.config
        for unit in ctx.project.units:
            if isinstance(unit, JsFile) and not hides(config, unit.source.path):
                code = code_of_file(unit)
                if self.cares(code, ctx.scripts):
                    yield from self.check_code(code, ctx)
