"""What an expression of a bot's JavaScript may stand for, as far as it matters for replies.

The analysis never runs code. It asks of an expression which of a few *atoms* its value may be: one of the
platform's objects, a method of one, a function or object written in the project, a text that is written out, or
something unknown. A value is a set of atoms, since a variable may be given more than one.

Which methods reply, and which objects there are: the vendor's pages on `$reactions`, `$response`,
`$conversationApi`, `$faq` and `$jsapi`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from jaicp.syntax.javascript import JsNode

__all__ = [
    "NOTHING",
    "PLATFORM",
    "REPLYING",
    "SILENT",
    "THINGS",
    "UNKNOWN",
    "UNKNOWN_VALUE",
    "Atom",
    "Binding",
    "Bound",
    "Dynamic",
    "Env",
    "Frame",
    "Function",
    "Given",
    "Library",
    "Made",
    "Method",
    "Prototype",
    "Text",
    "Thing",
    "Values",
    "is_library",
    "is_risky",
]


class Atom:
    """One thing that a value may be."""

    __slots__ = ()


Values = frozenset[Atom]
NOTHING: Values = frozenset()


@dataclass(frozen=True, slots=True)
class Thing(Atom):
    """An object of the platform, by name; `replies` is the list in `$response`."""

    name: str


@dataclass(frozen=True, slots=True)
class Method(Atom):
    """A function of the platform, such as `answer` of `$reactions`."""

    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class Dynamic(Atom):
    """A part of a platform's object whose name is only known when it runs: `$reactions[name]`."""

    owner: str


@dataclass(frozen=True, slots=True)
class Library(Atom):
    """A function or object of the language or of a library, by its dotted name; it replies to nobody."""

    name: str


@dataclass(frozen=True, slots=True)
class Text(Atom):
    """A string that is written out."""

    value: str


@dataclass(frozen=True, slots=True)
class _Unknown(Atom):
    """Anything else."""


UNKNOWN = _Unknown()
UNKNOWN_VALUE: Values = frozenset({UNKNOWN})


@dataclass(frozen=True, slots=True)
class Function(Atom):
    """A function or class written in the project, with the scope in which it was made."""

    node: JsNode
    env: Env


@dataclass(frozen=True, slots=True)
class Made(Atom):
    """An object or array written out, or what `new` makes of a class (then `node` is the class)."""

    node: JsNode
    env: Env


@dataclass(frozen=True, slots=True)
class Prototype(Atom):
    """`F.prototype` of a function."""

    node: JsNode


@dataclass(frozen=True, slots=True)
class Bound(Atom):
    """A function with its first arguments given: `f.bind(null, a)`."""

    function: Atom
    arguments: tuple[Values, ...]


# --- scopes ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """Where a variable gets a value: of an expression, or fixed; then the properties `keys` of it.

    A key None is any element or property.
    """

    node: JsNode | None
    env: Env | None
    values: Values = NOTHING
    keys: tuple[str | None, ...] = ()


@dataclass(eq=False, repr=False, slots=True)
class Binding:
    """A variable: everything that it may have been given."""

    given: list[Given] = field(default_factory=list)


@dataclass(eq=False, repr=False, slots=True)
class Frame:
    """One call of a function, or code at the top: what `this` and `arguments` are there."""

    this: Values
    arguments: tuple[Values, ...] = ()
    blocks: dict[JsNode, Env] = field(default_factory=dict)


@dataclass(eq=False, repr=False, slots=True)
class Env:
    """A scope with its variables; `frame` is shared by the blocks of one call."""

    parent: Env | None
    frame: Frame
    names: dict[str, Binding] = field(default_factory=dict)

    def inside(self, node: JsNode) -> Env:
        """The scope that `node` opens, or this one."""
        return self.frame.blocks.get(node, self)

    def find(self, name: str) -> Binding | None:
        """The variable of this name, here or further out."""
        env: Env | None = self
        while env is not None:
            found = env.names.get(name)
            if found is not None:
                return found
            env = env.parent
        return None


# --- the platform ---------------------------------------------------------------------------------------

THINGS: dict[str, Thing] = {
    "$reactions": Thing("$reactions"),
    "$response": Thing("$response"),
    "$context": Thing("$context"),
    "$": Thing("$context"),
    "$jsapi": Thing("$jsapi"),
    "$conversationApi": Thing("$conversationApi"),
    "$faq": Thing("$faq"),
    "$global": Thing("global"),
    "global": Thing("global"),
    "globalThis": Thing("global"),
}
"""The platform's objects by the names that scripts have for them."""

PLATFORM: dict[tuple[str, str], Thing] = {
    ("$context", "response"): Thing("$response"),
    ("$response", "replies"): Thing("replies"),
}
"""Which property of a platform's object is another one."""

REPLYING: dict[str, frozenset[str]] = {
    "$reactions": frozenset(
        "answer buttons inlineButtons image audio video file location timeout pushReply pay".split()
    ),
    "$conversationApi": frozenset({"sendTextToClient", "sendRepliesToClient"}),
    "$faq": frozenset({"pushReplies"}),
}
"""The methods that answer the user."""

SILENT = frozenset({"random", "template", "setClientTimezone"})
"""The methods of `$reactions` that neither answer nor move."""

_LIBRARIES = frozenset(
    """log toPrettyString capitalize currentDate hasOperatorsOnline parseXml bind JSON console Object Array
    String Number Boolean Math Date RegExp Symbol Map Set WeakMap Promise Reflect Error TypeError parseInt
    parseFloat isNaN isFinite encodeURIComponent decodeURIComponent _ moment eval Function setTimeout
    $http $nlp $caila $mail $analytics $pushgate $integration $gpt $storage $dialer $env $secrets $session
    $client $temp $request $parseTree $entities $injector $imputer $tts""".split()
)


def is_library(name: str) -> bool:
    """Whether this global name belongs to the language, its libraries, or a harmless part of the platform."""
    return name in _LIBRARIES


def is_risky(atom: Atom) -> bool:
    """Whether whoever is handed this can reply by it."""
    return isinstance(atom, Thing) and atom.name in ("$reactions", "$response", "replies")
