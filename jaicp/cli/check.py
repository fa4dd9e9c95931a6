"""`jaicp check`: find the mistakes of bots and report them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from jaicp.check.checker import Checked, CheckOptions
from jaicp.check.checker import check as check_project
from jaicp.cli.output import colour_option, print_note, print_result, wants_colour
from jaicp.cli.target import NoProjectError, find_project
from jaicp.project.link import load_project
from jaicp.syntax.ast import Init
from jaicp.text.codes import CATALOGUE, find_code
from jaicp.text.diagnostic import Diagnostic, nearest, sort_diagnostics
from jaicp.text.render import (
    Summary,
    count_statistics,
    render_concise,
    render_full,
    render_statistics,
    summarise,
    to_data,
    to_json,
)

__all__ = ["check"]

FULL_LIMIT = 100
"""How many diagnostics are shown with their lines; nobody reads more, and the other forms list all."""


def _read_codes(_: click.Context, __: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """`JC201,JC4,unreachable-state`, given once or more, as ids and prefixes in capitals."""
    return tuple(
        _read_code(name.strip()) for value in values for name in value.split(",") if name.strip()
    )


def _read_code(name: str) -> str:
    code = find_code(name)
    if code is not None:
        return code.id
    prefix = name.upper()
    if any(identifier.startswith(prefix) for identifier in CATALOGUE):
        return prefix
    known = nearest(name, (code.slug for code in CATALOGUE.values()))
    hint = f"did you mean `{known}`?" if known else "`jaicp explain` lists all codes"
    raise click.BadParameter(f"there is no code `{name}`; {hint}")


@dataclass(frozen=True, slots=True)
class _Report:
    """What is said about all projects together, and how."""

    diagnostics: Sequence[Diagnostic]
    summary: Summary
    root: Path
    colour: bool


@click.command("check", short_help="Find mistakes in a bot without running it.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["full", "concise", "json"]),
    default="full",
    show_default=True,
    help="With the lines of the script, one to a line, or as JSON.",
)
@click.option("--select", callback=_read_codes, multiple=True, metavar="CODE,…",
              help="Report these only; codes, slugs or prefixes such as JC4.")  # fmt: skip
@click.option("--ignore", callback=_read_codes, multiple=True, metavar="CODE,…",
              help="Leave these out. Errors are reported all the same.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--quiet", "-q", is_flag=True, help="Leave out the summary at the end.")
@click.option("--statistics", is_flag=True, help="Count by code instead of showing each.")
@colour_option
def check(
    *,
    paths: tuple[Path, ...],
    form: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    quiet: bool,
    statistics: bool,
    colour: str,
) -> None:
    """Find mistakes in bots without running them.

    PATH is a project folder, its chatbot.yaml, or a single .sc file; several are several bots,
    reported together. Exits with 0 if there are no errors, with 1 if there are.

    \b
      jaicp check                          the bot in this folder
      jaicp check src/main.sc              one script by itself
      jaicp check --ignore unreachable-state,JC5
      jaicp check --format concise | grep JC201
    """
    options = CheckOptions(select=select, ignore=ignore)
    checked = [_check(path, options) for path in _targets(paths)]
    diagnostics = _merge(one.diagnostics for one in checked)
    report = _Report(diagnostics, _summary(checked, diagnostics), Path.cwd(), wants_colour(colour))
    _print(report, form, statistics=statistics, quiet=quiet)
    if report.summary.errors or (strict and report.summary.warnings):
        click.get_current_context().exit(1)


def _targets(paths: tuple[Path, ...]) -> list[Path]:
    return [find_project(path) for path in paths or (Path(),)]


def _check(path: Path, options: CheckOptions) -> Checked:
    try:
        return check_project(load_project(path), options)
    except OSError as error:
        raise NoProjectError(f"`{path}` cannot be read: {error.strerror or error}") from error


def _merge(diagnostics: Iterable[Iterable[Diagnostic]]) -> list[Diagnostic]:
    """All diagnostics in order; what two projects say of a file that they share is said once."""
    found: dict[tuple[object, ...], Diagnostic] = {}
    for some in diagnostics:
        for one in some:
            path = one.span.source.path.resolve()
            key = (path, one.span.start, one.span.end, one.code.id, one.message)
            found.setdefault(key, one)
    return sort_diagnostics(found.values())


def _summary(checked: Iterable[Checked], diagnostics: Sequence[Diagnostic]) -> Summary:
    files: set[Path] = set()
    states = 0
    for project in (one.project for one in checked):
        if project.config.source is not None:
            files.add(project.config.source.path.resolve())
        files |= {
            unit.source.path.resolve() for unit in project.units if not isinstance(unit, Init)
        }
        states += sum(symbol.declaration is not None for symbol in project.states.values())
    return summarise(diagnostics, files=len(files), states=states)


# --- printing -------------------------------------------------------------------------------------------


def _print(report: _Report, form: str, *, statistics: bool, quiet: bool) -> None:
    if form == "json":
        data = to_data(report.diagnostics, report.summary, root=report.root)
        if statistics:
            data["statistics"] = count_statistics(report.diagnostics)
        print_result(to_json(data))
        return
    if statistics:
        print_result(
            render_statistics(report.diagnostics, colour=report.colour), colour=report.colour
        )
    elif form == "concise":
        text = render_concise(report.diagnostics, colour=report.colour, root=report.root)
        print_result(text, colour=report.colour)
    else:
        _print_full(report)
    if not quiet:
        print_note(_summary_line(report.summary))


def _print_full(report: _Report) -> None:
    shown = report.diagnostics[:FULL_LIMIT]
    text = render_full(shown, colour=report.colour, root=report.root)
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
