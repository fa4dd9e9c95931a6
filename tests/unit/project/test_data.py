"""Dictionaries and data files."""

from __future__ import annotations

import pytest

from jaicp.project.data import Row, read_csv, read_data
from jaicp.text.source import Source


def value(name: str, text: str) -> object:
    return read_data(Source(name, text), "Name", "$Var").value


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ('1;London;{"lat": 51.5}', Row("1", ("London",), {"lat": 51.5})),
        ("1;London,the capital;", Row("1", ("London", "the capital"), "")),
        ("1;London;{lat: 51.5}", Row("1", ("London",), {"lat": 51.5})),
        ('1;London;"{""lat"": 51.5}"', Row("1", ("London",), {"lat": 51.5})),
        ("1;London;{not json", Row("1", ("London",), "{not json")),
        ("1;London;one;two", Row("1", ("London",), "one;two")),
        ("1;London", Row("1", ("London",), "")),
    ],
)
def test_a_row_has_an_id_names_and_data_often_loosely_written(line: str, row: Row) -> None:
    assert read_csv(line + "\n") == (row,)


def test_lines_without_names_are_skipped() -> None:
    assert read_csv("\n;x\n1\n2;Paris\n") == (Row("2", ("Paris",), ""),)


def test_scripts_see_a_dictionary_by_id() -> None:
    assert value("a.csv", "1;London,the capital;5\n") == {
        "1": {
            "id": "1", "title": "London", "value": "5", "alternateNames": ["London", "the capital"],
        }
    }  # fmt: skip


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.yml"])
def test_data_in_json_or_yaml(name: str) -> None:
    assert value(name, '{"a": [1, 2]}') == {"a": [1, 2]}


@pytest.mark.parametrize(("name", "text"), [("a.json", "{"), ("a.yaml", "a: b: c")])
def test_data_that_cannot_be_read_is_an_error_with_its_reason(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        value(name, text)
