"""Phrases on their way through a bot where a dialogue cannot show it: time, asking, problems told at load."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from itertools import count, repeat
from pathlib import Path

import pytest

from jaicp.nlu.extra_classifiers import ClassifierError
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


@pytest.mark.parametrize("name", ["duckling.weather", "mystem.verb"])
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
    }
    script = "theme: /\n    state: A\n        intent!: /a\n        a: a\n"
    found = {d.code.slug + ": " + d.span.text for d in bot(tmp_path, script, nlu).diagnostics}
    assert found == {"not-built: deeplearning", "bad-pattern: (привет"}


def test_intents_are_learned_only_where_something_listens(tmp_path: Path):
    assert bot(tmp_path, SCRIPT, PIZZA).program.nlu.intents is None
    assert bot(tmp_path, ASKING, PIZZA).program.nlu.intents is not None


# Classifiers of other packages

LEARN = """
class Model:
    def __init__(self, phrases):
        self.numbers = {text: number for number, text in phrases}

    def rank(self, text, entities):
        if text == "break":
            return [(99, 0.5)]
        return [(number, 0.75) for phrase, number in self.numbers.items() if text[:2] == phrase[:2]]


def learn(phrases):
    return Model(phrases)
"""
NLU_WITH_EXTRA = {
    "settings": {"classificationAlgorithm": "transformer"},
    "intents": [{"path": "/a", "phrases": ["hello"]}, {"path": "/b", "phrases": ["bye"]}],
}
TWO_INTENTS = """\
theme: /
    state: A
        intent!: /a
        a: a
    state: B
        intent!: /b
        a: b
    state: NoMatch
        event!: noMatch
        a: no match
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, target: str) -> None:
    """A package with a classifier, as installers leave it."""
    site = folder / "site"
    about = site / "our_classifier-1.0.dist-info"
    about.mkdir(parents=True)
    (site / "our_classifier.py").write_text(LEARN)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: our-classifier\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[jaicp.classifiers]\ntransformer = {target}\n")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.delitem(sys.modules, "our_classifier", raising=False)


def test_a_classifier_of_another_package_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, monkeypatch, "our_classifier:learn")
    made = bot(tmp_path, TWO_INTENTS, NLU_WITH_EXTRA)
    assert not made.diagnostics
    assert texts(made.handle(Event(query="byebye"), Session())) == ["b"]
    assert texts(made.handle(Event(query="hello"), Session())) == ["a"]
    with pytest.raises(ClassifierError, match=r"transformer.* gave 99 the probability"):
        made.handle(Event(query="break"), Session())


@pytest.mark.parametrize("target", ["our_classifier:nothing", "gone:learn"])
def test_one_that_cannot_be_loaded_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    install(tmp_path, monkeypatch, target)
    made = bot(tmp_path, TWO_INTENTS, NLU_WITH_EXTRA)
    (told,) = made.diagnostics
    assert told.message == "`regression` stands in for the classifier `transformer`"
    assert f"of {target} failed" in told.notes[0]
    assert texts(made.handle(Event(query="hello"), Session())) == ["a"]


def test_without_one_the_linear_model_stands_in(tmp_path: Path) -> None:
    (told,) = bot(tmp_path, TWO_INTENTS, NLU_WITH_EXTRA).diagnostics
    assert told.code.slug == "not-built"
    assert told.notes == ("no package that is installed has the classifier `transformer`",)


# What chose the state

RULES = """\
theme: /
    state: Start
        q!: * hello *
        a: hello
        buttons:
            "Prices" -> /Prices
    state: Prices
        event!: prices
        a: prices
    state: Example
        e!: what does it cost
        a: much
    state: NoMatch
        event!: noMatch
        a: no match
"""


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"query": "well hello"}, ("pattern", "* hello *", pytest.approx(5 / 9 * 0.79))),
        ({"event": "prices"}, ("event", "prices", 1.0)),
        ({"query": "Prices"}, ("button", "Prices", 1.0)),
        ({"query": "what does it cost"}, ("example", "what does it cost", pytest.approx(0.79))),
        ({"query": "nothing"}, ("event", "noMatch", 1.0)),
    ],
)
def test_a_turn_tells_which_rule_chose_its_state(
    tmp_path: Path, said: dict[str, str], wanted: tuple[str, str, float]
) -> None:
    made = bot(tmp_path, RULES)
    session = made.handle(Event(query="hello"), Session()).session
    rule = made.handle(Event(**said), session).rule
    assert rule is not None
    assert (rule["type"], rule["rule"], rule["confidence"]) == wanted
