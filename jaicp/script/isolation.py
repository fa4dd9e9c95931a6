"""What has to be known of a bot's code so that nothing a turn changes in its globals is seen by another.

The comparing itself is done in the engine (`prelude/80-isolation.js`). Here the code is read once: which names it
declares for all scripts, which functions it hangs fields on, and whether it can change what belongs to the
language or to the platform.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import accumulate

from jaicp.script.bundle import Bundle, Chunk
from jaicp.script.engine import Engine, EngineError
from jaicp.syntax.javascript import JsNode, parse_file
from jaicp.text.source import Source

__all__ = [
    "NATIVES",
    "Declared",
    "Isolation",
    "Watchfulness",
    "declared_in",
    "watchfulness",
    "writes_outside",
]

_DECLARES = re.compile(r"\b(?:var|let|const|class)\b")
_STATEMENTS = frozenset(
    """program statement_block if_statement else_clause for_statement for_in_statement while_statement do_statement
    try_statement catch_clause finally_clause switch_statement switch_body switch_case switch_default
    labeled_statement with_statement""".split()
)
_FUNCTIONS = """
[(function_declaration) (function_expression) (arrow_function) (method_definition)
 (generator_function) (generator_function_declaration)] @function
"""
NATIVES = tuple(
    """Object Array String Number Boolean Function RegExp Date Promise Map Set WeakMap WeakSet Symbol BigInt Error
    TypeError RangeError SyntaxError ReferenceError EvalError URIError AggregateError Math JSON Intl console
    $reactions $jsapi $http $nlp $caila $faq $analytics $pushgate $mail $gpt $storage $integration
    $conversationApi $dialer $env $secrets""".split()
)
"""Objects of the language and the platform, as all chats of a bot see them."""

_SHARED = frozenset((*NATIVES, "_", "moment"))

_WRITTEN = re.compile(
    r"(?<![\w$.])([A-Za-z_$][\w$]*)(?:\s*(?:\.\s*[\w$]+|\[[^\]\n]*\]))+\s*(?:[-+*/%&|^?]{0,3}=(?![=>])|\+\+|--)"
)
"""A field that is written to, by the name that its object is reached from."""

_DELETED = re.compile(r"delete\s+([A-Za-z_$][\w$]*)\s*[.\[]")
_RENAMED = re.compile(r"=(?<![=!<>]=)\s*([A-Za-z_$][\w$]*)(?:\s*\.\s*prototype)?\s*(?:[;,}\n]|$)")
_COPIED_INTO = tuple(
    re.compile(rf"{word}\s*\(\s*([A-Za-z_$][\w$]*)\s*(?:\.\s*prototype\s*)?,")
    for word in ("assign", "extend", "extendOwn", "defaults", "mixin")
)
_MIXED_IN = re.compile(r"(mixin)\s*\(")
"""A field that is deleted; an object that gets a second name; one that others are copied into; by their names."""

_RESHAPED = tuple(
    map(
        re.compile,
        (
            r"__proto__",
            r"__define[GS]etter__",
            r"definePropert",
            r"etPrototypeOf",
            r"freeze\s*\(",
            r"seal\s*\(",
            r"preventExtensions",
            r"Reflect(?<![\w$.]Reflect)\b",
            r"Function(?<![\w$.]Function)\s*\(",
            r"eval(?<![\w$.]eval)\b",
            r"constructor(?<=\.constructor)\s*[.(\[]",
        ),
    )
)
"""Each begins with a word, which is what the library searches fastest."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The names that a file declares for all scripts: by `var`; by `let` and `class`; by `const`."""

    variables: tuple[str, ...] = ()
    lexical: tuple[str, ...] = ()
    constant: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watchfulness:
    """What turns of a bot can change beside the values of its globals.

    `assigned` are names that some code hangs fields on. `natives`: objects of the language, the platform or a
    library; `shapes`: attributes, accessors or prototypes of objects, which takes a closer look at everything.
    """

    assigned: tuple[str, ...] = ()
    natives: bool = False
    shapes: bool = False


@dataclass(slots=True)
class _Names:
    variables: list[str] = field(default_factory=list)
    lexical: list[str] = field(default_factory=list)
    constant: list[str] = field(default_factory=list)


def declared_in(code: str) -> Declared:
    """What the top level of a file declares; nothing where the code cannot be read."""
    if _DECLARES.search(code) is None:
        return Declared()
    found = _Names()
    root = parse_file(Source("", code))
    pending = [(root, True)]
    while pending:
        node, is_top = pending.pop()
        for child in node.children:
            match child.kind:
                case "variable_declaration":
                    found.variables += _declarators(child)
                case "lexical_declaration" if is_top:
                    kind = child.field("kind")
                    is_constant = kind is not None and kind.text == "const"
                    (found.constant if is_constant else found.lexical).extend(_declarators(child))
                case "class_declaration" if is_top:
                    name = child.field("name")
                    found.lexical += [name.text] if name is not None else []
                case kind if kind in _STATEMENTS:
                    pending.append((child, False))
        if node.kind == "for_in_statement" and _is_var(node):
            left = node.field("left")
            found.variables += [left.text] if left is not None and left.kind == "identifier" else []
    return Declared(tuple(found.variables), tuple(found.lexical), tuple(found.constant))


def _is_var(node: JsNode) -> bool:
    kind = node.field("kind")
    return kind is not None and kind.text == "var"


def _declarators(node: JsNode) -> list[str]:
    """The names in a declaration, those in patterns left out: they may be anything."""
    names = [child.field("name") for child in node.children]
    return [name.text for name in names if name is not None and name.kind == "identifier"]


def watchfulness(loaded: Iterable[str], blocks: Iterable[str]) -> Watchfulness:
    """What the code of files and of `init:`, and that of scripts, can change while turns run.

    What files do outside of functions is done while they are loaded, and does not count.
    """
    found = [_watched(code, is_file=True) for code in loaded]
    found.append(_watched("\n".join(blocks), is_file=False))
    assigned = {name for one in found for name in one.assigned}
    shapes = any(one.shapes for one in found)
    natives = shapes or any(one.natives for one in found)
    return Watchfulness(tuple(sorted(assigned)), natives, shapes)


def _watched(code: str, *, is_file: bool) -> Watchfulness:
    written = [(match.start(), match[1]) for match in _WRITTEN.finditer(code)]
    taken = [
        (match.start(), match[1])
        for pattern in (_DELETED, _RENAMED, *_COPIED_INTO)
        for match in pattern.finditer(code)
    ]
    natives = [place for place, name in (*written, *taken) if name in _SHARED]
    natives += [match.start() for match in _MIXED_IN.finditer(code)]
    shapes = [match.start() for pattern in _RESHAPED for match in pattern.finditer(code)]
    if is_file and (natives or shapes):
        is_inside = _functions(code)
        natives = [place for place in natives if is_inside(place)]
        shapes = [place for place in shapes if is_inside(place)]
    assigned = tuple({name for _, name in written})
    return Watchfulness(assigned, bool(natives), bool(shapes))


def writes_outside(code: str, own: Container[str]) -> bool:
    """Whether a module writes to objects of others while it is loaded, by names that are not its `own`."""
    places = [match.start() for match in _WRITTEN.finditer(code) if match[1] not in own]
    if not places:
        return False
    is_inside = _functions(code)
    return not all(is_inside(place) for place in places)


def _functions(code: str) -> Callable[[int], bool]:
    """Tells of a place in a file whether it is within a function."""
    functions = parse_file(Source("", code)).places(_FUNCTIONS)
    starts = [start for start, _, _ in functions]
    ends = list(accumulate((end for _, end, _ in functions), max))

    def is_inside(place: int) -> bool:
        at = bisect_right(starts, place) - 1
        return at >= 0 and place < ends[at]

    return is_inside


class Isolation:
    """The code of a bundle, read once however often its world is made anew."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._declared: list[Declared] = []
        self._watchful: dict[str, object] | None = None

    def chunks(self) -> Iterator[tuple[Chunk, Declared]]:
        """What is to be loaded, in order, with the names that it declares."""
        chunks = self._bundle.load_chunks()
        if len(self._declared) != len(chunks):
            self._declared = [
                Declared() if chunk.span is None else declared_in(chunk.code) for chunk in chunks
            ]
        return zip(chunks, self._declared, strict=True)

    def tell_lexical(self, engine: Engine) -> None:
        """Make names declared by `let`, `const` and `class` known to the engine's side.

        One by one: a piece of `init:` may have been run as a function, whose names are its own.
        """
        for one in self._declared:
            for name in (*one.lexical, *one.constant):
                setter = "" if name in one.constant else f", (value) => {{ {name} = value; }}"
                code = f'__jaicpLexical("{name}", () => {name}{setter})'
                with suppress(EngineError):
                    engine.evaluate(f"typeof {name}; {code}")

    @property
    def watchful(self) -> dict[str, object]:
        """What the engine's side is told when the bot is sealed."""
        if self._watchful is None:
            found = watchfulness(*self._bundle.codes)
            self._watchful = {
                "promises": self._bundle.uses_promises,
                "assigned": found.assigned,
                "natives": found.natives,
                "shapes": found.shapes,
            }
        return self._watchful
