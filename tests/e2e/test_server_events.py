"""`jaicp run --events`: requests from a file, one line of JSON for each."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from jaicp.cli import run as command
from jaicp.server.process import WorkerCrashError
from jaicp.server.webhook import BODY_LIMIT

FAKES = str(Path(__file__).parents[1] / "unit" / "server")


@pytest.fixture(autouse=True)
def fake_bot(monkeypatch, tmp_path):
    monkeypatch.setattr(command, "FACTORY", "fake_bots:chatty")
    monkeypatch.setenv("PYTHONPATH", FAKES)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "chatbot.yaml").touch()


def invoke(*arguments, lines=()):
    data = b"".join(
        line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n" for line in lines
    )
    return CliRunner().invoke(command.run, [*arguments], input=data)


def play(*lines, arguments=()):
    """The lines that come out for the lines that go in."""
    result = invoke("--events", "-", *arguments, lines=lines)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def said(text, chat=1):
    return {"event": "new_message", "chat": {"id": chat}, "kind": "visitor", "text": text}


def test_a_line_tells_the_answer_and_the_turn():
    assert play(said("привет")) == [
        {
            "n": 1,
            "status": 200,
            "body": {"has_answer": True, "messages": [{"kind": "operator", "text": "привет 1"}]},
            "calls": [],
            "turns": [
                {
                    "state": "/Start",
                    "context": "/Start",
                    "event": None,
                    "query": "привет",
                    "replies": [{"type": "text", "text": "привет 1", "state": "/Start"}],
                    "error": None,
                }
            ],
        }
    ]


def test_sessions_last_from_line_to_line():
    where = {"address": "https://shop.example/cart"}
    start = {"event": "new_chat", "chat": {"id": 1}, "visitor": {"id": "v"}, "location": where}
    opened, asked, other = play(start, said("where"), said("hi", chat=2))
    assert opened["body"] == {"has_answer": True, "messages": []}
    assert (opened["turns"][0]["event"], opened["turns"][0]["query"]) == ("newChatStarted", None)
    assert asked["turns"][0]["replies"][0]["text"] == str(where)
    assert other["turns"][0]["replies"][0]["text"] == "hi 1"


def test_bad_lines_are_answered_and_the_next_one_read():
    long = b" " * (BODY_LIMIT + 1) + b"\n"
    lines = play(
        b"{not json\n", said("a"), b"\n", {"event": "new_chat"}, long, {"event": "x"}, said("b")
    )
    assert [line["n"] for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert [line["status"] for line in lines] == [400, 200, 400, 400, 413, 200, 200]
    assert lines[3]["body"]["field"] == "chat"
    assert lines[5]["body"] == {"has_answer": True, "messages": []}
    assert all(lines[n]["turns"] == [] for n in (0, 2, 3, 4, 5))
    assert lines[6]["turns"][0]["replies"][0]["text"] == "b 2"


def test_the_last_line_needs_no_line_break():
    assert len(play(said("a"), json.dumps(said("b")).encode())) == 2
    assert play() == []


def test_a_mistake_in_a_script_is_told():
    [line] = play(said("mistake"))
    assert line["body"] == {"has_answer": False}
    error = line["turns"][0]["error"]
    assert (error["kind"], error["file"], error["line"]) == ("script", "main.sc", 3)


def test_a_turn_that_never_ends_is_ended():
    stuck, after = play(said("loop"), said("hi"), arguments=["--turn-seconds", "0.2"])
    assert stuck["turns"][0]["error"]["kind"] == "limit"
    assert stuck["body"] == {"has_answer": False}
    assert after["turns"][0]["replies"][0]["text"] == "hi 1"


def test_a_file_is_read_as_well(tmp_path):
    (tmp_path / "events.jsonl").write_text(json.dumps(said("hi")) + "\n")
    result = invoke("--events", "events.jsonl")
    assert json.loads(result.stdout)["status"] == 200
    assert not (tmp_path / "var").exists()


def test_settings_of_the_channel_can_be_given():
    start = {"event": "new_chat", "chat": {"id": 1}, "messages": [{"text": "a"}, {"text": "b"}]}
    [line] = play(start, arguments=["--webim", "joiner=+"])
    assert line["turns"][0]["query"] == "a+b"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--dialect", "2.0"], 2, "version 2.0 needs `--webim host=…` and a token"),
        (["--dialect", "3.0"], 2, "'1.0', '2.0'"),
        (["nowhere"], 2, "there is no `nowhere`"),
        (["--webim", "joiner"], 2, "`joiner` is not NAME=VALUE"),
        (["--webim", "x=1"], 2, "no setting `x`"),
        (["--secret", "a/b"], 2, "letters, digits"),
        (["--events", "nowhere"], 2, "No such file"),
        (["--store", "mysql://x"], 2, "no store `mysql://x`"),
        (["--port", "99999"], 2, "99999"),
        (["--host", "no such host"], 2, "cannot listen on no such host port 8080: no such host"),
    ],
)
def test_wrong_use_is_told_in_a_line(arguments, code, message):
    result = invoke(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [["--events", "-"], ["--store", "memory:", "--port", "0"]])
def test_a_bot_with_mistakes_is_shown_and_not_run(arguments, monkeypatch, tmp_path):
    monkeypatch.setattr(command, "FACTORY", "fake_bots:refused")
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "chatbot.yaml").touch()
    result = invoke("bot", *arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "bot: 1 error\n")


def test_a_fault_of_ours_is_not_blamed_on_the_bot(monkeypatch):
    monkeypatch.setattr(command, "FACTORY", "fake_bots:broken")
    with pytest.raises(WorkerCrashError, match="loading went wrong"):
        CliRunner().invoke(command.run, ["--events", "-"], catch_exceptions=False)


def test_help_shows_how_to_begin():
    result = invoke("--help")
    assert "jaicp run my-bot --events -" in result.output
    assert "| jaicp" in result.output
