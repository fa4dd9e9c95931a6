"""What action tags do: ask, take answers, make requests, hand over, leave for other states.

Source: the vendor's pages on the built-in tags. Of the settings, paths count from the state in which the tag
stands; values may hold `{{ }}`; those that have to be lists or objects are read as JSON, loosely.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jaicp.nlu.compile import compile_pattern
from jaicp.nlu.system_entities.contacts import find_phones
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.system_entities.numbers import find_numbers
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import tokenize
from jaicp.project.paths import resolve_path
from jaicp.runtime.actions.lowering import Answered, unquoted
from jaicp.runtime.errors import DialogError
from jaicp.runtime.messages import JsonObject
from jaicp.runtime.turn import WorkingTurn
from jaicp.syntax import ast
from jaicp.syntax.json_data import read_json5
from jaicp.syntax.patterns import parse_pattern

__all__ = ["ACTIONS", "act", "renew", "take_answer"]

_AGREE = "* (да|ага|угу|давай*|конечно|разумеется|хорошо|ок|окей|соглас*|подтвержда*|верно|yes|yeah|yep|sure|ok) *"
_DISAGREE = "* (нет|неа|не (надо|нужно|хочу|верно|соглас*|правильно)|отмен*|отказ*|no|nope|not) *"
_CAPTIONS = {"ru": ("Да", "Нет"), "en": ("Yes", "No")}
_PHONE_DIGITS = 11

Settings = dict[str, str]


class _Act:
    """One tag while it runs: its settings, filled in, and the state that it stands in."""

    def __init__(self, node: ast.Action, owner: str, turn: WorkingTurn) -> None:
        self.node = node
        self.owner = owner
        self.turn = turn
        self.settings: Settings = {
            setting.key.text: unquoted(turn.fill(turn.program.actions.settings[setting]))
            for setting in node.settings
        }

    def text(self, name: str) -> str:
        return self.settings.get(name, "").strip()

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise DialogError(f"{self.node.name.text}: `{name}` is missing")
        return value

    def flag(self, name: str) -> bool:
        return self.text(name).lower() == "true"

    def data(self, name: str) -> Any:
        """A setting that holds JSON; None where it is empty."""
        return _json(self.node.name.text, name, self.text(name))

    def go(self, name: str) -> bool:
        """Leave for the state that a setting names; whether it names one."""
        path = self.text(name)
        if path:
            self.turn.go(resolve_path(self.owner, path), deferred=False)
        return bool(path)

    def say(self, text: str, html: str = "") -> None:
        """Reply with a text, or with its marked-up form where that is enabled."""
        if self.flag("htmlEnabled") and html:
            self._reply({"type": "text", "text": text or html, "html": html, "markup": "html"})
        elif text:
            self._reply({"type": "text", "text": text})

    def _reply(self, reply: JsonObject) -> None:
        self.turn.say_as(self.owner, reply, self.node.span)

    def offer(self, buttons: list[JsonObject]) -> None:
        if buttons:
            self._reply({"type": "buttons", "buttons": buttons})

    def run(self, **asked: object) -> Any:
        """Have the JavaScript behind the tags do something."""
        return self.turn.run_action(self.node.name.span, asked)

    def wait(self) -> None:
        """Stand where the answer is waited for; the rest of the state is not run."""
        self.turn.go(self.turn.program.actions.waiting[self.node], deferred=False)


def act(node: ast.Action, turn: WorkingTurn) -> None:
    """Run an action tag; raises `DialogError` for one that is not available."""
    name = node.name.text
    handler = ACTIONS.get(name)
    action = _Act(node, turn.state, turn)
    if handler is not None:
        handler(action)
    elif name in turn.program.actions.custom:
        _custom(action)
    else:
        raise DialogError(f"the action tag {name} is not available")


def renew(node: ast.NewSession, turn: WorkingTurn) -> None:
    """`newSession`: its `message` is handled in a session of its own, with `data` as that of the request.

    The vendor's list of tags calls it deprecated and names no settings; these are those of the method.
    """
    values = {
        setting.key.text: unquoted(turn.fill(turn.program.actions.settings[setting]))
        for setting in node.settings
    }
    data = _json("newSession", "data", values.get("data", ""))
    turn.run_action(node.span, {"what": "renew", "message": values.get("message"), "data": data})


def _json(tag: str, name: str, text: str) -> Any:
    """The value of a setting that holds JSON; None where it is empty."""
    if not text.strip():
        return None
    try:
        return read_json5(text)
    except ValueError as error:
        raise DialogError(f"{tag}: `{name}` is no JSON: {error}") from None


def take_answer(node: Answered, turn: WorkingTurn) -> None:
    """Take what was said to a tag that has asked."""
    action = _Act(node.action, node.owner, turn)
    _ANSWERS[node.action.name.text](action, turn.event.query or "")


# --- asking


def _ask(action: _Act) -> None:
    action.say(action.text("prompt"), action.text("html"))
    action.offer([*_own_buttons(action), *_answers_of_confirmation(action)])
    action.wait()


def _own_buttons(action: _Act) -> list[JsonObject]:
    """The buttons that `actions` lists: `[{"type": "buttons", "buttons": [{"name": …, "transition": …}]}]`."""
    listed = action.data("actions")
    groups = listed if isinstance(listed, list) else []
    found = []
    for group in groups:
        for button in group.get("buttons") or () if isinstance(group, dict) else ():
            if isinstance(button, dict):
                one = {"text": str(button.get("name") or button.get("text") or "")}
                path = button.get("transition")
                if isinstance(path, str) and path:
                    one["transition"] = resolve_path(action.owner, path)
                found.append(one)
    return found


def _answers_of_confirmation(action: _Act) -> list[JsonObject]:
    if action.node.name.text != "Confirmation" or not action.flag("useButtons"):
        return []
    return [{"text": caption} for caption in _captions(action)]


def _captions(action: _Act) -> tuple[str, str]:
    language = action.turn.program.project.config.language
    agree, disagree = _CAPTIONS.get(language[:2], _CAPTIONS["en"])
    return action.text("agreeButton") or agree, action.text("disagreeButton") or disagree


def _kept(action: _Act, value: object) -> None:
    """Keep an answer in `$session`, and go on."""
    action.run(what="keep", name=action.needed("varName"), value=value)
    if not action.go("then"):
        action.turn.go(action.owner, deferred=True)


def _failed(action: _Act) -> None:
    """Say what is wrong with an answer, one of the messages at random, or ask again; and wait for another."""
    listed = _messages(action, "failureMessage")
    marked = _messages(action, "failureMessageHtml") if action.flag("htmlEnabled") else []
    if listed or marked:
        number = action.turn.scripts.host.choose(len(listed or marked))
        html = marked[min(number, len(marked) - 1)] if marked else ""
        action.say(listed[number] if listed else html, html)
        action.wait()
    else:
        _ask(action)


def _messages(action: _Act, name: str) -> list[str]:
    text = action.text(name)
    if not text.startswith("["):
        return [text] if text else []
    listed = action.data(name)
    return [str(one) for one in listed if one] if isinstance(listed, list) else []


def _text_answer(action: _Act, query: str) -> None:
    _kept(action, query)


def _number_answer(action: _Act, query: str) -> None:
    hits = find_numbers(tokenize(query), Moment.unknown())
    value = hits[0].value if hits else None
    if isinstance(value, int | float) and _is_within(action, value):
        _kept(action, value)
    else:
        _failed(action)


def _is_within(action: _Act, value: float) -> bool:
    try:
        least, most = (action.text(name) for name in ("minValue", "maxValue"))
        return (not least or value >= float(least)) and (not most or value <= float(most))
    except ValueError as error:
        raise DialogError(f"InputNumber: `minValue` or `maxValue` is no number: {error}") from None


def _phone_answer(action: _Act, query: str) -> None:
    """Russian numbers only, as the vendor's page says: eleven digits from 7 or 8, or ten; kept as `7…`."""
    hits = find_phones(tokenize(query), Moment.unknown())
    digits = "".join(sign for sign in str(hits[0].value if hits else query) if sign.isdigit())
    if len(digits) == _PHONE_DIGITS - 1 and digits[0] == "9":
        digits = "7" + digits
    if len(digits) == _PHONE_DIGITS and digits[0] in "78":
        _kept(action, "7" + digits[1:])
    else:
        _failed(action)


def _file_answer(action: _Act, query: str) -> None:
    """The address of the file; a text in its place leads to `errorState`, or the file is asked for again."""
    del query
    url = _file_url(action.turn.event.data.get("eventData"))
    if url:
        _kept(action, url)
    elif not action.go("errorState"):
        _ask(action)


def _file_url(data: object) -> str:
    files = data if isinstance(data, list) else [data]
    for one in files:
        if isinstance(one, dict):
            inside = one.get("file")
            url = one.get("url") or (inside.get("url") if isinstance(inside, dict) else None)
            if isinstance(url, str) and url:
                return url
    return ""


def _confirmation_answer(action: _Act, query: str) -> None:
    agree, disagree = (caption.casefold() for caption in _captions(action))
    said = query.strip().casefold()
    if said == disagree or (said != agree and _fits(_DISAGREE, query)):
        found = action.go("disagreeState")
    elif said == agree or _fits(_AGREE, query):
        found = action.go("agreeState")
    else:
        _ask(action)
        return
    if not found:
        action.turn.go(action.owner, deferred=True)


def _fits(pattern: str, text: str) -> bool:
    root = parse_pattern(pattern).root
    assert root is not None
    return compile_pattern(root, PatternTable()).match(tokenize(text)) is not None


# --- doing


def _end_session(action: _Act) -> None:
    action.run(what="stop")


def _transition(action: _Act) -> None:
    action.needed("then")
    action.go("then")


def _http_request(action: _Act) -> None:
    result = action.run(
        what="http",
        url=action.needed("url"),
        method=(action.text("method") or "GET").upper(),
        headers=action.data("headers") or [],
        timeout=_milliseconds(action),
        dataType=action.text("dataType"),
        **_body(action),
    )
    if result["ok"]:
        for name, block in action.turn.program.actions.responses.get(action.node, ()):
            value = action.turn.run_value(block, result.get("response"))
            action.run(what="keep", name=name, value=value)
    _leave(action, ok=result["ok"])


def _milliseconds(action: _Act) -> float:
    try:
        return float(action.text("timeout") or 0)
    except ValueError:
        raise DialogError("HttpRequest: `timeout` is no number of milliseconds") from None


def _body(action: _Act) -> dict[str, object]:
    text = action.text("body")
    if not text:
        return {}
    try:
        return {"body": read_json5(text)}
    except ValueError:
        return {"body": text}


def _leave(action: _Act, *, ok: bool) -> None:
    """Go to `okState` or `errorState`; after a failure that nobody deals with to the root, as on the platform."""
    if not action.go("okState" if ok else "errorState") and not ok:
        action.turn.go("/", deferred=True)


def _email(action: _Act) -> None:
    files = action.data("files")
    attachments = (
        [{"url": one.get("url"), "name": one.get("name")} for one in files if isinstance(one, dict)]
        if isinstance(files, list)
        else None
    )
    html = action.text("html") if action.flag("htmlEnabled") else ""
    result = action.run(
        what="mail",
        to=action.needed("destination"),
        subject=action.text("subject"),
        content=html or action.text("text"),
        attachments=attachments,
    )
    _leave(action, ok=result["ok"])


def _sms(action: _Act) -> None:
    if not action.go("errorState"):
        raise DialogError("the action tag Sms needs a service for messages, and there is none here")
    action.turn.note("Sms: there is no service for messages here")


def _google_sheets(action: _Act) -> None:
    action.run(
        what="sheets",
        operation=action.needed("operationType"),
        integrationId=action.needed("integrationId"),
        spreadsheetId=action.needed("spreadsheetId"),
        sheetName=action.text("sheetName"),
        body=action.data("body"),
    )
    _leave(action, ok=True)


def _transfer(action: _Act) -> None:
    """Say that somebody comes, and give the chat over; what follows is told by the events of the hand-over."""
    action.say(action.text("messageBeforeTransfer"), action.text("messageBeforeTransferHtml"))
    reply: JsonObject = {"type": "switch", "ignoreOffline": action.flag("ignoreOffline")}
    waiting = action.text("messageForWaitingOperator")
    closing = action.text("titleOfCloseButton")
    if closing:
        reply |= {"closeChatPhrases": [closing], "appendCloseChatButton": True}
    if waiting:
        reply["lastMessage"] = waiting
    if action.text("destination"):
        reply["destination"] = action.text("destination")
    attributes = action.data("prechatAttributes")
    if isinstance(attributes, dict):
        reply["attributes"] = attributes
    if action.text("sendMessagesToOperator"):
        reply["sendMessagesToOperator"] = action.flag("sendMessagesToOperator")
    amount = action.text("sendMessageHistoryAmount")
    if amount.isdigit():
        reply["sendMessageHistoryAmount"] = int(amount)
    action.turn.say_as(action.owner, reply, action.node.span)
    action.offer(_own_buttons(action))
    if action.node in action.turn.program.actions.waiting:
        action.wait()


# --- the project's own


def _custom(action: _Act) -> None:
    """A tag of the project: its settings become `$request.data.args`, then its function or its state runs."""
    tag = action.turn.program.actions.custom[action.node.name.text]
    args = {
        name: resolve_path(action.owner, text) if name in tag.states and text else text
        for name, text in action.settings.items()
    }
    values = [args.get(name) for name in tag.parameters]
    action.run(what="call", name=tag.function, args=args, values=values)
    asked = action.turn.scripts.take_transition()
    if asked is not None:
        action.turn.go(asked[0], deferred=asked[1])
    elif tag.start_state:
        action.turn.go(resolve_path("/", tag.start_state), deferred=False)


ACTIONS: dict[str, Callable[[_Act], None]] = {
    "InputText": _ask,
    "InputNumber": _ask,
    "InputPhoneNumber": _ask,
    "InputFile": _ask,
    "Confirmation": _ask,
    "EndSession": _end_session,
    "Transition": _transition,
    "HttpRequest": _http_request,
    "Email": _email,
    "Sms": _sms,
    "GoogleSheets": _google_sheets,
    "TransferToOperator": _transfer,
}
_ANSWERS: dict[str, Callable[[_Act, str], None]] = {
    "InputText": _text_answer,
    "InputNumber": _number_answer,
    "InputPhoneNumber": _phone_answer,
    "InputFile": _file_answer,
    "Confirmation": _confirmation_answer,
}
