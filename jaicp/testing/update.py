"""`--update`: what the bot said is written into suites, where nothing was expected yet.

An empty `<a/>` gets the state and the text of its reply; replies that no `<a>` lists get one each, behind the last
step of their turn and with its indentation. What somebody has written is never changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from jaicp.suites.elements import Element, parse_xml
from jaicp.testing.results import Addition, Said
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source

__all__ = ["updated"]


def updated(source: Source, additions: Iterable[Addition]) -> str:
    """The text of a suite with answers added; raises `ValueError` where it is no longer XML."""
    root = parse_xml(source)
    if isinstance(root, Diagnostic):
        raise ValueError(root.message)
    elements = {element.head.start: element for element in _all(root)}
    newline = "\r\n" if "\r\n" in source.text else "\n"
    text = source.text
    for addition in sorted(additions, key=lambda one: (one.at, one.behind), reverse=True):
        element = elements[addition.at]
        end = _end(source.text, element)
        if addition.behind:
            indent = newline + _indent(source.text, addition.at)
            text = (
                text[:end] + "".join(indent + _written(one) for one in addition.said) + text[end:]
            )
        else:
            written = "".join(map(_written, addition.said))
            text = text[: addition.at] + written + text[end:]
    return text


def _all(element: Element) -> Iterator[Element]:
    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += one.children


def _end(text: str, element: Element) -> int:
    """The offset behind an element."""
    if element.head.text.endswith("/>"):
        return element.head.end
    return text.index(">", element.body.end) + 1


def _indent(text: str, at: int) -> str:
    """The blanks before an element, of its line; none where something else stands before it."""
    line = text.rfind("\n", 0, at) + 1
    before = text[line:at]
    return before if not before.strip() else before[: len(before) - len(before.lstrip())]


def _written(said: Said) -> str:
    state = "" if said.state is None else f" state={quoteattr(said.state)}"
    return f"<a{state}>{escape(said.text)}</a>"
