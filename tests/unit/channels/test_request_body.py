"""A request body is a JSON object that can be stored and sent on, or it is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.channels.body import BadRequest, clean, clean_text, read_body


def test_an_object_is_read_as_it_is():
    assert read_body('{"a": [1, 2.5, "я", null, true]}'.encode()) == {
        "a": [1, 2.5, "я", None, True]
    }


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "is not JSON"),
        (b"hello", "is not JSON"),
        (b"[1]", "must be a JSON object"),
        (b"null", "must be a JSON object"),
        (b'{"a": NaN}', "NaN is not a JSON number"),
        (b'{"a": 1e999}', "not finite"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "is not JSON"),
        (b'{"a": "\xff"}', "not UTF-8 text"),
        (b'{"a":' + b"[" * 100 + b"]" * 100 + b"}", "nested too deeply"),
        (b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
    ],
)
def test_anything_else_is_refused(raw, problem):
    with pytest.raises(BadRequest, match=problem):
        read_body(raw)


def test_half_an_emoji_becomes_the_replacement_character():
    assert read_body(rb'{"a": "\ud83d", "\ude00": "x\ud83d\ude00"}') == {
        "a": "\ufffd",
        "\ufffd": "x😀",
    }


@given(st.binary(max_size=200))
def test_no_bytes_do_harm(raw):
    try:
        body = read_body(raw)
    except BadRequest:
        return
    json.dumps(body, allow_nan=False).encode()


@given(st.text())
def test_texts_without_half_characters_stay(text):
    assert clean_text(text) == text


@pytest.mark.parametrize("value", [float("inf"), [float("nan")], {"a": object()}, {"a": {1, 2}}])
def test_what_json_cannot_say_is_not_sent(value):
    with pytest.raises(ValueError, match="holds a"):
        clean(value)
