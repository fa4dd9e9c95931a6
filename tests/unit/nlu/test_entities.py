"""Entities of a project: which places of a text they take, and with which value."""

from __future__ import annotations

from datetime import UTC, datetime

from jaicp.nlu.entities import EntityCatalogue, Finder
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.table import PatternTable
from jaicp.nlu.words import tokenize
from jaicp.project.nlu_files import Entity, Record
from jaicp.syntax.patterns import parse_pattern

NOW = Moment(datetime(2025, 6, 15, 12, tzinfo=UTC), "en")


def words(*rules: str, value: str = "") -> Record:
    return Record(rules, value)


def pattern(*rules: str, value: str = "") -> Record:
    return Record(rules, value, is_pattern=True)


def finder(*entities: Entity, table: PatternTable | None = None, listed: tuple[str, ...] = ()):
    return Finder(EntityCatalogue(entities, table or PatternTable(), listed), NOW)


def found(finder: Finder, name: str, text: str) -> list[tuple[str, object]]:
    utterance = tokenize(text)
    tokens = utterance.tokens
    return [
        (text[tokens[hit.start].start : tokens[hit.end - 1].end], hit.value)
        for hit in finder.find(name, utterance)
    ]


def test_synonyms_take_words_in_any_form_and_signs_between_them():
    city = Entity("City", (words("санкт петербург", "питер", value="SPB"),))
    assert found(finder(city), "City", "из Питера в Санкт, Петербург") == [
        ("Питера", "SPB"),
        ("Санкт, Петербург", "SPB"),
    ]


def test_english_words_are_compared_by_their_stems():
    assert found(finder(Entity("E", (words("green apple"),))), "E", "two green apples") == [
        ("green apples", None)
    ]


def test_no_morph_takes_words_as_they_stand():
    exact = Entity("E", (words("стол"),), no_morph=True)
    assert found(finder(exact), "E", "стол, столы") == [("стол", None)]


def test_values_are_json_where_they_are_some():
    entity = Entity(
        "E", (words("one", value="1"), words("two", value='{"n": 2}'), words("three", value="iii"))
    )
    assert [value for _, value in found(finder(entity), "E", "one two three")] == [
        1,
        {"n": 2},
        "iii",
    ]


def test_the_longest_place_counts_then_the_first_record():
    entity = Entity(
        "E", (words("new", value="a"), words("new york", value="b"), words("new york", value="c"))
    )
    assert found(finder(entity), "E", "new york") == [("new york", "b")]


def test_patterns_take_a_run_of_words():
    entity = Entity("E", (pattern("(big|large) [red] car*", value="x"),))
    assert found(finder(entity), "E", "some large red cars over there") == [("large red cars", "x")]


def test_a_star_in_a_synonym_makes_it_a_pattern():
    assert found(finder(Entity("E", (words("hawaii*"),))), "E", "one hawaiian please") == [
        ("hawaiian", None)
    ]


def test_patterns_may_name_other_entities_and_circles_end():
    colour = Entity("Colour", (words("red"),))
    car = Entity("Car", (pattern("@Colour car"),))
    assert found(finder(colour, car), "Car", "a red car") == [("red car", None)]
    one, two = Entity("One", (pattern("@Two"), words("x"))), Entity("Two", (pattern("@One"),))
    assert found(finder(one, two), "Two", "x") == [("x", None)]


def test_a_bad_pattern_is_told_and_the_rest_works():
    entity = Entity("E", (pattern("(car"), pattern("$Nobody"), words("bus")))
    catalogue = EntityCatalogue([entity], PatternTable())
    assert catalogue.bad_patterns == [("E", "(car"), ("E", "$Nobody")]
    assert found(Finder(catalogue, NOW), "E", "bus") == [("bus", None)]


def test_a_named_pattern_can_stand_for_an_entity():
    table = PatternTable()
    table.define("Yes", parse_pattern("(yes|sure)").root)
    assert found(finder(table=table), "$Yes", "well, sure") == [("sure", None)]


def test_names_that_are_not_there():
    disabled = finder(Entity("E", (words("x"),), enabled=False))
    assert found(disabled, "E", "x") == []
    catalogue = EntityCatalogue((), PatternTable())
    assert catalogue.is_unbuilt("duckling.weather")
    assert not catalogue.is_unbuilt("duckling.number")
    assert not catalogue.is_unbuilt("Mine")


def test_listed_entities_do_not_overlap_unless_they_are_wanted():
    fruit = Entity("Fruit", (words("green apple"), words("pear")), priority=1)
    food = Entity("Food", (words("apple"), words("pear")))
    one = finder(fruit, food, listed=("duckling.number",))
    text = tokenize("3 green apples or a pear")
    assert [(f.name, f.start, f.end) for f in one.all(text)] == [
        ("duckling.number", 0, 1),
        ("Fruit", 1, 3),
        ("Fruit", 5, 6),
    ]
    assert ("Food", 2, 3) in [(f.name, f.start, f.end) for f in one.all(text, ["Food"])]


def test_hidden_entities_are_not_listed():
    hidden = finder(Entity("classRule_1", (words("x"),), hidden=True))
    assert hidden.all(tokenize("x")) == []
    assert found(hidden, "classRule_1", "x") == [("x", None)]
