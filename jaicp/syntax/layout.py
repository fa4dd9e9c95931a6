"""The layout phase: lines of a script to tokens. It never fails.

The language is laid out by indentation, and its blocks are read in different ways: raw JavaScript up to the
next tag that is no deeper, patterns over any number of lines, texts, buttons, `key = value` lines, nested tags.
All of that is settled here, line by line, so that the grammar sees a flat stream: a tag terminal, its values,
`_NL`, and `_INDENT`/`_DEDENT` around nested tags. Three rules that a stock indenter cannot express:

1. a comment line (`#` first) closes nothing, whatever its column;
2. the body of `script`, `scriptEs6` and `init` is raw until a line that starts a tag and is no deeper;
3. in `patterns:` a definition goes on, at any indent, until a line that starts `$Name =`.

Mistakes of indentation are repaired here, since nobody behind this phase could: where tags do not line up,
`jaicp.syntax.indent` finds the line to blame, and the file is laid out again with that line in its place, so
that there is one diagnostic and the rest of the file reads as meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from math import inf

from jaicp.syntax import bodies
from jaicp.syntax.blocks import Blocks
from jaicp.syntax.buttons import buttons
from jaicp.syntax.indent import Move, Placed, find_moves
from jaicp.syntax.likely import lacks_colon, likely_tag, to_latin
from jaicp.syntax.lines import TAG, Line, split_lines
from jaicp.syntax.scan import find_braces, find_parameters
from jaicp.syntax.stream import Piece, Stream
from jaicp.syntax.tags import ACTION, BUILT_IN_ACTIONS, TAGS, Body, Place, Tag, Value
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity
from jaicp.text.source import Source, Span

__all__ = ["Laid", "lay_out"]

UNKNOWN = Tag("", "UNKNOWN", Value.NONE, Body.TAGS, frozenset(Place))
MOST_ROUNDS = 4
"""How often a badly indented file is read anew at most."""

TORN = re.compile(r"(\w+)[ \t]+![ \t]*:")
"""`q !:` in place of `q!:`."""
TERMINALS = {
    Value.NAME: "NAME",
    Value.LINE: "LINE",
    Value.TEXT: "TEXT",
    Value.PATTERN: "PATTERN",
    Value.SCRIPT: "CODE",
}
"""The terminal of each kind of value."""
ANNOTATION = Tag("@", "ANNOTATION", Value.NONE, Body.NONE, frozenset(Place))


@dataclass(frozen=True, slots=True)
class Laid:
    """What the layout phase made of a file: tokens for the grammar, mistakes, comment lines."""

    tokens: list[Piece]
    diagnostics: list[Diagnostic]
    comments: tuple[Span, ...]


def lay_out(source: Source) -> Laid:
    """Tokens for the grammar, from the text of one file.

    A line that is read in another column may bring to light tags that were taken for a part of the text above it.
    What was found out about the lines below is then found out anew.
    """
    layout = _Layout(source)
    laid = layout.run()
    moves: list[Move] = []
    for _ in range(MOST_ROUNDS):
        found = find_moves(layout.blocks.placed) if layout.blocks.crooked else []
        if not found:
            break
        whole = _Layout(source, [*moves, *found])
        laid = whole.run()
        changed = _first_change(layout.blocks.placed, whole.blocks.placed)
        sure = [move for move in found if move.line < changed]
        if not sure or len(sure) == len(found):
            break
        moves += sure
        layout = _Layout(source, moves)
        laid = layout.run()
    return laid


def _first_change(before: Sequence[Placed], after: Sequence[Placed]) -> float:
    """The first line that is a tag in one reading and none in the other; infinity where there is none."""
    for one, other in zip_longest(before, after):
        if one is None or other is None or one.line != other.line:
            return min(at.line for at in (one, other) if at is not None)
    return inf


class _Layout:
    def __init__(self, source: Source, moves: Sequence[Move] = ()) -> None:
        self.source = source
        self.text = source.text
        self.lines, self.is_comment = split_lines(source)
        self.stream = Stream(source)
        self.blocks = Blocks(source, self.lines, self.stream, moves)
        self.mixed: list[Line] = []
        self.last_tag = (0, 0)  # the line of the last question for the next tag, and the answer
        self.lost = False  # in a run of lines that belong to nothing, already reported

    def run(self) -> Laid:
        index, total = 0, len(self.lines)
        while index < total:
            if self.lines[index].is_blank or self.is_comment[index]:
                index += 1
            else:
                index = self._line(index)
        self.blocks.close_to(1)
        if self.mixed:
            self._mixed()
        comments = tuple(
            self.source.span(line.first, line.end)
            for line, is_comment in zip(self.lines, self.is_comment, strict=True)
            if is_comment
        )
        return Laid(self.stream.tokens, self.stream.problems, comments)

    # --- one line

    def _line(self, index: int) -> int:
        line = self.lines[index]
        if line.mixed:
            self.mixed.append(line)
        if self.text[line.first] == "@":
            return self._annotation(index)
        found = TAG.match(self.text, line.first, line.end)
        if found is None:
            return self._no_tag(index)
        name = found[1] + found[2]
        tag = TAGS.get(name)
        if tag is None and not found[2] and self._is_action(name, found.end(), line):
            tag = ACTION
        if tag is None:
            return self._unknown_tag(index, name, found.end())
        return self._tag(index, tag, name, found.end())

    def _is_action(self, name: str, colon: int, line: Line) -> bool:
        if not name[0].isupper() or not name.isascii():
            return False
        return name in BUILT_IN_ACTIONS or colon == line.end

    def _tag(self, index: int, tag: Tag, name: str, value_start: int) -> int:
        line = self.lines[index]
        self.lost = False
        self.blocks.place(index, tag, name)
        self.stream.emit(tag.token, line.first, line.first + len(name))
        following = self._value(index, tag, value_start)
        self.blocks.opener = tag if tag.body is Body.TAGS else None
        self.blocks.previous = name if tag is ACTION else tag.name
        return following

    def _value(self, index: int, tag: Tag, start: int) -> int:
        if tag.body is Body.SCRIPT:
            return bodies.script(self, index, start)
        if tag.body is Body.BUTTONS:
            return buttons(self, index, start)
        if tag.body is Body.DEFINITIONS:
            return bodies.definitions(self, index, start)
        return self._tag_value(index, tag, start)

    def _tag_value(self, index: int, tag: Tag, start: int) -> int:
        line = self.lines[index]
        start = self._skip_blanks(start, line.end)
        following, end = index + 1, line.end
        if tag.value is Value.SCRIPT:
            following, end = bodies.condition(self, index, start)
            start = min(self._first_after(index), end) if start == line.end else start
        elif tag.body is Body.TEXT:
            following, end = self._continuation(index, start)
            if start == line.end and following > index + 1:
                start = min(self._first_after(index), end)
        end = max(end, start)
        bars = -1
        if tag.parameters is not None:
            strict = tag.value in (Value.TEXT, Value.PATTERN)
            templates = tag.value in (Value.TEXT, Value.LINE)
            bars = find_parameters(self.text, start, end, strict=strict, templates=templates)
        value_end = self._trim(start, end if bars < 0 else bars)
        if value_end > start:
            self._emit_value(tag, start, value_end)
        elif tag.required and self.text[line.first : start].rstrip().endswith(":"):
            self.missing_value(index, tag)
        if bars >= 0:
            following = bodies.parameters(self, bars, following)
        self.stream.newline(value_end)
        if tag.body is Body.SETTINGS:
            return bodies.settings(self, index, following)
        return following

    def _emit_value(self, tag: Tag, start: int, end: int) -> None:
        if tag.value is Value.NONE:
            if tag is not UNKNOWN:
                self.stream.problem(
                    codes.STRAY_VALUE,
                    f"`{tag.name}` takes no value",
                    start,
                    end,
                    severity=Severity.WARNING,
                    help_text="remove what stands behind the colon",
                )
            return
        self.stream.emit(TERMINALS[tag.value], start, end)
        if tag.value in (Value.TEXT, Value.LINE):
            self._check_braces(start, end)

    def missing_value(self, index: int, tag: Tag) -> None:
        """Report that nothing stands behind the colon of a tag that needs a value."""
        line = self.lines[index]
        colon = self.text.find(":", line.first, line.end) + 1
        self.stream.problem(
            codes.MISSING_VALUE,
            f"`{tag.name}` has no value",
            line.first,
            max(colon, line.first + len(tag.name)),
            help_text=f"write {tag.value.value} behind the colon: `{tag.name}: {tag.example}`",
        )

    def _check_braces(self, start: int, end: int) -> None:
        if self.text.find("{{", start, end) < 0:
            return
        braces = find_braces(self.text, start, end)
        if braces and not braces[-1].closed:
            at = braces[-1].start
            self.stream.problem(
                codes.UNCLOSED_BRACKET,
                "this `{{` is never closed",
                at,
                at + 2,
                help_text="close the expression with `}}`",
            )

    def _continuation(self, index: int, start: int) -> tuple[int, int]:
        """The index behind the lines that go on with the value begun at `index`, and the value's end."""
        line = self.lines[index]
        end, following = line.end, index + 1
        for number in range(index + 1, len(self.lines)):
            candidate = self.lines[number]
            if candidate.is_blank or self.is_comment[number]:
                continue
            if candidate.column <= line.column or self.starts_tag(candidate):
                break
            end, following = candidate.end, number + 1
        return following, max(end, start)

    def _first_after(self, index: int) -> int:
        for number in range(index + 1, len(self.lines)):
            line = self.lines[number]
            if not line.is_blank and not self.is_comment[number]:
                return line.first
        return len(self.text)

    # --- lines that are not what they should be

    def _no_tag(self, index: int) -> int:
        line = self.lines[index]
        torn = TORN.match(self.text, line.first, line.end)
        if torn is not None and torn[1] + "!" in TAGS:
            return self._unknown_tag(index, torn[0][:-1].rstrip(), torn.end())
        tag = lacks_colon(self.text[line.first : line.end])
        if tag is not None:
            return self._missing_colon(index, tag, tag.name)
        if bodies.is_bare_action(self, index):
            return self._missing_colon(index, ACTION, self.text[line.first : line.end])
        above = TAGS.get(self.blocks.previous)
        help_text = "a tag is a name and a colon, such as `a: Hello!`; a comment starts with `#`"
        if above is not None and above.body is Body.TEXT:
            help_text = (
                f"indent it deeper to go on with `{self.blocks.previous}` above, or make it a tag"
            )
        if not self.lost:
            self.stream.problem(
                codes.NOT_A_TAG,
                "this line is no tag, and the line above cannot go on here",
                line.first,
                line.end,
                help_text=help_text,
            )
        self.lost = True
        return index + 1

    def _missing_colon(self, index: int, tag: Tag, name: str) -> int:
        """A tag without its colon, read as if it had one; public bots run with such tags alone in their lines."""
        line = self.lines[index]
        at = line.first + len(name)
        is_whole = at < line.end or not tag.required
        is_alone = at == line.end and tag.value is Value.NONE
        colon = Fix("add the colon", (Edit(self.source.span(at, at), ":"),), safe=True)
        self.stream.problem(
            codes.NOT_A_TAG,
            f"there is no colon behind `{name}`",
            line.first,
            at,
            severity=Severity.WARNING if is_alone else Severity.ERROR,
            help_text=f"write `{name}:`" if is_whole else f"write `{name}: {tag.example}`",
            fix=colon if is_whole else None,
        )
        return self._tag(index, tag, name, at)

    def _unknown_tag(self, index: int, name: str, value_start: int) -> int:
        line = self.lines[index]
        known = likely_tag(self, index, name)
        if known is None and not name.isascii():
            return self._no_tag(index)  # a line of some text that has a colon in it
        span = (line.first, line.first + len(name))
        if known is None:
            self.stream.problem(
                codes.UNKNOWN_TAG, f"there is no tag `{name}`", *span,
                help_text="a custom tag begins with a capital letter and is declared in `chatbot.yaml`",
            )  # fmt: skip
            return self._unknown_body(index, name, value_start)
        looks_same = " in Latin letters" if known == to_latin(name) else ""
        self.stream.problem(
            codes.UNKNOWN_TAG, f"there is no tag `{name}`", *span,
            help_text=f"did you mean `{known}`{looks_same}?",
            fix=Fix(f"change it to `{known}`", (Edit(self.source.span(*span), known),)),
        )  # fmt: skip
        return self._tag(index, TAGS[known], name, value_start)

    def _unknown_body(self, index: int, name: str, value_start: int) -> int:
        line = self.lines[index]
        self.blocks.place(index, UNKNOWN, name)
        self.stream.emit("UNKNOWN", line.first, line.first + len(name))
        start = self._skip_blanks(value_start, line.end)
        following, end = self._continuation(index, start)
        if end > start:
            self.stream.emit("RAW", start, end)
        self.stream.newline(end)
        self.blocks.opener, self.blocks.previous, self.lost = UNKNOWN, name, False
        return following

    def _annotation(self, index: int) -> int:
        line = self.lines[index]
        self.blocks.place(index, ANNOTATION, "@")
        name_end = line.first + 1
        while name_end < line.end and (self.text[name_end].isalnum() or self.text[name_end] == "_"):
            name_end += 1
        self.stream.emit("ANNOTATION", line.first, name_end)
        start = self._skip_blanks(name_end, line.end)
        following, end = self._continuation(index, start)
        if end > start:
            self.stream.emit("RAW", start, end)
        self.stream.newline(end)
        self.blocks.opener, self.blocks.previous = None, self.text[line.first : name_end]
        return following

    def starts_tag(self, line: Line) -> bool:
        """Whether a line begins with a tag that the language knows, or with a built-in action."""
        if self.text[line.first] == "@":
            return self.text[line.first + 1 : line.first + 2].isupper()
        found = TAG.match(self.text, line.first, line.end)
        if found is None:
            return False
        name = found[1] + found[2]
        return name in TAGS or (name in BUILT_IN_ACTIONS and found.end() == line.end)

    def next_tag(self, index: int) -> int:
        """The offset of the first line behind that at `index` that begins with a known tag, or of the end.

        The last answer is kept: it holds for all lines up to that tag.
        """
        asked, found = self.last_tag
        if not asked <= index < found:
            found, total = index + 1, len(self.lines)
            while found < total and (
                self.lines[found].is_blank or not self.starts_tag(self.lines[found])
            ):
                found += 1
            self.last_tag = (index, found)
        return self.lines[found].start if found < len(self.lines) else len(self.text)

    def ends_block(self, line: Line, column: int) -> bool:
        """Whether `line` ends a raw block of a tag at `column`: no deeper, and the start of a tag.

        Known tags end it, and so does any other `word:` that stands at the column of an open block: a
        mistyped tag rather than an object key of JavaScript that somebody moved to the left.
        """
        if line.column > column:
            return False
        if self.starts_tag(line):
            return True
        found = TAG.match(self.text, line.first, line.end)
        if found is None:
            text = self.text[line.first : line.end]
            return text[-1] not in "{;" and lacks_colon(text) is not None
        return self.blocks.has_column(line.column)

    def _mixed(self) -> None:
        first, more = self.mixed[0], len(self.mixed) - 1
        others = f", and in {more} more" if more else ""
        edits = tuple(
            Edit(self.source.span(line.start, line.first), " " * line.column) for line in self.mixed
        )
        self.stream.problem(
            codes.MIXED_INDENT,
            f"tabs and spaces are mixed in this indentation{others}",
            first.start,
            first.first,
            severity=Severity.WARNING,
            help_text="use spaces only; a tab counts up to the next multiple of 4 columns",
            fix=Fix("use spaces", edits, safe=True),
        )

    # --- small things

    def _skip_blanks(self, start: int, end: int) -> int:
        while start < end and self.text[start] in " \t\u00a0":
            start += 1
        return start

    def _trim(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1] in " \t\r\n\u00a0":
            end -= 1
        return end
