"""Bots in memory: a mapping of file names to texts is a project."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from jaicp.project.link import load_project
from jaicp.project.symbols import Project

HOME = Path("/bots/shop")


class MemoryFiles:
    """Files by their path below `HOME`; what is bytes is kept as it is."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self.files = {
            HOME / name: text if isinstance(text, bytes) else text.encode()
            for name, text in files.items()
        }

    def is_file(self, path: Path) -> bool:
        return self._key(path) in self.files

    def read(self, path: Path) -> bytes:
        if self._key(path) not in self.files:
            raise FileNotFoundError(2, "No such file or directory", str(path))
        return self.files[self._key(path)]

    def _key(self, path: Path) -> Path:
        parts: list[str] = []
        for part in path.parts:
            if part == "..":
                parts.pop()
            else:
                parts.append(part)
        return Path(*parts)


def project_of(files: Mapping[str, str | bytes], start: str = "") -> Project:
    """A project of files by name; a `chatbot.yaml` that names `main.sc` is added where it is missing."""
    return load_project(
        HOME / start, MemoryFiles({"chatbot.yaml": "entryPoint: main.sc\n", **files})
    )


def script(text: str) -> Project:
    """A project of one script."""
    return project_of({"src/main.sc": text})


def problems(found: Project) -> list[tuple[str, int, str]]:
    """File, line and slug of each diagnostic."""
    return [
        (d.span.source.path.relative_to(HOME).as_posix(), d.span.location.line, d.code.slug)
        for d in found.diagnostics
    ]
