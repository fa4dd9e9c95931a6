"""What stands at a place of a file, where it is defined, and where else it is named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jaicp.lsp.bots import Snapshot
from jaicp.lsp.functions import codes_in, definitions, identifier_at, uses_of
from jaicp.lsp.uses import Kind, Use, all_uses, path_of_use, segment_at, use_at
from jaicp.project.files import read_source
from jaicp.project.loader import JsFile, required_from, required_paths
from jaicp.project.standard import FilesWithStandard
from jaicp.suites.selection import find_files, read_patterns, suite_folder
from jaicp.syntax import ast
from jaicp.syntax.ast import Document
from jaicp.text.source import Source, Span

__all__ = ["Subject", "defined_at", "named_at", "other_texts", "required_file", "subject_at"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What somebody asks about: the path of a state, or any other name, and the place of the name."""

    kind: Kind
    name: str
    span: Span
    use: Use | None = None


def subject_at(what: Document | Source, offset: int, snapshot: Snapshot) -> Subject | None:
    """What stands at an offset of a script, a suite or a file of JavaScript."""
    use = use_at(what, offset)
    if use is not None:
        if use.kind is not Kind.STATE:
            return Subject(use.kind, use.name, use.span, use)
        path, part = segment_at(use, offset, snapshot)
        if use.tag != "text" or path_of_use(use, snapshot) in snapshot.project.states:
            return Subject(Kind.STATE, path, part, use)
    source = what.source if isinstance(what, Document) else what
    if not _is_code(what, offset):
        return None
    word = identifier_at(source, offset)
    if word is None or source.text[: word.start].rstrip().endswith("."):
        return None
    return Subject(Kind.FUNCTION, word.text, word) if word.text in definitions(snapshot) else None


def _is_code(what: Document | Source, offset: int) -> bool:
    if isinstance(what, Source):
        return what.path.suffix == ".js"
    return any(code.span.start <= offset <= code.span.end for code in codes_in(what))


# --- definitions ----------------------------------------------------------------------------------------


def defined_at(subject: Subject, snapshot: Snapshot) -> list[Span]:
    """Where a subject is defined; nothing where it is nowhere."""
    project, name = snapshot.project, subject.name
    match subject.kind:
        case Kind.STATE:
            symbol = project.states.get(name)
            if symbol is None:
                return []
            if symbol.declaration is not None and symbol.name_span is not None:
                return [symbol.name_span]
            return [theme.name.span for theme in symbol.themes]
        case Kind.PATTERN:
            pattern = project.patterns.get(name)
            return [] if pattern is None else [pattern.definition.name.span]
        case Kind.FUNCTION:
            found = definitions(snapshot).get(name)
            return [] if found is None else [found.span]
        case Kind.DICTIONARY:
            data = project.dictionaries.get(name)
            return [] if data is None else [data.source.span(0, 0)]
        case Kind.INTENT | Kind.ENTITY:
            return _in_nlu(subject.kind, name, snapshot)
        case Kind.FILE:
            file = _required(subject, snapshot)
            return [] if file is None else [file.span(0, 0)]
        case Kind.EVENT:
            return []


def _in_nlu(kind: Kind, name: str, snapshot: Snapshot) -> list[Span]:
    """Where the NLU file names an intent or an entity."""
    source = snapshot.project.nlu.source
    if source is None:
        return []
    key = "path" if kind is Kind.INTENT else "name"
    value = name if kind is Kind.ENTITY or name.startswith("/") else "/" + name
    values = {json.dumps(value), json.dumps(value, ensure_ascii=False)}
    if kind is Kind.INTENT:
        values |= {json.dumps(value[1:]), json.dumps(value[1:], ensure_ascii=False)}
    alternatives = "|".join(re.escape(one[1:-1]) for one in sorted(values))
    found = re.search(rf'"{key}"\s*:\s*"({alternatives})"', source.text)
    return [] if found is None else [source.span(found.start(1), found.end(1))]


def required_file(node: ast.Require, snapshot: Snapshot) -> Path | None:
    """The file that a `require` means, if it is there."""
    name = node.file.text.strip("\"'")
    settings = {setting.key.text: setting.value.text.strip("\"'") for setting in node.settings}
    module = settings.get("module") or settings.get("from")
    config = snapshot.project.config
    if module:
        candidates = required_from(config, name, module)
    else:
        candidates = required_paths(config, node.span.source.path, name)
    files = FilesWithStandard(snapshot.project.files)
    return next((path for path in candidates if name and files.is_file(path)), None)


def _required(subject: Subject, snapshot: Snapshot) -> Source | None:
    node = None if subject.use is None else subject.use.place
    path = required_file(node, snapshot) if isinstance(node, ast.Require) else None
    return None if path is None else Source(path, "")


# --- names ----------------------------------------------------------------------------------------------


def named_at(subject: Subject, snapshot: Snapshot) -> Iterator[Use]:
    """Where a subject is named, its definitions among them; of a path only the last part is marked."""
    match subject.kind:
        case Kind.FUNCTION:
            for span in uses_of(subject.name, snapshot):
                yield Use(span, Kind.FUNCTION, subject.name, declares=_declares(span, snapshot))
        case Kind.FILE:
            yield from _requires_of(subject, snapshot)
        case Kind.STATE:
            for use in all_uses(snapshot, other_texts(snapshot)):
                if use.kind is Kind.STATE and path_of_use(use, snapshot) == subject.name:
                    yield use
        case Kind.INTENT:
            for use in all_uses(snapshot):
                if use.kind is Kind.INTENT and use.name.strip("/") == subject.name.strip("/"):
                    yield use
        case _:
            for use in all_uses(snapshot):
                if use.kind is subject.kind and use.name == subject.name:
                    yield use


def _declares(span: Span, snapshot: Snapshot) -> bool:
    found = definitions(snapshot).get(span.text)
    return found is not None and found.span == span


def _requires_of(subject: Subject, snapshot: Snapshot) -> Iterator[Use]:
    wanted = _required(subject, snapshot)
    if wanted is None:
        return
    for use in all_uses(snapshot):
        if isinstance(use.place, ast.Require) and required_file(use.place, snapshot) == wanted.path:
            yield use


def other_texts(snapshot: Snapshot) -> list[Source]:
    """The files beside scripts that may name states: JavaScript and suites."""
    return snapshot.kept("other texts", _other_texts)


def _other_texts(snapshot: Snapshot) -> list[Source]:
    project = snapshot.project
    found = [unit.source for unit in project.units if isinstance(unit, JsFile)]
    patterns, _ = read_patterns(project.config)
    for path in find_files(suite_folder(project.config), patterns):
        source, problem = read_source(project.files, path)
        if problem is None:
            found.append(source)
    return found
