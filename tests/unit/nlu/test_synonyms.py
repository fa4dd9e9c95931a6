"""Names of entities that are searched loosely: by their sound, or with words missing and others between."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from jaicp.nlu.entities import EntityCatalogue, Finder
from jaicp.nlu.sounds import sound
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import tokenize
from jaicp.project.nlu_files import Entity, Record

NOW = Moment(datetime(2025, 6, 15, 12, tzinfo=UTC), "ru")


def found(text: str, *rules: str, loose: tuple[str, ...]) -> list[str]:
    entity = Entity("E", (Record(rules),), loose=loose)
    utterance = tokenize(text)
    tokens = utterance.tokens
    hits = Finder(EntityCatalogue((entity,), PatternTable()), NOW).find("E", utterance)
    return [text[tokens[hit.start].start : tokens[hit.end - 1].end] for hit in hits]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("окно", "акно"),
        ("лестница", "лесница"),
        ("поздно", "позно"),
        ("солнце", "сонце"),
        ("чувство", "чуство"),
        ("счастье", "щасте"),
        ("дуб", "дуп"),
        ("сказка", "скаска"),
        ("программа", "програма"),
        ("подъезд", "подезд"),
        ("учиться", "учица"),
        ("сережа", "serezha"),
        ("москва", "moskva"),
        ("телефон", "telephon"),
    ],
)
def test_words_that_sound_alike(one: str, other: str) -> None:
    assert sound(one) == sound(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("дом", "том"), ("кот", "кит"), ("мост", "мозг"), ("лук", "лак"), ("рис", "лис"), ("", "а")],
)
def test_words_that_sound_different(one: str, other: str) -> None:
    assert sound(one) != sound(other)


def test_phonetic_search_finds_what_sounds_alike_in_any_form() -> None:
    loose = ("phoneticSearch",)
    assert found("живу в масквe у метро", "сокол", loose=loose) == []
    assert found("закажи питсу", "пицца", loose=loose) == ["питсу"]
    assert found("хочу на валагду", "вологда", loose=loose) == ["валагду"]
    assert found("хочу на валагду", "вологда", loose=()) == []
    assert found("лечу в Vologda", "вологда", loose=loose) == ["Vologda"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("парк культуры имени горького", ["парк культуры имени горького"]),
        ("где парк культуры горького", ["парк культуры горького"]),
        ("парк новой культуры имени горького", ["парк новой культуры имени горького"]),
        ("культуры имени горького", ["культуры имени горького"]),
        ("парк горького", []),  # two of four are not more than half
        ("горького имени культуры парк", []),  # not in this order
        ("парк культуры а потом еще и как нибудь имени горького", []),  # too far apart
    ],
)
def test_fuzzy_search_takes_names_with_words_missing_and_others_between(
    text: str, places: list[str]
) -> None:
    assert found(text, "парк культуры имени горького", loose=("fuzzySearch",)) == places


def test_fuzzy_search_needs_both_words_of_two_and_takes_one_word_names_whole() -> None:
    loose = ("fuzzySearch",)
    assert found("на красную и большую площадь", "красная площадь", loose=loose) == [
        "красную и большую площадь"
    ]
    assert found("площадь", "красная площадь", loose=loose) == []
    assert found("едем в кремль", "кремль", loose=loose) == ["кремль"]


def test_fuzzy_search_takes_names_in_any_form() -> None:
    text = "квартира на белорусской"
    assert found(text, "Белорусская", loose=("fuzzySearch",)) == ["белорусской"]
    assert (
        found(text, "Белорусская", loose=()) == []
    )  # the vendor: names have to be in dictionary form
    assert found(text, "Белорусский", loose=()) == ["белорусской"]


def test_without_a_value_fuzzy_search_gives_the_name_and_not_what_was_typed() -> None:
    loose = ("fuzzySearch",)
    names = Entity("E", (Record(("Белорусская",)), Record(("Киевская",), "7")), loose=loose)
    finder = Finder(EntityCatalogue((names,), PatternTable()), NOW)
    hits = finder.find("E", tokenize("с белорусской на киевскую"))
    assert [hit.value for hit in hits] == ["Белорусская", 7]


def test_both_ways_at_once() -> None:
    loose = ("fuzzySearch", "phoneticSearch")
    assert found("на красную и балшую плошадь", "красная площадь", loose=loose) == []
    assert found("на крастную и большую площать", "красная площадь", loose=loose) == [
        "крастную и большую площать"
    ]
