"""What is shown under the pointer, and the parameters of the function that somebody is calling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol import types as lsp

from jaicp.lsp import surface
from jaicp.lsp.bots import Snapshot
from jaicp.lsp.edges import ways_of
from jaicp.lsp.functions import codes_in, definitions, identifier_at
from jaicp.lsp.navigation import file_in
from jaicp.lsp.server import Server
from jaicp.lsp.subjects import Subject, required_file, subject_at
from jaicp.lsp.tag_texts import EVENT_TEXTS, PARAMETER_TEXTS, TAG_TEXTS, VARIABLE_TEXTS
from jaicp.lsp.uses import Kind
from jaicp.syntax import ast
from jaicp.syntax.ast import Document
from jaicp.syntax.tags import BUILT_IN_ACTIONS, TAGS
from jaicp.text.source import Source, Span

__all__ = ["hover", "signature_help"]

MOST_SHOWN = 600
"""Characters of a pattern that are shown."""
FEW = 5

_TAG = re.compile(r"[ \t]*([A-Za-z]\w*!?)(?=[ \t]*:)")
_PARAMETER = re.compile(r"\|\|\s*(\w+)\s*=|,\s*(\w+)\s*=")
_SETTING = re.compile(r"[ \t]*(\w+)\s*=")
_CALL = re.compile(r"([\w$]+(?:\.[\w$]+)?)\s*\Z")
_FAR = 2000
"""How far back the beginning of a call is looked for."""


async def hover(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
    """What a tag, a name or a function is."""
    uri = params.text_document.uri
    snapshot = await server.current(uri)
    what = None if snapshot is None else file_in(server, snapshot, uri)
    if snapshot is None or what is None:
        return None
    source = what.source if isinstance(what, Document) else what
    offset = server.positions.offset(source, params.position)
    subject = subject_at(what, offset, snapshot)
    if subject is not None:
        return _shown(server, subject.span, "\n\n".join(_about(subject, snapshot)))
    found = (isinstance(what, Document) and _of_line(source, offset)) or _of_code(what, offset)
    return _shown(server, *found) if found else None


def _shown(server: Server, span: Span, text: str) -> lsp.Hover | None:
    if not text:
        return None
    content = lsp.MarkupContent(lsp.MarkupKind.Markdown, text)
    return lsp.Hover(content, server.positions.range(span))


# --- names ----------------------------------------------------------------------------------------------


def _about(subject: Subject, snapshot: Snapshot) -> Iterator[str]:
    name = subject.name
    match subject.kind:
        case Kind.STATE:
            yield from _of_state(name, snapshot)
        case Kind.PATTERN:
            yield from _of_pattern(name, snapshot)
        case Kind.FUNCTION:
            yield from _of_function(name, snapshot)
        case Kind.INTENT:
            yield from _of_intent(name, snapshot)
        case Kind.EVENT:
            yield f"event `{name}`" + (f": {EVENT_TEXTS[name]}" if name in EVENT_TEXTS else "")
        case Kind.FILE:
            node = None if subject.use is None else subject.use.place
            path = required_file(node, snapshot) if isinstance(node, ast.Require) else None
            yield "there is no such file" if path is None else f"`{path}`"
        case Kind.DICTIONARY:
            yield from _of_dictionary(name, snapshot)
        case Kind.ENTITY:
            yield f"entity `@{name}`"


def _of_pattern(name: str, snapshot: Snapshot) -> Iterator[str]:
    pattern = snapshot.project.patterns.get(name)
    if pattern is None:
        yield f"named pattern `${name}`: nothing defines it"
        return
    definition = pattern.definition
    yield f"named pattern `${name}`"
    yield _fenced(definition.pattern.text.strip()[:MOST_SHOWN])
    if definition.converter is not None:
        yield f"converter `{_line(definition.converter.span)}`"
    yield f"defined in `{definition.span.source.path.name}`"


def _of_function(name: str, snapshot: Snapshot) -> Iterator[str]:
    found = definitions(snapshot)[name]
    yield _fenced(f"{found.kind} {name}{found.parameters}", "javascript")
    if found.about:
        yield found.about
    yield f"defined in `{found.span.source.path.name}`"


def _of_dictionary(name: str, snapshot: Snapshot) -> Iterator[str]:
    data = snapshot.project.dictionaries.get(name)
    if data is None:
        yield f"dictionary `{name}`: nothing loads it"
        return
    yield f"dictionary `{name}`: {len(data.rows)} entries in `{data.source.path.name}`"
    yield "\n".join(f"- {', '.join(row.names[:FEW])}" for row in data.rows[:FEW])


def _of_state(path: str, snapshot: Snapshot) -> Iterator[str]:
    symbol = snapshot.project.states.get(path)
    if symbol is None:
        yield f"there is no state `{path}`"
        return
    yield f"{'state' if symbol.declaration is not None else 'theme'} `{path}`"
    ways = ways_of(snapshot)
    triggers = ways.triggers.get(path, ())
    if triggers:
        yield "\n".join(f"- `{_line(one.node.span)}`" for one in triggers[:FEW])
    answers = [node for node in symbol.body if isinstance(node, ast.Answer)]
    if answers:
        yield f"> {_line(answers[0].text.span)}"
    count = ways.reaching(path)
    yield f"reached from {count} place{'' if count == 1 else 's'}"


def _of_intent(name: str, snapshot: Snapshot) -> Iterator[str]:
    wanted = name.strip("/")
    for intent in snapshot.project.nlu.intents:
        if intent.path.strip("/") == wanted:
            yield f"intent `{intent.path}`"
            yield "\n".join(f"- {phrase}" for phrase in intent.phrases[:FEW])
            return
    yield f"intent `{name}`"


def _line(span: Span) -> str:
    return span.text.strip().split("\n", 1)[0].replace("`", "'")[:100]


def _fenced(text: str, language: str = "") -> str:
    return f"```{language}\n{text}\n```"


# --- tags and code --------------------------------------------------------------------------------------


def _of_line(source: Source, offset: int) -> tuple[Span, str] | None:
    """The tag at the beginning of a line, or a parameter or setting in it."""
    number = source.location(offset).line
    begin, end = source.line_bounds(number)
    found = _TAG.match(source.text, begin, end)
    if found is not None and found.start(1) <= offset <= found.end(1):
        text = _of_tag(found[1])
        return (source.span(found.start(1), found.end(1)), text) if text else None
    for parameter in _PARAMETER.finditer(source.text, begin, end):
        group = parameter.lastindex or 1
        if parameter.start(group) <= offset <= parameter.end(group):
            about = PARAMETER_TEXTS.get(parameter[group])
            if about:
                span = source.span(parameter.start(group), parameter.end(group))
                return span, f"`{parameter[group]}`: {about}"
    return None


def _of_tag(name: str) -> str:
    tag = TAGS.get(name)
    about = TAG_TEXTS.get(name) or TAG_TEXTS.get(name.rstrip("!"), "")
    if tag is None:
        return f"`{name}`: an action tag of the platform" if name in BUILT_IN_ACTIONS else ""
    lines = [_fenced(f"{name}: {tag.example}".rstrip(), "jaicp"), about]
    for parameter in sorted(tag.parameters or ()):
        lines.append(f"- `{parameter}`: {PARAMETER_TEXTS.get(parameter, '')}".rstrip(": "))
    return "\n\n".join(lines[:2]) + "\n\n" + "\n".join(lines[2:])


def _of_code(what: Document | Source, offset: int) -> tuple[Span, str] | None:
    """A variable or a method of the platform."""
    source = what.source if isinstance(what, Document) else what
    if isinstance(what, Document) and not any(
        code.span.start <= offset <= code.span.end for code in codes_in(what)
    ):
        return None
    word = identifier_at(source, offset)
    if word is None:
        return None
    before = re.search(r"([\w$]+)\s*\.\s*\Z", source.text[max(word.start - 200, 0) : word.start])
    if before is not None:
        method = surface.method(f"{before[1]}.{word.text}")
        return (word, _of_method(method)) if method is not None else None
    if word.text in VARIABLE_TEXTS and word.text in surface.names():
        return word, f"`{word.text}`: {VARIABLE_TEXTS[word.text]}"
    method = surface.method(word.text)
    return (word, _of_method(method)) if method is not None else None


def _of_method(method: surface.Method) -> str:
    parts = [_fenced(method.label, "javascript"), method.about]
    if not method.is_built:
        parts.append("Not built yet: calling it is an error that says so.")
    return "\n\n".join(part for part in parts if part)


# --- signatures -----------------------------------------------------------------------------------------


async def signature_help(
    server: Server, params: lsp.SignatureHelpParams
) -> lsp.SignatureHelp | None:
    """The parameters of the innermost call around a position."""
    source = server.source(params.text_document.uri)
    if source is None or source.path.suffix not in (".sc", ".js"):
        return None
    offset = server.positions.offset(source, params.position)
    call = _call_before(source.text, offset)
    if call is None:
        return None
    name, number = call
    label, about = _signature(name, await server.latest(params.text_document.uri))
    if not label:
        return None
    inside = label[label.find("(") + 1 : label.rfind(")")]
    parameters = [one.strip() for one in _parts(inside) if one.strip()]
    active = min(number, max(len(parameters) - 1, 0))
    one = lsp.SignatureInformation(
        label,
        documentation=about or None,
        parameters=[lsp.ParameterInformation(parameter) for parameter in parameters],
        active_parameter=active,
    )
    return lsp.SignatureHelp([one], active_signature=0, active_parameter=active)


def _signature(name: str, snapshot: Snapshot | None) -> tuple[str, str]:
    if snapshot is not None and name in definitions(snapshot):
        found = definitions(snapshot)[name]
        return (name + found.parameters, found.about) if found.parameters else ("", "")
    method = surface.method(name)
    return ("", "") if method is None else (method.label, method.about)


def _call_before(text: str, offset: int) -> tuple[str, int] | None:
    """The function whose brackets are open at an offset, and the number of the argument there."""
    depth = number = 0
    begin = max(offset - _FAR, 0)
    for at in range(offset - 1, begin - 1, -1):
        sign = text[at]
        if sign in ")]}":
            depth += 1
        elif sign in "([{":
            if depth > 0:
                depth -= 1
            elif sign == "(":
                name = _CALL.search(text[max(at - 200, 0) : at])
                return None if name is None else (name[1], number)
            else:
                number = 0
        elif sign == "," and depth == 0:
            number += 1
        elif sign == ";" and depth == 0:
            return None
    return None


def _parts(inside: str) -> list[str]:
    """Parameters; commas in braces part nothing."""
    parts, depth = [""], 0
    for sign in inside:
        depth += (sign in "{[") - (sign in "}]")
        if sign == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts
