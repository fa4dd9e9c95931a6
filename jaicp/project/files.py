"""Reading a project's files: from the disk, or with unsaved texts laid over it."""

from __future__ import annotations

import errno
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, nearest
from jaicp.text.source import BOM, Source

__all__ = ["DiskFiles", "Files", "decoded", "nearest_file", "not_readable", "read_source"]

LARGEST = 16_000_000
"""Bytes of a file that are read at most: the largest dictionaries in use take a tenth of it."""
LOOKED_AT = 200
"""Bytes from which the form of a text is told."""


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
        """Whether there is such a file, saved or not, that this user may see."""
        if path in self._overlay:
            return True
        try:
            return path.is_file()
        except OSError:  # no way there, or no name that the system takes
            return False

    def read(self, path: Path) -> bytes:
        """The bytes of the file, or of the text laid over it; raises `OSError` for more than `LARGEST`."""
        if path in self._overlay:
            return self._overlay[path].encode()
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise OSError(errno.EFBIG, f"it is larger than {LARGEST // 1_000_000} megabytes")
        return data


def read_source(files: Files, path: Path) -> tuple[Source, Diagnostic | None]:
    """The text of a file. What is no UTF-8 is replaced, and the first place of it reported.

    A file that cannot be read at all is as good as empty.
    """
    try:
        data = files.read(path)
    except OSError as error:
        return not_readable(path, error)
    return decoded(path, data)


def nearest_file(path: Path) -> str:
    """What to type instead of the name of a file that is not there, as far as its folder shows it."""
    try:
        if path.is_symlink():
            return "this is a link that leads to no file"
        if path.is_dir():
            return "this is a folder; name one of the files in it"
        around = [file for file in path.parent.iterdir() if file.name != path.name]
    except (OSError, ValueError):  # no such folder, or nothing that could be one
        return ""
    known = nearest(path.name, [file.name for file in around if file.suffix == path.suffix])
    return f"did you mean `{known}`?" if known else ""


def not_readable(path: Path, error: OSError) -> tuple[Source, Diagnostic]:
    """What is read in place of a file that cannot be read, and why it cannot."""
    source = Source(path, "")
    reason = (error.strerror or str(error)).lower()
    return source, _unreadable(source, 0, f"`{path.name}` cannot be read: {reason}", "")


def decoded(path: Path, data: bytes) -> tuple[Source, Diagnostic | None]:
    """The text that the bytes of a file stand for, as `read_source` gives it."""
    wide = _utf_16(data)
    if wide:
        source = Source(path, data.decode(wide, "replace").removeprefix(BOM))
        return source, _unreadable(source, 0, "this file is in UTF-16", "save it as UTF-8")
    try:
        source = Source(path, data.decode("utf-8").removeprefix(BOM))
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix(BOM)
        source = Source(path, data.decode("utf-8", "replace").removeprefix(BOM))
        message = f"the byte 0x{data[error.start]:02x} here is no UTF-8"
        return source, _unreadable(source, len(before), message, "save the file as UTF-8")
    at = source.text.find("\0")
    if at >= 0:
        message = "a text cannot hold the byte 0x00"
        return source, _unreadable(source, at, message, "remove it, or save the file as UTF-8 text")
    return source, None


def _utf_16(data: bytes) -> str:
    """The form of UTF-16 that a file is in, if it is: by its mark, or by every other byte being zero."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = data[:LOOKED_AT]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if even == 0 and odd * 4 > len(head):
        return "utf-16-le"
    return "utf-16-be" if odd == 0 and even * 4 > len(head) else ""


def _unreadable(source: Source, at: int, message: str, help_text: str) -> Diagnostic:
    span = source.span(at, min(at + 1, len(source.text)))
    return Diagnostic(code=codes.UNREADABLE_FILE, message=message, span=span, help=help_text)
