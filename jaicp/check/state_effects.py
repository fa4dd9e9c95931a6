"""The effects of a state's reactions, in the order in which they run.

What stands behind an unconditional transition is never run and has none. Which action tags speak, and where they
go on to at once, follows the vendor's pages on built-in action tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from jaicp.check.code import code_of
from jaicp.check.effects import Effect, Kind
from jaicp.check.flow import first_line
from jaicp.check.script_world import ScriptWorld
from jaicp.project.custom_tags import CustomTag
from jaicp.project.symbols import Project
from jaicp.syntax import ast
from jaicp.syntax.ast import Node, Template
from jaicp.text.source import Span

__all__ = ["StateEffects"]

WHERE = "where this goes to can only be told when it runs"
MOST_PATHS = 16
"""Into how many paths a `{{ }}` is followed."""

_ASKING = frozenset(
    "InputText InputNumber InputPhoneNumber InputFile Confirmation TelegramPayment".split()
)
_GOING = frozenset("HttpRequest Email Sms GoogleSheets Transition".split())
_AT_ONCE = frozenset({"then", "okState", "errorState"})
_MESSAGES = frozenset(
    """messageBeforeTransfer messageBeforeTransferHtml messageForWaitingOperator
    messageForWaitingOperatorHtml actions""".split()
)
_TRANSFERS = frozenset({"TransferToOperator", "TransferCallToOperator"})


class StateEffects:
    """Finds the effects of states, each once."""

    def __init__(
        self, project: Project, world: ScriptWorld, custom_tags: Mapping[str, CustomTag]
    ) -> None:
        self.project = project
        self.world = world
        self.custom_tags = custom_tags
        self._known: dict[str, list[Effect]] = {}

    def forget(self) -> None:
        """Start over, because more has become known about scripts."""
        self._known.clear()

    def of(self, path: str) -> list[Effect]:
        """What happens when the state at `path` is entered; nothing where there is no such state."""
        if path not in self._known:
            found: list[Effect] = []
            symbol = self.project.states.get(path)
            if symbol is not None:
                self._body(symbol.body, found)
            self._known[path] = found
        return self._known[path]

    def _body(self, body: Iterable[Node], found: list[Effect]) -> bool:
        """Add the effects of some reactions; returns whether they always leave the state."""
        return any(self._reaction(node, found) for node in body)

    def _reaction(self, node: Node, found: list[Effect]) -> bool:
        match node:
            case ast.Answer() | ast.Media() | ast.Buttons() | ast.Timeout():
                found.append(_reply(node, _tag_name(node)))
            case ast.Go():
                self._code(node, found)
                if node.at_once:
                    found += self._goes(node.span, node.target)
                return node.at_once
            case ast.If():
                return self._if(node, found)
            case ast.Random():
                arms = [self._body((child,), found) for child in node.body]
                return bool(arms) and all(arms)
            case ast.RunScript():
                self._code(node, found)
                return any(self.world.always_moves(code) for code in code_of(node))
            case ast.NewSession():
                why = "what the new session says can only be told when it runs"
                found.append(Effect(first_line(node.span), Kind.UNTOLD, why))
            case ast.Action():
                return self._action(node, found)
        return False

    def _code(self, node: Node, found: list[Effect]) -> None:
        for code in code_of(node):
            found += self.world.of_code(code)

    def _if(self, node: ast.If, found: list[Effect]) -> bool:
        leaving = []
        for branch in node.branches:
            self._code(branch, found)
            leaving.append(self._body(branch.body, found))
        return node.branches[-1].condition is None and all(leaving)

    # --- transitions

    def _goes(self, span: Span, target: Template) -> list[Effect]:
        """An immediate transition to a path, which may hold `{{ }}`."""
        paths: list[str | None] = [""]
        for part in target.parts:
            heads = [part] if isinstance(part, str) else self.world.texts(part)
            paths = [_joined(path, head) for path in paths for head in heads]
            if len(paths) > MOST_PATHS:
                paths = [None]
        goes = [Effect(span, Kind.GOES, path) for path in paths if path]
        if None in paths:
            goes.append(Effect(span, Kind.UNTOLD, WHERE))
        return goes

    # --- action tags

    def _action(self, node: ast.Action, found: list[Effect]) -> bool:
        name = node.name.text
        if name in _ASKING:
            found.append(_reply(node, f"`{name}`"))
            return True
        self._code(node, found)
        if name in _TRANSFERS:
            if any(s.key.text in _MESSAGES and _says(s.value) for s in node.settings):
                found.append(_reply(node, f"a message of `{name}`"))
        elif name in _GOING:
            return self._go_on(node, found)
        elif name in self.custom_tags:
            self._custom(node, self.custom_tags[name], found)
        return False

    def _go_on(self, node: ast.Action, found: list[Effect]) -> bool:
        """The states that a tag goes on to at once; it always leaves where none is missing."""
        given = set()
        for setting in node.settings:
            path = setting.value.text.strip("\"'")
            if setting.key.text in _AT_ONCE and path:
                given.add(setting.key.text)
                if "{{" in path:
                    found.append(Effect(setting.span, Kind.UNTOLD, WHERE))
                else:
                    found.append(Effect(setting.span, Kind.GOES, path))
        return "then" in given or {"okState", "errorState"} <= given

    def _custom(self, node: ast.Action, tag: CustomTag, found: list[Effect]) -> None:
        span = first_line(node.span)
        name = f"`{tag.name}`"
        if tag.start_state and tag.start_state in self.project.states:
            found.append(Effect(span, Kind.GOES, tag.start_state))
            return
        calls = self.world.calls_of(tag.function) if tag.function else []
        if not calls:
            why = f"what {name} does is not part of the required files"
            found.append(Effect(span, Kind.UNTOLD, why))
        found += [Effect(span, Kind.CALLS, f"`{tag.function}`", called) for called in calls]


def _says(value: ast.Word) -> bool:
    """Whether a setting is more than an empty text or list."""
    return value.text.strip() not in ("", "[]", '""')


def _joined(path: str | None, part: str | None) -> str | None:
    return None if path is None or part is None else path + part


def _reply(node: Node, what: str) -> Effect:
    return Effect(first_line(node.span), Kind.REPLIES, what)


def _tag_name(node: Node) -> str:
    return "`" + node.span.text.partition(":")[0].strip() + "`"
