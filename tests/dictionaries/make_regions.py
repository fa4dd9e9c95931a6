"""Make the dictionary of the regions of Russia from `regions.txt`, each in its cases.

In a republic's name a noun in -а or -я takes the case (`Республики Адыгеи`), another stays
(`Республики Татарстан`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rows import write_rows

LIST = Path(__file__).with_name("regions.txt")
CASES = ("genName", "datName", "accName", "insName", "locName")
ENDINGS = {
    "ская": ("ской", "ской", "скую", "ской", "ской"),
    "цкая": ("цкой", "цкой", "цкую", "цкой", "цкой"),
    "ский": ("ского", "скому", "ский", "ским", "ском"),
    "цкий": ("цкого", "цкому", "цкий", "цким", "цком"),
    "ная": ("ной", "ной", "ную", "ной", "ной"),
    "ный": ("ного", "ному", "ный", "ным", "ном"),
    "область": ("области", "области", "область", "областью", "области"),
    "край": ("края", "краю", "край", "краем", "крае"),
    "округ": ("округа", "округу", "округ", "округом", "округе"),
    "ка": ("ки", "ке", "ку", "кой", "ке"),
    "ва": ("вы", "ве", "ву", "вой", "ве"),
    "ия": ("ии", "ии", "ию", "ией", "ии"),
    "ия)": ("ии)", "ии)", "ию)", "ией)", "ии)"),
    "ея": ("еи", "ее", "ею", "еей", "ее"),
}
"""The endings in the order of `CASES`; words of other endings stay as they are."""


def in_case(name: str, case: int) -> str:
    return " ".join(word_in_case(word, case) for word in name.split())


def word_in_case(word: str, case: int) -> str:
    for ending, others in ENDINGS.items():
        if word.endswith(ending):
            return word.removesuffix(ending) + others[case]
    return word


def full_name(name: str) -> str:
    """`Адыгея республика` is `Республика Адыгея`, but `Чеченская республика` is an adjective's."""
    own, _, kind = name.rpartition(" ")
    if kind != "республика":
        return name
    return f"{own} Республика" if own.endswith("ская") else f"Республика {own}"


def spoken(name: str) -> list[str]:
    """How a name is said: in either order; a republic with a noun of its own also without the word."""
    plain = name.replace("(", "").replace(")", "").replace("— ", "")
    words = plain.split()
    if words[0].startswith("Республик"):
        # Алтай alone is also that of the Алтайский край, Коми a people.
        short = [] if words[1:] in (["Алтай"], ["Коми"]) else [" ".join(words[1:])]
        return [plain, " ".join([*words[1:], "республика"]), *short]
    return [plain, " ".join([*words[1:], words[0]])]


def regions() -> Iterator[tuple[list[str], dict[str, Any]]]:
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        said, _, rest = line.partition(":")
        name = full_name(said)
        others = [one.strip() for one in rest.split(",") if one.strip()]
        cases = {case: in_case(name, place) for place, case in enumerate(CASES)}
        said_as = [one for form in (name, *cases.values()) for one in spoken(form)]
        yield [*said_as, *others], {"name": name, **cases}


if __name__ == "__main__":
    write_rows("where/regions-ru.csv", regions())
