"""JC510 bare-variable: a variable in a text without `{{ }}`, so that its name is what the visitor reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jaicp.check.rule import CheckContext, Rule
from jaicp.syntax import ast
from jaicp.syntax.scan import find_braces
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity
from jaicp.text.source import Span

__all__ = ["BareVariable"]

_NAME = (
    r"\$(?:session|client|temp|request|response|parseTree|context|injector|entities)\b(?:\.\w+)*"
)
_BARE = re.compile(rf"(?P<dollar>\$)?(?P<open>\{{)?\s*(?P<name>{_NAME})(?P<close>\s*\}}{{1,2}})?")


class BareVariable(Rule):
    """Texts of answers and captions of buttons."""

    advisory = True

    def visit_answer(self, node: ast.Answer, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`a: Hello, $client.name`."""
        del ctx
        yield from _in(node.text)

    def visit_button(self, node: ast.Button, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`"$client.name" -> /State`."""
        del ctx
        if node.caption is not None:
            yield from _in(node.caption)


def _in(template: ast.Template) -> Iterator[Diagnostic]:
    if not any(isinstance(part, str) and "$" in part for part in template.parts):
        return
    source, start, end = template.span
    filled = [(braces.start, braces.end) for braces in find_braces(source.text, start, end)]
    for found in _BARE.finditer(source.text, start, end):
        at = found.start("name")
        if any(first <= at < last for first, last in filled):
            continue
        name = found["name"]
        better = f"{{{{ {name} }}}}"
        span = Span(source, *_bounds(found))
        yield Diagnostic(
            code=codes.BARE_VARIABLE,
            message=f"`{name}` is text here, not the value of the variable",
            span=span,
            severity=Severity.WARNING,
            help=f"write `{better}`",
            fix=Fix(f"change it to `{better}`", (Edit(span, better),)),
        )


def _bounds(found: re.Match[str]) -> tuple[int, int]:
    """From the first to the last sign of what was written in place of the braces."""
    if found["open"] is None:
        return found.span("name")
    start = found.start("open") if found["dollar"] is None else found.start("dollar")
    return start, found.end("name") if found["close"] is None else found.end("close")
