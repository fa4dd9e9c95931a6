"""`$faq`: the answers of a project's knowledge base, which is exported with its intents.

The platform keeps a knowledge base as intents below `/KnowledgeBase`, and their replies under the key `faq` of the
NLU file. Sources: the vendor's page on `getReplies`, and that key in public projects.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from jaicp.script.host import HostError
from jaicp.services.base import Json, as_text, given, not_available

__all__ = ["FaqService"]

_WHERE = "the key `faq` of nlu.json, as the platform exports it"


@dataclass(frozen=True, slots=True)
class FaqService:
    """Answers `$faq`: `replies` by the path of their intent, `intents` the paths of all intents of the project."""

    replies: Mapping[str, Sequence[Mapping[str, Json]]] = field(default_factory=dict)
    intents: Collection[str] = ()

    def call(self, method: str, args: list[Json]) -> Json:
        """The replies to a path, a copy; the second argument is the path of the intent that the turn has met."""
        if method != "getReplies":
            raise not_available("faq", method)
        path = given(args, 0, given(args, 1))
        if path is None:
            raise HostError("$faq: no intent was met in this turn, and no path was given")
        path = as_text(path)
        found = self.replies.get(path)
        if found is None:
            raise HostError(self._missing(path))
        return [dict(reply) for reply in found]

    def _missing(self, path: str) -> str:
        if not self.replies:
            return f"$faq: the project has no knowledge base: its answers belong in {_WHERE}"
        if path in self.intents:
            return f"$faq: the intent `{path}` has no answers in the knowledge base"
        return f"$faq: there is no intent `{path}` in the knowledge base"
