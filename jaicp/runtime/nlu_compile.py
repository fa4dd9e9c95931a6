"""From the NLU data of a project to what its program asks: entities, intents and examples, learned once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from jaicp.nlu.aligner import Aligner
from jaicp.nlu.alignment import StsSettings
from jaicp.nlu.entities import EntityCatalogue, entity_names
from jaicp.nlu.intents import IntentModel
from jaicp.nlu.phrases import read_phrase
from jaicp.nlu.system_entities.moment import time_zone
from jaicp.nlu.table import PatternTable
from jaicp.project.nlp_config import NlpConfig
from jaicp.project.symbols import Project
from jaicp.runtime.nlu_model import ProgramNlu
from jaicp.syntax import ast
from jaicp.syntax.patterns import parse_pattern
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source, Span

__all__ = ["compile_nlu", "example_phrases"]


def example_phrases(project: Project) -> dict[ast.ExampleTrigger, tuple[str, ...]]:
    """The training phrases of each trigger `e` and `eg`; groups are named with points or slashes."""
    groups = {_group_path(group.path): group.phrases for group in project.nlu.groups}
    found: dict[ast.ExampleTrigger, tuple[str, ...]] = {}
    for trigger in project.triggers:
        node = trigger.node
        if isinstance(node, ast.ExampleTrigger):
            text = node.phrase.text.strip()
            phrases = groups.get(_group_path(text), ()) if node.is_group else (text,)
            found[node] = tuple(phrase for phrase in phrases if read_phrase(phrase))
    return found


def _group_path(text: str) -> str:
    return text.strip().strip("/").replace(".", "/").casefold()


def compile_nlu(
    project: Project,
    table: PatternTable,
    phrases: Mapping[ast.ExampleTrigger, tuple[str, ...]],
) -> tuple[ProgramNlu, list[Diagnostic]]:
    """The NLU of a project whose named patterns are in `table`, and what of it does not work."""
    data, settings = project.nlu, project.nlu.settings
    config = NlpConfig.read(project.config.raw)
    catalogue = EntityCatalogue(data.entities, table, settings.system_entities)
    model = None
    if data.intents and _listens_to_intents(project):
        model = IntentModel(data, table, catalogue, config)
    texts = list(dict.fromkeys(text for group in phrases.values() for text in group))
    sts = StsSettings.from_json(settings.sts)
    examples = Aligner(((text, text) for text in texts), sts) if texts else None
    nlu = ProgramNlu(
        config=config,
        catalogue=catalogue,
        intents=model,
        examples=examples,
        zone=time_zone(settings.timezone),
        language=project.config.language or settings.language,
    )
    return nlu, list(_problems(project, catalogue, model, examples))


def _listens_to_intents(project: Project) -> bool:
    return any(
        isinstance(trigger.node, ast.IntentTrigger)
        or (isinstance(trigger.node, ast.EventTrigger) and trigger.node.event.text == "match")
        for trigger in project.triggers
    )


# --- what does not work


def _problems(
    project: Project,
    catalogue: EntityCatalogue,
    model: IntentModel | None,
    examples: Aligner[str] | None,
) -> Iterator[Diagnostic]:
    source = project.nlu.source
    if model is not None and source is not None and model.missing:
        message = f"`regression` stands in for the classifier `{model.algorithm}`"
        yield replace(_not_built(_place(source, model.algorithm), message), notes=(model.missing,))
    told: set[str] = set()
    for name, span in _named_entities(project, catalogue, model, examples):
        if name not in told and catalogue.is_unbuilt(name):
            told.add(name)
            message = f"the entity `@{name}` is not recognised yet, so it matches nothing"
            yield _not_built(span, message)
    if source is None:
        return
    bad = [*catalogue.bad_patterns, *(model.bad_patterns if model is not None else ())]
    for owner, text in bad:
        yield _bad_pattern(source, owner, text)


def _named_entities(
    project: Project,
    catalogue: EntityCatalogue,
    model: IntentModel | None,
    examples: Aligner[str] | None,
) -> Iterator[tuple[str, Span]]:
    """The entities that something names, with a place: that in a script where there is one."""
    patterns = [symbol.definition.pattern for symbol in project.patterns.values()]
    patterns += [t.node.pattern for t in project.triggers if isinstance(t.node, ast.PatternTrigger)]
    for pattern in patterns:
        if "@" in pattern.text and (root := parse_pattern(pattern.text).root) is not None:
            for name in sorted(entity_names(root)):
                yield name, pattern.span
    source = project.nlu.source
    if source is not None:
        used = catalogue.used | (model.used_entities if model is not None else set())
        used |= set(examples.entities if examples is not None else ())
        yield from ((name, _place(source, name)) for name in sorted(used))


def _place(source: Source, text: str) -> Span:
    """Where a text stands in a JSON file; its beginning where it is written in another way."""
    for written in (json.dumps(text, ensure_ascii=False)[1:-1], text, json.dumps(text)[1:-1]):
        at = source.text.find(written)
        if at >= 0:
            return source.span(at, at + len(written))
    return source.span(0, 0)


def _not_built(span: Span, message: str) -> Diagnostic:
    return Diagnostic(code=codes.NOT_BUILT, message=message, span=span, severity=Severity.WARNING)


def _bad_pattern(source: Source, owner: str, text: str) -> Diagnostic:
    problems: Iterable[str] = (problem.message for problem in parse_pattern(text).problems)
    reason = next(iter(problems), "it names something that nothing defines")
    return Diagnostic(
        code=codes.BAD_PATTERN,
        message=f"a pattern of `{owner}` cannot be used"[:79],
        span=_place(source, text),
        severity=Severity.WARNING,
        notes=(reason,),
    )
