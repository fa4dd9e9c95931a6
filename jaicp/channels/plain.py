"""Marked-up texts to plain ones, and long texts to several.

Which markup Webim shows to a visitor is not documented, so texts go out plain: line breaks and the
targets of links are kept, the rest of the markup is dropped. A script may put a visitor's words
into a marked-up text, so every step here takes time in proportion to the text, whatever it holds.
"""

from __future__ import annotations

import re
from html import unescape

__all__ = ["from_html", "from_markdown", "split_text"]

# Each piece stops where the next could begin: that keeps the search linear.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)([^<>]*+)>|<!--[^<>]*-->")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_BREAKING = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", *(f"h{n}" for n in range(1, 7))})
_UNSHOWN = frozenset({"script", "style"})

_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\(([^()\s]+)\)")
_HEADING = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_MARKS = (
    re.compile(r"(?<!`)`{1,3}([^`\n]+)`{1,3}(?!`)"),
    re.compile(r"(?<!\*)\*\*([^*\n]+)\*\*(?!\*)"),
    re.compile(r"(?<![\w_])__([^_\n]+)__(?![\w_])"),
    re.compile(r"(?<!~)~~([^~\n]+)~~(?!~)"),
    re.compile(r"(?<![\w*])\*(?!\s)([^*\n]+)(?<!\s)\*(?![\w*])"),
    re.compile(r"(?<![\w_])_(?!\s)([^_\n]+)(?<!\s)_(?![\w_])"),
)


def from_html(html: str) -> str:
    """The text of an HTML fragment; a link `<a href="u">t</a>` becomes `t (u)`."""
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    unshown = ""
    at = 0
    for tag in _TAG.finditer(html):
        if not unshown:
            parts.append(unescape(html[at : tag.start()]))
        at = tag.end()
        closing, name = tag[1] == "/", (tag[2] or "").lower()
        if name in _UNSHOWN and unshown in ("", name):
            unshown = "" if closing else name
        elif name in _BREAKING:
            parts.append("\n")
        elif name == "a" and not closing:
            links.append((_href(tag[3]), len(parts)))
        elif name == "a" and links:
            _close_link(parts, *links.pop())
    if not unshown:
        parts.append(unescape(html[at:]))
    return _tidy("".join(parts))


def _href(attributes: str) -> str:
    found = _HREF.search(attributes)
    return unescape(found[1] or found[2] or found[3] or "") if found else ""


def _close_link(parts: list[str], href: str, start: int) -> None:
    """Fold the parts since `start`, the text of a link, into one part that tells its target too."""
    shown = "".join(parts[start:]).strip()
    del parts[start:]
    parts.append(_link(shown, href) if href else shown)


def _link(shown: str, target: str) -> str:
    return target if shown in ("", target) else f"{shown} ({target})"


def _tidy(text: str) -> str:
    """Lines without blanks at their ends, and never two empty lines in a row."""
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip() or (lines and lines[-1]):
            lines.append(line.strip())
    return "\n".join(lines).strip()


def from_markdown(text: str) -> str:
    """The text without emphasis, headings and code marks; a link `[t](u)` becomes `t (u)`."""
    text = _LINK.sub(lambda link: _link(link[1], link[2]), text)
    text = _HEADING.sub("", text)
    for mark in _MARKS:
        text = mark.sub(r"\1", text)
    return text


def split_text(text: str, limit: int) -> list[str]:
    """`text` in pieces of at most `limit` characters.

    A piece ends at a paragraph, a line or a space where one stands in its second half.
    """
    pieces = []
    start = 0
    while len(text) - start > limit:
        end = _cut(text, start, limit)
        pieces.append(text[start:end].rstrip())
        start = end
        while start < len(text) and text[start].isspace():
            start += 1
    pieces.append(text[start:])
    return [piece for piece in pieces if piece]


def _cut(text: str, start: int, limit: int) -> int:
    """Where the piece that begins at `start` ends."""
    for mark in ("\n\n", "\n", " "):
        at = text.rfind(mark, start + limit // 2, start + limit + 1)
        if at > start:
            return at
    return start + limit
