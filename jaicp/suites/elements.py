"""XML as a tree of elements that know their place in the file.

Only what suites need: no DOCTYPE and no entities but the five of XML, so a file can neither reach for other
files nor blow up. Positions are offsets of the decoded text, whatever its alphabet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source, Span

__all__ = ["Element", "parse_xml"]

_MESSAGES = {
    expat.errors.XML_ERROR_NO_ELEMENTS: "the file holds no element",
    expat.errors.XML_ERROR_TAG_MISMATCH: "a tag is closed that is not the one open here",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "something stands behind the end of the root",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "there is no such entity",
    expat.errors.XML_ERROR_INVALID_TOKEN: "this character may not stand here",
}
_HELP = {
    expat.errors.XML_ERROR_NO_ELEMENTS: "write `<test>…</test>`, or leave the file out by `tests.exclude`",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "XML has `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&apos;` only",
    expat.errors.XML_ERROR_INVALID_TOKEN: "in text, write `&` as `&amp;` and `<` as `&lt;`",
}

_TAG = re.compile(r"""(?:[^"'>]|"[^"]*"|'[^']*')*>""")


@dataclass(slots=True)
class Element:
    """One element: its tag, attributes and text; `head` is its start tag, `body` what stands inside."""

    tag: str
    attributes: dict[str, str]
    head: Span
    body: Span
    children: list[Element] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly inside, entities decoded."""
        return "".join(self.texts)

    def attribute_span(self, name: str) -> Span:
        """Where an attribute stands: its name and value."""
        found = re.search(rf"\s({re.escape(name)}\s*=\s*(?:\"[^\"]*\"|'[^']*'))", self.head.text)
        if found is None:
            return self.head
        return Span(
            self.head.source, self.head.start + found.start(1), self.head.start + found.end(1)
        )


class _RefusedError(Exception):
    """The file holds something that suites may not hold."""


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.data = source.text.encode("utf-8", "surrogatepass")
        self.is_ascii = len(self.data) == len(source.text)
        self.known = (0, 0)
        self.root: Element | None = None
        self.open: list[Element] = []
        parser = self.parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartDoctypeDeclHandler = self.doctype

    def offset(self, byte: int) -> int:
        """The offset of a byte; cheap as long as the bytes asked for go forward."""
        if self.is_ascii:
            return byte
        known_byte, known_offset = self.known if self.known[0] <= byte else (0, 0)
        offset = known_offset + len(self.data[known_byte:byte].decode("utf-8", "ignore"))
        self.known = (byte, offset)
        return offset

    def here(self) -> int:
        return self.offset(self.parser.CurrentByteIndex)

    # --- what expat calls

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        begin = self.here()
        end = _tag_end(self.source.text, begin)
        body = self.source.span(end, end)
        element = Element(tag, attributes, self.source.span(begin, end), body)
        if self.open:
            self.open[-1].children.append(element)
        else:
            self.root = element
        self.open.append(element)

    def end(self, _: str) -> None:
        element = self.open.pop()
        end = max(self.here(), element.body.start)
        if not element.head.text.endswith("/>"):
            element.body = self.source.span(element.body.start, end)

    def characters(self, text: str) -> None:
        if self.open:
            self.open[-1].texts.append(text)

    def doctype(self, *_: object) -> None:
        raise _RefusedError


def _tag_end(text: str, begin: int) -> int:
    """The offset behind the start tag at `begin`; a `>` inside of a quoted value does not end it."""
    found = _TAG.match(text, begin)
    return found.end() if found else len(text)


def parse_xml(source: Source) -> Element | Diagnostic:
    """The root element, or what keeps the file from being read."""
    reader = _Reader(source)
    try:
        reader.parser.Parse(reader.data, True)
    except expat.ExpatError as error:
        return _malformed(reader, error)
    except _RefusedError:
        at = max(source.text.find("<!DOCTYPE"), 0)
        return Diagnostic(
            code=codes.MALFORMED_TEST,
            message="a suite may not have a DOCTYPE",
            span=source.span(at, _tag_end(source.text, at)),
            help="take the line out; entities other than those of XML are not read",
        )
    assert reader.root is not None
    return reader.root


def _malformed(reader: _Reader, error: expat.ExpatError) -> Diagnostic:
    name = expat.ErrorString(error.code)
    source = reader.source
    at = min(reader.offset(max(reader.parser.ErrorByteIndex, 0)), len(source.text))
    message = _MESSAGES.get(name, f"this is no XML: {name}")
    help_text = _HELP.get(name, "")
    if name == expat.errors.XML_ERROR_NO_ELEMENTS and reader.root is not None:
        message, help_text = "the file ends before its elements do", "close what is still open"
    return Diagnostic(
        code=codes.MALFORMED_TEST,
        message=message,
        span=source.span(at, min(at + 1, len(source.text))),
        help=help_text,
    )
