"""`jaicp fmt`: put scripts into the one canonical layout, or tell which are not in it."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import click

from jaicp.check.rewriting import can_be_rewritten, rewrite
from jaicp.cli.diffs import render_diff
from jaicp.cli.output import colour_option, print_note, print_result, wants_colour
from jaicp.cli.target import NoProjectError
from jaicp.format.formatter import ChangedMeaningError, FormatSettings, Formatted, format_source
from jaicp.project.files import DiskFiles, read_source
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.render import relative_path, render_full
from jaicp.text.source import BOM, Source

__all__ = ["fmt"]

STDIN = "-"
MOST_ERRORS = 20
"""How many mistakes of one file are shown; `jaicp check` shows all."""
_LEFT_OUT = {"node_modules"}


class _Outcome(Enum):
    """What became of a file; the values are the words of the summary, for one file and for more."""

    FORMATTED = ("formatted {} file", "formatted {} files")
    WOULD_CHANGE = ("{} file would be formatted", "{} files would be formatted")
    FINE = ("{} file was so already", "{} files were so already")
    ERRORS = ("{} file with mistakes was left alone", "{} files with mistakes were left alone")
    UNWRITTEN = ("{} file could not be written", "{} files could not be written")
    FAULT = ("jaicp failed on {} file", "jaicp failed on {} files")


_EXIT_CODES = (
    (_Outcome.FAULT, 3),
    (_Outcome.UNWRITTEN, 2),
    (_Outcome.ERRORS, 1),
    (_Outcome.WOULD_CHANGE, 1),
)
"""The exit code for the worst that happened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked for on the command line, and how often what came out of it."""

    settings: FormatSettings
    check: bool
    diff: bool
    quiet: bool
    colour: bool
    colour_notes: bool
    root: Path = field(default_factory=Path.cwd)
    count: Counter[_Outcome] = field(default_factory=Counter)

    @property
    def writes(self) -> bool:
        """Whether files are to be changed."""
        return not (self.check or self.diff)


@click.command("fmt", short_help="Put scripts into one canonical layout.")
@click.argument("paths", nargs=-1, metavar="[PATH]...",
                type=click.Path(path_type=Path, allow_dash=True))  # fmt: skip
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a file would change.")
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--js", is_flag=True, help="Lay out the JavaScript in scripts too.")
@click.option("--stdin-name", type=click.Path(path_type=Path), default=Path("stdin.sc"),
              metavar="FILE", help="What messages call the script that is read with `-`.")  # fmt: skip
@click.option("--quiet", "-q", is_flag=True, help="Tell about mistakes only.")
@colour_option
def fmt(
    *,
    paths: tuple[Path, ...],
    js: bool,
    stdin_name: Path,
    colour: str,
    check: bool,
    diff: bool,
    quiet: bool,
) -> None:
    """Put scripts into one canonical layout: indents of 4, one blank line between states.

    PATH is a folder or a chatbot.yaml, for all .sc files below it, or a single .sc file; `-` reads
    a script from standard input and writes it to standard output. A file with mistakes in its syntax
    is left alone.

    \b
      jaicp fmt                    the scripts in this folder
      jaicp fmt --check            only tell, for continuous integration
      jaicp fmt --diff src/main.sc
      jaicp fmt - < main.sc
    """
    asked = _Asked(
        settings=FormatSettings(js=js),
        check=check,
        diff=diff,
        quiet=quiet,
        colour=wants_colour(colour),
        colour_notes=wants_colour(colour, sys.stderr),
    )
    if Path(STDIN) in paths:
        if len(paths) > 1:
            raise click.UsageError("`-` stands alone: leave out the other paths")
        outcome = _format_input(asked, stdin_name)
        asked.count[outcome] += 1
    else:
        for path in _scripts(paths or (Path(),)):
            outcome = _format_file(asked, path)
            asked.count[outcome] += 1
        if not quiet:
            print_note(_summary(asked.count))
    click.get_current_context().exit(_exit_code(asked.count))


def _exit_code(count: Counter[_Outcome]) -> int:
    return next((code for outcome, code in _EXIT_CODES if count[outcome]), 0)


def _summary(count: Counter[_Outcome]) -> str:
    """`formatted 3 files, 1 file was so already`."""
    told = [one.value[count[one] > 1].format(count[one]) for one in _Outcome if count[one]]
    return ", ".join(told)


# --- which files ----------------------------------------------------------------------------------------


def _scripts(paths: Sequence[Path]) -> list[Path]:
    """All scripts at some paths, each once."""
    found: dict[Path, Path] = {}
    for path in paths:
        for script in _scripts_at(path):
            found.setdefault(script.resolve(), script)
    return list(found.values())


def _scripts_at(path: Path) -> list[Path]:
    if not path.exists():
        raise NoProjectError(f"there is no `{path}`")
    if path.is_file() and path.suffix == ".sc":
        return [path]
    if path.is_file() and path.suffix not in (".yaml", ".yml"):
        raise NoProjectError(f"`{path}` is no script; name .sc files, a folder, or a chatbot.yaml")
    folder = path if path.is_dir() else path.parent
    scripts = sorted(_below(folder))
    if not scripts:
        where = "this folder" if folder == Path() else f"`{folder}`"
        raise NoProjectError(f"there are no .sc files in {where}")
    return scripts


def _below(folder: Path) -> Iterator[Path]:
    """The scripts below a folder, hidden folders and installed packages left out."""
    for here, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "." and name not in _LEFT_OUT]
        yield from (Path(here, name) for name in files if name.endswith(".sc"))


# --- one file -------------------------------------------------------------------------------------------


def _format_file(asked: _Asked, path: Path) -> _Outcome:
    source, problem = read_source(DiskFiles(), path)
    if problem is not None:
        return _mistakes(asked, [problem])
    formatted = _formatted(asked, source)
    if not isinstance(formatted, Formatted):
        return formatted
    if not formatted.is_changed:
        return _Outcome.FINE
    return _write(asked, formatted) if asked.writes else _show(asked, formatted)


def _formatted(asked: _Asked, source: Source) -> Formatted | _Outcome:
    """A source in the new layout, or what is the matter with it, which is told."""
    try:
        formatted = format_source(source, asked.settings)
    except ChangedMeaningError as error:
        name = relative_path(source.path, asked.root)
        print_note(
            f"{name}:{error.span.location.line} was left alone: its new layout would not say the same. "
            "This is a bug of jaicp; please report it with the script."
        )
        return _Outcome.FAULT
    return _mistakes(asked, formatted.errors) if formatted.errors else formatted


def _mistakes(asked: _Asked, errors: Sequence[Diagnostic]) -> _Outcome:
    shown = render_full(errors[:MOST_ERRORS], colour=asked.colour_notes, root=asked.root)
    print_note(shown + "\n")
    if len(errors) > MOST_ERRORS:
        print_note(f"and {len(errors) - MOST_ERRORS} more: `jaicp check` shows all\n")
    return _Outcome.ERRORS


def _show(asked: _Asked, formatted: Formatted) -> _Outcome:
    source = formatted.source
    if asked.diff:
        shown = render_diff(source, formatted.text, root=asked.root, colour=asked.colour)
        print_result(shown, colour=asked.colour)
    elif not asked.quiet:
        print_result(f"would format {relative_path(source.path, asked.root)}")
    return _Outcome.WOULD_CHANGE


def _write(asked: _Asked, formatted: Formatted) -> _Outcome:
    source = formatted.source
    name = relative_path(source.path, asked.root)
    try:
        if not can_be_rewritten(source):
            raise OSError("it was changed meanwhile")
        rewrite(source, formatted.text)
    except OSError as error:
        print_note(f"{name} was left alone: {(error.strerror or str(error)).lower()}")
        return _Outcome.UNWRITTEN
    if not asked.quiet:
        print_note(f"formatted {name}")
    return _Outcome.FORMATTED


def _format_input(asked: _Asked, name: Path) -> _Outcome:
    """Standard input to standard output; a script with mistakes comes out as it came in."""
    data = sys.stdin.buffer.read()
    source, problem = read_source(_Given(data), name)
    if problem is not None:
        formatted: Formatted | _Outcome = _mistakes(asked, [problem])
    else:
        formatted = _formatted(asked, source)
    if isinstance(formatted, Formatted) and not asked.writes:
        return _show(asked, formatted) if formatted.is_changed else _Outcome.FINE
    if asked.writes:
        mark = BOM if data.startswith(BOM.encode()) else ""
        new = (mark + formatted.text).encode() if isinstance(formatted, Formatted) else data
        sys.stdout.buffer.write(new)
        sys.stdout.buffer.flush()
    return _Outcome.FORMATTED if isinstance(formatted, Formatted) else formatted


@dataclass(frozen=True, slots=True)
class _Given:
    """A file system with one file, of which the bytes are given."""

    data: bytes

    def is_file(self, path: Path) -> bool:
        """There is no other."""
        del path
        return True

    def read(self, path: Path) -> bytes:
        """The given bytes."""
        del path
        return self.data
