"""Rules on the order in which reactions run."""

from __future__ import annotations

from collections.abc import Iterator

from jaicp.check.rule import CheckContext, Rule
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Label, Severity
from jaicp.text.source import Span

__all__ = ["AfterGo", "first_line"]


class AfterGo(Rule):
    """JC406. A reaction behind `go!` in the same block is never run.

    Source: samples of the vendor rely on an immediate transition ending the state.
    """

    def visit_state(self, node: ast.State, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The reactions directly in a state."""
        del ctx
        yield from _behind_go(node.body)

    def visit_branch(self, node: ast.Branch, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The reactions of one arm of an `if`."""
        del ctx
        yield from _behind_go(node.body)


def _behind_go(body: tuple[ast.Node, ...]) -> Iterator[Diagnostic]:
    leaving: ast.Go | None = None
    for node in body:
        if leaving is not None and isinstance(node, ast.Reaction):
            yield Diagnostic(
                code=codes.AFTER_GO,
                message="this is never run",
                span=first_line(node.span),
                severity=Severity.WARNING,
                related=(Label(leaving.span, "the dialogue leaves the state here"),),
                help="put it above the `go!`, or remove it",
            )
            return
        if isinstance(node, ast.Go) and node.at_once:
            leaving = node


def first_line(span: Span) -> Span:
    """The part of a span on its first line."""
    text = span.source.text
    end = text.find("\n", span.start, span.end)
    if end < 0:
        return span
    if text[end - 1] == "\r":
        end -= 1
    return Span(span.source, span.start, end)
