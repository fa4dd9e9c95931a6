"""What `$nlp` asks of a compiled program: single patterns, and the rules that a text would activate."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable

from jaicp.nlu.compile import compile_pattern
from jaicp.nlu.matcher import Match, Matcher, MatchLimit
from jaicp.nlu.words import tokenize
from jaicp.project.paths import ROOT, resolve_path
from jaicp.runtime.activation import Candidate, rank_patterns
from jaicp.runtime.program import Program
from jaicp.script.host import HostError
from jaicp.services.nlp import Ranked
from jaicp.syntax.patterns import parse_pattern

__all__ = ["ProgramUnderstanding"]

KEPT_PATTERNS = 500


class ProgramUnderstanding:
    """The patterns of a program, for scripts."""

    def __init__(self, program: Program, clock: Callable[[], float]) -> None:
        self._program = program
        self._clock = clock
        self._compiled: OrderedDict[str, Matcher] = OrderedDict()

    def match(self, pattern: str, text: str) -> Match | None:
        """The match of a pattern that may use the project's names; raises `HostError` for a bad pattern."""
        matcher = self._compiled.get(pattern)
        if matcher is None:
            matcher = self._compiled[pattern] = self._compile(pattern)
            if len(self._compiled) > KEPT_PATTERNS:
                self._compiled.popitem(last=False)
        try:
            return matcher.match(tokenize(text), self._program.nlu.finder(self._clock()))
        except MatchLimit as error:
            raise HostError(f"$nlp: the pattern `{pattern}` takes too long on this text") from error

    def _compile(self, pattern: str) -> Matcher:
        parsed = parse_pattern(pattern)
        table = self._program.table
        problems = parsed.problems if parsed.root is None else table.problems_of(parsed.root)
        if parsed.root is None or problems:
            reason = problems[0].message if problems else "it is empty"
            raise HostError(f"$nlp: the pattern `{pattern}` cannot be used: {reason}")
        return compile_pattern(parsed.root, table)

    def rank(self, text: str, state: str) -> list[Ranked]:
        """The rules that match a text in the context of a state, best first; raises `HostError`."""
        context = resolve_path(ROOT, state)
        if context not in self._program.states:
            raise HostError(f"$nlp: there is no state `{state}`")
        program, heard = self._program, self._program.nlu.hear(text, self._clock())
        ranked, _ = rank_patterns(
            program.rules, program.states, context, heard.utterance, heard.finder
        )
        return [_ranked(candidate) for candidate in ranked]

    def converter(self, key: object) -> int:
        """The number of the block that holds a converter."""
        return self._program.converters[str(key)]


def _ranked(candidate: Candidate) -> Ranked:
    trigger = candidate.rule.trigger
    span = trigger.node.span
    place = f"{span.source.path.name}:{span.location[0]}"
    return Ranked(
        trigger.target, place, candidate.rule.text.strip(), candidate.score, candidate.match
    )
