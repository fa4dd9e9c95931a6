"""`<mockService>`: XML to `ServiceMock`.

Sources: the vendor's page on this tag, which names the methods and their parameters; it does not name the element
of the answer, here `<response>` as in `<mockData>` (also `<result>` is read).
"""

from __future__ import annotations

from typing import Any

from jaicp.suites.elements import Element
from jaicp.suites.reading import bad_value, json_body, unknown_element
from jaicp.suites.steps import ServiceMock
from jaicp.suites.values import read_json
from jaicp.text.diagnostic import nearest

__all__ = ["SERVICE", "SERVICE_TAG", "read_service_mock"]

SERVICE_TAG = "mockService"

_PARTS = ["service", "method", "parameters", "response", "result"]
SERVICE = "googleSheets"

_PLACES: dict[str, tuple[tuple[str, ...], ...]] = {
    "readDataFromCells": (
        ("integrationId",),
        ("spreadsheetId",),
        ("sheetName", "sheet"),
        ("cells",),
    ),
    "writeDataToCells": (
        ("integrationId",),
        ("spreadsheetId",),
        ("sheetName", "sheet"),
        ("cells", "data"),
    ),
    "writeDataToLine": (
        ("integrationId",),
        ("spreadsheetId",),
        ("sheetName", "sheet"),
        ("values", "data"),
    ),
    "deleteRowOrColumn": (
        ("integrationId",),
        ("spreadsheetId",),
        ("sheetName", "sheet"),
        ("cells", "body"),
    ),
    "clearCellData": (("integrationId",), ("spreadsheetId",), ("sheetName", "sheet"), ("cells",)),
    "customRequest": (("integrationId",), ("spreadsheetId",), ("body",)),
}
"""The arguments of each method in order, each by the names that it may have."""


def read_service_mock(element: Element) -> ServiceMock:
    """The mock in an element; raises `BadStep` where it is none."""
    parts: dict[str, Element] = {}
    for child in element.children:
        if child.tag not in _PARTS:
            raise unknown_element(child, SERVICE_TAG, _PARTS)
        parts[child.tag] = child
    service = parts["service"].text.strip() if "service" in parts else ""
    if service != SERVICE:
        place = parts["service"].head if "service" in parts else element.head
        message = f"`<{SERVICE_TAG}>` stands in for `{SERVICE}` only"
        raise bad_value(place, message, f"write `<service>{SERVICE}</service>`")
    method = parts["method"].text.strip() if "method" in parts else ""
    if method not in _PLACES:
        place = parts["method"].head if "method" in parts else element.head
        likely = nearest(method, _PLACES)
        names = ", ".join(f"`{name}`" for name in _PLACES)
        help_text = f"did you mean `{likely}`?" if likely else f"there are {names}"
        raise bad_value(place, f"`{SERVICE}` has no method `{method}`", help_text)
    answer = parts.get("response", parts.get("result"))
    return ServiceMock(
        span=element.head,
        method=method,
        arguments=_arguments(method, parts.get("parameters")),
        answer=None if answer is None or not answer.text.strip() else json_body(answer),
    )


def _arguments(method: str, element: Element | None) -> tuple[Any, ...]:
    places = _PLACES[method]
    found: list[Any] = [None] * len(places)
    for child in element.children if element is not None else ():
        place = next((at for at, names in enumerate(places) if child.tag in names), None)
        if place is None:
            raise unknown_element(child, "parameters", [names[0] for names in places])
        found[place] = _value(child.text.strip())
    return tuple(found)


def _value(text: str) -> Any:
    """A list or an object where it is one, else the text."""
    if text[:1] not in "[{":
        return text
    try:
        return read_json(text)
    except ValueError:
        return text
