"""JavaScript as a tree: a thin typed wrapper over tree-sitter, with exact places in the file.

The parser reads anything and marks what it cannot make sense of, so a tree is there even for broken code;
whether code *runs* is for `jaicp.script` to say. Scripts inside a scenario may have comment lines that begin
with `#`; they are blanked out before parsing, offset by offset.

tree-sitter counts bytes. Text of ASCII alone is handed over as it is; anything else as UTF-16, where an offset is
half the number of bytes, less one for each character before it that takes two units (an emoji).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

import tree_sitter
import tree_sitter_javascript

from jaicp.text.source import Source, Span

__all__ = [
    "JsNode",
    "parse_expression",
    "parse_file",
    "parse_script",
    "string_value",
    "walk",
]

_COMMENT_LINE = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|(.))", re.DOTALL
)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_LANGUAGE = tree_sitter.Language(tree_sitter_javascript.language())


class JsNode:
    """A node of a JavaScript tree: its `kind` as tree-sitter's grammar names it, and its place.

    `start` and `end` are offsets in `source`, half-open, in code points. One node of a tree is one object, so
    that it may serve as a key.
    """

    __slots__ = ("_children", "_fields", "_map", "_raw", "end", "kind", "source", "start")

    def __init__(self, raw: tree_sitter.Node, source: Source, places: _Places) -> None:
        self._raw = raw
        self._map = places
        self._children: tuple[JsNode, ...] | None = None
        self._fields: Mapping[str, JsNode] = {}
        self.source = source
        self.kind = raw.type
        self.start = places.offset(raw.start_byte)
        self.end = places.offset(raw.end_byte)

    def __repr__(self) -> str:
        return f"JsNode({self.kind}, {self.text!r})"

    @property
    def span(self) -> Span:
        """The place of the node."""
        return Span(self.source, self.start, self.end)

    @property
    def text(self) -> str:
        """The code of the node."""
        return self.source.text[self.start : self.end]

    @property
    def has_error(self) -> bool:
        """Whether something in it could not be read."""
        return self._raw.has_error

    @property
    def children(self) -> tuple[JsNode, ...]:
        """The nodes directly below that have a name in the grammar, without comments."""
        if self._children is None:
            self._load()
        return self._children  # type: ignore[return-value]

    def field(self, name: str) -> JsNode | None:
        """The child that plays the part `name`; operators and keywords can be had this way too."""
        if self._children is None:
            self._load()
        return self._fields.get(name)

    def find(self, query: str) -> list[tuple[str, JsNode]]:
        """What a tree-sitter query captures below this node: the names of the captures with new nodes.

        In the order of the text. Much faster than a walk, since the search itself is not done in Python.
        """
        cursor = tree_sitter.QueryCursor(_query(query))
        found = [
            (name, JsNode(raw, self.source, self._map))
            for name, nodes in cursor.captures(self._raw).items()
            for raw in nodes
        ]
        return sorted(found, key=lambda item: (item[1].start, item[1].end))

    def places(self, query: str) -> list[tuple[int, int, str]]:
        """What a tree-sitter query captures below this node: start, end and name, in the order of the text.

        Cheaper than `find`, for queries that capture much.
        """
        cursor, offset = tree_sitter.QueryCursor(_query(query)), self._map.offset
        return sorted(
            (offset(raw.start_byte), offset(raw.end_byte), name)
            for name, nodes in cursor.captures(self._raw).items()
            for raw in nodes
        )

    def _load(self) -> None:
        children: list[JsNode] = []
        fields: dict[str, JsNode] = {}
        for index, raw in enumerate(self._raw.children):
            if raw.is_extra:
                continue
            name = self._raw.field_name_for_child(index)
            if name is None and not raw.is_named:
                continue
            node = JsNode(raw, self.source, self._map)
            if raw.is_named:
                children.append(node)
            if name is not None:
                fields.setdefault(name, node)
        self._children = tuple(children)
        self._fields = fields


class _Places:
    """From bytes of a parsed text to offsets in its source."""

    __slots__ = ("astral", "base", "wide")

    def __init__(self, base: int, wide: bool, astral: list[int]) -> None:
        self.base = base
        self.wide = wide
        self.astral = astral

    def offset(self, byte: int) -> int:
        if not self.wide:
            return self.base + byte
        unit = byte >> 1
        if self.astral:
            unit -= bisect_left(self.astral, unit)
        return self.base + unit


def parse_script(span: Span) -> JsNode:
    """The statements of a script inside a scenario: `#` begins a comment line, `return` and `await` may stand
    at the top."""
    return _root(span, _without_comment_lines(span.text), 0)


def parse_file(source: Source) -> JsNode:
    """The statements of a `.js` file."""
    return _root(source.span(0, len(source.text)), source.text, 0)


def parse_expression(span: Span) -> JsNode:
    """One expression, such as a condition, a converter, or what stands between `{{` and `}}`.

    Where the code is no single expression, the root of whatever it is.
    """
    root = _root(span, f"({_without_comment_lines(span.text)}\n)", 1)
    if root.has_error or len(root.children) != 1:
        return root
    statement = root.children[0]
    inner = statement.children[0] if statement.children else statement
    if inner.kind == "parenthesized_expression" and len(inner.children) == 1:
        return inner.children[0]
    return root


def walk(node: JsNode) -> Iterator[JsNode]:
    """`node` and everything below it, parents first, in the order of the text; depth does not matter."""
    pending = [node]
    while pending:
        here = pending.pop()
        yield here
        pending.extend(reversed(here.children))


@cache
def _query(text: str) -> tree_sitter.Query:
    return tree_sitter.Query(_LANGUAGE, text)


def string_value(node: JsNode) -> str | None:
    """What a string, or a template string without `${ }`, means; None for any other node."""
    if node.kind not in ("string", "template_string"):
        return None
    if any(child.kind == "template_substitution" for child in node.children):
        return None
    text = node.text[1:-1]
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    point, four, two, line, plain = found.groups()
    number = point or four or two
    if number:
        code = int(number, 16)
        return chr(code) if code <= 0x10FFFF else ""
    return "" if line else _ESCAPED.get(plain, plain)


def _without_comment_lines(text: str) -> str:
    if "#" not in text:
        return text
    return _COMMENT_LINE.sub(lambda found: " " * len(found.group()), text)


def _root(span: Span, code: str, shift: int) -> JsNode:
    tree, astral = _parsed(code)
    places = _Places(span.start - shift, not code.isascii(), astral)
    return JsNode(tree.root_node, span.source, places)


@lru_cache(maxsize=1024)
def _parsed(code: str) -> tuple[tree_sitter.Tree, list[int]]:
    """The tree of a text, and the UTF-16 units behind which an offset is one less than its unit.

    Cached by content: bots repeat short scripts many times, and an editor checks the same ones again.
    """
    parser = tree_sitter.Parser(_LANGUAGE)
    if code.isascii():
        return parser.parse(code.encode("ascii")), []
    encoded = code.encode("utf-16-le", "surrogatepass")
    found = _ASTRAL.finditer(code)
    astral = [match.start() + number for number, match in enumerate(found)]
    return parser.parse(encoded, encoding="utf16le"), astral
