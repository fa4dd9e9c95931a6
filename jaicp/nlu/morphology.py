"""Dictionary forms of Russian and English words, by pymorphy3 and simplemma; grammemes of Russian ones.

Each library with its dictionary (some 30 MB of memory, 0.2 s) is loaded when a word of its letters is first asked
for, so that a bot without `~` and `$morph` never pays for them. Words of other alphabets stand for themselves.
"""

from __future__ import annotations

import importlib
import re
from functools import cache, lru_cache
from typing import Any

from jaicp.nlu.words import fold

__all__ = [
    "GRAMMEMES",
    "analyser",
    "analyses",
    "is_known",
    "known_grammeme",
    "lemmas",
    "main_lemma",
    "named_form",
]

KEPT = 65536
ENGLISH = re.compile("[a-z]{2,}(?:['’-][a-z]+)*")
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

_PARTS = {
    "NOUN": "С S",
    "ADJF": "П A",
    "ADJS": "КР_ПРИЛ",
    "COMP": "",
    "VERB": "Г V",
    "INFN": "ИНФИНИТИВ inf",
    "PRTF": "ПРИЧАСТИЕ partcp",
    "PRTS": "КР_ПРИЧАСТИЕ",
    "GRND": "ДЕЕПРИЧАСТИЕ ger",
    "NUMR": "ЧИСЛ NUM",
    "ADVB": "Н НАРЕЧ ADV",
    "NPRO": "МС SPRO",
    "PRED": "ПРЕДК",
    "PREP": "ПРЕДЛ PR",
    "CONJ": "СОЮЗ",
    "PRCL": "ЧАСТ PART",
    "INTJ": "МЕЖД",
}
_FEATURES = {
    "1per": "1л 1p",
    "2per": "2л 2p",
    "3per": "3л 3p",
    "pres": "нст praes",
    "past": "прш praet",
    "futr": "буд",
    "sing": "ед sg",
    "plur": "мн pl",
    "nomn": "им nom",
    "gent": "рд gen",
    "datv": "дт dat",
    "accs": "вн acc",
    "ablt": "тв ins",
    "loct": "пр abl",
    "voct": "зв voc",
    "masc": "мр m",
    "femn": "жр f",
    "neut": "ср n",
    "anim": "од",
    "inan": "но",
    "perf": "св сов pf",
    "impf": "нс нес ipf",
    "tran": "пе",
    "intr": "нп",
    "impr": "пвл imper",
    "indc": "indic",
    "actv": "дст act",
    "pssv": "стр pass",
    "Supr": "прев supr",
    "Name": "имя persn",
    "Surn": "фам famn",
    "Patr": "отч patrn",
    "Geox": "лок geo",
    "Abbr": "аббр",
}
_ALONE = "NUMB LATN ROMN PNCT UNKN Orgn Anph Apro Poss Qual Ques Dmns Prnt Infr Slng Arch Ms-f Sgtm Pltm Fixd"
IGNORED = frozenset({"actv"})
"""Verbs bear no `actv` in OpenCorpora's dictionary, though authors ask for `дст`."""

GRAMMEMES: dict[str, str] = {name: name for name in _ALONE.split()}
"""Every grammeme that a pattern may name, in three vocabularies: AOT, mystem and OpenCorpora's own, to
OpenCorpora's, which pymorphy3 speaks."""
for _table in (_PARTS, _FEATURES):
    for _own, _others in _table.items():
        GRAMMEMES.update(dict.fromkeys([_own, *_others.split()], _own))


def known_grammeme(name: str) -> str | None:
    """The dictionary's name of a grammeme; `` where it restricts nothing, None where nobody knows it."""
    found = GRAMMEMES.get(name) or GRAMMEMES.get(name.lower()) or GRAMMEMES.get(name.upper())
    return "" if found in IGNORED else found


@cache
def analyser() -> Any:
    """The analyser of pymorphy3, one for the process."""
    return importlib.import_module("pymorphy3").MorphAnalyzer()


@cache
def _english() -> Any:
    return importlib.import_module("simplemma")


@lru_cache(maxsize=KEPT)
def lemmas(word: str) -> frozenset[str]:
    """All dictionary forms that a folded word may have, folded; at least the word itself."""
    if ENGLISH.fullmatch(word):
        return frozenset((word, fold(_english().lemmatize(word, "en"))))
    if not CYRILLIC.search(word):
        return frozenset((word,))
    return frozenset(fold(parse.normal_form) for parse in analyser().parse(word)) | {word}


@lru_cache(maxsize=KEPT)
def main_lemma(word: str) -> str:
    """The likeliest dictionary form of a folded word, folded; the word itself where it is not Cyrillic."""
    if not CYRILLIC.search(word):
        return word
    return fold(str(analyser().parse(word)[0].normal_form))


def is_known(word: str) -> bool:
    """Whether the dictionary has a folded word, rather than guess it by its ending."""
    return bool(analyser().word_is_known(word))


def named_form(word: str, grammeme: str) -> str:
    """The nominative of a folded word in an analysis with the grammeme, with capitals.

    A word that may be a nominative is taken for one.
    """
    found = [parse for parse in analyser().parse(word) if grammeme in parse.tag.grammemes]
    found.sort(key=lambda parse: "nomn" not in parse.tag.grammemes)
    nominative = found[0].inflect({"nomn"}) if found else None
    form = word if nominative is None else str(nominative.word)
    return "-".join(part.capitalize() for part in form.split("-"))


@lru_cache(maxsize=KEPT)
def analyses(word: str) -> tuple[frozenset[str], ...]:
    """The grammemes of each analysis of a folded word."""
    if not CYRILLIC.search(word):
        return ()
    return tuple(frozenset(map(str, parse.tag.grammemes)) for parse in analyser().parse(word))
