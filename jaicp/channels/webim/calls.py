"""Turns to calls of Webim's External Bot API 2.0.

Each call names its chat. `send_message` carries a text, a keyboard or a file, `redirect_chat` gives the
chat to an operator, to a department or, with neither, to the queue, and `close_chat` ends it (shapes:
Webim's sample bot and a PHP package that is in use with the live service).
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, field

from jaicp.channels.base import (
    LIVECHAT_FINISHED,
    NEW_CHAT_STARTED,
    NO_OPERATORS,
    TIMEOUT,
    Call,
    Timer,
)
from jaicp.channels.intervals import interval_seconds
from jaicp.channels.webim.actions import read_actions
from jaicp.channels.webim.draft import Draft, cleaned, hands_over, is_switch, line, write_replies
from jaicp.channels.webim.settings import WebimSettings
from jaicp.runtime.messages import Event, Json, JsonObject, Reply, Turn

__all__ = ["CLOSE", "REDIRECT", "SEND", "calls", "instead", "timer", "to_queue"]

SEND, REDIRECT, CLOSE = "send_message", "redirect_chat", "close_chat"
_ASK_SCRIPT = "switch"
"""Note of a redirect: where Webim refuses it, the script is told."""

_UNASKED = frozenset({NEW_CHAT_STARTED, LIVECHAT_FINISHED, TIMEOUT})
"""Events after which the visitor awaits no answer."""

_OPERATOR = "operator:"
_METHOD = re.compile(r"[a-z][a-z_]{0,40}")
_log = logging.getLogger(__name__)


def calls(turn: Turn, event: Event, settings: WebimSettings) -> list[Call]:
    """The calls for a turn on `event`, in order.

    A turn that failed and says nothing gives the chat to the queue, so that nobody is left with a
    bot that cannot answer; so does a refused hand-over that the script does not care about.
    """
    plan = _Plan(event.data.get("chatId"), settings)
    plan.write(turn)
    actions = [
        call
        for action in read_actions(turn.response.get("actions"))
        if (call := plan.action(action)) is not None
    ]
    found = [*plan.done(), *(actions or plan.handed)]
    unheard = turn.event == NO_OPERATORS and turn.state is None
    if not found and (unheard or (turn.error is not None and turn.event not in _UNASKED)):
        return [to_queue(plan.chat)]
    return found


def timer(turn: Turn) -> Timer | None:
    """The timer that the last `timeout` reply of a turn sets; none in a chat that is given away."""
    asked = [reply for reply in turn.replies if reply.get("type") == "timeout"]
    if not asked or turn.event == NEW_CHAT_STARTED:
        return None
    seconds, target = interval_seconds(asked[-1].get("interval")), asked[-1].get("targetState")
    if seconds is None or not isinstance(target, str) or not target:
        _log.warning("a timeout needs `interval` and `targetState`; it is not set")
        return None
    return None if hands_over(turn) else Timer(seconds, target)


def instead(call: Call) -> Call | str | None:
    """What to do about a call that Webim refused.

    A `switch` without `ignoreOffline` tells the script; other redirects to somebody go to the queue.
    """
    if call.method != REDIRECT:
        return None
    if call.note == _ASK_SCRIPT:
        return NO_OPERATORS
    return to_queue(call.body["chat_id"]) if len(call.body) > 1 else None


def to_queue(chat: Json) -> Call:
    """The call that gives a chat to the queue; Webim 10.4 and later know it."""
    return Call(REDIRECT, {"chat_id": chat})


@dataclass(slots=True)
class _Plan:
    """Calls being put together; the messages of a draft become calls when something else follows."""

    chat: Json
    settings: WebimSettings
    made: list[Call] = field(default_factory=list)
    handed: list[Call] = field(default_factory=list)
    draft: Draft = field(init=False)

    def __post_init__(self) -> None:
        self.draft = Draft(self.settings, files=True)

    def write(self, turn: Turn) -> None:
        """Take in the replies of a turn."""
        writers = {"switch": self._switch, "raw": self._raw, "timeout": _set_elsewhere}
        write_replies(self.draft, turn, writers)

    def done(self) -> list[Call]:
        """All calls so far."""
        messages, self.draft.messages = self.draft.messages, []
        self.made += [self._call(SEND, {"message": message}) for message in messages]
        return self.made

    def action(self, action: JsonObject) -> Call | None:
        """The call for one of `$response.actions`."""
        match action["type"]:
            case "redirect_to_operator" if "operator_id" in action:
                return self._call(REDIRECT, {"operator_id": _number(action["operator_id"])})
            case "redirect_to_department" if "department_key" in action:
                return self._call(REDIRECT, {"dep_key": line(action["department_key"])})
            case "close_chat":
                for name in sorted(action.keys() & {"category", "sub_category"}):
                    _log.warning(
                        "`%s` of `close_chat` is not sent: version 2.0 has no such field", name
                    )
                return self._call(CLOSE, {})
        _log.warning("action `%s` is not sent: version 2.0 has no call for it", action["type"])
        return None

    def _call(self, method: str, body: JsonObject, note: str = "") -> Call:
        return Call(method, {"chat_id": self.chat, **body}, note)

    def _switch(self, draft: Draft, reply: Reply) -> None:
        if not is_switch(reply):
            _log.warning("a message to people without a hand-over cannot be sent on this channel")
            return
        unsent = reply.keys() & {
            "firstMessage",
            "closeChatPhrases",
            "attributes",
            "hiddenAttributes",
        }
        if unsent:
            _log.info(
                "of a switch is not sent: %s", ", ".join(f"`{name}`" for name in sorted(unsent))
            )
        draft.say(reply.get("lastMessage"))
        note = "" if reply.get("ignoreOffline") is True else _ASK_SCRIPT
        self.handed = [self._call(REDIRECT, _destination(line(reply.get("destination"))), note)]

    def _raw(self, draft: Draft, reply: Reply) -> None:
        del draft
        method, body = reply.get("method"), reply.get("body")
        if (
            not isinstance(body, dict)
            or not isinstance(method, str)
            or not _METHOD.fullmatch(method)
        ):
            _log.warning("a raw reply needs `method` and an object as `body`; it is not sent")
            return
        self.done()
        self.made.append(self._call(method, cleaned(body)))


def _set_elsewhere(draft: Draft, reply: Reply) -> None:
    """A `timeout` is no message: `timer` reads it."""


def _destination(text: str) -> JsonObject:
    """Where a `switch` leads: `operator:17` to a person, other texts to a department, none to the queue."""
    if text.startswith(_OPERATOR):
        return {"operator_id": _number(text.removeprefix(_OPERATOR).strip())}
    return {"dep_key": text} if text else {}


def _number(operator: Json) -> Json:
    """An operator's id as the number that Webim wants, where it is one."""
    text = line(operator)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else text
