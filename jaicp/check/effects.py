"""Effects: what a reaction or a piece of JavaScript does to a dialogue."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from jaicp.check.js_atoms import Env
from jaicp.syntax.javascript import JsNode
from jaicp.text.source import Span

__all__ = ["Called", "Effect", "Kind"]


class Kind(Enum):
    """What an effect is."""

    REPLIES = "replies"
    GOES = "goes"
    CALLS = "calls"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Called:
    """A function of the project, called in one particular way."""

    function: JsNode
    env: Env


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that happens at a place.

    `what` says what replies, holds the path as it is written, names the function, or tells why nothing can be
    told. An effect that is not `sure` is one of several possible ones.
    """

    span: Span
    kind: Kind
    what: str
    called: Called | None = None
    sure: bool = True
