"""Where a regular expression fits whole runs of tokens.

An expression sees the original text from the start of one token to the end of a later one and must fit
all of it. Runs from one token are tried from the shortest on; the `regex` package tells whether a longer
text could still fit, so most expressions stop after a token or two.
"""

from __future__ import annotations

from time import thread_time

from jaicp.nlu.reading import MatchLimit, Reading
from jaicp.syntax.java_regex import compile_java_regex

__all__ = ["regex_ends", "regex_starts"]

TRIAL = 2
"""A trial of an expression in steps of the matcher."""

SHORTEST_TIME = 0.001


def regex_ends(reading: Reading, body: str, ignore_case: bool, start: int) -> list[int]:
    """The ends of the runs from the token `start` that fit, the longest first.

    Raises `MatchLimit` when the expressions of this match have used up their processor time; other work
    on the machine does not count.
    """
    runs = reading.runs.setdefault((body, ignore_case), {})
    known = runs.get(start)
    if known is None:
        known = runs[start] = _find_ends(reading, body, ignore_case, start)
    return known


def regex_starts(reading: Reading, body: str, ignore_case: bool) -> list[int]:
    """The tokens at which some run begins that fits."""
    return [at for at in range(reading.count) if regex_ends(reading, body, ignore_case, at)]


def _find_ends(reading: Reading, body: str, ignore_case: bool, start: int) -> list[int]:
    fullmatch = compile_java_regex(body, ignore_case).fullmatch
    tokens = reading.utterance.tokens
    text = reading.utterance.text
    begin = tokens[start].start
    found: list[int] = []
    begun = thread_time()
    left = max(reading.regex_seconds, SHORTEST_TIME)
    try:
        for last in range(start, len(tokens)):
            reading.spend(TRIAL)
            fits = fullmatch(text[begin : tokens[last].end], partial=True, timeout=left)
            if fits is None:
                break
            if not fits.partial:
                found.append(last + 1)
    except TimeoutError:
        reading.regex_seconds = 0.0
    else:
        reading.regex_seconds -= _charge(thread_time() - begun, left)
    if reading.regex_seconds <= 0:
        raise MatchLimit("a regular expression of the pattern takes too long on this text")
    found.reverse()
    return found


def _charge(seconds: float, left: float) -> float:
    """How much of the time that is left a trial costs.

    At most half, unless hardly anything is left: a trial in which the garbage collector happened to run, which
    can take longer than all expressions of a match, does not end the match. An expression that really takes
    too long runs into its own time limit.
    """
    return seconds if left <= SHORTEST_TIME else min(seconds, left / 2)
