"""From the tree of a pattern to its matcher.

What can be settled once is settled here: groups of words become one table, groups with one branch
dissolve in the sequence around them, neighbouring stars become one, `$weight` moves to the end of its
sequence where that changes nothing. Named patterns are compiled once for a table of names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from jaicp.nlu.groups import Alternatives, Link, MappedNode, Maybe, NamedNode, RepeatNode
from jaicp.nlu.index import RuleIndex
from jaicp.nlu.leaves import (
    DictionaryNode,
    EntityNode,
    MorphNode,
    OneWord,
    RegexNode,
    SomeText,
    WeightNode,
)
from jaicp.nlu.literals import INFIX, LEMMA, PREFIX, SUFFIX, WORD, Literal, Required, rarest
from jaicp.nlu.matcher import Matcher
from jaicp.nlu.morphology import known_grammeme
from jaicp.nlu.nodes import Never, Node, Ref
from jaicp.nlu.permutations import AnyOrder
from jaicp.nlu.sequences import LocalWeight, SequenceNode, Step
from jaicp.nlu.table import BUILT_IN, DEEPEST, NamedPattern, PatternTable
from jaicp.nlu.tokens import Choice, GlobNode, LiteralRun, PrefixNode, SignNode, TokenSet, WordNode
from jaicp.nlu.words import Token, fold, tokens_of
from jaicp.syntax import pattern_ast as ast
from jaicp.syntax.java_regex import JavaRegexError, compile_java_regex

__all__ = ["NamedPattern", "PatternTable", "compile_pattern"]

MANY_BRANCHES = 8
"""From here on a group looks its branches up in an index instead of asking each."""

PLAIN_REGEX = re.compile(r"[^.^$*+?{}\[\]\\|()]+")
LEADING_LETTERS = re.compile(r"[^\W\d_]{2,}(?![?*+{])|[^\W\d_]{2,}(?=[^\W\d_][?*+{])")


def compile_pattern(node: ast.PatternNode | None, names: PatternTable) -> Matcher:
    """The matcher of a pattern; what `names.problems_of` complains of matches nothing."""
    if node is None or names.depth(node) > DEEPEST:
        return Matcher(Never())
    compiler = _Compiler(names)
    for name in names.in_order(node):
        compiler.body(name)
    return Matcher(compiler.pattern(node))


class _Compiler:
    """Compiles patterns with the names of one table."""

    def __init__(self, names: PatternTable) -> None:
        self.names = names
        self.inside: str | None = None  # the named pattern that is being compiled

    def pattern(self, node: ast.PatternNode) -> Node:
        """The compiled form of any node."""
        choice = _choice(node)
        if choice is not None:
            return _token_set([choice])
        if isinstance(node, ast.Weight):
            return self.sequence((node,))
        return _MAKERS[type(node)](self, node)

    # Sequences

    def sequence(self, items: Sequence[ast.PatternNode]) -> Node:
        """Items in a row."""
        flat = list(_flattened(items)) if any(type(item) in _HOLDING for item in items) else items
        weighted = any(isinstance(item, ast.Weight) for item in flat)
        locals_ = _local_weights(flat) if weighted else ()
        if locals_:
            flat = [item for item in flat if not (isinstance(item, ast.Weight) and item.local)]
        steps: list[Step] = []
        floating = False
        for index, item in enumerate(flat):
            if isinstance(item, ast.AnyText):
                floating = True
                continue
            steps.append(Step(floating, self.item(flat, index)))
            floating = False
        weights: Sequence[WeightNode] = ()
        if weighted:
            steps, weights, floating = _hoisted(steps, floating)
        if len(steps) == 1 and not (steps[0].floating or floating or weights or locals_):
            return steps[0].node
        return SequenceNode(steps, floating, weights, locals_)

    def item(self, items: Sequence[ast.PatternNode], index: int) -> Node:
        """One item of a sequence; braces want to know whether stars stand beside them."""
        node = items[index]
        if isinstance(node, ast.Weight):
            return WeightNode(node.factor, node.shift)
        if isinstance(node, ast.Braces):
            first = _is_star_beside(items, index, -1)
            return self.braces(node, (first, _is_star_beside(items, index, 1)))
        return self.pattern(node)

    def alternatives(self, branches: Sequence[ast.Sequence], optional: bool) -> Node:
        """One of several branches; neighbouring branches of one word become one table."""
        nodes: list[Node] = []
        words: list[Choice] = []
        for branch in branches:
            choice = _choice(branch)
            if choice is not None:
                words.append(choice)
                continue
            if words:
                nodes.append(_token_set(words))
                words = []
            nodes.append(self.pattern(branch))
        if words:
            nodes.append(_token_set(words))
        if len(nodes) == 1 and isinstance(nodes[0], (WordNode, PrefixNode, TokenSet, NamedNode)):
            return Maybe(nodes[0]) if optional else nodes[0]
        if len(nodes) == 1 and not optional and not isinstance(nodes[0], SequenceNode):
            return nodes[0]
        return self.one_of(nodes, optional)

    def one_of(self, nodes: Sequence[Node], optional: bool = False) -> Alternatives:
        """Alternatives of compiled branches, with an index where there are many."""
        if len(nodes) < MANY_BRANCHES:
            return Alternatives(nodes, optional)
        return Alternatives(nodes, optional, RuleIndex(enumerate(nodes), self.names.begins))

    def braces(self, node: ast.Braces, outside: tuple[bool, bool] = (False, False)) -> Node:
        """Items in any order; `outside` tells whether a star stands before and behind the braces."""
        nodes = [self.any_order(branch.items, outside) for branch in node.branches]
        return nodes[0] if len(nodes) == 1 else self.one_of(nodes)

    def any_order(self, items: Sequence[ast.PatternNode], outside: tuple[bool, bool]) -> Node:
        """One pair of braces."""
        weights = [
            WeightNode(item.factor, item.shift)
            for item in items
            if isinstance(item, ast.Weight) and not item.local
        ]
        locals_ = _local_weights(items)
        stars = sum(isinstance(item, ast.AnyText) for item in items)
        parts = []
        for item in items:
            if not isinstance(item, (ast.AnyText, ast.Weight)):
                part = self.pattern(item)
                parts.append(self.one_of([part]) if isinstance(part, SequenceNode) else part)
        order = AnyOrder(parts, stars, outside)
        if weights or locals_:
            return SequenceNode((Step(False, order),), False, weights, locals_)
        return order

    def mapped(self, node: ast.Mapped) -> Node:
        """`item:value`; of an optional part only what it takes gives the value."""
        inner = node.item
        if isinstance(inner, ast.OptionalGroup):
            group = ast.Group(inner.start, inner.end, inner.branches)
            return self.one_of(
                [self.mapped(ast.Mapped(node.start, node.end, group, node.value))], True
            )
        part = self.pattern(inner)
        return MappedNode(
            self.one_of([part]) if isinstance(part, SequenceNode) else part, node.value
        )

    # Words

    def word(self, text: str) -> Node:
        """A word that is no single token: a sign, or several tokens that follow each other."""
        return _run(tokens_of(text))

    def stem(self, node: ast.Stem) -> Node:
        """A stem that is no single token."""
        if "*" in node.text:
            return GlobNode(_glob(node))
        tokens = tokens_of(node.text)
        parts: list[ast.PatternNode] = []
        if node.open_start and tokens[0].is_punctuation:
            parts.append(ast.AnyText(node.start, node.start + 1))
        for index, token in enumerate(tokens):
            first = index == 0 and node.open_start and not token.is_punctuation
            last = index == len(tokens) - 1 and node.open_end and not token.is_punctuation
            word: ast.PatternNode = ast.Word(node.start, node.end, token.text)
            parts.append(
                ast.Stem(node.start, node.end, token.text, first, last) if first or last else word
            )
        if node.open_end and tokens[-1].is_punctuation:
            parts.append(ast.AnyText(node.end - 1, node.end))
        return self.sequence(parts)

    def lemma(self, node: ast.Lemma) -> Node:
        """A dictionary form that is no single token, as `~слово,`."""
        first, *rest = tokens_of(node.text)
        words: list[ast.PatternNode] = [
            ast.Word(node.start, node.end, token.text) for token in rest
        ]
        if first.is_punctuation:
            return self.word(node.text)
        return self.sequence([ast.Lemma(node.start, node.end, first.text), *words])

    def regexp(self, node: ast.Regexp) -> Node:
        """A regular expression; a bad one has been reported where it was read."""
        try:
            compile_java_regex(node.body, node.ignore_case)
        except JavaRegexError:
            return Never()
        return RegexNode(node.body, node.ignore_case, _regex_literals(node.body))

    def morph(self, node: ast.Morph) -> Node:
        """One word with the given grammemes."""
        known = [known_grammeme(grammeme) for grammeme in node.grammemes]
        if None in known:
            return Never()
        return MorphNode(grammeme for grammeme in known if grammeme)

    # Names

    def named(self, node: ast.NamedRef) -> Node:
        """A named pattern; all places that use it under one alias share one node."""
        if self.inside is not None and self.names.closes_circle(self.inside, node):
            return Never()
        key = (node.name, node.alias)
        known = self.names.compiled.get(key)
        if known is None:
            pattern = self.names.patterns.get(node.name)
            converter = None if pattern is None else pattern.converter
            ref = Ref(node.alias or node.name, node.name, converter)
            known = self.names.compiled[key] = NamedNode(self.body(node.name), ref)
        return known

    def body(self, name: str) -> Node:
        """What a name stands for."""
        key = (name, "")  # no alias is empty
        known = self.names.compiled.get(key)
        if known is None:
            link = Link(self.names.is_nullable(name))
            if self.names.is_recursive(name):
                self.names.compiled[key] = link
            known = self.names.compiled[key] = link.target = self._new_body(name)
        return known

    def _new_body(self, name: str) -> Node:
        pattern = self.names.patterns.get(name)
        if pattern is not None:
            root = pattern.root
            if root is None or self.names.depth(root) > DEEPEST:
                return Never()
            outside, self.inside = self.inside, name
            compiled = self.pattern(root)
            self.inside = outside
            return compiled
        if name in BUILT_IN:
            return OneWord() if name == "oneWord" else SomeText()
        return Never()

    def entity(self, node: ast.EntityRef) -> Node:
        """`@name`."""
        return EntityNode(node.name, Ref(node.alias or node.name, node.name))

    def dictionary(self, node: ast.DictionaryRef) -> Node:
        """`$entity<Name>`."""
        known = self.names.dictionaries.get(node.name)
        if known is None:
            return Never()
        return DictionaryNode(known, Ref(node.alias or node.name, node.name))


_MAKERS: dict[type[ast.PatternNode], Callable[..., Node]] = {
    ast.AnyText: lambda compiler, node: SequenceNode((), open_end=True),
    ast.Word: lambda compiler, node: compiler.word(node.text),
    ast.Stem: _Compiler.stem,
    ast.Lemma: _Compiler.lemma,
    ast.Regexp: _Compiler.regexp,
    ast.Morph: _Compiler.morph,
    ast.NamedRef: _Compiler.named,
    ast.EntityRef: _Compiler.entity,
    ast.DictionaryRef: _Compiler.dictionary,
    ast.Repeat: lambda compiler, node: RepeatNode(compiler.named(node.item)),
    ast.Mapped: _Compiler.mapped,
    ast.Sequence: lambda compiler, node: compiler.sequence(node.items),
    ast.Group: lambda compiler, node: compiler.alternatives(node.branches, optional=False),
    ast.OptionalGroup: lambda compiler, node: compiler.alternatives(node.branches, optional=True),
    ast.Braces: _Compiler.braces,
}


def _local_weights(items: Iterable[ast.PatternNode]) -> list[LocalWeight]:
    return [
        LocalWeight(item.factor, item.shift)
        for item in items
        if isinstance(item, ast.Weight) and item.local
    ]


def _flattened(items: Iterable[ast.PatternNode]) -> Iterator[ast.PatternNode]:
    """The items of a sequence, those of groups with one branch among them."""
    for item in items:
        if isinstance(item, ast.Sequence):
            yield from _flattened(item.items)
        elif (
            isinstance(item, ast.Group)
            and len(item.branches) == 1
            and not _local_weights(item.branches[0].items)
        ):
            yield from _flattened(item.branches[0].items)
        else:
            yield item


_HOLDING = frozenset({ast.Sequence, ast.Group})
"""Nodes that may dissolve in the sequence around them."""


def _is_star_beside(items: Sequence[ast.PatternNode], index: int, step: int) -> bool:
    """Whether the next item in a direction is a star; weights do not count."""
    at = index + step
    while 0 <= at < len(items) and isinstance(items[at], ast.Weight):
        at += step
    return 0 <= at < len(items) and isinstance(items[at], ast.AnyText)


def _hoisted(steps: Sequence[Step], open_end: bool) -> tuple[list[Step], list[WeightNode], bool]:
    """Weights behind which no further weight can come, moved to the end; a star before one stays."""
    kept: list[Step] = []
    weights: list[WeightNode] = []
    blocked = False
    for step in reversed(steps):
        if isinstance(step.node, WeightNode) and not blocked:
            weights.append(step.node)
            if step.floating and kept:
                kept[-1] = Step(True, kept[-1].node)
            open_end = open_end or (step.floating and not kept)
        else:
            blocked = blocked or step.node.weighted
            kept.append(step)
    return kept[::-1], weights[::-1], open_end


def _choice(node: ast.PatternNode) -> Choice | None:
    """A node that takes one word by its letters or its dictionary form, as an entry of a table."""
    match node:
        case ast.Word() | ast.Stem() | ast.Lemma():
            tokens = tokens_of(node.text)
            if len(tokens) != 1 or tokens[0].is_punctuation or "*" in node.text:
                return None
            return Choice(_kind(node), tokens[0].folded)
        case ast.Sequence():
            return _choice(node.items[0]) if len(node.items) == 1 else None
        case ast.Group():
            return _choice(node.branches[0]) if len(node.branches) == 1 else None
        case ast.Mapped():
            inner = _choice(node.item)
            if inner is None or inner.value is not None:
                return None
            return Choice(inner.kind, inner.text, node.value)
    return None


def _kind(node: ast.Word | ast.Stem | ast.Lemma) -> str:
    """The kind of literal that a text must hold for a node to fit."""
    if isinstance(node, ast.Word):
        return WORD
    if isinstance(node, ast.Lemma):
        return LEMMA
    if node.open_start:
        return INFIX if node.open_end else SUFFIX
    return PREFIX


def _token_set(choices: Sequence[Choice]) -> Node:
    if len(choices) == 1 and choices[0].kind == WORD:
        return WordNode(choices[0].text, choices[0].value)
    if len(choices) == 1 and choices[0].kind == PREFIX:
        return PrefixNode(choices[0].text, choices[0].value)
    return TokenSet(choices)


def _run(tokens: Sequence[Token]) -> Node:
    """Tokens with nothing between them."""
    last = tokens[-1]
    node = SignNode(last.folded) if last.is_punctuation else WordNode(last.folded)
    return node if len(tokens) == 1 else LiteralRun([token.folded for token in tokens[:-1]], node)


def _glob(node: ast.Stem) -> str:
    return ("*" if node.open_start else "") + fold(node.text) + ("*" if node.open_end else "")


def _regex_literals(body: str) -> Required:
    """What a text must hold for an expression to fit, where the letters tell without further analysis."""
    if PLAIN_REGEX.fullmatch(body):
        words = [token.folded for token in tokens_of(body) if not token.is_punctuation]
        return rarest(frozenset((Literal(WORD, word),)) for word in words)
    leading = LEADING_LETTERS.match(body)
    if leading is None or _has_bar_outside(body):
        return None
    return frozenset((Literal(PREFIX, fold(leading.group())),))


def _has_bar_outside(body: str) -> bool:
    """Whether a bar stands outside of all brackets; in doubt yes."""
    depth = 0
    for sign in re.sub(r"\\[\s\S]", "", body):
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth <= 0:
            return True
    return depth != 0
