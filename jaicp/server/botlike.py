"""What the server needs of a bot, and what goes wrong when there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from jaicp.runtime.messages import Event, Session, Turn

__all__ = ["BotFactory", "BotLike", "BotUnusableError", "LoadOptions", "TurnLostError"]


class BotLike(Protocol):
    """A loaded bot."""

    @property
    def name(self) -> str:
        """The name of the project."""

    @property
    def asks_operators(self) -> bool:
        """Whether its scripts want to know if people are there to take a chat."""

    def handle(self, event: Event, session: Session) -> Turn:
        """One turn. A script's mistake is told in `Turn.error`; what is raised is our own fault."""

    def tidy(self) -> None:
        """Get ready for the next turn: called when the one before has been answered."""


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How a bot is loaded: the seconds that its turns may take, and whether reports are coloured."""

    turn_seconds: float = 4.0
    colour: bool = False


BotFactory = Callable[[Path, LoadOptions], BotLike]
"""Loads the bot at a path; raises `BotUnusableError` where its author has something to mend."""


class BotUnusableError(Exception):
    """The bot cannot run, for its author to mend: the text shows the diagnostics."""


class TurnLostError(Exception):
    """A turn came to no end, and left nothing to store.

    `kind` is that of the turn's error: `limit` where it overran or used too much, `internal` where
    the fault is ours.
    """

    def __init__(self, kind: str, message: str) -> None:
        self.kind = kind
        super().__init__(message)
