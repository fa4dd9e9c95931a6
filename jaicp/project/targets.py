"""The states that reactions name: `go`, `go!`, buttons, timeouts and the settings of action tags."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from jaicp.project.paths import resolve_path
from jaicp.syntax import ast
from jaicp.syntax.ast import Node, Template
from jaicp.text.source import Span

__all__ = ["Target", "Way", "may_lead_away", "targets_of", "ways_from"]

_LEAVING = re.compile(
    r"""\b(?:transition|targetState|contextPath|stopSession|startSession|newSession|throw|dialer)\b
    |(?<![\w$.])(?!(?:if|for|while|switch|catch|function|return|typeof|parseInt|parseFloat|String|Number)\b)
    [A-Za-z_]\w*\s*\(""",
    re.VERBOSE,
)
"""What in a script may lead out of a state: the platform's ways, and functions of the project."""

_SETTINGS = frozenset(
    """then okState errorState agreeState disagreeState noOperatorsOnlineState dialogCompletedState
    catchAllState""".split()
)


_NAMING = (ast.Action, ast.Buttons, ast.Go, ast.Timeout)


@dataclass(frozen=True, slots=True)
class Target:
    """A path written out in a script, with its place and the tag or setting that holds it."""

    span: Span
    path: str
    tag: str


Way = tuple[Target, str]
"""A path that is written out in a state, and the absolute path that it means there."""


def ways_from(path: str, targets: Iterable[Target]) -> tuple[Way, ...]:
    """The targets that are named in the state at `path`, with what they mean there."""
    return tuple((target, resolve_path(path, target.path)) for target in targets)


def targets_of(body: Iterable[Node]) -> Iterator[Target]:
    """The paths named by reactions, also inside `if` and `random`; those with `{{ }}` are left out.

    The walk has its own stack: reactions may lie further inside of each other than Python recurses.
    """
    pending = [*body]
    pending.reverse()
    while pending:
        node = pending.pop()
        if isinstance(node, (ast.Random, ast.Branch)):
            pending += reversed(node.body)
        elif isinstance(node, ast.If):
            pending += reversed(node.branches)
        elif isinstance(node, _NAMING):
            yield from _targets(node)


@lru_cache(maxsize=16384)
def may_lead_away(script: str) -> bool:
    """Whether code may lead out of the state in which it runs."""
    return _LEAVING.search(script) is not None


def _targets(node: Node) -> Iterator[Target]:
    """The paths in a node itself."""
    match node:
        case ast.Go():
            yield from _target(node.target, "go!" if node.at_once else "go")
        case ast.Timeout():
            yield from _target(node.target, "timeout")
        case ast.Buttons():
            for item in node.items:
                if item.target is not None:
                    yield from _target(item.target, "button")
        case ast.Action():
            yield from _settings(node)


def _settings(node: ast.Action) -> Iterator[Target]:
    for setting in node.settings:
        text = setting.value.text
        if setting.key.text in _SETTINGS and text and "{{" not in text:
            yield Target(setting.value.span, text, setting.key.text)


def _target(template: Template, tag: str) -> Iterator[Target]:
    path = template.literal
    if path:
        yield Target(template.span, path, tag)
