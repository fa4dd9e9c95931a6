"""Rules on triggers: the same one twice, and events that nobody sends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING

from jaicp.check.rule import CheckContext, Rule
from jaicp.project.standard import hides
from jaicp.project.symbols import TriggerSymbol
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Label, Severity, nearest
from jaicp.text.lazy import LazyModule

if TYPE_CHECKING:
    from jaicp.suites import steps
else:
    steps = LazyModule("jaicp.suites.steps")

__all__ = ["EVENTS", "DuplicateTrigger", "UnknownEvent"]

EVENTS = frozenset(
    """noMatch match newChatStarted livechatFinished noLivechatOperatorsOnline fileEvent fileTooBigEvent imageEvent
    lengthLimit timeLimit nluSystemLimit sessionDataSoftLimitExceeded clientDataSoftLimitExceeded hangup botHangup
    speechNotRecognized noDtmfAnswerEvent timeout telegramCallbackQuery telegramSendContact telegramSendLocation
    telegramAnyMessage telegramApiRequestFailed rawRequestEvent onCallNotConnected onCallNotConnectedTechnical
    facebookReferral""".split()
)
"""Events that the platform and its channels send; a project may send others of any name."""

CUTOFF = 0.85
"""How near the name of an event must come to one of these before it is taken for a slip."""


class DuplicateTrigger(Rule):
    """JC403. Of two triggers that are the same and work in the same place only the first one ever counts.

    Source: the vendor's page on the order of rules; of equals the one that was declared first is taken.
    """

    advisory = True

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Look at all triggers by what they listen to and where; a second state of a path is told already."""
        told = any(one.code is codes.DUPLICATE_STATE for one in ctx.project.diagnostics)
        if told or ctx.project.torn:
            return
        first: dict[tuple[type, str, str], TriggerSymbol] = {}
        for trigger, text in _repeated(ctx):
            key = (type(trigger.node), trigger.source, text)
            other = first.setdefault(key, trigger)
            if other is trigger or (other.only_here and not trigger.only_here):
                continue
            if not hides(ctx.project.config, trigger.node.span.source.path):
                yield _duplicate(trigger, other)


def _repeated(ctx: CheckContext) -> Iterator[tuple[TriggerSymbol, str]]:
    """The triggers that listen to something to which another one listens as well, and what that is.

    It is kept by script what its triggers listen to.
    """
    parts = ctx.project.links.parts
    known: dict[ast.Document, tuple[str, ...]] = ctx.kept.get("listened", {})
    texts = ctx.kept["listened"] = {
        document: known.get(document) or tuple(_listened(trigger.node) for trigger in part.triggers)
        for document, part in parts.items()
    }
    counts = Counter(chain.from_iterable(texts.values()))
    repeated = {text for text, count in counts.items() if count > 1 and text}
    if not repeated:
        return
    for document, some in texts.items():
        if not repeated.isdisjoint(some):
            for trigger, text in zip(parts[document].triggers, some, strict=True):
                if text in repeated:
                    yield trigger, text


def _listened(node: ast.Trigger) -> str:
    """What a trigger listens to, blanks aside."""
    match node:
        case ast.PatternTrigger():
            text = node.pattern.text
        case ast.EventTrigger():
            text = node.event.text
        case ast.IntentTrigger():
            text = ("group " if node.is_group else "") + node.intent.text.strip().strip("/")
        case ast.ExampleTrigger():
            text = node.phrase.text.casefold()
        case _:
            text = ""
    return " ".join(text.split())


def _duplicate(trigger: TriggerSymbol, first: TriggerSymbol) -> Diagnostic:
    same = trigger.target == first.target
    message = (
        "this trigger stands in the state already"
        if same
        else f"`{first.target}` has the same trigger, which is taken first"
    )
    return Diagnostic(
        code=codes.DUPLICATE_TRIGGER,
        message=message,
        span=trigger.node.span,
        severity=Severity.WARNING,
        label="this one never counts",
        related=(Label(first.node.span, "the first one is here"),),
        help="remove it" if same else "remove one of them, or make them different",
    )


class UnknownEvent(Rule):
    """JC409. An event whose name is nearly that of one which the platform or a channel sends."""

    advisory = True

    def __init__(self) -> None:
        self.seen: list[ast.EventTrigger] = []

    def visit_event_trigger(
        self, node: ast.EventTrigger, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        """`event: name`."""
        del ctx
        if node.event.text.strip() not in EVENTS:
            self.seen.append(node)
        yield from ()

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Names that scripts or tests write out somewhere are taken for the project's own events."""
        if not self.seen:
            return
        sent = ctx.mentions().texts | _sent_by_tests(ctx)
        for node in self.seen:
            name = node.event.text.strip()
            likely = None if name in sent else nearest(name, EVENTS, CUTOFF)
            if likely is not None:
                yield Diagnostic(
                    code=codes.UNKNOWN_EVENT,
                    message=f"nothing sends an event `{name}`",
                    span=node.event.span,
                    severity=Severity.WARNING,
                    help=f"did you mean `{likely}`? Letter case counts",
                    fix=Fix(f"change it to `{likely}`", (Edit(node.event.span, likely),)),
                )


def _sent_by_tests(ctx: CheckContext) -> set[str]:
    """The events that the tests of the project send."""
    return {
        step.name
        for suite in ctx.suites()
        for case in suite.cases
        for step in case.steps
        if isinstance(step, steps.SendEvent)
    }
