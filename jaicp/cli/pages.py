"""The pages of the diagnostics as they look on a terminal.

A page is Markdown; one about something that is only met at run time says so in its front matter
(`shown: at run time`).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from jaicp.text.code_pages import find_page
from jaicp.text.codes import Code
from jaicp.text.palette import Palette

__all__ = ["on_terminal", "read_page"]

MAX_WIDTH = 96
"""Columns that a paragraph takes at most; longer lines are hard to read."""

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
_FENCE = re.compile(r"```\s*(\w*)\s*(.*)")
_ITEM = re.compile(r"(\s*(?:[-*]|\d+\.)\s+)")
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def read_page(code: Code) -> str:
    """The page of a code as Markdown, without its front matter."""
    return _FRONT_MATTER.sub("", find_page(code).read_text(encoding="utf-8")).rstrip("\n")


def on_terminal(page: str, *, colour: bool, width: int) -> str:
    """Markdown for reading in a terminal of `width` columns: bold headings, indented examples."""
    palette = Palette(colour)
    width = max(min(width, MAX_WIDTH), 20)
    return "\n".join(line for block in _blocks(page) for line in _block(block, palette, width))


def _blocks(page: str) -> Iterator[list[str]]:
    """Fenced examples, headings, blank lines, list items and paragraphs, each as its lines."""
    block: list[str] = []
    fenced = False
    for line in page.splitlines():
        if line.startswith("```"):
            if fenced:
                yield [*block, line]
                block, fenced = [], False
                continue
            fenced = True
        elif fenced:
            block.append(line)
            continue
        if block and (fenced or not line.strip() or line.startswith("#") or _ITEM.match(line)):
            yield block
            block = []
        if not fenced and (not line.strip() or line.startswith("#")):
            yield [line]
        else:
            block.append(line)
    if block:
        yield block


def _block(block: list[str], palette: Palette, width: int) -> list[str]:
    first = block[0]
    if not first.strip():
        return [""]
    if first.startswith("```"):
        return _example(block, palette)
    if first.startswith("#"):
        return [palette.strong(first.lstrip("#").strip())]
    if first.startswith("|"):
        return block
    item = _ITEM.match(first)
    hanging = " " * len(item[1]) if item else ""
    text = " ".join([first.strip() if not item else first, *(line.strip() for line in block[1:])])
    return textwrap.wrap(
        _LINK.sub(r"\1", text),
        width,
        subsequent_indent=hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _example(block: list[str], palette: Palette) -> list[str]:
    found = _FENCE.match(block[0])
    name = found[2].strip() if found else ""
    head = [f"    {palette.faint(name + ':')}"] if name else []
    body = [f"    {palette.code(line)}" if line.strip() else "" for line in block[1:-1]]
    return head + body
