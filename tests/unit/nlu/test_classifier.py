"""The linear model of intents: probabilities, and phrases about something else."""

from __future__ import annotations

from jaicp.nlu.classifier import LinearClassifier
from jaicp.nlu.words import tokenize

PHRASES = [
    ("refund", text)
    for text in "give my money back;i want a refund;return my money;refund please;money back".split(
        ";"
    )
] + [
    ("order", text)
    for text in "where is my order;order status;track my order;has my order left;status".split(";")
]


def model() -> LinearClassifier[str]:
    return LinearClassifier(PHRASES)


def test_the_intent_whose_words_are_said_comes_first():
    assert model().rank(tokenize("refund my money"))[0][0] == "refund"
    assert model().rank(tokenize("tracking the orders"))[0][0] == "order"


def test_shares_and_none_of_them_make_one():
    ranked = model().rank(tokenize("order a refund"))
    assert 0 < sum(share for _, share in ranked) < 1
    assert [s for _, s in ranked] == sorted((s for _, s in ranked), reverse=True)


def test_a_phrase_about_something_else_gets_little():
    known = model().rank(tokenize("status of my order"))[0][1]
    foreign = model().rank(tokenize("the weather in my town is rather bad"))[0][1]
    assert known > 0.6 > 0.2 > foreign


def test_a_phrase_without_any_known_letters_gets_nothing():
    assert model().rank(tokenize("щщщ")) == []
    assert LinearClassifier([]).rank(tokenize("order")) == []


def test_the_same_phrases_make_the_same_model():
    assert model().rank(tokenize("my money")) == model().rank(tokenize("my money"))


def test_entities_of_the_text_are_words_to_it():
    phrases = [("number", "@duckling.number"), ("hello", "hello there")]
    ranked = LinearClassifier(phrases).rank(tokenize("517"), ["duckling.number"])
    assert ranked[0][0] == "number"
