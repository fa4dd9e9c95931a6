"""The working state of one event being handled.

Until the first script runs, a turn is plain Python values; then the JavaScript realm is opened with them and
owns them up to the end (`ScriptSide`). A bot without scripts never pays for the bridge.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from jaicp.project.paths import ROOT, ancestors, resolve_path
from jaicp.runtime.errors import DialogError
from jaicp.runtime.messages import Event, JsonObject, Reply, Session, Trace, WalkStep
from jaicp.runtime.program import Program
from jaicp.runtime.scripts import ScriptSide
from jaicp.runtime.services import Services
from jaicp.script.bundle import Place
from jaicp.script.errors import ScriptError
from jaicp.syntax.ast import Node, Script, Template
from jaicp.text.source import Span

__all__ = ["Transition", "WorkingTurn"]

NEW_CHAT = "newChatStarted"
"""Webim's event for a chat in which nothing has been said; nobody may be answered while it is handled."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A transition that was asked for: to an absolute path, now or from the next event on."""

    path: str
    deferred: bool


@dataclass(slots=True)
class WorkingTurn:
    """One event on its way through the engine."""

    program: Program
    services: Services
    scripts: ScriptSide
    event: Event
    session: Session
    context: str
    state: str
    entry: str | None = None
    pending: Transition | None = None
    hops: int = 0
    rule: JsonObject | None = None
    trace: Trace = field(default_factory=Trace)
    walk: list[WalkStep] = field(default_factory=list)

    @property
    def silent(self) -> bool:
        """Whether replies are dropped, because Webim's chat has only been opened."""
        return self.event.event == NEW_CHAT

    def note(self, words: str, *values: object) -> None:
        """Add a line to the trace; `values` fill the `{}` of its words."""
        self.trace.add(words, *values)

    # --- replies

    def say(self, reply: Reply, span: Span) -> None:
        """Add a reply made by the tag at `span`."""
        self.say_as(self.state, reply, span)

    def say_as(self, state: str, reply: Reply, span: Span) -> None:
        """Add a reply of another state than the current one."""
        if self.silent:
            self.drop(reply, span)
            return
        self.scripts.add_reply({**reply, "state": state})
        self.note("reply {} in {}", reply["type"], state)

    def ask(self, question: str) -> None:
        """Add the question for a slot; no state makes it, so the dialogue stays where it stands."""
        self.scripts.add_reply({"type": "text", "text": question, "state": self.state})

    def drop(self, reply: Reply, span: Span | None) -> None:
        """Log a reply that may not be made while `newChatStarted` is handled."""
        place = f"{_place(span)}: " if span else ""
        line = (
            f"{place}a reply of type {reply.get('type', '?')} in {self.state} was dropped: "
            f"nobody can be answered while {NEW_CHAT} is handled"
        )
        self.note(line)
        self.services.log(line)

    def drop_script_replies(self, span: Span) -> None:
        """Log and drop what the script at `span` has just replied, where nothing may be replied."""
        if self.silent:
            for reply in self.scripts.take_replies():
                self.drop(reply, span)

    # --- scripts

    def fill(self, template: Template) -> str:
        """The text of a template, its expressions evaluated."""
        literal = template.literal
        if literal is not None:
            return literal
        value = self._run(template, template.span)
        return value if isinstance(value, str) else str(value)

    def holds(self, branch: Node, condition: Script) -> bool:
        """Whether the condition of an `if` or `elseif` holds."""
        held = self.scripts.holds(self.program.blocks[branch])
        self.drop_script_replies(condition.span)
        return held

    def run_script(self, node: Node, span: Span) -> None:
        """Run a `script` or `scriptEs6` block."""
        self._run(node, span)

    def _run(self, node: Node, span: Span) -> Any:
        value = self.scripts.run(self.program.blocks[node])
        self.drop_script_replies(span)
        return value

    def run_action(self, tag: Span, asked: JsonObject) -> Any:
        """Have the JavaScript behind action tags do something; what fails does so at the tag."""
        try:
            value = self.scripts.convert(self.program.actions.code, asked)
        except ScriptError as error:
            error.place = Place(tag.source, *tag.location)
            raise
        self.drop_script_replies(tag)
        return value

    def run_value(self, block: int, value: Any) -> Any:
        """What a function of one value, a block of the bundle, makes of it."""
        return self.scripts.convert(block, value)

    # --- moving

    def go(self, path: str, *, deferred: bool) -> None:
        """Ask for a transition to `path`, relative to the current state; the last one counts."""
        self.pending = Transition(resolve_path(self.state, path), deferred)

    @property
    def leaving(self) -> bool:
        """Whether the rest of the state is to be skipped."""
        return self.pending is not None and not self.pending.deferred

    def enter(self, path: str, limit: int) -> None:
        """Make `path` the current state, and the context unless it has `noContext`."""
        symbol = self.program.states.get(path)
        if symbol is None:
            raise DialogError.not_found(path)
        self.hops += 1
        if self.hops > limit:
            raise DialogError.endless(path)
        self.state = path
        if not symbol.no_context:
            self.context = path
        if self.entry is None:
            self.entry = path
        self.scripts.set_place(self.state, self.context)
        self.note("enter {}", path)
        self.walk.append(["enter", path])

    def settle(self) -> None:
        """Carry out a deferred transition: the next event is handled in its context.

        A path without a state is none to enter, so nothing fails; the nearest one above it with a state counts.
        Source: the suite of EvgeniiSkrebnev/JustAIBot1, and what the vendor's editor made of `@InputNumber`
        (manikiforov/test-scenarios), where `go: CatchNumber` stands in the state `CatchNumber` itself.
        """
        if self.pending is None:
            return
        wanted, self.pending = self.pending.path, None
        path = next((one for one in ancestors(wanted) if one in self.program.states), ROOT)
        if path != wanted:
            self.services.log(f"there is no state {wanted}; the context is {path}")
        self.context = path
        self.scripts.set_place(self.state, self.context)
        self.note("context {}", path)
        self.walk.append(["go", self.state, path])


def _place(span: Span) -> str:
    line, column = span.location
    return f"{span.source.path.name}:{line}:{column}"
