"""Make the dictionary of banks from `banks.txt`, which is ours: names and what people make of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rows import write_rows

HERE = Path(__file__).parent


def spellings(stem: str) -> Iterator[str]:
    """A stem with hyphens, with blanks, in one word."""
    yield stem
    if "-" in stem:
        yield stem.replace("-", " ")
        yield stem.replace("-", "")


def with_bank(stem: str) -> Iterator[str]:
    for one in spellings(stem):
        yield from (f"{one}банк", f"{one}-банк", f"{one} банк", f"банк {one}", f"банк-{one}")
        if one.isascii():
            yield from (f"{one}bank", f"{one}-bank", f"{one} bank")


def rows() -> Iterator[tuple[list[str], dict[str, object]]]:
    lines = (HERE / "banks.txt").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate((one for one in lines if not one.startswith("#")), 1):
        name, stems, whole = (part.strip() for part in line.split(";"))
        names = [name, *(one.strip() for one in whole.split(",") if one.strip())]
        for stem in stems.split(","):
            if stem.strip():
                names += with_bank(stem.strip())
        yield names, {"id": number, "name": name}


if __name__ == "__main__":
    write_rows("banks/banks.csv", rows())
