"""Make the dictionary of metro stations from `metro.txt`, which is ours."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rows import write_rows

HERE = Path(__file__).parent


def rows() -> Iterator[tuple[list[str], dict[str, Any]]]:
    city = line = ""
    for text in (HERE / "metro.txt").read_text(encoding="utf-8").splitlines():
        if text.endswith(":"):
            city, line = (part.strip() for part in text[:-1].split("/"))
        elif not text.startswith("#"):
            for name in text.split(", "):
                forms = [name, *([name.replace("-", " ")] if "-" in name else [])]
                yield forms, {"name": name, "city": city, "line": {"name": line}}


if __name__ == "__main__":
    write_rows("metro/metro.csv", rows())
