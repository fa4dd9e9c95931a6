"""Make the dictionary of music from `genres.txt`, which is ours: names, spellings, "музыка" around them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from make_banks import spellings
from rows import write_rows

HERE = Path(__file__).parent


def with_music(name: str) -> Iterator[str]:
    word = "music" if name.isascii() else "музыка"
    yield name
    if word not in name:
        yield from (f"{name} {word}", f"{word} {name}")


def spelt_too(name: str) -> Iterator[str]:
    """A name of two words with a hyphen, too."""
    yield from spellings(name)
    if name.count(" ") == 1:
        yield name.replace(" ", "-")


def rows() -> Iterator[tuple[list[str], dict[str, object]]]:
    lines = (HERE / "genres.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line.startswith("#"):
            continue
        russian, english, others = (part.strip() for part in line.split(";"))
        given = [russian, english, *(one.strip() for one in others.split(",") if one.strip())]
        names = [
            form for one in given for spelt in spelt_too(one.lower()) for form in with_music(spelt)
        ]
        yield names, {"ru": {"name": russian}, "en": {"name": english}}


if __name__ == "__main__":
    write_rows("music/musicGenres.csv", rows())
