"""The formatter: a script in, the same script in the canonical layout out. The rules are in `docs/format.md`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jaicp.format.columns import place_body
from jaicp.format.gaps import BLANK, Gap, gap_lines, place_comments
from jaicp.format.literals import UnreadableCodeError, literal_breaks
from jaicp.format.outline import TagLine, contents, line_index, tag_lines
from jaicp.format.same import first_change
from jaicp.format.scripts import script_lines
from jaicp.format.sheet import Sheet
from jaicp.format.spacing import line_edits
from jaicp.syntax.lines import split_lines
from jaicp.syntax.parse import Parsed, parse
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source, Span

__all__ = ["ChangedMeaningError", "FormatSettings", "Formatted", "format_parsed", "format_source"]


@dataclass(frozen=True, slots=True)
class FormatSettings:
    """What an author can choose: with `js` the code of scripts is laid out too."""

    js: bool = False


@dataclass(frozen=True, slots=True)
class Formatted:
    """A source with its text in the new layout; with `errors` in its syntax the text is as it was."""

    source: Source
    text: str
    errors: tuple[Diagnostic, ...] = ()

    @property
    def is_changed(self) -> bool:
        """Whether the new text is another one."""
        return self.text != self.source.text


class ChangedMeaningError(Exception):
    """The new layout would say something else than the script, from `span` on; nothing must be written."""

    def __init__(self, span: Span) -> None:
        line = span.location.line
        super().__init__(f"{span.source.path}:{line}: the new layout would change what it means")
        self.span = span


def format_source(source: Source, settings: FormatSettings | None = None) -> Formatted:
    """The text of a source in the canonical layout; a source with errors of syntax stays as it is.

    Raises `ChangedMeaningError` where the outcome would not say the same, which is looked at each time.
    """
    return format_parsed(parse(source), settings)


def format_parsed(parsed: Parsed, settings: FormatSettings | None = None) -> Formatted:
    """The same for a source that has been parsed already."""
    source = parsed.document.source
    errors = tuple(one for one in parsed.diagnostics if one.is_error)
    if errors:
        return Formatted(source, source.text, errors)
    try:
        text = _with_line_ends(source.text, _laid_out(parsed, settings or FormatSettings()))
    except UnreadableCodeError as error:
        return Formatted(source, source.text, (_unreadable(error.span),))
    if text != source.text:
        changed = first_change(parsed.document, parse(Source(source.path, text)).document)
        if changed is not None:
            raise ChangedMeaningError(changed)
    return Formatted(source, text)


def _with_line_ends(before: str, lines: list[str]) -> str:
    """Lines as one text, all ended as the first one was, but for those inside of literals."""
    at = before.find("\n")
    if at > 0 and before[at - 1] == "\r":
        return "".join(line.removesuffix("\r") + "\r\n" for line in lines)
    return "".join(line + "\n" for line in lines)


def _unreadable(code: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.SCRIPT_SYNTAX,
        message="this JavaScript has a mistake, so that it cannot be told where its strings end",
        span=code,
        help="mend it first; `jaicp check` shows where the mistake is",
    )


def _laid_out(parsed: Parsed, settings: FormatSettings) -> list[str]:
    source = parsed.document.source
    lines, comments = split_lines(source)
    tags = tag_lines(parsed.document)
    edits = line_edits(source.text, lines, tags)
    literal = (line_index(source, at) + 1 for tag in tags for at in literal_breaks(tag.node))
    sheet = Sheet(source, lines, comments, [tag.line for tag in tags], edits, literal)
    written: list[str] = []
    open_blocks: list[TagLine] = []  # the last tag met in each block, outermost first
    position = 0
    for tag, limit in contents(tags, len(lines)):
        written += _gap(sheet, position, tag.line, open_blocks, tag)
        open_blocks[tag.depth :] = [tag]
        position = place_body(sheet, tag, limit)
        made = script_lines(sheet, tag, position) if settings.js else None
        written += made or [sheet.line(at) for at in range(tag.line, position)]
    written += _gap(sheet, position, len(lines), open_blocks, None)
    return written


def _gap(
    sheet: Sheet, start: int, stop: int, blocks: Sequence[TagLine], behind: TagLine | None
) -> list[str]:
    gap = Gap(start, stop, tuple(blocks), behind)
    place_comments(sheet, gap)
    return ["" if at == BLANK else sheet.line(at) for at in gap_lines(sheet, gap)]
