"""How `jaicp nlu` tells people why a phrase leads to a state: words, weights, distance, rivals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from jaicp.nlu.aligner import SUPPORT, Aligned
from jaicp.nlu.explain import Taken
from jaicp.nlu.intents import IntentMatch
from jaicp.nlu.slots import missing_slots, slot_values
from jaicp.nlu.words import Utterance
from jaicp.runtime.activation import (
    Candidate,
    ExampleCandidate,
    Hypothesis,
    IntentCandidate,
    context_factor,
)
from jaicp.runtime.nlu_model import Heard, Understood
from jaicp.runtime.phrases import Reading
from jaicp.runtime.program import Program
from jaicp.syntax import ast
from jaicp.text.cells import clean
from jaicp.text.palette import Palette
from jaicp.text.render import relative_path

__all__ = ["explanation", "tag_of"]

EXPLAINED = 3
"""How many hypotheses are gone through word by word: the winner and those behind it."""

SHOWN = 8
"""How many more are listed."""

Row = tuple[str, ...]


def tag_of(node: ast.Trigger) -> str:
    """The tag of a trigger, as `q!` or `intentGroup`."""
    match node:
        case ast.PatternTrigger():
            name = "q"
        case ast.IntentTrigger():
            name = "intentGroup" if node.is_group else "intent"
        case ast.ExampleTrigger():
            name = "eg" if node.is_group else "e"
        case _:
            name = "event"
    return name + ("!" if node.is_global else "")


def explanation(program: Program, reading: Reading, context: str, *, colour: bool) -> str:
    """The full form."""
    palette = Palette(colour)
    heard, understood = reading.heard, reading.understood
    lines = [f"“{clean(heard.utterance.text)}” said in {palette.strong(context)}", ""]
    best = understood.best
    if best is None:
        lines += [*_nothing(reading, heard)]
    else:
        lines += [*_headed("→", best, palette), ""]
        lines += [*_arithmetic(program, best, heard), ""]
        lines += [_distance(best, context), "", *_reasons(best, understood)]
        rivals = [one for one in _everything(understood) if one is not best]
        for number, one in enumerate(rivals[: EXPLAINED - 1], 2):
            lines += ["", *_headed(f"{number}.", one, palette), ""]
            lines += [*_arithmetic(program, one, heard), _distance(one, context)]
        lines += _listed(rivals[EXPLAINED - 1 :], palette)
    if understood.gave_up:
        lines += ["", "a pattern was given up: it takes too long on this phrase"]
    return "\n".join(lines)


def _nothing(reading: Reading, heard: Heard) -> Iterator[str]:
    if reading.no_match is None:
        yield "nothing matches, and nobody listens to the event noMatch"
    else:
        yield f"nothing matches; the event noMatch leads to {reading.no_match}"
    unheard = [one for one in heard.intents if one.intent.path]
    for one in unheard[:SHOWN]:
        yield f"  the intent {one.intent.path} ({one.confidence:.4f}) has no state here"


def _everything(understood: Understood) -> list[Hypothesis]:
    return [*understood.patterns, *understood.examples, *understood.intents]


def _headed(mark: str, one: Hypothesis, palette: Palette) -> Iterator[str]:
    span = one.trigger.node.span
    place = f"{relative_path(span.source.path, Path.cwd())}:{span.location[0]}"
    yield f"{mark} {palette.code(one.trigger.target)}   {one.score:.4f}"
    yield f"  {palette.strong(tag_of(one.trigger.node) + ': ' + clean(_rule_text(one)))}   {place}"


def _rule_text(one: Hypothesis) -> str:
    if isinstance(one, Candidate):
        return one.rule.text.strip()
    if isinstance(one, ExampleCandidate):
        return one.aligned.phrase
    node = one.trigger.node
    if isinstance(node, ast.IntentTrigger):
        written = node.intent.text
        path = one.found.intent.path
        return written if written == path else f"{written} (the intent {path})"
    return f"match (the intent {one.found.intent.path}, which has an answer and no state here)"


# --- words and weights


def _arithmetic(program: Program, best: Hypothesis, heard: Heard) -> Iterator[str]:
    if isinstance(best, Candidate):
        taken = _taken(program, best.rule.text.strip(), heard)
        yield from _pattern(taken, heard.utterance, best.raw)
    elif isinstance(best, ExampleCandidate):
        yield from _aligned(best.aligned, heard)
    else:
        yield from _intent(program, best.found, heard)


def _taken(program: Program, pattern: str, heard: Heard) -> list[Taken]:
    return program.rules.explainer.taken(pattern, heard.utterance, heard.finder)


def _pattern(taken: Sequence[Taken], utterance: Utterance, raw: float) -> Iterator[str]:
    rows = [
        (
            clean(_text(utterance, one.start, one.end)),
            clean(" › ".join([*one.names, one.element])),
            f"{one.letters - one.lost} of {one.letters} letters",
        )
        for one in taken
    ]
    yield from _table(rows)
    total = utterance.total
    lost = sum(one.lost for one in taken)
    base = 1 - lost / total if total else 1.0
    yield f"  named: 1 − {lost}/{total} = {base:.4f}" if total else "  no letters: 1"
    if abs(base - raw) > 5e-5:
        yield f"  after $weight: {raw:.4f}"


def _text(utterance: Utterance, start: int, end: int) -> str:
    tokens = utterance.tokens
    return utterance.text[tokens[start].start : tokens[end - 1].end]


def _aligned(one: Aligned[str] | Aligned[int], heard: Heard) -> Iterator[str]:
    del heard
    yield f"  the nearest phrase: “{clean(one.phrase)}”"
    if one.alignment is None:
        yield "  it is the same, word for word: 1"
        return
    rows = []
    for pair in one.alignment.pairs:
        element = one.elements[pair.element]
        rows.append(
            (
                " ".join(one.text.words[pair.start : pair.end]),
                f"@{element.text}" if element.is_entity else element.text,
                pair.match.kind,
                f"{pair.weight:.3f} × {pair.match.quality:g} × {pair.run:g} = {pair.score:.3f}",
            )
        )
    yield from _table([(clean(a), clean(b), c, d) for a, b, c, d in rows])
    total = sum(pair.score for pair in one.alignment.pairs)
    longer = max(one.alignment.text_weight, one.alignment.phrase_weight)
    by_text = one.alignment.text_weight >= one.alignment.phrase_weight
    side = "what was said" if by_text else "the phrase"
    yield f"  together {total:.3f} of the {longer:.3f} of all words of {side}: {one.weight:.4f}"
    if one.support:
        shares = " + ".join(f"{c:g}·{w:.3f}" for c, w in zip(SUPPORT, one.support, strict=False))
        yield f"  further phrases of it: {one.weight:.3f} · ({shares}) lift it to {one.confidence:.4f}"


def _intent(program: Program, found: IntentMatch, heard: Heard) -> Iterator[str]:
    if found.pattern:
        yield f"  its pattern: {clean(found.pattern)}"
        yield from _pattern(_taken(program, found.pattern, heard), heard.utterance, found.patterns)
    elif found.aligned is not None:
        yield from _aligned(found.aligned, heard)
    else:
        yield f"  the linear model gives it the probability {found.phrases:.4f}"
    config = heard.nlu.config
    yield (
        f"  phrases {found.phrases:.4f} (from {config.phrases:g}), "
        f"patterns {found.patterns:.4f} (from {config.patterns:g}): {found.confidence:.4f}"
    )
    for one in found.fillings:
        yield f"  slot {one.slot}: “{clean(one.text)}” as @{one.entity}"
    values = slot_values(found.intent.slots, found.fillings)
    for slot in missing_slots(found.intent.slots, values):
        yield f"  slot {slot.name}: empty, so it is asked for first"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    if rows:
        widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
        for row in rows:
            cells = (f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True))
            yield "  " + "   ".join(cells).rstrip()


# --- place and rivals


def _distance(best: Hypothesis, context: str) -> str:
    if best.distance == 0:
        return f"  {context} itself listens: × 1"
    source, levels = best.trigger.source, best.distance
    factor = context_factor(levels)
    word = "level" if levels == 1 else "levels"
    return f"  {source} listens, {levels} {word} above {context}: × {factor:g} = {best.score:.4f}"


def _reasons(best: Hypothesis, understood: Understood) -> Iterator[str]:
    kinds: list[tuple[str, Sequence[Hypothesis]]] = [
        ("pattern", understood.patterns),
        ("example", understood.examples),
        ("intent", understood.intents),
    ]
    beaten = [
        f"{len(found)} {name}{'s' if len(found) != 1 else ''}"
        for name, found in kinds
        if found and best not in found
    ]
    if beaten:
        what = "a pattern" if isinstance(best, Candidate) else "an example"
        yield f"why: {what} that fits comes before {' and '.join(beaten)}, whatever their score"
    fellows = next(found for _, found in kinds if best in found)
    if len(fellows) == 1:
        if not beaten:
            yield "why: nothing else fits"
        return
    yield f"why: {_reason(best, fellows[1])} (the next is {fellows[1].trigger.target})"


def _reason(best: Hypothesis, second: Hypothesis) -> str:
    if round(best.score, 12) > round(second.score, 12):
        return "it scores highest"
    if best.distance < second.distance:
        return "of equal scores the nearer counts"
    if isinstance(best, Candidate) and isinstance(second, Candidate):
        if best.taken > second.taken:
            return "of equal scores the one that took more words and signs counts"
        if best.rule.stars < second.rule.stars:
            return "of equal scores the one with fewer * counts"
        return "of equals the one declared first counts"
    if isinstance(best, IntentCandidate) and isinstance(second, IntentCandidate):
        if best.kind != second.kind:
            return "an intent counts before its group"
        return "of equals the higher priority, the longer group or the one declared first counts"
    return "of equals the one declared first counts"


def _listed(rivals: Sequence[Hypothesis], palette: Palette) -> list[str]:
    if not rivals:
        return []
    rows: list[Row] = [("score", "state", "rule", "")]
    for one in rivals[:SHOWN]:
        text = clean(_rule_text(one))
        text = text if len(text) <= 50 else text[:49] + "…"
        near = "" if one.distance == 0 else f"{one.distance} up"
        state = clean(one.trigger.target)
        rows.append((f"{one.score:.4f}", state, f"{tag_of(one.trigger.node)}: {text}", near))
    lines = [palette.faint(line) for line in _table(rows)]
    if len(rivals) > SHOWN:
        lines.append(palette.faint(f"  and {len(rivals) - SHOWN} more"))
    return ["", *lines]
