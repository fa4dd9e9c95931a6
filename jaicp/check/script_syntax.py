"""JC501 script-syntax, JC502 template-syntax: JavaScript that will not run, wherever it stands."""

from __future__ import annotations

from collections.abc import Iterator

from jaicp.check.code import Code, CodeKind
from jaicp.check.rule import CheckContext
from jaicp.check.script_rule import ScriptRule
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic

__all__ = ["ScriptSyntax"]

_OF_MODULES = "is only for modules"
_REQUIRE = (
    "add `type = scriptEs6` below the `require` of this file, and a `name` for what it exports"
)
_MOVE = "move it to a file that is required with `type = scriptEs6`"


class ScriptSyntax(ScriptRule):
    """Every piece has to be what its place asks for: statements, an expression, a function, a module."""

    def check_code(self, code: Code, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The first mistake in a piece."""
        problem = ctx.scripts.problem(code)
        if problem is not None:
            is_template = code.kind is CodeKind.TEMPLATE
            yield Diagnostic(
                code=codes.TEMPLATE_SYNTAX if is_template else codes.SCRIPT_SYNTAX,
                message=problem.message,
                span=problem.span,
                help=_help(problem.message, code.kind),
            )


def _help(message: str, kind: CodeKind) -> str:
    if _OF_MODULES not in message:
        return ""
    return _REQUIRE if kind is CodeKind.FILE else _MOVE
