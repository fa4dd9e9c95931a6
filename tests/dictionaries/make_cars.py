"""Make the dictionaries of makes and models of cars from `cars.txt`, which is ours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rows import write_rows

HERE = Path(__file__).parent
Rows = list[tuple[list[str], dict[str, Any]]]


def cells(text: str, separator: str) -> list[str]:
    return [one.strip() for one in text.split(separator) if one.strip()]


def spelt(names: list[str]) -> list[str]:
    return [form for name in names for form in dict.fromkeys((name, name.replace("-", " ")))]


def main() -> None:
    made: dict[str, Rows] = {"brand-ru": [], "brand-en": [], "model-ru": [], "model-en": []}
    number, brand = 0, ("", "")
    for line in (HERE / "cars.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("- "):
            for pair in cells(line[2:], ","):
                english, russian = pair.split("/")
                for key, (make, model) in (
                    ("en", (brand[0], english)),
                    ("ru", (brand[1], russian)),
                ):
                    full = model if model.startswith(make) else f"{make} {model}"
                    # a bare number or letter is a model only behind its make
                    forms = [full] if len(model) <= 2 or model.isdigit() else [full, model]
                    made[f"model-{key}"].append((spelt(forms), {"name": full, "brand_id": number}))
            continue
        english, russian, country, country_russian, *others = (
            one.strip() for one in line.split(";")
        )
        number, brand = number + 1, (english, russian)
        names = [russian, english, *cells(others[0], ",")]
        made["brand-ru"].append(
            (spelt(names), {"id": number, "name": russian, "country": country_russian})
        )
        latin = [name for name in names if name.isascii()]
        made["brand-en"].append((spelt(latin), {"id": number, "name": english, "country": country}))
    for key, rows in made.items():
        write_rows(f"car/car-{key}.csv", rows)


if __name__ == "__main__":
    main()
