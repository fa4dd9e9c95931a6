"""Nodes of the scenario language.

A tree is a value: nodes are frozen, know their `span`, and hold nothing that a later phase found out. What a
script means lives beside the tree, in `jaicp.project`. Spans of text-like nodes (`Script`, `PatternText`,
`Template`) are exact stretches of the file, so that a place inside them is found by adding an offset.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields

from jaicp.syntax.frozen import node
from jaicp.text.source import Source, Span

__all__ = [
    "Action",
    "Annotation",
    "Answer",
    "Branch",
    "Button",
    "Buttons",
    "Document",
    "EventTrigger",
    "ExampleTrigger",
    "Go",
    "If",
    "Init",
    "IntentTrigger",
    "Media",
    "NewSession",
    "Node",
    "Parameter",
    "PatternDefinition",
    "PatternText",
    "PatternTrigger",
    "Patterns",
    "Random",
    "Reaction",
    "Require",
    "RunScript",
    "Script",
    "Setting",
    "State",
    "Template",
    "Theme",
    "Timeout",
    "Trigger",
    "Unknown",
    "Word",
    "nested",
    "walk",
]


class Node:
    """A piece of a script with its place."""

    __slots__ = ()
    span: Span


# --- values ---------------------------------------------------------------------------------------------


@node
class Word(Node):
    """A name, path, event or parameter value as it is meant: quotes and escapes resolved."""

    span: Span
    text: str


@node
class Script(Node):
    """JavaScript as it stands in the file; `text` of the span is the code."""

    span: Span


@node
class Template(Node):
    """Text with `{{ }}` in it: literal strings and the spans of the expressions between the braces."""

    span: Span
    parts: tuple[str | Span, ...]

    @property
    def literal(self) -> str | None:
        """The whole text where it has no `{{ }}`, else None."""
        if not self.parts:
            return ""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        return None


@node
class PatternText(Node):
    """A pattern as it stands in the file; `text` has comment lines blanked out, offset by offset."""

    span: Span
    text: str


@node
class Parameter(Node):
    """`key = value` behind `||`."""

    span: Span
    key: Word
    value: Word


@node
class Setting(Node):
    """`key = value` on a line of its own below a tag; the value may run over lines."""

    span: Span
    key: Word
    value: Word


# --- declarations ---------------------------------------------------------------------------------------


@node
class Theme(Node):
    """`theme: /Name` with what stands in it."""

    span: Span
    head: Span
    name: Word
    parameters: tuple[Parameter, ...]
    body: tuple[Node, ...]


@node
class State(Node):
    """`state: Name` with its triggers, reactions and nested states, in the order of the text."""

    span: Span
    head: Span
    name: Word | None
    parameters: tuple[Parameter, ...]
    body: tuple[Node, ...]


@node
class Require(Node):
    """`require: file` and its settings."""

    span: Span
    file: Word
    settings: tuple[Setting, ...]


@node
class PatternDefinition(Node):
    """`$Name = pattern || converter = …` in a `patterns:` section; `name` is without the `$`."""

    span: Span
    name: Word
    pattern: PatternText
    converter: Script | None
    parameters: tuple[Parameter, ...]


@node
class Patterns(Node):
    """A `patterns:` section."""

    span: Span
    definitions: tuple[PatternDefinition, ...]


@node
class Init(Node):
    """`init:`: code that runs once, when the script is loaded."""

    span: Span
    script: Script


@node
class Annotation(Node):
    """`@Name {json}`: what the visual editor notes for itself; without effect."""

    span: Span
    name: Word
    body: Span


@node
class Unknown(Node):
    """A tag that the language does not have; already reported, kept for what stands below it."""

    span: Span
    name: Word
    body: tuple[Node, ...]


# --- triggers -------------------------------------------------------------------------------------------


class Trigger(Node):
    """A tag that lets a state be entered: `is_global` for the form with `!`."""

    __slots__ = ()
    is_global: bool
    parameters: tuple[Parameter, ...]

    def parameter(self, name: str) -> Parameter | None:
        """The last parameter with this key."""
        return find_parameter(self.parameters, name)


@node
class PatternTrigger(Trigger):
    """`q:` or `q!:`."""

    span: Span
    is_global: bool
    pattern: PatternText
    parameters: tuple[Parameter, ...]


@node
class EventTrigger(Trigger):
    """`event:` or `event!:`."""

    span: Span
    is_global: bool
    event: Word
    parameters: tuple[Parameter, ...]


@node
class IntentTrigger(Trigger):
    """`intent`, `intent!`, or with `is_group` `intentGroup`, `intentGroup!`."""

    span: Span
    is_global: bool
    is_group: bool
    intent: Word
    parameters: tuple[Parameter, ...]


@node
class ExampleTrigger(Trigger):
    """`e`, `e!` (one example phrase), or with `is_group` `eg`, `eg!` (a group from a file)."""

    span: Span
    is_global: bool
    is_group: bool
    phrase: Word
    parameters: tuple[Parameter, ...]


# --- reactions ------------------------------------------------------------------------------------------


class Reaction(Node):
    """A tag that does something once its state is entered."""

    __slots__ = ()


@node
class Answer(Reaction):
    """`a:`: a text reply."""

    span: Span
    text: Template
    parameters: tuple[Parameter, ...]


@node
class Media(Reaction):
    """`image:`, `audio:` or `video:` (the `kind`) with an address."""

    span: Span
    kind: str
    url: Template
    parameters: tuple[Parameter, ...]


@node
class Button(Node):
    """One line of `buttons:`: a caption, or an object (then with its `fields`), and where it leads.

    The values of `fields` are texts as `Template`, everything else as plain JSON.
    """

    span: Span
    caption: Template | None
    fields: tuple[tuple[str, object], ...]
    target: Template | None


@node
class Buttons(Reaction):
    """`buttons:` or, with `inline`, `inlineButtons:`."""

    span: Span
    inline: bool
    items: tuple[Button, ...]


@node
class Go(Reaction):
    """`go!:` (`at_once`) and `go:`."""

    span: Span
    at_once: bool
    target: Template


@node
class Timeout(Reaction):
    """`timeout: path || interval = …`."""

    span: Span
    target: Template
    parameters: tuple[Parameter, ...]


@node
class Random(Reaction):
    """`random:`: one of the nested tags is run."""

    span: Span
    body: tuple[Node, ...]


@node
class Branch(Node):
    """One arm of an `if`: without a condition it is the `else`."""

    span: Span
    condition: Script | None
    body: tuple[Node, ...]


@node
class If(Reaction):
    """`if`, its `elseif`s and its `else`: the first arm that holds is run."""

    span: Span
    branches: tuple[Branch, ...]


@node
class RunScript(Reaction):
    """`script:` or, with `es6`, `scriptEs6:`."""

    span: Span
    es6: bool
    script: Script


@node
class NewSession(Reaction):
    """`newSession:`, deprecated by the platform."""

    span: Span
    settings: tuple[Setting, ...]


@node
class Action(Reaction):
    """An action tag such as `InputText:`, built in or the project's own, with its settings."""

    span: Span
    name: Word
    settings: tuple[Setting, ...]


@node
class Document(Node):
    """The root: all that stands in one file, and its comment lines."""

    span: Span
    source: Source
    body: tuple[Node, ...]
    comments: tuple[Span, ...]


# --- helpers --------------------------------------------------------------------------------------------


def find_parameter(parameters: tuple[Parameter, ...], name: str) -> Parameter | None:
    """The last of the parameters with the key `name`, or None."""
    for parameter in reversed(parameters):
        if parameter.key.text == name:
            return parameter
    return None


_PLAIN = frozenset({"Span", "Source", "str", "bool"})
"""Types of fields that hold no nodes, as they are written."""


_HOLDERS: dict[type[Node], tuple[str, ...]] = {}


def _holders(cls: type[Node]) -> tuple[str, ...]:
    """The fields of a class of nodes that may hold others."""
    known = _HOLDERS.get(cls)
    if known is None:
        listed = fields(cls)  # type: ignore[arg-type]
        known = _HOLDERS[cls] = tuple(item.name for item in listed if item.type not in _PLAIN)
    return known


def children(node: Node) -> list[Node]:
    """The nodes directly below `node`, in the order of its fields."""
    found: list[Node] = []
    for name in _holders(type(node)):
        value = getattr(node, name)
        if isinstance(value, tuple):
            found += [child for child in value if isinstance(child, Node)]
        elif isinstance(value, Node):
            found.append(value)
    return found


def walk(node: Node) -> Iterator[Node]:
    """`node` and all nodes below it, parents before children, in the order of the text."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        below = children(current)
        below.reverse()
        pending += below


def nested(node: Node) -> tuple[Node, ...]:
    """What stands on lines of its own below a tag: other tags, the arms of an `if`, definitions of patterns."""
    match node:
        case State() | Theme() | Unknown() | Random() | Branch():
            return node.body
        case If():
            return node.branches
        case Patterns():
            return node.definitions
    return ()


_COMMENT_LINE = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)


def blank_comments(text: str) -> str:
    """`text` with comment lines (but its first line) turned into blanks of the same length."""
    if "#" not in text:
        return text
    first_break = text.find("\n") + 1
    if first_break == 0:
        return text
    return text[:first_break] + _COMMENT_LINE.sub(
        lambda found: " " * len(found.group()), text[first_break:]
    )
