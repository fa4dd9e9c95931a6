"""What stands below a tag and is not made of tags: JavaScript, settings, named patterns; and parameters.

Each function reads the lines of one such body, adds its tokens to the stream, and returns the index of the
first line behind it. What cannot be read is reported here and left out, so that the grammar never sees it.
"""

from __future__ import annotations

import re

from jaicp.syntax.lines import Line
from jaicp.syntax.reader import Reader, skip, skip_lines, trim
from jaicp.syntax.scan import JavaScriptDepth, find_braces, string_end
from jaicp.syntax.stream import Stream
from jaicp.syntax.tags import TAGS
from jaicp.text import codes
from jaicp.text.diagnostic import Edit, Fix

__all__ = ["condition", "definitions", "is_bare_action", "parameters", "script", "settings"]

_DEFINITION = re.compile(r"\$([^\W\d]\w*|\d\w*)[ \t]*=")
_ACTION_NAME = re.compile("[A-Z][A-Za-z0-9]*")
_SETTING = re.compile(r"([\w$.-]+)[ \t]*=")
_PARAMETER = re.compile(r"[ \t]*([^\W\d]\w*)[ \t]*=[ \t]*")
_LABEL = re.compile(r"(?:init|script|scriptEs6)[ \t]*:[ \t]*\S")
_ANOTHER = re.compile(r"[ \t]([^\W\d]\w*)[ \t]*=(?![=>])")
_KNOWN_PARAMETERS = frozenset[str]().union(*(tag.parameters or () for tag in TAGS.values()))
_UNFINISHED = frozenset("?:=+-*/%&|^<>,!~([{.")
"""Characters behind which an expression of JavaScript must go on."""
_GOES_ON = frozenset("?:=+-*/%&|^<>,.)]}")
"""Characters that cannot begin an expression, or not likely: with one, it goes on."""
_CONVERTER = re.compile(r"\|\|[ \t\r\n]*[^\W\d]\w*[ \t\r\n]*=")


# --- JavaScript -----------------------------------------------------------------------------------------


def script(reader: Reader, index: int, start: int) -> int:
    """The raw body of `script`, `scriptEs6` or `init`: the rest of the line and all up to the next tag."""
    line = reader.lines[index]
    start = skip(reader.text, start, line.end)
    end, following = line.end, index + 1
    depth = JavaScriptDepth(reader.text, start)
    for number in range(index + 1, len(reader.lines)):
        candidate = reader.lines[number]
        if candidate.is_blank:
            continue
        if reader.is_comment[number]:
            if candidate.column > line.column:
                end, following = candidate.end, number + 1
            continue
        if reader.ends_block(candidate, line.column) or _is_stray_tag(
            reader, candidate, depth, start, end
        ):
            break
        end, following = candidate.end, number + 1
    if start == line.end and following > index + 1:
        start = _first_code(reader, index + 1)
    if start < end:
        reader.stream.emit("CODE", start, end)
    reader.stream.newline(end)
    return following


def _is_stray_tag(reader: Reader, line: Line, depth: JavaScriptDepth, start: int, end: int) -> bool:
    """Whether a line in the body of a script is a tag that was indented too far.

    `a: Hello` can be JavaScript, but only as a key inside of brackets, behind an operator, or as a label, and
    nobody names a label like a tag: except that bots that work hold `init: code` in the middle of a script,
    which therefore counts as code. The code before the line runs from `start` to `end`.
    """
    if not reader.starts_tag(line) or _LABEL.match(reader.text, line.first):
        return False
    before = reader.text[start:end].rstrip()
    if before[-1:] in _UNFINISHED and not before.endswith(("++", "--")):
        return False
    return depth.at(line.first) == 0


def condition(reader: Reader, index: int, start: int) -> tuple[int, int]:
    """The index behind the lines of the expression begun at `index`, and its end.

    It goes on over deeper lines only as long as it is unfinished: nothing of it is there yet, brackets are
    open, or an operator stands at a line's end or at the beginning of the next.
    """
    text, line = reader.text, reader.lines[index]
    end, following = line.end, index + 1
    depth = JavaScriptDepth(text, start)
    for number in range(index + 1, len(reader.lines)):
        candidate = reader.lines[number]
        if candidate.is_blank or reader.is_comment[number]:
            continue
        if candidate.column <= line.column or reader.starts_tag(candidate):
            break
        last, first = text[start:end].rstrip()[-1:], text[candidate.first]
        is_finished = last not in _UNFINISHED and first not in _GOES_ON
        if start < end and is_finished and depth.at(candidate.start) == 0:
            break
        end, following = candidate.end, number + 1
    return following, end


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
        position = skip(text, position, end)
        if text[position - 1].isspace() and _PARAMETER.match(text, position, end):
            continue  # the missing comma is reported
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
        closing = string_end(text, start + 1, line.end, line.end)
        if closing is None:
            closing = string_end(text, start + 1, line.end, reader.next_tag(number))
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
    another = _ANOTHER.search(text, start, comma)
    if another is not None and another[1] in _KNOWN_PARAMETERS:
        _missing_comma(reader, another.start(1), another.end(1))
        comma = another.start(1)
    stop = comma
    while stop > start and text[stop - 1] in " \t":
        stop -= 1
    return ("BARE" if stop > start else ""), start, stop, comma


def _emit_parameters(
    stream: Stream, bars: int, pieces: list[tuple[int, int, str, int, int]]
) -> None:
    for position, (key_start, key_end, kind, start, stop) in enumerate(pieces):
        stream.emit("_COMMA" if position else "_BAR", bars, bars + 2)
        stream.emit("KEY", key_start, key_end)
        stream.emit("_EQUALS", key_end, key_end)
        stream.emit(kind, start, stop)


def _bad_parameter(reader: Reader, bars: int, start: int, end: int) -> None:
    start = skip(reader.text, start, end)
    if start >= end:
        start, end = bars, bars + 2
    reader.stream.problem(
        codes.MALFORMED_PARAMETER,
        "a parameter is a name, `=` and a value",
        start,
        end,
        help_text="write `|| name = value`, several with a comma between them",
    )


def _missing_comma(reader: Reader, start: int, end: int) -> None:
    at = reader.source.span(start, start)
    reader.stream.problem(
        codes.MALFORMED_PARAMETER,
        f"a comma is missing before `{reader.text[start:end]}`",
        start,
        end,
        help_text="part parameters by commas: `|| one = 1, two = 2`",
        fix=Fix("add the comma", (Edit(at, ", "),)),
    )


def _missing_parameter_value(reader: Reader, start: int, end: int, text: str) -> None:
    reader.stream.problem(
        codes.MALFORMED_PARAMETER,
        f"the parameter `{text[start:end]}` has no value",
        start,
        end,
        help_text=f"write `{text[start:end]} = value`",
    )


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
        start = skip_lines(reader.text, found.end(), end)
        stream.emit("KEY", found.start(1), found.end(1))
        stream.emit("_EQUALS", found.end() - 1, found.end())
        if start < end:
            stream.emit("RAW", start, end)
        stream.newline(end)
    if opened:
        stream.emit("_CLOSE", stream.last_end, stream.last_end)
    return number


def is_bare_action(reader: Reader, index: int) -> bool:
    """Whether the line at `index` is the name of an action tag without its colon: settings stand below it.

    Source: TamerCOD/vvv-leningrad, a third of whose `SetScenarioAction` have none.
    """
    line = reader.lines[index]
    if _ACTION_NAME.fullmatch(reader.text, line.first, line.end) is None:
        return False
    for number in range(index + 1, len(reader.lines)):
        below = reader.lines[number]
        if not below.is_blank and not reader.is_comment[number]:
            is_setting = _SETTING.match(reader.text, below.first, below.end) is not None
            return below.column > line.column and is_setting
    return False


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
        if depth <= 0 and reader.starts_tag(line):
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
    if skip(reader.text, start, tag.end) < tag.end:
        stream.problem(
            codes.STRAY_VALUE, "`patterns` takes no value", start, tag.end,
            help_text="put each `$Name = pattern` on a line of its own below",
        )  # fmt: skip
    pieces, following = _definition_lines(reader, index)
    if pieces:
        stream.emit("_OPEN", pieces[0][0], pieces[0][0])
    for first, end in pieces:
        _definition(reader, first, end)
    if pieces:
        stream.emit("_CLOSE", pieces[-1][1], pieces[-1][1])
    return following


def _definition_lines(reader: Reader, index: int) -> tuple[list[list[int]], int]:
    """Start and end of each definition, comment lines behind it left out, and the index behind them."""
    tag = reader.lines[index]
    pieces: list[list[int]] = []
    following = index + 1
    for number in range(index + 1, len(reader.lines)):
        line = reader.lines[number]
        if line.is_blank or reader.is_comment[number]:
            continue
        defines = _DEFINITION.match(reader.text, line.first, line.end) is not None
        if not defines and (reader.ends_block(line, tag.column) or reader.starts_tag(line)):
            break
        if defines:
            pieces.append([line.first, line.end])
        elif not pieces or _lacks_dollar(reader, line, pieces[-1][0]):
            reader.stream.problem(
                codes.NOT_A_TAG, "a named pattern begins with `$`", line.first, line.end,
                help_text="write `$Name = pattern`",
            )  # fmt: skip
        if pieces:
            pieces[-1][1] = line.end
        following = number + 1
    return pieces, following


def _lacks_dollar(reader: Reader, line: Line, start: int) -> bool:
    """Whether a line is a definition without its `$`, and no part of a converter begun at `start`."""
    found = _SETTING.match(reader.text, line.first, line.end)
    return found is not None and "||" not in reader.text[start : line.first]


def _definition(reader: Reader, first: int, limit: int) -> None:
    text, stream = reader.text, reader.stream
    head = _DEFINITION.match(text, first)
    assert head is not None
    end = trim(text, head.end(), limit)
    bars = _CONVERTER.search(text, head.end(), end)
    stream.emit("PATTERN_NAME", head.start(1), head.end(1))
    stream.emit("_EQUALS", head.end() - 1, head.end())
    pattern_end = trim(text, head.end(), bars.start() if bars else end)
    pattern_start = skip_lines(text, head.end(), pattern_end)
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
