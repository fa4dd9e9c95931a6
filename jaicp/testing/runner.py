"""Suites against a bot: it is loaded once, and its cases are played one by one or by several processes.

The order of results is that of files and cases, however many processes there are.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, tzinfo
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from zoneinfo import ZoneInfo

from jaicp.project.config import ProjectConfig
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.project.symbols import Project
from jaicp.runtime.engine import Bot, BotNotUsable, make_program
from jaicp.runtime.program import Program
from jaicp.script.engine import Limits
from jaicp.suites.steps import Case, Suite
from jaicp.suites.suite import load_suite
from jaicp.testing.play import Player
from jaicp.testing.results import CaseResult, Status
from jaicp.testing.settings import PlaySettings
from jaicp.testing.world import CaseClock, World, local_zone
from jaicp.text.collector import keep_for_good
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
    return _player_of(make_program(load_project(path)), settings or PlaySettings())


def _player_of(program: Program, settings: PlaySettings) -> Player:
    world = World(CaseClock(settings.zone), settings.seed, settings.integration)
    return Player(Bot(program, world.services, Limits()), world, updating=settings.update)


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
    project: Project | None = None,
    settings: PlaySettings | None = None,
    processes: int = 1,
) -> Iterator[CaseResult]:
    """Play cases against the bot at `path`, which `project` is if it has been loaded; results in the cases' order.

    Raises `BotNotUsable`, before the first result, where the bot cannot be run.
    """
    settings = settings or PlaySettings()
    processes = min(processes, len(jobs))
    if processes > 1 and not can_fork():
        yield from _play_in_processes(_spawned(path, settings, processes), jobs)
        return
    if not jobs:
        return
    program = make_program(project or load_project(path))
    keep_for_good()
    if processes > 1:
        yield from _play_in_processes(_forked(program, jobs, settings, processes), jobs)
        return
    with local_zone(settings.zone):
        player = _player_of(program, settings)
        with closing(player.bot):
            for job in jobs:
                yield play_case(player, job.path, job.case)


# --- several processes


_Diagnostics = tuple[Diagnostic, ...]
_FindCase = Callable[[Path, int], Case]


@dataclass(frozen=True, slots=True)
class _Worker:
    """What a worker process plays with: its player, or why there is none, and where it finds a case."""

    player: Player | _Diagnostics
    find: _FindCase


_worker: list[_Worker] = []
"""That of this process, if it is one."""

_zone = ExitStack()
"""Holds the time zone of a worker process up to its end."""


def can_fork() -> bool:
    """Whether worker processes can begin as copies of this one, with all that it has loaded.

    Threads do not live on in a copy, but what they have locked stays locked. The libraries of macOS use threads
    of their own, so Python does not fork there unless told to, and Windows does not know it.
    """
    return sys.platform == "linux" and threading.active_count() == 1


def _forked(
    program: Program, jobs: Sequence[Job], settings: PlaySettings, count: int
) -> ProcessPoolExecutor:
    """Processes that have the bot and the cases from this one; each makes a JavaScript world of its own."""
    cases = {(job.path, job.number): job.case for job in jobs}

    def find(path: Path, number: int) -> Case:
        return cases[path, number]

    given = (lambda: program, find, settings)
    return ProcessPoolExecutor(count, get_context("fork"), _start_worker, given)


def _spawned(path: Path, settings: PlaySettings, count: int) -> ProcessPoolExecutor:
    """Processes that each load the bot and the suites."""
    load = partial(_load_program, path)
    find = partial(_read_case, settings.extensions)
    given = (load, find, settings)
    return ProcessPoolExecutor(count, get_context("spawn"), _start_worker, given)


def _play_in_processes(pool: ProcessPoolExecutor, jobs: Sequence[Job]) -> Iterator[CaseResult]:
    with pool:
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


def _start_worker(load: Callable[[], Program], find: _FindCase, settings: PlaySettings) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends it in the middle of a script, too
    _zone.enter_context(local_zone(settings.zone))
    player: Player | _Diagnostics
    try:
        player = _player_of(load(), settings)
    except BotNotUsable as unusable:
        player = unusable.diagnostics
    _worker.append(_Worker(player, find))


def _play_chunk(path: Path, numbers: list[int]) -> list[CaseResult] | _Diagnostics:
    """The results of some cases of a file, or what is wrong with the bot."""
    worker = _worker[0]
    if isinstance(worker.player, tuple):
        return worker.player
    return [play_case(worker.player, path, worker.find(path, number)) for number in numbers]


def _load_program(path: Path) -> Program:
    return make_program(load_project(path))


def _read_case(extensions: bool, path: Path, number: int) -> Case:
    return _suite(path, extensions).cases[number]


@lru_cache(maxsize=8)
def _suite(path: Path, extensions: bool) -> Suite:
    return load_suite(DiskFiles(), path, extensions=extensions)
