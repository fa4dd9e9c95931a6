"""Makes the LALR tables of a grammar with Lark, and writes them: `python -m jaicp.syntax.table_maker`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from lark import Lark
from lark.grammar import NonTerminal
from lark.grammar import Rule as LarkRule
from lark.grammar import Terminal as LarkTerminal
from lark.lexer import Lexer, TerminalDef
from lark.parsers.lalr_analysis import Shift

from jaicp.syntax.grammars import STARTS, grammar_file, read_grammar, tables_file, tables_to_data
from jaicp.syntax.lalr import Child, Rule, Tables, Terminal

__all__ = ["make_tables", "write_tables"]


class _NoLexer(Lexer):
    """Only the tables are used: terminals come from elsewhere."""

    def __init__(self, conf: object) -> None:
        del conf

    def lex(self, lexer_state: object, parser_state: object) -> Iterator[object]:  # type: ignore[override]
        raise NotImplementedError("this parser is never run")


def make_tables(grammar: str, start: str) -> Tables:
    """The tables of a grammar in Lark's notation; raises Lark's `GrammarError` where it is none."""
    lark = Lark(grammar, parser="lalr", lexer=_NoLexer, start=start, maybe_placeholders=True)
    automaton = lark.parser.parser._parse_table  # noqa: SLF001 -- Lark's way to save it keeps trees too
    numbers = {rule: number for number, rule in enumerate(lark.rules)}
    states = tuple(
        {
            symbol: where if action is Shift else -1 - numbers[where]
            for symbol, (action, where) in automaton.states[state].items()
        }
        for state in range(len(automaton.states))
    )
    terminals = sorted(lark.lexer_conf.terminals, key=lambda terminal: -terminal.priority)
    ignored = frozenset(lark.lexer_conf.ignore)
    return Tables(
        states,
        tuple(_rule(rule) for rule in lark.rules),
        tuple(_terminal(one, ignored) for one in terminals),
        automaton.start_states[start],
        automaton.end_states[start],
    )


def _terminal(terminal: TerminalDef, ignored: frozenset[str]) -> Terminal:
    return Terminal(terminal.name, terminal.pattern.to_regexp(), terminal.name in ignored)


def _rule(rule: LarkRule) -> Rule:
    """What Lark's tree builder would keep: no terminals with `_`, `None` for each `[x]` that is missing."""
    missing = _missing(rule)
    children: list[Child] = []
    nones = 0
    for index, symbol in enumerate(rule.expansion):
        nones += missing[index]
        if not (isinstance(symbol, LarkTerminal) and symbol.filter_out):
            spread = isinstance(symbol, NonTerminal) and symbol.name.startswith("_")
            children.append(Child(index, spread, nones))
            nones = 0
    origin, size = str(rule.origin.name), len(rule.expansion)
    repeats = size == 2 and rule.expansion[0] == rule.origin and origin.startswith("_")
    nones += missing[size]
    name = str(rule.alias or origin)
    return Rule(name, origin, size, tuple(children), nones, repeats)


def _missing(rule: LarkRule) -> list[int]:
    """How many optional parts of a rule are left out before each of its symbols and behind the last."""
    flags = "".join("1" if flag else "0" for flag in rule.options.empty_indices or ())
    if not flags:
        return [0] * (len(rule.expansion) + 1)
    return [len(ones) for ones in flags.split("0")]


def write_tables(name: str) -> None:
    """Make the tables of `grammar/<name>.lark` and write them beside it."""
    grammar = read_grammar(name)
    data = tables_to_data(make_tables(grammar, STARTS[name]), grammar)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    tables_file(grammar_file(name)).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    for each in STARTS:
        write_tables(each)
