"""Made-up bots of any size, for figures: states with patterns, scripts, branches, texts and buttons.

Nearly every pattern and script differs from all others, so that remembering what was read before helps no more
than it does for a bot that people wrote.
"""

from __future__ import annotations

import random
from pathlib import Path

__all__ = ["python_lines", "rules_of_states", "write_bot"]

LINES_OF_A_FILE = 500
FALLBACK = ("", "theme: /", "    state: NoMatch", "        event!: noMatch", "        a: What?")
SYLLABLES = "ба во га де жи зу ка ло ме ни пу ра си то фу хо ца че ша эк юр ям".split()
PATTERNS = (
    "* {a} *",
    "* ({a}|{b}|{c}) * {d} *",
    "* {a}* * {b} *",
    "{{{a} * {b}}} *",
    "[{a}] ({b}|{c} {d}) *",
    "* $known{n} {a} [{b}] *",
    "* {a} [{b}|{c}*] {d} *",
    "* ~{a} * {b}:1 *",
)


def write_bot(folder: Path, lines: int, seed: int = 11) -> int:
    """Write a bot of about so many lines into `folder`; the number of lines that it has."""
    maker = _Maker(random.Random(seed))
    source = folder / "src"
    source.mkdir(parents=True)
    (folder / "chatbot.yaml").write_text("name: made-up\nentryPoint: main.sc\n", encoding="utf-8")
    count = max(round(lines / LINES_OF_A_FILE), 1)
    texts = [maker.file(number) for number in range(count)]
    names = [f"part{number}.sc" for number in range(count)]
    (source / "functions.js").write_text(maker.functions(), encoding="utf-8")
    head = ["require: functions.js", *(f"require: {name}" for name in names), *FALLBACK]
    total = len(head)
    (source / "main.sc").write_text("\n".join(head) + "\n", encoding="utf-8")
    for name, text in zip(names, texts, strict=True):
        (source / name).write_text("\n".join(text) + "\n", encoding="utf-8")
        total += len(text)
    return total


class _Maker:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.states = 0

    def word(self) -> str:
        return "".join(self.chance.choices(SYLLABLES, k=self.chance.randint(2, 5)))

    def phrase(self, count: int) -> str:
        return " ".join(self.word() for _ in range(count)).capitalize()

    def pattern(self, number: int) -> str:
        words = {key: self.word() for key in "abcd"}
        return self.chance.choice(PATTERNS).format(n=number, **words)

    def functions(self) -> str:
        return "".join(
            f"function helper{n}(value) {{\n    return value + {n};\n}}\n" for n in range(50)
        )

    def file(self, number: int) -> list[str]:
        """One script of about `LINES_OF_A_FILE` lines."""
        lines = [f"# {self.phrase(6)}", "patterns:"]
        lines += [
            f"    $known{number} = ({self.word()}|{self.word()}*|[{self.word()}] {self.word()})"
        ]
        lines += [f"    $list{number}_{n} = ({self.word()}:{n}|{self.word()})" for n in range(10)]
        lines += ["", f"theme: /Part{number}", ""]
        index = 0
        while len(lines) < LINES_OF_A_FILE:
            lines += self.state(number, index, " " * 4)
            if index % 3 == 0:
                lines += self.state(number, index, " " * 8, nested=True)
            index += 1
        return lines

    def state(self, number: int, index: int, indent: str, *, nested: bool = False) -> list[str]:
        """A state with all that states usually hold."""
        self.states += 1
        name = f"Nested{index}" if nested else f"State{index}"
        key = f"value{self.states}"
        back = "../" if nested else "./"
        lines = [
            f"state: {name}",
            f"    q{'' if nested else '!'}: {self.pattern(number)} [n{self.states}]",
            f"    q: {self.pattern(number)}",
            f"    q: {self.pattern(number)}",
            "    script:",
            f"        var text = $request.query, limit = {self.states};",
            f"        $session.{key} = helper{self.states % 50}(text.length) * limit;",
            f"        if ($session.{key} > {self.states} && !$client.{key}) {{",
            f'            $client.{key} = "{self.word()}";',
            "        }",
            f"    a: {self.phrase(7)}: {{{{ $session.{key} + {self.states} }}}}.",
            f"    if: $session.{key} === {self.states}",
            f"        a: {self.phrase(5)}!",
            "    else:",
            f"        a: {self.phrase(9)}",
            f"            {self.phrase(5)}.",
            "    buttons:",
            f'        "{self.phrase(2)}" -> /Part{number}/State0',
            f'        "{self.phrase(1)}" -> {back}../State{index}',
            "",
        ]
        return [indent + line if line else line for line in lines]


def python_lines(count: int) -> str:
    """Python of so many lines, to compare the time for reading it with."""
    block = [
        "class Kind{n}(Base):",
        "    limit{n}: int = {n}",
        "    def method{n}(self, value, other):",
        "        text = value.query",
        "        self.value{n} = helper(text.length) * {n}",
        "        if self.value{n} > {n} and not other.value{n}:",
        "            other.value{n} = 'some words {n}'",
        "        return text + str(self.value{n})",
    ]
    lines = [block[at % len(block)].format(n=at // len(block)) for at in range(count)]
    while lines and lines[-1].endswith(":"):
        lines[-1] = "pass"
    return "\n".join(lines) + "\n"


def rules_of_states(count: int) -> str:
    """A script of so many states with three patterns each, in the shapes that rule engines are compared by."""
    lines = ["theme: /"]
    for n in range(count):
        lines += [
            f"    state: S{n}",
            f"        q!: * word{n} * thing{n} *",
            f"        q!: * (alpha{n}|beta{n}) * gamma{n} *",
            f"        q!: please word{n} * now",
            f"        a: Reply {n} for {{{{ $session.name }}}}",
        ]
    return "\n".join(lines) + "\n"
