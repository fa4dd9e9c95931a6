"""Changes of files as unified diffs, in colour or not."""

from __future__ import annotations

import difflib
from pathlib import Path

from jaicp.text.palette import Palette
from jaicp.text.render import relative_path
from jaicp.text.source import Source

__all__ = ["render_diff"]

_NO_END = "\n\\ No newline at end of file"


def render_diff(before: Source, text: str, *, root: Path, colour: bool) -> str:
    """What `text` changes in a source, as `diff -u` shows it; the ends of lines only where they differ."""
    name = relative_path(before.path, root)
    ending = "\r" if _has_windows_ends(before.text) and _has_windows_ends(text) else ""
    one, other = (_lines(some, ending) for some in (before.text, text))
    palette = Palette(colour)
    found = difflib.unified_diff(one, other, name, name, lineterm="")
    return "\n".join(_painted(line, palette) for line in found)


def _has_windows_ends(text: str) -> bool:
    return text.count("\r\n") == text.count("\n")


def _lines(text: str, ending: str) -> list[str]:
    lines = [line.removesuffix(ending) for line in text.split("\n")]
    if lines[-1]:
        lines[-1] += _NO_END
        return lines
    return lines[:-1]


def _painted(line: str, palette: Palette) -> str:
    if line.startswith(("---", "+++")):
        return palette.strong(line)
    if line.startswith("@@"):
        return palette.frame(line)
    return palette.code(line) if line.startswith("+") else line
