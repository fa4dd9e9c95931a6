"""The files of projects for a server: read from the disk when they have changed, with open texts over them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from jaicp.project.files import DiskFiles

__all__ = ["DiskMemory", "OverlaidFiles"]


class DiskMemory:
    """What was read from the disk; a file whose time and size are the same is not read again."""

    def __init__(self) -> None:
        self._disk = DiskFiles()
        self._known: dict[Path, tuple[tuple[int, int], bytes]] = {}

    def is_file(self, path: Path) -> bool:
        """Whether there is such a file."""
        return self._disk.is_file(path)

    def read(self, path: Path) -> bytes:
        """The bytes of a file; raises `OSError` where it cannot be read."""
        status = path.stat()
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._known.get(path)
        if known is not None and known[0] == stamp:
            return known[1]
        data = self._disk.read(path)
        self._known[path] = (stamp, data)
        return data


class OverlaidFiles:
    """The files of the disk at one moment of the editor: with `texts` in the place of some.

    `checkpoint` is called at each file; what it raises ends the reading of a bot.
    """

    def __init__(
        self, disk: DiskMemory, texts: Mapping[Path, str], checkpoint: Callable[[], None]
    ) -> None:
        self._disk = disk
        self._texts = texts
        self.checkpoint = checkpoint

    def is_file(self, path: Path) -> bool:
        """Whether there is such a file, saved or not."""
        return path in self._texts or self._disk.is_file(path)

    def read(self, path: Path) -> bytes:
        """The bytes of the file, or of the text laid over it; half a character is as good as a `?`."""
        self.checkpoint()
        text = self._texts.get(path)
        return self._disk.read(path) if text is None else text.encode("utf-8", "replace")
