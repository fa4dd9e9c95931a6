"""JC701 to JC704, JC708: the XML suites of a project, as far as they can be judged without playing them.

What is wrong with a file is what reading it tells; here it is added which states it names that no script defines,
and which patterns of `tests.include` match no file. A bot runs whatever its tests are like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from jaicp.check.rule import CheckContext, Rule
from jaicp.project.config_places import place_of
from jaicp.project.paths import ROOT, resolve_path
from jaicp.project.symbols import Project
from jaicp.suites.selection import (
    Patterns,
    find_files,
    read_patterns,
    suite_folder,
    unmatched,
)
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label, Severity, nearest
from jaicp.text.lazy import LazyModule
from jaicp.text.source import Span

if TYPE_CHECKING:
    from jaicp.suites import steps
else:
    steps = LazyModule("jaicp.suites.steps")

__all__ = ["TestFiles"]

_ATTRIBUTES = ("state", "class", "targetState")
_NAMED = re.compile(r"""\s(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_INSIDE = re.compile(r"[^<]*")
_MANY_STATES = 2000
"""Names are compared with the paths of so many states at most: what is left is not guessed."""


class TestFiles(Rule):
    """What is wrong with the tests of a project."""

    advisory = True

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Read all suites."""
        project = ctx.project
        yield from _patterns(project)
        for suite in ctx.suites():
            if suite.error is not None:
                yield suite.error
            yield from suite.warnings
            for case in suite.cases:
                yield from case.problems
            yield from () if project.torn else _unknown_states(suite, project)


def _patterns(project: Project) -> Iterator[Diagnostic]:
    """What is wrong with `tests` in `chatbot.yaml`."""
    patterns, problems = read_patterns(project.config)
    yield from problems
    source = project.config.source
    if problems or source is None:
        return
    folder = suite_folder(project.config)
    given = project.config.raw["tests"]["include"] if patterns.include else ()
    for number in unmatched(folder, patterns):
        keys = ("tests", "include", number) if isinstance(given, list) else ("tests", "include")
        pattern = patterns.include[number]
        yield Diagnostic(
            code=codes.MISSING_TEST,
            message=f"no file in `{folder.name}/` matches `{pattern}`",
            span=place_of(source, keys),
            severity=Severity.WARNING,
            help=_nearest_file(folder, pattern),
        )


def _nearest_file(folder: Path, pattern: str) -> str:
    names = [path.relative_to(folder).as_posix() for path in find_files(folder, Patterns())]
    likely = nearest(pattern.strip(), names)
    if likely is not None:
        return f"did you mean `{likely}`?"
    return "patterns count from that folder; `**/*.xml` are all suites in it"


# --- states ---------------------------------------------------------------------------------------------


def _unknown_states(suite: steps.Suite, project: Project) -> Iterator[Diagnostic]:
    """The states that a suite names and that are nowhere: each is told once, where it stands first."""
    places: dict[str, list[Span]] = {}
    for case in suite.cases:
        for step in case.steps:
            if any(path not in project.states for path in _paths(step)):
                for place in _names(step):
                    path = resolve_path(ROOT, place.text)
                    if path not in project.states:
                        places.setdefault(path, []).append(place)
    for path, found in places.items():
        yield _unknown_state(found, path, project)


def _paths(step: steps.Step) -> Iterator[str]:
    match step:
        case steps.CheckAnswer():
            paths = (step.state, step.entry)
        case steps.CheckTimeout():
            paths = (step.target, None)
        case steps.SetState():
            paths = (step.path, None)
        case _:
            return
    yield from (path for path in paths if path is not None)


def _names(step: steps.Step) -> Iterator[Span]:
    """The places of the paths that a step is written with."""
    source, start, end = step.span
    if isinstance(step, steps.SetState):
        inside = _INSIDE.match(source.text, end)
        if inside is not None:
            blanks = len(inside.group()) - len(inside.group().lstrip())
            yield Span(source, end + blanks, end + len(inside.group().rstrip()))
        return
    for found in _NAMED.finditer(source.text, start, end):
        if found[1] in _ATTRIBUTES:
            group = 2 if found[2] is not None else 3
            yield Span(source, found.start(group), found.end(group))


def _unknown_state(places: list[Span], path: str, project: Project) -> Diagnostic:
    named = [known for known, symbol in project.states.items() if symbol.name_span is not None]
    likely = nearest(path, named) if len(named) <= _MANY_STATES else None
    related: tuple[Label, ...] = ()
    fix = None
    if likely is not None:
        declared = project.states[likely].name_span
        related = () if declared is None else (Label(declared, "the nearest state is here"),)
        edits = tuple(Edit(place, likely) for place in places)
        fix = Fix(f"change it to `{likely}`", edits)
    more = len(places) - 1
    return Diagnostic(
        code=codes.UNKNOWN_STATE_IN_TEST,
        message=f"there is no state `{path}`",
        span=places[0],
        severity=Severity.WARNING,
        label="so this test can only fail",
        related=related,
        notes=(f"this file names it {more} more time{'s' if more > 1 else ''}",) if more else (),
        help=f"did you mean `{likely}`?" if likely else "no script of the project defines it",
        fix=fix,
    )
