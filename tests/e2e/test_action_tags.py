"""Action tags that reach out: requests, letters and files, played by XML suites and by events of a channel."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from jaicp.cli.test import test as command
from jaicp.runtime.acting import ACTIONS
from jaicp.runtime.actions.lowering import BUILT
from jaicp.runtime.engine import load_bot
from jaicp.runtime.messages import Event, Session

SCRIPT = """
patterns:
    $City = (london|paris)

theme: /
    state: Ask
        q!: * weather in $City *
        HttpRequest:
            url = https://weather.example/{{ $parseTree._City }}
            method = POST
            body = {"q": "{{ $parseTree._City }}"}
            headers = [{"name": "X-Key", "value": "k"}]
            timeout = 0
            vars = [{"name": "degrees", "value": "$httpResponse.main.temp + 1"}]
            okState = /Told
            errorState = /Failed

    state: Told
        a: {{ $session.degrees }} degrees, {{ $session.httpStatus }}, {{ $session.httpResponse.main.temp }}

    state: Failed
        a: No answer, {{ $session.httpStatus }}

    state: Mail
        q!: mail
        Email:
            destination = ann@example.org
            subject = Hello
            text = Hi, {{ $request.query }}
            okState = /Sent
            errorState = /Failed

    state: Sent
        a: Sent.

    state: File
        q!: file
        InputFile:
            prompt = Your photo, please.
            varName = photo
            then = /Sent
            errorState = /Failed

    state: Message
        q!: message
        Sms:
            destination = +79005553535
            text = Hello

    state: Sheet
        q!: sheet
        GoogleSheets:
            operationType = readDataFromCells
            integrationId = i
            spreadsheetId = s
            sheetName = One
            body = [{"varName": "x", "cell": "A1"}]

    state: NoMatch
        event!: noMatch
        a: ?
"""
SUITE = """
<test>
    <mockData>
        <query method="POST">https://weather.example/paris</query>
        <body strictMatch="true">{"q": "paris"}</body>
        <response>{"main": {"temp": 20}}</response>
    </mockData>
    <mockData>
        <query method="POST">https://weather.example/london</query>
        <response status="500">{}</response>
    </mockData>
    <test-case id="reaches out">
        <q>weather in paris</q>
        <a state="/Told">21 degrees, 200, 20</a>
        <q>weather in london</q>
        <a state="/Failed">No answer, 500</a>
        <q>mail</q>
        <mail recipient="ann@example.org" subject="Hello" body="Hi, mail"/>
        <a state="/Sent">Sent.</a>
    </test-case>
</test>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "chatbot.yaml": "entryPoint: main.sc\n",
        "src/main.sc": SCRIPT,
        "test/test.xml": SUITE,
    }.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return tmp_path


def test_requests_and_letters_of_tags_are_those_of_scripts(folder: Path) -> None:
    with contextlib.chdir(folder):
        done = CliRunner().invoke(command, [])
    assert done.exit_code == 0, done.output
    assert "1 passed" in done.output


def said(folder: Path, *events: Event) -> tuple[list[object], Session, str]:
    """The texts of the last turn, what is kept, and the error."""
    bot = load_bot(folder)
    session = Session()
    try:
        for event in events:
            turn = bot.handle(event, session)
            session = turn.session
    finally:
        bot.close()
    error = "" if turn.error is None else turn.error.message
    return [reply.get("text") for reply in turn.replies], session, error


@pytest.mark.parametrize(
    "data",
    [
        [{"url": "https://files.example/1.jpg", "name": "1.jpg"}],
        {"kind": "file_visitor", "file": {"url": "https://files.example/1.jpg"}},
    ],
)
def test_a_file_is_kept_by_its_address(folder: Path, data: object) -> None:
    sent = Event(event="fileEvent", data={"eventData": data})
    texts, session, error = said(folder, Event(query="file"), sent)
    assert (texts, error) == (["Sent."], "")
    assert session.session["photo"] == "https://files.example/1.jpg"


def test_a_text_in_place_of_a_file_leads_to_the_state_for_errors(folder: Path) -> None:
    texts, session, _ = said(folder, Event(query="file"), Event(query="no photo"))
    assert texts == ["No answer, "]
    assert "photo" not in session.session


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("message", "the action tag Sms needs a service for messages"),
        ("sheet", "no spreadsheets are connected"),
        ("mail", "no `smtpHost` is configured"),
    ],
)
def test_what_is_not_connected_is_an_error_that_says_so(
    folder: Path, query: str, message: str
) -> None:
    _, _, error = said(folder, Event(query=query))
    assert message in error


def test_errors_of_tags_name_their_line(folder: Path) -> None:
    bot = load_bot(folder)
    try:
        turn = bot.handle(Event(query="sheet"), Session())
    finally:
        bot.close()
    assert turn.error is not None
    line = SCRIPT[: SCRIPT.index("GoogleSheets:")].count("\n") + 1
    assert (turn.error.line, turn.error.column) == (line, 9)
    assert turn.error.file.endswith("main.sc")


def test_every_tag_that_is_said_to_run_does() -> None:
    assert ACTIONS.keys() == BUILT
