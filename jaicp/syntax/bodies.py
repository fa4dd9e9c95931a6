"""What stands below a tag and is not made of tags: JavaScript, buttons, settings, named patterns, parameters.

Each function reads the lines of one such body, adds its tokens to the stream, and returns the index of the
first line behind it. What cannot be read is reported here and left out, so that the grammar never sees it.
"""

from __future__ import annotations

import re
from typing import Protocol

from jaicp.syntax.lines import Line
from jaicp.syntax.scan import bracket_end, find_braces, string_end
from jaicp.syntax.stream import Piece, Stream
from jaicp.syntax.templates import read_object
from jaicp.text import codes
from jaicp.text.source import Source

__all__ = ["Reader", "buttons", "definitions", "parameters", "script", "settings"]

_DEFINITION = re.compile(r"\$([^\W\d]\w*|\d\w*)[ \t]*=")
_SETTING = re.compile(r"([\w$.-]+)[ \t]*=")
_PARAMETER = re.compile(r"[ \t]*([^\W\d]\w*)[ \t]*=[ \t]*")
_CAPTION_END = re.compile(r'"(?=[ \t]*(?:->|\r?$|//|[#,;]))', re.MULTILINE)
_CONVERTER = re.compile(r"\|\|[ \t\r\n]*[^\W\d]\w*[ \t\r\n]*=")


class Reader(Protocol):
    """What a body needs of the layout phase."""

    source: Source
    text: str
    lines: list[Line]
    is_comment: list[bool]
    stream: Stream

    def starts_tag(self, line: Line) -> bool:
        """Whether a line begins with a known tag."""

    def ends_block(self, line: Line, column: int) -> bool:
        """Whether a line ends a raw block of a tag at `column`."""


# --- JavaScript -----------------------------------------------------------------------------------------


def script(reader: Reader, index: int, start: int) -> int:
    """The raw body of `script`, `scriptEs6` or `init`: the rest of the line and all up to the next tag."""
    line = reader.lines[index]
    start = _skip(reader.text, start, line.end)
    end, following = line.end, index + 1
    for number in range(index + 1, len(reader.lines)):
        candidate = reader.lines[number]
        if candidate.is_blank:
            continue
        if reader.is_comment[number]:
            if candidate.column > line.column:
                end, following = candidate.end, number + 1
            continue
        if reader.ends_block(candidate, line.column):
            break
        end, following = candidate.end, number + 1
    if start == line.end and following > index + 1:
        start = _first_code(reader, index + 1)
    if start < end:
        reader.stream.emit("CODE", start, end)
    reader.stream.newline(end)
    return following


def _first_code(reader: Reader, number: int) -> int:
    while reader.lines[number].is_blank:
        number += 1
    return reader.lines[number].first


# --- parameters behind || -------------------------------------------------------------------------------


def parameters(reader: Reader, bars: int, following: int) -> int:
    """`|| key = value, …` from the bars on; returns the index of the line behind the last value."""
    text = reader.text
    number = reader.source.location(bars).line - 1
    position = bars + 2
    pieces: list[tuple[int, int, str, int, int]] = []
    while True:
        end = reader.lines[number].end
        found = _PARAMETER.match(text, position, end)
        if found is None:
            if text[position:end].strip() or not pieces:
                _bad_parameter(reader, bars, position, end)
            break
        value = _parameter_value(reader, number, found.end())
        kind, start, stop, position = value
        if kind:
            pieces.append((found.start(1), found.end(1), kind, start, stop))
        else:
            _missing_parameter_value(reader, found.start(1), found.end(1), text)
        number = reader.source.location(position).line - 1
        end = reader.lines[number].end
        position = _skip(text, position, end)
        if position >= end or text[position] != ",":
            if text[position:end].strip():
                _bad_parameter(reader, bars, position, end)
            break
        position += 1
    _emit_parameters(reader.stream, bars, pieces)
    return max(following, number + 1)


def _parameter_value(reader: Reader, number: int, start: int) -> tuple[str, int, int, int]:
    """Kind, start, end of a value and where to go on; an empty kind where there is no value."""
    text, line = reader.text, reader.lines[number]
    if start < line.end and text[start] == '"':
        closing = string_end(text, start + 1, line.end, _block_end(reader, number))
        if closing is None:
            reader.stream.problem(
                codes.UNCLOSED_BRACKET,
                "this quote is never closed",
                start,
                start + 1,
                help_text='close the value with `"` at the end of the line',
            )
            return "STRING", start + 1, line.end, line.end
        return "STRING", start + 1, closing, closing + 1
    braces = find_braces(text, start, line.end)
    comma = start
    while comma < line.end:
        if text[comma] == "," and not any(b.start <= comma < b.end for b in braces):
            break
        comma += 1
    stop = comma
    while stop > start and text[stop - 1] in " \t":
        stop -= 1
    return ("BARE" if stop > start else ""), start, stop, comma


def _block_end(reader: Reader, number: int) -> int:
    for candidate in reader.lines[number + 1 :]:
        if not candidate.is_blank and reader.starts_tag(candidate):
            return candidate.start
    return len(reader.text)


def _emit_parameters(
    stream: Stream, bars: int, pieces: list[tuple[int, int, str, int, int]]
) -> None:
    for position, (key_start, key_end, kind, start, stop) in enumerate(pieces):
        stream.emit("_COMMA" if position else "_BAR", bars, bars + 2)
        stream.emit("KEY", key_start, key_end)
        stream.emit("_EQUALS", key_end, key_end)
        stream.emit(kind, start, stop)


def _bad_parameter(reader: Reader, bars: int, start: int, end: int) -> None:
    start = _skip(reader.text, start, end)
    if start >= end:
        start, end = bars, bars + 2
    reader.stream.problem(
        codes.MALFORMED_PARAMETER,
        "a parameter is a name, `=` and a value",
        start,
        end,
        help_text="write `|| name = value`, several with a comma between them",
    )


def _missing_parameter_value(reader: Reader, start: int, end: int, text: str) -> None:
    reader.stream.problem(
        codes.MALFORMED_PARAMETER,
        f"the parameter `{text[start:end]}` has no value",
        start,
        end,
        help_text=f"write `{text[start:end]} = value`",
    )


# --- buttons --------------------------------------------------------------------------------------------


def buttons(reader: Reader, index: int, start: int) -> int:
    """The items of `buttons:` or `inlineButtons:`, one a line; an object may span lines."""
    tag = reader.lines[index]
    stream = reader.stream
    stream.newline(tag.end)
    items = 0
    number = index
    position = _skip(reader.text, start, tag.end)
    if position >= tag.end:
        number, position = _next_item(reader, index, tag.column)
    while position >= 0:
        if not items:
            stream.emit("_OPEN", position, position)
        items += 1
        last = _button(reader, number, position)
        number, position = _next_item(reader, last, tag.column)
    if items:
        stream.emit("_CLOSE", stream.last_end, stream.last_end)
    return number


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
            _bad_button(reader, start, line.end, "this quote is never closed", 'close it with `"`')
            return number
        kind, token_start, token_end, position = "CAPTION", start + 1, found.start(), found.end()
    elif opening == "{":
        end = bracket_end(text, start, _items_end(reader, number))
        if end is None:
            stream.problem(
                codes.UNCLOSED_BRACKET,
                "this `{` is never closed",
                start,
                start + 1,
                help_text="close the button with `}`",
            )
            return reader.source.location(_items_end(reader, number) - 1).line - 1
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
    position = _skip(text, position, line.end)
    if text.startswith("->", position):
        target = _skip(text, position + 2, line.end)
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
        _bad_button(
            reader, position, line.end, "only `->` and a state can follow a button",
            'write `"Caption" -> /State`',
        )  # fmt: skip
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


def _items_end(reader: Reader, number: int) -> int:
    for line in reader.lines[number + 1 :]:
        if not line.is_blank and reader.starts_tag(line):
            return line.start
    return len(reader.text)


def _bad_button(reader: Reader, start: int, end: int, message: str, help_text: str) -> None:
    reader.stream.problem(codes.MALFORMED_BUTTON, message, start, end, help_text=help_text)


# --- key = value lines ----------------------------------------------------------------------------------


def settings(reader: Reader, index: int, following: int) -> int:
    """`key = value` lines deeper than the tag at `index`; a value may run over deeper lines."""
    column = reader.lines[index].column
    stream = reader.stream
    opened = False
    number = following
    while number < len(reader.lines):
        line = reader.lines[number]
        if line.is_blank or reader.is_comment[number]:
            number += 1
            continue
        if line.column <= column or reader.starts_tag(line):
            break
        found = _SETTING.match(reader.text, line.first, line.end)
        if found is None:
            stream.problem(
                codes.MALFORMED_PARAMETER,
                "a setting is a name, `=` and a value",
                line.first,
                line.end,
                help_text="write `name = value`",
            )
            number = _setting_lines(reader, number, column)[0]
            continue
        if not opened:
            stream.emit("_OPEN", line.first, line.first)
            opened = True
        number, end = _setting_lines(reader, number, column)
        start = _skip_lines(reader.text, found.end(), end)
        stream.emit("KEY", found.start(1), found.end(1))
        stream.emit("_EQUALS", found.end() - 1, found.end())
        if start < end:
            stream.emit("RAW", start, end)
        stream.newline(end)
    if opened:
        stream.emit("_CLOSE", stream.last_end, stream.last_end)
        return number
    return following


def _setting_lines(reader: Reader, index: int, column: int) -> tuple[int, int]:
    """The index behind the lines of the setting that starts at `index`, and the end of its value."""
    key = reader.lines[index]
    end, following = key.end, index + 1
    depth = _open_brackets(reader.text, key.first, key.end)
    for number in range(index + 1, len(reader.lines)):
        line = reader.lines[number]
        if line.is_blank:
            continue
        if line.column <= column or (line.column <= key.column and depth <= 0):
            break
        if reader.is_comment[number]:
            continue
        depth += _open_brackets(reader.text, line.first, line.end)
        end, following = line.end, number + 1
    return following, end


def _open_brackets(text: str, start: int, end: int) -> int:
    return sum(
        (text.count(opening, start, end) - text.count(closing, start, end))
        for opening, closing in ("{}", "[]")
    )


# --- named patterns -------------------------------------------------------------------------------------


def definitions(reader: Reader, index: int, start: int) -> int:
    """The lines of `patterns:`: each definition runs up to the next line that starts `$Name =`."""
    tag = reader.lines[index]
    stream = reader.stream
    stream.newline(tag.end)
    if _skip(reader.text, start, tag.end) < tag.end:
        stream.problem(
            codes.STRAY_VALUE, "`patterns` takes no value", start, tag.end,
            help_text="put each `$Name = pattern` on a line of its own below",
        )  # fmt: skip
    starts, end, following = _definition_lines(reader, index)
    for position, first in enumerate(starts):
        if position == 0:
            stream.emit("_OPEN", first, first)
        limit = starts[position + 1] if position + 1 < len(starts) else end
        _definition(reader, first, limit)
    if starts:
        stream.emit("_CLOSE", end, end)
    return following


def _definition_lines(reader: Reader, index: int) -> tuple[list[int], int, int]:
    tag = reader.lines[index]
    starts: list[int] = []
    end, following = tag.end, index + 1
    for number in range(index + 1, len(reader.lines)):
        line = reader.lines[number]
        if line.is_blank or reader.is_comment[number]:
            continue
        defines = _DEFINITION.match(reader.text, line.first, line.end) is not None
        if not defines and reader.ends_block(line, tag.column):
            break
        if defines:
            starts.append(line.first)
        elif not starts:
            reader.stream.problem(
                codes.NOT_A_TAG, "a named pattern begins with `$`", line.first, line.end,
                help_text="write `$Name = pattern`",
            )  # fmt: skip
        end, following = line.end, number + 1
    return starts, end, following


def _definition(reader: Reader, first: int, limit: int) -> None:
    text, stream = reader.text, reader.stream
    head = _DEFINITION.match(text, first)
    assert head is not None
    end = _trim(text, head.end(), limit)
    bars = _CONVERTER.search(text, head.end(), end)
    stream.emit("PATTERN_NAME", head.start(1), head.end(1))
    stream.emit("_EQUALS", head.end() - 1, head.end())
    pattern_end = _trim(text, head.end(), bars.start() if bars else end)
    pattern_start = _skip_lines(text, head.end(), pattern_end)
    if pattern_start < pattern_end:
        stream.emit("PATTERN", pattern_start, pattern_end)
    if bars is not None:
        key = _PARAMETER.match(text, bars.start() + 2, end)
        if key is not None and key.end() < end:
            piece = (key.start(1), key.end(1), "BARE", key.end(), end)
            _emit_parameters(stream, bars.start(), [piece])
        else:
            _bad_parameter(reader, bars.start(), bars.start() + 2, end)
    stream.newline(end)


# --- small things ---------------------------------------------------------------------------------------


def _skip(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " \t\u00a0":
        start += 1
    return start


def _skip_lines(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start


def _trim(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1].isspace()):
        end -= 1
    return end
