"""Make the dictionaries of colours.

The Russian names are ours (`colours.txt`); values come from CSS by the package `webcolors`, or stand
in the file. English gets the survey of xkcd (CC0) beside them, as matplotlib brings it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import webcolors
from matplotlib.colors import XKCD_COLORS
from rows import write_rows

HERE = Path(__file__).parent


def value(name: str, hexadecimal: str) -> dict[str, Any]:
    red, green, blue = webcolors.hex_to_rgb(hexadecimal)
    return {"name": name, "hex": hexadecimal.upper(), "red": red, "green": green, "blue": blue}


def table() -> list[tuple[str, str, str, list[str]]]:
    """Russian name, hexadecimal value, English name, other Russian names."""
    lines = (HERE / "colours.txt").read_text(encoding="utf-8").splitlines()
    cells = [[part.strip() for part in line.split(";")] for line in lines if line[0] != "#"]
    return [
        (
            russian,
            code if code.startswith("#") else webcolors.name_to_hex(code),
            english,
            [one.strip() for one in others.split(",") if one.strip()],
        )
        for russian, code, english, others in cells
    ]


def russian() -> None:
    made = []
    for name, code, _, others in table():
        forms = [name, *others, *([name.replace("-", " ")] if "-" in name else [])]
        made.append((forms, value(name[0].upper() + name[1:], code)))
    write_rows("color/color-ru.csv", made)


def english() -> None:
    codes = {name: code for _, code, name, _ in table()}
    for name, code in XKCD_COLORS.items():
        plain = name.removeprefix("xkcd:").replace("/", " ").replace("'", "")
        codes.setdefault(plain.replace("grey", "gray"), code)
    made = []
    for name, code in sorted(codes.items()):
        made.append(([name, name.replace("gray", "grey")], value(name.capitalize(), code)))
    write_rows("color/color-en.csv", made)


if __name__ == "__main__":
    russian()
    english()
