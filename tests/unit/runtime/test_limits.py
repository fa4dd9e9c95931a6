"""Scripts that would never end: their turn does, and the next one works."""

import time
from pathlib import Path

import pytest

from jaicp.runtime.engine import Bot, load_bot
from jaicp.runtime.messages import Event, Session
from jaicp.script.engine import Limits

BOT = """
theme: /
    state: Loop
        q!: loop
        a: before
        script:
            $session.lost = 1;
            while (true) {}
        a: after
    state: LoopInCatch
        q!: catch
        script: while (true) { try { while (true) {} } catch (e) {} }
    state: Memory
        q!: memory
        script:
            var all = [];
            while (true) { all.push(new Array(1000).fill("x")); }
    state: Text
        q!: text
        script: for (var s = "x"; ; s += s) {}
    state: Recursion
        q!: recursion
        script:
            function down(n) { return down(n + 1) + 1; }
            down(0);
    state: Regex
        q!: regex
        if: /^(a+)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")
            a: matched
    state: Template
        q!: template
        a: {{ (function() { while (true) {} })() }}
    state: Fine
        q!: fine
        script: $session.n = ($session.n || 0) + 1;
        a: fine {{ $session.n }}
"""

ENDLESS = ["loop", "catch", "memory", "text", "recursion", "regex", "template"]


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    file = tmp_path / "main.sc"
    file.write_text(BOT, encoding="utf-8")
    return load_bot(file, limits=Limits(turn_seconds=0.3))


@pytest.mark.parametrize("phrase", ENDLESS)
def test_it_ends_with_an_error_and_the_next_turn_works(bot: Bot, phrase: str):
    session = bot.handle(Event(query="fine"), Session()).session
    began = time.monotonic()
    turn = bot.handle(Event(query=phrase), session)
    assert time.monotonic() - began < 5
    assert turn.error is not None
    assert turn.error.file == "main.sc"
    assert turn.session.session["n"] == 1
    after = bot.handle(Event(query="fine"), turn.session)
    assert [reply["text"] for reply in after.replies] == ["fine 2"]
    assert after.error is None


def test_what_was_said_before_the_limit_is_sent(bot: Bot):
    turn = bot.handle(Event(query="loop"), Session())
    assert [reply["text"] for reply in turn.replies] == ["before"]
    assert turn.error is not None
    assert turn.error.kind == "limit"


def test_the_limit_is_for_all_scripts_of_a_turn_together(tmp_path: Path):
    file = tmp_path / "main.sc"
    wait = "var end = Date.now() + 200; while (Date.now() < end) {}"
    states = "\n".join(f"        script: {wait}" for _ in range(20))
    file.write_text(f"theme: /\n    state: Slow\n        q!: slow\n{states}\n", encoding="utf-8")
    bot = load_bot(file, limits=Limits(turn_seconds=0.5))
    began = time.monotonic()
    turn = bot.handle(Event(query="slow"), Session())
    assert time.monotonic() - began < 3
    assert turn.error is not None
    assert turn.error.kind == "limit"


def test_an_endless_init_is_told_when_the_bot_is_loaded(tmp_path: Path):
    file = tmp_path / "main.sc"
    file.write_text("init:\n    while (true) {}\n", encoding="utf-8")
    with pytest.raises(Exception, match="1 error"):
        load_bot(file, limits=Limits(load_seconds=0.3))
