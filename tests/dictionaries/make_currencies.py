"""Make the dictionaries of currencies from Unicode CLDR (Unicode-3.0), by the package Babel.

A name that several currencies bear (`доллар`, `песо`) is no name of any of them: these stand in a dictionary of
their own. What people call currencies beside their names stands in `currencies.txt`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel import Locale
from babel.core import get_global
from rows import write_rows

HERE = Path(__file__).parent
FIRST = ("EUR", "USD", "GBP", "JPY", "CHF", "CNY")
"""Bots know some by their number: the dollar is 2, the rouble 27."""
ROUBLE, NUMBER_OF_ROUBLE = "RUB", 27
SIGNS = {"RUB": "₽", "KZT": "₸", "UAH": "₴", "PLN": "zł", "CZK": "Kč", "CNY": "¥", "JPY": "¥"}
RENAMED = {"ZWL": "доллар Зимбабве", "XOF": "франк КФА BCEAO", "VES": "суверенный боливар"}
NO_MONEY = re.compile(r"единиц|золот|серебр|платин|паллад|СДР|расчетн|WIR|SUCRE|тестов|неизвестн")
SIGNS_OF_MANY = {"доллар": ["$"], "фунт": ["£"]}


def in_use() -> set[str]:
    """The currencies that some country pays with."""
    territories = get_global("territory_currencies").values()
    return {
        code
        for some in territories
        for code, _, until, is_tender in some
        if until is None and is_tender
    }


def names() -> dict[str, str]:
    """The names by code: those that bots know by number at their places, then by the alphabet."""
    known = Locale("ru").currencies
    codes = [*FIRST, *sorted((in_use() | RENAMED.keys()) - {*FIRST, ROUBLE})]
    codes = [code for code in codes if code in known and not NO_MONEY.search(known[code])]
    codes.insert(NUMBER_OF_ROUBLE - 1, ROUBLE)
    return {code: RENAMED.get(code, re.sub(r"\s*\(.*\)", "", known[code])) for code in codes}


def colloquial() -> tuple[dict[str, list[str]], list[str], list[tuple[str, str, list[str]]]]:
    """By code; names that several bear; currencies that no country has, with code and name."""
    by_code: dict[str, list[str]] = {}
    shared: list[str] = []
    others: list[tuple[str, str, list[str]]] = []
    for line in (HERE / "currencies.txt").read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition(":")
        words = [word.strip() for word in rest.split(",") if word.strip()]
        if key.startswith("#") or not key.strip():
            continue
        if key == "shared":
            shared = words
        elif key.startswith("+"):
            others.append((key[1:], words[0], words[1:]))
        else:
            by_code[key] = words
    return by_code, shared, others


def forms(name: str) -> Iterator[str]:
    """A name as it is said: its two words also the other way round, its hyphens also as blanks."""
    words = name.split()
    for one in (name, " ".join(reversed(words))) if len(words) == 2 else (name,):
        yield one
        if "-" in one:
            yield one.replace("-", " ")


def plain(text: str) -> str:
    return text.lower().replace("ё", "е")


def currencies() -> Iterator[tuple[list[str], dict[str, Any]]]:
    by_code, shared, others = colloquial()
    known, taken = names(), set(map(plain, shared))
    own = Counter(plain(name).split()[-1] for name in known.values())
    for code, name in known.items():
        found = [*forms(name), *by_code.get(code, [])]
        last = plain(name).split()[-1]
        if (
            own[last] == 1
            and last not in taken
            and len(name.split()) == 2
            and name.split()[0][-1] in "йе"
        ):
            found.append(last)
        fresh = [one for one in (*found, code.lower()) if plain(one) not in taken]
        taken.update(map(plain, fresh))
        sign = SIGNS.get(code) or Locale("ru").currency_symbols.get(code) or code
        yield list(dict.fromkeys(fresh)), {"name": name, "abbreviation": code, "symbol": sign}
    for code, name, words in others:
        value = {"name": name, "abbreviation": code, "symbol": code}
        yield [*forms(name), *words], value


def ambiguous() -> Iterable[tuple[list[str], dict[str, Any]]]:
    _, shared, _ = colloquial()
    return (([name, *SIGNS_OF_MANY.get(name, [])], {"name": name}) for name in shared)


if __name__ == "__main__":
    write_rows("currency/currency.csv", currencies())
    write_rows("currency/ambiguousCurrency.csv", ambiguous())
