"""Buttons that lead to states, and the settings that a user may type."""

import pytest

from jaicp.channels.buttons import pressed_state
from jaicp.channels.webim import WebimSettings
from jaicp.runtime.messages import Event, Session


@pytest.fixture
def session():
    return Session(buttons={"Prices": "/Prices", " Our shops ": "/Shops"})


def test_a_pressed_or_typed_caption_leads_to_its_state(session):
    assert pressed_state(Event(query="Prices"), session) == "/Prices"
    assert pressed_state(Event(query=" Prices "), session) == "/Prices"
    assert pressed_state(Event(query="Our shops"), session) == "/Shops"


def test_other_words_and_events_are_none(session):
    assert pressed_state(Event(query="prices?"), session) is None
    assert pressed_state(Event(query="Bye"), session) is None
    assert pressed_state(Event(event="Prices"), session) is None


def test_settings_are_read_as_they_are_typed():
    typed = {"joiner": r"\n--\n", "client": "chat", "keep_when_silent": "no", "max_text": "500"}
    assert WebimSettings().changed(typed) == WebimSettings(
        joiner="\n--\n", client="chat", keep_when_silent=False, max_text=500
    )


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("jointer", "x", "no setting `jointer`"),
        ("keep_when_silent", "maybe", "`true` or `false`"),
        ("max_text", "-1", "is a number"),
        ("max_text", "0", "1 or more"),
        ("client", "person", "`visitor` or `chat`"),
    ],
)
def test_a_wrong_setting_says_what_to_type(name, value, problem):
    with pytest.raises(ValueError, match=problem):
        WebimSettings().changed({name: value})
