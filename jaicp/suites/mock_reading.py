"""`<mockData>`: XML to `Mock`."""

from __future__ import annotations

from typing import Any

from jaicp.suites.elements import Element
from jaicp.suites.reading import (
    bad_value,
    json_body,
    no_children,
    read_flag,
    unknown_element,
    value_path,
)
from jaicp.suites.steps import Mock, MockBody, MockedResponse
from jaicp.suites.values import fill_encoded_url, fill_url, read_json
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity

__all__ = ["MOCK_TAG", "read_mock"]

MOCK_TAG = "mockData"
_PARTS = ["query", "parameters", "body", "response"]


def read_mock(element: Element, warnings: list[Diagnostic]) -> Mock:
    """The mock in an element; raises `BadStep` where it is none. A response that is no JSON is a warning."""
    parts: dict[str, Element] = {}
    for child in element.children:
        if child.tag not in _PARTS:
            raise unknown_element(child, MOCK_TAG, _PARTS)
        parts[child.tag] = child
    for name in ("query", "response"):
        if name not in parts:
            raise bad_value(
                element.head, f"`<{MOCK_TAG}>` has no `<{name}>`", f"add `<{name}>…</{name}>`"
            )
    query = parts["query"]
    no_children(query)
    template, values = query.text.strip(), _parameters(parts.get("parameters"))
    return Mock(
        span=element.head,
        method=query.attributes.get("method", "").strip().upper() or "GET",
        url=fill_url(template, values),
        encoded_url=fill_encoded_url(template, values),
        body=_body(parts["body"]) if "body" in parts else None,
        response=_response(parts["response"], warnings),
    )


def _parameters(element: Element | None) -> dict[str, str]:
    return {} if element is None else {child.tag: child.text.strip() for child in element.children}


def _body(element: Element) -> MockBody:
    text = element.text.strip()
    return MockBody(
        json_body(element) if text else {},
        value_path(element, "field"),
        read_flag(element, "strictMatch", False),
    )


def _response(element: Element, warnings: list[Diagnostic]) -> MockedResponse:
    kind = element.attributes.get("type", "").strip().casefold() or "json"
    status = element.attributes.get("status", "").strip() or "200"
    if not (status.isascii() and status.isdigit()):
        span = element.attribute_span("status")
        raise bad_value(span, "`status` is no HTTP status", 'write `status="200"`')
    text = element.body.text if element.children else element.text
    data: Any = None
    if kind == "json":
        data, text = _json(element, text, warnings), text.strip()
    return MockedResponse(int(status), kind, text, data)


def _json(element: Element, text: str, warnings: list[Diagnostic]) -> Any:
    """The JSON of a response; what is none is handed over as text, as a server's answer would be."""
    if not text.strip():
        return None
    try:
        return read_json(text)
    except ValueError as error:
        reason = " ".join(str(error).split())
        warnings.append(
            Diagnostic(
                code=codes.BAD_TEST_VALUE,
                message="this response is no JSON; scripts get it as text",
                span=element.head,
                severity=Severity.WARNING,
                help=f'mend it, or write `type="text"`; the reader says: {reason}',
            )
        )
        return text
