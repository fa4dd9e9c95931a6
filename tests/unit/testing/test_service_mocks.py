"""`<mockService>`: spreadsheets in tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaicp.suites.suite import read_suite
from jaicp.testing.runner import open_player, play_case
from jaicp.text.source import Source

BOT = """theme: /
    state: Price
        q!: price
        script: $temp.cells = $integration.googleSheets.readDataFromCells("key", "book", "Prices", ["B2"]);
        a: {{ $temp.cells ? $temp.cells[0].value : "unknown" }}
"""
MOCK = """<mockService id="integration"><service>googleSheets</service><method>readDataFromCells</method>
<parameters><sheetName>{sheet}</sheetName><cells>["B2"]</cells></parameters>
<response>[{{"cell": "B2", "value": {value}}}]</response></mockService>"""


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("bot") / "main.sc"
    path.write_text(BOT, encoding="utf-8")
    return open_player(path)


def played(player, mocks: str, answer: str) -> str:
    text = f"<test>{mocks}<test-case><q>price</q><a>{answer}</a></test-case></test>"
    suite = read_suite(Source("t.xml", text))
    assert suite.error is None
    return play_case(player, Path("t.xml"), suite.cases[0]).message


def test_the_last_mock_with_these_arguments_answers(player):
    mocks = MOCK.format(sheet="Prices", value=1) + MOCK.format(sheet="Prices", value=7)
    assert played(player, mocks + MOCK.format(sheet="Stock", value=9), "7") == ""


def test_without_one_the_answer_is_null_and_a_failed_case_says_so(player):
    assert played(player, MOCK.format(sheet="Stock", value=9), "unknown") == ""
    message = played(player, "", "7")
    assert "no `<mockService>` answers googleSheets.readDataFromCells" in message


@pytest.mark.parametrize(
    ("mock", "message", "help_text"),
    [
        ("<service>mail</service>", "`<mockService>` stands in for `googleSheets` only",
         "write `<service>googleSheets</service>`"),
        ("<service>googleSheets</service><method>readDataFromCell</method>",
         "`googleSheets` has no method `readDataFromCell`", "did you mean `readDataFromCells`?"),
        ("<service>googleSheets</service><method>clearCellData</method><parameters><cell/></parameters>",
         "there is no element `<cell>` in `<parameters>`", "did you mean `<cells>`?"),
    ],
)  # fmt: skip
def test_what_is_no_mock_is_said(mock: str, message: str, help_text: str):
    suite = read_suite(Source("t.xml", f"<test><mockService>{mock}</mockService></test>"))
    assert suite.error is not None
    assert (suite.error.message, suite.error.help) == (message, help_text)
