"""Diagnostics as text: in full with the lines of the script, one to a line, and as JSON.

Nothing here touches a terminal or a file: texts come out, without a line break at the end. Paths are shown
relative to `root` with slashes. What would command a terminal is written out (`jaicp.text.cells`).
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from jaicp.text.cells import clean
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.excerpt import Place, draw_excerpt
from jaicp.text.palette import Palette
from jaicp.text.source import Source, Span

__all__ = [
    "Summary",
    "count_statistics",
    "relative_path",
    "render_concise",
    "render_full",
    "render_statistics",
    "summarise",
    "to_data",
    "to_json",
]

FORMAT_VERSION = 1
"""The `version` of the JSON form; it changes only when a reader of the old form would break."""

_LETTER = re.compile(r"[^\r\n]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Summary:
    """How much was looked at, and how many diagnostics of each severity there are."""

    files: int
    states: int
    errors: int
    warnings: int
    infos: int


def summarise(diagnostics: Iterable[Diagnostic], *, files: int, states: int) -> Summary:
    """Count diagnostics by severity."""
    counts = Counter(diagnostic.severity for diagnostic in diagnostics)
    return Summary(
        files, states, counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.INFO]
    )


def relative_path(path: Path, root: Path) -> str:
    """`path` as seen from `root`, with slashes; as it is where there is no way from one to the other."""
    try:
        return clean(Path(os.path.relpath(path, root)).as_posix())
    except ValueError:  # another drive
        return clean(path.as_posix())


# --- in full --------------------------------------------------------------------------------------------


def render_full(
    diagnostics: Sequence[Diagnostic], *, colour: bool, root: Path, concealed: Iterable[Span] = ()
) -> str:
    """Each diagnostic with the lines it speaks of; a blank line between two. Empty for none.

    What diagnostics conceal, and what is `concealed` besides, is blotted out in all lines.
    """
    palette = Palette(colour)
    shown = _blotted([*concealed, *(one.span for one in diagnostics if one.conceals)])
    return "\n\n".join(_full(diagnostic, palette, root, shown) for diagnostic in diagnostics)


def _blotted(spans: Iterable[Span]) -> dict[Source, Source]:
    """For each source that holds something concealed one of the same length that does not."""
    shown: dict[Source, Source] = {}
    for source, start, end in spans:
        text = shown.get(source, source).text
        dots = _LETTER.sub("•", text[start:end])
        shown[source] = Source(source.path, text[:start] + dots + text[end:])
    return shown


def _full(
    diagnostic: Diagnostic, palette: Palette, root: Path, shown: Mapping[Source, Source]
) -> str:
    severity = diagnostic.severity
    head = palette.severity(f"{severity.word}[{diagnostic.code.id}]", severity)
    lines = [head + palette.strong(f": {clean(diagnostic.message)}")]
    groups = _by_source(diagnostic, shown)
    gutter = max(len(str(place.line)) for group in groups for place in group)
    indent = " " * gutter
    for position, group in enumerate(groups):
        arrow = "-->" if position == 0 else ":::"
        lines.append(f"{indent}{palette.frame(arrow)} {_place(group[0].span, root)}")
        lines += draw_excerpt(group, gutter, palette)
    remarks = _remarks(diagnostic, palette)
    return "\n".join([*lines, *(f"{indent} {palette.frame('=')} {text}" for text in remarks)])


def _by_source(diagnostic: Diagnostic, shown: Mapping[Source, Source]) -> list[list[Place]]:
    """The places of a diagnostic, one list a file, its own file and place first, in the texts to be `shown`."""
    places = [Place(diagnostic.span, diagnostic.label, diagnostic.severity)]
    places += [Place(label.span, label.message) for label in diagnostic.related]
    groups: dict[Source, list[Place]] = {}
    for place in places:
        groups.setdefault(place.span.source, []).append(place)
    return [
        [replace(place, span=Span(shown[source], *place.span[1:])) for place in group]
        if source in shown
        else group
        for source, group in groups.items()
    ]


def _place(span: Span, root: Path) -> str:
    line, column = span.location
    return f"{relative_path(span.source.path, root)}:{line}:{column}"


def _remarks(diagnostic: Diagnostic, palette: Palette) -> list[str]:
    """The lines behind `=`: help with the state of its fix, notes, and where to read more."""
    remarks = []
    fix = diagnostic.fix
    if diagnostic.help or fix is not None:
        text = clean(diagnostic.help or (fix.title if fix else ""))
        marker = "" if fix is None else f"   [fix: {'safe' if fix.safe else 'unsafe'}]"
        remarks.append(f"{palette.strong('help')}: {text}{palette.faint(marker)}")
    remarks += [f"{palette.strong('note')}: {clean(note)}" for note in diagnostic.notes]
    return [*remarks, f"{palette.strong('more')}: jaicp explain {diagnostic.code.id}"]


# --- one to a line --------------------------------------------------------------------------------------


def render_concise(diagnostics: Sequence[Diagnostic], *, colour: bool, root: Path) -> str:
    """`file:line:column: error[JC201] unknown-state: message`, one to a line. Empty for none."""
    palette = Palette(colour)
    return "\n".join(_concise(diagnostic, palette, root) for diagnostic in diagnostics)


def _concise(diagnostic: Diagnostic, palette: Palette, root: Path) -> str:
    code, severity = diagnostic.code, diagnostic.severity
    kind = palette.severity(f"{severity.word}[{code.id}]", severity)
    place = palette.strong(_place(diagnostic.span, root))
    return f"{place}: {kind} {code.slug}: {clean(diagnostic.message)}"


# --- numbers --------------------------------------------------------------------------------------------


def count_statistics(diagnostics: Iterable[Diagnostic]) -> list[dict[str, object]]:
    """How many diagnostics of each code and severity there are, the most frequent first."""
    counts = Counter((d.code.id, d.code.slug, d.severity.word) for d in diagnostics)
    return [
        {"code": code, "slug": slug, "severity": severity, "count": count}
        for (code, slug, severity), count in sorted(
            counts.items(), key=lambda item: (-item[1], item[0])
        )
    ]


def render_statistics(diagnostics: Iterable[Diagnostic], *, colour: bool) -> str:
    """The numbers of `count_statistics` as a table. Empty for no diagnostics."""
    palette = Palette(colour)
    rows = count_statistics(diagnostics)
    width = max((len(str(row["count"])) for row in rows), default=0)
    lines = []
    for row in rows:
        severity = Severity[str(row["severity"]).upper()]
        kind = palette.severity(f"{severity.word}[{row['code']}]", severity)
        lines.append(f"{row['count']:>{width}}  {kind} {row['slug']}")
    return "\n".join(lines)


# --- JSON -----------------------------------------------------------------------------------------------


def to_data(
    diagnostics: Iterable[Diagnostic], summary: Summary, *, root: Path
) -> dict[str, object]:
    """The JSON form as plain data: `version`, `diagnostics`, `summary`."""
    return {
        "version": FORMAT_VERSION,
        "diagnostics": [_data(diagnostic, root) for diagnostic in diagnostics],
        "summary": asdict(summary),
    }


def to_json(data: object) -> str:
    """Data as JSON text, indented, with letters as they are; lone surrogates are escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _data(diagnostic: Diagnostic, root: Path) -> dict[str, object]:
    data: dict[str, object] = {
        "code": diagnostic.code.id,
        "slug": diagnostic.code.slug,
        "severity": diagnostic.severity.word,
        "message": diagnostic.message,
        **_span_data(diagnostic.span, root),
    }
    if diagnostic.related:
        data["related"] = [
            {"message": label.message, **_span_data(label.span, root)}
            for label in diagnostic.related
        ]
    if diagnostic.help:
        data["help"] = diagnostic.help
    if diagnostic.fix is not None:
        data["fix"] = {"title": diagnostic.fix.title, "safe": diagnostic.fix.safe}
    return data


def _span_data(span: Span, root: Path) -> dict[str, object]:
    line, column = span.location
    end_line, end_column = span.end_location
    return {
        "file": relative_path(span.source.path, root),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
    }
