"""Suites and `chatbot.yaml`: what may be typed there, and the files that the configuration names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from jaicp.lsp.bots import Snapshot
from jaicp.lsp.spots import Spot, What
from jaicp.text.source import Source, Span

__all__ = ["config_files", "spot_in_config", "spot_in_suite"]

_STATE = re.compile(
    r"""\b(?:state|class|targetState)\s*=\s*["']([^"'<\n]*)\Z|<state>\s*([^<\n]*)\Z"""
)
_EVENT = re.compile(r"<event>\s*([^<\n]*)\Z")
_TAG = re.compile(r"<(/?[\w-]*)\Z")
_ENTRY = re.compile(r"^[ \t]*(?:entryPoint:[ \t]*|-[ \t]*)([^\s#]*)\Z")
_FILE = re.compile(
    r"(?m)^[ \t]*(?:entryPoint:[ \t]*|-[ \t]+)[\"']?([\w./ -]+\.(?:sc|json))[\"']?[ \t]*\r?$"
)


def _before(source: Source, offset: int) -> str:
    return source.text[source.text.rfind("\n", 0, offset) + 1 : offset]


def spot_in_suite(source: Source, offset: int) -> Spot:
    """What is expected at an offset of a suite."""
    before = _before(source, offset)
    for expression, what in ((_STATE, What.STATE), (_EVENT, What.EVENT), (_TAG, What.TEST_TAG)):
        found = expression.search(before)
        if found is not None:
            typed = found[found.lastindex or 1]
            return Spot(what, offset - len(typed), typed, "test")
    return Spot(What.NOTHING, offset, "")


def spot_in_config(source: Source, offset: int) -> Spot:
    """What is expected at an offset of `chatbot.yaml`."""
    before = _before(source, offset)
    found = _ENTRY.search(before)
    if found is not None:
        return Spot(What.FILE, offset - len(found[1]), found[1], "entryPoint")
    return Spot(What.NOTHING, offset, "")


def config_files(snapshot: Snapshot) -> Iterator[tuple[Span, Path]]:
    """The files that the configuration names, where they are there: entry points and custom tags."""
    config = snapshot.project.config
    source = config.source
    if source is None:
        return
    for found in _FILE.finditer(source.text):
        name = found[1].lstrip("/")
        for folder in (config.source_root, config.root):
            path = folder / name
            if snapshot.project.files.is_file(path):
                yield source.span(found.start(1), found.end(1)), path
                break
