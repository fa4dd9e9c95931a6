"""The items below `buttons:` and `inlineButtons:`, to tokens; one that cannot be read is reported and left out."""

from __future__ import annotations

import re

from jaicp.syntax.reader import Reader, skip
from jaicp.syntax.scan import bracket_end
from jaicp.syntax.stream import Piece
from jaicp.syntax.templates import read_object
from jaicp.text import codes

__all__ = ["buttons"]

_CAPTION_END = re.compile(r'"(?=[ \t]*(?:->|\r?$|//|[#,;]))', re.MULTILINE)


def buttons(reader: Reader, index: int, start: int) -> int:
    """The items of `buttons:` or `inlineButtons:`, one a line; an object may span lines."""
    tag = reader.lines[index]
    stream = reader.stream
    stream.newline(tag.end)
    items = 0
    number, column = index, tag.column
    position = skip(reader.text, start, tag.end)
    if position >= tag.end:
        column = _items_column(reader, index)
        number, position = _next_item(reader, index, column)
    while position >= 0:
        if not items:
            stream.emit("_OPEN", position, position)
        items += 1
        last = _button(reader, number, position)
        number, position = _next_item(reader, last, column)
    if items:
        stream.emit("_CLOSE", stream.last_end, stream.last_end)
    return number


def _items_column(reader: Reader, index: int) -> int:
    """The column that the items must be deeper than; items that are no deeper than the tag are reported."""
    tag = reader.lines[index]
    following = next(
        (n for n in range(index + 1, len(reader.lines))
         if not reader.lines[n].is_blank and not reader.is_comment[n]),
        index,
    )  # fmt: skip
    line = reader.lines[following]
    if following == index or line.column > tag.column or reader.text[line.first] not in '"{':
        return tag.column
    reader.stream.problem(
        codes.BAD_INDENT,
        "this button is no deeper than the tag that it belongs to",
        line.first,
        line.end,
        help_text=f"indent the buttons by more than {tag.column} columns",
    )
    return line.column - 1


def _next_item(reader: Reader, after: int, column: int) -> tuple[int, int]:
    """The next item line below `column` and its first character; (index behind, -1) if there is none."""
    following = after + 1
    for number in range(after + 1, len(reader.lines)):
        line = reader.lines[number]
        if line.is_blank or reader.is_comment[number]:
            continue
        if reader.text.startswith("//", line.first) and line.column > column:
            following = number + 1
            continue
        if line.column <= column or reader.starts_tag(line):
            break
        return number, line.first
    return following, -1


def _button(reader: Reader, number: int, start: int) -> int:
    """One item; returns the index of its last line."""
    text, line, stream = reader.text, reader.lines[number], reader.stream
    opening = text[start]
    if opening == '"':
        found = _CAPTION_END.search(text, start + 1, line.end)
        if found is None:
            closing = text.rfind('"', start + 1, line.end)
            if closing < 0:
                _bad_button(
                    reader, start, line.end, "this quote is never closed", 'close it with `"`'
                )
            else:
                _bad_end(reader, skip(text, closing + 1, line.end), line.end)
            return number
        kind, token_start, token_end, position = "CAPTION", start + 1, found.start(), found.end()
    elif opening == "{":
        end = bracket_end(text, start, line.end) or bracket_end(
            text, start, reader.next_tag(number)
        )
        if end is None:
            stream.problem(
                codes.UNCLOSED_BRACKET,
                "this `{` is never closed",
                start,
                start + 1,
                help_text="close the button with `}`",
            )
            return reader.source.location(reader.next_tag(number) - 1).line - 1
        number = reader.source.location(end - 1).line - 1
        if not _is_object(reader, start, end):
            return number
        kind, token_start, token_end, position = "OBJECT", start, end, end
    else:
        _bad_button(
            reader, start, line.end, "a button is a caption in quotes or an object in braces",
            'write `"Caption"`, or `"Caption" -> /State`',
        )  # fmt: skip
        return number
    what = Piece(kind, reader.source, token_start, token_end)
    return _button_target(reader, number, what, position)


def _button_target(reader: Reader, number: int, what: Piece, position: int) -> int:
    text, stream, line = reader.text, reader.stream, reader.lines[number]
    kind, _, start, end = what
    position = skip(text, position, line.end)
    if text.startswith("->", position):
        target = skip(text, position + 2, line.end)
        if target >= line.end:
            _bad_button(
                reader, position, line.end, "this button leads nowhere", "name a state behind `->`"
            )
            return number
        stream.emit(kind, start, end)
        stream.emit("_ARROW", position, position + 2)
        stream.emit("LINE", target, line.end)
    elif (
        position < line.end
        and text[position] not in ",;#"
        and text[position : position + 2] != "//"
    ):
        _bad_end(reader, position, line.end)
        return number
    else:
        stream.emit(kind, start, end)
    stream.newline(line.end)
    return number


def _is_object(reader: Reader, start: int, end: int) -> bool:
    try:
        read_object(reader.source.span(start, end))
    except ValueError:
        _bad_button(
            reader, start, end, "this object cannot be read",
            'write `{text: "Caption", url: "https://example.org"}`',
        )  # fmt: skip
        return False
    return True


def _bad_end(reader: Reader, start: int, end: int) -> None:
    _bad_button(
        reader, start, end, "only `->` and a state can follow a button",
        'write `"Caption" -> /State`',
    )  # fmt: skip


def _bad_button(reader: Reader, start: int, end: int, message: str, help_text: str) -> None:
    reader.stream.problem(codes.MALFORMED_BUTTON, message, start, end, help_text=help_text)
