"""Completion: tags by place, parameters, paths, patterns, events, intents, files, and what scripts may use.

Answered from the text as it is now and the bot as it was linked last: whoever types does not wait.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types as lsp

from jaicp.check.triggers import EVENTS
from jaicp.lsp.bots import Snapshot
from jaicp.lsp.code_completion import code_items
from jaicp.lsp.other_files import spot_in_config, spot_in_suite
from jaicp.lsp.server import Server
from jaicp.lsp.spots import Spot, What, spot_at, tags_at
from jaicp.lsp.tag_texts import EVENT_TEXTS, PARAMETER_TEXTS, TAG_TEXTS
from jaicp.project.paths import ROOT, parent_path, resolve_path
from jaicp.project.standard import STANDARD, is_standard
from jaicp.suites.suite import element_names
from jaicp.syntax.tags import BUILT_IN_ACTIONS, TAGS, Body, Place, Tag, Value
from jaicp.text.source import Source

__all__ = ["complete", "state_items"]

MOST_ITEMS = 100
"""How many items an answer holds at most; the client asks again as more is typed."""

_COMPLETED = (".sc", ".js", ".xml", ".yaml", ".yml")
_SUFFIXES = (".sc", ".js", ".csv", ".yaml", ".yml", ".json")
_NAMED = re.compile(r"[ \t]*(?:state|theme)[ \t]*:[ \t]*([^|\n\r]*)")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request: where, and what is known of the bot."""

    server: Server
    source: Source
    spot: Spot
    snapshot: Snapshot | None
    typed: lsp.Range
    """What an item replaces."""

    def item(
        self,
        text: str,
        kind: lsp.CompletionItemKind,
        detail: str = "",
        about: str = "",
        label: str = "",
    ) -> lsp.CompletionItem:
        """An item that replaces what was typed of it."""
        return lsp.CompletionItem(
            label or text,
            kind=kind,
            detail=detail or None,
            documentation=lsp.MarkupContent(lsp.MarkupKind.Markdown, about) if about else None,
            filter_text=text,
            text_edit=lsp.TextEdit(self.typed, text),
        )


async def complete(server: Server, params: lsp.CompletionParams) -> lsp.CompletionList | None:
    """What may be typed at a position."""
    source = server.source(params.text_document.uri)
    if source is None or source.path.suffix not in _COMPLETED:
        return None
    offset = server.positions.offset(source, params.position)
    snapshot = await server.latest(params.text_document.uri)
    spot = _spot(source, offset)
    typed = server.positions.range(source.span(spot.start, offset))
    asked = _Asked(server, source, spot, snapshot, typed)
    items = list(_first(_items(asked), MOST_ITEMS + 1))
    return lsp.CompletionList(len(items) > MOST_ITEMS, items[:MOST_ITEMS])


def _spot(source: Source, offset: int) -> Spot:
    match source.path.suffix:
        case ".sc":
            return spot_at(source, offset)
        case ".xml":
            return spot_in_suite(source, offset)
        case ".yaml" | ".yml":
            return spot_in_config(source, offset)
    word = re.search(r"[\w$]*\Z", source.text[max(offset - 200, 0) : offset])
    typed = "" if word is None else word.group()
    return Spot(What.CODE, offset - len(typed), typed)


def _first(items: Iterable[lsp.CompletionItem], count: int) -> Iterator[lsp.CompletionItem]:
    seen: set[str] = set()
    for item in items:
        if len(seen) == count:
            return
        if item.label not in seen:
            seen.add(item.label)
            yield item


def _items(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    make = _MAKERS.get(asked.spot.what)
    return iter(()) if make is None else make(asked)


# --- tags -----------------------------------------------------------------------------------------------


def _tags(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    typed = asked.spot.typed.casefold()
    for tag in tags_at(asked.spot.place):
        if tag.name.casefold().startswith(typed):
            about = TAG_TEXTS.get(tag.name) or TAG_TEXTS.get(tag.name.rstrip("!"), "")
            text = _written(tag)
            yield asked.item(text, lsp.CompletionItemKind.Keyword, tag.value.value, about, tag.name)
    if asked.spot.place in (Place.STATE, Place.BRANCH):
        for name in sorted(BUILT_IN_ACTIONS):
            if name.casefold().startswith(typed):
                yield asked.item(f"{name}:", lsp.CompletionItemKind.Keyword, "action", "", name)


def _written(tag: Tag) -> str:
    has_value = tag.value is not Value.NONE and tag.body is not Body.SCRIPT
    return f"{tag.name}: " if has_value else f"{tag.name}:"


def _parameters(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    tag = TAGS.get(asked.spot.tag)
    known = sorted((tag.parameters if tag is not None else None) or ())
    if asked.spot.tag == "patterns":
        known = ["converter"]
    for name in known:
        kind = lsp.CompletionItemKind.Property
        yield asked.item(f"{name} = ", kind, "parameter", PARAMETER_TEXTS.get(name, ""), name)


# --- names of the bot -----------------------------------------------------------------------------------


def _home(asked: _Asked) -> str:
    """The path of the state that somebody types in, by the lines above."""
    snapshot, line = asked.snapshot, asked.spot.home
    if snapshot is None or line == 0:
        return ROOT
    document = snapshot.documents.get(asked.source.path)
    if document is None:
        return ROOT
    for node, path in snapshot.places(document):
        if node.location.line == line and node.source.line_text(line) == asked.source.line_text(
            line
        ):
            return path
    name = _NAMED.match(asked.source.line_text(line))
    wanted = "" if name is None else "/" + name[1].strip().strip("/")
    paths = (path for _, path in snapshot.places(document) if path.endswith(wanted))
    return next(paths, ROOT) if wanted else ROOT


def _states(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    snapshot = asked.snapshot
    if snapshot is None:
        return
    home = _home(asked)
    for text, path in state_items(asked.spot.typed, home, snapshot):
        is_state = snapshot.project.states[path].declaration is not None
        kind = lsp.CompletionItemKind.Class if is_state else lsp.CompletionItemKind.Module
        yield asked.item(text, kind, path if text != path else "state" if is_state else "theme")


def state_items(typed: str, home: str, snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Ways to write paths that go on from what was typed, each with the absolute path: near ones first."""
    states = snapshot.project.states
    if typed.startswith("/"):
        folded = typed.casefold()
        parent = resolve_path(ROOT, typed[: typed.rfind("/")] or ROOT)
        near = states[parent].children if parent in states else []
        yield from ((path, path) for path in near if path.casefold().startswith(folded))
        yield from ((path, path) for path in states if folded in path.casefold() and path != ROOT)
        return
    head, slash, _ = typed.rpartition("/")
    base = resolve_path(home, head) if slash else home
    if base in states:
        before = head + slash if slash else "./"
        for child in states[base].children:
            yield before + child[child.rfind("/") + 1 :], child
    if not slash and home in states and home != ROOT:
        for sibling in states[parent_path(home)].children:
            if sibling != home:
                yield "../" + sibling[sibling.rfind("/") + 1 :], sibling
        yield "..", parent_path(home)
    if not typed.startswith("."):
        folded = typed.casefold()
        yield from ((path, path) for path in states if folded in path.casefold() and path != ROOT)


def _patterns(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    if asked.snapshot is None:
        return
    project = asked.snapshot.project
    typed = asked.spot.typed[1:].casefold()
    if asked.spot.typed.startswith("@"):
        for entity in project.nlu.entities:
            if typed in entity.name.casefold():
                yield asked.item("@" + entity.name, lsp.CompletionItemKind.Enum, "entity")
        for name in project.nlu.settings.system_entities:
            yield asked.item("@" + name, lsp.CompletionItemKind.Enum, "entity of the platform")
        return
    fitting = [one for one in project.patterns.items() if typed in one[0].casefold()]
    fitting.sort(key=lambda one: is_standard(one[1].definition.span.source.path))
    for name, symbol in fitting:
        text = symbol.definition.pattern.text.strip()
        kind = lsp.CompletionItemKind.Constant
        yield asked.item("$" + name, kind, "named pattern", f"```\n{text[:500]}\n```")
    for name, detail in _PATTERN_CALLS:
        yield asked.item(name, lsp.CompletionItemKind.Function, detail)
    for name in project.dictionaries:
        yield asked.item(f"$entity<{name}>", lsp.CompletionItemKind.Enum, "dictionary")


_PATTERN_CALLS = (
    ("$regexp<>", "a regular expression for one word"),
    ("$regexp_i<>", "a regular expression, letter case aside"),
    ("$repeat<>", "one or more of a named pattern"),
    ("$weight<+0>", "changes the weight of the pattern"),
    ("$morph<>", "a word with these grammemes"),
)


def _events(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    own: set[str] = set()
    if asked.snapshot is not None:
        own = asked.snapshot.events()
    for name in sorted(EVENTS | own):
        if asked.spot.typed.casefold() in name.casefold():
            yield asked.item(name, lsp.CompletionItemKind.Event, "event", EVENT_TEXTS.get(name, ""))


def _intents(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    if asked.snapshot is None:
        return
    for intent in asked.snapshot.project.nlu.intents:
        if asked.spot.typed.strip("/").casefold() in intent.path.casefold():
            phrases = "\n".join(f"- {phrase}" for phrase in intent.phrases[:5])
            yield asked.item(intent.path, lsp.CompletionItemKind.Enum, "intent", phrases)


# --- files ----------------------------------------------------------------------------------------------


def _files(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    """Files beside the script and below its folder; with a leading slash below the folder of sources."""
    typed = asked.spot.typed
    root = asked.source.path.parent
    if asked.spot.tag == "entryPoint":
        root /= "src"
    if typed.startswith("/") and asked.snapshot is not None:
        root = asked.snapshot.project.config.source_root
    head = typed.rpartition("/")[0].lstrip("/")
    for path in _below(root / head):
        inside = path.relative_to(root).as_posix()
        text = f"/{inside}" if typed.startswith("/") else inside
        if path.is_dir():
            yield asked.item(text + "/", lsp.CompletionItemKind.Folder)
        elif path != asked.source.path:
            yield asked.item(text, lsp.CompletionItemKind.File)
    if "/" not in typed and asked.spot.tag == "require":
        for path in sorted((STANDARD / "zb-common").rglob("*.sc")):
            inside = path.relative_to(STANDARD / "zb-common").as_posix()
            kind = lsp.CompletionItemKind.Module
            text = f"{inside}\n    module = sys.zb-common"
            yield asked.item(text, kind, "standard module", label=inside)


def _below(folder: Path) -> list[Path]:
    try:
        found = sorted(folder.iterdir())
    except OSError:
        return []
    return [
        path
        for path in found
        if not path.name.startswith(".") and (path.is_dir() or path.suffix in _SUFFIXES)
    ]


# --- which of them --------------------------------------------------------------------------------------


def _code(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    return code_items(asked.source, asked.spot, asked.snapshot, asked.item)


def _flags(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    return (asked.item(word, lsp.CompletionItemKind.Value) for word in ("true", "false"))


def _elements(asked: _Asked) -> Iterator[lsp.CompletionItem]:
    kind = lsp.CompletionItemKind.Property
    return (asked.item(name, kind, "element of a suite") for name in element_names())


_MAKERS: dict[What, Callable[[_Asked], Iterator[lsp.CompletionItem]]] = {
    What.TAG: _tags,
    What.PARAMETER: _parameters,
    What.STATE: _states,
    What.PATTERN: _patterns,
    What.EVENT: _events,
    What.INTENT: _intents,
    What.FILE: _files,
    What.FLAG: _flags,
    What.CODE: _code,
    What.TEST_TAG: _elements,
}
