"""What a project says about states outside of its tags: paths in scripts, data and configuration.

Scripts lead to states by `$reactions.transition("/State")`, `$temp.targetState`, buttons that they make, handlers
bound to a path, settings of modules. Where such a path is written out it is found here, wherever it stands; where
one is computed, any state may be meant. All of this errs on the side of more: a state counts as mentioned as soon
as some text could be its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from jaicp.project.custom_tags import CustomTags
from jaicp.project.data import DataFile
from jaicp.project.loader import JsFile
from jaicp.project.per_file import PerFile
from jaicp.project.symbols import Project
from jaicp.syntax.ast import Document
from jaicp.text.source import Source

__all__ = ["Mentions", "mentions_of"]

_QUOTED = re.compile(r"""(["'`])([^"'`\\\n]{1,200})\1""")
_SETTING = re.compile(r"^[ \t]*\w+[ \t]*=[ \t]*([./][^\n]*?)[ \t]*$", re.MULTILINE)
_IN_DATA = re.compile(r"/[^\s\"',;|]+")
_COMPUTED = re.compile(
    r"""\btransition\s*\(\s*(?!["'`{\s])            # $reactions.transition(path)
    |\btransition\s*\(\s*(["'`])[^"'`\n]*\1\s*\+     # $reactions.transition("/A/" + name)
    |\btransition\s*\(\s*`[^`]*\$\{
    |\b(?:targetState|contextPath|transition)["']?\s*[:=](?![=\s])\s*(?!["'`]|undefined\b|null\b)
    |\b(?:targetState|contextPath|transition)["']?\s*[:=]\s+(?!["'`=\s]|undefined\b|null\b)
    |\b(?:targetState|contextPath|transition)["']?\s*[:=]\s*(["'`])[^"'`\n]*\2\s*\+
    |\btransition\s*\(\s*\{\s*["']?value["']?\s*:\s*(?!["'`\s])""",
    re.VERBOSE,
)
_COMPUTED_TARGET = re.compile(r"(?:\bgo!?:|->|\btimeout:)[^\n]*\{\{")
_WORDS = ("transition", "targetState", "contextPath")
"""Without one of these a text is not looked at more closely."""


MOST_NAMES = 20
"""How many names at the end of a path are looked for; nobody writes out more but for the whole path."""


class Mentions:
    """The texts of a project that could name states; `is_open` where a path is computed."""

    def __init__(self, texts: frozenset[str], is_open: bool) -> None:
        self.texts = texts
        self.is_open = is_open
        self._names = frozenset(text.rpartition("/")[2] for text in texts)

    def has(self, path: str) -> bool:
        """Whether some text could mean the state at `path`: it is the path, or the end of it."""
        if self.is_open:
            return True
        if path[path.rfind("/") + 1 :] not in self._names:
            return False
        at = len(path)
        for _ in range(MOST_NAMES):
            at = path.rfind("/", 0, at)
            if at < 0:
                return False
            if path[at + 1 :] in self.texts:
                return True
        return path[1:] in self.texts


def mentions_of(
    project: Project, custom_tags: CustomTags, kept: dict[str, Any] | None = None
) -> Mentions:
    """Look through all files of a project; what was found in a file is remembered with it.

    As long as all files mention what they mentioned before, the answer is the object in `kept`.
    """
    parts: list[tuple[frozenset[str], bool]] = [*map(_in_source, _sources(project))]
    parts += [
        (_in_data(unit.source), False) for unit in project.units if isinstance(unit, DataFile)
    ]
    others = {_bare(tag.start_state) for tag in custom_tags.tags.values()}
    others.update(map(_bare, _strings(project.config.raw)))
    parts.append((frozenset(others), False))
    known = None if kept is None else kept.get("mentions")
    if known is not None and known[0] == parts:
        mentions: Mentions = known[1]
        return mentions
    texts = frozenset().union(*(found for found, _ in parts))
    mentions = Mentions(texts, any(computed for _, computed in parts))
    if kept is not None:
        kept["mentions"] = (parts, mentions)
    return mentions


def _sources(project: Project) -> Iterator[Source]:
    for unit in project.units:
        if isinstance(unit, JsFile | Document):
            yield unit.source


@PerFile
def _in_source(source: Source) -> tuple[frozenset[str], bool]:
    text = source.text
    found = {_bare(match[2]) for match in _QUOTED.finditer(text)}
    found.update(_bare(match[1]) for match in _SETTING.finditer(text))
    return frozenset(found), _is_open(text)


def _is_open(text: str) -> bool:
    """Whether a path is computed somewhere in a text."""
    if any(word in text for word in _WORDS) and _COMPUTED.search(text) is not None:
        return True
    return "{{" in text and _COMPUTED_TARGET.search(text) is not None


@PerFile
def _in_data(source: Source) -> frozenset[str]:
    return frozenset(_bare(path) for path in _IN_DATA.findall(source.text))


def _bare(path: str) -> str:
    """A path without what it begins with: slashes, `./` and `../`."""
    return path.strip().lstrip("./").rstrip("/")


def _strings(value: Any) -> Iterable[str]:
    """All texts in a JSON value; what YAML's aliases repeat is looked at once."""
    waiting, seen = [value], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
            continue
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
