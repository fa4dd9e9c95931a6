"""Nearest training phrases: what counts, in figures that can be followed by hand."""

from __future__ import annotations

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.nlu.aligner import Aligned, Aligner
from jaicp.nlu.alignment import StsSettings
from jaicp.nlu.finder import EntityHit
from jaicp.nlu.phrases import Element, read_phrase
from jaicp.nlu.words import Utterance, tokenize

WORDS = ["red", "green", "car", "cars", "house", "big", "moon", "машина", "машины", "дом"]


def rank(phrases: dict[str, str] | list[str], text: str) -> list[Aligned[str]]:
    pairs = phrases.items() if isinstance(phrases, dict) else [(p, p) for p in phrases]
    return Aligner([(key, phrase) for key, phrase in pairs]).rank(tokenize(text))


class Finder:
    """Finds single words as entities."""

    def __init__(self, **words: str) -> None:
        self.words = words

    def find(self, name: str, utterance: Utterance) -> list[EntityHit]:
        word = self.words.get(name)
        return [EntityHit(at, at + 1) for at, w in enumerate(utterance.folded) if w and w == word]


def test_a_text_twice_as_long_as_the_phrase_fits_it_by_half():
    assert rank(["раз"], "раз раз")[0].weight == pytest.approx(0.5)


def test_a_phrase_word_for_word_has_the_weight_1_whatever_signs_and_case():
    found = rank(["hello, world", "hello big world"], "Hello world!")[0]
    assert (found.key, found.weight, found.alignment) == ("hello, world", 1.0, None)


def test_another_form_of_a_word_counts_a_little_less():
    found = rank(["красная машина"], "красные машины")[0]
    assert found.weight == pytest.approx(0.95)
    assert {pair.match.kind for pair in found.alignment.pairs} == {"lemma"}


def test_a_slip_of_the_pen_still_counts():
    assert rank(["международный"], "междунаодный")[0].alignment.pairs[0].match.kind == "letters"


def test_words_of_one_root_count_somewhat():
    assert rank(["доставка"], "доставщик")[0].alignment.pairs[0].match.kind == "root"


def test_words_that_few_phrases_hold_tell_more():
    phrases = ["buy lamp", "buy chair", "buy table", "sell lamp"]
    assert rank(phrases, "chair lamp buy")[0].key == "buy chair"


def test_function_words_tell_little():
    found = rank(["where is my order", "where is the moon"], "the moon please")
    assert found[0].key == "where is the moon"


def test_the_weight_of_a_word_is_its_idf():
    aligner = Aligner([(1, "lamp shop"), (2, "lamp moon"), (3, "chair")])
    (first, *_) = aligner.rank(tokenize("lamp sun"))
    lamp, sun, shop = log(1 + 3 / 2), log(1 + 3 / 0.5), log(1 + 3 / 1)
    assert first.alignment.text_weight == pytest.approx(lamp + sun)
    assert first.alignment.phrase_weight == pytest.approx(lamp + shop)
    assert first.weight == pytest.approx(0.8 * lamp / (lamp + sun))


def test_longer_runs_of_words_in_order_count_more():
    phrases = ["big red car by the old house"]
    together = rank(phrases, "big red car and a green moon")[0].weight
    apart = rank(phrases, "car and a red green big moon")[0].weight
    assert together > apart


def test_an_entity_stands_for_whatever_words_it_has():
    aligner = Aligner([("fly", "fly to @City"), ("go", "go to bed")])
    ranked = aligner.rank(tokenize("fly to Lima"), Finder(City="lima"))
    assert (ranked[0].key, ranked[0].weight) == ("fly", pytest.approx(1.0))
    assert aligner.rank(tokenize("fly to Lima"), Finder())[0].weight < 0.9
    assert aligner.entities == ["City"]


def test_further_phrases_of_a_key_make_it_surer():
    phrases = [("a", "red car"), ("a", "red moon"), ("b", "red house")]
    by_key = {found.key: found for found in Aligner(phrases).rank(tokenize("red"))}
    assert by_key["a"].weight == by_key["b"].weight
    assert by_key["a"].confidence > by_key["b"].confidence == by_key["b"].weight


def test_settings_are_those_of_the_project():
    settings = StsSettings.from_json({"lemmaMatch": 0.5, "wordSequence1": 1, "jaccardMatch": "x"})
    assert (settings.lemma_match, settings.word_sequence_1, settings.jaccard_match) == (0.5, 1, 0.5)
    aligner = Aligner([(1, "машина")], settings)
    assert aligner.rank(tokenize("машины"))[0].weight == pytest.approx(0.5)


def test_references_in_phrases():
    assert read_phrase("to @City::from, or $Number.") == (
        Element("to"),
        Element("City", True, "from"),
        Element("or"),
        Element("$Number", True),
    )
    assert read_phrase("a@b.ru @duckling.time!")[-1] == Element("duckling.time", True)
    assert [e.is_entity for e in read_phrase("a@b.ru")] == [False] * len(read_phrase("a@b.ru"))


def test_nothing_in_common_is_nothing_found():
    assert rank(["big house"], "moon") == []
    assert rank(["big house"], "?!") == []
    assert rank([], "moon") == []


sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


@given(st.lists(sentences, min_size=1, max_size=6), sentences)
def test_weights_are_shares_and_exact_phrases_win(phrases: list[str], text: str):
    ranked = rank(phrases, text)
    assert all(0 < found.weight <= 1 and found.weight <= found.confidence <= 1 for found in ranked)
    assert [f.confidence for f in ranked] == sorted((f.confidence for f in ranked), reverse=True)
    if text in phrases:
        assert ranked[0].confidence == 1.0
        assert text in [found.key for found in ranked if found.weight == 1.0]


@given(st.lists(sentences, min_size=1, max_size=6), sentences)
def test_the_first_pass_loses_nothing_that_is_good(phrases: list[str], text: str):
    pairs = [(phrase, phrase) for phrase in phrases]
    few = Aligner(pairs).rank(tokenize(text), limit=len(phrases))
    all_of_them = Aligner(pairs).rank(tokenize(text), limit=10_000)
    assert few == all_of_them
