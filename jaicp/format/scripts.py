"""`--js`: the code of `script`, `scriptEs6` and `init`, laid out by js-beautify.

It changes blanks and line breaks only, keeps strings and templates to the letter, and knows all of today's
JavaScript. What it makes of a script is taken only where that reads as the same code, and stays the same when it
is done again; every other script stays as its author wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from jaicp.format.literals import has_long_tokens
from jaicp.format.outline import STEP, TagLine
from jaicp.format.same import is_same_code
from jaicp.format.sheet import Sheet
from jaicp.syntax import ast
from jaicp.syntax.javascript import parse_script
from jaicp.text.lazy import LazyModule
from jaicp.text.source import Source, Span

if TYPE_CHECKING:
    jsbeautifier: Any
else:
    jsbeautifier = LazyModule("jsbeautifier")

__all__ = ["script_lines"]

LONGEST = 100_000
"""Characters of a script; js-beautify takes several seconds for a longer one."""

_COMMENT_LINE = re.compile(r"^([ \t]*)#", re.MULTILINE)
_MARK = "//\u0001#"
_MARKED = re.compile(r"^([ \t]*)//\u0001#", re.MULTILINE)


def script_lines(sheet: Sheet, tag: TagLine, stop: int) -> list[str] | None:
    """The lines of a script up to the line `stop` in the canonical layout; None where they stay as they are."""
    node = tag.node
    if not isinstance(node, ast.RunScript | ast.Init):
        return None
    code = node.script.span
    behind = sheet.source.line_starts[stop] if stop < len(sheet.lines) else len(sheet.text)
    whole = Span(code.source, code.start, behind)  # with the comments behind the code
    if len(whole.text) > LONGEST:
        return None
    root = parse_script(whole)
    if root.has_error or not root.children:  # no code, or none that can be read
        return None
    made = _beautified(whole.text)
    if made is None or not is_same_code(whole, _as_span(code.source, made)):
        return None
    if _beautified(made) != made:
        return None
    head = sheet.line(tag.line)
    colon = head[: head.index(":") + 1]
    lines = made.split("\n")
    if len(lines) == 1 and code.location.line == tag.line + 1:
        return [f"{colon} {made}"]
    return [colon, *_indented(lines, _as_span(code.source, made), (tag.depth + 1) * STEP)]


def _beautified(code: str) -> str | None:
    """What js-beautify makes of some code; None where our comment lines do not come through it."""
    options = jsbeautifier.default_options()
    options.indent_size = STEP
    options.end_with_newline = False
    options.max_preserve_newlines = 2
    marked = _COMMENT_LINE.sub(rf"\1{_MARK}", code.replace("\r\n", "\n"))
    made: str = jsbeautifier.beautify(marked, options)
    if made.count(_MARK) != len(_MARKED.findall(made)):
        return None
    return "\n".join(_trimmed(_MARKED.sub(r"\1#", made)))


def _trimmed(text: str) -> list[str]:
    return text.strip("\n").split("\n")


def _as_span(like: Source, code: str) -> Span:
    source = Source(like.path, code)
    return source.span(0, len(code))


def _indented(lines: Sequence[str], code: Span, column: int) -> list[str]:
    """The lines of some code in a column, but for those that begin inside of a literal."""
    literal: set[int] = set()
    if has_long_tokens(code.text):
        for start, end, _ in parse_script(code).places("[(template_string) (string)] @literal"):
            first, last = (code.source.location(at).line for at in (start, end))
            literal |= set(range(first, last))
    return [
        line if not line or number in literal else " " * column + line
        for number, line in enumerate(lines)
    ]
