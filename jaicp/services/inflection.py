"""Forms of Russian words: cases, agreement with numbers, what the dictionary knows; by pymorphy3.

A phrase is inflected as far as its head, the first noun: `новый дом отца` becomes `нового дома отца`. First
names, patronymics and surnames behind it are inflected with it. What is put into a form is in small letters, as
the library gives it: the platform uses the same one, public bots put capitals back
(`capitalize($nlp.inflect(…))`), and a suite (Cucmbr/r-one-test-bot) expects `москва` of `Москва`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from jaicp.nlu.morphology import CYRILLIC, analyser

__all__ = ["FormError", "agree", "describe", "inflect", "is_known", "ordinal"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_BEFORE_HEAD = frozenset({"ADJF", "PRTF", "NUMR"})
_OF_PEOPLE = frozenset({"Name", "Surn", "Patr"})
_CASES = frozenset("nomn gent datv accs ablt loct voct gen1 gen2 acc2 loc1 loc2".split())

_ORDINALS = dict(
    pair.split(":")
    for pair in (
        "ноль:нулевой один:первый два:второй три:третий четыре:четвёртый пять:пятый шесть:шестой "
        "семь:седьмой восемь:восьмой девять:девятый десять:десятый одиннадцать:одиннадцатый "
        "двенадцать:двенадцатый тринадцать:тринадцатый четырнадцать:четырнадцатый "
        "пятнадцать:пятнадцатый шестнадцать:шестнадцатый семнадцать:семнадцатый "
        "восемнадцать:восемнадцатый девятнадцать:девятнадцатый двадцать:двадцатый "
        "тридцать:тридцатый сорок:сороковой пятьдесят:пятидесятый шестьдесят:шестидесятый "
        "семьдесят:семидесятый восемьдесят:восьмидесятый девяносто:девяностый сто:сотый "
        "двести:двухсотый триста:трёхсотый четыреста:четырёхсотый пятьсот:пятисотый "
        "шестьсот:шестисотый семьсот:семисотый восемьсот:восьмисотый девятьсот:девятисотый "
        "тысяча:тысячный миллион:миллионный миллиард:миллиардный"
    ).split()
)


_COUNTED = {"год": "лет", "человек": "человек"}
"""Words whose form behind large numbers is not the genitive that the dictionary lists first."""


class FormError(Exception):
    """There is no such grammeme."""


def inflect(text: str, grammemes: Sequence[str]) -> str:
    """A word or phrase in the form that OpenCorpora's grammemes name; words without it stay.

    A text may name several, as in the vendor's `["femn, past"]`. `Anum` makes an ordinal of a numeral.
    Raises `FormError` for what is no grammeme.
    """
    wanted = frozenset(name.strip() for tag in grammemes for name in tag.split(",") if name.strip())
    if "Anum" in wanted:
        return _each_word(text, lambda words: [ordinal(word) for word in words])
    known = analyser().TagClass.KNOWN_GRAMMEMES
    for name in sorted(wanted):
        if name not in known:
            raise FormError(f"there is no grammeme `{name}`")

    def changed(words: list[str]) -> list[str]:
        return _with_head(words, lambda parse, head: _in_form(parse, head, wanted))

    return _each_word(text, changed)


def agree(text: str, number: float) -> str:
    """A word or phrase as it stands behind a number: `5` and `яблоко` give `яблок`."""
    whole = int(abs(number)) if float(number).is_integer() else None

    def form(parse: Any, head: Any) -> Any:
        del head
        if whole is None:
            return parse.inflect({"gent", "sing"})
        first = parse.inflect({"nomn", "sing"}) or parse
        agreeing = first.make_agree_with_number(whole)
        counted = _COUNTED.get(parse.normal_form)
        is_many = counted is not None and {"gent", "plur"} <= agreeing.tag.grammemes
        return counted if is_many else agreeing

    return _each_word(text, lambda words: _with_head(words, form))


def ordinal(word: str) -> str:
    """The ordinal of a numeral in its dictionary form; any other word stays."""
    normal = str(analyser().parse(word.lower())[0].normal_form).replace("ё", "е")
    found = _ORDINALS.get(normal) or _ORDINALS.get(word.lower())
    return found or word


def describe(word: str) -> dict[str, Any]:
    """The likeliest analysis of a word: its score, dictionary form and grammemes."""
    best = analyser().parse(word)[0]
    tags = str(best.tag).replace(" ", ",").split(",")
    return {"score": best.score, "normalForm": best.normal_form, "tags": tags}


def is_known(word: str) -> bool:
    """Whether the dictionary has the word in this form."""
    return bool(analyser().word_is_known(word.lower()))


def _each_word(text: str, changed: Callable[[list[str]], list[str]]) -> str:
    """The text with its Russian words changed; everything between them stays."""
    places = [found for found in _WORD.finditer(text) if CYRILLIC.search(found[0])]
    words = changed([found[0] for found in places])
    made, done = [], 0
    for found, word in zip(places, words, strict=True):
        made += [text[done : found.start()], word]
        done = found.end()
    return "".join([*made, text[done:]])


def _with_head(words: list[str], form: Callable[[Any, Any], Any]) -> list[str]:
    """The words up to the head, and names behind it, in another form."""
    parses = [analyser().parse(word) for word in words]
    at = next((i for i, found in enumerate(parses) if _is_head(found)), None)
    if (
        at is None or form(parses[at][0], parses[at][0]) is None
    ):  # a form that nouns have not, as of verbs
        return [
            _word(word, form(found[0], found[0])) for word, found in zip(words, parses, strict=True)
        ]
    head = next(parse for parse in parses[at] if "NOUN" in parse.tag)
    made = list(words)
    for i, found in enumerate(parses):
        parse = head if i == at else _beside(found, head, before=i < at)
        if parse is not None:
            made[i] = _word(words[i], form(parse, head))
    return made


def _is_head(parses: Sequence[Any]) -> bool:
    return "NOUN" in parses[0].tag


def _beside(parses: Sequence[Any], head: Any, *, before: bool) -> Any:
    """The analysis of a word that goes with the head, or None where it does not."""
    if not before:
        named = (parse for parse in parses if not _OF_PEOPLE.isdisjoint(parse.tag.grammemes))
        agreeing = (parse for parse in named if parse.tag.case == head.tag.case)
        return next(agreeing, None) if not _OF_PEOPLE.isdisjoint(head.tag.grammemes) else None
    fitting = [parse for parse in parses if parse.tag.POS in _BEFORE_HEAD]
    for parse in fitting:
        if (parse.tag.case, parse.tag.number) == (head.tag.case, head.tag.number):
            return parse
    return fitting[0] if fitting else None


def _in_form(parse: Any, head: Any, wanted: frozenset[str]) -> Any:
    """The parse in another form; an adjective in the accusative also follows the head in being alive."""
    if wanted & {"accs"} and parse is not head and head.tag.animacy:
        alive = parse.inflect(wanted | {str(head.tag.animacy)})
        if alive is not None:
            return alive
    number = frozenset({parse.tag.number} if wanted <= _CASES and parse.tag.number else ())
    return parse.inflect(wanted | number) or parse.inflect(wanted)


def _word(word: str, form: Any) -> str:
    if form is None or isinstance(form, str):
        return form or word
    return str(form.word)
