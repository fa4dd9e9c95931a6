"""How well single mistakes are named by the whole check: one at a time, in projects as they are.

    python tests/bench/mutations_of_projects.py FOLDER... [--limit N] [--seed N] [--show KIND]

Beside the mistakes of `mutations.py`, which only the reading of a file has to name, targets are renamed and
JavaScript is broken, and every rule may speak. What is counted is what `jaicp check` says of the project with the
mistake and not without it, infos aside; a warning that follows from the mistake counts as one diagnostic too many.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutations import KINDS, Mutant, Mutation, Script, TagLine, _replaced, mutants, read_scripts

from jaicp.check.checker import Memory, check
from jaicp.project.documents import Documents
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.text.diagnostic import Severity

Told = Counter[tuple[Path, int, str, str]]


@dataclass
class Checker:
    """A project that is checked again and again, each time with another text in the place of one file."""

    folder: Path

    def __post_init__(self) -> None:
        self.documents, self.memory = Documents(), Memory()
        self.before = self.told({})

    def told(self, texts: dict[Path, str]) -> Told:
        project = load_project(self.folder, DiskFiles(texts), self.documents)
        return Counter(
            (d.span.source.path, d.span.location.line - 1, d.code.slug, d.message)
            for d in check(project, None, self.memory).diagnostics
            if d.severity > Severity.INFO
        )


# --- mistakes that only a project shows ------------------------------------------------------------------


def renamed_target(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
    """A transition leads to a state that is written with a slip."""
    line = script.lines[at.index]
    found = re.fullmatch(r"(\s*go!?:\s*)(/[^{}|#]*[^\W\d]{3})(\s*)", line)
    if at.tag.name not in ("go", "go!") or found is None:
        return None
    path = found[2]
    return _replaced(script, at.index, f"{found[1]}{path[:-2]}{path[-1]}{path[-2]}x{found[3]}")


def _in_script(break_: Callable[[str], str | None]) -> Mutation:
    def mutate(script: Script, at: TagLine, rng: random.Random) -> list[str] | None:
        if at.tag.name != "script" or at.last == at.index:
            return None
        numbers = list(range(at.index + 1, at.last + 1))
        rng.shuffle(numbers)
        for number in numbers:
            line = script.lines[number]
            if "//" in line or line.lstrip().startswith(("#", "*", "/*")):
                continue
            broken = break_(line)
            if broken is not None and broken != line:
                return _replaced(script, number, broken)
        return None

    return mutate


def _missing_value(line: str) -> str | None:
    """`x = 1;` without its value."""
    found = re.fullmatch(r"(\s*[\w$.]+ = )[\w$.\"']+;", line)
    return None if found is None else found[1] + ";"


def _second_bracket(line: str) -> str | None:
    """`f(x));`"""
    found = re.fullmatch(r"(\s*[\w$.]+\([^()]*\));", line)
    return None if found is None else found[1] + ");"


def _missing_quote(line: str) -> str | None:
    """A string that is never closed."""
    found = re.fullmatch(r"([^\"'`]*\"[^\"'`\\]*)\"([^\"'`]*;)", line)
    return None if found is None else found[1] + found[2]


PROJECT_KINDS: dict[str, Mutation] = {
    **KINDS,
    "renamed target": renamed_target,
    "JavaScript: no value": _in_script(_missing_value),
    "JavaScript: bracket": _in_script(_second_bracket),
    "JavaScript: quote": _in_script(_missing_quote),
}


# --- figures ----------------------------------------------------------------------------------------------


def projects(folders: Sequence[Path]) -> Iterator[Path]:
    """The outermost folders with a `chatbot.yaml`."""
    for folder in folders:
        kept: list[Path] = []
        for path in sorted(one.parent for one in folder.rglob("chatbot.yaml")):
            if not any(outer in path.parents for outer in kept):
                kept.append(path)
        yield from kept


def measure(checkers: dict[Path, Checker], some: Sequence[Mutant], show: bool) -> tuple[int, int]:
    """How many mistakes are named by their line, and how many by exactly one diagnostic on it."""
    named = exact = 0
    for mutant in some:
        path = mutant.script.source.path
        checker = next(c for folder, c in checkers.items() if folder in path.parents)
        found = checker.told({path: "\n".join(mutant.lines)}) - checker.before
        places = [(file, line) for file, line, _, _ in found.elements()]
        named += (path, mutant.index) in places
        exact += places == [(path, mutant.index)]
        if show and places != [(path, mutant.index)]:
            print(f"\n{path}:{mutant.index + 1}: {mutant.lines[mutant.index].strip()}")
            for file, line, slug, message in sorted(found.elements()):
                print(f"  = {file.name}:{line + 1}: {slug}: {message}")
    return named, exact


def main() -> None:
    """Print a table with a line for each kind of mistake."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--limit", type=int, default=100, help="mistakes of a kind")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--show", help="print the mistakes of this kind that are not named well")
    arguments.add_argument("--only", help="the beginning of the kinds to measure", default="")
    options = arguments.parse_args()
    checkers = {path.absolute(): Checker(path.absolute()) for path in projects(options.folders)}
    checkers = {path: c for path, c in checkers.items() if not _is_broken(c)}
    known = {file for c in checkers.values() for file in _scripts_of(c)}
    scripts = [one for one in read_scripts([*checkers]) if one.source.path.resolve() in known]
    print(f"{len(checkers)} projects, {len(scripts)} scripts")
    print(f"{'kind':<22}{'mistakes':>10}{'line named':>12}{'exactly one':>13}")
    for kind, mutate in PROJECT_KINDS.items():
        if not kind.startswith(options.only):
            continue
        rng = random.Random(options.seed)
        found = mutants(scripts, mutate, rng)
        some = [m for m, _ in zip(found, range(options.limit), strict=False)]
        named, exact = measure(checkers, some, kind == options.show)
        total = max(len(some), 1)
        print(f"{kind:<22}{len(some):>10}{named / total:>12.1%}{exact / total:>13.1%}", flush=True)


def _is_broken(checker: Checker) -> bool:
    """Whether a project has errors as it is; then rules that need a whole project are silent."""
    project = load_project(checker.folder, DiskFiles(), checker.documents)
    return any(d.is_error for d in check(project, None, checker.memory).diagnostics)


def _scripts_of(checker: Checker) -> Iterator[Path]:
    """The scripts that a project loads."""
    project = load_project(checker.folder, DiskFiles(), checker.documents)
    yield from (document.source.path.resolve() for document in project.documents)


if __name__ == "__main__":
    main()
