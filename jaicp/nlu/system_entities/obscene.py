"""Obscene words: `mystem.obsc`, `mlps-obscene.obscene`.

Which words these are stands in `obsceneWord.sc` of the standard module; each word of a text is looked at alone.
"""

from __future__ import annotations

from functools import cache, lru_cache

from jaicp.nlu.compile import compile_pattern
from jaicp.nlu.finder import EntityHit
from jaicp.nlu.matcher import Matcher
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import Utterance, tokenize
from jaicp.project.standard import STANDARD
from jaicp.syntax.ast import Patterns
from jaicp.syntax.parse import parse
from jaicp.syntax.patterns import parse_pattern
from jaicp.text.source import Source

__all__ = ["find_obscene"]

_SCRIPT = STANDARD / "zb-common" / "obsceneWord.sc"
_NAME = "obsceneWord"


def find_obscene(utterance: Utterance, moment: Moment) -> list[EntityHit]:
    """Obscene words, as typed."""
    del moment
    return [
        EntityHit(at, at + 1, token.text)
        for at, token in enumerate(utterance.tokens)
        if not token.is_punctuation and _is_obscene(token.folded)
    ]


@lru_cache(maxsize=8192)
def _is_obscene(word: str) -> bool:
    match = _matcher().match(tokenize(word))
    return match is not None and match.score == 1


@cache
def _matcher() -> Matcher:
    document = parse(Source(_SCRIPT, _SCRIPT.read_text(encoding="utf-8"))).document
    table = PatternTable()
    for section in document.body:
        for node in section.definitions if isinstance(section, Patterns) else ():
            table.define(node.name.text, parse_pattern(node.pattern.text).root)
    root = table.patterns[_NAME].root
    assert root is not None
    return compile_pattern(root, table)
