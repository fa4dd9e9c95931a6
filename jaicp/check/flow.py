"""Rules on the order in which reactions run, and on blocks in which none stands."""

from __future__ import annotations

from collections.abc import Iterator

from jaicp.check.rule import CheckContext, Rule
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Label, Severity
from jaicp.text.source import Span

__all__ = ["AfterGo", "EmptyBlock", "EmptyTheme", "SecondTimeout", "first_line"]


class AfterGo(Rule):
    """JC406. A reaction behind `go!` in the same block is never run.

    Source: samples of the vendor rely on an immediate transition ending the state.
    """

    advisory = True

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


class EmptyBlock(Rule):
    """JC408. A `random` or an arm of an `if` in which nothing stands."""

    advisory = True

    def visit_random(self, node: ast.Random, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`random:` chooses between nothing."""
        del ctx
        if not node.body:
            yield _empty(node, "random", "put the answers to choose from below it, indented")

    def visit_branch(self, node: ast.Branch, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`if`, `elseif` and `else` without anything below them."""
        del ctx
        if not node.body:
            tag = node.span.text.partition(":")[0].strip()
            yield _empty(node, tag, "put what is to happen below it, indented, or remove it")


def _empty(node: ast.Node, tag: str, help_text: str) -> Diagnostic:
    return Diagnostic(
        code=codes.EMPTY_BLOCK,
        message=f"this `{tag}` is empty",
        span=first_line(node.span),
        severity=Severity.WARNING,
        help=help_text,
    )


class EmptyTheme(Rule):
    """JC210. A theme without anything in it, of which nothing is left once it is loaded."""

    advisory = True

    def visit_theme(self, node: ast.Theme, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`theme: /Name` with no deeper line below."""
        del ctx
        if not node.body:
            yield Diagnostic(
                code=codes.EMPTY_THEME,
                message="nothing stands in this theme",
                span=node.head,
                severity=Severity.INFO,
                help="put states below it, indented, or remove it",
            )


class SecondTimeout(Rule):
    """JC412. A state sets one timeout.

    Source: the vendor's page on `timeout`: a second one in the same state is an error of the script.
    """

    advisory = True

    def visit_state(self, node: ast.State, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The timeouts directly in a state."""
        del ctx
        yield from _timeouts(node.body)

    def visit_branch(self, node: ast.Branch, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The timeouts in one arm of an `if`."""
        del ctx
        yield from _timeouts(node.body)


def _timeouts(body: tuple[ast.Node, ...]) -> Iterator[Diagnostic]:
    first: ast.Timeout | None = None
    for node in body:
        if isinstance(node, ast.Go) and node.at_once:
            return
        if not isinstance(node, ast.Timeout):
            continue
        if first is not None:
            yield Diagnostic(
                code=codes.SECOND_TIMEOUT,
                message="this is the second `timeout` of the state",
                span=first_line(node.span),
                severity=Severity.WARNING,
                label="the script stops here with an error",
                related=(Label(first_line(first.span), "the first one is here"),),
                help="keep one of them; the state that it leads to may set the next",
            )
            return
        first = node


def first_line(span: Span) -> Span:
    """The part of a span on its first line."""
    text = span.source.text
    end = text.find("\n", span.start, span.end)
    if end < 0:
        return span
    if text[end - 1] == "\r":
        end -= 1
    return Span(span.source, span.start, end)
