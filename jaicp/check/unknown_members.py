"""JC505 unknown-method: a method that an object of the platform, the language or a library does not have.

Only calls of objects that nobody has replaced are looked at, and no method that the project itself adds
(`$reactions.say = …`) or asks for before it is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from jaicp.check.code import Code, CodeKind, Scripts
from jaicp.check.rule import CheckContext
from jaicp.check.script_rule import ScriptRule, is_authored
from jaicp.script.surface import LIBRARIES, global_names, members_of
from jaicp.syntax.javascript import JsNode
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity, nearest

__all__ = ["UnknownMethod"]

_LANGUAGE = frozenset("Object Array Math JSON Number String Date Promise Reflect Symbol".split())
_OPEN = frozenset({"$context", "$converters", "$global", "$dialer"})
"""Objects to which projects add whatever they like; of calls the vendor has more to say than is written down."""

_EXTENDED = re.compile(
    r"""\b_\s*\.\s*(?:mixin\b|extend\s*\(\s*[$_]) | \bmoment\s*\.\s*fn\b
    | \bObject\s*\.\s*assign\s*\(\s*[$_]""",
    re.VERBOSE,
)
_MEMBERS = """
(member_expression object: (identifier) @owner property: (property_identifier) @member)
"""
_CALLS = """
(call_expression function:
    (member_expression object: (identifier) @owner property: (property_identifier) @member))
(new_expression constructor:
    (member_expression object: (identifier) @owner property: (property_identifier) @member))
"""
_OF_CONTEXT = """
(member_expression
    object: (member_expression object: (identifier) @owner property: (property_identifier) @member)
    property: (property_identifier))
"""
_NEAR = 0.6


class UnknownMethod(ScriptRule):
    """Calls such as `$reactions.anser("…")`."""

    advisory = True

    def cares(self, code: Code, scripts: Scripts) -> bool:
        """Code whose words look strange; files are read closely."""
        words = scripts.words(code)
        is_clear = not words.unclear and code.kind not in (CodeKind.FILE, CodeKind.MODULE)
        return not is_clear or any(_is_strange(pair) for pair in words.members)

    def check_code(self, code: Code, ctx: CheckContext) -> Iterator[Diagnostic]:
        """The calls in a piece."""
        if not is_authored(code, ctx):
            return
        tree = ctx.scripts.tree(code)
        if tree is None:
            return
        own = ctx.names()
        base = code.span.start
        free = {base + name.start for name in ctx.scripts.names(code).free if name.sure}
        for owner, member in _unguarded(tree):
            pair = f"{owner.text}.{member.text}"
            if owner.start not in free or owner.text in own.defined or pair in own.members:
                continue
            if _is_missing(owner.text, member.text) and not _EXTENDED.search(code.span.text):
                yield _reported(owner, member)
        yield from _context_without_call(tree, free)


@cache
def _owners() -> frozenset[str]:
    """The objects whose methods are known."""
    services = {name for name, members in global_names().items() if name[0] == "$" and members}
    return frozenset((services | _LANGUAGE) - _OPEN)


def _is_missing(owner: str, member: str) -> bool:
    if owner not in _owners() and owner not in LIBRARIES:
        return False
    members = members_of(owner)
    return members is not None and member not in members


def _is_strange(pair: str) -> bool:
    owner, _, member = pair.partition(".")
    return pair == "$jsapi.context" or _is_missing(owner, member)


def _unguarded(tree: JsNode) -> Iterator[tuple[JsNode, JsNode]]:
    """Calls of `owner.member`, without those of members that the code also looks at without calling them."""
    called = _pairs(tree, _CALLS)
    starts = {member.start for _, member in called}
    suspects = {f"{o.text}.{m.text}" for o, m in called if _is_missing(o.text, m.text)}
    if not suspects:
        return
    for owner, member in _pairs(tree, _MEMBERS):
        if member.start not in starts:
            suspects.discard(f"{owner.text}.{member.text}")
    yield from ((o, m) for o, m in called if f"{o.text}.{m.text}" in suspects)


def _pairs(tree: JsNode, query: str) -> list[tuple[JsNode, JsNode]]:
    found = tree.find(query)
    owners = [node for name, node in found if name == "owner"]
    members = [node for name, node in found if name == "member"]
    return list(zip(owners, members, strict=True))


def _reported(owner: JsNode, member: JsNode) -> Diagnostic:
    members = members_of(owner.text) or frozenset()
    known = [name for name in members if not name.startswith("__") and name != "constructor"]
    likely = nearest(member.text, known, _NEAR)
    fix = None
    if likely is not None:
        fix = Fix(f"change it to `{likely}`", (Edit(member.span, likely),))
    return Diagnostic(
        code=codes.UNKNOWN_METHOD,
        message=f"`{owner.text}` has no method `{member.text}`",
        span=member.span,
        severity=Severity.WARNING,
        label="the script stops here with an error",
        help=f"did you mean `{owner.text}.{likely}`?" if likely else "",
        fix=fix,
    )


def _context_without_call(tree: JsNode, free: set[int]) -> Iterator[Diagnostic]:
    """`$jsapi.context.session`, which is always undefined."""
    if "context" not in tree.text:
        return
    for owner, member in _pairs(tree, _OF_CONTEXT):
        if (owner.text, member.text) != ("$jsapi", "context") or owner.start not in free:
            continue
        text = tree.source.text
        field = re.match(r"\s*\.\s*(\w+)", text[member.end :])
        if field is None or field[1] not in _fields():
            continue
        yield Diagnostic(
            code=codes.UNKNOWN_METHOD,
            message=f"`$jsapi.context` is a function, and has no `{field[1]}`",
            span=member.span,
            severity=Severity.WARNING,
            label="it is not called",
            help=f"write `$jsapi.context().{field[1]}`",
            fix=Fix("call it", (Edit(member.span, "context()"),)),
        )


@cache
def _fields() -> frozenset[str]:
    plain = members_of("$reactions") or frozenset()
    common = {name for name in plain if name in (members_of("$http") or ())}
    return frozenset((members_of("$context") or frozenset()) - common)
