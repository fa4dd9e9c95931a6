"""Rules on what is written behind `||`: flags that are none, a parameter twice, a place for a global trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jaicp.check.rule import CheckContext, Rule
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label, Severity, nearest
from jaicp.text.source import Span

__all__ = ["GlobalTriggerParameter", "ParameterValues"]

_FLAGS = frozenset("modal noContext onlyThisState htmlEnabled ttsEnabled auto_listening".split())
_VALUES = ("true", "false")
_MEANT = {
    "yes": "true",
    "on": "true",
    "1": "true",
    "да": "true",
    "no": "false",
    "off": "false",
    "0": "false",
}
_PLACE = ("fromState", "onlyThisState")


class ParameterValues(Rule):
    """JC116, JC117. A flag other than `true` and `false` counts as not set; of two equal keys the last counts."""

    advisory = True

    def visit_theme(self, node: ast.Theme, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`theme: /Name || …`."""
        del ctx
        yield from _judged(node.parameters)

    def visit_state(self, node: ast.State, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`state: Name || …`."""
        del ctx
        yield from _judged(node.parameters)

    def visit_trigger(self, node: ast.Trigger, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`q: pattern || …` and the other triggers."""
        del ctx
        yield from _judged(node.parameters)

    def visit_answer(self, node: ast.Answer, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`a: text || …`."""
        del ctx
        yield from _judged(node.parameters)


def _judged(parameters: Iterable[ast.Parameter]) -> Iterator[Diagnostic]:
    first: dict[str, ast.Parameter] = {}
    for parameter in parameters:
        key, value = parameter.key.text, parameter.value
        if key in _FLAGS and "{{" not in value.text and value.text.casefold() not in _VALUES:
            yield _no_flag(parameter)
        other = first.setdefault(key, parameter)
        if other is not parameter:
            yield Diagnostic(
                code=codes.REPEATED_PARAMETER,
                message=f"`{key}` stands here a second time",
                span=parameter.key.span,
                severity=Severity.WARNING,
                label="only the last one counts",
                related=(Label(other.key.span, "this one has no effect"),),
                help="a tag takes each parameter once: write the tag twice, or remove one of them",
            )


def _no_flag(parameter: ast.Parameter) -> Diagnostic:
    key, value = parameter.key.text, parameter.value
    likely = _MEANT.get(value.text.casefold()) or nearest(value.text, _VALUES)
    fix = None if likely is None else Fix(f"change it to `{likely}`", (Edit(value.span, likely),))
    return Diagnostic(
        code=codes.BAD_FLAG,
        message=f"`{key}` is `true` or `false`",
        span=value.span if value.text else parameter.key.span,
        severity=Severity.WARNING,
        label="this counts as `false`",
        help=f"write `{key} = {likely or 'true'}`",
        fix=fix,
    )


class GlobalTriggerParameter(Rule):
    """JC413. The parameters that say where a trigger works are for triggers without `!`.

    Source: the vendor's page on trigger tags, which lists them for local tags only.
    """

    advisory = True

    def visit_trigger(self, node: ast.Trigger, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`q!: … || fromState = …`."""
        del ctx
        if not node.is_global:
            return
        parameter = next(
            (found for name in _PLACE if (found := node.parameter(name)) is not None), None
        )
        if parameter is None:
            return
        source, start, _ = node.span
        at = source.text.index("!", start)
        tag = source.text[start:at]
        yield Diagnostic(
            code=codes.GLOBAL_TRIGGER_PARAMETER,
            message=f"`{tag}!` works everywhere, and `{parameter.key.text}` keeps it to one place",
            span=parameter.key.span,
            severity=Severity.WARNING,
            help=f"write `{tag}:` without the exclamation mark, or remove the parameter",
            fix=Fix("remove the exclamation mark", (Edit(Span(source, at, at + 1), ""),)),
        )
