"""`$analytics`: what a bot notes about a dialogue is kept with the turn, in the order it was said.

Every record has a `type` and the values given. Calls never fail, whatever they are given. Sources: the vendor's
pages on these methods; where they are silent, the calls of public bots.
"""

from __future__ import annotations

from dataclasses import dataclass

from jaicp.services.base import Json, TurnFacts, as_text, given, not_available

__all__ = ["BRANCH", "AnalyticsService"]

BRANCH = "A"
"""The branch of every experiment: there are no others here."""

_FIELDS: dict[str, tuple[str, ...]] = {
    "sessionResult": ("value",),
    "sessionData": ("name", "value"),
    "messageLabel": ("label", "group"),
    "sessionLabel": ("label", "group"),
    "scenarioAction": ("name",),
    "automationStatus": ("value",),
    "sessionTopic": ("value",),
    "nps": ("value",),
    "comment": ("text",),
    "textCampaignResult": ("value",),
}


@dataclass(frozen=True, slots=True)
class AnalyticsService:
    """Answers `$analytics`."""

    turn: TurnFacts

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$analytics.method` asks."""
        if method == "joinExperiment":
            name = as_text(given(args, 0, ""))
            self.turn.analytics.append({"type": "experiment", "name": name, "branch": BRANCH})
            return BRANCH
        word = method.removeprefix("set")
        kind = word[:1].lower() + word[1:]
        if word == method or kind not in _FIELDS:
            raise not_available("analytics", method)
        values = zip(_FIELDS[kind], args, strict=False)
        record = {name: value for name, value in values if value is not None}
        self.turn.analytics.append({"type": kind, **record})
        return None
