"""Make the dictionaries of languages from Unicode CLDR (Unicode-3.0), by the package Babel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from babel import Locale
from rows import write_rows

DEAD = "ae ang akk arc cop cu egy enm frm fro got grc hit la lzh non peo phn pro sa syc uga xbo".split()
OTHERS = {"fa": ["фарси"], "zh": ["мандаринский"], "la": ["латынь"], "sa": ["санскрит"]}
NOUNS = (
    "иврит идиш хинди урду эсперанто суахили телугу пали панджаби маратхи каннада гуджарати".split()
)
SHORTEST = 4  # shorter ones are words as often as languages


def languages(language: str) -> Iterator[tuple[str, str]]:
    """Code and name of those that are neither a variant nor a group."""
    for code, name in sorted(Locale(language).languages.items()):
        if "_" not in code and "(" not in name and code not in ("und", "mul", "zxx", "mis", "root"):
            yield code, name


def russian() -> Iterator[tuple[list[str], dict[str, Any]]]:
    for code, name in languages("ru"):
        if not name.endswith("ий") and name not in NOUNS:
            continue
        forms = [name, *OTHERS.get(code, [])]
        if name.endswith("ий") and " " not in name:
            adverb = name.removesuffix("й")
            forms += [f"по-{adverb}", f"по {adverb}"]
        yield forms, {"name": name, "code": code, "dead": code in DEAD}


def english() -> Iterator[tuple[list[str], dict[str, Any]]]:
    for code, name in languages("en"):
        if len(name) >= SHORTEST:
            yield [name], {"name": name, "code": code, "dead": code in DEAD}


if __name__ == "__main__":
    write_rows("language/language-ru.csv", russian())
    write_rows("language/language-en.csv", english())
