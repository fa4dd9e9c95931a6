"""How long the patterns of a real bot take to rank: `python tests/bench/bench_matching.py FOLDER [--phrases N]`.

The phrases are the queries of the bot's own XML suites, each heard in a state drawn at random. Timed is the
matching of a turn: which patterns can be used there, which of them fit, and how well. Nothing is run or written.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from pathlib import Path

from jaicp.runtime.activation import rank_patterns
from jaicp.runtime.engine import load_bot
from jaicp.runtime.services import Services
from jaicp.text.collector import keep_for_good

QUERY = re.compile(r"<q\b[^>]*>([^<]+)</q>")
SHARES = (0.5, 0.95, 0.99, 1.0)


def queries(folder: Path) -> list[str]:
    """What the suites below a folder say to the bot."""
    texts = (file.read_text("utf-8", errors="replace") for file in sorted(folder.rglob("*.xml")))
    return [found for text in texts for found in QUERY.findall(text)]


def main() -> None:
    """Print the percentiles."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--phrases", type=int, default=2_000)
    options = parser.parse_args()
    begun = time.process_time()
    bot = load_bot(options.folder, services=Services())
    keep_for_good()
    program, chance = bot.program, random.Random(1)
    print(f"{len(program.states)} states, loaded in {time.process_time() - begun:.2f} s CPU")
    phrases = queries(options.folder)
    chance.shuffle(phrases)
    states = sorted(program.states)
    spent = []
    for text in phrases[: options.phrases]:
        heard = program.nlu.hear(text, 0.0)
        context = chance.choice(states)
        begun = time.perf_counter()
        rank_patterns(program.rules, program.states, context, heard.utterance, heard.finder)
        spent.append((time.perf_counter() - begun) * 1000)
    spent.sort()
    figures = (f"p{share * 100:.0f} {spent[int(len(spent) * share) - 1]:.2f}" for share in SHARES)
    print(f"{len(spent)} phrases, milliseconds: {', '.join(figures)}")


if __name__ == "__main__":
    main()
