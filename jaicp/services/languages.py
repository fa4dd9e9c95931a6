"""Which language a short text is in, told by its letters and commonest words.

Meant for the languages that bots of the platform speak: no models, so that it works offline and costs nothing.
"""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["UNKNOWN", "detect_language"]

UNKNOWN = "unknown"

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCRIPTS = {
    "ka": "ა-ჿ", "hy": "Ա-֏", "el": "Ͱ-Ͽ", "he": "֐-׿", "ar": "؀-ۿ", "ja": "぀-ヿ",
    "ko": "가-힣", "th": "฀-๿", "hi": "ऀ-ॿ", "zh": "一-鿿", "cyrillic": "Ѐ-ӿ", "latin": "a-zà-ɏ",
}  # fmt: skip
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_TELLING = {
    "cyrillic": {"kk": "әғқңөұүһ", "uk": "їєґ", "be": "ў", "ru": "ыэъё"},
    "latin": {
        "de": "äöß", "fr": "çèêëîïœùû", "es": "ñ¿¡", "pt": "ãõ", "pl": "ąćęłńśźż", "tr": "ğış", "cs": "ěřů",
    },
}  # fmt: skip
_COMMON = {
    "en": "the a an is are am i you he she it we they what how where when who why my your do does can to of and "
    "in on for with this that not no yes hello hi please thanks want need",
    "de": "der die das ist sind ich du er sie es wir was wie wo wann wer warum mein dein und in auf für mit nicht "
    "nein ja hallo bitte danke",
    "fr": "le la les un une est sont je tu il elle nous vous que quoi comment où quand qui mon ma et dans pour "
    "avec pas non oui bonjour merci",
    "es": "el la los las un una es son yo tú él ella que qué cómo dónde cuándo quién mi y en para con no sí hola "
    "por favor gracias",
    "pt": "o a os as um uma é são eu você ele ela que como onde quando quem meu minha e em para com não sim olá "
    "obrigado",
    "it": "il lo la gli un una è sono io tu lui lei che come dove quando chi mio e in per con "
    "non no sì "
    "ciao grazie",
    "pl": "jest są ja ty on ona co jak gdzie kiedy kto mój i w na dla z nie tak cześć proszę dziękuję",
    "tr": "bir ve bu ne nasıl nerede kim ben sen o için ile değil evet hayır merhaba lütfen teşekkürler",
    "uk": "і що як де коли хто мій не так ні привіт дякую будь ласка це",
    "be": "і што як дзе калі хто мой не так прывітанне дзякуй",
    "kk": "мен сен ол не қалай қайда кім және бір иә жоқ сәлем рахмет",
    "ru": "и что как где когда кто мой не да нет привет спасибо пожалуйста это я ты он она мы вы",
}  # fmt: skip
_WORDS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_OF_SCRIPT = {
    "cyrillic": ("ru", "uk", "be", "kk"),
    "latin": ("en", "de", "fr", "es", "pt", "it", "pl", "tr", "cs"),
}
_LETTER_WEIGHT = 3
_SHARED = frozenset("ыэъё")
"""Letters that speak against Ukrainian only: Belarusian and Kazakh have them as well."""


def detect_language(text: str) -> str:
    """The code of the language (`ru`, `en` …), or `unknown` for a text without letters.

    >>> [detect_language(text) for text in ("Где мой заказ?", "Where is my order?", "12")]
    ['ru', 'en', 'unknown']
    """
    words = _WORD.findall(text.lower())
    joined = " ".join(words)
    scripts = Counter({name: len(found.findall(joined)) for name, found in _LETTERS.items()})
    script, count = scripts.most_common(1)[0]
    if not count:
        return UNKNOWN
    if scripts["ja"] and script == "zh":
        return "ja"
    languages = _OF_SCRIPT.get(script)
    if languages is None:
        return script
    scores = {language: _score(language, script, words, text.lower()) for language in languages}
    return max(languages, key=lambda language: scores[language])


def _score(language: str, script: str, words: list[str], text: str) -> int:
    """How much speaks for a language; of equals the first counts."""
    telling = _TELLING[script].get(language, "")
    letters = sum(
        1 if letter in _SHARED else _LETTER_WEIGHT for letter in telling if letter in text
    )
    return letters + sum(word in _WORDS.get(language, ()) for word in words)
