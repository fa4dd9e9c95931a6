"""Completion within JavaScript: the platform's objects and methods, the bot's functions, fields that it uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from functools import lru_cache

from lsprotocol import types as lsp

from jaicp.lsp import surface
from jaicp.lsp.bots import Snapshot
from jaicp.lsp.functions import definitions
from jaicp.lsp.modules import members_of_modules, sources_of_modules
from jaicp.lsp.spots import Spot
from jaicp.lsp.tag_texts import VARIABLE_TEXTS
from jaicp.project.per_file import PerFile
from jaicp.text.source import Source

__all__ = ["code_items"]

MakeItem = Callable[..., lsp.CompletionItem]

_BASE = re.compile(r"([\w$]+(?:\(\))?)\s*\.\s*$")
_FIELD = re.compile(
    r"(\$(?:session|client|temp|request|response|injector|parseTree|context))\.([A-Za-z_]\w*)"
)
_DECLARED = re.compile(r"\b(?:var|let|const|function)\s+([\w$]+)")
_KEYWORDS = """var let const function return if else for while do switch case break continue new typeof delete in
    of instanceof try catch finally throw true false null undefined this async await""".split()
_FIELDS_OF_REQUEST = (
    "query", "event", "data", "channelType", "channelUserId", "botId", "rawRequest", "requestType",
)  # fmt: skip
_KIND = lsp.CompletionItemKind
_NEAR = 3000
"""Characters around the place in which local names are looked for."""


def code_items(
    source: Source, spot: Spot, snapshot: Snapshot | None, item: MakeItem
) -> Iterator[lsp.CompletionItem]:
    """What may be typed of a name in code."""
    base = _BASE.search(source.text, max(spot.start - 200, 0), spot.start)
    if base is not None:
        return _members(base[1], spot, snapshot, item)
    if source.text[: spot.start].rstrip(" ").endswith("."):
        return iter(())
    return _names(source, spot, snapshot, item)


def _members(
    base: str, spot: Spot, snapshot: Snapshot | None, item: MakeItem
) -> Iterator[lsp.CompletionItem]:
    typed = spot.typed.casefold()
    fields = set() if snapshot is None else _fields(snapshot).get(base, set())
    if base == "$request":
        fields = fields | set(_FIELDS_OF_REQUEST)
    for name in sorted(fields):
        if typed in name.casefold():
            yield item(name, _KIND.Field, f"a field of {base}")
    if snapshot is not None:
        yield from _of_module(base, typed, snapshot, item)
    for name in sorted(surface.members(base)):
        if typed not in name.casefold() or name.startswith("__") or name in _OF_EVERYTHING:
            continue
        method = surface.method(f"{base}.{name}")
        if method is None:
            yield item(name, _KIND.Property, base)
        else:
            detail = method.label if method.is_built else f"{method.label}: not built yet"
            yield item(name, _KIND.Method, detail, method.about)


def _of_module(
    base: str, typed: str, snapshot: Snapshot, item: MakeItem
) -> Iterator[lsp.CompletionItem]:
    known = definitions(snapshot)
    for name in members_of_modules(snapshot).get(base, ()):
        if typed in name.casefold():
            one = known.get(name)
            is_function = one is not None and one.kind == "function"
            detail = name + one.parameters if one is not None and is_function else f"of {base}"
            about = "" if one is None else one.about
            yield item(name, _KIND.Method if is_function else _KIND.Property, detail, about)


_OF_EVERYTHING = frozenset(
    """constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf""".split()
)


def _names(
    source: Source, spot: Spot, snapshot: Snapshot | None, item: MakeItem
) -> Iterator[lsp.CompletionItem]:
    typed = spot.typed.casefold()
    around = source.text[max(spot.start - _NEAR, 0) : spot.start + _NEAR]
    for name in dict.fromkeys(_DECLARED.findall(around)):
        if name.casefold().startswith(typed):
            yield item(name, _KIND.Variable, "near here")
    for name, about in VARIABLE_TEXTS.items():
        if name.casefold().startswith(typed) and name in surface.names():
            yield item(name, _KIND.Variable, "built in", about)
    if snapshot is not None:
        yield from _names_of_bot(source, typed, snapshot, item)
    for name in sorted(surface.names()):
        if name.casefold().startswith(typed) and not name.startswith("_"):
            method = surface.method(name)
            kind = _KIND.Variable if method is None else _KIND.Function
            yield item(name, kind, "" if method is None else method.label)
    for word in _KEYWORDS:
        if word.startswith(typed):
            yield item(word, _KIND.Keyword)


def _names_of_bot(
    source: Source, typed: str, snapshot: Snapshot, item: MakeItem
) -> Iterator[lsp.CompletionItem]:
    """The modules and the global names of a bot; in a module its own names, too."""
    for name in members_of_modules(snapshot):
        if typed in name.casefold():
            yield item(name, _KIND.Module, "a module")
    hidden = sources_of_modules(snapshot) - {source}
    for name, one in definitions(snapshot).items():
        if typed in name.casefold() and one.span.source not in hidden:
            kind = _KIND.Function if one.kind == "function" else _KIND.Variable
            yield item(name, kind, name + one.parameters, one.about)


# --- fields that a bot uses -----------------------------------------------------------------------------


def _read_fields(source: Source) -> frozenset[tuple[str, str]]:
    return frozenset(_FIELD.findall(source.text))


_FIELDS: PerFile[Source, frozenset[tuple[str, str]]] = PerFile(_read_fields)


def _fields(snapshot: Snapshot) -> Mapping[str, Set[str]]:
    """The fields of `$session` and its like that the files of a bot speak of."""
    return snapshot.kept("fields", _all_fields)


def _all_fields(snapshot: Snapshot) -> Mapping[str, Set[str]]:
    return _together(tuple(_FIELDS(source) for source in snapshot.sources()))


@lru_cache(maxsize=4)
def _together(parts: tuple[frozenset[tuple[str, str]], ...]) -> Mapping[str, Set[str]]:
    """The fields of all files; most edits leave those of every file as they are."""
    found: dict[str, set[str]] = {}
    for name, field in frozenset().union(*parts):
        found.setdefault(name, set()).add(field)
    return found
