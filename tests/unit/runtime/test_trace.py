"""The trace of a turn: lines that are put into words when somebody reads them."""

from __future__ import annotations

from pathlib import Path

from jaicp.project.files import DiskFiles
from jaicp.runtime.engine import load_bot
from jaicp.runtime.messages import Event, Session, Trace, Turn


def test_values_fill_the_words_and_braces_of_a_user_stay() -> None:
    trace = Trace()
    trace.add("pattern {} scored {:.4f} to {}", "{one|two}", 1 / 3, "/Start")
    trace.add("error: {0} is not defined")
    assert list(trace) == [
        "pattern {one|two} scored 0.3333 to /Start",
        "error: {0} is not defined",
    ]
    assert trace[1:] == ["error: {0} is not defined"]
    assert trace[-1] == "error: {0} is not defined"
    assert len(trace) == 2


def test_the_trace_stays_where_the_turn_was_made() -> None:
    main = Path("main.sc").absolute()
    script = "theme: /\n    state: Hello\n        q!: hello\n        a: Hello!\n"
    bot = load_bot(main, files=DiskFiles({main: script}))
    try:
        turn = bot.handle(Event(query="hello"), Session())
    finally:
        bot.close()
    assert list(turn.trace) == [
        "pattern hello scored 1.0000 to /Hello",
        "enter /Hello",
        "reply text in /Hello",
    ]
    again = Turn.from_json(turn.to_json())
    assert list(again.trace) == []
    assert again.replies == turn.replies
