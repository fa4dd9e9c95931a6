"""Rules on what is written in and behind single tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from jaicp.check.flow import first_line
from jaicp.check.rule import CheckContext, Rule
from jaicp.syntax import ast
from jaicp.syntax.tags import BUILT_IN_ACTIONS, TAGS
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity, nearest
from jaicp.text.source import Span

__all__ = ["BadInterval", "UnknownAction", "UnknownParameter", "is_interval"]

_DEFINITION = frozenset({"converter"})
_INTERVAL = re.compile(
    r"""(?:\s*\d{0,2}\s*(?:hours|hour|h))? (?:\s*\d{0,2}\s*(?:minutes|minute|min|m))?
        (?:\s*\d{0,2}\s*(?:seconds|second|sec|s))?\s*""",
    re.VERBOSE,
)
_NUMBER = re.compile(r"\s*\d+(?:\.\d+)?\s*")


class UnknownParameter(Rule):
    """JC106. The platform passes over a parameter that it does not know, so a slip stays unseen."""

    advisory = True

    def visit_theme(self, node: ast.Theme, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`theme: /Name || …`."""
        del ctx
        yield from _unknown(node, node.parameters)

    def visit_state(self, node: ast.State, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`state: Name || …`."""
        del ctx
        yield from _unknown(node, node.parameters)

    def visit_trigger(self, node: ast.Trigger, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`q: pattern || …` and the other triggers."""
        del ctx
        yield from _unknown(node, node.parameters)

    def visit_answer(self, node: ast.Answer, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`a: text || …`."""
        del ctx
        yield from _unknown(node, node.parameters)

    def visit_media(self, node: ast.Media, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`image: address || …`."""
        del ctx
        yield from _unknown(node, node.parameters)

    def visit_timeout(self, node: ast.Timeout, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`timeout: /State || …`."""
        del ctx
        yield from _unknown(node, node.parameters)

    def visit_pattern_definition(
        self, node: ast.PatternDefinition, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        """`$Name = pattern || …`."""
        del ctx
        yield from _unknown(node, node.parameters)


def _unknown(node: ast.Node, parameters: Iterable[ast.Parameter]) -> Iterator[Diagnostic]:
    for parameter in parameters:
        tag, known = _parameters_of(node)
        key = parameter.key
        if known is None or key.text in known:
            continue
        help_text, fix = _advice(tag, key, known)
        yield Diagnostic(
            code=codes.UNKNOWN_PARAMETER,
            message=f"`{tag}` has no parameter `{key.text}`",
            span=key.span,
            severity=Severity.WARNING,
            label="this has no effect",
            help=help_text,
            fix=fix,
        )


def _parameters_of(node: ast.Node) -> tuple[str, frozenset[str] | None]:
    """The name of a node's tag as it is written, and the parameters that it knows."""
    if isinstance(node, ast.PatternDefinition):
        return "$" + node.name.text, _DEFINITION
    source, start, end = node.span
    name = source.text[start:end].partition(":")[0].strip()
    tag = TAGS.get(name)
    return name, None if tag is None else tag.parameters


def _advice(tag: str, key: ast.Word, known: frozenset[str]) -> tuple[str, Fix | None]:
    likely = nearest(key.text, known)
    if likely is not None:
        fix = Fix(f"change it to `{likely}`", (Edit(key.span, likely),))
        return f"did you mean `{likely}`?", fix
    if tag == "state" and key.text in ("fromState", "toState", "onlyThisState"):
        return f"`{key.text}` stands behind a trigger, such as `q: … || {key.text} = …`", None
    if not known:
        return f"`{tag}` takes no parameters; remove it", None
    listed = ", ".join(f"`{name}`" for name in sorted(known))
    return f"`{tag}` knows {listed}", None


class BadInterval(Rule):
    """JC114. A timeout needs to know how long to wait.

    Source: the vendor's page on `timeout`: a number of seconds, or hours, minutes and seconds in this order.
    """

    def visit_timeout(self, node: ast.Timeout, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`timeout: /State || interval = …`."""
        del ctx
        interval = ast.find_parameter(node.parameters, "interval")
        if interval is None:
            if not _has_slip(node):
                yield _interval_problem(node.span, "this `timeout` has no `interval`", node)
        elif not is_interval(interval.value.text) and "{{" not in interval.value.text:
            message = f"`{interval.value.text}` is no interval"
            yield _interval_problem(interval.value.span, message, node)


def _has_slip(node: ast.Timeout) -> bool:
    """Whether the interval is there under a name that `UnknownParameter` already speaks about."""
    keys = (parameter.key.text for parameter in node.parameters)
    return any(nearest(key, ("interval",)) for key in keys)


def _interval_problem(span: Span, message: str, node: ast.Timeout) -> Diagnostic:
    target = node.target.span.text or "/State"
    return Diagnostic(
        code=codes.BAD_INTERVAL,
        message=message,
        span=first_line(span),
        help=f'write seconds, `timeout: {target} || interval = 30`, or `"1 min 30 sec"`',
    )


def is_interval(text: str) -> bool:
    """Whether `text` says how long to wait: `30`, `5 seconds`, `1h5m3s`."""
    if _NUMBER.fullmatch(text):
        return True
    return any(sign.isdigit() for sign in text) and _INTERVAL.fullmatch(text) is not None


class UnknownAction(Rule):
    """JC115. A tag in CamelCase that is neither the platform's nor listed under `customTags`."""

    def __init__(self) -> None:
        self.seen: list[ast.Action] = []

    def visit_action(self, node: ast.Action, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`Name:` with its settings."""
        del ctx
        if node.name.text not in BUILT_IN_ACTIONS:
            self.seen.append(node)
        yield from ()

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The project's own tags are read once they are needed, or to say what is wrong with them."""
        own = ctx.custom_tags()
        yield from own.problems
        known = BUILT_IN_ACTIONS | own.tags.keys()
        for node in self.seen:
            if node.name.text not in known and not own.problems:
                yield _unknown_action(node.name, known)


def _unknown_action(name: ast.Word, known: Iterable[str]) -> Diagnostic:
    likely = nearest(name.text, [*known, *TAGS])
    help_text = "list the tag under `customTags` in `chatbot.yaml`"
    fix = None
    if likely is not None:
        help_text = f"did you mean `{likely}`?"
        fix = Fix(f"change it to `{likely}`", (Edit(name.span, likely),))
    return Diagnostic(
        code=codes.UNKNOWN_ACTION,
        message=f"there is no action tag `{name.text}`",
        span=name.span,
        severity=Severity.WARNING,
        help=help_text,
        fix=fix,
    )
