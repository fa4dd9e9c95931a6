"""Training phrases and texts as sequences of what is compared: words, and entities in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from jaicp.nlu.finder import EntityFinder
from jaicp.nlu.words import Utterance, tokenize

__all__ = ["Element", "Span", "TextWords", "is_function_word", "read_phrase", "text_words"]

_REFERENCE = re.compile(r"(?<![\w@$.])([@$])([^\W\d_][\w.-]*)(?:::([\w-]+))?")


class Element(NamedTuple):
    """A folded word of a phrase; where `is_entity`, the name of an entity (`$Name` for a named pattern)."""

    text: str
    is_entity: bool = False
    slot: str = ""


class Span(NamedTuple):
    """An entity at the words from `start` up to `end` of a text."""

    start: int
    end: int
    name: str


class TextWords(NamedTuple):
    """The folded words of a text, and where the entities that were asked for stand among them."""

    words: tuple[str, ...]
    spans: tuple[Span, ...] = ()


def read_phrase(text: str) -> tuple[Element, ...]:
    """The elements of a training phrase; `@Name`, `@Name::slot` and `$Name` stand for entities."""
    found: list[Element] = []
    position = 0
    for reference in _REFERENCE.finditer(text):
        found += _words(text[position : reference.start()])
        name = reference[2].rstrip(".-")
        position = reference.end() if reference[3] else reference.start(2) + len(name)
        mark = "$" if reference[1] == "$" else ""
        found.append(Element(mark + name, True, reference[3] or ""))
    found += _words(text[position:])
    return tuple(found)


def _words(text: str) -> Iterable[Element]:
    return [Element(t.folded) for t in tokenize(text).tokens if not t.is_punctuation]


def text_words(
    utterance: Utterance, names: Iterable[str] = (), finder: EntityFinder | None = None
) -> TextWords:
    """The words of a text with the given entities, as far as the finder knows them."""
    tokens = utterance.tokens
    count, number = 0, []
    for token in tokens:
        number.append(count)
        count += not token.is_punctuation
    number.append(count)
    words = tuple(token.folded for token in tokens if not token.is_punctuation)
    spans = [
        Span(number[hit.start], number[hit.end], name)
        for name in names
        for hit in (() if finder is None else finder.find(name, utterance))
        if number[hit.start] < number[hit.end]
    ]
    return TextWords(words, tuple(spans))


_FUNCTION_WORDS = frozenset(
    """
    а без бы был была были было быть в вам вами вас ваш ваша ваше ваши весь во вот все вы где да для до его ее
    если есть еще ж же за здесь и из или им их к как какая какие какой ко когда кто ли либо лишь мне мной могу
    может можно мой моя мы на надо нам нас наш не него нее нет ни них но ну нужен нужна нужно о об он она они
    оно от по пожалуйста под подскажите при про с сам свой себя скажите со та так также такой там те тебя то
    того тоже той только том тот ты тут у уже хотел хотела хотелось хотим хочу чего чей чем что чтоб чтобы эта
    эти это этого этой этот эту я
    a about am an and any are as at be been but by can could did do does for from get give had has have he her
    him his how i if in is it its just let me my no not of on or our please she should so some tell than that
    the their them then there these they this those to us want was we were what when where which who why will
    with would you your
    """.split()
)


def is_function_word(word: str) -> bool:
    """Whether a folded word says little by itself, in any text: articles, pronouns, particles."""
    return word in _FUNCTION_WORDS


Weigh = Callable[[str], float]
"""The weight of a folded word."""
