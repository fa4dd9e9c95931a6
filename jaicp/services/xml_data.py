"""XML as plain data, in the way that Java's `org.json` makes JSON of it.

The vendor's page on `parseXml` shows elements as fields, repeated ones as a list and numbers converted. For what
it does not show that library is followed: attributes become fields too, and the text of an element that has
fields is its field `content`. Declarations of entities are refused, since they can make megabytes of a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

__all__ = ["XmlError", "parse_xml"]

DEEPEST = 200
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,17})(?:\.\d{1,15})?(?:[eE][+-]?\d{1,2})?")
_WORDS = {"true": True, "false": False, "null": None}


class XmlError(Exception):
    """The text is no XML that can be read; the message says where."""


@dataclass(slots=True)
class _Element:
    name: str
    fields: dict[str, Any] = field(default_factory=dict)
    text: list[str] = field(default_factory=list)

    def add(self, name: str, value: Any) -> None:
        """Add a field; a name that is there already becomes a list."""
        if name not in self.fields:
            self.fields[name] = value
        elif isinstance(self.fields[name], list):
            self.fields[name].append(value)
        else:
            self.fields[name] = [self.fields[name], value]

    def value(self) -> Any:
        """What the element is worth to its parent."""
        text = "".join(self.text).strip()
        if not self.fields:
            return _converted(text)
        if text:
            self.add("content", _converted(text))
        return self.fields


def parse_xml(text: str) -> dict[str, Any]:
    """The document as an object with one field, its root; raises `XmlError`.

    >>> parse_xml("<test><a>1</a><a x='y'>two</a></test>")
    {'test': {'a': [1, {'x': 'y', 'content': 'two'}]}}
    """
    document = _Element("")
    stack = [document]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > DEEPEST:
            raise XmlError(f"the XML is nested more than {DEEPEST} levels deep")
        element = _Element(name)
        for key, value in attributes.items():
            element.add(key, _converted(value))
        stack.append(element)

    def end(name: str) -> None:
        closed = stack.pop()
        stack[-1].add(name, closed.value())

    def entity(*_: Any) -> None:
        raise XmlError("the XML declares entities, which are not read")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda data: stack[-1].text.append(data)
    parser.EntityDeclHandler = entity
    try:
        parser.Parse(text.lstrip("\ufeff \t\r\n"), True)
    except (expat.ExpatError, UnicodeError) as error:
        raise XmlError(f"this is no XML: {error}") from error
    return document.fields


def _converted(text: str) -> Any:
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _NUMBER.fullmatch(text):
        return int(text) if text.lstrip("-").isdigit() else float(text)
    return text
