"""`jaicp nlu`: which state a phrase leads to from a context, and why."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import click

from jaicp.cli.nlu_text import explanation, tag_of
from jaicp.cli.output import colour_option, print_result, wants_colour
from jaicp.cli.target import find_project
from jaicp.project.paths import ROOT, resolve_path
from jaicp.runtime.activation import Candidate, ExampleCandidate, Hypothesis
from jaicp.runtime.engine import Bot, BotNotUsable, load_bot
from jaicp.runtime.phrases import Reading
from jaicp.runtime.services import Services
from jaicp.script.errors import ScriptError
from jaicp.text.diagnostic import nearest
from jaicp.text.render import relative_path, render_full

__all__ = ["nlu"]


@click.command("nlu", short_help="Show which state a phrase leads to, and why.")
@click.argument("arguments", nargs=-1, required=True, metavar="[PATH] TEXT")
@click.option(
    "--state",
    default=ROOT,
    show_default=True,
    metavar="PATH",
    help="The context: where the dialogue stands.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["full", "json"]),
    default="full",
    show_default=True,
    help="For people, or as JSON.",
)
@colour_option
def nlu(arguments: tuple[str, ...], state: str, form: str, colour: str) -> None:
    """Show which state of the bot at PATH the phrase TEXT leads to, and why.

    Converters are run for the winner's parse tree; handlers, slots and states are not.
    Exits with 0 also where nothing matches, with 1 if the bot has errors.

    \b
      jaicp nlu "I want a pizza"
      jaicp nlu my-bot "yes please" --state /Order/Confirm
      jaicp nlu my-bot "hi" --format json
    """
    if len(arguments) > 2:
        raise click.UsageError('put the phrase in quotes: jaicp nlu [PATH] "TEXT"')
    path = find_project(Path(arguments[0]) if len(arguments) == 2 else Path(), "nlu")
    painted = wants_colour(colour)
    bot = _load(path, colour=painted)
    try:
        context = _context(bot, state)
        reading = bot.read(arguments[-1], context)
    except ScriptError as error:
        click.echo(f"a converter failed: {error}", err=True)
        raise click.exceptions.Exit(1) from None
    finally:
        bot.close()
    if form == "json":
        print_result(json.dumps(to_data(reading, context), ensure_ascii=False, indent=2))
    else:
        print_result(explanation(bot.program, reading, context, colour=painted), colour=painted)


def _load(path: Path, *, colour: bool) -> Bot:
    try:
        return load_bot(path, services=Services(log=logging.getLogger("jaicp.bot").debug))
    except BotNotUsable as error:
        click.echo(render_full(error.diagnostics, colour=colour, root=Path.cwd()), err=True)
        raise click.exceptions.Exit(1) from None


def _context(bot: Bot, state: str) -> str:
    context = resolve_path(ROOT, state)
    if context in bot.program.states:
        return context
    known = nearest(context, bot.program.states)
    hint = f"; did you mean `{known}`?" if known else ""
    raise click.BadParameter(f"there is no state `{context}`{hint}", param_hint="--state")


def to_data(reading: Reading, context: str) -> dict[str, Any]:
    """The reading as JSON; `selected` is null where nothing matches."""
    understood = reading.understood
    best = understood.best
    everything: list[Hypothesis] = [
        *understood.patterns,
        *understood.examples,
        *understood.intents,
    ]
    return {
        "query": reading.heard.utterance.text,
        "context": context,
        "selected": None if best is None else {**_facts(best), "parse_tree": reading.tree},
        "candidates": [{**_facts(one), **_place(one)} for one in everything],
    }


def _facts(one: Hypothesis) -> dict[str, Any]:
    if isinstance(one, Candidate):
        pattern = one.rule.text.strip()
    elif isinstance(one, ExampleCandidate):
        pattern = one.aligned.phrase
    else:
        aligned = one.found.aligned
        pattern = one.found.pattern or (aligned.phrase if aligned is not None else "")
    facts = {
        "state": one.trigger.target,
        "trigger": tag_of(one.trigger.node),
        "rule": one.kind,
        "pattern": pattern,
        "score": one.score,
    }
    if not isinstance(one, Candidate | ExampleCandidate):
        facts["intent"] = one.found.intent.path
    return facts


def _place(one: Hypothesis) -> dict[str, Any]:
    span = one.trigger.node.span
    return {"file": relative_path(span.source.path, Path.cwd()), "line": span.location[0]}
