"""Where the values of a `chatbot.yaml` stand in the file: keys to places.

`("tests", "include", 0)` is the first pattern of `tests.include`. What has no place of its own, since it comes
from an anchor, stands where the nearest thing around it does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from jaicp.text.lazy import LazyModule
from jaicp.text.source import Source, Span

if TYPE_CHECKING:
    import yaml
else:
    yaml = LazyModule("yaml")

__all__ = ["Keys", "place_of"]

Keys = tuple[str | int, ...]
"""The way to a value: names of mappings and numbers of lists, from outside in."""

DEEPEST = 50
"""Settings lie no deeper inside of each other."""


def place_of(source: Source, keys: Keys) -> Span:
    """The place of the value at `keys`, of the nearest thing around it, or the start of the file."""
    places = _places(source)
    for length in range(len(keys), 0, -1):
        found = places.get(keys[:length])
        if found is not None:
            return source.span(*found)
    return source.span(0, 0)


@lru_cache(maxsize=64)
def _places(source: Source) -> Mapping[Keys, tuple[int, int]]:
    """All places in a file; none in what is no YAML."""
    try:
        root = yaml.compose(source.text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    found: dict[Keys, tuple[int, int]] = {}
    waiting: list[tuple[Keys, yaml.Node | None]] = [((), root)]
    while waiting:
        keys, node = waiting.pop()
        if node is None or len(keys) > DEEPEST:
            continue
        found[keys] = (node.start_mark.index, _end(source.text, node))
        if isinstance(node, yaml.MappingNode):
            waiting += [((*keys, str(key.value)), value) for key, value in node.value]
        elif isinstance(node, yaml.SequenceNode):
            waiting += [((*keys, number), value) for number, value in enumerate(node.value)]
    return found


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends; blanks and comments behind a block do not belong to it."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        return int(end)
    return int(start) + len(text[start:end].rstrip())
