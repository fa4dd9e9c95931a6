"""The LALR tables beside the grammars: they are those of the grammars, and reading with them is exact."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.syntax.grammars import (
    STARTS,
    grammar_file,
    load_tables,
    read_grammar,
    tables_file,
    tables_from_data,
    tables_to_data,
)
from jaicp.syntax.lalr import LalrParser, RefusedError, Tables
from jaicp.syntax.patterns import OFTEN
from jaicp.syntax.table_maker import make_tables, write_tables

GRAMMAR = """
start: item* ["!"]
item: NAME [VALUE] | "(" item _COMMA item ")"
NAME: /[a-z]+/
VALUE: /[0-9]+/
_COMMA: ","
"""


def same(first: Tables, second: Tables) -> bool:
    """Whether two tables do the same: states and rules may be numbered otherwise."""
    partner = {first.start: second.start}
    waiting = [first.start]
    while waiting:
        here = waiting.pop()
        one, other = first.states[here], second.states[partner[here]]
        if one.keys() != other.keys():
            return False
        for symbol, action in one.items():
            match = other[symbol]
            if action < 0 or match < 0:
                if action >= 0 or match >= 0:
                    return False
                if first.rules[-1 - action] != second.rules[-1 - match]:
                    return False
            elif action not in partner:
                partner[action] = match
                waiting.append(action)
            elif partner[action] != match:
                return False
    return partner[first.end] == second.end and first.terminals == second.terminals


@pytest.mark.parametrize("name", STARTS)
class TestTheTablesThatAreShipped:
    def test_are_those_of_the_grammar(self, name: str) -> None:
        """If not: `python -m jaicp.syntax.table_maker`."""
        assert tables_file(grammar_file(name)).is_file()
        assert same(load_tables(name), make_tables(read_grammar(name), STARTS[name]))

    def test_go_through_json_unchanged(self, name: str) -> None:
        tables = load_tables(name)
        assert tables_from_data(tables_to_data(tables, read_grammar(name))) == tables


class TestTablesOfAnotherGrammar:
    """While somebody works on a grammar, what he has written is what counts."""

    @pytest.fixture
    def changed(self, tmp_path, monkeypatch):
        """A copy of the grammars in which a lemma may not have a value any more."""
        for name in STARTS:
            text = read_grammar(name).replace(
                "mapped: (STAR | WORD | STEM | LEMMA", "mapped: (WORD"
            )
            (tmp_path / f"{name}.lark").write_text(text, encoding="utf-8")
            kept = tables_file(grammar_file(name)).read_text(encoding="utf-8")
            (tmp_path / f"{name}.json").write_text(kept, encoding="utf-8")
        monkeypatch.setattr(
            "jaicp.syntax.grammars.grammar_file", lambda name: tmp_path / f"{name}.lark"
        )
        monkeypatch.setattr(
            "jaicp.syntax.table_maker.grammar_file", lambda name: tmp_path / f"{name}.lark"
        )
        load_tables.cache_clear()
        yield tmp_path
        load_tables.cache_clear()

    def test_are_not_used(self, changed) -> None:
        found = load_tables("pattern")
        assert not same(found, tables_from_data(_kept(changed)))
        assert same(found, make_tables(read_grammar("pattern"), "start"))

    def test_are_replaced_on_demand(self, changed) -> None:
        write_tables("pattern")
        assert same(load_tables("pattern"), tables_from_data(_kept(changed)))


def _kept(folder):
    return json.loads((folder / "pattern.json").read_text(encoding="utf-8"))


class Plain:
    """Builds nested tuples."""

    def __getattr__(self, name: str):
        return lambda values: (name, *values)


def read(text: str) -> object:
    """What the tables of `GRAMMAR` make of single characters."""
    names = {"!": "BANG", "(": "LPAR", ")": "RPAR", ",": "_COMMA"}
    kinds = [names.get(sign, "NAME" if sign.isalpha() else "VALUE") for sign in text]
    run = LalrParser(make_tables(GRAMMAR, "start"), Plain()).begin()
    run.feed(kinds, text)
    return run.finish()


class TestReductions:
    def test_what_is_left_out_in_brackets_is_none(self) -> None:
        assert read("a") == ("start", ("item", "a", None))
        assert read("a1") == ("start", ("item", "a", "1"))

    def test_plain_signs_and_underscored_terminals_are_dropped(self) -> None:
        assert read("(a,b)!") == ("start", ("item", ("item", "a", None), ("item", "b", None)))

    def test_nothing_is_read_as_nothing(self) -> None:
        assert read("") == ("start",)

    def test_repetitions_lie_flat(self) -> None:
        assert len(read("abc")) == 4

    @pytest.mark.parametrize(("text", "position"), [("a11", 2), (")", 0), ("(a", 0), ("a!b", 2)])
    def test_a_refusal_tells_where(self, text: str, position: int) -> None:
        with pytest.raises(RefusedError) as caught:
            read(text)
        assert caught.value.position == position


# --- the short cut through the terminals of patterns

SIGNS = st.sampled_from([*list("аb1 \t\n|/()[]{}:*~$@#<>,.-_!?"), "$reg<", "//", "$regexp<a>"])


def terminals(text: str, *, with_short_cut: bool) -> list[tuple[str, int, int]]:
    """The terminals of a text as the grammar alone, or with the short cut, cuts it."""
    tables = load_tables("pattern")
    every = "|".join(f"({one.regexp})" for one in tables.terminals)
    names = ["", *(one.name for one in tables.terminals)]
    if with_short_cut:
        every = f" ?(?:{'|'.join(f'({regexp})' for _, regexp in OFTEN)})|{every}"
        names[1:1] = [name for name, _ in OFTEN]
    ignored = {one.name for one in tables.terminals if one.ignored}
    found, at = [], 0
    for match in re.finditer(every, text):
        if match.start() != at:
            break
        start, at = match.span(match.lastindex)
        if names[match.lastindex] not in ignored:
            found.append((names[match.lastindex], start, at))
    return found


@given(st.lists(SIGNS, max_size=12).map("".join))
def test_the_short_cut_cuts_as_the_grammar_does(text: str) -> None:
    assert terminals(text, with_short_cut=True) == terminals(text, with_short_cut=False)
