"""Masking what is personal before it is logged: parts of texts that fit a rule become `***`.

Sessions are not masked, since scripts work with them; what waits in the inbox is there until it is handled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import regex

from jaicp.stores.log import TurnRecord

__all__ = ["KINDS", "MASK", "Masking", "read_masking"]

MASK = "***"
SECONDS = 0.1
"""A rule that takes longer on a text hides all of it."""

KINDS = {
    "phone": r"(?<![\w+])\+?\d(?:[\s()-]{0,2}\d){9,14}(?!\w)",
    "email": r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    "card": r"(?<!\d)\d{4}(?:[ -]?\d{4}){3}(?!\d)",
}
"""Rules that have a name."""


@dataclass(frozen=True, slots=True)
class Masking:
    """Rules in the order in which they are applied."""

    rules: tuple[regex.Pattern[str], ...] = ()

    def text(self, text: str) -> str:
        """`text` with what fits a rule masked."""
        for rule in self.rules:
            try:
                text = rule.sub(MASK, text, timeout=SECONDS)
            except TimeoutError:
                return MASK
        return text

    def record(self, record: TurnRecord) -> TurnRecord:
        """A line of the log with what was said, answered and noted masked."""
        if not self.rules:
            return record
        return replace(
            record,
            query=None if record.query is None else self.text(record.query),
            replies=self._all(record.replies),
            analytics=self._all(record.analytics),
            error=self._all(record.error),
            data=self._all(record.data),
            rule=self._all(record.rule),
            client_name=self.text(record.client_name),
        )

    def _all(self, value: Any) -> Any:
        """A JSON value with all its texts masked, but for the names of fields."""
        match value:
            case str():
                return self.text(value)
            case list():
                return [self._all(item) for item in value]
            case dict():
                return {name: self._all(item) for name, item in value.items()}
        return value


def read_masking(rules: Sequence[str]) -> Masking:
    """The rules that a user typed: names of `KINDS` or regular expressions; raises ValueError."""
    compiled = []
    for rule in rules:
        try:
            compiled.append(regex.compile(KINDS.get(rule, rule)))
        except regex.error as error:
            names = ", ".join(KINDS)
            message = f"`{rule}` is neither one of {names} nor a regular expression: {error}"
            raise ValueError(message) from None
    return Masking(tuple(compiled))
