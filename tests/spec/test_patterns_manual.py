"""Runs every line of the manual of the pattern language, `patterns.md`; its first page tells the format."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jaicp.nlu.compile import PatternTable, compile_pattern
from jaicp.nlu.finder import EntityHit
from jaicp.nlu.parse_tree import build_parse_tree
from jaicp.nlu.words import Utterance, tokenize
from jaicp.syntax.patterns import parse_pattern

MANUAL = Path(__file__).with_name("patterns.md")
BLOCK = re.compile(r"^```pattern\n(.*?)^```", re.MULTILINE | re.DOTALL)
DEFINITION = re.compile(r"([$@%])([\w.\-]+) = (.*)")
OUTCOME = re.compile(r"(no|[\d.]+)\s*(\{.*\})?")


@dataclass
class Names:
    """The definitions of one block; finds its entities, word by word."""

    table: PatternTable
    entities: dict[str, list[tuple[list[str], object]]]

    def find(self, name: str, utterance: Utterance) -> Iterable[EntityHit]:
        for words, value in self.entities.get(name, []):
            for start in range(len(utterance.tokens)):
                if utterance.folded[start : start + len(words)] == words:
                    yield EntityHit(start, start + len(words), value)


@dataclass
class Line:
    """One line to be run: with `phrase` None a mistake and its place are expected."""

    names: Names
    pattern: str
    phrase: str | None
    expected: str


def define(names: Names, kind: str, name: str, body: str) -> None:
    if kind == "$":
        names.table.define(name, parse_pattern(body).root)
    elif kind == "@":
        words, _, value = body.partition(" : ")
        known = names.entities.setdefault(name, [])
        known.append((tokenize(words).folded[:-1], json.loads(value) if value else None))
    else:
        rows = (row.split(":") for row in body.split(";"))
        names.table.add_dictionary(name, {row.strip(): listed.split(",") for row, listed in rows})


def lines() -> Iterator[pytest.param]:
    text = MANUAL.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        names = Names(PatternTable(), {})
        number = text.count("\n", 0, block.start(1)) + 1
        for at, line in enumerate(block[1].splitlines()):
            definition = DEFINITION.fullmatch(line)
            if definition is not None:
                define(names, *definition.groups())
                continue
            parts = [part.strip() for part in line.split("=>", 2)]
            found = Line(names, parts[0], parts[1] if len(parts) == 3 else None, parts[-1])
            yield pytest.param(found, id=f"{number + at}-{parts[0]}")


@pytest.mark.parametrize("line", list(lines()))
def test_the_manual_tells_the_truth(line: Line) -> None:
    if line.phrase is None:
        problems = parse_pattern(line.pattern.removeprefix("! ")).problems
        assert [f"{problem.code.id} {problem.start}" for problem in problems] == [line.expected]
        return
    expected = OUTCOME.fullmatch(line.expected)
    assert expected is not None, "this line of the manual cannot be read"
    parsed = parse_pattern(line.pattern)
    utterance = tokenize(line.phrase)
    match = compile_pattern(parsed.root, line.names.table).match(utterance, line.names)
    if match is None or expected[1] == "no":
        assert (match is None) == (expected[1] == "no"), match
        return
    assert match.score == pytest.approx(float(expected[1]), abs=5e-5)
    tree = build_parse_tree(match, utterance)
    for key, value in json.loads(expected[2] or "{}").items():
        assert tree.get(key) == value, (key, tree)


def test_the_manual_is_complete_enough_to_be_one() -> None:
    assert len(list(lines())) >= 400
