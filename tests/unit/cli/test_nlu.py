"""`jaicp nlu`: what it shows, as JSON and for people, and how it exits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from jaicp.cli.nlu import nlu

SCRIPT = """\
patterns:
    $size = (big*:L|small:S) || converter = function (pt) { return "size " + pt.value; }

theme: /
    state: Hello
        q!: * hello *
        a: Hello!
        state: Order
            q: * $size [pizza] *
            intent: /pizza
        state: Star
            q: *
    state: Pizza
        intent!: /pizza
        intentGroup!: /
    state: Say
        e!: what do you sell
    state: NoMatch
        event!: noMatch
"""
NLU = {
    "intents": [
        {
            "path": "/pizza",
            "phrases": ["i want a pizza", "order a pizza"],
            "slots": [
                {"name": "n", "entity": "duckling.number", "required": True, "prompts": ["?"]}
            ],
        },
        {"path": "/weather", "phrases": ["is it raining"]},
    ]
}


@pytest.fixture(autouse=True)
def _bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    (tmp_path / "src").mkdir()
    (tmp_path / "chatbot.yaml").write_text("entryPoint: main.sc\n", encoding="utf-8")
    (tmp_path / "src" / "main.sc").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "nlu.json").write_text(json.dumps(NLU), encoding="utf-8")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(nlu, arguments)


def data(*arguments: str) -> dict:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_json_names_the_winner_and_all_candidates():
    found = data("a big pizza", "--state", "/Hello")
    assert (found["query"], found["context"]) == ("a big pizza", "/Hello")
    selected = found["selected"]
    assert (selected["state"], selected["trigger"], selected["rule"]) == (
        "/Hello/Order",
        "q",
        "pattern",
    )
    assert selected["pattern"] == "* $size [pizza] *"
    assert selected["score"] == pytest.approx(8 / 9)
    assert selected["parse_tree"]["_size"] == "size L"
    assert [(c["state"], c["rule"], c["file"], c["line"]) for c in found["candidates"]] == [
        ("/Hello/Order", "pattern", "src/main.sc", 9),
        ("/Hello/Star", "pattern", "src/main.sc", 12),
        ("/Hello/Order", "intent", "src/main.sc", 10),
        ("/Pizza", "intent", "src/main.sc", 14),
        ("/Pizza", "intentGroup", "src/main.sc", 15),
    ]


def test_selected_is_null_where_nothing_matches():
    found = data("whales")
    assert found["selected"] is None
    assert found["candidates"] == []


def test_the_path_of_the_bot_may_come_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir("/")
    assert data(str(tmp_path), "hello")["selected"]["state"] == "/Hello"


def test_people_see_words_arithmetic_distance_and_rivals():
    shown = run("a bigger pizza!", "--state", "/Hello").stdout
    assert (
        shown
        == """\
“a bigger pizza!” said in /Hello

→ /Hello/Order   0.6667
  q: * $size [pizza] *   src/main.sc:9

  a        *              0 of 1 letters
  bigger   $size › big*   3 of 6 letters
  pizza    pizza          5 of 5 letters
  named: 1 − 4/12 = 0.6667

  /Hello itself listens: × 1

why: a pattern that fits comes before 3 intents, whatever their score
why: it scores highest (the next is /Hello/Star)

2. /Hello/Star   0.0000
  q: *   src/main.sc:12

  a bigger pizza   *   0 of 12 letters
  named: 1 − 12/12 = 0.0000
  /Hello itself listens: × 1

3. /Hello/Order   0.3642
  intent: /pizza   src/main.sc:10

  the nearest phrase: “i want a pizza”
  a       a       exact   0.321 × 1 × 0.8 = 0.257
  pizza   pizza   exact   0.916 × 1 × 0.8 = 0.733
  together 0.990 of the 3.183 of all words of what was said: 0.3109
  further phrases of it: 0.311 · (0.8·0.311) lift it to 0.3642
  phrases 0.3642 (from 0.2), patterns 0.0000 (from 0.2): 0.3642
  slot n: empty, so it is asked for first
  /Hello itself listens: × 1

  score    state    rule
  0.2877   /Pizza   intent!: /pizza                       1 up
  0.2877   /Pizza   intentGroup!: / (the intent /pizza)   1 up
"""
    )


def test_people_see_how_a_training_phrase_was_met():
    shown = run("order the pizzas").stdout
    assert "→ /Pizza" in shown
    assert "the nearest phrase: “order a pizza”" in shown
    assert "pizzas   pizza   lemma" in shown
    assert "slot n: empty, so it is asked for first" in shown
    assert "why: an intent counts before its group (the next is /Pizza)" in shown


def test_people_see_examples_and_distance():
    shown = run("what do you sell", "--state", "/Pizza").stdout
    assert "→ /Say   0.7900" in shown
    assert "it is the same, word for word: 1" in shown
    assert "/ listens, 1 level above /Pizza: × 0.79 = 0.7900" in shown


def test_nothing_that_matches_leads_to_no_match():
    assert "nothing matches; the event noMatch leads to /NoMatch" in run("whales").stdout


def test_a_state_that_is_not_there_is_wrong_use():
    result = run("hello", "--state", "/Helo")
    assert result.exit_code == 2
    assert "did you mean `/Hello`?" in result.stderr


def test_a_phrase_without_quotes_is_wrong_use():
    assert run(".", "two", "words").exit_code == 2


def test_a_bot_with_errors_exits_with_1():
    Path("src/main.sc").write_text("theme: /\n    state: A\n        q!: (a\n", encoding="utf-8")
    result = run("a")
    assert result.exit_code == 1
    assert "error[JC" in result.stderr


def test_a_converter_that_fails_exits_with_1():
    text = SCRIPT.replace('return "size " + pt.value;', 'throw new Error("no size");')
    Path("src/main.sc").write_text(text, encoding="utf-8")
    result = run("big", "--state", "/Hello")
    assert result.exit_code == 1
    assert "no size" in result.stderr
