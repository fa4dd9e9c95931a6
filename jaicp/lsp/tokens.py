"""Semantic tokens: what each piece of a script is, in tags, patterns and JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lsprotocol import types as lsp

from jaicp.lsp.functions import codes_in, tree_of
from jaicp.lsp.server import Server
from jaicp.lsp.uses import Kind, uses_in
from jaicp.syntax import ast
from jaicp.syntax.ast import Document, Node
from jaicp.syntax.pattern_ast import Lemma, Mapped, Regexp, Stem, walk
from jaicp.syntax.patterns import parse_pattern
from jaicp.text.source import Source

__all__ = ["LEGEND", "semantic_tokens"]

_TYPES = """namespace class keyword parameter property variable function method string number regexp comment
    operator event enumMember macro""".split()
LEGEND = lsp.SemanticTokensLegend(_TYPES, ["declaration"])
_NUMBERS = {name: number for number, name in enumerate(_TYPES)}

_Token = tuple[int, int, str, bool]
"""Start, end, type, and whether it declares something."""

_TAG = re.compile(r"[A-Za-z@]\w*!?")
_KINDS = {
    Kind.STATE: "class",
    Kind.PATTERN: "macro",
    Kind.INTENT: "enumMember",
    Kind.EVENT: "event",
    Kind.FILE: "string",
    Kind.DICTIONARY: "enumMember",
    Kind.ENTITY: "enumMember",
}
_JS_KEYWORDS = """var let const function return if else for while do switch case default break continue new typeof
    delete in of instanceof try catch finally throw async await class extends void yield import export""".split()
_JS = (
    "\n".join(f'"{word}" @keyword' for word in _JS_KEYWORDS)
    + """
(true) @keyword (false) @keyword (null) @keyword (undefined) @keyword (this) @keyword
(string) @string (template_string) @string (number) @number (regex) @regexp (comment) @comment
(call_expression function: (identifier) @function)
(call_expression function: (member_expression property: (property_identifier) @method))
(function_declaration name: (identifier) @function)
(property_identifier) @property
(shorthand_property_identifier) @property
(formal_parameters (identifier) @parameter)
(identifier) @variable
"""
)


def semantic_tokens(server: Server, params: lsp.SemanticTokensParams) -> lsp.SemanticTokens | None:
    """The tokens of a whole script."""
    document = server.document(params.text_document.uri)
    if document is None:
        return None
    return lsp.SemanticTokens(list(_encoded(server, document.source, _flat(_tokens(document)))))


def _tokens(document: Document) -> Iterator[_Token]:
    """From the least to the most exact: where tokens overlap, the first of them counts."""
    for use in uses_in(document):
        if use.tag == "text":
            continue
        kind = _KINDS[use.kind]
        yield (
            use.span.start,
            use.span.end,
            "namespace" if use.tag == "theme" else kind,
            use.declares,
        )
    for node in ast.walk(document):
        yield from _of_node(node)
    for comment in document.comments:
        yield comment.start, comment.end, "comment", False
    for code in codes_in(document):
        for start, end, name in tree_of(code).places(_JS):
            if code.span.start <= start and end <= code.span.end:
                yield start, end, name, False


def _of_node(node: Node) -> Iterator[_Token]:
    match node:
        case ast.Parameter() | ast.Setting():
            yield node.key.span.start, node.key.span.end, "property", False
        case ast.PatternText():
            yield from _of_pattern(node)
        case ast.Branch() if node.condition is None:
            yield from _tag(node)
        case ast.Trigger() | ast.Reaction() | ast.Branch() | ast.Theme() | ast.State():
            yield from _tag(node)
        case ast.Require() | ast.Patterns() | ast.Init() | ast.Annotation():
            yield from _tag(node)


def _tag(node: Node) -> Iterator[_Token]:
    source, start, end = node.span
    found = _TAG.match(source.text, start, end)
    if found is not None:
        yield start, found.end(), "keyword", False


def _of_pattern(node: ast.PatternText) -> Iterator[_Token]:
    root = parse_pattern(node.text).root
    base = node.span.start
    for one in () if root is None else walk(root):
        match one:
            case Regexp():
                yield base + one.start, base + one.end, "regexp", False
            case Stem() | Lemma():
                yield base + one.start, base + one.end, "string", False
            case Mapped():
                yield base + one.end - len(one.value), base + one.end, "enumMember", False
    for found in re.finditer(r"[*|()\[\]{}]", node.text):
        yield base + found.start(), base + found.end(), "operator", False


def _flat(tokens: Iterable[_Token]) -> list[_Token]:
    """The tokens in order of place, without those that others cover; of one place the first told counts."""
    ordered = sorted(enumerate(tokens), key=lambda one: (one[1][0], one[0]))
    flat: list[_Token] = []
    end = 0
    for _, token in ordered:
        if token[0] >= end and token[1] > token[0]:
            flat.append(token)
            end = token[1]
    return flat


def _encoded(server: Server, source: Source, tokens: Iterable[_Token]) -> Iterator[int]:
    """Five numbers a token, counted from the one before; one over several lines is as many tokens."""
    last_line = last_column = 0
    for start, end, kind, declares in tokens:
        for begin, behind in _lines(source, start, end):
            where = server.positions.position(source, begin)
            length = server.positions.length(source.text[begin:behind])
            column = where.character - (last_column if where.line == last_line else 0)
            yield from (where.line - last_line, column, length, _NUMBERS[kind], int(declares))
            last_line, last_column = where.line, where.character


def _lines(source: Source, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a stretch that lie in one line each, without blanks around them."""
    for found in re.finditer(r"[^\s](?:[^\r\n]*[^\s])?", source.text[start:end]):
        yield start + found.start(), start + found.end()
