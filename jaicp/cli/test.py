"""`jaicp test`: play the XML suites of a bot and report what does not hold."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from jaicp.check.rewriting import rewrite
from jaicp.cli.output import colour_option, print_note, print_result, wants_colour
from jaicp.cli.target import NoProjectError, find_project
from jaicp.project.files import DiskFiles, read_source
from jaicp.project.link import load_project
from jaicp.project.symbols import Project
from jaicp.runtime.engine import BotNotUsable
from jaicp.suites.selection import (
    Patterns,
    find_files,
    is_selected,
    missing_files,
    read_patterns,
    suite_folder,
    wants_extensions,
)
from jaicp.suites.steps import Suite
from jaicp.suites.suite import load_suite
from jaicp.testing.coverage import Coverage, Walk, measure
from jaicp.testing.coverage_report import coverage_data, coverage_page, coverage_text
from jaicp.testing.report import (
    concise_case,
    concise_file,
    full_case,
    full_file,
    summary_line,
    to_data,
    to_junit,
)
from jaicp.testing.results import Addition, CaseResult, FileError, Report
from jaicp.testing.runner import Job, play_cases, project_zone, skip
from jaicp.testing.settings import PlaySettings
from jaicp.testing.update import updated
from jaicp.text.render import relative_path, render_full, to_json

__all__ = ["test"]

FULL_LIMIT = 100
"""How many cases are shown with their lines; the other forms list all."""

OUR_FAULT = 3

_BAD = ("failed", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """What was asked for on the command line."""

    path: Path
    select: tuple[str, ...]
    form: str
    jobs: int
    seed: int | None
    fail_fast: bool
    coverage: bool
    update: bool
    integration: bool
    extensions: bool
    ignore_patterns: bool
    colour: bool
    root: Path = field(default_factory=Path.cwd)

    @property
    def is_for_people(self) -> bool:
        """Whether results are printed as they come."""
        return self.form in ("full", "concise")


@click.command("test", short_help="Play the XML suites of a bot.")
@click.argument("path", default=".", type=click.Path(path_type=Path))
@click.option(
    "--select",
    multiple=True,
    metavar="GLOB",
    help="Only cases of this id or file; may be repeated.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["full", "concise", "json", "junit"]),
    default="full",
    show_default=True,
    help="With the lines of the suite, one to a line, as JSON, or as JUnit XML.",
)
@click.option("--junit", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write JUnit XML to a file too.")  # fmt: skip
@click.option("--jobs", "-j", type=click.IntRange(1, 64), default=1, show_default=True, metavar="N",
              help="Play with so many processes.")  # fmt: skip
@click.option("--seed", type=int, metavar="N",
              help="Leave random choices to chance, the same with each N, instead of the first.")  # fmt: skip
@click.option("--fail-fast", "-x", is_flag=True, help="Stop at the first case that does not hold.")
@click.option("--all", "ignore_patterns", is_flag=True,
              help="All files in test/, whatever `tests` of chatbot.yaml says.")  # fmt: skip
@click.option("--update", is_flag=True,
              help="Write what the bot says into empty <a/> and where an <a> is missing.")  # fmt: skip
@click.option("--integration", is_flag=True,
              help='Let cases with integration="true" make real requests.')  # fmt: skip
@click.option("--extensions", is_flag=True,
              help="Let <a> have `contains`, `regexp` and <oneOf>, which the platform does not know.")  # fmt: skip
@click.option("--coverage", is_flag=True,
              help="Tell which states, triggers and transitions no case has walked.")  # fmt: skip
@click.option("--coverage-html", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
              help="Write the coverage as a page to look at.")  # fmt: skip
@colour_option
def test(
    *, path: Path, junit: Path | None, coverage_html: Path | None, colour: str, **rest: object
) -> None:
    """Play the test suites of the bot at PATH: the XML files in its folder test/.

    Exits with 0 if all cases hold, with 1 if one does not or a file cannot be read.

    \b
      jaicp test                              the bot in this folder
      jaicp test --select 'order*.xml'        the suites with such names
      jaicp test --select greeting -x         one case
      jaicp test --jobs 4 --junit report.xml
      jaicp test --update                     fill in the answers of a new case
    """
    options = _Options(path=find_project(path, "test"), colour=wants_colour(colour), **rest)  # type: ignore[arg-type]
    began = time.perf_counter()
    report = Report()
    project = _load(options.path)
    if wants_extensions(project.config):
        options = replace(options, extensions=True)
    jobs = _find_jobs(options, project, report)
    _show_files(options, report)
    _play(options, project, jobs, report)
    report.duration_ms = (time.perf_counter() - began) * 1000
    if junit is not None:
        text = to_junit(report, root=options.root, name=project.config.name)
        junit.write_text(text + "\n", encoding="utf-8")
    coverage = _coverage(project, report) if options.coverage or coverage_html else None
    if coverage_html is not None and coverage is not None:
        page = coverage_page(coverage, name=project.config.name, root=options.root)
        coverage_html.write_text(page, encoding="utf-8")
    _finish(options, project, report, coverage if options.coverage else None)
    if any(case.is_our_fault for case in report.cases):
        click.get_current_context().exit(OUR_FAULT)
    if report.has_problems:
        click.get_current_context().exit(1)


def _load(path: Path) -> Project:
    try:
        return load_project(path)
    except OSError as error:
        raise NoProjectError(f"`{path}` cannot be read: {error.strerror or error}") from error


# --- which cases


def _find_jobs(options: _Options, project: Project, report: Report) -> list[Job]:
    """The cases to play; files that cannot be read go into the report."""
    patterns, problems = read_patterns(project.config)
    report.warnings += problems
    folder = suite_folder(project.config)
    for name in missing_files(folder, patterns):
        print_note(f"`tests.include` names `{name}`, which is not in `{folder.name}/`")
    files = find_files(folder, Patterns() if options.ignore_patterns else patterns)
    found: list[Job] = []
    disk = DiskFiles()
    for suite in (load_suite(disk, file, extensions=options.extensions) for file in files):
        found += _jobs_of(options, suite, folder, report)
    if options.select and not found and not report.files:
        raise click.UsageError(f"no case or file is called {' or '.join(options.select)}")
    return found


def _jobs_of(options: _Options, suite: Suite, folder: Path, report: Report) -> list[Job]:
    names = [suite.path.relative_to(folder).as_posix(), relative_path(suite.path, options.root)]
    if suite.error is not None:
        report.files.append(FileError(suite.path, suite.error))
        return []
    found = [
        Job(suite.path, number, case)
        for number, case in enumerate(suite.cases)
        if is_selected(options.select, case, names)
    ]
    report.warnings += suite.warnings if found else ()
    return found


# --- playing them


def _play(options: _Options, project: Project, jobs: list[Job], report: Report) -> None:
    """Play the cases and show the results."""
    progress = _Progress(len(jobs))
    settings = PlaySettings(
        seed=options.seed,
        zone=project_zone(project.config),
        integration=options.integration,
        extensions=options.extensions,
        update=options.update,
    )
    results = play_cases(
        options.path, jobs, project=project, settings=settings, processes=options.jobs
    )
    try:
        for result in results:
            report.cases.append(result)
            progress.erase()
            _show_case(options, result, report)
            progress.draw(report)
            if options.fail_fast and result.status in _BAD:
                report.cases += [skip(job) for job in jobs[len(report.cases) :]]
                break
    except BotNotUsable as unusable:
        _unusable(options, unusable, jobs, report)
    progress.erase()
    if options.update:
        _update(options, report)


def _update(options: _Options, report: Report) -> None:
    """Write the answers that are new into their files."""
    found: dict[Path, list[Addition]] = {}
    for case in report.cases:
        found.setdefault(case.file, []).extend(case.additions)
    for path, additions in found.items():
        if not additions:
            continue
        name = relative_path(path, options.root)
        source, problem = read_source(DiskFiles(), path)
        try:
            if problem is not None:
                raise ValueError(problem.message)
            rewrite(source, updated(source, additions))
        except (OSError, ValueError) as error:
            print_note(f"{name} was left alone: {error}")
            continue
        count = sum(len(addition.said) for addition in additions)
        print_note(f"{name}: {count} {'answer' if count == 1 else 'answers'} written")


def _coverage(project: Project, report: Report) -> Coverage:
    """What all cases together have walked."""
    walk = Walk()
    for case in report.cases:
        walk.update(case.walk)
    return measure(project, walk)


def _unusable(
    options: _Options, unusable: BotNotUsable, jobs: Sequence[Job], report: Report
) -> None:
    """No case can be played with a bot that has errors; they are shown once."""
    errors = [diagnostic for diagnostic in unusable.diagnostics if diagnostic.is_error]
    print_note(render_full(errors, colour=options.colour, root=options.root))
    first = errors[0].message if errors else str(unusable)
    message = f"the bot cannot be run: {first}"
    report.cases += [
        CaseResult(file=job.path, id=job.case.id, line=job.case.span.location.line,
                   status="error", message=message)
        for job in jobs
    ]  # fmt: skip


class _Progress:
    """A line on the terminal that tells how far the run is; nothing where there is no terminal."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.enabled = sys.stderr.isatty() and sys.stdout.isatty()
        self.last = 0.0

    def draw(self, report: Report) -> None:
        """Draw the line anew, ten times a second at most."""
        now = time.monotonic()
        if not self.enabled or now - self.last < 0.1:
            return
        self.last = now
        bad = sum(case.status in _BAD for case in report.cases)
        sys.stderr.write(f"\r{len(report.cases)}/{self.total} cases, {bad} failed")
        sys.stderr.flush()

    def erase(self) -> None:
        """Make room for a result."""
        if self.enabled:
            sys.stderr.write("\r\x1b[K")


# --- what is printed


def _show_files(options: _Options, report: Report) -> None:
    if report.warnings:
        print_note(render_full(report.warnings, colour=options.colour, root=options.root) + "\n")
    if options.is_for_people:
        show = full_file if options.form == "full" else concise_file
        for error in report.files:
            text = show(error, colour=options.colour, root=options.root)
            print_result(text, colour=options.colour)


def _show_case(options: _Options, case: CaseResult, report: Report) -> None:
    if case.status == "passed" or not options.is_for_people:
        return
    show = full_case if options.form == "full" else concise_case
    bad = sum(case.status in _BAD for case in report.cases)
    if options.form == "full" and bad > FULL_LIMIT:
        return
    print_result(show(case, colour=options.colour, root=options.root), colour=options.colour)


def _finish(options: _Options, project: Project, report: Report, coverage: Coverage | None) -> None:
    if options.form == "json":
        data = to_data(report, root=options.root)
        if coverage is not None:
            data["coverage"] = coverage_data(coverage, root=options.root)
        print_result(to_json(data))
        return
    if options.form == "junit":
        print_result(to_junit(report, root=options.root, name=project.config.name))
        return
    counts = report.counts()
    rest = counts["failed"] + counts["error"] - FULL_LIMIT
    if rest > 0 and options.form == "full":
        print_result(f"and {rest} more: `--format concise` lists all\n")
    if not report.cases and not report.files:
        folder = relative_path(suite_folder(project.config), options.root)
        print_note(f"there are no test cases in `{folder}`")
    if coverage is not None:
        text = coverage_text(coverage, colour=options.colour, root=options.root)
        print_result(text, colour=options.colour)
    print_result(summary_line(report, colour=options.colour), colour=options.colour)
