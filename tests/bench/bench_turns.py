"""Whole turns of a bot of many rules, beside the rule engines of Python.

    python tests/bench/bench_turns.py [--peers PYTHON]

N rules of three patterns each: two keywords with any words around them; an alternation, a gap and a keyword; a
gap between fixed words. 2,000 phrases are said, four in five meet a rule, and whether the right rule answers is
counted. Each engine runs in a process of its own, alone; turns a second are phrases by processor time.

`--peers` names a Python that has `python-aiml` and `rivescript` (`pip install python-aiml rivescript setuptools`):
then the same rules are given to them, as far as their languages go (AIML has no alternation and no empty `*`, so
that a rule becomes eight categories).
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

PHRASES = 2_000
SIZES = (1_000, 10_000)
FILLERS = "well now tell me about the new one for us today maybe".split()

MOST_GROWTH = 1.2
LEAST_OF_AIML = 0.5
LEAST_OF_RIVESCRIPT = 50.0
MOST_OF_AIML_TO_LOAD = 2.0
MOST_MEGABYTES = 400

Answer = Callable[[str], str]


def name(stem: str, number: int) -> str:
    """A word of letters alone for a rule, the same in all engines."""
    letters = ""
    while True:
        number, letter = divmod(number, 26)
        letters += "abcdefghijklmnopqrstuvwxyz"[letter]
        if not number:
            return stem + letters


def names(number: int) -> tuple[str, ...]:
    """The five words of a rule."""
    return tuple(name(stem, number) for stem in ("word", "thing", "alpha", "beta", "gamma"))


def phrases(rules: int, chance: random.Random) -> list[tuple[str, str]]:
    """Phrases, each with the answer that is right; none for one in five."""

    def filler(most: int) -> list[str]:
        return [chance.choice(FILLERS) for _ in range(chance.randint(1, most))]

    found = []
    for _ in range(PHRASES):
        n = chance.randrange(rules)
        if chance.random() < 0.2:
            words = [*filler(3), name("unknown", n), *filler(3)]
            found.append((" ".join(words), ""))
            continue
        shape = chance.randrange(3)
        if shape == 0:
            words = [*filler(2), name("word", n), *filler(2), name("thing", n), *filler(2)]
        elif shape == 1:
            words = [*filler(2), chance.choice([name("alpha", n), name("beta", n)]), *filler(2)]
            words += [name("gamma", n), *filler(2)]
        else:
            words = ["please", name("word", n), *filler(3), "now"]
        found.append((" ".join(words), f"Reply {n} for Ann"))
    return found


# --- engines: each loads the rules and says how to ask


def jaicp(rules: int, folder: Path) -> Answer:
    """Ours, as `jaicp run` has it: load, check for errors, compile; context, session and replies of each turn."""
    load_bot = import_module("jaicp.runtime.engine").load_bot
    messages = import_module("jaicp.runtime.messages")
    lines = ["theme: /"]
    for n in range(rules):
        word, thing, alpha, beta, gamma = names(n)
        lines += [
            f"    state: S{n}",
            f"        q!: * {word} * {thing} *",
            f"        q!: * ({alpha}|{beta}) * {gamma} *",
            f"        q!: please {word} * now",
            f"        a: Reply {n} for Ann",
        ]
    lines += ["    state: NoMatch", "        event!: noMatch", "        a:"]
    script = folder / "bot.sc"
    script.write_text("\n".join(lines) + "\n", encoding="utf-8")
    bot = load_bot(script)
    state = [messages.Session()]

    def ask(text: str) -> str:
        turn = bot.handle(messages.Event(query=text), state[0])
        state[0] = turn.session
        return " ".join(str(reply.get("text", "")) for reply in turn.replies)

    return ask


def aiml(rules: int, folder: Path) -> Answer:
    """python-aiml: a star takes one word at least, so each star that may be empty makes two categories."""
    engine = import_module("aiml")
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', '<aiml version="1.0">']
    for n in range(rules):
        word, thing, alpha, beta, gamma = (one.upper() for one in names(n))
        pairs = [(word, thing), (alpha, gamma), (beta, gamma)]
        patterns = [
            f"{before}{first}{middle}{second}{after}"
            for first, second in pairs
            for before, middle, after in (("* ", " * ", " *"), ("", " ", ""))
        ]
        patterns += [f"PLEASE {word} * NOW", f"PLEASE {word} NOW"]
        answer = f"<template>Reply {n} for <get name='name'/></template>"
        parts += [f"<category><pattern>{one}</pattern>{answer}</category>" for one in patterns]
    parts.append("</aiml>")
    file = folder / "bot.aiml"
    file.write_text("\n".join(parts), encoding="utf-8")
    kernel = engine.Kernel()
    kernel.verbose(False)
    kernel.learn(str(file))
    kernel.setPredicate("name", "Ann")
    return lambda text: str(kernel.respond(text))


def rivescript(rules: int, folder: Path) -> Answer:
    """rivescript in Python."""
    lines = ["! version = 2.0"]
    for n in range(rules):
        word, thing, alpha, beta, gamma = names(n)
        for pattern in (
            f"[*] {word} [*] {thing} [*]",
            f"[*] ({alpha}|{beta}) [*] {gamma} [*]",
            f"please {word} * now",
        ):
            lines += [f"+ {pattern}", f"- Reply {n} for <get name>", ""]
    bot = import_module("rivescript").RiveScript()
    bot.stream("\n".join(lines))
    bot.sort_replies()
    bot.set_uservar("u", "name", "Ann")
    return lambda text: str(bot.reply("u", text))


ENGINES = {"jaicp": jaicp, "aiml": aiml, "rivescript": rivescript}


def measure(engine: str, rules: int) -> dict[str, float]:
    """Load, warm up, ask; in this process. Slow engines are asked fewer phrases."""
    asked = phrases(rules, random.Random(5))
    with tempfile.TemporaryDirectory() as name:
        begun = time.process_time()
        ask = ENGINES[engine](rules, Path(name))
        loaded = time.process_time() - begun
        gc.collect()
        gc.freeze()  # as our server does it once a bot is loaded; it helps all engines alike
        for text, _ in phrases(rules, random.Random(6))[: 20 if engine == "rivescript" else 200]:
            ask(text)
        if engine == "rivescript":
            asked = asked[: 200 if rules <= SIZES[0] else 30]
        begun = time.process_time()
        answers = [ask(text) for text, _ in asked]
        spent = time.process_time() - begun
    hits = [got == right for got, (_, right) in zip(answers, asked, strict=True) if right]
    return {
        "turns": len(asked) / spent,
        "load": loaded,
        "right": sum(hits) / len(hits),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def run(python: str, engine: str, rules: int, times: int) -> dict[str, float]:
    """The best of some runs, each in a process of its own."""
    runs = []
    for _ in range(times):
        command = [python, __file__, "--measure", engine, str(rules)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append(json.loads(done.stdout.splitlines()[-1]))
    best = max(runs, key=lambda one: one["turns"])
    return {**best, "load": min(one["load"] for one in runs)}


def main() -> None:
    """Print a table and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--peers", metavar="PYTHON", help="a Python with python-aiml, rivescript")
    parser.add_argument("--measure", nargs=2, metavar=("ENGINE", "RULES"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measure(options.measure[0], int(options.measure[1]))))
        return
    engines = [("jaicp", sys.executable)]
    if options.peers:
        engines += [("aiml", options.peers), ("rivescript", options.peers)]
    figures: dict[tuple[str, int], dict[str, float]] = {}
    print(f"{'engine':<12}{'rules':>7}{'turns/s':>10}{'load s':>8}{'MB':>6}{'right':>8}")
    for rules in SIZES:
        for engine, python in engines:
            found = run(python, engine, rules, 1 if engine == "rivescript" else 3)
            figures[engine, rules] = found
            print(
                f"{engine:<12}{rules:>7}{found['turns']:>10.0f}{found['load']:>8.2f}"
                f"{found['megabytes']:>6.0f}{found['right']:>8.1%}"
            )
    few, many = (figures["jaicp", size] for size in SIZES)
    missed = []

    def report(what: str, figure: float, ok: bool) -> None:
        missed.extend([] if ok else [what])
        print(f"  {figure:8.2f} {what}: {'ok' if ok else 'MISSED'}")

    growth = few["turns"] / many["turns"]
    report(f"times the time of a turn at ten times the rules (at most {MOST_GROWTH})", growth,
           growth <= MOST_GROWTH)  # fmt: skip
    report(f"megabytes (at most {MOST_MEGABYTES})", many["megabytes"],
           many["megabytes"] <= MOST_MEGABYTES)  # fmt: skip
    if options.peers:
        peer, slow = figures["aiml", SIZES[1]], figures["rivescript", SIZES[1]]
        ratio = many["turns"] / peer["turns"]
        report(f"of python-aiml's turns (at least {LEAST_OF_AIML})", ratio, ratio >= LEAST_OF_AIML)
        ratio = many["turns"] / slow["turns"]
        report(f"times rivescript's turns (at least {LEAST_OF_RIVESCRIPT:g})", ratio,
               ratio >= LEAST_OF_RIVESCRIPT)  # fmt: skip
        ratio = many["load"] / peer["load"]
        report(f"times python-aiml's time to load (at most {MOST_OF_AIML_TO_LOAD:g})", ratio,
               ratio <= MOST_OF_AIML_TO_LOAD)  # fmt: skip
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
