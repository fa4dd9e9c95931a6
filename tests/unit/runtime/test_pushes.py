"""Events that scripts ask for, where a dialogue is led without a server."""

from __future__ import annotations

from jaicp.runtime.messages import Event, Turn
from jaicp.runtime.pushes import WaitingPushes

HERE = Event(query="remind", question_id="q", raw_request={"text": "remind"}, data={"chatId": 5})


def asked(*pushes: dict[str, object]) -> Turn:
    return Turn(state="/", context="/", event=None, query="remind", pushes=list(pushes))


def push(number: str, due: float = 10.0, name: str = "wake") -> dict[str, object]:
    return {"id": number, "due": due, "event": name, "data": {"n": number}}


def test_it_comes_with_its_data_to_the_chat_that_asked() -> None:
    waiting = WaitingPushes()
    waiting.note(HERE, asked(push("1")))
    taken = waiting.take()
    assert taken is not None
    due, event = taken
    assert (due, event.event, event.query) == (10.0, "wake", None)
    assert event.raw_request == {"eventData": {"n": "1"}}
    assert event.data == {"chatId": 5, "eventData": {"n": "1"}}
    assert waiting.take() is None


def test_the_first_that_is_due_of_those_with_the_name() -> None:
    waiting = WaitingPushes()
    waiting.note(HERE, asked(push("1", 30), push("2", 20, "other"), push("3", 25)))
    assert waiting.take(by=19.9) is None
    taken = [waiting.take(name="wake"), waiting.take(), waiting.take(by=30)]
    assert [one and one[0] for one in taken] == [25, 20, 30]


def test_one_is_called_off_by_its_id() -> None:
    waiting = WaitingPushes()
    waiting.note(HERE, asked(push("1"), push("2")))
    waiting.note(HERE, asked({"cancel": "1"}, {"cancel": "unknown"}))
    assert len(waiting) == 1
