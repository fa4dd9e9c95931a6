"""`jaicp logs`: what was said, found, shown and exported."""

import csv
import io
import json
from contextlib import closing

import pytest
from click.testing import CliRunner

from jaicp.cli.main import cli
from jaicp.stores.base import Chat, TurnRecord
from jaicp.stores.sqlite import SqliteStore

MOMENT = 1_790_000_000.0


@pytest.fixture
def address(tmp_path):
    path = tmp_path / "bot.sqlite3"
    with closing(SqliteStore(path)) as store:
        for n, query in enumerate(["привет", "=1+1", None]):
            record = TurnRecord(
                time=MOMENT + n * 60,
                channel="webim:shop",
                chat="c1",
                client="ann",
                client_name="Anna",
                session_id="s1",
                query=query,
                event=None if query else "timeout",
                state="/Hello",
                replies=[{"type": "text", "text": "Здравствуйте!", "state": "/Hello"}],
                transfer=query is None,
                analytics=[{"type": "sessionResult", "value": "готово"}],
                rule={"type": "pattern", "rule": "* привет *", "confidence": 0.75}
                if query
                else None,
            )
            store.save(record, Chat("ann"), None)
    return f"sqlite:///{path}"


@pytest.fixture
def jaicp(address):
    def run(*arguments):
        result = CliRunner().invoke(cli, ["logs", *arguments, "--store", address])
        assert result.exit_code == 0, result.output
        return result.output

    return run


def test_list_has_one_line_for_each_turn(jaicp):
    lines = jaicp("list").splitlines()
    assert len(lines) == 3
    assert "/Hello  'привет' -> 'Здравствуйте!'" in lines[0]
    assert lines[2].endswith("'<timeout>' -> 'Здравствуйте!'  →")


def test_list_is_filtered(jaicp):
    assert len(jaicp("list", "--text", "ПРИВЕТ").splitlines()) == 1
    assert jaicp("list", "--since", "2100-01-01") == ""
    assert len(jaicp("list", "--transfer").splitlines()) == 1


def test_show_tells_the_dialogue(jaicp):
    shown = jaicp("show", "--client", "ann", "--limit", "1")
    assert "  bot: Здравствуйте!  [/Hello]" in shown
    assert "  given to a person" in shown
    assert "  by pattern * привет *, 0.75\n" in jaicp("show")


def test_export_as_json_has_all_fields(jaicp):
    first, *_ = map(json.loads, jaicp("export").splitlines())
    assert first["query"] == "привет"
    assert first["answer"] == "Здравствуйте!"
    assert (first["rule_type"], first["rule"], first["confidence"]) == (
        "pattern",
        "* привет *",
        0.75,
    )
    assert first["analytics"] == [{"type": "sessionResult", "value": "готово"}]


def test_export_of_sessions_has_the_columns_of_the_report(jaicp):
    [row] = csv.DictReader(io.StringIO(jaicp("export", "--format", "csv", "--of", "sessions")))
    assert (row["client_id"], row["client_name"]) == ("ann", "Anna")
    assert row["first_phrase"] == "привет"
    assert row["phrase_count"] == "2"
    assert row["duration"] == "120.0"
    assert row["session_result"] == "готово"
    assert row["transfer_to_agent"] == "true"


def test_a_table_program_meets_no_formula(jaicp):
    rows = list(csv.DictReader(io.StringIO(jaicp("export", "--format", "csv"))))
    assert [row["query"] for row in rows] == ["привет", "'=1+1", ""]


def test_what_is_old_can_be_deleted(jaicp):
    assert jaicp("forget", "--before", "1h") in ("0 turn(s) deleted\n", "3 turn(s) deleted\n")
    assert jaicp("forget", "--before", "2100-01-01").endswith("turn(s) deleted\n")
    assert jaicp("list") == ""


def test_wrong_use_is_told(tmp_path):
    result = CliRunner().invoke(cli, ["logs", "list", "--store", f"sqlite:///{tmp_path}/no"])
    assert result.exit_code == 2
    assert "`jaicp run` makes it" in result.output
    result = CliRunner().invoke(cli, ["logs", "list", "--since", "yesterday"])
    assert "write 2026-11-26, 2026-11-26T18:30 or 7d (ago)" in result.output
