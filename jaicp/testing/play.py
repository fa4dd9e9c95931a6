"""One test case, played against a bot as one client's dialogue.

The rules of the checks are the vendor's (page on test tags): each text reply needs its `<a>`, in order; other
replies need none, but for timeouts, which suites in the wild always list. A case ends with its first failure,
since what follows would be another dialogue.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jaicp.channels.intervals import interval_seconds
from jaicp.runtime.engine import Bot
from jaicp.runtime.messages import Event, JsonObject, Reply, Session, Turn
from jaicp.runtime.pushes import WaitingPushes
from jaicp.suites import steps
from jaicp.suites.steps import Case, Step
from jaicp.testing import checks
from jaicp.testing.coverage import Walk, steps_of
from jaicp.testing.explain import Played, Unmet, explain, unknown_state
from jaicp.testing.results import Addition, Said
from jaicp.testing.world import World
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic

__all__ = ["PlayedCase", "Player", "UnmetError"]


@dataclass(frozen=True, slots=True)
class PlayedCase:
    """How a case went: why it fails, the way that its turns took, and what its file may be completed with."""

    failure: Diagnostic | None
    walk: Walk
    additions: tuple[Addition, ...] = ()


class UnmetError(Exception):
    """A check of the running case does not hold."""

    def __init__(self, unmet: Unmet) -> None:
        super().__init__(unmet.message)
        self.unmet = unmet


class Player:
    """Plays cases, one after the other, against one bot in one world."""

    def __init__(self, bot: Bot, world: World, *, updating: bool = False) -> None:
        self.bot = bot
        self.world = world
        self.updating = updating

    def play(self, case: Case) -> PlayedCase:
        """Play a case."""
        self.world.begin_case(case)
        dialogue = _Dialogue(self.bot, self.world, self.updating)
        failure = None
        try:
            for step in case.steps:
                dialogue.take(step)
            dialogue.settle()
        except UnmetError as error:
            failure = explain(error.unmet, dialogue.played, self.bot.program.project)
        return PlayedCase(failure, dialogue.walk, tuple(dialogue.additions))


class _Dialogue:
    """The client's side of one case, and the turn that is being checked."""

    def __init__(self, bot: Bot, world: World, updating: bool) -> None:
        self.bot = bot
        self.world = world
        self.updating = updating
        self.additions: list[Addition] = []
        self.last: Step | None = None
        self.session = Session()
        self.data: JsonObject = {}
        self.raw_request: JsonObject = {}
        self.played: Played | None = None
        self.texts: deque[Reply] = deque()
        self.timeouts: list[Reply] = []
        self.timeout: Reply | None = None
        self.walk = Walk()
        self.pushes = WaitingPushes()

    def take(self, step: Step) -> None:
        """Do one step; raises `UnmetError`."""
        _STEPS[type(step)](self, step)
        if isinstance(step, _OF_THE_TURN):
            self.last = step

    # --- stimuli

    def query(self, step: steps.SendQuery) -> None:
        self.send(step, query=step.text)

    def event(self, step: steps.SendEvent) -> None:
        pushed = self.pushes.take(name=step.name)
        if pushed is None:
            self.send(step, event=step.name)
            return
        due, event = pushed
        self.world.clock.wait(max(due - self.world.clock(), 0))
        self.send(step, event=step.name, data=event.data, raw_request=event.raw_request)

    def request(self, step: steps.SendRequest) -> None:
        self.send(step, **request_fields(step.fields))

    def wait(self, step: steps.Wait) -> None:
        if self.timeout is None:
            message = "the bot waits for nothing: it has set no timeout"
            raise UnmetError(Unmet(step=step, message=message))
        target = str(self.timeout.get("targetState", "/"))
        self.known(step, target)
        self.timeouts.clear()
        self.world.clock.wait(interval_seconds(self.timeout.get("interval")) or 0)
        self.send(step, query="", target_state=target)

    def send(self, step: Step, **fields: Any) -> None:
        """Settle the turn before, then let the bot handle an event."""
        self.settle()
        self.world.begin_turn()
        fields["data"] = {**fields.get("data", {}), **self.data}
        fields["raw_request"] = self.raw_request or fields.get("raw_request", {})
        self.data, self.raw_request = {}, {}
        event = Event(**{"channel_type": "", "timestamp": self.world.clock(), **fields})
        turn = self.bot.handle(event, self.session)
        self.session = turn.session
        self.pushes.note(event, turn)
        misses = (*self.world.mocks.misses, *((line,) for line in self.world.sheets.misses))
        self.played = Played(step, turn, misses)
        self.walk.update(steps_of(turn.walk))
        self.texts = deque(reply for reply in turn.replies if reply.get("type") == "text")
        self.timeouts = [reply for reply in turn.replies if reply.get("type") == "timeout"]
        self.timeout = self.timeouts[-1] if self.timeouts else None

    def settle(self) -> None:
        """See that the turn before has nothing left that no check has looked at."""
        if self.played is None:
            return
        stimulus, turn = self.played.stimulus, self.played.turn
        if turn.error is not None and not turn.error.handled:
            raise UnmetError(checks.unhandled_error(stimulus))
        if self.texts and self.updating:
            last = stimulus if self.last is None else self.last
            said = tuple(_said(reply) for reply in self.texts)
            self.additions.append(Addition(last.span.start, said, behind=True))
        elif self.texts:
            raise UnmetError(checks.surplus(stimulus, list(self.texts)))
        if self.timeouts:
            raise UnmetError(checks.surplus_timeout(stimulus, self.timeouts))
        self.played = None

    # --- conditions

    def request_data(self, step: steps.SetRequestData) -> None:
        self.data |= copy.deepcopy(step.value)

    def raw(self, step: steps.SetRawRequest) -> None:
        self.raw_request |= copy.deepcopy(step.value)

    def numbers(self, step: steps.SetNumbers) -> None:
        self.world.numbers.fix(step.numbers)

    def clock(self, step: steps.SetClock) -> None:
        self.world.clock.set(step.time)

    def mock(self, step: steps.Mock) -> None:
        self.world.mocks.mocks.append(step)

    def state(self, step: steps.SetState) -> None:
        self.known(step, step.path)
        self.session.session["contextPath"] = step.path

    def variables(self, step: steps.SetVariables) -> None:
        merge(getattr(self.session, step.variable), copy.deepcopy(step.fields))

    def known(self, step: Step, path: str) -> None:
        """See that a state exists."""
        if path not in self.bot.program.states:
            raise UnmetError(unknown_state(step, path, self.bot.program.project))

    # --- checks

    def turn(self, step: Step) -> Turn:
        if self.played is None:
            message = "there is no turn that this could check"
            help_text = "put what the client does, such as `<q>`, above it"
            code = codes.BAD_TEST_VALUE
            raise UnmetError(Unmet(step=step, message=message, help=help_text, code=code))
        return self.played.turn

    def answer(self, step: steps.CheckAnswer) -> None:
        turn = self.turn(step)
        reply = self.texts.popleft() if self.texts else None
        unmet = checks.answer(step, turn, reply)
        if self.updating and step.is_empty and reply is not None:
            self.additions.append(Addition(step.span.start, (_said(reply),), behind=False))
        if unmet is not None:
            for path in (step.state, step.entry):
                if path is not None:
                    self.known(step, path)
        _raise(unmet)

    def response_data(self, step: steps.CheckData) -> None:
        turn = self.turn(step)
        _raise(checks.data(step, checks.response_data(turn, self.bot.host.drawn)))

    def timeout_reply(self, step: steps.CheckTimeout) -> None:
        self.turn(step)
        reply = self.timeouts.pop(0) if self.timeouts else None
        _raise(checks.timeout(step, reply))

    def new_session(self, step: steps.CheckSession) -> None:
        self.turn(step)
        _raise(checks.new_session(step, self.bot.host.renewals))

    def mail(self, step: steps.CheckMail) -> None:
        self.turn(step)
        _raise(checks.mail(step, self.world.mocks.letters))


def _said(reply: Reply) -> Said:
    state = reply.get("state")
    return Said(str(reply.get("text", "")), state if isinstance(state, str) else None)


def _raise(unmet: Unmet | None) -> None:
    if unmet is not None:
        raise UnmetError(unmet)


_OF_THE_TURN = (
    steps.SendQuery, steps.SendEvent, steps.SendRequest, steps.Wait, steps.CheckAnswer, steps.CheckData,
    steps.CheckTimeout, steps.CheckSession, steps.CheckMail,
)  # fmt: skip
"""Stimuli and checks; the others are for the turn that follows."""

_STEPS: dict[type[Step], Callable[[_Dialogue, Any], None]] = {
    steps.SendQuery: _Dialogue.query,
    steps.SendEvent: _Dialogue.event,
    steps.SendRequest: _Dialogue.request,
    steps.Wait: _Dialogue.wait,
    steps.SetRequestData: _Dialogue.request_data,
    steps.SetRawRequest: _Dialogue.raw,
    steps.SetNumbers: _Dialogue.numbers,
    steps.SetClock: _Dialogue.clock,
    steps.Mock: _Dialogue.mock,
    steps.SetState: _Dialogue.state,
    steps.SetVariables: _Dialogue.variables,
    steps.CheckAnswer: _Dialogue.answer,
    steps.CheckData: _Dialogue.response_data,
    steps.CheckTimeout: _Dialogue.timeout_reply,
    steps.CheckSession: _Dialogue.new_session,
    steps.CheckMail: _Dialogue.mail,
}


_FIELDS = {
    "channelType": "channel_type",
    "channelBotId": "channel_id",
    "channelUserId": "client_id",
    "questionId": "question_id",
    "targetState": "target_state",
}


def request_fields(written: JsonObject) -> JsonObject:
    """The fields of an `Event` that a `<request>` gives; what belongs to no request is left out."""
    fields: JsonObject = {
        ours: str(written[name]) for name, ours in _FIELDS.items() if name in written
    }
    event = written.get("event")
    if isinstance(event, str) and event:
        fields["event"] = event
    else:
        fields["query"] = str(written.get("query") or "")
    for name, ours in (("data", "data"), ("rawRequest", "raw_request"), ("userFrom", "user_from")):
        if isinstance(written.get(name), dict):
            fields[ours] = copy.deepcopy(written[name])
    return fields


def merge(target: JsonObject, fields: JsonObject) -> None:
    """Put fields into an object: objects are merged in turn, anything else is replaced."""
    for key, value in fields.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            merge(target[key], value)
        else:
            target[key] = value
