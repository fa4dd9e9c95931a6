"""Figures for parsing patterns, looking rules up and matching: `python tests/bench/bench_matcher.py`.

Rules are made up from a seeded source of words. The lookup should cost the same for 1,000 and for 10,000
rules; the growth of a whole turn follows the number of rules that a phrase makes possible.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable

from jaicp.nlu.compile import NamedPattern, PatternTable, compile_pattern
from jaicp.nlu.index import RuleIndex
from jaicp.nlu.matcher import Matcher
from jaicp.nlu.reading import reading_of
from jaicp.nlu.words import tokenize
from jaicp.syntax.patterns import parse_pattern

SYLLABLES = "ба во га де жи зу ка ло ме ни пу ра си то фу хо ца че ша эк юр ям".split()
SHAPES = (
    "* {a} *",
    "* ({a}|{b}|{c}) * {d} *",
    "* {a}* * {b} *",
    "{{{a} * {b}}} *",
    "[{a}] ({b}|{c} {d}) *",
    "* $ask {a} [{b}] *",
    "* {a} [{b}|{c}*] {d} *",
)


def words(count: int, source: random.Random) -> list[str]:
    """Different made-up words of two to five syllables."""
    found: set[str] = set()
    while len(found) < count:
        found.add("".join(source.choices(SYLLABLES, k=source.randint(2, 5))))
    return sorted(found)


def rules(count: int, vocabulary: list[str], source: random.Random) -> list[str]:
    """Patterns in the shapes that bots use most."""
    return [
        source.choice(SHAPES).format(
            **dict(zip("abcd", source.choices(vocabulary, k=4), strict=True))
        )
        for _ in range(count)
    ]


def best_time(action: Callable[[], object], repeats: int = 5) -> float:
    """The shortest of several runs, in seconds."""
    shortest = float("inf")
    for _ in range(repeats):
        begun = time.perf_counter()
        action()
        shortest = min(shortest, time.perf_counter() - begun)
    return shortest


def machine() -> float:
    """Nanoseconds of one addition in a loop, to compare figures of different machines by."""

    def loop() -> None:
        total = 0
        for number in range(100_000):
            total += number

    return best_time(loop) / 100_000 * 1e9


def turns(count: int) -> tuple[float, float, float]:
    """Microseconds per phrase for the lookup, first and repeated, and for lookup and matches together."""
    source = random.Random(7)
    vocabulary = words(2 * count, source)  # so that a phrase makes as many rules possible
    table = PatternTable([NamedPattern("ask", parse_pattern("(можно|скажи*|[а] где)").root)])
    matchers = [
        compile_pattern(parse_pattern(text).root, table)
        for text in rules(count, vocabulary, source)
    ]
    numbered = list(enumerate(matchers))
    index = RuleIndex(numbered)
    phrases = [" ".join(["где", *source.choices(vocabulary, k=7)]) for _ in range(300)]
    read = [tokenize(phrase) for phrase in phrases]
    gc.collect()
    gc.freeze()  # as a server does with what it has loaded
    fresh = [RuleIndex(numbered) for _ in range(3)]
    first = min(best_time(lambda: [new.candidates(one) for one in read], 1) for new in fresh)  # noqa: B023
    again = best_time(lambda: [index.candidates(one) for one in read])

    def turn() -> None:
        for phrase in phrases:
            utterance = tokenize(phrase)
            for number in index.candidates(utterance):
                matchers[number].match(utterance)

    return tuple(value / len(phrases) * 1e6 for value in (first, again, best_time(turn)))  # type: ignore[return-value]


def one_match(pattern: str, phrase: str) -> float:
    """Microseconds of one match of a phrase that other rules have been tried on."""
    matcher: Matcher = compile_pattern(parse_pattern(pattern).root, PatternTable())
    shortest = float("inf")
    for _ in range(7):
        utterances = [tokenize(phrase) for _ in range(500)]
        for utterance in utterances:
            reading_of(utterance)
        shortest = min(shortest, best_time(lambda: [matcher.match(one) for one in utterances], 1))  # noqa: B023
    return shortest / 500 * 1e6


def main() -> None:
    """Print all figures."""
    print(f"one addition in a loop: {machine():.0f} ns")
    source = random.Random(1)
    texts = rules(20_000, words(20_000, source), source)
    begun = time.perf_counter()
    for text in texts:
        parse_pattern(text)
    print(f"parsing 20,000 patterns: {time.perf_counter() - begun:.1f} s")
    small, large = turns(1_000), turns(10_000)
    names = ("lookup, new words", "lookup, known words", "tokens, lookup and matches")
    for name, few, many in zip(names, small, large, strict=True):
        print(
            f"{name}: {few:.1f} us for 1,000 rules, {many:.1f} us for 10,000, growth {many / few:.2f}"
        )
    phrase = "скажи мне пожалуйста где тут можно купить большую пиццу"
    for pattern in (
        "* купить *",
        "* (взять|купить|заказать) * пиццу *",
        "* куп* * пицц* *",
        "* {пиццу * купить} *",
        "* [мне] [где] можно *",
        "* сегодня *",
    ):
        print(f"{pattern}: {one_match(pattern, phrase):.1f} us")
    text = phrase
    print(
        f"tokens of a phrase: {best_time(lambda: [tokenize(text) for _ in range(1000)]) * 1e3:.1f} us"
    )


if __name__ == "__main__":
    main()
