"""How well single mistakes are named: put one at a time into scripts that are fine, and look at what is reported.

    python tests/bench/mutations.py FOLDER... [--limit N] [--seed N] [--show KIND]

For every kind of mistake it prints how often the line of the mistake is named, and how often there is exactly
one diagnostic, on that line. A shift that leaves a well-formed script with another meaning is no mistake and is
not counted; whether it does is decided here, by a strict reading of columns that the parser does not share.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from jaicp.project.files import DiskFiles, read_source
from jaicp.syntax.layout import lay_out
from jaicp.syntax.parse import parse
from jaicp.syntax.tags import ACTION, TAGS, Body, Place, Tag
from jaicp.text.diagnostic import Severity
from jaicp.text.source import Source

TOKENS = {tag.token for tag in TAGS.values()} | {ACTION.token}
HEAD = re.compile(r"([ \t]*)([^\W\d]\w*!?)([ \t]*:)?(.*)")


@dataclass(frozen=True)
class TagLine:
    """A line of a script that starts a tag: its index from 0, its column, and the last line of its value."""

    index: int
    column: int
    tag: Tag
    last: int


@dataclass(frozen=True)
class Script:
    """A script without mistakes."""

    source: Source
    lines: list[str]
    tags: list[TagLine]


@dataclass(frozen=True)
class Mutant:
    """A script with one mistake, on the line with this index."""

    script: Script
    index: int
    lines: list[str]


Mutation = Callable[[Script, TagLine, random.Random], "list[str] | None"]


# --- scripts --------------------------------------------------------------------------------------------


def read_scripts(folders: Sequence[Path]) -> Iterator[Script]:
    """The scripts below some folders that are read without a mistake."""
    for folder in folders:
        for path in sorted(folder.rglob("*.sc")):
            source, problem = read_source(DiskFiles(), path)
            if problem is None and "\t" not in source.text and not _mistakes(source):
                yield _script(source)


def _script(source: Source) -> Script:
    lines = source.text.split("\n")
    starts = {}
    for piece in lay_out(source).tokens:
        line, column = source.location(piece.start)
        if piece.type in TOKENS and not lines[line - 1][: column - 1].strip(" "):
            starts.setdefault(line - 1, column - 1)
    order = [*sorted(starts), len(lines)]
    tags = []
    for index, following in pairwise(order):
        found = HEAD.match(lines[index])
        assert found is not None
        last = max((n for n in range(index, following) if _is_content(lines[n])), default=index)
        tags.append(TagLine(index, starts[index], TAGS.get(found[2], ACTION), last))
    return Script(source, lines, tags)


def _is_content(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _mistakes(source: Source) -> Counter[tuple[int, str]]:
    found = parse(source).diagnostics
    return Counter(
        (d.span.location.line - 1, d.code.slug) for d in found if d.severity > Severity.INFO
    )


# --- mistakes -------------------------------------------------------------------------------------------


def _replaced(script: Script, index: int, line: str) -> list[str] | None:
    if line == script.lines[index]:
        return None
    return [*script.lines[:index], line, *script.lines[index + 1 :]]


def _head(script: Script, at: TagLine) -> re.Match[str]:
    found = HEAD.match(script.lines[at.index])
    assert found is not None
    return found


def mistyped_tag(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
    """A letter of the tag doubled, dropped or swapped."""
    indent, name, colon, rest = _head(script, at).groups()
    if at.tag is ACTION:
        return None
    word, mark = name.rstrip("!"), name[len(name.rstrip("!")) :]
    spot = rng.randrange(len(word))
    choices = [word[:spot] + word[spot] + word[spot:]]
    if len(word) > 2:
        choices += [word[:spot] + word[spot + 1 :], word[1] + word[0] + word[2:]]
    word = rng.choice(choices)
    return None if word + mark in TAGS else _replaced(
        script, at.index, indent + word + mark + (colon or "") + rest
    )  # fmt: skip


def unknown_tag(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
    """A word that is like no tag."""
    indent, _, colon, rest = _head(script, at).groups()
    return _replaced(script, at.index, indent + rng.choice(["foobar", "xyz"]) + colon + rest)


def missing_colon(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
    """The colon is forgotten; one that has no blank behind it would glue name and value together."""
    indent, name, _, rest = _head(script, at).groups()
    if at.tag is ACTION or (rest.strip() and not rest.startswith(" ")):
        return None
    return _replaced(script, at.index, indent + name + rest)


def cut_after_colon(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
    """Nothing is left behind the colon of a tag that needs a value."""
    indent, name, colon, rest = _head(script, at).groups()
    if not at.tag.required or not rest.strip() or at.last > at.index:
        return None
    return _replaced(script, at.index, indent + name + colon)


def cut_after_name(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
    """Nothing is left behind the name of a tag, not even the colon."""
    indent, name, _, rest = _head(script, at).groups()
    if at.tag is ACTION or not rest.strip() or at.last > at.index:
        return None
    return _replaced(script, at.index, indent + name)


def shifted(by: int) -> Mutation:
    """The line alone is moved to the right, or to the left."""

    def shift(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
        column = at.column + by
        if column < 0 or _is_well_formed(script, at, column):
            return None
        return _replaced(script, at.index, " " * column + script.lines[at.index][at.column :])

    return shift


def _item(script: Script, at: TagLine, rng: random.Random, wanted: str) -> tuple[int, str] | None:
    """A line of `buttons:` that begins with `wanted`."""
    if at.tag.body is not Body.BUTTONS:
        return None
    items = [n for n in range(at.index + 1, at.last + 1)
             if script.lines[n].lstrip().startswith(wanted)]  # fmt: skip
    if not items:
        return None
    number = rng.choice(items)
    return number, script.lines[number]


def unclosed_quote(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
    """The quote behind a button's caption is forgotten."""
    found = _item(script, at, rng, '"')
    if found is None or found[1].count('"') != 2:
        return None
    number, line = found
    last = line.rindex('"')
    return _replaced(script, number, line[:last] + line[last + 1 :])


def unclosed_brace(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
    """The brace behind a button's object is forgotten."""
    found = _item(script, at, rng, "{")
    if found is None or found[1].count("{") != 1 or found[1].count("}") != 1:
        return None
    number, line = found
    return _replaced(script, number, line.replace("}", "", 1))


KINDS: dict[str, Mutation] = {
    "mistyped tag": mistyped_tag,
    "unknown tag": unknown_tag,
    "missing colon": missing_colon,
    "cut after the colon": cut_after_colon,
    "cut after the name": cut_after_name,
    "shifted right by 2": shifted(2),
    "shifted right by 4": shifted(4),
    "shifted left by 2": shifted(-2),
    "unclosed quote": unclosed_quote,
    "unclosed brace": unclosed_brace,
}


# --- what is a mistake ----------------------------------------------------------------------------------


def _is_well_formed(script: Script, moved: TagLine, column: int) -> bool:
    """Whether every tag lines up and stands where it may, once one of them is moved to `column`."""
    blocks: list[tuple[int, Place]] = []
    opener: Place | None = Place.FILE
    previous: list[str] = []
    for at in script.tags:
        here = column if at is moved else at.column
        while blocks and here < blocks[-1][0]:
            blocks.pop()
            previous.pop()
            opener = None
        if not blocks or here > blocks[-1][0]:
            if opener is None:
                return False
            blocks.append((here, opener))
            previous.append("")
        if blocks[-1][1] not in at.tag.places or not _follows(at.tag.name, previous[-1]):
            return False
        if at is moved and _body_column(script, at) <= here:
            return False
        previous[-1] = at.tag.name
        opener = _inside(at.tag)
    return True


def _follows(name: str, before: str) -> bool:
    return name not in ("else", "elseif") or before in ("if", "elseif")


def _inside(tag: Tag) -> Place | None:
    if tag.body is not Body.TAGS:
        return None
    return {"theme": Place.THEME, "state": Place.STATE}.get(tag.name, Place.BRANCH)


def _body_column(script: Script, at: TagLine) -> int:
    """The smallest column of the lines below a tag that belong to it."""
    if at.tag.body in (Body.SCRIPT, Body.DEFINITIONS):
        return sys.maxsize  # these are read at any column
    columns = [
        len(line) - len(line.lstrip())
        for line in script.lines[at.index + 1 : at.last + 1]
        if _is_content(line)
    ]
    return min(columns, default=sys.maxsize)


# --- figures --------------------------------------------------------------------------------------------


def mutants(scripts: Sequence[Script], mutate: Mutation, rng: random.Random) -> Iterator[Mutant]:
    """Mistakes of one kind, in random places."""
    places = [(script, at) for script in scripts for at in script.tags]
    rng.shuffle(places)
    for script, at in places:
        lines = mutate(script, at, rng)
        if lines is not None:
            changed = next(
                n for n, (a, b) in enumerate(zip(script.lines, lines, strict=True)) if a != b
            )
            yield Mutant(script, changed, lines)


def measure(some: Sequence[Mutant], show: bool) -> tuple[int, int]:
    """How many mistakes are named by their line, and how many by exactly one diagnostic on it."""
    named = exact = 0
    for mutant in some:
        source = Source(mutant.script.source.path, "\n".join(mutant.lines))
        found = _mistakes(source)
        lines = [line for line, _ in found.elements()]
        named += mutant.index in lines
        exact += lines == [mutant.index]
        if show and lines != [mutant.index]:
            _show(mutant, found)
    return named, exact


def _show(mutant: Mutant, found: Counter[tuple[int, str]]) -> None:
    path = mutant.script.source.path
    print(f"\n{path}:{mutant.index + 1}")
    for number in range(max(mutant.index - 3, 0), min(mutant.index + 5, len(mutant.lines))):
        print(f"{'>' if number == mutant.index else ' '} {number + 1:4} {mutant.lines[number]}")
    for line, slug in sorted(found.elements()):
        print(f"  = {line + 1}: {slug}")


def main() -> None:
    """Print a table with a line for each kind of mistake."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--limit", type=int, default=400, help="mistakes of a kind")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--show", help="print the mistakes of this kind that are not named well")
    options = arguments.parse_args()
    scripts = list(read_scripts(options.folders))
    print(f"{len(scripts)} scripts, {sum(len(script.lines) for script in scripts)} lines")
    print(f"{'kind':<22}{'mistakes':>10}{'line named':>12}{'exactly one':>13}")
    for kind, mutate in KINDS.items():
        rng = random.Random(options.seed)
        some = [
            m for m, _ in zip(mutants(scripts, mutate, rng), range(options.limit), strict=False)
        ]
        named, exact = measure(some, kind == options.show)
        total = max(len(some), 1)
        print(f"{kind:<22}{len(some):>10}{named / total:>12.1%}{exact / total:>13.1%}")


if __name__ == "__main__":
    main()
