"""`$caila`: the bot's own intents, entities and dictionaries, asked by scripts (JS API, §4.5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from service_world import OneBot

from jaicp.services.languages import detect_language

MakeBot = Callable[..., OneBot]

NLU: dict[str, Any] = {
    "settings": {"language": "ru"},
    "intents": [
        {
            "id": 7,
            "path": "/Order",
            "phrases": [{"text": "хочу заказать пиццу"}, {"text": "заказ пиццы"}],
            "answer": "Какую?",
            "customData": '{"a": 1}',
            "slots": [{"name": "size", "entity": "Size", "required": True, "prompts": ["Размер?"]}],
        },
        {"path": "/Bye", "phrases": [{"text": "до свидания"}]},
    ],
    "entities": [
        {
            "entity": {"name": "Size", "enabled": True},
            "records": [
                {"type": "synonyms", "rule": ["большой"], "value": '{"cm": 40}'},
                {"type": "synonyms", "rule": ["маленький"], "value": "small"},
            ],
        }
    ],
}


@pytest.fixture
def bot(tmp_path: Path, make_bot: MakeBot) -> OneBot:
    """A bot with two intents and an entity, none of which its states listen to."""
    (tmp_path / "nlu.json").write_text(json.dumps(NLU, ensure_ascii=False), "utf-8")
    return make_bot(config="language: ru\nbotEngine: v2\n")


def test_entities_are_looked_up_in_a_text(bot: OneBot) -> None:
    found = bot.value("$caila.entitiesLookup('Мне большую и 2 колы', false)")
    assert found["text"] == "Мне большую и 2 колы"
    size, number = found["entities"]
    assert size == {
        "entity": "Size",
        "slot": "",
        "startPos": 4,
        "endPos": 11,
        "text": "большую",
        "value": '{"cm": 40}',
        "default": True,
        "system": False,
    }
    assert (number["entity"], number["value"], number["system"]) == ("duckling.number", "2", True)
    assert bot.value("$caila.entitiesLookup('ничего')") == {"text": "ничего", "entities": []}


def test_all_entities_are_shown_where_that_is_asked(bot: OneBot) -> None:
    text = "завтра в 5"
    few = bot.value(f"$caila.entitiesLookup('{text}')")["entities"]
    many = bot.value(f"$caila.entitiesLookup('{text}', true)")["entities"]
    assert [one["default"] for one in few] == [True] * len(few)
    assert len(many) > len(few)
    assert [one for one in many if one["default"]] == few


def test_an_entity_is_shown_with_its_records(bot: OneBot) -> None:
    assert bot.value("$caila.getEntity('Size')") == {
        "id": 0,
        "name": "Size",
        "enabled": True,
        "records": [
            {"id": 0, "type": "synonyms", "rule": ["большой"], "value": '{"cm": 40}'},
            {"id": 1, "type": "synonyms", "rule": ["маленький"], "value": "small"},
        ],
    }
    assert bot.value("$caila.getEntity('Colour')") is None


def test_a_text_is_asked_for_its_intent(bot: OneBot) -> None:
    found = bot.value("$caila.simpleInference('хочу заказать пиццу, маленькую')")
    assert found["intent"]["path"] == "/Order"
    assert found["intent"]["id"] == 7
    assert found["intent"]["answer"] == "Какую?"
    assert found["intent"]["customData"] == '{"a": 1}'
    assert [slot["name"] for slot in found["intent"]["slots"]] == ["size"]
    assert found["slots"] == [{"name": "size", "value": "small", "array": False}]
    assert 0 < found["confidence"] <= 1
    assert bot.value("$caila.simpleInference('абракадабра')") is None


def test_several_variants_and_known_slots(bot: OneBot) -> None:
    found = bot.value(
        "$caila.inference({phrase: {text: 'заказ пиццы'}, nBest: 3,"
        " knownSlots: [{name: 'size', value: 'any'}, {name: 'other', value: 1}]})"
    )
    assert found["phrase"] == {"text": "заказ пиццы", "entities": []}
    [variant] = found["variants"]
    assert variant["intent"]["path"] == "/Order"
    assert variant["slots"] == [{"name": "size", "value": "any", "array": False}]
    assert variant["weights"]["phrases"] == 1
    message = bot.error("$caila.inference('заказ')")
    assert message == "$caila.inference takes {phrase: {text}, nBest, knownSlots}"


def test_methods_with_a_token_ask_the_same_project(bot: OneBot) -> None:
    code = "$caila.{}('до свидания', {} 'token')"
    with_token = bot.value(code.format("simpleInferenceWithToken", ""))
    assert with_token == bot.value("$caila.simpleInference('до свидания')")
    assert bot.value("$caila.inflectWithToken('стол', ['gent'], 'token')") == "стола"
    assert bot.value("$caila.conformWithToken('стол', 5, 'token')") == "столов"


def test_markup_has_forms_and_parts_of_speech(bot: OneBot) -> None:
    marked = bot.value("$caila.markup('Кот любит меня.')")
    assert marked["source"] == marked["correctedText"] == "Кот любит меня."
    assert marked["words"][0] == {
        "annotations": {"lemma": "кот", "pos": "S"},
        "startPos": 0,
        "endPos": 3,
        "pattern": False,
        "punctuation": False,
        "source": "Кот",
        "word": "кот",
    }
    parts = [word["annotations"]["pos"] for word in marked["words"]]
    assert parts == ["S", "V", "SPRO", "PUNCT"]
    assert marked["words"][-1]["punctuation"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Где мой заказ?", "ru"),
        ("Where is my order?", "en"),
        ("order", "en"),
        ("Дякую, все добре, її немає", "uk"),
        ("Қайда менің тапсырысым?", "kk"),
        ("Ў нас усё добра", "be"),
        ("Wo ist meine Bestellung? Ich bin nicht glücklich", "de"),
        ("¿Dónde está mi pedido?", "es"),
        ("Onde está o meu pedido? Não sei", "pt"),
        ("Gdzie jest moja przesyłka", "pl"),
        ("Siparişim nerede", "tr"),
        ("我的订单在哪里", "zh"),
        ("注文はどこですか", "ja"),
        ("12 :)", "unknown"),
        ("", "unknown"),
    ],
)
def test_languages_are_told_by_letters_and_words(text: str, language: str) -> None:
    assert detect_language(text) == language


def test_languages_of_several_texts(bot: OneBot) -> None:
    assert bot.value("$caila.detectLanguage(['привет', 'hello'])") == ["ru", "en"]
    assert bot.value("$caila.checkVocabulary('стол')") is True
    assert bot.value("$caila.checkVocabulary('стоолл')") is False


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("$caila.markup(text)", "$caila.markup takes a text of up to 10000 characters"),
        (
            "$caila.inference({phrase: {text: text}})",
            "$caila.inference takes a text of up to 10000 characters",
        ),
        (
            "$caila.detectLanguage([text])",
            "$caila.detectLanguage takes a text of up to 10000 characters",
        ),
        ("$nlp.inflect(text, 'gent')", "inflect takes a text of up to 10000 characters"),
        ("$nlp.match(text, '/')", "$nlp takes a text of up to 10000 characters"),
        (
            "$nlp.matchExamples(text, ['a'])",
            "$nlp.matchExamples takes a text of up to 2000 characters",
        ),
        (
            "$nlp.matchExamples('a', Array(9).fill(text))",
            "$nlp.matchExamples takes examples of up to 50000 characters together",
        ),
    ],
)
def test_texts_that_would_take_too_long_are_refused(bot: OneBot, call: str, told: str) -> None:
    assert bot.error(f"var text = 'слово '.repeat(2000); {call}") == told
