"""Settings of `chatbot.yaml` that decide how phrases are understood: thresholds, limits, slot filling.

Keys and defaults: the vendor's pages on the configuration file, in its newer and its older forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["NlpConfig", "SlotFilling"]

THRESHOLD = 0.2
SYMBOLS = 400


@dataclass(frozen=True, slots=True)
class SlotFilling:
    """`injector.slotfilling`: how often a slot is asked for, and what ends the asking."""

    most_questions: int = 2
    stop_on_any_intent: bool = False
    stop_threshold: float = THRESHOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class NlpConfig:
    """Thresholds are weights below which a hypothesis is dropped.

    `symbols` and `words` are the longest phrase that is looked at, None for any; `seconds` how long that may
    take, None for any time. `nbest…` are the lengths of `$context.nBest` and of the lists
    in `$context.nluResults`.
    """

    phrases: float = THRESHOLD
    patterns: float = THRESHOLD
    examples: float = THRESHOLD
    nbest: int = 1
    nbest_patterns: int = 1
    nbest_examples: int = 1
    nbest_intents: int = 1
    symbols: int | None = SYMBOLS
    words: int | None = None
    seconds: float | None = 10.0
    slot_filling: SlotFilling = SlotFilling()

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> NlpConfig:
        """The settings in the data of a `chatbot.yaml`; what is of another kind keeps its default."""
        nlp, older = _under(raw, "nlp"), _under(raw, "caila")
        sts, classifier = _under(raw, "sts"), _under(raw, "classifier")
        both = _under(nlp, "intentNoMatchThresholds")
        general = _number(
            older.get("noMatchThreshold"), _number(sts.get("noMatchThreshold"), THRESHOLD)
        )
        length, time = _under(nlp, "lengthLimit"), _under(nlp, "timeLimit")
        aligner = _under(raw, "aligner").get("noMatchThreshold", sts.get("noMatchThreshold"))
        nbest = _count(nlp.get("nbest"), 1)
        return cls(
            phrases=_number(both.get("phrases"), general),
            patterns=_number(both.get("patterns"), general),
            examples=_number(classifier.get("noMatchThreshold"), _number(aligner, THRESHOLD)),
            nbest=nbest,
            nbest_patterns=_count(nlp.get("nbestPatterns"), nbest),
            nbest_examples=_count(nlp.get("nbestExamples"), nbest),
            nbest_intents=_count(nlp.get("nbestIntents"), nbest),
            symbols=_limit(length, "symbols", SYMBOLS),
            words=_limit(length, "words", None),
            seconds=_seconds(time),
            slot_filling=_slot_filling(_under(_under(raw, "injector"), "slotfilling")),
        )


def _slot_filling(data: Mapping[str, Any]) -> SlotFilling:
    default = SlotFilling()
    return SlotFilling(
        _count(data.get("maxSlotRetries"), default.most_questions),
        bool(data.get("stopOnAnyIntent")),
        _number(data.get("stopOnAnyIntentThreshold"), default.stop_threshold),
    )


def _under(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _number(value: object, default: float) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number else default  # type: ignore[arg-type]


def _count(value: object, default: int) -> int:
    is_count = isinstance(value, int) and not isinstance(value, bool) and value > 0
    return value if is_count else default  # type: ignore[return-value]


def _limit(data: Mapping[str, Any], key: str, default: int | None) -> int | None:
    if data.get("enabled") is False:
        return None
    value = data.get(key, default)
    return value if isinstance(value, int) and value > 0 else None


def _seconds(data: Mapping[str, Any]) -> float | None:
    if data.get("enabled") is False:
        return None
    return _number(data.get("timeout"), 10_000) / 1000
