"""A real bot behind the real server: from a request of Webim to a script and back."""

import json

import pytest
from click.testing import CliRunner

from jaicp.cli.run import run

BOT = """
theme: /
    state: ConversationStart || noContext = true
        event!: newChatStarted
        script:
            $session.address = $request.rawRequest.location.address;
            $session.visitor = $request.data.eventData.visitor.id;
    state: Hello
        q!: hello
        a: <b>{{ $session.visitor }}</b> from {{ $session.address }} || html = ""
        buttons:
            "Prices" -> ./Prices
        state: Prices
            a: low
    state: Broken
        q!: break
        script:
            nowhere.to.be.found();
    state: Endless
        q!: endless
        script:
            for (;;) {}
    state: Person
        q!: person
        script:
            $response.replies.push({type: "switch"});
    state: Back
        event!: livechatFinished
        a: welcome back
    state: Close
        q!: bye
        a: see you
        script:
            $response.actions = [{type: "close_chat", subCategory: "done"}];
"""
CONFIG = """
name: shop
entryPoint: main.sc
messages:
  onError:
    defaultMessage: sorry
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "main.sc").write_text(BOT)
    (tmp_path / "chatbot.yaml").write_text(CONFIG)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def play(*requests, path=".", options=()):
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    result = CliRunner().invoke(run, [path, "--events", "-", *options], input=lines)
    assert result.exit_code == 0, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def started():
    where = {"address": "https://shop.example/cart"}
    return {"event": "new_chat", "chat": {"id": "c1"}, "visitor": {"id": "ann"}, "location": where}


def said(text):
    return {"event": "new_message", "chat": {"id": "c1"}, "kind": "visitor", "text": text}


def texts(line):
    return [
        message["text"] for message in line["body"]["messages"] if message["kind"] == "operator"
    ]


@pytest.mark.parametrize("path", [".", "chatbot.yaml", "main.sc"])
def test_what_the_start_of_a_chat_told_is_known_later(folder, path):
    start, hello = play(started(), said("hello"), path=path)
    assert start["body"] == {"has_answer": True, "messages": []}
    assert (start["turns"][0]["state"], start["turns"][0]["event"]) == (
        "/ConversationStart",
        "newChatStarted",
    )
    assert "ann" in texts(hello)[0]
    assert "https://shop.example/cart" in texts(hello)[0]


def test_a_button_pressed_or_typed_leads_to_its_state(folder):
    press = {
        **said("x"),
        "kind": "keyboard_response",
        "response": {"button": {"id": "b", "text": "Prices"}},
    }
    shown, pressed, _, typed = play(said("hello"), press, said("hello"), said(" Prices "))
    [keyboard] = [message for message in shown["body"]["messages"] if message["kind"] == "keyboard"]
    assert keyboard["buttons"][0][0]["text"] == "Prices"
    assert [line["turns"][0]["state"] for line in (pressed, typed)] == ["/Hello/Prices"] * 2


def test_messages_before_the_bot_are_one_query(folder):
    messages = [{"kind": "visitor", "text": "well"}, {"kind": "visitor", "text": "hello"}]
    [line] = play({**started(), "messages": messages})
    assert line["turns"][0]["query"] == "well\nhello"


def test_a_mistake_in_a_script_is_told_where_it_is_and_apologised_for(folder):
    [line] = play(said("break"))
    error = line["turns"][0]["error"]
    assert (error["kind"], error["file"], error["line"]) == ("script", "main.sc", 18)
    assert texts(line) == ["sorry"]


def test_an_endless_script_is_ended_and_apologised_for(folder):
    endless, after = play(said("endless"), said("bye"), options=["--turn-seconds", "0.2"])
    assert endless["turns"][0]["error"]["kind"] == "limit"
    assert texts(endless) == ["sorry"]
    assert texts(after) == ["see you"]


def test_actions_go_to_webim(folder):
    [line] = play(said("bye"))
    assert line["body"]["actions"] == [{"type": "close_chat", "sub_category": "done"}]


def test_a_chat_goes_to_a_person_and_comes_back(folder):
    person, back, again = play(said("person"), started(), started())
    assert person["body"] == {"has_answer": False}
    assert texts(back) == ["welcome back"]
    assert again["turns"][0]["event"] == "newChatStarted"


def test_a_bot_with_mistakes_is_shown_and_not_run(folder):
    (folder / "main.sc").write_text(
        "theme: /\n    state: A\n        q!: a\n        script: let = ;\n"
    )
    result = CliRunner().invoke(run, ["--events", "-"], input="")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "JC501" in result.stderr
    assert "main.sc:4:" in result.stderr
    assert "Traceback" not in result.stderr
