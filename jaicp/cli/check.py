"""`jaicp check`: find the mistakes of bots and report them."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

import click

from jaicp.check.checker import Checked, CheckOptions, Memory
from jaicp.check.checker import check as check_project
from jaicp.check.fixes import Applied, Overlay
from jaicp.cli.check_fix import fix_project, show_fixes
from jaicp.cli.check_report import FORMS, Report, make_report, print_report
from jaicp.cli.output import colour_option, print_note, wants_colour
from jaicp.cli.target import NoProjectError, find_project
from jaicp.project.documents import Documents
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.project.symbols import Project
from jaicp.text.codes import CATALOGUE, find_code
from jaicp.text.diagnostic import nearest

__all__ = ["check"]

OUTSIDE = 2
"""Exit code where something outside of the project is in the way."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked for on the command line, and the scripts that were parsed for it."""

    targets: list[Path]
    codes: CheckOptions
    form: str
    colour: bool
    strict: bool
    quiet: bool
    statistics: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool
    watch: bool
    documents: Documents = field(default_factory=Documents)
    memories: dict[Path, Memory] = field(default_factory=dict)
    projects: dict[Path, Project] = field(default_factory=dict)

    def check(self, path: Path, overlay: Overlay | None = None) -> Checked:
        """Check one project, with other texts in the place of some files."""
        try:
            before = self.projects.get(path)
            project = load_project(path, DiskFiles(overlay), self.documents, before)
            memory = self._memory(path)
            if memory is not None:
                self.projects[path] = project
            return check_project(project, self.codes, memory)
        except OSError as error:
            raise NoProjectError(f"`{path}` cannot be read: {error.strerror or error}") from error

    def _memory(self, path: Path) -> Memory | None:
        """What is known of a project that is checked more than once."""
        if not (self.watch or self.fix or self.unsafe_fixes or self.diff):
            return None
        return self.memories.setdefault(path, Memory())

    def report(self, applied: list[Applied] | None = None) -> Report:
        """Check all projects as they lie on the disk."""
        return make_report(
            [self.check(path) for path in self.targets],
            form=self.form,
            colour=self.colour,
            statistics=self.statistics,
            quiet=self.quiet,
            applied=applied or (),
        )

    def is_bad(self, report: Report) -> bool:
        """Whether a report makes the exit code 1."""
        return bool(report.summary.errors or (self.strict and report.summary.warnings))


@click.command("check", short_help="Find mistakes in a bot without running it.")
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    default="full",
    show_default=True,
    help="With the lines of the script, one to a line, or for other programs.",
)
@click.option("--select", callback=_read_codes, multiple=True, metavar="CODE,…",
              help="Report these only; codes, slugs or prefixes such as JC4.")  # fmt: skip
@click.option("--ignore", callback=_read_codes, multiple=True, metavar="CODE,…",
              help="Leave these out. Errors are reported all the same.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Exit with 1 for warnings too.")
@click.option("--fix", is_flag=True, help="Make the fixes that cannot change what a script means.")
@click.option("--unsafe-fixes", is_flag=True, help="Make those that are guesses as well.")
@click.option("--diff", is_flag=True, help="Show what fixes would change, and write nothing.")
@click.option("--watch", "-w", is_flag=True, help="Check again whenever a file is saved.")
@click.option("--quiet", "-q", is_flag=True, help="Leave out the summary at the end.")
@click.option("--statistics", is_flag=True, help="Count by code instead of showing each.")
@colour_option
def check(
    *,
    paths: tuple[Path, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    colour: str,
    **rest: object,
) -> None:
    """Find mistakes in bots without running them.

    PATH is a project folder, its chatbot.yaml, or a single .sc file; several are several bots,
    reported together. Exits with 0 if there are no errors, with 1 if there are.

    \b
      jaicp check                          the bot in this folder
      jaicp check src/main.sc              one script by itself
      jaicp check --ignore unreachable-state,JC5
      jaicp check --format concise | grep JC201
      jaicp check --diff                   what --fix would do
    """
    asked = _Asked(
        targets=[find_project(path) for path in paths or (Path(),)],
        codes=CheckOptions(select=select, ignore=ignore),
        colour=wants_colour(colour),
        **rest,  # type: ignore[arg-type]
    )
    if asked.watch:
        _watch(asked)
        return
    if asked.diff:
        click.get_current_context().exit(_diff(asked))
    code = 0
    applied: list[Applied] = []
    if asked.fix or asked.unsafe_fixes:
        applied, code = _fix(asked)
    report = asked.report(applied)
    print_report(report)
    click.get_current_context().exit(code or int(asked.is_bad(report)))


def _watch(asked: _Asked) -> None:
    """Report again and again; what cannot be read just now, as while a file is replaced, is told and waits."""
    if asked.diff or asked.fix or asked.unsafe_fixes:
        raise click.UsageError("--watch makes no fixes: leave out one of the two")

    def report() -> None:
        try:
            print_report(asked.report())
        except NoProjectError as error:
            print_note(f"Error: {error.format_message()}")

    folders = {path if path.is_dir() else path.parent for path in asked.targets}
    module = import_module("jaicp.cli.check_watch")  # what it imports is for watching alone
    module.watch_and_report(report, folders)


def _fix(asked: _Asked) -> tuple[list[Applied], int]:
    """Make fixes in all projects, one after the other; what was made, and an exit code."""
    applied: list[Applied] = []
    code = 0
    for path in asked.targets:

        def again(overlay: Overlay, path: Path = path) -> Checked:
            return asked.check(path, overlay)

        made, is_written = fix_project(again, unsafe=asked.unsafe_fixes, root=Path.cwd())
        applied += made
        code = code if is_written else OUTSIDE
    if applied and not asked.quiet:
        print_note(f"fixed {_counted(applied)}")
    return applied, code


def _diff(asked: _Asked) -> int:
    """Show the fixes of all projects; the exit code is 1 if there are some."""
    applied: list[Applied] = []
    for path in asked.targets:

        def again(overlay: Overlay, path: Path = path) -> Checked:
            return asked.check(path, overlay)

        unsafe, root = asked.unsafe_fixes, Path.cwd()
        applied += show_fixes(again, unsafe=unsafe, root=root, colour=asked.colour)
    if not asked.quiet:
        print_note(f"would fix {_counted(applied)}" if applied else "there is nothing to fix")
    return int(bool(applied))


def _counted(applied: list[Applied]) -> str:
    """`3 problems in 2 files`."""
    files = {edit.span.source.path for one in applied for edit in one.fix.edits}
    problems = "1 problem" if len(applied) == 1 else f"{len(applied)} problems"
    return f"{problems} in {'1 file' if len(files) == 1 else f'{len(files)} files'}"
