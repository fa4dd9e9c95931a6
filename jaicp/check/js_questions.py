"""Questions that may depend on each other in circles, answered in rounds.

In each round every question is worked out once. One that comes back to itself while it is being worked out takes
its answer of the round before; a round in which no such answer turned out otherwise is `settled`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

__all__ = ["Questions"]

_T = TypeVar("_T")


@dataclass(slots=True)
class _Answer:
    """What is known about a question; `was_read` while it was still being worked out."""

    value: Any
    round: int = 0
    is_open: bool = False
    was_read: bool = False


class Questions:
    """Answers by question; a question is any hashable value."""

    def __init__(self) -> None:
        self.settled = True
        self._answers: dict[object, _Answer] = {}
        self._round = 1

    def begin_round(self) -> None:
        """From now on everything is worked out anew."""
        self.settled = True
        self._round += 1

    def ask(self, question: object, nothing: _T, work_out: Callable[[], _T]) -> _T:
        """The answer, or `nothing` where the question comes back to itself for the first time."""
        answer = self._answers.get(question)
        if answer is None:
            answer = self._answers[question] = _Answer(nothing)
        before: _T = answer.value
        if answer.round == self._round:
            answer.was_read = answer.was_read or answer.is_open
            return before
        answer.round, answer.is_open, answer.was_read = self._round, True, False
        value = work_out()
        answer.is_open = False
        if answer.was_read and value != before:
            self.settled = False
        answer.value = value
        return value
