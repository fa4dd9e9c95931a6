"""How a line of a script looks in a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from jaicp.text.cells import clean, lay_row

CHARACTERS = st.text(st.characters(exclude_characters="\n"), max_size=60)


def shown(line: str) -> str:
    return "".join(lay_row(line).pieces)


def columns(line: str, part: str) -> tuple[int, int]:
    at = line.index(part)
    return lay_row(line).columns(at, at + len(part))


def test_plain_text_is_one_column_a_character() -> None:
    assert shown("a: Hello!") == "a: Hello!"
    assert columns("a: Hello!", "Hello") == (3, 8)


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("привет х", 7, 8),  # Cyrillic: as wide as Latin
        ("Чаи\u0306 х", 4, 5),  # a combining mark takes no column
        ("日本 х", 5, 6),  # an ideograph takes two
        ("👋 х", 3, 4),
        ("👋🏽 х", 3, 4),  # with a tone of skin it is still one
        ("👨‍👩‍👧 х", 3, 4),  # and so is a family of three
        ("🇷🇺 х", 3, 4),
        ("\tх", 4, 5),
        ("a\tх", 4, 5),  # a tab reaches to the next multiple of four
    ],
)
def test_the_columns_of_what_comes_after(line: str, first: int, last: int) -> None:
    assert columns(line, "х") == (first, last)


def test_a_tab_is_shown_as_blanks() -> None:
    assert shown("a\tb\tc") == "a   b   c"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("\x1b[2J", "<U+001B>[2J"),
        ("a\rb", "a<U+000D>b"),
        ("\u202egnp", "<U+202E>gnp"),
        ("a\u200bb", "a<U+200B>b"),
        ("\ufeffa", "<U+FEFF>a"),
        ("\ud800", "<U+D800>"),
        ("\x9b31m", "<U+009B>31m"),
    ],
)
def test_what_would_command_a_terminal_or_cannot_be_seen_is_written_out(
    text: str, written: str
) -> None:
    assert shown(text) == written


def test_a_mark_without_a_letter_stands_on_a_circle() -> None:
    assert shown("\u0301") == "◌\u0301"


def test_a_part_of_a_character_is_the_whole_of_it() -> None:
    row = lay_row("e\u0301x")
    assert row.columns(1, 2) == (0, 1)


def test_an_empty_place_is_one_column_wide() -> None:
    assert lay_row("abc").columns(1, 1) == (1, 2)
    assert lay_row("").columns(0, 0) == (0, 1)


def test_messages_stay_on_one_line() -> None:
    assert clean("one\ntwo\r\nthree\tfour\x07") == "one two three four<U+0007>"


class TestWindow:
    LINE = "0123456789" * 5

    def cut(self, first: int, last: int, width: int) -> tuple[str, str]:
        """The window, and what of it stands in the asked columns."""
        text, shift = lay_row(self.LINE).window(first, last, width)
        return text, text[first - shift : last - shift]

    def test_a_short_line_is_left_alone(self) -> None:
        assert self.cut(3, 5, 50) == (self.LINE, "34")

    def test_the_beginning_is_kept_where_the_place_is_near_it(self) -> None:
        assert self.cut(3, 5, 20) == ("0123456789012345678…", "34")

    def test_both_sides_are_cut_around_a_place_in_the_middle(self) -> None:
        text, inside = self.cut(25, 27, 20)
        assert (text[0], text[-1], len(text)) == ("…", "…", 20)
        assert inside == "56"

    def test_the_end_is_kept_where_the_place_is_near_it(self) -> None:
        text, inside = self.cut(48, 50, 20)
        assert (text, inside) == ("…1234567890123456789", "89")

    def test_a_wide_character_is_not_cut_in_two(self) -> None:
        text, shift = lay_row("日本語" * 20).window(60, 62, 21)
        assert set(text) <= set("日本語…")
        assert text[1 + (60 - shift - 1) // 2] == ("日本語" * 20)[30]


@given(CHARACTERS)
def test_columns_only_grow_and_end_with_the_line(line: str) -> None:
    row = lay_row(line)
    assert len(row.starts) == len(row.ends) == len(line)
    assert list(row.starts) == sorted(row.starts)
    assert all(start < end <= row.width for start, end in zip(row.starts, row.ends, strict=True))


@given(CHARACTERS, st.integers(0, 60), st.integers(0, 60), st.integers(20, 80))
def test_a_window_is_never_wider_than_asked(line: str, at: int, length: int, width: int) -> None:
    row = lay_row(line)
    first, last = row.columns(min(at, len(line)), min(at + length, len(line)))
    text, shift = row.window(first, last, width)
    assert row.width <= width or wcswidth(text) <= width
    assert shift <= first


@given(st.text(max_size=60))
def test_no_control_character_gets_through(text: str) -> None:
    assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in clean(text))
