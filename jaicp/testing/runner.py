"""Suites against a bot: the bot is loaded once, its cases are played one by one or by several processes.

The order of results is that of files and cases, however many processes there are.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from jaicp.project.config import ProjectConfig
from jaicp.project.files import DiskFiles
from jaicp.runtime.engine import BotNotUsable, load_bot
from jaicp.suites.steps import Case, Suite
from jaicp.suites.suite import load_suite
from jaicp.testing.play import Player
from jaicp.testing.results import CaseResult, Status
from jaicp.testing.settings import PlaySettings
from jaicp.testing.world import CaseClock, World, local_zone
from jaicp.text.diagnostic import Diagnostic

__all__ = ["Job", "open_player", "play_case", "play_cases", "project_zone", "skip"]

CHUNK = 20
"""Cases that a process takes at a time."""


@dataclass(frozen=True, slots=True)
class Job:
    """A case to be played: its suite's file, its number there, and itself."""

    path: Path
    number: int
    case: Case


def project_zone(config: ProjectConfig) -> tzinfo:
    """The time zone of a project's `timezone`, UTC where it names none that is known."""
    name = config.raw.get("timezone")
    if not isinstance(name, str):
        return UTC
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # an unknown name, an odd one, no table of zones
        return UTC


def open_player(path: Path, settings: PlaySettings | None = None) -> Player:
    """Load the bot at `path` for tests; raises what `load_bot` raises."""
    settings = settings or PlaySettings()
    world = World(CaseClock(settings.zone), settings.seed, settings.integration)
    return Player(load_bot(path, services=world.services), world, updating=settings.update)


def play_case(player: Player, path: Path, case: Case) -> CaseResult:
    """Play a case and tell how it went."""
    blank = CaseResult(file=path, id=case.id, line=case.span.location.line, status="passed")
    if case.problems:
        return _with_problems(blank, "error", case.problems)
    began = time.perf_counter()
    try:
        played = player.play(case)
    except Exception as error:  # noqa: BLE001 - a fault of ours in one case must not hide the others
        return replace(blank, status="error", message=_fault(error), is_our_fault=True)
    took = round((time.perf_counter() - began) * 1000, 2)
    result = replace(blank, duration_ms=took, walk=played.walk, additions=played.additions)
    if played.failure is None:
        return result
    missed = player.world.mocks.missed
    if case.integration and missed:
        needed = f"it needs the network, see `--integration`: {missed[0]}"
        return replace(result, status="skipped", message=needed)
    return _with_problems(result, "failed", (played.failure,))


def _with_problems(
    result: CaseResult, status: Status, problems: tuple[Diagnostic, ...]
) -> CaseResult:
    message = "\n".join(_message(problem) for problem in problems)
    return replace(result, status=status, message=message, diagnostics=problems)


def _message(problem: Diagnostic) -> str:
    line, column = problem.span.location
    return "; ".join([f"line {line}, column {column}: {problem.message}", *problem.notes])


def _fault(error: Exception) -> str:
    what = traceback.format_exception_only(error)[-1].strip()
    place = traceback.extract_tb(error.__traceback__)[-1]
    return f"jaicp failed, this is a bug of jaicp: {what} ({place.name}:{place.lineno})"


def skip(job: Job) -> CaseResult:
    """The result of a case that was not played."""
    line = job.case.span.location.line
    return CaseResult(file=job.path, id=job.case.id, line=line, status="skipped")


def play_cases(
    path: Path,
    jobs: Sequence[Job],
    *,
    settings: PlaySettings | None = None,
    processes: int = 1,
) -> Iterator[CaseResult]:
    """Play cases against the bot at `path`; the results in the order of the cases.

    Raises `BotNotUsable`, before the first result, where the bot cannot be run.
    """
    settings = settings or PlaySettings()
    processes = min(processes, len(jobs))
    if processes > 1:
        yield from _play_in_processes((path, settings), jobs, processes)
    elif jobs:
        with local_zone(settings.zone):
            player = open_player(path, settings)
            with closing(player.bot):
                for job in jobs:
                    yield play_case(player, job.path, job.case)


# --- several processes


_Diagnostics = tuple[Diagnostic, ...]

_player: list[Player | _Diagnostics] = []
"""The player of a worker process, or why there is none."""

_zone = ExitStack()
_extensions: list[bool] = []
"""Holds the time zone of a worker process up to its end."""


def _play_in_processes(
    bot: tuple[Path, PlaySettings], jobs: Sequence[Job], count: int
) -> Iterator[CaseResult]:
    """Play cases in `count` processes, each with a bot of its own."""
    context = get_context("spawn")
    with ProcessPoolExecutor(count, context, _start_worker, bot) as pool:
        waiting = [pool.submit(_play_chunk, *chunk) for chunk in _chunks(jobs)]
        try:
            for future in waiting:
                results = future.result()
                if isinstance(results, tuple):
                    raise BotNotUsable(results)
                yield from results
        finally:
            _cancel(waiting)


def _cancel(waiting: Sequence[Future[list[CaseResult] | _Diagnostics]]) -> None:
    for future in waiting:
        future.cancel()


def _chunks(jobs: Sequence[Job]) -> Iterator[tuple[Path, list[int]]]:
    """Cases of one file, a few at a time, as their numbers."""
    path: Path | None = None
    numbers: list[int] = []
    for job in jobs:
        if path is not None and (job.path != path or len(numbers) == CHUNK):
            yield path, numbers
            numbers = []
        path = job.path
        numbers.append(job.number)
    if path is not None and numbers:
        yield path, numbers


def _start_worker(path: Path, settings: PlaySettings) -> None:
    _zone.enter_context(local_zone(settings.zone))
    _extensions.append(settings.extensions)
    try:
        _player.append(open_player(path, settings))
    except BotNotUsable as unusable:
        _player.append(unusable.diagnostics)


def _play_chunk(path: Path, numbers: list[int]) -> list[CaseResult] | _Diagnostics:
    """The results of some cases of a file, or what is wrong with the bot."""
    player = _player[0]
    if isinstance(player, tuple):
        return player
    cases = _suite(path).cases
    return [play_case(player, path, cases[number]) for number in numbers]


@lru_cache(maxsize=8)
def _suite(path: Path) -> Suite:
    return load_suite(DiskFiles(), path, extensions=_extensions[0])
