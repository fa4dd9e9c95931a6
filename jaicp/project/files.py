"""Reading a project's files: from the disk, or with unsaved texts laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import BOM, Source

__all__ = ["DiskFiles", "Files", "read_source"]


class Files(Protocol):
    """What the loader needs of a file system."""

    def is_file(self, path: Path) -> bool:
        """Whether there is a file that could be read."""

    def read(self, path: Path) -> bytes:
        """The bytes of a file; raises `OSError` where it cannot be read."""


class DiskFiles:
    """The files on disk; `overlay` holds texts of an editor that are not saved yet."""

    def __init__(self, overlay: Mapping[Path, str] | None = None) -> None:
        self._overlay = dict(overlay or {})

    def is_file(self, path: Path) -> bool:
        """Whether there is such a file, saved or not."""
        return path in self._overlay or path.is_file()

    def read(self, path: Path) -> bytes:
        """The bytes of the file, or of the text laid over it."""
        if path in self._overlay:
            return self._overlay[path].encode()
        return path.read_bytes()


def read_source(files: Files, path: Path) -> tuple[Source, Diagnostic | None]:
    """The text of a file. What is no UTF-8 is replaced, and the first place of it reported."""
    try:
        data = files.read(path)
    except OSError as error:
        source = Source(path, "")
        reason = (error.strerror or str(error)).lower()
        return source, _unreadable(source, 0, f"`{path.name}` cannot be read: {reason}", "")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        source = Source(path, data.decode("utf-16", "replace"))
        return source, _unreadable(source, 0, "this file is in UTF-16", "save it as UTF-8")
    try:
        return Source(path, data.decode("utf-8").removeprefix(BOM)), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix(BOM)
        source = Source(path, data.decode("utf-8", "replace").removeprefix(BOM))
        message = f"the byte 0x{data[error.start]:02x} here is no UTF-8"
        return source, _unreadable(source, len(before), message, "save the file as UTF-8")


def _unreadable(source: Source, at: int, message: str, help_text: str) -> Diagnostic:
    span = source.span(at, min(at + 1, len(source.text)))
    return Diagnostic(code=codes.UNREADABLE_FILE, message=message, span=span, help=help_text)
