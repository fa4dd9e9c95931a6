"""Functions and variables of scripts: where they are defined, and where they are used.

What counts are the names that a bot's files and `init:` code define at their top: every script of the bot sees
them. Files are looked through for the one name that somebody asks about.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jaicp.check.code import Code, CodeKind, code_of, code_of_file
from jaicp.check.js_names import names_of
from jaicp.lsp.bots import Snapshot
from jaicp.project.loader import JsFile
from jaicp.project.per_file import PerFile
from jaicp.syntax import ast
from jaicp.syntax.ast import Document
from jaicp.syntax.javascript import JsNode, parse_expression, parse_file, parse_script
from jaicp.text.source import Source, Span

__all__ = ["Definition", "codes_in", "definitions", "identifier_at", "tree_of", "uses_of"]

_TOP = """
(program (function_declaration name: (identifier) @function))
(program (generator_function_declaration name: (identifier) @function))
(program (class_declaration name: (identifier) @class))
(program (variable_declaration (variable_declarator name: (identifier) @variable)))
(program (lexical_declaration (variable_declarator name: (identifier) @variable)))
(program (expression_statement (assignment_expression left: (identifier) @variable)))
(program (export_statement (function_declaration name: (identifier) @function)))
"""
_WORD = re.compile(r"[\w$]+")
_EXPRESSIONS = (CodeKind.EXPRESSION, CodeKind.TEMPLATE, CodeKind.CONVERTER)
_COMMENT_ABOVE = re.compile(r"/\*\*?((?:[^*]|\*(?!/))*)\*/\s*\Z")
_LINES_ABOVE = re.compile(r"(?:[ \t]*(?://|#)[^\n]*\n)+[ \t]*\Z")
_PARAMETERS = re.compile(r"\s*(?:=\s*(?:async\s*)?function\s*[\w$]*\s*|=\s*)?(\([^()]*\))")


@dataclass(frozen=True, slots=True)
class Definition:
    """A global name: `kind` is `function`, `class` or `variable`; `parameters` as they are written, `about` the
    comment above."""

    name: str
    kind: str
    span: Span
    parameters: str = ""
    about: str = ""


def tree_of(code: Code) -> JsNode:
    """The tree of a piece of code, also of one that will not run."""
    if code.kind in _EXPRESSIONS:
        return parse_expression(code.span)
    if code.kind in (CodeKind.FILE, CodeKind.MODULE):
        return parse_file(code.span.source)
    return parse_script(code.span)


def _codes(document: Document) -> tuple[Code, ...]:
    return tuple(code for node in ast.walk(document) for code in code_of(node))


_CODES: PerFile[Document, tuple[Code, ...]] = PerFile(_codes)


def codes_in(document: Document) -> tuple[Code, ...]:
    """The JavaScript in a script, in the order of the text."""
    return _CODES(document)


def definitions(snapshot: Snapshot) -> dict[str, Definition]:
    """The global names that the files of a bot define; the last definition of a name counts."""
    return snapshot.kept("definitions", _all_definitions)


def _all_definitions(snapshot: Snapshot) -> dict[str, Definition]:
    found: dict[str, Definition] = {}
    for unit in snapshot.project.units:
        for code in _loaded(unit):
            found.update((one.name, one) for one in _FILES.of(code.span.source, code))
    return found


class _ByCode:
    """Definitions by the piece of code that they stand in; a text is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[Source, int], tuple[Definition, ...]] = {}

    def of(self, source: Source, code: Code) -> tuple[Definition, ...]:
        key = (source, code.span.start)
        if key not in self._known:
            if len(self._known) > _MOST_PIECES:
                self._known.clear()
            self._known[key] = tuple(_defined(code))
        return self._known[key]


_MOST_PIECES = 200
_FILES = _ByCode()


def _loaded(unit: object) -> Iterator[Code]:
    if isinstance(unit, JsFile):
        yield code_of_file(unit)
    elif isinstance(unit, ast.Init):
        yield Code(unit.script.span, CodeKind.BLOCK)


def _defined(code: Code) -> Iterator[Definition]:
    source = code.span.source
    for start, end, kind in tree_of(code).places(_TOP):
        after = _PARAMETERS.match(source.text, end, code.span.end)
        parameters = after[1] if after is not None else ""
        is_function = kind == "function" or "function" in source.text[end : end + 12]
        yield Definition(
            source.text[start:end],
            "function" if is_function else kind,
            source.span(start, end),
            parameters if is_function else "",
            _about(source, start),
        )


def _about(source: Source, start: int) -> str:
    """The comment above the line of a definition."""
    line = source.location(start).line
    above = source.text[: source.line_starts[line - 1]]
    found = _COMMENT_ABOVE.search(above[-2000:])
    if found is not None:
        lines = (line.strip().removeprefix("*").strip() for line in found[1].splitlines())
        return "\n".join(lines).strip()
    lines_above = _LINES_ABOVE.search(above[-2000:])
    if lines_above is None:
        return ""
    return "\n".join(line.strip().lstrip("/#").strip() for line in lines_above[0].splitlines())


def identifier_at(source: Source, offset: int) -> Span | None:
    """The word of a script at an offset, or right before it."""
    line_start = source.text.rfind("\n", 0, offset) + 1
    for found in _WORD.finditer(source.text, line_start):
        if found.start() <= offset <= found.end():
            return source.span(found.start(), found.end())
        if found.start() > offset:
            return None
    return None


def uses_of(name: str, snapshot: Snapshot) -> Iterator[Span]:
    """Where a global name is used or defined, in the order of files and places."""
    word = re.compile(rf"(?<![\w$.]){re.escape(name)}(?![\w$])")
    for unit in snapshot.project.units:
        if isinstance(unit, JsFile) and word.search(unit.source.text):
            yield from _in_code(name, word, code_of_file(unit))
    for document in snapshot.documents.values():
        if word.search(document.source.text):
            for code in codes_in(document):
                if word.search(document.source.text, code.span.start, code.span.end):
                    yield from _in_code(name, word, code)


def _in_code(name: str, word: re.Pattern[str], code: Code) -> Iterator[Span]:
    """The uses in a piece, its own definitions at the top among them.

    The definitions are given another name of the same length, so that all that means them is without one.
    """
    source, start, end = code.span
    own = [
        (at, behind)
        for at, behind, _ in tree_of(code).places(_TOP)
        if source.text[at:behind] == name
    ]
    text = source.text
    for at, behind in own:
        text = text[:at] + "_" * (behind - at) + text[behind:]
    renamed = Source(source.path, text) if own else source
    tree = tree_of(Code(renamed.span(start, end), code.kind))
    found = {
        (start + one.start, start + one.end)
        for one in names_of(tree, start).free
        if one.name == name
    }
    found |= {
        (match.start(), match.end())
        for match in word.finditer(text, start, end)
        if _is_set(text, match.start(), match.end())
    }
    for at, behind in sorted({*own, *found}):
        yield source.span(at, behind)


_DECLARED = re.compile(r"\b(?:var|let|const)\s+\Z")


def _is_set(text: str, start: int, end: int) -> bool:
    """Whether a name is assigned here: then it counts though nothing reads it."""
    behind = text[end : end + 20].lstrip()
    if not behind.startswith("=") or behind.startswith("=="):
        return False
    return _DECLARED.search(text, max(start - 20, 0), start) is None
