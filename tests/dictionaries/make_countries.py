"""Make the dictionaries of countries and their capitals from Unicode CLDR (Unicode-3.0), by the package Babel.

Capitals are the cities that `make_cities.py` has marked as such, under the names that they have there. What
people call countries beside their names stands in `countries.txt`. The cases are those of pymorphy3, word by word
up to the noun.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pymorphy3
from babel import Locale
from babel.core import get_global
from rows import STANDARD, write_rows

LIST = Path(__file__).with_name("countries.txt")
NO_COUNTRIES = frozenset(
    "AC AQ BQ BV CC CP CQ CX DG EA EU EZ GF GP HM IC IO MQ NF RE SJ TA UM UN WF XA XB XK YT ZZ".split()
)
FULL = {"о-в": "остров", "о-ва": "острова"}
GENITIVE = {
    "Багамы": "Багам",
    "Западная Сахара": "Западной Сахары",
    "Коморы": "Комор",
    "Кот-д’Ивуар": "Кот-д’Ивуара",
    "Мальдивы": "Мальдив",
    "Объединённые Арабские Эмираты": "Объединённых Арабских Эмиратов",
    "Папуа — Новая Гвинея": "Папуа — Новой Гвинеи",
    "Сейшелы": "Сейшел",
    "Филиппины": "Филиппин",
    "Южная Георгия и Южные Сандвичевы острова": "Южной Георгии и Южных Сандвичевых островов",
}
"""What pymorphy3 does not know, or takes for another word."""
CASES = ("gent", "datv", "accs", "ablt", "loct")
MORPH = pymorphy3.MorphAnalyzer()

Row = tuple[list[str], dict[str, Any]]


def codes() -> list[str]:
    """Countries that have money of their own or of others in use today."""
    found = []
    for code, some in get_global("territory_currencies").items():
        if (
            len(code) == 2
            and code not in NO_COUNTRIES
            and any(until is None and is_tender for _, _, until, is_tender in some)
        ):
            found.append(code)
    return sorted(found)


def currency(code: str) -> str:
    """Its own currency, else the one that came last."""
    some = get_global("territory_currencies")[code]
    in_use = [
        (name[:2] == code, since or (), name)
        for name, since, until, is_tender in some
        if until is None and is_tender
    ]
    return max(in_use)[2]


def others() -> dict[str, tuple[list[str], list[str]]]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        code, _, rest = line.partition(":")
        sides = [
            [name.strip() for name in side.split(",") if name.strip()] for side in rest.split("|")
        ]
        found[code] = (sides[0], sides[1])
    return found


def plain(name: str) -> str:
    """A name without what stands in brackets, and with whole words for short ones."""
    name = re.sub(r"\s*\(.*\)", "", name)
    return " ".join(FULL.get(word.lower(), word) for word in name.replace(" ", " ").split())


def in_case(name: str, case: str) -> str:
    """The name in a case of pymorphy3's: adjectives and the first noun change, what follows stays."""
    if case == "gent" and name in GENITIVE:
        return GENITIVE[name]
    if " и " in name:
        return " и ".join(in_case(part, case) for part in name.split(" и "))
    words, is_done, made = name.split(), False, []
    for word in words:
        parses = MORPH.parse(word)
        fit = next(
            (p for p in parses if "nomn" in p.tag and p.tag.POS in ("NOUN", "ADJF", "PRTF")), None
        )
        turned = None if is_done or fit is None or word.isupper() else inflected(fit, case)
        made.append(word if turned is None else cased(word, turned.word))
        is_done = is_done or turned is None or fit.tag.POS == "NOUN"
    return " ".join(made)


def inflected(word: pymorphy3.analyzer.Parse, case: str) -> pymorphy3.analyzer.Parse | None:
    """A word in a case; an adjective in the accusative as it stands beside things."""
    return (word.inflect({case, "inan"}) if case == "accs" else None) or word.inflect({case})


def in_all_cases(names: Iterable[str]) -> list[str]:
    """Names with their forms: dictionaries know a word by its first form, which is not that of a plural name."""
    listed = list(names)
    return [*listed, *(in_case(name, case) for name in listed for case in CASES)]


def cased(like: str, word: str) -> str:
    """A word with capitals where the other has some."""
    parts = zip(like.split("-"), word.split("-"), strict=False)
    return "-".join(new.capitalize() if old[:1].isupper() else new for old, new in parts)


def countries(language: str) -> Iterator[tuple[str, Row]]:
    territories = Locale(language).territories
    more = others()
    for code in codes():
        again = more.get(code, ([], []))[0 if language == "ru" else 1]
        own = next((one[1:] for one in again if one.startswith("=")), "")
        again = [plain(territories[code]), *(one.lstrip("=") for one in again)]
        name = own or again[0]
        value: dict[str, Any] = {"name": name}
        if language == "ru":
            value["genName"] = in_case(name, "gent")
        value |= {"code": code, "currency": currency(code)}
        called = [name, *again]
        yield code, (in_all_cases(called) if language == "ru" else called, value)


def capitals(language: str) -> Iterator[Row]:
    known = {code: value for code, (_, value) in countries(language)}
    for line in (STANDARD / f"city/cities-{language}.csv").read_text(encoding="utf-8").splitlines():
        _, names, data = line.split(";", 2)
        city = json.loads(data)
        country = known.get(city["country"])
        if city["capital"] == "true" and country is not None:
            value = {"name": city["name"], "country": country["name"]}
            value |= {
                "genCountry": country.get("genName", country["name"]),
                "code": city["country"],
            }
            yield names.split(","), {**value, "continent": city["continent"]}


def largest(count: int) -> Iterator[Row]:
    """The largest cities of the world in English."""
    for number, line in enumerate(
        (STANDARD / "city/cities-en.csv").read_text(encoding="utf-8").splitlines()
    ):
        if number == count:
            return
        _, names, data = line.split(";", 2)
        city = json.loads(data)
        yield (
            names.split(","),
            {key: city[key] for key in ("name", "lat", "lon", "country", "timezone", "population")},
        )


if __name__ == "__main__":
    for language in ("ru", "en"):
        write_rows(f"where/countries-{language}.csv", (row for _, row in countries(language)))
        write_rows(f"where/geography-{language}.csv", capitals(language))
    write_rows("city/cities-small.csv", largest(500))
