"""Learned models are kept by what they were learned from, and nothing that happens to the files matters."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jaicp.nlu import kept_models
from jaicp.nlu.classifier import LinearClassifier
from jaicp.nlu.kept_models import CACHE_VARIABLE, FEWEST, MOST_KEPT, learned
from jaicp.nlu.words import tokenize

THINGS = ("bread", "milk", "flowers", "letters", "rooms", "tickets")
PHRASES = [
    (number, f"{verb} {count} {thing}")
    for number, thing in enumerate(THINGS)
    for verb in ("buy", "order", "send", "bring", "book")
    for count in ("one", "two", "three", "some", "many", "fresh", "good", "cheap", "a few", "all")
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    return tmp_path / "intents"


@pytest.fixture
def never_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    def learn(*_: object) -> None:
        raise AssertionError("learned again")

    monkeypatch.setattr(LinearClassifier, "__init__", learn)


def ranks(model: LinearClassifier[int]) -> list[object]:
    return [model.rank(tokenize(text)) for text in ("buy milk", "two rooms please", "what")]


def test_a_model_that_is_read_ranks_as_the_one_that_was_learned(folder: Path) -> None:
    assert len(PHRASES) >= FEWEST
    first = learned(PHRASES)
    assert len(list(folder.iterdir())) == 1
    assert ranks(learned(PHRASES)) == ranks(first) == ranks(LinearClassifier(PHRASES))


@pytest.mark.usefixtures("folder")
def test_it_is_not_learned_twice(
    request: pytest.FixtureRequest,
) -> None:
    learned(PHRASES)
    request.getfixturevalue("never_learns")
    learned(PHRASES)
    with pytest.raises(AssertionError):
        learned([*PHRASES, (0, "another phrase")])


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: "[" * 100_000,
        lambda text: json.dumps({**json.loads(text), "keys": []}),
        lambda text: json.dumps({**json.loads(text), "fitted": ["a"]}),
        lambda text: json.dumps({**json.loads(text), "weights": {" milk": [0]}}),
        lambda text: json.dumps({**json.loads(text), "weights": [1]}),
    ],
)
def test_a_file_that_cannot_be_read_is_made_anew(folder: Path, spoil) -> None:
    wanted = ranks(learned(PHRASES))
    (file,) = folder.iterdir()
    whole = file.read_text(encoding="utf-8")
    file.write_text(spoil(whole), encoding="utf-8")
    assert ranks(learned(PHRASES)) == wanted
    assert file.read_text(encoding="utf-8") == whole


def test_a_folder_that_cannot_be_written_to_is_no_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "file"))
    assert ranks(learned(PHRASES)) == ranks(LinearClassifier(PHRASES))


def test_off_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, "off")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    learned(PHRASES)
    assert list(tmp_path.iterdir()) == []


def test_few_phrases_are_not_kept(folder: Path) -> None:
    learned(PHRASES[: FEWEST - 1])
    assert not folder.exists()


def test_those_not_used_for_longest_go_first(folder: Path) -> None:
    learned(PHRASES)
    (mine,) = folder.iterdir()
    for number in range(MOST_KEPT):
        other = folder / f"{number}.json"
        other.write_text("{}")
        os.utime(other, (number, number))
    learned([*PHRASES, (0, "another phrase")])
    left = {file.name for file in folder.iterdir()}
    assert len(left) == MOST_KEPT
    assert mine.name in left
    assert not {"0.json", "1.json"} & left


def test_several_that_start_at_once(folder: Path) -> None:
    with ThreadPoolExecutor(4) as threads:
        models = list(threads.map(lambda _: learned(PHRASES), range(8)))
    assert len({json.dumps(ranks(model)) for model in models}) == 1
    assert [file.suffix for file in folder.iterdir()] == [".json"]


def test_another_version_learns_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learned(PHRASES)
    monkeypatch.setattr(kept_models, "version", lambda package: f"{package} of tomorrow")
    learned(PHRASES)
    assert len(list(folder.iterdir())) == 2
