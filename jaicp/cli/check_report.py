"""What `jaicp check` prints: diagnostics of all projects together, in one of its forms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from jaicp.check.checker import Checked
from jaicp.check.fixes import Applied
from jaicp.cli.output import print_note, print_result
from jaicp.project.standard import hides
from jaicp.syntax.ast import Init
from jaicp.text.diagnostic import Diagnostic, sort_diagnostics
from jaicp.text.github import render_github
from jaicp.text.render import (
    Summary,
    count_statistics,
    relative_path,
    render_concise,
    render_full,
    render_statistics,
    summarise,
    to_data,
    to_json,
)
from jaicp.text.sarif import to_sarif

__all__ = ["FORMS", "Report", "applied_line", "make_report", "print_report"]

FORMS = ("full", "concise", "json", "sarif", "github")

FULL_LIMIT = 100
"""How many diagnostics are shown with their lines; nobody reads more, and the other forms list all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is said about all projects together, and how; `applied` are the fixes that were just made."""

    diagnostics: Sequence[Diagnostic]
    summary: Summary
    root: Path
    form: str = "full"
    colour: bool = False
    statistics: bool = False
    quiet: bool = False
    applied: Sequence[Applied] = ()


def make_report(
    checked: Sequence[Checked],
    *,
    form: str = "full",
    colour: bool = False,
    statistics: bool = False,
    quiet: bool = False,
    applied: Sequence[Applied] = (),
) -> Report:
    """The report on some checked projects, as seen from the current folder."""
    diagnostics = _merge(one.diagnostics for one in checked)
    return Report(
        diagnostics=diagnostics,
        summary=_summary(checked, diagnostics),
        root=Path.cwd(),
        form=form,
        colour=colour,
        statistics=statistics,
        quiet=quiet,
        applied=applied,
    )


def _merge(diagnostics: Iterable[Iterable[Diagnostic]]) -> list[Diagnostic]:
    """All diagnostics in order; what two projects say of a file that they share is said once."""
    found: dict[tuple[object, ...], Diagnostic] = {}
    resolved: dict[Path, Path] = {}
    for some in diagnostics:
        for one in some:
            path = one.span.source.path
            if path not in resolved:
                resolved[path] = path.resolve()
            key = (resolved[path], one.span.start, one.span.end, one.code.id, one.message)
            found.setdefault(key, one)
    return sort_diagnostics(found.values())


def _summary(checked: Iterable[Checked], diagnostics: Sequence[Diagnostic]) -> Summary:
    files: set[Path] = set()
    states = 0
    projects = [one.project for one in checked]
    for project in projects:
        sources = [unit.source for unit in project.units if not isinstance(unit, Init)]
        if project.config.source is not None:
            sources.append(project.config.source)
        paths = {one.path for one in sources if not hides(project.config, one.path)}
        # a project counts each of its files once; two may have some in common
        files |= paths if len(projects) == 1 else {path.resolve() for path in paths}
        declared = (one.declaration for one in project.states.values() if one.declaration)
        states += sum(not hides(project.config, one.span.source.path) for one in declared)
    return summarise(diagnostics, files=len(files), states=states)


# --- printing -------------------------------------------------------------------------------------------


def print_report(report: Report) -> None:
    """Print diagnostics to standard output and the summary to standard error."""
    match report.form:
        case "json":
            print_result(to_json(_json_data(report)))
        case "sarif":
            print_result(to_json(to_sarif(report.diagnostics, root=report.root)))
        case _:
            _print_for_people(report)
            if not report.quiet:
                print_note(_summary_line(report.summary))


def _json_data(report: Report) -> dict[str, object]:
    data = to_data(report.diagnostics, report.summary, root=report.root)
    if report.statistics:
        data["statistics"] = count_statistics(report.diagnostics)
    if report.applied:
        data["fixed"] = [_applied_data(one, report.root) for one in report.applied]
    return data


def _applied_data(one: Applied, root: Path) -> dict[str, object]:
    span = one.diagnostic.span
    return {
        "code": one.diagnostic.code.id,
        "title": one.fix.title,
        "safe": one.fix.safe,
        "file": relative_path(span.source.path, root),
        "line": span.location.line,
        "column": span.location.column,
    }


def applied_line(one: Applied, root: Path) -> str:
    """`src/main.sc:3:5: JC110 mixed-indent: use spaces`; the place is that before the fix."""
    span, code = one.diagnostic.span, one.diagnostic.code
    place = f"{relative_path(span.source.path, root)}:{span.location.line}:{span.location.column}"
    return f"{place}: {code.id} {code.slug}: {one.fix.title}"


def _print_for_people(report: Report) -> None:
    colour = report.colour
    if report.statistics:
        print_result(render_statistics(report.diagnostics, colour=colour), colour=colour)
    elif report.form == "concise":
        text = render_concise(report.diagnostics, colour=colour, root=report.root)
        print_result(text, colour=colour)
    elif report.form == "github":
        print_result(render_github(report.diagnostics, root=report.root))
    else:
        _print_full(report)


def _print_full(report: Report) -> None:
    shown = report.diagnostics[:FULL_LIMIT]
    concealed = [one.span for one in report.diagnostics if one.conceals]
    text = render_full(shown, colour=report.colour, root=report.root, concealed=concealed)
    print_result(text + "\n" if text else "", colour=report.colour)
    rest = len(report.diagnostics) - len(shown)
    if rest:
        print_result(f"and {rest} more: `--format concise` lists all, `--statistics` counts them\n")


def _summary_line(summary: Summary) -> str:
    """`checked 3 files, 120 states: 1 error, 2 warnings`."""
    counts = [
        _counted(number, word)
        for number, word in (
            (summary.errors, "error"),
            (summary.warnings, "warning"),
            (summary.infos, "info"),
        )
        if number
    ]
    checked = f"{_counted(summary.files, 'file')}, {_counted(summary.states, 'state')}"
    return f"checked {checked}: {', '.join(counts) or 'no problems'}"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
