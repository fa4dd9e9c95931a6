"""What may be typed at a place of a script, told by its line and by the lines that it stands below.

Told from the text alone and not from a tree: where somebody types, the script is broken more often than not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from jaicp.syntax.tags import BUILT_IN_ACTIONS, TAGS, Body, Place, Tag, Value
from jaicp.text.source import Source

__all__ = ["Spot", "What", "spot_at", "tags_at"]


class What(Enum):
    """What is expected."""

    TAG = "a tag"
    STATE = "a path of a state"
    PATTERN = "a pattern"
    EVENT = "an event"
    INTENT = "an intent"
    FILE = "a file"
    PARAMETER = "a parameter"
    FLAG = "true or false"
    CODE = "JavaScript"
    TEST_TAG = "an element of a suite"
    NOTHING = "anything"


@dataclass(frozen=True, slots=True)
class Spot:
    """What is expected at a place; what is there of it already begins at `start`.

    `tag` is the tag of the line, `places` where the line stands, `home` the line of the innermost state or theme
    above, counted from 1, or 0.
    """

    what: What
    start: int
    typed: str
    tag: str = ""
    place: Place = Place.FILE
    home: int = 0


_TAG = re.compile(r"[ \t]*([A-Za-z][\w]*!?)(\s*:[ \t]?)?")
_FLAGS = frozenset({"modal", "noContext", "onlyThisState", "htmlEnabled", "ttsEnabled"})
_PATHS = frozenset({"fromState", "toState"})
_SCRIPTS = frozenset(name for name, tag in TAGS.items() if tag.body is Body.SCRIPT)
_PARAMETER = re.compile(r"\|\|\s*([\w]*)$")
_SET = re.compile(r"(?:\|\||^)\s*(\w+)\s*=\s*([^|=,]*)$")
_ARROW = re.compile(r"->\s*([^\s\"']*)$")
_WORD = re.compile(r"[\w$@]*$")
_STATE_IN_STRING = re.compile(r"[\"'`](/[^\"'`\s]*)$")
_MANY_LINES = 5000


def spot_at(source: Source, offset: int) -> Spot:
    """What is expected at an offset of a script."""
    number = source.location(offset).line
    begin, _ = source.line_bounds(number)
    before = source.text[begin:offset]
    owners = list(_owners(source, number))
    place, home = _place(owners)
    spot = _in_code(before, owners, offset) or _in_line(before, owners, offset)
    return Spot(spot.what, spot.start, spot.typed, spot.tag, place, home)


# --- the lines above ------------------------------------------------------------------------------------


def _owners(source: Source, number: int) -> Iterator[tuple[int, str]]:
    """The lines that a line stands below, the nearest first: number and text."""
    indent = _indent(source.line_text(number))
    if not source.line_text(number).strip():
        indent = max(indent, 1)
    for line in range(number - 1, max(number - _MANY_LINES, 0), -1):
        text = source.line_text(line)
        bare = text.strip()
        if not bare or bare.startswith("#"):
            continue
        here = _indent(text)
        if here < indent:
            indent = here
            yield line, text
            if here == 0:
                return


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _name(line: str) -> str:
    found = _TAG.match(line)
    return found[1] if found is not None and found[2] is not None else ""


def _place(owners: list[tuple[int, str]]) -> tuple[Place, int]:
    """Where a line stands, and the line of the innermost state or theme."""
    home = next((line for line, text in owners if _name(text) in ("state", "theme")), 0)
    if not owners:
        return Place.FILE, home
    match _name(owners[0][1]):
        case "theme":
            return Place.THEME, home
        case "state":
            return Place.STATE, home
        case "if" | "elseif" | "else" | "random":
            return Place.BRANCH, home
    return Place.STATE if home else Place.FILE, home


# --- the line -------------------------------------------------------------------------------------------


def _in_code(before: str, owners: list[tuple[int, str]], offset: int) -> Spot | None:
    """JavaScript: in a script, behind `if:`, between braces, or in a converter."""
    in_block = any(_name(text) in _SCRIPTS for _, text in owners)
    opened = before.rfind("{{")
    in_braces = opened >= 0 and before.find("}}", opened) < 0
    found = _TAG.match(before)
    tag = TAGS.get(found[1]) if found is not None and found[2] is not None else None
    in_condition = tag is not None and tag.value is Value.SCRIPT
    in_converter = re.search(r"\|\|[^|]*\bconverter\s*=[^|]*$", before) is not None
    if not (in_block or in_braces or in_condition or in_converter):
        return None
    text = _STATE_IN_STRING.search(before)
    if text is not None:
        return Spot(What.STATE, offset - len(text[1]), text[1], "text")
    typed = _WORD.search(before)
    word = "" if typed is None else typed.group()
    return Spot(What.CODE, offset - len(word), word)


def _in_line(before: str, owners: list[tuple[int, str]], offset: int) -> Spot:
    owner = _name(owners[0][1]) if owners else ""
    found = _TAG.match(before)
    is_tag = found is not None and found[2] is not None
    if owner in ("buttons", "inlineButtons"):
        arrow = _ARROW.search(before)
        if arrow is not None:
            return Spot(What.STATE, offset - len(arrow[1]), arrow[1], "button")
        return Spot(What.NOTHING, offset, "")
    if owner == "patterns" and before.lstrip().startswith("$") and "=" in before:
        return _in_pattern(before, offset, "patterns")
    if owner in BUILT_IN_ACTIONS and "=" in before:
        key, _, value = before.partition("=")
        what = What.STATE if "state" in key.casefold() or key.strip() == "then" else What.NOTHING
        return Spot(what, offset - len(value.lstrip()), value.lstrip(), key.strip())
    if not is_tag:
        typed = before.lstrip()
        if re.fullmatch(r"[A-Za-z]*!?", typed):
            return Spot(What.TAG, offset - len(typed), typed)
        return Spot(What.NOTHING, offset, "")
    assert found is not None
    return _in_value(found[1], before, before[found.end() :], offset)


def _in_value(name: str, before: str, value: str, offset: int) -> Spot:
    """Behind the colon of a tag."""
    tag = TAGS.get(name)
    parameter = _PARAMETER.search(before)
    if parameter is not None:
        return Spot(What.PARAMETER, offset - len(parameter[1]), parameter[1], name)
    given = _SET.search(value) if "||" in value else None
    if given is not None:
        what = What.STATE if given[1] in _PATHS else What.NOTHING
        what = What.FLAG if given[1] in _FLAGS else what
        return Spot(what, offset - len(given[2]), given[2], given[1])
    if tag is None:
        return Spot(What.NOTHING, offset, "", name)
    if tag.value is Value.PATTERN:
        return _in_pattern(before, offset, name)
    what = _EXPECTED.get(name.rstrip("!"), What.NOTHING)
    typed = value.lstrip()
    return Spot(what, offset - len(typed), typed, name)


_EXPECTED = {
    "go": What.STATE,
    "timeout": What.STATE,
    "event": What.EVENT,
    "intent": What.INTENT,
    "intentGroup": What.INTENT,
    "require": What.FILE,
}


def _in_pattern(before: str, offset: int, tag: str) -> Spot:
    typed = _WORD.search(before)
    word = "" if typed is None else typed.group()
    what = What.PATTERN if word.startswith(("$", "@")) else What.NOTHING
    return Spot(what, offset - len(word), word, tag)


def tags_at(place: Place) -> list[Tag]:
    """The tags that may stand at a place."""
    return [tag for tag in TAGS.values() if place in tag.places]
