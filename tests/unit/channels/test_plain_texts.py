"""Marked-up texts go out plain, long ones in pieces."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.channels.plain import from_html, from_markdown, split_text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("plain", "plain"),
        ("<b>Hello</b>, <i>you</i>", "Hello, you"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>", "a\n\nb"),
        (
            'see <a href="https://x.example/?a=1&amp;b=2">our page</a>.',
            "see our page (https://x.example/?a=1&b=2).",
        ),
        ("<a href='https://x.example'>https://x.example</a>", "https://x.example"),
        ('<a href="https://x.example"><img src="i"></a>', "https://x.example"),
        ("<a name=x>here</a>", "here"),
        ("5 &lt; 6 &amp; 7 < 8", "5 < 6 & 7 < 8"),
        ("a<script>alert('<b>')</script>b<style>p {}</style>c", "abc"),
        ("a<!-- note -->b", "ab"),
    ],
)
def test_html(html, text):
    assert from_html(html) == text


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("**bold** and *thin* and `code` and ~~gone~~", "bold and thin and code and gone"),
        ("__bold__ _thin_", "bold thin"),
        ("***both***", "***both***"),
        ("# Title\ntext", "Title\ntext"),
        ("[our page](https://x.example)", "our page (https://x.example)"),
        ("[https://x.example](https://x.example)", "https://x.example"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    ],
)
def test_markdown(markdown, text):
    assert from_markdown(markdown) == text


@pytest.mark.parametrize(
    "piece", ["<a ", "<", "<b", "*a ", "**", "[", "[]", "`", "``a", "__", "a_ _", "<!--"]
)
@pytest.mark.parametrize("strip", [from_html, from_markdown])
def test_hostile_texts_take_no_longer_than_others(strip, piece):
    started = time.process_time()
    strip(piece * 100_000)
    assert time.process_time() - started < 5  # a quadratic search would take minutes


def test_a_long_text_is_cut_where_a_reader_would_pause():
    assert split_text("one two three", 9) == ["one two", "three"]
    assert split_text("ab\ncd ef", 7) == ["ab\ncd", "ef"]
    assert split_text("aaaa\n\nbb cc", 9) == ["aaaa", "bb cc"]
    assert split_text("abcdefgh", 3) == ["abc", "def", "gh"]
    assert split_text("", 3) == []


@given(st.text(alphabet="ab \n", max_size=60), st.integers(1, 10))
def test_pieces_are_short_and_lose_nothing_but_blanks(text, limit):
    pieces = split_text(text, limit)
    assert all(0 < len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
