"""The checks of a test case: each gives what is not as it should be, or None."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from jaicp.channels.intervals import interval_seconds
from jaicp.runtime.messages import JsonObject, Reply, Turn
from jaicp.runtime.renewal import Renewal
from jaicp.suites.steps import CheckAnswer, CheckData, CheckMail, CheckSession, CheckTimeout, Step
from jaicp.suites.values import MISSING, find_in
from jaicp.syntax.java_regex import compile_java_regex
from jaicp.testing.compare import find_difference, has_text, same_text, show, where_texts_part
from jaicp.testing.explain import Unmet, describe_reply, entered_states
from jaicp.testing.mocks import Mail
from jaicp.text import codes

__all__ = [
    "answer",
    "data",
    "mail",
    "new_session",
    "response_data",
    "surplus",
    "surplus_timeout",
    "timeout",
    "unhandled_error",
]

SECONDS = 1.0
"""How long a regular expression of a test may take."""

_TAG = re.compile(r"<[^>]*>")


# --- answers


def answer(step: CheckAnswer, turn: Turn, reply: Reply | None) -> Unmet | None:
    """The next text reply: there is one, and its text, its state and the entry state are right."""
    if reply is None:
        return _no_reply(step, turn)
    facts: list[tuple[str, str]] = []
    wrong: list[str] = []
    state = _state_of(reply, turn)
    if step.entry is not None and step.entry != turn.state:
        wrong.append("the turn began in another state")
        facts.append((f"a turn that begins in {step.entry}", f"one that begins in {turn.state}"))
    if step.state is not None and step.state != state:
        wrong.append("another state made this reply")
        facts.append((f"a reply of {step.state}", f"one of {state}"))
    text = str(reply.get("text", ""))
    wanted = _wanted(step, _readings(reply))
    if wanted:
        wrong.append("the bot says something else")
        facts.append((wanted, f"`{show(text)}`"))
        facts += _parting(step.text, text) if step.text else []
    if not wrong:
        return None
    if not any("`" in got for _, got in facts):
        facts.append(("", f"the reply is {describe_reply(reply)}"))
    return Unmet(
        step=step, message=wrong[-1], facts=facts, label=_label(facts), states=[str(state)]
    )


def _wanted(step: CheckAnswer, readings: Sequence[str]) -> str:
    """What a text should be and is in none of its readings; empty where all is well."""
    if step.text and not any(same_text(step.text, reading) for reading in readings):
        return f"`{show(step.text)}`"
    if step.contains and not any(has_text(reading, step.contains) for reading in readings):
        return f"a text with `{show(step.contains)}` in it"
    if step.texts and not any(same_text(one, text) for one in step.texts for text in readings):
        return "one of " + ", ".join(f"`{show(one)}`" for one in step.texts)
    if step.regexp and not any(_is_like(step.regexp, reading) for reading in readings):
        return f"a text like `{show(step.regexp)}`"
    return ""


def _is_like(expression: str, text: str) -> bool:
    """Whether a Java regular expression fits all of a text; one that takes too long does not."""
    try:
        return compile_java_regex(expression).fullmatch(text, timeout=SECONDS) is not None
    except TimeoutError:
        return False


def _parting(expected: str, got: str) -> list[tuple[str, str]]:
    """In long texts, where they part."""
    parted = where_texts_part(expected, got)
    return [("", f"they part at `{parted[0]}` and `{parted[1]}`")] if parted else []


def _readings(reply: Reply) -> list[str]:
    """The text of a reply, and without its tags where it is HTML.

    Suites in the wild list the plain text of `a: text || htmlEnabled = true, html = …`.
    """
    text = str(reply.get("text", ""))
    return [text] if reply.get("markup") != "html" else [text, unescape(_TAG.sub("", text))]


def _label(facts: Sequence[tuple[str, str]]) -> str:
    got = facts[0][1]
    return f"there is {got}" if len(got) < 60 else ""


def _state_of(reply: Reply, turn: Turn) -> str | None:
    """The state of a reply; one that a script has pushed by itself may name none."""
    state = reply.get("state")
    if isinstance(state, str):
        return state
    walked = entered_states(turn)
    return walked[-1] if walked else turn.state


def _no_reply(step: CheckAnswer, turn: Turn) -> Unmet:
    wanted = f"`{show(step.text)}`" if step.text else "a text"
    if step.state:
        wanted += f" in {step.state}"
    others = [describe_reply(reply) for reply in turn.replies]
    got = f"nothing behind {', '.join(others)}" if others else "no reply at all"
    return Unmet(step=step, message="the bot does not say this", facts=[(wanted, got)])


def surplus(stimulus: Step, replies: Sequence[Reply]) -> Unmet:
    """Texts that no check has looked at."""
    state = replies[0].get("state")
    attribute = f' state="{state}"' if isinstance(state, str) else ""
    return Unmet(
        step=stimulus,
        message="the bot says more than the test lists",
        facts=[("", f"not listed: {describe_reply(reply)}") for reply in replies],
        help=f"list each reply of the turn; add `<a{attribute}/>`",
        states=[state] if isinstance(state, str) else [],
        code=codes.UNEXPECTED_REPLY,
    )


def unhandled_error(stimulus: Step) -> Unmet:
    """An error of the bot that none of its handlers has dealt with."""
    message = "here the bot fails, and nothing in it handles that"
    return Unmet(step=stimulus, message=message, code=codes.ERROR_IN_TEST)


# --- timeouts


def surplus_timeout(stimulus: Step, replies: Sequence[Reply]) -> Unmet:
    """A timeout that no check has looked at."""
    reply = replies[0]
    target, interval = reply.get("targetState"), reply.get("interval")
    return Unmet(
        step=stimulus,
        message="the bot sets a timeout that the test does not list",
        facts=[("", f"it leads to {target} after {interval} s")],
        help=f'add `<timeoutReply targetState="{target}"/>`',
        code=codes.UNEXPECTED_REPLY,
    )


def timeout(step: CheckTimeout, reply: Reply | None) -> Unmet | None:
    """A timeout was set, to the right state and after the right time."""
    if reply is None:
        return Unmet(step=step, message="the bot sets no timeout in this turn")
    facts: list[tuple[str, str]] = []
    target, interval = reply.get("targetState"), interval_seconds(reply.get("interval"))
    if step.target is not None and step.target != target:
        facts.append((f"a timeout that leads to {step.target}", f"one that leads to {target}"))
    if step.interval is not None and step.interval != interval:
        facts.append((f"a timeout of {step.interval:g} s", f"one of {reply.get('interval')} s"))
    message = "the bot sets another timeout"
    return Unmet(step=step, message=message, facts=facts) if facts else None


# --- data, sessions, letters


def response_data(turn: Turn, drawn: Sequence[int]) -> JsonObject:
    """What `<responseData>` looks at: `$response` with its replies, texts and random numbers.

    Source: the samples on the vendor's page on test tags. The fields of `$response.data` can be reached both
    by `data.…` and without it.
    """
    inner = turn.response.get("data")
    inner = inner if isinstance(inner, dict) else {}
    texts = [str(reply.get("text", "")) for reply in turn.replies if reply.get("type") == "text"]
    found = {**inner, "answer": "\n".join(texts), **turn.response, "replies": turn.replies}
    recorded = inner.get("smartRandom")
    if len(drawn) > (len(recorded) if isinstance(recorded, list) else 0):
        found["smartRandom"] = list(drawn)
    return found


def data(step: CheckData, response: JsonObject) -> Unmet | None:
    """The response has the expected fields."""
    got = find_in(response, step.field)
    if not step.asks_value:
        message = f"there is nothing at `{step.written}` of the response"
        return Unmet(step=step, message=message) if got is MISSING else None
    found = find_difference(step.value, got)
    if found is None:
        return None
    place, expected, there = found
    path = ".".join(part for part in (step.written, place) if part)
    facts = [(f"`{show(expected)}`" + (f" in `{path}`" if path else ""), f"`{show(there)}`")]
    return Unmet(step=step, message="the response holds something else", facts=facts)


def new_session(step: CheckSession, renewals: Sequence[Renewal]) -> Unmet | None:
    """The reaction `newSession` was called, with the right message and data."""
    if not renewals:
        return Unmet(step=step, message="the bot begins no new session in this turn")
    renewal = renewals[0]
    facts: list[tuple[str, str]] = []
    message = renewal.message or ""
    if step.message is not None and not same_text(step.message, message):
        facts.append((f"the message `{show(step.message)}`", f"`{show(message)}`"))
    if step.data is not None and find_difference(step.data, renewal.session) is not None:
        found = find_difference(step.data, renewal.data or {})
        if found is not None:
            facts.append((f"`{show(found[1])}` in `{found[0]}`", f"`{show(found[2])}`"))
    message = "the bot begins another session"
    return Unmet(step=step, message=message, facts=facts) if facts else None


def mail(step: CheckMail, letters: Sequence[Mail]) -> Unmet | None:
    """A letter with these values was sent."""
    wanted = {"recipient": step.recipient, "subject": step.subject, "body": step.body}
    given = {name: text for name, text in wanted.items() if text is not None}
    if any(_is_letter(letter, given) for letter in letters):
        return None
    facts = [("", f"sent: {_show_letter(letter)}") for letter in letters]
    message = "the bot sends no such letter" if letters else "the bot sends no letter in this turn"
    return Unmet(step=step, message=message, facts=facts)


def _is_letter(letter: Mail, wanted: dict[str, str]) -> bool:
    return all(same_text(text, _part(letter, name)) for name, text in wanted.items())


def _part(letter: Mail, name: str) -> str:
    return {"recipient": letter.recipient, "subject": letter.subject, "body": letter.body}[name]


def _show_letter(letter: Any) -> str:
    return f"`{show(letter.subject)}` to `{letter.recipient}`: `{show(letter.body)}`"
