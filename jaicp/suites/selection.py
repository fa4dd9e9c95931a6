"""Which files of a project are its tests, and which cases of them are asked for.

Ant's globs, as the vendor's page on the configuration file has them: `?` and `*` stay within one folder, `**` goes
through any number of them, and a pattern that ends in `/` means all below.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from jaicp.project.config import ProjectConfig
from jaicp.project.config_places import Keys, place_of
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source

if TYPE_CHECKING:
    from jaicp.suites.steps import Case

__all__ = [
    "Patterns",
    "find_files",
    "is_selected",
    "matches",
    "missing_files",
    "read_patterns",
    "suite_folder",
    "unmatched",
    "wants_extensions",
]


@dataclass(frozen=True, slots=True)
class Patterns:
    """`tests.include` and `tests.exclude` of a `chatbot.yaml`."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def admits(self, path: str) -> bool:
        """Whether the file at a path below the folder of tests is one."""
        if self.include and not any(matches(pattern, path) for pattern in self.include):
            return False
        return not any(matches(pattern, path) for pattern in self.exclude)


def suite_folder(config: ProjectConfig) -> Path:
    """Where the tests of a project lie."""
    return config.root / "test"


def wants_extensions(config: ProjectConfig) -> bool:
    """Whether `tests: extensions: true` enables what `<a>` may have beyond the platform's format."""
    section = config.raw.get("tests")
    return isinstance(section, dict) and section.get("extensions") is True


def read_patterns(config: ProjectConfig) -> tuple[Patterns, list[Diagnostic]]:
    """The patterns of a project, and what is wrong with them."""
    section = config.raw.get("tests")
    problems: list[Diagnostic] = []
    if not isinstance(section, dict):
        if section is not None:
            problems.append(_wrong(config, ("tests",), "holds `include` and `exclude`"))
        return Patterns(), problems
    found: dict[str, tuple[str, ...]] = {}
    for key in ("include", "exclude"):
        value = section.get(key)
        values = value if isinstance(value, list) else [] if value is None else [value]
        if not all(isinstance(item, str) for item in values):
            problems.append(_wrong(config, ("tests", key), "is a list of file patterns"))
        found[key] = tuple(item for item in values if isinstance(item, str))
    return Patterns(found["include"], found["exclude"]), problems


def _wrong(config: ProjectConfig, keys: Keys, wanted: str) -> Diagnostic:
    source = config.source or Source(config.root / "chatbot.yaml", "")
    return Diagnostic(
        code=codes.BAD_CONFIG_VALUE,
        message=f"`{'.'.join(map(str, keys))}` {wanted}",
        span=place_of(source, keys),
        severity=Severity.WARNING,
        label="this is passed over",
        help="write `tests:`, below it `include:`, below that `- test.xml`",
    )


def find_files(folder: Path, patterns: Patterns) -> list[Path]:
    """The test files below a folder, in the order of their paths."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.rglob("*.xml") if path.is_file()]
    found = [path for path in found if patterns.admits(path.relative_to(folder).as_posix())]
    return sorted(found, key=lambda path: path.relative_to(folder).parts)


def unmatched(folder: Path, patterns: Patterns) -> list[int]:
    """The numbers of the patterns of `tests.include` that no file below a folder matches."""
    known = [path.relative_to(folder).as_posix() for path in find_files(folder, Patterns())]
    return [
        number
        for number, pattern in enumerate(patterns.include)
        if not any(matches(pattern, path) for path in known)
    ]


def missing_files(folder: Path, patterns: Patterns) -> list[str]:
    """Files that `tests.include` names and that are not there."""
    names = [name for name in patterns.include if not set(name) & set("*?") and name[-1:] != "/"]
    return [name for name in names if not (folder / name.replace("\\", "/").lstrip("/")).is_file()]


def matches(pattern: str, path: str) -> bool:
    """Whether an Ant glob matches a path with slashes."""
    return _compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    pattern = pattern.strip().replace("\\", "/").removeprefix("./").lstrip("/")
    if pattern.endswith("/"):
        pattern += "**"
    parts = [part for part in pattern.split("/") if part]
    regex = ""
    for index, part in enumerate(parts):
        is_last = index == len(parts) - 1
        if part == "**":
            regex += ".*" if is_last else "(?:[^/]+/)*"
        else:
            regex += "".join(map(_char, part)) + ("" if is_last else "/")
    return re.compile(regex, re.DOTALL)


def _char(char: str) -> str:
    return {"*": "[^/]*", "?": "[^/]"}.get(char) or re.escape(char)


def is_selected(globs: Sequence[str], case: Case, names: Sequence[str]) -> bool:
    """Whether a case is asked for: by its id, or by one of the `names` of its file."""
    if not globs:
        return True
    known = [case.id, *names, *(PurePosixPath(name).name for name in names)]
    return any(fnmatchcase(name, glob) for glob in globs for name in known)
