"""`$caila`: what the platform's NLU service tells of a text, by the bot's own intents, entities and dictionaries.

Methods whose name ends with `WithToken` ask the project of a token there; here there is only the bot's own. Their
further arguments are let pass. Sources: the vendor's pages on these methods; tags of parts of speech are mystem's,
as public bots compare them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from jaicp.nlu.morphology import CYRILLIC, analyser
from jaicp.nlu.words import Token, tokenize
from jaicp.script.host import HostError
from jaicp.services.base import (
    Json,
    TurnFacts,
    as_text,
    given,
    not_available,
    short_text,
    text_of,
)
from jaicp.services.client_records import CLIENT_METHODS, change_records
from jaicp.services.inflection import is_known
from jaicp.services.languages import detect_language
from jaicp.services.nlp import conformed, inflected

__all__ = ["CailaService", "Knowledge"]

_WITH_TOKEN = "WithToken"
_MOST_VARIANTS = 100

_PARTS = {
    "NOUN": "S", "ADJF": "A", "ADJS": "A", "COMP": "A", "VERB": "V", "INFN": "V", "PRTF": "V", "PRTS": "V",
    "GRND": "V", "NUMR": "NUM", "ADVB": "ADV", "PRED": "ADV", "NPRO": "SPRO", "PREP": "PR", "CONJ": "CONJ",
    "PRCL": "PART", "INTJ": "INTJ",
}  # fmt: skip
"""Parts of speech of OpenCorpora, by mystem's names."""
_SPECIAL = {"Apro": "APRO", "Anum": "ANUM"}


class Knowledge(Protocol):
    """The intents and entities of a bot, as the runtime has compiled them."""

    def entities(self, text: str, *, everything: bool) -> list[Json]:
        """What entities a text holds; those that others cover only where `everything` is wanted."""

    def entity(self, name: str) -> Json:
        """An entity of the project with its records, or None."""

    def variants(self, text: str, known: Mapping[str, Json]) -> list[Json]:
        """The intents that a text may have, best first; `known` are values of slots."""


@dataclass(frozen=True, slots=True)
class CailaService:
    """Answers `$caila`."""

    knowledge: Knowledge
    turn: TurnFacts

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$caila.method` asks."""
        if method in CLIENT_METHODS or method in ("setClientNerId", "clearClientNerId"):
            return change_records(method, args, self.turn, self._knows)
        match method.removesuffix(_WITH_TOKEN):
            case "entitiesLookup":
                text = short_text(args, 0, "$caila.entitiesLookup")
                everything = bool(given(args, 1, False))
                found = self.knowledge.entities(text, everything=everything)
                return {"text": text, "entities": found}
            case "getEntity":
                return self.knowledge.entity(text_of(args, 0, "$caila.getEntity"))
            case "simpleInference":
                text = short_text(args, 0, "$caila.simpleInference")
                return next(iter(self.knowledge.variants(text, {})), None)
            case "inference":
                return self._inference(args)
        found_method = _METHODS.get(method.removesuffix(_WITH_TOKEN))
        if found_method is None:
            raise not_available("caila", method)
        return found_method(args)

    def _knows(self, name: str) -> bool:
        return self.knowledge.entity(name) is not None

    def _inference(self, args: list[Json]) -> Json:
        asked = given(args, 0, {})
        phrase = asked.get("phrase") if isinstance(asked, dict) else None
        text = phrase.get("text") if isinstance(phrase, dict) else phrase
        if not isinstance(text, str):
            raise HostError("$caila.inference takes {phrase: {text}, nBest, knownSlots}")
        text = short_text([text], 0, "$caila.inference")
        listed = asked.get("knownSlots") or []
        known = {
            as_text(slot["name"]): slot.get("value")
            for slot in (listed if isinstance(listed, list) else [])
            if isinstance(slot, dict) and "name" in slot
        }
        count = asked.get("nBest")
        most = int(count) if isinstance(count, int | float) and count >= 1 else 1
        return {
            "phrase": {"text": text, "entities": self.knowledge.entities(text, everything=False)},
            "variants": self.knowledge.variants(text, known)[: min(most, _MOST_VARIANTS)],
        }


def _marked_up(args: list[Json]) -> Json:
    """`markup`: the words and signs of a text with their dictionary forms and parts of speech."""
    text = short_text(args, 0, "$caila.markup")
    words = [_word(token) for token in tokenize(text).tokens]
    return {"source": text, "correctedText": text, "words": words}


def _word(token: Token) -> Json:
    return {
        "annotations": {"lemma": token.text, "pos": "PUNCT"}
        if token.is_punctuation
        else _annotations(token.text),
        "startPos": token.start,
        "endPos": token.end,
        "pattern": False,
        "punctuation": token.is_punctuation,
        "source": token.text,
        "word": token.text.lower(),
    }


def _annotations(word: str) -> dict[str, str]:
    """Form and part of a word; only Russian words have a part, numbers are `NUM`."""
    if not CYRILLIC.search(word):
        return {"lemma": word.lower(), "pos": "NUM" if word.isdigit() else ""}
    parse = analyser().parse(word)[0]
    special = next((_SPECIAL[name] for name in _SPECIAL if name in parse.tag), None)
    return {"lemma": parse.normal_form, "pos": special or _PARTS.get(str(parse.tag.POS), "")}


def _languages(args: list[Json]) -> Json:
    """`detectLanguage`: the language of each of the texts."""
    texts = given(args, 0, [])
    listed = texts if isinstance(texts, list) else [texts]
    short_text(["".join(map(as_text, listed))], 0, "$caila.detectLanguage")
    return [detect_language(as_text(text)) for text in listed]


_METHODS: dict[str, Callable[[list[Json]], Json]] = {
    "inflect": inflected,
    "inflectWithDictVersion": inflected,
    "conform": conformed,
    "markup": _marked_up,
    "detectLanguage": _languages,
    "checkVocabulary": lambda args: is_known(short_text(args, 0, "$caila.checkVocabulary")),
}
