"""JC410 reply-in-new-chat, JC411 untraceable-in-new-chat: nothing can be said when a chat is opened.

JC415 unheard-new-chat: and that it is opened has to be heard where it begins.

Source: the vendor's page on the Webim channel. Webim sends the event `newChatStarted` for a chat in which the
client has written nothing yet; replies to the user are not possible in the state that catches it, which is there
to set variables. A reply may stand in the state itself, in a function that it calls, or in a state that it goes on
to at once; a transition that is deferred says nothing now.
"""

from __future__ import annotations

from collections.abc import Iterator

from jaicp.check.effects import Effect, Kind
from jaicp.check.reach import Outcome, Reach
from jaicp.check.rule import CheckContext, Rule
from jaicp.check.script_world import ScriptWorld
from jaicp.check.state_effects import StateEffects
from jaicp.project.paths import ROOT, resolve_path
from jaicp.project.standard import hides
from jaicp.project.symbols import Project
from jaicp.syntax.ast import EventTrigger
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label, Severity
from jaicp.text.source import Span

__all__ = ["EVENT", "NewChat", "UnheardNewChat"]

EVENT = "newChatStarted"
_HELP = "set variables here, and reply in a state that the client's first message leads to"
_NOTE = (
    "Webim opens the chat with this event before the client has written, and takes no replies to it"
)
_Found = dict[tuple[Span, str], tuple[Outcome, str]]


class NewChat(Rule):
    """Replies on the way of `newChatStarted`."""

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """All states that the event enters; without one nothing is read."""
        entered = _entered(ctx.project)
        if not entered:
            return
        tags = ctx.custom_tags().tags
        world = ScriptWorld(ctx.project, ctx.scripts)
        effects = StateEffects(ctx.project, world, tags)
        reach = Reach(ctx.project, world, effects, frozenset(entered))
        try:
            found = _found(entered, world, effects, reach)
        except RecursionError:  # code nested some hundred times deep, as no author writes it
            yield from map(_too_much, entered.values())
            return
        for (place, _), (outcome, state) in found.items():
            yield _diagnostic(place, outcome, state, entered[state])
        if world.evaluator.exhausted:
            yield from map(_too_much, entered.values())


class UnheardNewChat(Rule):
    """JC415. A new chat stands in `/`, so a trigger for its beginning has to work there."""

    advisory = True

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Triggers for the event whose source is elsewhere."""
        for trigger in ctx.project.triggers:
            node = trigger.node
            if not isinstance(node, EventTrigger) or node.event.text.strip() != EVENT:
                continue
            if trigger.source == ROOT or hides(ctx.project.config, node.span.source.path):
                continue
            fix = None
            if not node.is_global and not node.parameters:
                tag = Span(node.span.source, node.span.start, node.span.start + len("event"))
                fix = Fix("make it global", (Edit(tag, "event!"),))
            yield Diagnostic(
                code=codes.UNHEARD_NEW_CHAT,
                message=f"a chat begins in `/`, and this is heard in `{trigger.source}` only",
                span=node.span,
                severity=Severity.WARNING,
                help=f"write `event!: {EVENT}`",
                fix=fix,
            )


def _entered(project: Project) -> dict[str, Span]:
    """The states that the event enters, with the first trigger that leads there."""
    found: dict[str, Span] = {}
    for trigger in project.triggers:
        node = trigger.node
        if isinstance(node, EventTrigger) and node.event.text.strip() == EVENT:
            found.setdefault(trigger.target, node.span)
    return {path: span for path, span in found.items() if path in project.states}


def _found(
    entered: dict[str, Span], world: ScriptWorld, effects: StateEffects, reach: Reach
) -> _Found:
    """What every place in these states comes to."""
    found: _Found = {}
    for _ in world.rounds():
        effects.forget()
        reach.explore()
        found = {}
        for state in entered:
            for effect in effects.of(state):
                outcome = reach.outcome(effect, state)
                if outcome is not None:
                    _keep(found, effect, outcome, state)
    return found


def _keep(found: _Found, effect: Effect, outcome: Outcome, state: str) -> None:
    """One diagnostic a place: a reply says more than something that cannot be told."""
    key = (effect.span, state)
    if key not in found or (outcome.replies and not found[key][0].replies):
        found[key] = (outcome, state)


# --- words ----------------------------------------------------------------------------------------------


def _diagnostic(place: Span, outcome: Outcome, state: str, trigger: Span) -> Diagnostic:
    first, *rest = outcome.chain
    caught = Label(trigger, f"`{EVENT}` is caught here")
    related = tuple(_labels(rest, _after(first, state)))
    if outcome.replies:
        return Diagnostic(
            code=codes.REPLY_IN_NEW_CHAT,
            message=f"a state that catches `{EVENT}` cannot reply",
            span=place,
            label=_first_label(first, state),
            related=(*related, caught),
            notes=(_NOTE,),
            help=_HELP,
        )
    return Diagnostic(
        code=codes.UNTRACEABLE_IN_NEW_CHAT,
        message=f"this may lead to a reply where `{EVENT}` is caught",
        span=place,
        severity=Severity.WARNING,
        label=_first_label(first, state),
        related=(*related, caught),
        notes=(_NOTE,),
        help="write out what happens here, so that it can be checked",
    )


def _too_much(trigger: Span) -> Diagnostic:
    return Diagnostic(
        code=codes.UNTRACEABLE_IN_NEW_CHAT,
        message=f"the scripts behind `{EVENT}` are too many to be followed",
        span=trigger,
        severity=Severity.WARNING,
        notes=(_NOTE,),
        help="go on from here to fewer states and functions",
    )


def _after(effect: Effect, state: str) -> str:
    """The state in which things go on after an effect."""
    return resolve_path(state, effect.what) if effect.kind is Kind.GOES else state


def _first_label(effect: Effect, state: str) -> str:
    if effect.kind is Kind.GOES:
        return f"this goes on to `{_after(effect, state)}`"
    if effect.kind is Kind.CALLS:
        return f"this calls {effect.what}"
    return f"{effect.what} is a reply" if effect.kind is Kind.REPLIES else effect.what


def _labels(chain: list[Effect], state: str) -> Iterator[Label]:
    for effect in chain:
        if effect.kind is Kind.GOES:
            words = f"from there it goes on to `{_after(effect, state)}`"
        elif effect.kind is Kind.CALLS:
            words = f"there it calls {effect.what}"
        elif effect.kind is Kind.REPLIES:
            words = "and there it replies"
        else:
            words = f"and there {effect.what}"
        yield Label(effect.span, words)
        state = _after(effect, state)
