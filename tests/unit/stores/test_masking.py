"""Masking: what is personal does not reach the log."""

import pytest

from jaicp.stores import masking
from jaicp.stores.log import TurnRecord
from jaicp.stores.masking import read_masking


@pytest.mark.parametrize(
    ("rule", "text", "masked"),
    [
        ("phone", "звоните +7 (912) 345-67-89 после 6", "звоните *** после 6"),
        ("phone", "заказ 12345, 15.10.2026", "заказ 12345, 15.10.2026"),
        ("email", "пишите anna.k@mail.example.ru.", "пишите ***."),
        ("card", "карта 4111 1111 1111 1111!", "карта ***!"),
        (r"\bпаспорт \d+", "мой паспорт 123", "мой ***"),
    ],
)
def test_a_rule_masks_what_fits(rule, text, masked):
    assert read_masking([rule]).text(text) == masked


def test_a_rule_that_takes_too_long_hides_all(monkeypatch):
    monkeypatch.setattr(masking, "SECONDS", 1e-9)
    assert read_masking([r"(?:\w+\s?)+$"]).text("слово " * 3000 + "!") == "***"


def test_all_that_was_said_answered_and_noted_is_masked():
    mail = "a@b.ru"
    record = TurnRecord(
        time=1.0,
        channel="c",
        chat="1",
        client="ann",
        query=mail,
        replies=[{"type": "buttons", "buttons": [{"text": mail}]}],
        error={"message": mail},
        analytics=[{"value": mail}],
        data={"deep": [mail, 5]},
    )
    hidden = read_masking(["email"]).record(record)
    assert mail not in repr(hidden)
    assert hidden.data == {"deep": ["***", 5]}


def test_a_rule_that_is_none_is_told():
    with pytest.raises(ValueError, match=r"`\(` is neither one of phone, email, card"):
        read_masking(["("])
