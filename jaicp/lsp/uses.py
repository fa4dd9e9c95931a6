"""The names in a file and what they name: states, patterns, intents, events, files, dictionaries.

A file is read for itself and once; what its relative paths lead to is looked up in a snapshot. Names of functions
are looked for when somebody asks about one (`jaicp.lsp.functions`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from jaicp.lsp.bots import Snapshot
from jaicp.project.paths import ROOT, resolve_path
from jaicp.project.per_file import PerFile
from jaicp.project.targets import targets_of
from jaicp.syntax import ast
from jaicp.syntax.ast import Document, Node, nested
from jaicp.syntax.pattern_ast import DictionaryRef, EntityRef, NamedRef, walk
from jaicp.syntax.patterns import parse_pattern
from jaicp.text.source import Source, Span

__all__ = [
    "Kind",
    "Use",
    "all_uses",
    "path_of_use",
    "segment_at",
    "use_at",
    "uses_in",
    "warm",
]


class Kind(Enum):
    """What a name names."""

    STATE = "state"
    PATTERN = "named pattern"
    INTENT = "intent"
    EVENT = "event"
    FILE = "file"
    DICTIONARY = "dictionary"
    ENTITY = "entity"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Use:
    """A name at its place; `place` is the state or theme that it stands in.

    With `declares` the name is made here; then `place` of a state or theme is that node itself. `tag` is what
    holds it: `go!`, `fromState`, `theme`.
    """

    span: Span
    kind: Kind
    name: str
    place: Node | None = None
    declares: bool = False
    tag: str = ""


# --- scripts --------------------------------------------------------------------------------------------


def _read_document(document: Document) -> tuple[Use, ...]:
    found: list[Use] = []
    pending: list[tuple[Node, Node | None]] = [(node, None) for node in reversed(document.body)]
    while pending:
        node, place = pending.pop()
        found += _of_node(node, place)
        if isinstance(node, (ast.State, ast.Theme)):
            place = node
        pending += [(child, place) for child in reversed(nested(node))]
    found += _in_strings(document.source)
    found.sort(key=lambda use: (use.span.start, -use.span.end))
    return tuple(found)


def _of_node(node: Node, place: Node | None) -> Iterator[Use]:
    match node:
        case ast.State():
            if node.name is not None:
                yield Use(node.name.span, Kind.STATE, node.name.text, node, True, "state")
        case ast.Theme():
            yield Use(node.name.span, Kind.STATE, node.name.text, node, True, "theme")
        case ast.Require():
            yield Use(node.file.span, Kind.FILE, node.file.text.strip("\"'"), node)
        case ast.PatternDefinition():
            yield Use(node.name.span, Kind.PATTERN, node.name.text, place, True)
            yield from _in_pattern(node.pattern, place)
        case ast.Trigger():
            yield from _of_trigger(node, place)
        case ast.Go() | ast.Timeout() | ast.Buttons() | ast.Action():
            for target in targets_of([node]):
                yield Use(target.span, Kind.STATE, target.path, place, tag=target.tag)


def _of_trigger(node: ast.Trigger, place: Node | None) -> Iterator[Use]:
    match node:
        case ast.PatternTrigger():
            yield from _in_pattern(node.pattern, place)
        case ast.EventTrigger():
            yield Use(node.event.span, Kind.EVENT, node.event.text.strip(), place)
        case ast.IntentTrigger():
            yield Use(node.intent.span, Kind.INTENT, node.intent.text.strip(), place)
    for key in ("fromState", "toState"):
        parameter = node.parameter(key)
        if parameter is not None and parameter.value.text:
            word = parameter.value
            yield Use(word.span, Kind.STATE, word.text, place, tag=key)


def _in_pattern(pattern: ast.PatternText, place: Node | None) -> Iterator[Use]:
    root = parse_pattern(pattern.text).root
    if root is None:
        return
    source, begin, _ = pattern.span
    for node in walk(root):
        match node:
            case NamedRef():
                kind, start = Kind.PATTERN, node.start + 1
            case EntityRef():
                kind, start = Kind.ENTITY, node.start + 1
            case DictionaryRef():
                kind, start = Kind.DICTIONARY, node.start + pattern.text[node.start :].find("<") + 1
            case _:
                continue
        at = begin + start
        yield Use(source.span(at, at + len(node.name)), kind, node.name, place)


_QUOTED = re.compile(r"""(["'`])(/[^"'`\\\n{}<>]{1,200})\1""")


def _in_strings(source: Source) -> Iterator[Use]:
    """Texts between quotes that may name a state; whether one does, the snapshot knows."""
    for found in _QUOTED.finditer(source.text):
        yield Use(source.span(found.start(2), found.end(2)), Kind.STATE, found[2], tag="text")


# --- suites and the rest --------------------------------------------------------------------------------

_SUITE_STATE = re.compile(
    r"""\b(?:state|class|targetState)\s*=\s*(?:"([^"<\n]*)"|'([^'<\n]*)')|<state>\s*([^<\n]*?)\s*</state>"""
)


def _read_text(source: Source) -> tuple[Use, ...]:
    """The states that a suite, or a file of JavaScript, names."""
    if source.path.suffix != ".xml":
        return tuple(_in_strings(source))
    found = []
    for match in _SUITE_STATE.finditer(source.text):
        group = match.lastindex or 0
        if match[group]:
            span = source.span(match.start(group), match.end(group))
            found.append(Use(span, Kind.STATE, match[group], tag="test"))
    return tuple(found)


_DOCUMENTS: PerFile[Document, tuple[Use, ...]] = PerFile(_read_document)
_TEXTS: PerFile[Source, tuple[Use, ...]] = PerFile(_read_text)


def uses_in(what: Document | Source) -> tuple[Use, ...]:
    """The names in a script, a suite or a file of JavaScript, in the order of the text."""
    return _DOCUMENTS(what) if isinstance(what, Document) else _TEXTS(what)


def use_at(what: Document | Source, offset: int) -> Use | None:
    """The name at an offset, or right before it."""
    uses = uses_in(what)
    at = bisect_right(uses, offset, key=lambda use: use.span.start)
    for use in reversed(uses[max(at - 4, 0) : at]):
        if use.span.start <= offset <= use.span.end:
            return use
    return None


def path_of_use(use: Use, snapshot: Snapshot) -> str:
    """The absolute path that the name of a state means."""
    if use.declares:
        return snapshot.paths.get(use.place, ROOT) if use.place is not None else ROOT
    base = ROOT if use.place is None else snapshot.paths.get(use.place, ROOT)
    return resolve_path(base, use.name)


def segment_at(use: Use, offset: int, snapshot: Snapshot) -> tuple[str, Span]:
    """The path up to the part of a written path that stands at an offset, and the place of that part.

    Names that are no written path are one part.
    """
    path = path_of_use(use, snapshot)
    written = use.span.text
    if use.declares and use.tag == "state":
        return path, use.span
    cut = min(max(offset - use.span.start, 0), len(written))
    end = written.find("/", cut)
    if cut == 0 and written.startswith("/"):
        end = written.find("/", 1)
    end = len(written) if end < 0 else end
    begin = written.rfind("/", 0, end) + 1
    part = Span(use.span.source, use.span.start + begin, use.span.start + end)
    rest = sum(1 for one in written[end:].split("/") if one)
    for _ in range(rest if written[begin:end] not in ("", ".", "..") else 0):
        path = path[: path.rfind("/")] or ROOT
    return path, part


def all_uses(snapshot: Snapshot, texts: Iterable[Source] = ()) -> Iterator[Use]:
    """All names in the scripts of a bot, and in some other files."""
    for document in snapshot.documents.values():
        yield from uses_in(document)
    for source in texts:
        yield from uses_in(source)


def warm(snapshot: Snapshot, checkpoint: Callable[[], None]) -> None:
    """Read all files of a bot before somebody asks."""
    for document in snapshot.documents.values():
        uses_in(document)
        checkpoint()
