"""Phrases on their way through a bot where a dialogue cannot show it: time, asking, problems told at load."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import count, repeat
from pathlib import Path

import pytest

from jaicp.runtime.engine import Bot, load_bot
from jaicp.runtime.messages import Event, Session, Turn
from jaicp.runtime.services import Services

SCRIPT = """\
theme: /
    state: Slow
        event!: timeLimit
        a: too slow
    state: Any
        q!: *
        a: fine
"""


def bot(folder: Path, script: str, nlu: object = None, clock: Iterator[float] | None = None) -> Bot:
    (folder / "main.sc").write_text(script, encoding="utf-8")
    if nlu is not None:
        (folder / "nlu.json").write_text(json.dumps(nlu, ensure_ascii=False), encoding="utf-8")
    ticks = clock or repeat(0.0)
    services = Services(clock=lambda: next(ticks), chance=random.Random(1), log=lambda _: None)
    return load_bot(folder / "main.sc", services=services)


def texts(turn: Turn) -> list[str]:
    return [reply["text"] for reply in turn.replies]


def test_a_phrase_that_takes_too_long_raises_time_limit(tmp_path: Path):
    quick = bot(tmp_path, SCRIPT, clock=count(0.0, 0.01))
    assert texts(quick.handle(Event(query="a"), Session())) == ["fine"]
    slow = bot(tmp_path, SCRIPT, clock=count(0.0, 11.0))
    assert texts(slow.handle(Event(query="a"), Session())) == ["too slow"]


PIZZA = {
    "intents": [
        {
            "path": "/pizza",
            "phrases": ["i want a pizza"],
            "slots": [
                {"name": "size", "entity": "Size", "required": True, "prompts": ["S?", "L?"]}
            ],
        }
    ],
    "entities": [
        {"entity": {"name": "Size"}, "records": [{"type": "synonyms", "rule": ["small"]}]}
    ],
}
ASKING = "theme: /\n    state: P\n        intent!: /pizza\n        a: {{ $parseTree._size }}\n"


def test_asking_survives_a_store_and_enters_no_state(tmp_path: Path):
    asking = bot(tmp_path, ASKING, PIZZA)
    turn = asking.handle(Event(query="i want a pizza"), Session())
    assert texts(turn)[0] in ("S?", "L?")
    assert (turn.state, turn.context) == (None, "/")
    kept = Session.from_json(json.loads(json.dumps(turn.session.to_json())))
    turn = asking.handle(Event(query="small"), kept)
    assert (texts(turn), turn.state, turn.session.asking) == (["small"], "/P", {})


def test_an_intent_that_is_gone_is_not_asked_for_any_more(tmp_path: Path):
    asking = bot(
        tmp_path, ASKING + "    state: N\n        event!: noMatch\n        a: no match\n", PIZZA
    )
    turn = asking.handle(Event(query="i want a pizza"), Session())
    turn.session.asking["intent"] = "/gone"
    assert texts(asking.handle(Event(query="small"), turn.session)) == ["no match"]


@pytest.mark.parametrize("name", ["mlps-obscene.obscene", "mystem.obsc"])
def test_what_is_not_built_is_told_once(tmp_path: Path, name: str):
    script = f"theme: /\n    state: A\n        q!: @{name}\n        q!: * @{name} *\n        a: a\n"
    told = [d for d in bot(tmp_path, script).diagnostics if d.code.slug == "not-built"]
    assert [d.message for d in told] == [
        f"the entity `@{name}` is not recognised yet, so it matches nothing"
    ]
    assert told[0].span.text.strip() == f"@{name}"


def test_problems_of_the_nlu_project_have_their_place_in_its_file(tmp_path: Path):
    nlu = {
        "settings": {"classificationAlgorithm": "deeplearning"},
        "intents": [{"path": "/a", "patterns": ["(привет"]}],
        "entities": [{"entity": {"name": "E", "fuzzySearch": True}, "records": []}],
    }
    script = "theme: /\n    state: A\n        intent!: /a\n        a: a\n"
    found = {d.code.slug + ": " + d.span.text for d in bot(tmp_path, script, nlu).diagnostics}
    assert found == {"not-built: deeplearning", "not-built: E", "bad-pattern: (привет"}


def test_intents_are_learned_only_where_something_listens(tmp_path: Path):
    assert bot(tmp_path, SCRIPT, PIZZA).program.nlu.intents is None
    assert bot(tmp_path, ASKING, PIZZA).program.nlu.intents is not None
