"""What a request of bot API 2.0 becomes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.channels.body import BadRequest
from jaicp.channels.webim import WebimSettings
from jaicp.channels.webim import decode_v2 as decode

SETTINGS = WebimSettings(channel_id="shop")
VISITOR = {"id": "v-7", "fields": {"name": "Ann", "phone": "+10000000000"}}


def read(body, settings=SETTINGS):
    return decode(body, settings, now=7.0, question_id="q1")


def message(kind="visitor", chat=5, **fields):
    return {"event": "new_message", "chat_id": chat, "message": {"kind": kind, **fields}}


def chat(*messages, **more):
    body = {"event": "new_chat", "chat": {"id": 5}, "visitor": VISITOR, **more}
    return {**body, "messages": list(messages)} if messages else body


class TestAMessage:
    def test_is_a_query_of_its_chat(self):
        update = read(message(id="m1", text="order 15"))
        event = update.event
        assert (update.chat, update.visitor, event.query, event.event) == (
            "5",
            None,
            "order 15",
            None,
        )
        assert (event.channel_type, event.channel_id) == ("webim", "shop")
        assert (event.question_id, event.timestamp) == ("q1", 7.0)
        assert event.data == {"chatId": 5}
        assert event.raw_request == message(id="m1", text="order 15")

    def test_the_id_of_a_chat_stays_as_it_was_sent(self):
        assert read(message(chat="c-1", text="a")).event.data == {"chatId": "c-1"}
        assert read(message(chat=5, text="a")).event.data == {"chatId": 5}

    def test_a_pressed_button_says_its_caption(self):
        body = message("keyboard_response", data={"button": {"id": "b2", "text": "Delivery"}})
        assert read(body).event.query == "Delivery"

    def test_its_id_tells_it_from_others(self):
        assert read(message(id="m1", text="a")).mark == read(message(id="m1", text="b")).mark != ""
        assert read(message(id="m2", text="a")).mark != read(message(id="m1", text="a")).mark
        assert read(message(id="m1", text="a")).lasting is None

    def test_without_an_id_nothing_does(self):
        assert read(message(text="yes")).mark == ""

    def test_with_its_own_session_for_each_chat_the_client_is_the_chat(self):
        settings = WebimSettings(client="chat")
        assert read(message(text="a"), settings).visitor == "5"
        assert read(chat(), settings).event.client_id == "5"

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (message("operator", text="a"), "kind 'operator'"),
            (message("info", text="a"), "kind 'info'"),
            (message("sticker_visitor"), "kind 'sticker_visitor'"),
            (message(text=" "), "without text"),
            ({"event": "chat_closed", "chat_id": 5}, "event 'chat_closed'"),
        ],
    )
    def test_what_is_not_known_is_ignored(self, body, why):
        update = read(body)
        assert update.event is None
        assert why in update.ignored


class TestAFile:
    def test_is_the_event_of_files(self):
        data = {
            "url": "https://f.example/1.png",
            "name": "1.png",
            "media_type": "image/png",
            "size": 9,
        }
        event = read(message("file_visitor", data=data)).event
        assert (event.query, event.event) == (None, "fileEvent")
        assert event.data["eventData"] == [
            {
                "url": "https://f.example/1.png",
                "type": "image",
                "mimeType": "image/png",
                "name": "1.png",
                "size": 9,
            }
        ]

    @pytest.mark.parametrize(
        ("data", "described"),
        [
            ({}, {"type": "file"}),
            ({"media_type": "application/pdf"}, {"type": "file", "mimeType": "application/pdf"}),
            ({"media_type": "audio/ogg"}, {"type": "audio", "mimeType": "audio/ogg"}),
            (
                {"filename": "a", "content_type": "video/mp4"},
                {"type": "video", "mimeType": "video/mp4", "name": "a"},
            ),
            ({"media_type": 5}, {"type": "file", "mimeType": 5}),
        ],
    )
    def test_is_told_as_far_as_it_is_known(self, data, described):
        assert read(message("file_visitor", data=data)).event.data["eventData"] == [described]

    def test_may_come_without_anything(self):
        assert read(message("file_visitor")).event.data["eventData"] == [{"type": "file"}]


class TestANewChat:
    def test_without_messages_is_its_own_event(self):
        event = read(chat()).event
        assert (event.event, event.query) == ("newChatStarted", None)
        assert event.data == {"chatId": 5, "eventData": chat()}
        assert event.user_from == {"id": "v-7", "firstName": "Ann"}

    def test_with_messages_is_one_query(self):
        said = [
            {"id": "m1", "kind": "visitor", "text": "Hello"},
            {"id": "m2", "kind": "operator", "text": "not the visitor's"},
            {"id": "m3", "kind": "keyboard_response", "data": {"button": {"text": "Delivery"}}},
        ]
        update = read(chat(*said))
        assert update.event.query == "Hello\nDelivery"
        assert update.visitor == "v-7"

    def test_with_a_file_alone_is_the_event_of_files(self):
        event = read(chat({"kind": "file_visitor", "data": {"url": "u"}})).event
        assert (event.event, event.data["eventData"]) == (
            "fileEvent",
            [{"type": "file", "url": "u"}],
        )

    def test_with_a_file_and_words_is_a_query(self):
        update = read(chat({"kind": "file_visitor"}, {"kind": "visitor", "text": "see there"}))
        assert (update.event.query, update.event.event) == ("see there", None)

    def test_is_recognised_for_a_while_and_remembers_its_messages(self):
        update = read(chat({"id": "m1", "kind": "visitor", "text": "Hello"}))
        assert update.mark == read(chat({"id": "m1", "kind": "visitor", "text": "Hello"})).mark
        assert update.mark != read(chat()).mark
        assert update.lasting == SETTINGS.repeat_seconds
        assert update.also == (read(message(id="m1", text="Hello")).mark,)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "event"),
        ({"event": 5}, "event"),
        ({"event": "new_chat"}, "chat"),
        ({"event": "new_chat", "chat": {}}, "chat.id"),
        ({"event": "new_chat", "chat": {"id": 1}, "visitor": 5}, "visitor"),
        ({"event": "new_chat", "chat": {"id": 1}, "messages": {}}, "messages"),
        (chat(5), "messages[0]"),
        (chat({"kind": "visitor"}), "messages[0].text"),
        (chat({"kind": "keyboard_response"}), "messages[0].data"),
        ({"event": "new_message"}, "message"),
        ({"event": "new_message", "message": {}}, "chat_id"),
        (message(chat=True, text="a"), "chat_id"),
        (message(kind=5), "message.kind"),
        (message(), "message.text"),
        (message("keyboard_response", data={}), "message.data.button"),
        (message("keyboard_response", data={"button": {}}), "message.data.button.text"),
        (message("file_visitor", data=[]), "message.data"),
    ],
)
def test_a_wrong_shape_is_refused_by_the_name_of_its_field(body, field):
    with pytest.raises(BadRequest) as caught:
        read(body)
    assert caught.value.field == field


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "kind", "text", "data", "button", "fields", "url"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
_kinds = st.sampled_from(["visitor", "keyboard_response", "file_visitor", "operator"]) | _json
_messages = st.dictionaries(st.sampled_from(["id", "text", "data"]), _json).flatmap(
    lambda body: _kinds.map(lambda kind: {**body, "kind": kind})
)


@given(
    st.fixed_dictionaries(
        {"event": st.sampled_from(["new_chat", "new_message", "x"])},
        optional={
            "chat": st.fixed_dictionaries({"id": _json}) | _json,
            "chat_id": _json,
            "visitor": _json,
            "message": _messages | _json,
            "messages": st.lists(_messages | _json, max_size=3) | _json,
        },
    )
)
def test_whatever_comes_is_understood_ignored_or_refused(body):
    try:
        update = read(body)
    except BadRequest:
        return
    assert (update.event is None) == bool(update.ignored)
    assert update.event is None or update.chat
