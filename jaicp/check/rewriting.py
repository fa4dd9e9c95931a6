"""Writes changed texts back to their files, each all or nothing, in the form that the file had.

The new text is written beside the file and then put in its place, so that whatever happens in between (Ctrl-C, a
full disk, a crash) either the old file is there or the new one. A byte order mark, line ends and permissions stay.
"""

from __future__ import annotations

import codecs
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from jaicp.text.source import BOM, Source

__all__ = ["ChangedMeanwhileError", "can_be_rewritten", "rewrite"]


class ChangedMeanwhileError(OSError):
    """The file is not any more what was read."""


def can_be_rewritten(source: Source) -> bool:
    """Whether a source is exactly the text of its file: in UTF-8, and nothing was replaced when it was read."""
    try:
        return _text_of(source.path) == source.text
    except (OSError, UnicodeDecodeError):
        return False


def rewrite(source: Source, text: str) -> None:
    """Replace the text of a file by another one.

    Raises `ChangedMeanwhileError` where the file is not `source` any more, `OSError` where it cannot be written.
    """
    path = source.path.resolve()  # a link stays a link
    data = path.read_bytes()
    if data.removeprefix(codecs.BOM_UTF8) != source.text.encode():
        raise ChangedMeanwhileError(f"{path.name} was changed meanwhile")
    if not os.access(path, os.W_OK):
        raise PermissionError(f"{path.name} is write-protected")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    _replace(path, mark + text.encode())


def _replace(path: Path, data: bytes) -> None:
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(path.stat().st_mode & 0o7777)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8").removeprefix(BOM)
