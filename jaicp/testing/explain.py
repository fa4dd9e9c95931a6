"""Why a case does not hold, as a diagnostic: what was expected beside what there is, and how the turn went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jaicp.project.symbols import Project
from jaicp.runtime.messages import Reply, Turn
from jaicp.suites import steps
from jaicp.suites.steps import Step
from jaicp.testing.compare import show
from jaicp.text import codes
from jaicp.text.codes import Code
from jaicp.text.diagnostic import Diagnostic, Label, nearest

__all__ = ["Played", "Unmet", "describe_reply", "entered_states", "explain", "unknown_state"]

_CHOICES = (
    "pattern ",
    "event ",
    "button ",
    "nobody ",
    "a pattern was given up",
    "intent ",
    "example ",
    "next best: ",
)
_MISSES = 3


@dataclass(frozen=True, slots=True)
class Played:
    """A stimulus with the turn that it made; `misses` are the HTTP requests that no mock answered."""

    stimulus: Step
    turn: Turn
    misses: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmet:
    """A check that does not hold: `facts` are pairs of what was expected and what there is."""

    step: Step
    message: str
    facts: Sequence[tuple[str, str]] = ()
    help: str = ""
    label: str = ""
    states: Sequence[str] = field(default=())
    code: Code = codes.FAILED_CHECK


def explain(unmet: Unmet, played: Played | None, project: Project) -> Diagnostic:
    """The diagnostic of a check that does not hold in a turn."""
    notes: list[str] = []
    for expected, got in unmet.facts:
        notes += [f"expected {expected}", f"there is {got}"] if expected else [got]
    if played is not None:
        notes += _story(played)
    return Diagnostic(
        code=unmet.code,
        message=unmet.message,
        span=unmet.step.span,
        label=unmet.label,
        related=tuple(_labels(unmet.states, project)),
        notes=tuple(notes),
        help=unmet.help,
    )


def _labels(paths: Sequence[str], project: Project) -> list[Label]:
    found = []
    for path in dict.fromkeys(paths):
        symbol = project.states.get(path)
        if symbol is not None and symbol.name_span is not None:
            found.append(Label(symbol.name_span, "this state made the reply"))
    return found


def _story(played: Played) -> list[str]:
    """How the turn went, in lines: what was sent, what was chosen, where it led, what went wrong."""
    turn = played.turn
    line = played.stimulus.span.location.line
    lines = [f"the turn is that of {_sent(played.stimulus)} on line {line}"]
    lines += [step for step in turn.trace if step.startswith(_CHOICES)]
    walked = entered_states(turn)
    lines.append(f"it went through {' → '.join(walked)}" if walked else "it entered no state")
    if turn.error is not None:
        lines.append(f"{turn.error.kind} error: {turn.error}")
    for miss in played.misses[:_MISSES]:
        lines += miss
    return lines


def entered_states(turn: Turn) -> list[str]:
    """The states that a turn went through, in order."""
    return [str(step[1]) for step in turn.walk if step[0] == "enter"]


def _sent(stimulus: Step) -> str:
    match stimulus:
        case steps.SendQuery(text=text):
            return f"`{show(text)}`"
        case steps.SendEvent(name=name):
            return f"the event `{name}`"
        case steps.Wait():
            return "the timeout"
    return "the request"


def describe_reply(reply: Reply) -> str:
    """A reply as a message names it."""
    state = reply.get("state")
    where = f" in {state}" if isinstance(state, str) else ""
    if reply.get("type") == "text":
        return f"`{show(str(reply.get('text', '')))}`{where}"
    return f"a reply of type `{reply.get('type')}`{where}"


def unknown_state(step: Step, path: str, project: Project) -> Unmet:
    """What to say of a state that a test names and no script defines."""
    named = [known for known, symbol in project.states.items() if symbol.name_span is not None]
    likely = nearest(path, named)
    return Unmet(
        step=step,
        message=f"there is no state `{path}`",
        help=f"did you mean `{likely}`?" if likely else "no script of the project defines it",
        code=codes.UNKNOWN_STATE_IN_TEST,
    )
