"""JSON as people write it is read as the `json5` package reads it, only faster."""

from __future__ import annotations

import json

import json5
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.syntax.json_data import LONGEST, read_json5

SIGNS = "{ } [ ] : , \" ' \\ \\u0001 // /* */ + -".split()
WORDS = 'a text $x_1 имя 1 -2.5 .5 true null Infinity NaN 0x1F k: "k": "b:c" \'d:e\' //x: /*y:*/'.split()
PIECES = st.sampled_from([*SIGNS, *WORDS, " ", "\n"])


def result(read, text: str) -> str:
    """What is read, as JSON, which tells 1 from 1.0 and true; or that nothing could be."""
    try:
        return json.dumps(read(text))
    except ValueError:
        return "refused"


@given(st.lists(PIECES, max_size=9).map("".join))
def test_as_json5_does(text: str) -> None:
    assert result(read_json5, text) == result(json5.loads, text)


@given(st.lists(PIECES, max_size=5).map(lambda pieces: "{" + "".join(pieces) + ": 1}"))
def test_objects_as_json5_does(text: str) -> None:
    assert result(read_json5, text) == result(json5.loads, text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            '{text: "One", url: "https://example.org/a:b"}',
            {"text": "One", "url": "https://example.org/a:b"},
        ),
        ("{text: 'One', n: [1, 2,],}", {"text": "One", "n": [1, 2]}),
        ('{"a b": {c: true}} // why not', {"a b": {"c": True}}),
    ],
)
def test_keys_without_quotes_and_all_the_rest(text: str, value: object) -> None:
    assert read_json5(text) == value


@pytest.mark.parametrize(
    "text", ["'" + "a" * LONGEST + "'", "[" * 100_000, "{a: " * 5000 + "'1'" + "}" * 5000]
)
def test_what_would_take_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"longer than|too deep|[Uu]nexpected|expected"):
        read_json5(text)
