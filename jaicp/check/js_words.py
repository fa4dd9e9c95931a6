"""The words of a piece of JavaScript, found without reading its grammar.

Most pieces of a bot use names that are known, and that can be seen from their words alone: only where a word is
left over does somebody have to look closer. So a word too many costs time; one too few would hide a mistake, and
therefore code that words cannot be trusted in (regular expressions, templates, functions) counts as `unclear`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Words", "words_of"]

_TOKEN = re.compile(
    r"""
    "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' | //[^\n]* | /\*.*?\*/
    | (?<![\w$.]) ((?:[^\W\d]|\$)[\w$]*) (?:\s*\.\s*([\w$]+))?
    | [{,]\s*(?:[^\W\d]|\$)[\w$]*\s*:
    """,
    re.VERBOSE | re.DOTALL,
)
_UNCLEAR = re.compile(
    r"""`|=>|\b(?:function|class|import|export)\b
    |(?:[(,=:\[!&|?{};\n]|\breturn)\s*/(?![/*]) | ^\s*/""",
    re.VERBOSE,
)
_UNCLEAR_SIGNS = ("/", "`", "=>", "function", "class", "import", "export")
_GIVEN = re.compile(
    r"""(?:\b(?:var|let|const)\s+|,\s*(?=[\w$]+\s*=(?!=))|(?:^|[;{}\n])\s*(?=[\w$]+\s*=(?![=>]))
    |\bfor\s*\(\s*(?=[\w$]+\s+(?:in|of)\b)|\bcatch\s*\(\s*)([\w$]+)""",
    re.VERBOSE,
)
_KEYWORDS = frozenset(
    """async await arguments break case catch class const continue debugger default delete do else enum
    export extends false finally for function if import in instanceof let new null of return static
    super switch this throw true try typeof var void while with yield arguments undefined NaN Infinity""".split()
)


@dataclass(frozen=True, slots=True)
class Words:
    """The names that a piece uses, the `owner.member` pairs among them, and its keywords.

    Of `unclear` code some may be missing.
    """

    text: str
    keywords: frozenset[str]
    names: frozenset[str]
    members: frozenset[str]
    unclear: bool

    def only(self, *known: frozenset[str]) -> bool:
        """Whether all names are among those `known`, or clearly declared by the piece itself."""
        if self.unclear:
            return False
        left = self.names
        for some in known:
            left = left - some
            if not left:
                return True
        return left <= _given_in(self.text)


@lru_cache(maxsize=32768)
def _given_in(text: str) -> frozenset[str]:
    """The names that a piece clearly declares."""
    return frozenset(_GIVEN.findall(text))


def words_of(text: str) -> Words:
    """The words of some code."""
    names: set[str] = set()
    members: set[str] = set()
    for name, member in _TOKEN.findall(text):
        if name:
            names.add(name)
            if member:
                members.add(f"{name}.{member}")
    keywords = frozenset(names & _KEYWORDS)
    names -= keywords
    unclear = any(sign in text for sign in _UNCLEAR_SIGNS) and _UNCLEAR.search(text) is not None
    return Words(text, keywords, frozenset(names), frozenset(members), unclear)
