"""Rules on the dialogue as a whole: unreachable states, circles, traps, silence, nothing to fall back on.

They judge by what is written out. Where a script computes where to go, any state may be meant, and nothing is
said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jaicp.check.rule import CheckContext, Rule
from jaicp.check.ways import Ways, below, walk_reactions
from jaicp.project.paths import ROOT, resolve_path
from jaicp.project.standard import hides
from jaicp.project.symbols import Project, StateSymbol
from jaicp.project.targets import may_lead_away
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Label, Severity
from jaicp.text.source import Span

__all__ = ["DialogueFlow", "is_broken"]

_ANYTHING = frozenset({"*", "* *", "$Text", "$AnyText", "$nonEmptyGarbage", "[*]", "* $AnyWord *"})
"""Patterns that fit whatever is said."""

NO_MATCH = "noMatch"

FEW_STATES = 3
"""A bot with fewer states is a sketch."""


class DialogueFlow(Rule):
    """JC401, JC402, JC404, JC405, JC407: what only shows when all states are known."""

    advisory = True

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Look at the linked project; where it is broken, all of this may only follow from that."""
        if is_broken(ctx.project):
            return
        ways = Ways(ctx.project, ctx.mentions())
        own = list(_own(ctx.project))
        yield from _unreachable(ways, own)
        yield from _circles(ways)
        yield from _silent(ways, own)
        yield from _traps(ways, own)
        yield from _no_fallback(ways, own)


def is_broken(project: Project) -> bool:
    """Whether a project has mistakes from which all that is said about the dialogue may only follow."""
    return any(map(_breaks, project.diagnostics))


def _breaks(diagnostic: Diagnostic) -> bool:
    return diagnostic.is_error or diagnostic.code in (codes.UNKNOWN_STATE, codes.UNREADABLE_FILE)


def _own(project: Project) -> Iterator[StateSymbol]:
    """The states that the project declares itself."""
    config = project.config
    others = {one.source for one in project.documents if hides(config, one.source.path)}
    for symbol in project.states.values():
        declaration = symbol.declaration
        if declaration is not None and not (others and declaration.span.source in others):
            yield symbol


# --- reached by nobody


def _unreachable(ways: Ways, own: Iterable[StateSymbol]) -> Iterator[Diagnostic]:
    """The outermost states that nothing leads to and in which something would happen."""
    project = ways.project
    for symbol in own:
        if symbol.path in ways.reached or symbol.name_span is None:
            continue
        parent = project.states[symbol.parent]
        if parent.declaration is not None and parent.path not in ways.reached:
            continue
        if not any(one.body for one in below(project, symbol.path)):
            continue
        yield Diagnostic(
            code=codes.UNREACHABLE_STATE,
            message="nothing leads to this state",
            span=symbol.name_span,
            severity=Severity.WARNING,
            help="give it a trigger such as `q!:`, lead to it by `go!:` or a button, or remove it",
            notes=_why_not(ways, symbol),
        )


def _why_not(ways: Ways, symbol: StateSymbol) -> tuple[str, ...]:
    """Where a trigger is there but cannot fire: its source is not reached either."""
    sources = {
        trigger.source
        for trigger in ways.leading.get(symbol.path, ())
        if trigger.source not in ways.reached
    }
    return tuple(
        f"its trigger works in {source} only, where no dialogue comes" for source in sorted(sources)
    )


# --- circles


def _circles(ways: Ways) -> Iterator[Diagnostic]:
    """States that lead to each other by `go!` whatever happens."""
    next_of: dict[str, tuple[str, ast.Go]] = {}
    states = ways.project.states
    for path, named in ways.targets.items():
        if not any(target.tag == "go!" for target, _ in named):
            continue
        found = _always_goes(states[path])
        if found is not None and (to := resolve_path(path, found.target.literal or "")):
            next_of[path] = (to, found)
    judged: set[str] = set()
    for start in next_of:
        trail: dict[str, None] = {}
        path = start
        while path in next_of and path not in judged and path not in trail:
            trail[path] = None
            path = next_of[path][0]
        if path in trail and path not in judged:
            circle = [*trail][[*trail].index(path) :]
            yield _circle([next_of[one][1] for one in circle])
        judged.update(trail)


def _always_goes(symbol: StateSymbol) -> ast.Go | None:
    """The `go!` that a state comes to whatever happens; None where a script or a condition may change that."""
    for node in symbol.body:
        match node:
            case ast.Go():
                if node.target.literal is None:
                    return None
                if node.at_once:
                    return node
            case ast.RunScript():
                if may_lead_away(node.script.span.text):
                    return None
            case ast.Answer() | ast.Media() | ast.Buttons() | ast.Timeout():
                pass
            case _:
                return None
    return None


def _circle(goes: list[ast.Go]) -> Diagnostic:
    first, *others = goes
    message = (
        "these states lead to each other without end" if others else "this state leads to itself"
    )
    return Diagnostic(
        code=codes.ENDLESS_GO,
        message=message,
        span=first.span,
        severity=Severity.WARNING,
        label="" if others else "without end",
        related=tuple(Label(go.span, "then this") for go in others),
        help="write `go:` without the exclamation mark where the bot is to wait for an answer",
    )


# --- silence


def _silent(ways: Ways, own: Iterable[StateSymbol]) -> Iterator[Diagnostic]:
    """States that something said leads to, and in which nothing happens."""
    project = ways.project
    empty = [symbol for symbol in own if not symbol.body and not symbol.children]
    if not empty:
        return
    said_to = {
        trigger.target
        for trigger in project.triggers
        if not isinstance(trigger.node, ast.EventTrigger) and trigger.owner == trigger.target
    }
    gone_to = {to for targets in ways.targets.values() for _, to in targets}
    for symbol in empty:
        name = symbol.name_span
        if name is None or not (symbol.path in said_to or symbol.path in gone_to):
            continue
        if _sends_elsewhere(ways, symbol):
            continue
        yield Diagnostic(
            code=codes.SILENT_STATE,
            message="this state does nothing",
            span=name,
            severity=Severity.WARNING,
            help="say something by `a:`, or lead on by `go!:`",
        )


def _sends_elsewhere(ways: Ways, symbol: StateSymbol) -> bool:
    """Whether triggers that stand in a state lead on to others, or handlers may be bound to it."""
    if any(trigger.target != symbol.path for trigger in ways.owned.get(symbol.path, ())):
        return True
    return symbol.path.lstrip("/") in ways.mentions.texts


# --- traps


def _traps(ways: Ways, own: Iterable[StateSymbol]) -> Iterator[Diagnostic]:
    """Modal states that nothing leads out of."""
    for symbol in own:
        if symbol.modal and symbol.name_span is not None and not _has_way_out(ways, symbol):
            yield Diagnostic(
                code=codes.MODAL_TRAP,
                message="nothing leads out of this modal state",
                span=symbol.name_span,
                severity=Severity.WARNING,
                label="global triggers do not work in here",
                help="put a state with `go!: /…` into it, or take `modal = true` away",
            )


def _has_way_out(ways: Ways, modal: StateSymbol) -> bool:
    inside = {symbol.path for symbol in below(ways.project, modal.path)}
    for path in inside:
        if any(to not in inside for _, to in ways.targets.get(path, ())):
            return True
        if any(trigger.target not in inside for trigger in ways.triggers.get(path, ())):
            return True
        if any(_may_leave(node) for node in walk_reactions(ways.project.states[path])):
            return True
    return False


def _may_leave(node: ast.Node) -> bool:
    match node:
        case ast.RunScript():
            return may_lead_away(node.script.span.text)
        case ast.Go() | ast.Timeout():
            return node.target.literal is None
        case ast.Buttons():
            return any(
                item.target is not None and item.target.literal is None for item in node.items
            )
        case ast.NewSession() | ast.Action():
            return True
    return False


# --- nothing to fall back on


def _no_fallback(ways: Ways, own: Iterable[StateSymbol]) -> Iterator[Diagnostic]:
    """No answer for what nobody has thought of. Sketches, and scripts that are part of something, are let be."""
    project = ways.project
    if project.config.source is None or not project.complete or ways.mentions.is_open:
        return
    listens = False
    for trigger in project.triggers:
        node = trigger.node
        if trigger.source != ROOT:
            continue
        if isinstance(node, ast.EventTrigger) and node.event.text.strip() == NO_MATCH:
            return
        if isinstance(node, ast.PatternTrigger) and _fits_anything(node):
            return
        listens |= not isinstance(node, ast.EventTrigger)
    place = _first_place(project)
    if sum(bool(symbol.body) for symbol in own) < FEW_STATES:
        return
    if listens and place is not None:
        yield Diagnostic(
            code=codes.NO_FALLBACK,
            message="nothing answers what the bot does not understand",
            span=place,
            severity=Severity.WARNING,
            help="add a state with `event!: noMatch` and `noContext = true`",
        )


def _fits_anything(node: ast.PatternTrigger) -> bool:
    return " ".join(node.pattern.text.split()) in _ANYTHING


def _first_place(project: Project) -> Span | None:
    """The name of the first theme or state of the main script."""
    for document in _first_own(project):
        for node in document.body:
            if isinstance(node, ast.Theme):
                return node.name.span
            if isinstance(node, ast.State):
                return node.name.span if node.name is not None else node.head
    return None


def _first_own(project: Project) -> Iterable[ast.Document]:
    return (one for one in project.documents if not hides(project.config, one.source.path))
