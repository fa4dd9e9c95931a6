"""JC414 bad-webim-action: what `$response.actions` asks of Webim and Webim does not know.

Source: the vendor's page on Webim actions: three types, each with its parameters. The page spells parameters in
two ways (`operator_id`, `operatorId`), and either is fine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jaicp.check.code import Code
from jaicp.check.js_scopes import key_text
from jaicp.check.rule import CheckContext
from jaicp.check.script_rule import ScriptRule
from jaicp.project.webim_actions import OPTIONAL, PARAMETERS, snake
from jaicp.syntax.javascript import JsNode, string_value
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity, nearest
from jaicp.text.source import Span

__all__ = ["WebimAction"]

_QUERY = """
(assignment_expression
    left: (member_expression property: (property_identifier) @name)
    right: (array (object) @action)
    (#eq? @name "actions"))
(call_expression
    function: (member_expression
        object: (member_expression property: (property_identifier) @name)
        property: (property_identifier) @method)
    arguments: (arguments (object) @action)
    (#eq? @name "actions") (#eq? @method "push"))
"""
_RESPONSE = re.compile(r"\bresponse\s*\.\s*actions\b")


class WebimAction(ScriptRule):
    """Objects that are given to `$response.actions`, where they are written out."""

    advisory = True

    def check_code(self, code: Code, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The actions in a piece."""
        if _RESPONSE.search(code.span.text) is None:
            return
        tree = ctx.scripts.tree(code)
        if tree is None:
            return
        for name, node in tree.find(_QUERY):
            if name == "action":
                yield from _judged(node)


def _judged(action: JsNode) -> Iterator[Diagnostic]:
    pairs = {key_text(pair): pair for pair in action.children if pair.kind == "pair"}
    if len(pairs) != len(action.children) or None in pairs:
        return  # something is put together when it runs
    kind_pair = pairs.pop("type", None)
    if kind_pair is None:
        yield _problem(action.span, "this action has no `type`", 'write `type: "close_chat"`')
        return
    value = kind_pair.field("value")
    written = None if value is None else string_value(value)
    if value is None or written is None:
        return
    kind = snake(written)
    known = PARAMETERS.get(kind)
    if known is None:
        yield _unknown(value, written)
        return
    given = {snake(str(key)): pair for key, pair in pairs.items()}
    for name, pair in given.items():
        if name not in known:
            help_text = f"it takes {' and '.join(f'`{one}`' for one in known)}"
            key = pair.field("key") or pair
            yield _problem(key.span, f"`{kind}` has no parameter `{name}`", help_text)
            return
    for name in known:
        if name not in given and name not in OPTIONAL:
            yield _problem(value.span, f"`{kind}` has no `{name}`", f'add `{name}: "…"`')


def _unknown(value: JsNode, written: str) -> Diagnostic:
    likely = nearest(written, PARAMETERS)
    message = f"Webim has no action `{written}`"
    if likely is None:
        return _problem(
            value.span, message, f"there are {', '.join(f'`{one}`' for one in PARAMETERS)}"
        )
    quote = value.text[:1]
    fix = Fix(f"change it to `{likely}`", (Edit(value.span, f"{quote}{likely}{quote}"),))
    return _problem(value.span, message, f"did you mean `{likely}`?", fix)


def _problem(span: Span, message: str, help_text: str, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(
        code=codes.BAD_WEBIM_ACTION,
        message=message,
        span=span,
        severity=Severity.WARNING,
        help=help_text,
        fix=fix,
    )
