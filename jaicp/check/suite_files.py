"""The XML suites of a project, read once for all rules."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from jaicp.project.files import read_source
from jaicp.project.symbols import Project
from jaicp.suites.selection import find_files, read_patterns, suite_folder, wants_extensions
from jaicp.text.lazy import LazyModule

if TYPE_CHECKING:
    from jaicp.suites import steps, suite
else:
    steps = LazyModule("jaicp.suites.steps")
    suite = LazyModule("jaicp.suites.suite")

__all__ = ["Suites"]


class Suites:
    """The suites of a project; a file whose text is the same as before is not read again."""

    def __init__(self) -> None:
        self._known: dict[tuple[Path, bool], steps.Suite] = {}

    def of(self, project: Project) -> list[steps.Suite]:
        """The suites that `tests` of `chatbot.yaml` does not leave out."""
        patterns, _ = read_patterns(project.config)
        extensions = wants_extensions(project.config)
        files = find_files(suite_folder(project.config), patterns)
        return [self._suite(project, path, extensions) for path in files]

    def _suite(self, project: Project, path: Path, extensions: bool) -> steps.Suite:
        source, problem = read_source(project.files, path)
        if problem is not None:
            return steps.Suite(path=path, source=source, error=problem)
        key = (path, extensions)
        known = self._known.get(key)
        if known is None or known.source.text != source.text:
            known = self._known[key] = suite.read_suite(source, extensions=extensions)
        return known
