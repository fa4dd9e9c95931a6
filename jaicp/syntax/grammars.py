"""The Lark grammars and their LALR tables: beside the package in a wheel, in the repository otherwise.

Making tables takes longer than most checks, so they are kept in `grammar/<name>.json`, with a hash of the grammar
that they were made of. Tables of another grammar are never used: where the hash is not that of the grammar, as
while somebody changes it, they are made anew by `jaicp.syntax.table_maker`, the only module that imports Lark.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from jaicp.syntax.lalr import Child, Rule, Tables, Terminal

__all__ = [
    "STARTS",
    "grammar_file",
    "load_tables",
    "read_grammar",
    "tables_file",
    "tables_from_data",
    "tables_to_data",
]

STARTS = {"scenario": "document", "pattern": "start"}
"""The grammars, each with the rule that a whole text is."""


def grammar_file(name: str) -> Path:
    """Where `grammar/<name>.lark` lies."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "grammar", package.parent / "grammar"):
        file = folder / f"{name}.lark"
        if file.is_file():
            return file
    raise FileNotFoundError(f"the grammar {name}.lark is not part of this installation of jaicp")


def tables_file(grammar: Path) -> Path:
    """Where the tables of a grammar are kept."""
    return grammar.with_suffix(".json")


def read_grammar(name: str) -> str:
    """The text of `grammar/<name>.lark`."""
    return grammar_file(name).read_text(encoding="utf-8")


@cache
def load_tables(name: str) -> Tables:
    """The tables of a grammar, which need not have been kept."""
    file = grammar_file(name)
    grammar = file.read_text(encoding="utf-8")
    kept = tables_file(file)
    if kept.is_file():
        data = json.loads(kept.read_text(encoding="utf-8"))
        if data.get("grammar") == _fingerprint(grammar):
            return tables_from_data(data)
    maker = import_module("jaicp.syntax.table_maker")  # Lark is slow to import and seldom needed
    tables = maker.make_tables(grammar, STARTS[name])
    assert isinstance(tables, Tables)
    return tables


def _fingerprint(grammar: str) -> str:
    return hashlib.sha256(grammar.encode()).hexdigest()


# --- tables as JSON -------------------------------------------------------------------------------------


def tables_to_data(tables: Tables, grammar: str) -> dict[str, Any]:
    """Tables as plain data, with the hash of their grammar."""
    return {
        "grammar": _fingerprint(grammar),
        "start": tables.start,
        "end": tables.end,
        "states": [dict(state) for state in tables.states],
        "rules": [
            [rule.name, rule.origin, rule.size, _children_data(rule), rule.nones, rule.repeats]
            for rule in tables.rules
        ],
        "terminals": [[one.name, one.regexp, one.ignored] for one in tables.terminals],
    }


def _children_data(rule: Rule) -> list[list[object]]:
    return [[child.index, child.spread, child.nones] for child in rule.children]


def tables_from_data(data: dict[str, Any]) -> Tables:
    """The tables that `tables_to_data` made data of."""
    return Tables(
        tuple(data["states"]),
        tuple(
            Rule(name, origin, size, tuple(Child(*child) for child in children), nones, repeats)
            for name, origin, size, children, nones, repeats in data["rules"]
        ),
        tuple(Terminal(*terminal) for terminal in data["terminals"]),
        data["start"],
        data["end"],
    )
