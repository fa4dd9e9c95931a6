"""What Webim gets for the replies of a turn."""

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.channels.body import clean
from jaicp.channels.webim import WebimChannel, WebimSettings, respond
from jaicp.runtime.messages import Turn, TurnError

SETTINGS = WebimSettings()
EMPTY = {"has_answer": True, "messages": []}
RELEASE = {"has_answer": False}


def turn(*replies, event=None, error=None, **response):
    query = None if event else "hi"
    return Turn(
        state="/S",
        context="/S",
        event=event,
        query=query,
        replies=list(replies),
        error=error,
        response=response,
    )


def answer(*replies, settings=SETTINGS, **more):
    return respond(turn(*replies, **more), settings)


def texts(*replies, **more):
    return [message["text"] for message in answer(*replies, **more)["messages"]]


def buttons(*captions, **more):
    return {"type": "buttons", "buttons": [{"text": caption, **more} for caption in captions]}


def captions(message):
    assert message["kind"] == "keyboard"
    return [[button["text"] for button in row] for row in message["buttons"]]


class TestTexts:
    def test_a_text_is_a_message_of_the_operator(self):
        assert answer({"type": "text", "text": "Hello"}) == {
            "has_answer": True,
            "messages": [{"kind": "operator", "text": "Hello"}],
        }

    @pytest.mark.parametrize(
        ("reply", "sent"),
        [
            ({"text": "a"}, ["a"]),
            ({"text": "<b>a</b>"}, ["<b>a</b>"]),
            ({"text": "<b>a</b>", "markup": "html"}, ["a"]),
            ({"text": "**a**", "markup": "markdown"}, ["a"]),
            ({"text": "**a**", "markup": "plain"}, ["**a**"]),
            ({"text": "plain", "html": "<b>rich</b>"}, ["plain"]),
            ({"text": "", "html": "<b>rich</b>"}, ["rich"]),
            ({"text": 12}, ["12"]),
            ({"text": "  "}, []),
            ({"text": None}, []),
            ({}, []),
            ({"text": "half \ud83d"}, ["half \ufffd"]),
        ],
    )
    def test_markup_is_stripped_and_nothing_is_not_sent(self, reply, sent):
        assert texts({"type": "text", **reply}) == sent

    def test_a_long_text_goes_out_in_pieces(self):
        settings = WebimSettings(max_text=10)
        assert texts({"type": "text", "text": "one two three"}, settings=settings) == [
            "one two",
            "three",
        ]


class TestKeyboards:
    def test_buttons_are_a_keyboard_with_a_row_for_each(self):
        [keyboard] = answer(buttons("Yes", "No"))["messages"]
        assert captions(keyboard) == [["Yes"], ["No"]]

    def test_buttons_next_to_each_other_are_one_keyboard(self):
        messages = answer(
            {"type": "text", "text": "?"},
            buttons("A"),
            buttons("B"),
            {"type": "text", "text": "!"},
            buttons("C"),
        )["messages"]
        assert [message["kind"] for message in messages] == [
            "operator",
            "keyboard",
            "operator",
            "keyboard",
        ]
        assert captions(messages[1]) == [["A"], ["B"]]

    def test_ids_are_the_same_each_time_and_differ_within_a_keyboard(self):
        [one] = answer(buttons("A", "B", "A"))["messages"]
        [two] = answer(buttons("A", "B", "A"))["messages"]
        ids = [row[0]["id"] for row in one["buttons"]]
        assert one == two
        assert len(set(ids)) == 3

    def test_a_button_with_an_address_goes_out_as_text(self):
        reply = {"type": "inlineButtons", "buttons": [{"text": "Site", "url": "https://x.example"}]}
        assert texts(reply) == ["Site: https://x.example"]

    def test_other_inline_buttons_are_a_keyboard(self):
        reply = {"type": "inlineButtons", "buttons": [{"text": "More", "callback_data": "1"}]}
        assert captions(answer(reply)["messages"][0]) == [["More"]]

    def test_what_webim_knows_of_a_button_passes(self):
        [keyboard] = answer(buttons("A", config={"active": True}, request_contact=True))["messages"]
        [[button]] = keyboard["buttons"]
        assert button["config"] == {"active": True}
        assert button.keys() == {"id", "text", "config"}

    def test_buttons_without_a_caption_are_left_out(self):
        reply = {"type": "buttons", "buttons": [{"text": ""}, {}, 5, None, "A"]}
        assert captions(answer(reply)["messages"][0]) == [["A"]]
        assert answer({"type": "buttons"}) == EMPTY


class TestOtherReplies:
    @pytest.mark.parametrize(
        ("reply", "text"),
        [
            ({"type": "image", "imageUrl": "https://x.example/1.png"}, "https://x.example/1.png"),
            ({"type": "image", "imageUrl": "u", "text": "A map"}, "A map\nu"),
            ({"type": "audio", "audioUrl": "u", "audioName": "Song"}, "Song\nu"),
            ({"type": "video", "videoUrl": "u"}, "u"),
            ({"type": "file", "fileUrl": "u", "fileName": "bill.pdf"}, "bill.pdf\nu"),
            ({"type": "link", "url": "u"}, "u"),
        ],
    )
    def test_files_go_out_as_addresses(self, reply, text):
        assert texts(reply) == [text]

    def test_a_carousel_is_texts_and_one_keyboard(self):
        cards = [
            {"title": "T1", "description": "D", "url": "u", "btnText": "B1"},
            {"title": "T2", "btnText": "B2"},
            1,
        ]
        messages = answer({"type": "carousel", "text": "Look", "content": cards})["messages"]
        assert [message.get("text") for message in messages[:3]] == ["Look", "T1\nD\nu", "T2"]
        assert captions(messages[3]) == [["B1"], ["B2"]]

    @pytest.mark.parametrize("kind", ["timeout", "location", "sms", "unheard-of", None])
    def test_what_cannot_be_sent_is_logged(self, kind, caplog):
        assert answer({"type": kind}) == EMPTY
        assert f"`{kind}` cannot be sent" in caplog.text

    def test_a_raw_reply_is_merged_into_the_answer(self):
        raw = {"type": "raw", "body": {"messages": [{"kind": "x"}], "tag": 1}}
        assert answer({"type": "text", "text": "a"}, raw) == {
            "has_answer": True,
            "messages": [{"kind": "operator", "text": "a"}, {"kind": "x"}],
            "tag": 1,
        }

    @pytest.mark.parametrize("body", [None, "x", {"a": float("nan")}])
    def test_a_raw_reply_of_nonsense_is_logged(self, body, caplog):
        assert answer({"type": "raw", "body": body}) == EMPTY
        assert "not sent" in caplog.text


class TestHandOver:
    def test_a_switch_releases_the_chat_and_says_nothing(self, caplog):
        assert answer({"type": "text", "text": "One moment"}, {"type": "switch"}) == RELEASE
        assert "1 message(s) beside a hand-over are not sent" in caplog.text

    def test_a_message_to_people_alone_keeps_the_chat(self, caplog):
        assert answer({"type": "switch", "oneTimeMessage": True}) == EMPTY
        assert "without a hand-over" in caplog.text

    def test_with_actions_a_department_can_be_named_beside_messages(self):
        settings = WebimSettings(switch_by_actions=True)
        switch = {"type": "switch", "destination": "sales", "lastMessage": "Bye"}
        assert answer({"type": "text", "text": "One moment"}, switch, settings=settings) == {
            "has_answer": True,
            "messages": [
                {"kind": "operator", "text": "One moment"},
                {"kind": "operator", "text": "Bye"},
            ],
            "actions": [{"type": "redirect_to_department", "department_key": "sales"}],
        }
        assert answer({"type": "switch"}, settings=settings) == RELEASE

    @pytest.mark.parametrize(
        ("given_turn", "expected"),
        [
            (turn({"type": "switch"}), True),
            (turn({"type": "switch", "oneTimeMessage": True}), False),
            (turn({"type": "switch"}, event="newChatStarted"), False),
            (turn(actions=[{"type": "redirectToOperator", "operatorId": "7"}]), True),
            (turn(actions=[{"type": "close_chat"}]), False),
            (turn(actions="nonsense"), False),
            (turn({"type": "text", "text": "a"}), False),
        ],
    )
    def test_the_server_is_told_whether_a_person_has_the_chat(self, given_turn, expected):
        assert WebimChannel(SETTINGS).hands_over(given_turn) is expected


class TestActions:
    def test_they_stand_beside_the_messages_in_snake_case(self, caplog):
        actions = [
            {"type": "redirect_to_department", "departmentKey": "sales"},
            {"type": "close_chat", "sub_category": "done"},
        ]
        assert answer({"type": "text", "text": "a"}, actions=actions) == {
            "has_answer": True,
            "messages": [{"kind": "operator", "text": "a"}],
            "actions": [
                {"type": "redirect_to_department", "department_key": "sales"},
                {"type": "close_chat", "sub_category": "done"},
            ],
        }
        assert not caplog.records

    def test_they_need_no_messages(self):
        assert answer(actions=[{"type": "close_chat"}]) == EMPTY | {
            "actions": [{"type": "close_chat"}]
        }

    @pytest.mark.parametrize(
        ("action", "warning"),
        [
            ({"type": "redirect_to_operator"}, "needs `operator_id`"),
            ({"type": "close_chat", "operatorId": "7"}, "takes no `operator_id`"),
            ({"type": "dance"}, "`dance` is not known"),
        ],
    )
    def test_a_doubtful_one_is_sent_with_a_warning(self, action, warning, caplog):
        assert len(answer(actions=[action])["actions"]) == 1
        assert warning in caplog.text

    @pytest.mark.parametrize("actions", ["x", [5], [{}], [{"type": "a", "x": float("inf")}]])
    def test_nonsense_is_left_out_with_a_warning(self, actions, caplog):
        assert answer(actions=actions) == EMPTY
        assert "sent" in caplog.text


class TestSilence:
    def test_a_turn_without_replies_keeps_the_chat(self):
        assert answer() == EMPTY

    def test_or_releases_it_by_a_setting(self):
        assert answer(settings=WebimSettings(keep_when_silent=False)) == RELEASE

    def test_a_failed_turn_with_nothing_to_say_releases_the_chat(self):
        error = TurnError("script", "x is not defined")
        assert answer(error=error) == RELEASE
        assert texts({"type": "text", "text": "Sorry"}, error=error) == ["Sorry"]
        assert answer(error=error, event="newChatStarted") == EMPTY

    def test_replies_at_the_start_of_a_chat_never_leave(self, caplog):
        assert (
            answer({"type": "text", "text": "Hi"}, {"type": "switch"}, event="newChatStarted")
            == EMPTY
        )
        assert "2 reply(s) at `newChatStarted` are not sent" in caplog.text


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
_fields = ("text", "buttons", "imageUrl", "body", "content", "html", "destination", "markup", "url")
_types = (
    st.sampled_from(["text", "buttons", "inlineButtons", "image", "carousel", "switch", "raw"])
    | _json
)
_reply = st.dictionaries(st.sampled_from(_fields), _json).flatmap(
    lambda reply: _types.map(lambda kind: {**reply, "type": kind})
)


@given(st.lists(_reply, max_size=4), _json)
def test_whatever_a_script_replies_the_answer_is_json(replies, actions):
    logging.disable(logging.CRITICAL)
    try:
        body = answer(*replies, actions=actions)
    finally:
        logging.disable(logging.NOTSET)
    assert clean(body) == body
    assert isinstance(body["has_answer"], bool)
