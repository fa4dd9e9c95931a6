"""What Webim's bot API 1.0 sends, and what the bot gets of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.channels.body import BadRequest
from jaicp.channels.webim import WebimSettings, decode

SETTINGS = WebimSettings(channel_id="shop")


def new_chat(**more):
    return {"event": "new_chat", "chat": {"id": "c-1"}, "visitor": {"id": "v-1"}, **more}


def new_message(**more):
    return {"event": "new_message", "chat": {"id": "c-1"}, **more}


def said(text):
    return {"kind": "visitor", "text": text}


def pressed(text):
    return {"kind": "keyboard_response", "response": {"button": {"id": "b1", "text": text}}}


def query_of(body, settings=SETTINGS):
    return decode(body, settings).event.query


class TestANewChat:
    def test_without_messages_is_the_event_new_chat_started(self):
        body = new_chat(location={"address": "https://shop.example/cart"})
        event = decode(body, SETTINGS, now=12.5, question_id="q1").event
        assert (event.query, event.event) == (None, "newChatStarted")
        assert event.data == {"chatId": "c-1", "eventData": body}
        assert event.raw_request["location"]["address"] == "https://shop.example/cart"
        assert (event.timestamp, event.question_id) == (12.5, "q1")

    @pytest.mark.parametrize("messages", [None, [], [said("  ")], [{"kind": "file_visitor"}]])
    def test_with_no_words_in_it_is_the_same(self, messages):
        assert decode(new_chat(messages=messages), SETTINGS).event.event == "newChatStarted"

    def test_with_messages_is_one_query_of_all_of_them(self):
        body = new_chat(messages=[said("Hello"), said("where is my parcel")])
        event = decode(body, SETTINGS).event
        assert (event.query, event.event) == ("Hello\nwhere is my parcel", None)
        assert event.data == {"chatId": "c-1"}

    def test_the_joiner_is_a_setting(self):
        body = new_chat(messages=[said("a"), said("b")])
        assert query_of(body, WebimSettings(joiner=". ")) == "a. b"

    @pytest.mark.parametrize(
        ("message", "query"),
        [
            (pressed("Delivery"), "Delivery"),
            ({"text": "no kind"}, "no kind"),
            ({"kind": "sticker_visitor", "text": ":)"}, ":)"),
            ({"kind": "operator", "text": "from a person"}, None),
            ({"kind": "info", "text": "from Webim"}, None),
            ({"kind": "file_visitor", "data": {}}, None),
        ],
    )
    def test_what_each_kind_of_message_adds(self, message, query):
        assert query_of(new_chat(messages=[message])) == query


class TestANewMessage:
    def test_of_a_visitor_is_a_query(self):
        event = decode(new_message(**said("order 15")), SETTINGS).event
        assert (event.query, event.event, event.data) == ("order 15", None, {"chatId": "c-1"})

    def test_of_a_pressed_button_is_its_text(self):
        body = new_message(**pressed("Delivery"))
        event = decode(body, SETTINGS).event
        assert event.query == "Delivery"
        assert event.raw_request["response"]["button"]["id"] == "b1"

    @pytest.mark.parametrize(
        "body",
        [
            new_message(kind="file_visitor", data={"url": "https://x.example/1.png"}),
            new_message(kind="visitor", text=" "),
            {"event": "chat_closed"},
            {"event": "чат"},
        ],
    )
    def test_of_an_unknown_kind_is_ignored_and_says_why(self, body):
        update = decode(body, SETTINGS)
        assert update.event is None
        assert update.ignored


class TestWhoSpeaks:
    def test_the_client_is_the_visitor(self):
        update = decode(new_chat(), SETTINGS)
        assert (update.chat, update.visitor) == ("c-1", "v-1")
        assert (update.event.client_id, update.event.user_from) == ("v-1", {"id": "v-1"})
        assert (update.event.channel_type, update.event.channel_id) == ("webim", "shop")

    def test_without_a_visitor_it_is_for_the_store_to_know(self):
        update = decode(new_message(**said("x")), SETTINGS)
        assert update.visitor is None
        assert update.event.client_id == "c-1"

    def test_each_chat_may_have_its_own_session(self):
        update = decode(new_chat(), WebimSettings(client="chat"))
        assert (update.visitor, update.event.client_id) == ("c-1", "c-1")

    @pytest.mark.parametrize(
        ("given_id", "key"), [(90412, "90412"), (2**200, str(2**200)), ("ß", "ß")]
    )
    def test_ids_are_used_as_they_are(self, given_id, key):
        update = decode(new_chat(chat={"id": given_id}), SETTINGS)
        assert update.chat == key
        assert update.event.data["chatId"] == given_id

    def test_a_name_is_taken_where_it_is_sent(self):
        body = new_chat(visitor={"id": "v", "fields": {"name": "Ann"}})
        assert decode(body, SETTINGS).event.user_from == {"id": "v", "firstName": "Ann"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "event"),
        ({"event": 5}, "event"),
        ({"event": "new_chat"}, "chat"),
        (new_chat(chat="c-1"), "chat"),
        (new_chat(chat={}), "chat.id"),
        (new_chat(chat={"id": ""}), "chat.id"),
        (new_chat(chat={"id": True}), "chat.id"),
        (new_chat(chat={"id": 1.5}), "chat.id"),
        (new_chat(chat={"id": "x" * 300}), "chat.id"),
        (new_chat(chat={"id": 10**5000}), "chat.id"),
        (new_chat(visitor=[]), "visitor"),
        (new_chat(visitor={"id": {}}), "visitor.id"),
        (new_chat(messages={}), "messages"),
        (new_chat(messages=["hi"]), "messages[0]"),
        (new_chat(messages=[said("a"), {"kind": 1}]), "messages[1].kind"),
        (new_chat(messages=[{"kind": "visitor"}]), "messages[0].text"),
        (new_chat(messages=[pressed(None)]), "messages[0].response.button.text"),
        (new_message(), "kind"),
        (new_message(kind="visitor"), "text"),
        (new_message(kind="keyboard_response"), "response"),
        (new_message(kind="keyboard_response", response={}), "response.button"),
        (new_message(kind="keyboard_response", response={"button": {}}), "response.button.text"),
    ],
)
def test_a_wrong_shape_is_refused_by_the_name_of_the_field(body, field):
    with pytest.raises(BadRequest) as caught:
        decode(body, SETTINGS)
    assert caught.value.field == field
    assert f"`{field}`" in str(caught.value)


_scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
_anything = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
_kinds = st.sampled_from(["visitor", "keyboard_response", "info"]) | _anything
_message = st.fixed_dictionaries(
    {}, optional={"kind": _kinds, "text": _anything, "response": _anything}
)
_with_id = st.fixed_dictionaries({}, optional={"id": _anything, "fields": _anything}) | _anything
_hostile = st.fixed_dictionaries(
    {"event": st.sampled_from(["new_chat", "new_message"]) | _anything},
    optional={
        "chat": _with_id,
        "visitor": _with_id,
        "messages": st.lists(_message | _anything, max_size=3) | _anything,
        "kind": _kinds,
        "text": _anything,
        "response": st.fixed_dictionaries({"button": _message | _anything}) | _anything,
    },
)


@given(_hostile)
def test_no_body_does_harm(body):
    try:
        update = decode(body, SETTINGS)
    except BadRequest:
        return
    assert bool(update.ignored) == (update.event is None)
