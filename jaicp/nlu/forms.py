"""Patterns taken apart: the plain sequences that a pattern stands for, in a form that can be compared.

`(привет|здравствуй) [мир]` stands for four sequences without alternatives. What a pattern loses of a text
depends on the sequence that was used and on nothing else. So two patterns with a sequence in common score alike
wherever that one is the best; and a pattern all of whose sequences another has, too, never scores more than that
other. Words are folded, values (`x:value`) and aliases are left out, since neither counts for the score. A pattern
with a `$weight` is not taken apart: what is weighted depends on where in the pattern it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product

from jaicp.nlu.words import fold
from jaicp.syntax import pattern_ast as ast
from jaicp.syntax.patterns import parse_pattern

__all__ = ["MOST_FORMS", "STAR", "Form", "forms_of", "forms_of_node", "lone_stars", "words_in"]

Atom = tuple[object, ...]
Form = tuple[Atom, ...]
"""A sequence of elements without alternatives."""

STAR: Atom = ("*",)
MOST_FORMS = 48
"""A pattern that stands for more sequences is not taken apart."""

_LONE_STAR = re.compile(r"(?<![^\s(){}\[\]|/])\*(?![^\s(){}\[\]|/])")


def lone_stars(text: str) -> int:
    """How many `*` of a pattern stand for any words; those of stems such as `hel*` do not count."""
    return len(_LONE_STAR.findall(text))


def forms_of(text: str) -> frozenset[Form] | None:
    """The sequences that a pattern stands for; None where they are too many or where it cannot be read."""
    root = parse_pattern(text).root
    return None if root is None else forms_of_node(root)


def forms_of_node(node: ast.PatternNode) -> frozenset[Form] | None:
    """The sequences that a part of a pattern stands for; None where they are too many."""
    try:
        return frozenset(_without_double_stars(form) for form in _forms(node))
    except _NotTakenApartError:
        return None


def words_in(form: Form) -> list[str] | None:
    """Words that fit the sequence, with nothing for its stars; None where no such words can be told."""
    found: list[str] = []
    for atom in form:
        match atom:
            case ("*",):
                continue
            case ("word" | "stem" | "lemma", str() as text, *_):
                found.append(text)
            case ("{", tuple() as items):
                for item in items:
                    inner = words_in(item)
                    if inner is None:
                        return None
                    found += inner
            case _:
                return None
    return found


class _NotTakenApartError(Exception):
    """There are more sequences than are worth looking at, or weights among them."""


def _forms(node: ast.PatternNode) -> list[Form]:
    match node:
        case ast.Sequence():
            return _product([_forms(item) for item in node.items])
        case ast.Group():
            return _limited(form for branch in node.branches for form in _forms(branch))
        case ast.OptionalGroup():
            inner = [form for branch in node.branches for form in _forms(branch)]
            return _limited([*inner, ()])
        case ast.Braces():
            return _limited(form for branch in node.branches for form in _orderless(branch))
        case ast.Mapped():
            return _forms(node.item)
    return [(_atom(node),)]


def _orderless(branch: ast.Sequence) -> list[Form]:
    """Braces around each choice of what its items stand for; items come in an order of our own."""
    choices = [_forms(item) for item in branch.items]
    if _size(choices) > MOST_FORMS:
        raise _NotTakenApartError
    return [(("{", tuple(sorted(items, key=repr))),) for items in product(*choices)]


def _product(choices: list[list[Form]]) -> list[Form]:
    if _size(choices) > MOST_FORMS:
        raise _NotTakenApartError
    return [tuple(atom for part in parts for atom in part) for parts in product(*choices)]


def _size(choices: list[list[Form]]) -> int:
    size = 1
    for choice in choices:
        size *= len(choice)
    return size


def _limited(forms: Iterable[Form]) -> list[Form]:
    found = list(dict.fromkeys(forms))
    if len(found) > MOST_FORMS:
        raise _NotTakenApartError
    return found


def _atom(node: ast.PatternNode) -> Atom:
    match node:
        case ast.AnyText():
            return STAR
        case ast.Word():
            return ("word", fold(node.text))
        case ast.Stem():
            return ("stem", fold(node.text), node.open_start, node.open_end)
        case ast.Lemma():
            return ("lemma", fold(node.text))
        case ast.Regexp():
            return ("regexp", node.body, node.ignore_case)
        case ast.Morph():
            return ("morph", node.grammemes)
        case ast.NamedRef():
            return ("$", node.name)
        case ast.EntityRef():
            return ("@", node.name)
        case ast.DictionaryRef():
            return ("entity", node.name)
        case ast.Repeat():
            return ("repeat", node.item.name)
        case ast.Weight():
            raise _NotTakenApartError
    raise TypeError(type(node).__name__)


def _without_double_stars(form: Form) -> Form:
    """Stars side by side are as one."""
    return tuple(
        atom for at, atom in enumerate(form) if atom != STAR or form[at - 1 : at] != (STAR,)
    )
