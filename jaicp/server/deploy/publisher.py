"""Publishing: a build is made next to the others, and answers only once every step went well."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from jaicp.server.deploy import stages
from jaicp.server.deploy.models import Build, ChannelSetup, Stage
from jaicp.server.deploy.registry import Registry
from jaicp.server.deploy.stages import StageError

__all__ = ["Publisher"]


@dataclass
class Publisher:
    """Makes builds below `folder`; `on_stage` hears of each step that ended."""

    registry: Registry
    folder: Path
    on_stage: Callable[[Build, Stage], object] = lambda _build, _stage: None
    clock: Callable[[], float] = time.time
    _background: list[threading.Thread] = field(default_factory=list)

    def publish(self, name: str, *, tests: str = "") -> Build:
        """Publish a channel; the build tells how it went. Raises `NoChannelError`.

        `tests` takes the place of how the channel treats tests. Where a step fails, the build that
        answered goes on answering.
        """
        setup = self.registry.channel(name)
        mode = tests or setup.tests
        number, path = self._reserve(name)
        build = Build(channel=name, number=number, time=self.clock(), path=str(path))
        try:
            version = stages.version_of(setup)
        except StageError as error:
            return self._ended(build, Stage("fetch", "failed", log=str(error)))
        self.registry.edit(name, {"asked": version})
        build = replace(build, version=version)
        steps: list[tuple[str, Callable[[], str]]] = [
            (
                "fetch",
                lambda: stages.fetch(replace(setup, ref=version) if setup.is_git else setup, path),
            ),
            ("dependencies", lambda: stages.dependencies(path)),
            ("check", lambda: stages.check(path)),
        ]
        if mode == "first":
            steps.append(("test", lambda: stages.run_tests(path)))
        for title, work in steps:
            stage = self._do(title, work)
            if stage.status == "failed":
                return self._ended(build, stage)
            build = self._with(build, stage)
        if mode != "first":
            build = self._with(build, Stage("test", "skipped" if mode == "skip" else "running"))
        self.registry.edit(name, {"active": number})
        build = replace(self._with(build, Stage("activate", "done")), status="done")
        self.registry.put_build(build)
        self._tidy(self.registry.channel(name))
        if mode == "background":
            self._test_later(build)
        return build

    def _reserve(self, name: str) -> tuple[int, Path]:
        """The number and the folder of a new build; of two who publish at a time each gets its own."""
        number = max((build.number for build in self.registry.builds(name)), default=0) + 1
        while True:
            path = (self.folder / name / str(number)).absolute()
            try:
                path.mkdir(parents=True)
            except FileExistsError:
                number += 1
            else:
                return number, path

    def rollback(self, name: str, number: int = 0) -> Build:
        """Let an older build answer, the last good one before the present unless `number` is given.

        Raises `NoChannelError`, or ValueError where there is none.
        """
        setup = self.registry.channel(name)
        good = [
            b for b in self.registry.builds(name) if b.status == "done" and Path(b.path).is_dir()
        ]
        if number:
            found = [build for build in good if build.number == number]
        else:
            found = [build for build in good if build.number < setup.active]
        if not found:
            wanted = f"no build {number}" if number else "no older build"
            raise ValueError(f"there is {wanted} of `{name}` to go back to")
        self.registry.edit(name, {"active": found[-1].number})
        return found[-1]

    def remove(self, name: str) -> None:
        """Remove a channel with its builds; raises `NoChannelError`."""
        self.registry.remove(name)
        shutil.rmtree(self.folder / name, ignore_errors=True)

    def wait(self) -> None:
        """Wait for tests in the background."""
        for thread in self._background:
            thread.join()

    def _do(self, title: str, work: Callable[[], str]) -> Stage:
        started = time.monotonic()
        try:
            log, status = work(), "done"
        except (StageError, OSError, shutil.Error) as error:
            log, status = str(error), "failed"
        return Stage(title, status, round(time.monotonic() - started, 2), log)

    def _with(self, build: Build, stage: Stage) -> Build:
        build = replace(build, stages=(*build.stages, stage))
        self.registry.put_build(build)
        self.on_stage(build, stage)
        return build

    def _ended(self, build: Build, stage: Stage) -> Build:
        build = replace(self._with(build, stage), status="failed")
        self.registry.put_build(build)
        shutil.rmtree(build.path, ignore_errors=True)
        return build

    def _test_later(self, build: Build) -> None:
        def work() -> None:
            stage = self._do("test", lambda: stages.run_tests(Path(build.path)))
            done = tuple(stage if s.name == "test" else s for s in build.stages)
            self.registry.put_build(replace(build, stages=done))
            self.on_stage(build, stage)

        thread = threading.Thread(target=work, name=f"tests of {build.channel}")
        self._background.append(thread)
        thread.start()

    def _tidy(self, setup: ChannelSetup) -> None:
        """Delete the oldest builds beyond those that are kept; never the one that answers."""
        builds = self.registry.builds(setup.name)
        good = [b for b in builds if b.status == "done" and b.number != setup.active]
        kept = {b.number for b in good[len(good) - (setup.keep - 1) :]} if setup.keep > 1 else set()
        for build in builds[:-1]:
            if (
                build.number != setup.active
                and build.number not in kept
                and build.status != "running"
            ):
                shutil.rmtree(build.path, ignore_errors=True)
                self.registry.drop(build)
