"""What scripts see of a bot's modules: the names that they are required under, and what these have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from jaicp.check.js_modules import exported
from jaicp.lsp.bots import Snapshot
from jaicp.project.loader import JsFile
from jaicp.project.per_file import PerFile
from jaicp.syntax.javascript import JsNode, parse_file, string_value
from jaicp.text.source import Source

__all__ = ["members_of_modules", "sources_of_modules"]


def sources_of_modules(snapshot: Snapshot) -> frozenset[Source]:
    """The files whose names are their own."""
    return snapshot.kept("sources of modules", _all_sources)


def members_of_modules(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """By the name that a module is required under: what its default export has, or else what it exports."""
    return snapshot.kept("members of modules", _all_members)


def _all_sources(snapshot: Snapshot) -> frozenset[Source]:
    return frozenset(one.source for one in _modules(snapshot) if one.name or one.imported)


def _all_members(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    return {one.name: _MEMBERS(one.source) for one in _modules(snapshot) if one.name}


def _modules(snapshot: Snapshot) -> Iterator[JsFile]:
    units = snapshot.project.units
    return (unit for unit in units if isinstance(unit, JsFile) and unit.es6)


def _read_members(source: Source) -> tuple[str, ...]:
    tree = parse_file(source)
    default = next(exported(tree, "default"), None)
    if default is None:
        return tuple(node.text for node in exported(tree, None))
    return tuple(_keys(default)) if default.kind == "object" else ()


_MEMBERS: PerFile[Source, tuple[str, ...]] = PerFile(_read_members)


def _keys(node: JsNode) -> Iterator[str]:
    """The keys of an object that are written out."""
    for child in node.children:
        key = child.field("key") or child.field("name")
        if child.kind == "shorthand_property_identifier":
            yield child.text
        elif key is not None and key.kind == "property_identifier":
            yield key.text
        elif key is not None and string_value(key) is not None:
            yield string_value(key) or ""
