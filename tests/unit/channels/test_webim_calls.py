"""The calls that carry a turn's replies in bot API 2.0."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.channels.base import Call, Timer
from jaicp.channels.body import clean
from jaicp.channels.webim import WebimCallingChannel, WebimSettings
from jaicp.runtime.messages import Event, Turn, TurnError

CHAT = 90412
CHANNEL = WebimCallingChannel(WebimSettings())
EVENT = Event(query="hi", data={"chatId": CHAT})
TO_QUEUE = ("redirect_chat", {})


def turn(*replies, event=None, error=None, state="/S", **response):
    return Turn(
        state=state,
        context="/S",
        event=event,
        query=None if event else "hi",
        replies=list(replies),
        error=error,
        response=response,
    )


def calls(*replies, channel=CHANNEL, **more):
    """Method and body of each call, without the id of the chat that all of them have."""
    made = channel.calls(turn(*replies, **more), EVENT)
    assert all(call.body["chat_id"] == CHAT for call in made)
    return [
        (call.method, {key: value for key, value in call.body.items() if key != "chat_id"})
        for call in made
    ]


def messages(*replies, **more):
    made = calls(*replies, **more)
    assert {method for method, _ in made} <= {"send_message"}
    return [body["message"] for _, body in made]


def text(words):
    return {"type": "text", "text": words}


class TestMessages:
    def test_each_is_a_call_in_the_order_of_the_replies(self):
        buttons = {"type": "buttons", "buttons": [{"text": "Yes"}, {"text": "No"}]}
        first, keyboard, last = messages(text("one"), buttons, text("two"))
        assert (first, last) == (
            {"kind": "operator", "text": "one"},
            {"kind": "operator", "text": "two"},
        )
        assert keyboard["kind"] == "keyboard"
        assert [[button["text"] for button in row] for row in keyboard["buttons"]] == [
            ["Yes"],
            ["No"],
        ]

    def test_the_id_of_the_chat_is_the_one_that_webim_sent(self):
        [call] = CHANNEL.calls(turn(text("a")), Event(query="hi", data={"chatId": "c-1"}))
        assert call.body["chat_id"] == "c-1"

    def test_long_texts_are_split(self):
        channel = WebimCallingChannel(WebimSettings(max_text=7))
        assert [m["text"] for m in messages(text("one two three"), channel=channel)] == [
            "one two",
            "three",
        ]

    def test_nothing_to_say_is_no_call(self):
        assert calls() == []

    @pytest.mark.parametrize(
        ("reply", "caption", "data"),
        [
            (
                {"type": "image", "imageUrl": "https://f.example/a/map.png", "text": "A map"},
                ["A map"],
                {
                    "url": "https://f.example/a/map.png",
                    "name": "map.png",
                    "media_type": "image/png",
                },
            ),
            (
                {"type": "image", "imageUrl": "https://f.example/picture?id=5"},
                [],
                {
                    "url": "https://f.example/picture?id=5",
                    "name": "picture",
                    "media_type": "image/jpeg",
                },
            ),
            (
                {"type": "file", "fileUrl": "https://f.example/%D1%8F", "fileName": "bill.pdf"},
                [],
                {
                    "url": "https://f.example/%D1%8F",
                    "name": "bill.pdf",
                    "media_type": "application/octet-stream",
                },
            ),
            (
                {"type": "file", "fileUrl": "https://f.example/", "mimeType": "text/x-own"},
                [],
                {"url": "https://f.example/", "name": "file", "media_type": "text/x-own"},
            ),
            (
                {"type": "audio", "audioUrl": "https://f.example/s.mp3", "audioName": "Song"},
                [],
                {"url": "https://f.example/s.mp3", "name": "Song", "media_type": "audio/mpeg"},
            ),
            (
                {"type": "video", "videoUrl": "https://[bad", "caption": "Look"},
                ["Look"],
                {"url": "https://[bad", "name": "[bad", "media_type": "video/mp4"},
            ),
        ],
    )
    def test_files_go_out_as_files_after_their_caption(self, reply, caption, data):
        *said, file = messages(reply)
        assert [message["text"] for message in said] == caption
        assert file == {"kind": "file_operator", "data": data}

    def test_a_file_without_an_address_is_logged(self, caplog):
        assert calls({"type": "image"}) == []
        assert "no `imageUrl`" in caplog.text

    def test_a_raw_reply_is_a_call_of_its_own_in_its_place(self):
        raw = {"type": "raw", "method": "send_message", "body": {"message": {"kind": "x"}}}
        assert messages(text("a"), raw, text("b"))[1] == {"kind": "x"}

    @pytest.mark.parametrize(
        ("method", "body"), [(None, {}), ("../close", {}), ("send_message", "x"), ("A", {})]
    )
    def test_a_raw_reply_of_nonsense_is_logged(self, method, body, caplog):
        assert calls({"type": "raw", "method": method, "body": body}) == []
        assert "not sent" in caplog.text

    def test_what_cannot_be_sent_is_logged(self, caplog):
        assert calls({"type": "hangup"}) == []
        assert "`hangup` cannot be sent" in caplog.text


class TestHandOver:
    @pytest.mark.parametrize(
        ("destination", "target"),
        [
            (None, {}),
            ("", {}),
            ("sales", {"dep_key": "sales"}),
            ("operator:17", {"operator_id": 17}),
            ("operator: seven", {"operator_id": "seven"}),
        ],
    )
    def test_a_switch_redirects_after_the_texts(self, destination, target):
        switch = {"type": "switch", "destination": destination, "lastMessage": "Bye"}
        assert calls(switch, text("One moment")) == [
            ("send_message", {"message": {"kind": "operator", "text": "Bye"}}),
            ("send_message", {"message": {"kind": "operator", "text": "One moment"}}),
            ("redirect_chat", target),
        ]

    def test_a_message_to_people_alone_keeps_the_chat(self, caplog):
        assert calls({"type": "switch", "oneTimeMessage": True}) == []
        assert "without a hand-over" in caplog.text

    def test_a_failed_turn_with_nothing_to_say_goes_to_the_queue(self):
        error = TurnError("script", "x is not defined")
        assert calls(error=error) == [TO_QUEUE]
        assert messages(text("Sorry"), error=error) == [{"kind": "operator", "text": "Sorry"}]

    @pytest.mark.parametrize("event", ["newChatStarted", "livechatFinished", "timeout"])
    def test_but_not_where_no_answer_is_awaited(self, event):
        assert calls(event=event, error=TurnError("script", "x is not defined")) == []

    def test_replies_at_the_start_of_a_chat_never_leave(self, caplog):
        assert calls(text("Hi"), {"type": "switch"}, event="newChatStarted") == []
        assert "2 reply(s) at `newChatStarted` are not sent" in caplog.text


class TestActions:
    def test_they_follow_the_texts_in_their_order(self):
        actions = [
            {"type": "redirectToDepartment", "departmentKey": "sales"},
            {"type": "redirect_to_operator", "operator_id": "17"},
            {"type": "close_chat"},
        ]
        assert calls(text("Bye"), actions=actions)[1:] == [
            ("redirect_chat", {"dep_key": "sales"}),
            ("redirect_chat", {"operator_id": 17}),
            ("close_chat", {}),
        ]

    def test_they_win_over_a_switch(self):
        assert calls({"type": "switch"}, actions=[{"type": "close_chat"}]) == [("close_chat", {})]

    @pytest.mark.parametrize(
        "action",
        [{"type": "dance"}, {"type": "redirect_to_operator"}, {"type": "redirect_to_department"}],
    )
    def test_what_has_no_call_is_logged(self, action, caplog):
        assert calls(actions=[action]) == []
        assert "is not sent: version 2.0 has no call for it" in caplog.text

    def test_the_category_of_an_end_is_logged(self, caplog):
        assert calls(actions=[{"type": "close_chat", "category": "x"}]) == [("close_chat", {})]
        assert "`category` of `close_chat` is not sent" in caplog.text


class TestACallThatWebimRefused:
    def instead(self, *replies, **more):
        *_, call = CHANNEL.calls(turn(*replies, **more), EVENT)
        return CHANNEL.instead(call, now=7.0, question_id="q")

    def test_a_switch_tells_the_script(self):
        event = self.instead({"type": "switch", "destination": "sales"})
        assert (event.event, event.data["chatId"]) == ("noLivechatOperatorsOnline", CHAT)
        assert event.data["eventData"] == {"chat_id": CHAT, "dep_key": "sales"}

    def test_where_nobody_listens_the_chat_goes_to_the_queue(self):
        assert calls(event="noLivechatOperatorsOnline", state=None) == [TO_QUEUE]
        assert calls(event="noLivechatOperatorsOnline", state="/Nobody") == []

    def test_a_switch_that_does_not_mind_goes_to_the_queue(self):
        switch = {"type": "switch", "destination": "sales", "ignoreOffline": True}
        assert self.instead(switch) == Call("redirect_chat", {"chat_id": CHAT})

    def test_so_does_an_action(self):
        actions = [{"type": "redirect_to_operator", "operator_id": "17"}]
        assert self.instead(actions=actions) == Call("redirect_chat", {"chat_id": CHAT})

    def test_for_the_rest_there_is_nothing(self):
        assert self.instead(text("a")) is None
        assert self.instead({"type": "switch", "ignoreOffline": True}) is None
        assert self.instead(actions=[{"type": "close_chat"}]) is None


class TestTimers:
    def timer(self, *replies, **more):
        return CHANNEL.timer(turn(*replies, **more))

    def timeout(self, interval="5 seconds", target="/Late"):
        return {"type": "timeout", "interval": interval, "targetState": target}

    def test_a_timeout_is_no_call_but_a_timer(self):
        assert calls(self.timeout()) == []
        assert self.timer(self.timeout()) == Timer(5, "/Late")

    def test_of_several_the_last_counts(self):
        assert self.timer(self.timeout(), self.timeout(7, "/Later")) == Timer(7, "/Later")

    def test_none_is_set_in_a_chat_that_is_given_away_or_only_begins(self):
        assert self.timer(self.timeout(), {"type": "switch"}) is None
        assert self.timer(self.timeout(), event="newChatStarted") is None

    @pytest.mark.parametrize(("interval", "target"), [("soon", "/Late"), (5, None), (5, "")])
    def test_nonsense_is_logged(self, interval, target, caplog):
        assert self.timer(self.timeout(interval, target)) is None
        assert "a timeout needs" in caplog.text


def test_messages_grow_stale_and_are_not_repeated_hand_overs_are():
    message, redirect = Call("send_message", {}), Call("redirect_chat", {})
    channel = WebimCallingChannel(WebimSettings(deliver_within=60))
    assert (channel.lasts(message), channel.lasts(redirect)) == (60.0, None)
    assert (channel.repeatable(message), channel.repeatable(redirect)) == (False, True)
    assert WebimCallingChannel(WebimSettings(repeat_uncertain=True)).repeatable(message)


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.text(st.characters(categories=("L", "Cs")), max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("ab"), inner, max_size=3)
    ),
    max_leaves=6,
)
_fields = ("text", "buttons", "imageUrl", "body", "method", "content", "destination", "interval")
_types = (
    st.sampled_from(["text", "buttons", "image", "carousel", "switch", "raw", "timeout"]) | _json
)
_reply = st.dictionaries(st.sampled_from(_fields), _json).flatmap(
    lambda reply: _types.map(lambda kind: {**reply, "type": kind})
)


@given(st.lists(_reply, max_size=4), _json)
def test_whatever_a_script_replies_the_calls_are_json(replies, actions):
    logging.disable(logging.CRITICAL)
    try:
        given_turn = turn(*replies, actions=actions)
        made = CHANNEL.calls(given_turn, EVENT)
        CHANNEL.timer(given_turn)
    finally:
        logging.disable(logging.NOTSET)
    for call in made:
        assert clean(call.body) == call.body
        assert call.body["chat_id"] == CHAT
