"""Which tag an author most likely meant by a line that starts none."""

from __future__ import annotations

import re

from jaicp.syntax.lines import TAG
from jaicp.syntax.reader import Reader
from jaicp.syntax.tags import TAGS, Tag, Value
from jaicp.text.diagnostic import nearest

__all__ = ["lacks_colon", "likely_tag", "to_latin"]

ELSE_SEARCH = 200
"""How many lines behind an unknown tag an `else` is looked for that would make it an `if`."""

_REPEATED = re.compile(r"(\w)\1+")
_LATIN = str.maketrans("аеорсухкмтвнАЕОРСУХКМТВН", "aeopcyxkmtbhAEOPCYXKMTBH")
_NOT_A_VALUE = frozenset("=,;+)]}")
"""What may follow a word in JavaScript or prose, and does not begin a value."""


def likely_tag(reader: Reader, index: int, name: str) -> str | None:
    """The known tag that is most like `name`, which starts the line at `index`; None where none is."""
    if _has_else(reader, index):
        return "if"
    latin = "".join(to_latin(name).split())
    if latin in TAGS:
        return latin
    if not latin.isascii():
        return None
    single = _REPEATED.sub(r"\1", latin)
    if single in TAGS:
        return single
    line = reader.lines[index]
    has_value = reader.text[line.first : line.end].partition(":")[2].strip() != ""
    fitting = (tag.name for tag in TAGS.values() if tag.value is not Value.NONE or not has_value)
    return nearest(latin, fitting, cutoff=0.6)


def to_latin(name: str) -> str:
    """`name` with Cyrillic letters replaced by the Latin ones that look the same."""
    return name.translate(_LATIN)


def lacks_colon(text: str) -> Tag | None:
    """The tag that a line without a colon starts with, unless the line is rather code or prose."""
    word, *rest = text.split(None, 1)
    tag = TAGS.get(word)
    if tag is None or not rest:
        return tag
    return tag if tag.value is not Value.NONE and rest[0][0] not in _NOT_A_VALUE else None


def _has_else(reader: Reader, index: int) -> bool:
    """Whether the next line that is no deeper is an `else` or `elseif` in the same column."""
    column = reader.lines[index].column
    for number in range(index + 1, min(index + ELSE_SEARCH, len(reader.lines))):
        line = reader.lines[number]
        if line.is_blank or reader.is_comment[number] or line.column > column:
            continue
        found = TAG.match(reader.text, line.first, line.end)
        return line.column == column and found is not None and found[1] in ("else", "elseif")
    return False
