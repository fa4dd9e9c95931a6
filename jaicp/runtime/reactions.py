"""What reaction tags do: one small function for each node of `jaicp.syntax.ast`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from jaicp.project.paths import resolve_path
from jaicp.runtime.acting import act, renew, take_answer
from jaicp.runtime.actions.lowering import Answered
from jaicp.runtime.messages import JsonObject
from jaicp.runtime.turn import WorkingTurn
from jaicp.syntax import ast
from jaicp.syntax.ast import Node, Parameter, Template

__all__ = ["captions", "react"]

_Handler = Callable[[Any, WorkingTurn], None]
_REACTIONS: dict[type[Node], _Handler] = {}
_Function = TypeVar("_Function", bound=_Handler)


def _reaction(kind: type[Node]) -> Callable[[_Function], _Function]:
    def register(function: _Function) -> _Function:
        _REACTIONS[kind] = function
        return function

    return register


def react(body: Sequence[Node], turn: WorkingTurn) -> None:
    """Run reactions in order, up to an immediate transition.

    Source: the vendor's samples rely on the rest of a state not being run after one, also when a script asked
    for it; the script itself goes on to its end.
    """
    for node in body:
        handler = _REACTIONS.get(type(node))
        if handler is not None:
            handler(node, turn)
            if turn.leaving:
                return


# --- saying


@_reaction(ast.Answer)
def answer(node: ast.Answer, turn: WorkingTurn) -> None:
    """`a:` adds a text; `html` and `tts` come with it where they are enabled."""
    reply: JsonObject = {"type": "text", "text": turn.fill(node.text)}
    if node.parameters:
        values = {parameter.key.text: _filled(parameter, turn) for parameter in node.parameters}
        if values.get("htmlEnabled") == "true" and "html" in values:
            reply |= {"html": values["html"], "markup": "html"}
        if values.get("ttsEnabled", "true") == "true" and "tts" in values:
            reply["tts"] = values["tts"]
    turn.say(reply, node.span)


@_reaction(ast.Media)
def media(node: ast.Media, turn: WorkingTurn) -> None:
    """`image`, `audio` and `video` add a reply with an address and perhaps a name."""
    reply: JsonObject = {"type": node.kind, f"{node.kind}Url": turn.fill(node.url)}
    for parameter in node.parameters:
        key = f"{node.kind}Name" if parameter.key.text == "name" else parameter.key.text
        reply[key] = _filled(parameter, turn)
    turn.say(reply, node.span)


@_reaction(ast.Buttons)
def buttons(node: ast.Buttons, turn: WorkingTurn) -> None:
    """`buttons` and `inlineButtons` add one reply with all their buttons."""
    kind = "inlineButtons" if node.inline else "buttons"
    turn.say({"type": kind, "buttons": [_button(item, turn) for item in node.items]}, node.span)


def _button(item: ast.Button, turn: WorkingTurn) -> JsonObject:
    if item.caption is not None:
        button: JsonObject = {"text": turn.fill(item.caption)}
    else:
        button = {
            key: turn.fill(value) if isinstance(value, Template) else value
            for key, value in item.fields
        }
    if item.target is not None:
        button["transition"] = resolve_path(turn.state, turn.fill(item.target))
    return button


@_reaction(ast.Timeout)
def timeout(node: ast.Timeout, turn: WorkingTurn) -> None:
    """`timeout` adds a reply that asks for a transition when the visitor stays silent."""
    interval = ast.find_parameter(node.parameters, "interval")
    turn.say(
        {
            "type": "timeout",
            "targetState": resolve_path(turn.state, turn.fill(node.target)),
            "interval": _filled(interval, turn) if interval else "",
        },
        node.span,
    )


def _filled(parameter: Parameter, turn: WorkingTurn) -> str:
    return turn.fill(turn.program.parameters[parameter])


# --- choosing


@_reaction(ast.Random)
def random(node: ast.Random, turn: WorkingTurn) -> None:
    """`random` runs one of its tags, each as likely as the others."""
    if node.body:
        react([node.body[turn.scripts.host.choose(len(node.body))]], turn)


@_reaction(ast.If)
def if_(node: ast.If, turn: WorkingTurn) -> None:
    """`if`, `elseif` and `else` run the first arm that holds."""
    for branch in node.branches:
        if branch.condition is None or turn.holds(branch, branch.condition):
            react(branch.body, turn)
            return


# --- moving and scripts


@_reaction(ast.Go)
def go(node: ast.Go, turn: WorkingTurn) -> None:
    """`go!` leaves for another state at once, `go` makes it the context of the next event."""
    turn.go(turn.fill(node.target), deferred=not node.at_once)


@_reaction(ast.RunScript)
def script(node: ast.RunScript, turn: WorkingTurn) -> None:
    """`script` and `scriptEs6` run JavaScript; a transition asked for in it counts when it has ended."""
    turn.run_script(node, node.script.span)
    asked = turn.scripts.take_transition()
    if asked is not None:
        path, deferred = asked
        turn.go(path, deferred=deferred)


@_reaction(ast.Action)
def action(node: ast.Action, turn: WorkingTurn) -> None:
    """Action tags."""
    act(node, turn)


@_reaction(Answered)
def answered(node: Answered, turn: WorkingTurn) -> None:
    """What was said to an action tag that has asked."""
    take_answer(node, turn)


@_reaction(ast.NewSession)
def new_session(node: ast.NewSession, turn: WorkingTurn) -> None:
    """`newSession` ends the turn, and has a message handled in a session of its own."""
    renew(node, turn)


def captions(replies: list[JsonObject], state: str) -> dict[str, str]:
    """The captions of buttons that lead to a state, resolved against the state that showed them."""
    found: dict[str, str] = {}
    for reply in replies:
        buttons = reply.get("buttons")
        if reply.get("type") not in ("buttons", "inlineButtons") or not isinstance(buttons, list):
            continue
        base = reply.get("state")
        for button in buttons:
            if not isinstance(button, dict):
                continue
            text, target = button.get("text"), button.get("transition")
            if isinstance(text, str) and isinstance(target, str):
                found[text] = resolve_path(base if isinstance(base, str) else state, target)
    return found
