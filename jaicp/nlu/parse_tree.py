"""`$parseTree`: the winning way of a match as the plain data that scripts read.

The form is the vendor's ("parseTree" in the JS API). Found by running public bots' tests: the shortcuts
`_Name` stand on the root only, for every name in the tree, and a node without a value of its own takes over
that of its first child that has one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jaicp.nlu.matcher import Hit, Match
from jaicp.nlu.nodes import NO_VALUE
from jaicp.nlu.words import Utterance

__all__ = ["NO_VALUE", "Convert", "build_parse_tree"]

Convert = Callable[[Any, dict[str, Any]], Any]
"""Runs a converter: its key as given in the `PatternTable`, and the node as built so far. It returns the
new value, or `NO_VALUE` where the converter returns nothing."""

FIELDS = frozenset({"tag", "pattern", "text", "words", "value", "startPos", "endPos"})
"""What a node says of itself; a named pattern of such a name does not hide it."""


def build_parse_tree(
    match: Match, utterance: Utterance, convert: Convert | None = None
) -> dict[str, Any]:
    """The parse tree of `match`.

    Nodes are dictionaries with `tag`, `pattern`, `text`, `words`, `startPos` and `endPos` (code points,
    half-open), `value` where there is one, and a list of nodes for each name below. Converters run from
    the leaves to the root, each once. Without `convert` values stay as if no converter were declared.
    """
    root = _node(match.hypothesis, utterance, convert)
    root["text"] = utterance.text
    root["words"] = utterance.words()
    root["startPos"], root["endPos"] = 0, len(utterance.text)
    root["_Root"] = root.get("value", utterance.text)
    _add_shortcuts(root)
    return root


def _add_shortcuts(root: dict[str, Any]) -> None:
    """`_Name` for every name in the tree: the value of its first node, of those that lie least deep.

    A public bot's tests pass only if names inside of named patterns have one, too.
    """
    level = [root]
    while level:
        below: list[dict[str, Any]] = []
        for node in level:
            named = [(name, nodes) for name, nodes in node.items() if name not in FIELDS]
            for name, nodes in named:
                if isinstance(nodes, list):
                    below += nodes
                    if f"_{name}" not in root:
                        root[f"_{name}"] = nodes[0].get("value", nodes[0]["text"])
        level = below


def _node(hit: Hit, utterance: Utterance, convert: Convert | None) -> dict[str, Any]:
    tokens = utterance.tokens[hit.start : hit.end]
    start, end = (tokens[0].start, tokens[-1].end) if tokens else (_place(hit, utterance),) * 2
    node: dict[str, Any] = {
        "tag": hit.tag,
        "pattern": hit.pattern,
        "text": utterance.text[start:end],
        "words": [token.text.lower() for token in tokens if not token.is_punctuation],
        "startPos": start,
        "endPos": end,
    }
    inherited: Any = NO_VALUE
    for child in hit.children:
        below = _node(child, utterance, convert)
        if child.tag not in FIELDS:
            node.setdefault(child.tag, []).append(below)
        if inherited is NO_VALUE:
            inherited = below.get("value", NO_VALUE)
    _set_value(node, hit, inherited, convert)
    return node


def _set_value(node: dict[str, Any], hit: Hit, inherited: Any, convert: Convert | None) -> None:
    """Own value before the converter; inherited only where there is neither."""
    own = hit.values[-1] if hit.values else hit.value
    if own is not NO_VALUE:
        node["value"] = own
    if convert is not None and hit.converter is not None:
        converted = convert(hit.converter, node)
        node.pop("value", None)
        own = converted
        if converted is not NO_VALUE:
            node["value"] = converted
    elif own is NO_VALUE and inherited is not NO_VALUE:
        node["value"] = inherited


def _place(hit: Hit, utterance: Utterance) -> int:
    """Where a node that took nothing stands: behind the token before it."""
    return utterance.tokens[hit.end - 1].end if hit.end else 0
