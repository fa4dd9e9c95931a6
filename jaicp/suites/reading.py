"""Values out of elements: attributes, JSON bodies, flags; what cannot be read is a `BadStep` with its place."""

from __future__ import annotations

from typing import Any

from jaicp.project.paths import ROOT, resolve_path
from jaicp.suites.elements import Element
from jaicp.suites.values import JsonObject, JsonPath, PathError, read_json, read_path
from jaicp.text import codes
from jaicp.text.codes import Code
from jaicp.text.diagnostic import Diagnostic, nearest
from jaicp.text.source import Span

__all__ = [
    "BadStep",
    "bad_value",
    "json_body",
    "named_path",
    "no_children",
    "object_body",
    "read_flag",
    "unknown_element",
    "value_path",
]

_MEANT = {"query": "q", "question": "q", "answer": "a", "reply": "a", "test": "test-case"}
"""What those write who know the elements only by hearsay."""


class BadStep(Exception):  # noqa: N818 - carries what the author is told
    """An element that makes no step; `problem` says why."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(problem.message)
        self.problem = problem


def bad_value(span: Span, message: str, help_text: str = "", code: Code | None = None) -> BadStep:
    """What to raise for a value that cannot be used."""
    code = code or codes.BAD_TEST_VALUE
    return BadStep(Diagnostic(code=code, message=message, span=span, help=help_text))


def unknown_element(element: Element, where: str, known: list[str]) -> BadStep:
    """What to raise for an element that suites do not have in this place."""
    likely = _MEANT.get(element.tag.casefold())
    if likely not in known:
        likely = nearest(element.tag, known)
    names = ", ".join(f"`<{name}>`" for name in known)
    return BadStep(
        Diagnostic(
            code=codes.UNKNOWN_TEST_ELEMENT,
            message=f"there is no element `<{element.tag}>` in `<{where}>`",
            span=element.head,
            help=f"did you mean `<{likely}>`?" if likely else f"there are {names}",
        )
    )


def no_children(element: Element) -> None:
    """Raise where an element that holds text holds elements too."""
    for child in element.children:
        raise bad_value(
            child.head,
            f"`<{element.tag}>` holds text only, not `<{child.tag}>`",
            "if it belongs to the text, write `&lt;` instead of `<`",
            codes.UNKNOWN_TEST_ELEMENT,
        )


def read_flag(element: Element, name: str, default: bool) -> bool:
    """An attribute that is `true` or `false`."""
    text = element.attributes.get(name, "").strip().casefold()
    if text in ("true", "false"):
        return text == "true"
    if text:
        span = element.attribute_span(name)
        raise bad_value(span, f"`{name}` is neither `true` nor `false`", f'write `{name}="true"`')
    return default


def json_body(element: Element) -> Any:
    """The JSON value in the body of an element."""
    no_children(element)
    try:
        return read_json(element.text)
    except ValueError as error:
        reason = " ".join(str(error).split())
        message = f"the body of `<{element.tag}>` is no JSON"
        raise bad_value(element.head, message, f"the reader says: {reason}") from None


def object_body(element: Element) -> JsonObject:
    """The JSON object in the body of an element; an empty body is an empty object."""
    value = json_body(element) if element.text.strip() or element.children else {}
    if isinstance(value, dict):
        return value
    message = f"the body of `<{element.tag}>` is no JSON object"
    raise bad_value(element.head, message, 'write `{"name": "value"}`')


def named_path(element: Element, name: str) -> str | None:
    """The state that an attribute names, as an absolute path; None where it names none."""
    text = element.attributes.get(name, "").strip()
    return resolve_path(ROOT, text) if text else None


def value_path(element: Element, name: str) -> JsonPath:
    """The path into JSON that an attribute gives."""
    try:
        return read_path(element.attributes.get(name, ""))
    except PathError as error:
        span = element.attribute_span(name)
        raise bad_value(span, str(error), "write it like `replies[0].buttons`") from None
