"""Action tags to states: where a tag waits for an answer, a state of its own waits, and another takes the answer.

A tag such as `InputText` asks and then listens. It is lowered to two states below the one that it stands in: a
modal one in which the dialogue stands while the question is open, and one that the answer leads to. Both keep the
place of the tag, so that traces and errors name its line. What a tag does is in `jaicp.runtime.acting`.

Source: the vendor's pages on the built-in tags, and the states that its older visual editor wrote for the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from jaicp.project.paths import resolve_path
from jaicp.project.symbols import Project, StateSymbol, TriggerSymbol
from jaicp.syntax import ast
from jaicp.syntax.ast import Node
from jaicp.syntax.frozen import node
from jaicp.text.source import Span

__all__ = ["ASKING", "BUILT", "Answered", "Lowered", "lower_actions", "settings_of"]

ASKING = frozenset("InputText InputNumber InputPhoneNumber InputFile Confirmation".split())
"""Tags that ask and wait for what is said next."""

BUILT = ASKING | frozenset(
    "EndSession Transition HttpRequest Email Sms GoogleSheets TransferToOperator".split()
)
"""The platform's tags that run here."""

FILE = "fileEvent"
FINISHED = "livechatFinished"
NOBODY = "noLivechatOperatorsOnline"
ANYTHING = "*"


@node
class Answered(Node):
    """The reaction of the state that an answer leads to: the tag takes it."""

    span: Span
    action: ast.Action
    owner: str
    waiting: str


@dataclass(frozen=True, slots=True)
class Lowered:
    """A project with the states of its action tags; `waiting` is where each of them waits for an answer."""

    project: Project
    waiting: Mapping[ast.Action, str] = field(default_factory=dict)


def settings_of(node: ast.Action) -> dict[str, str]:
    """The settings of a tag as they are written, without the quotes around a whole value."""
    return {setting.key.text: unquoted(setting.value.text) for setting in node.settings}


def unquoted(text: str) -> str:
    """A value without a full pair of quotes around it."""
    text = text.strip()
    is_quoted = len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]
    return text[1:-1] if is_quoted else text


def lower_actions(project: Project) -> Lowered:
    """Add the states that wait for answers; the same project where no tag needs one."""
    found = [
        (symbol, one)
        for symbol in project.states.values()
        for root in symbol.body
        for one in ast.walk(root)
        if isinstance(one, ast.Action)
    ]
    lowering = _Lowering(project)
    for symbol, action in found:
        lowering.add(symbol, action)
    if not lowering.waiting:
        return Lowered(project)
    changed = replace(project, states=lowering.states, triggers=tuple(lowering.triggers))
    return Lowered(changed, lowering.waiting)


class _Lowering:
    def __init__(self, project: Project) -> None:
        self.states = dict(project.states)
        self.triggers = list(project.triggers)
        self.waiting: dict[ast.Action, str] = {}

    def add(self, symbol: StateSymbol, action: ast.Action) -> None:
        if action.name.text in ASKING:
            self._asking(symbol, action)
        elif action.name.text == "TransferToOperator":
            self._transfer(symbol, action)

    def _asking(self, symbol: StateSymbol, action: ast.Action) -> None:
        waiting = self._state(symbol, action, modal=True)
        answered = f"{waiting}/Answer"
        body: list[Node] = [Answered(action.span, action, symbol.path, waiting)]
        self.states[answered] = StateSymbol(answered, waiting, len(self.states), body=body)
        self._trigger(waiting, answered, _pattern(action, ANYTHING))
        if action.name.text == "InputFile":
            self._trigger(waiting, answered, _event(action, FILE))

    def _transfer(self, symbol: StateSymbol, action: ast.Action) -> None:
        settings = settings_of(action)
        leading = [
            (name, resolve_path(symbol.path, settings[key]))
            for name, key in (
                (FINISHED, "dialogCompletedState"),
                (NOBODY, "noOperatorsOnlineState"),
            )
            if settings.get(key)
        ]
        if leading:
            waiting = self._state(symbol, action, modal=False)
            for name, target in leading:
                self._trigger(waiting, target, _event(action, name))

    def _state(self, symbol: StateSymbol, action: ast.Action, *, modal: bool) -> str:
        """A state below that of the tag, called after it and its line."""
        base = "" if symbol.path == "/" else symbol.path
        path = next(one for one in _names(base, action) if one not in self.states)
        self.states[path] = StateSymbol(path, symbol.path, len(self.states), modal=modal)
        self.waiting[action] = path
        return path

    def _trigger(self, source: str, target: str, node: ast.Trigger) -> None:
        order = len(self.triggers)
        self.triggers.append(TriggerSymbol(node, source, source, target, False, order))


def _names(base: str, action: ast.Action) -> Iterator[str]:
    name = f"{base}/{action.name.text} {action.span.location.line}"
    yield name
    number = 2
    while True:
        yield f"{name} {number}"
        number += 1


def _pattern(action: ast.Action, text: str) -> ast.PatternTrigger:
    span = action.name.span
    return ast.PatternTrigger(span, False, ast.PatternText(span, text), ())


def _event(action: ast.Action, name: str) -> ast.EventTrigger:
    span = action.name.span
    return ast.EventTrigger(span, False, ast.Word(span, name), ())
