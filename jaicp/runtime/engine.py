"""`Bot.handle(event, session) -> Turn`: one event from its arrival to the replies.

The order of a turn, from the vendor's pages on handlers and on switching states:

1. `preMatch` handlers, with the dialogue still where it stood;
2. the state: asked for by a handler or a pressed button, or chosen by the event or the phrase; a phrase that
   nothing matches raises the event `noMatch`;
3. `preProcess` handlers, which may choose another state;
4. the state's reactions, and those of the states that immediate transitions lead to;
5. `postProcess` handlers, which may still lead to another state, five times at most.

A script that throws ends the reactions and climbs a ladder: `onScriptError`, then `onAnyError`, then the text of
`messages.onError`; an error of the dialogue likewise with `onDialogError`. What was written to `$session` by
then is kept. A fault of ours is raised instead, and the caller keeps the session as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jaicp.check.checker import CheckOptions, check
from jaicp.project.files import Files
from jaicp.project.link import load_project
from jaicp.project.paths import ROOT, resolve_path
from jaicp.project.symbols import Project
from jaicp.runtime.activation import activate_event
from jaicp.runtime.desk import open_desk
from jaicp.runtime.errors import BotNotUsable, DialogError, TurnStopped
from jaicp.runtime.injector import merged_injector
from jaicp.runtime.messages import Event, JsonObject, Session, Turn, TurnError
from jaicp.runtime.phrases import PhraseChooser, Reading
from jaicp.runtime.program import Program, compile_program
from jaicp.runtime.reactions import captions, react
from jaicp.runtime.renewal import MOST_RENEWALS, joined, never_ending
from jaicp.runtime.scripts import Outcome, ScriptHost, ScriptSide
from jaicp.runtime.services import Services
from jaicp.runtime.turn import Transition, WorkingTurn
from jaicp.script.engine import Limits
from jaicp.script.errors import ScriptError
from jaicp.script.realm import Realm, RealmConfig
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic

__all__ = ["Bot", "BotNotUsable", "load_bot", "make_program"]

HOPS = 100
"""States that one event may lead through; more is an endless circle of transitions."""

POST_PROCESS_ROUNDS = 5

_RUNS_ALL_THE_SAME = (codes.UNKNOWN_STATE,)
"""Errors that wait until they are met: bots with a dead path run on the platform, up to that path."""

_SPECIFIC = {"script": "onScriptError", "dialog": "onDialogError"}


def load_bot(
    path: Path,
    *,
    services: Services | None = None,
    limits: Limits | None = None,
    files: Files | None = None,
) -> Bot:
    """Load, check and compile the project at `path`, and run its `init` code.

    Raises `BotNotUsable` with the diagnostics where that cannot be done, and `FileNotFoundError` where there is
    no project.
    """
    program = make_program(load_project(path, files))
    return Bot(program, services or Services(), limits or Limits())


def make_program(project: Project) -> Program:
    """Check and compile a linked project; raises `BotNotUsable` with the diagnostics where that cannot be done."""
    checked = check(project, CheckOptions(advice=False))
    if any(
        diagnostic.is_error and diagnostic.code not in _RUNS_ALL_THE_SAME
        for diagnostic in checked.diagnostics
    ):
        raise BotNotUsable(checked.diagnostics)
    return compile_program(checked.project)


class Bot:
    """A program with its JavaScript world; used by one thread at a time."""

    def __init__(self, program: Program, services: Services, limits: Limits) -> None:
        self.program = program
        self.services = services
        self.name = program.project.config.name
        if services.enter_zone is not None:
            services.enter_zone(program.nlu.zone)
        settings = services.settings
        config = RealmConfig(
            injector=merged_injector(program.project),
            env=settings.variables,
            secrets=settings.secrets,
        )
        self.realm = Realm(program.bundle, limits, config)
        desk = open_desk(program, services, lambda: self.realm.seconds_left)
        self.host = ScriptHost(services, desk, keeps_history=program.bundle.uses_history)
        self.chooser = PhraseChooser(program, self.realm, self._handlers)
        try:
            self.realm.start(self.host)
            desk.loaded()
        except ScriptError as error:
            raise BotNotUsable([_failed_init(program, error)]) from error

    @property
    def asks_operators(self) -> bool:
        """Whether scripts want to know if people are there to take a chat."""
        return self.program.bundle.asks_operators

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What is worth knowing of the project though it runs."""
        return (*self.program.project.diagnostics, *self.program.diagnostics)

    def close(self) -> None:
        """Free the JavaScript world and close connections of services; nothing may be handled afterwards."""
        self.host.desk.close()
        self.realm.close_engine()

    def tidy(self) -> None:
        """Get ready for the next turn now, so that nobody waits for what the last one has left behind."""
        try:
            self.realm.tidy(self.host)
        except ScriptError as error:  # the next turn says so to whoever is there
            self.services.log(f"the scripts cannot be loaded again: {_describe(error)}")

    def handle(self, event: Event, session: Session) -> Turn:
        """Handle one event; the given session stays as it is, the turn holds the new one."""
        self.host.renewals.clear()
        turn = self._handle(event, session)
        for _ in range(MOST_RENEWALS):
            renewal = self.host.renewal
            if renewal is None:
                return turn
            self.host.renewals.append(renewal)
            event = renewal.following(event)
            turn = joined(turn, self._handle(event, renewal.fresh(turn.session)))
        return turn if self.host.renewal is None else never_ending(turn)

    def read(self, text: str, context: str) -> Reading:
        """What a phrase means in a context; no handler and no state is run. Raises `ScriptError`."""
        turn = self._begin(Event(query=text), Session(session={"contextPath": context}))
        try:
            return self.chooser.read(turn, text)
        finally:
            turn.scripts.close()

    def _handle(self, event: Event, session: Session) -> Turn:
        turn = self._begin(event, session)
        error = self._guarded(turn, lambda: self._dialogue(turn))
        if self.host.renewal is None and (error is None or error.kind == "script"):
            late = self._guarded(turn, lambda: self._post_process(turn))
            error = error or late
        return self._finish(turn, error)

    def _begin(self, event: Event, session: Session) -> WorkingTurn:
        context = session.context if session.context in self.program.states else ROOT
        self.host.begin(event, session)
        side = ScriptSide(self.realm, self.host, event, session, context, context)
        turn = WorkingTurn(
            self.program, self.services, side, event, session.copy(), context, context
        )
        turn.session.id = session.id or self.services.new_id()
        return turn

    # --- choosing the state

    def _dialogue(self, turn: WorkingTurn) -> None:
        self._handlers(turn, "preMatch")
        path = self._asked(turn)
        if path is None:
            path = self._choose(turn)
            path = self._asked(turn) or path  # a handler of `selectNLUResult` may ask, too
        if path is None:
            turn.settle()
            return
        turn.session.asking = {}
        turn.scripts.set_place(path, turn.context)
        self._handlers(turn, "preProcess", path)
        self._walk(turn, self._asked(turn) or path)

    def _asked(self, turn: WorkingTurn) -> str | None:
        """The state that a handler wants to enter: by a transition, or by `$temp.targetState`.

        A deferred transition waits in `turn.pending` for the end of the reactions, as that of a state does.
        """
        asked = turn.scripts.take_transition()
        target = turn.scripts.take_target()
        if asked is not None:
            path, deferred = asked
            turn.pending = Transition(resolve_path(turn.state, path), True) if deferred else None
            target = target if deferred else path
        return None if target is None else resolve_path(turn.state, target)

    def _choose(self, turn: WorkingTurn) -> str | None:
        event = turn.event
        query = turn.scripts.query
        pressed = event.target_state
        if pressed is None and event.event is None:
            pressed = turn.session.buttons.get(query)
        if pressed is not None and pressed in self.program.states:
            turn.note(f"button to {pressed}")
            turn.walk.append(["button", turn.context, pressed])
            turn.rule = {"type": "button", "rule": query, "confidence": 1.0}
            return pressed
        if event.event is not None:
            return self._choose_by_event(turn, event.event)
        return self.chooser.choose(turn, query)

    def _choose_by_event(self, turn: WorkingTurn, name: str) -> str | None:
        found = activate_event(self.program.rules, self.program.states, turn.context, name)
        if found is None:
            turn.note(f"nobody listens to the event {name}")
            return None
        turn.note(f"event {name} from {found.trigger.owner} to {found.trigger.target}")
        turn.walk.append(["trigger", found.trigger.order])
        turn.rule = {"type": "event", "rule": name, "confidence": 1.0}
        return found.trigger.target

    # --- running it

    def _walk(self, turn: WorkingTurn, path: str) -> None:
        """Enter a state, run its reactions, and follow immediate transitions."""
        while True:
            turn.enter(path, HOPS)
            react(self.program.states[path].body, turn)
            if not turn.leaving or turn.pending is None:
                break
            path, turn.pending = turn.pending.path, None
            turn.walk.append(["go", turn.state, path])
        turn.settle()

    def _post_process(self, turn: WorkingTurn) -> None:
        for _ in range(POST_PROCESS_ROUNDS):
            if self.realm.handlers("postProcess", turn.state):
                turn.scripts.write_context(turn.context)
                turn.scripts.gather_answer()
            if not self._handlers(turn, "postProcess"):
                return
            path = self._asked(turn)
            if path is None or turn.pending is not None:  # a transition wins over `targetState`
                turn.settle()
                return
            self._walk(turn, path)
        raise DialogError(
            f"Infinite loop was detected for state {turn.state} in postProcess transition"
        )

    def _handlers(self, turn: WorkingTurn, kind: str, path: str | None = None) -> int:
        """Run the handlers of a kind that count for a state; how many there were."""
        found = self.realm.handlers(kind, turn.state if path is None else path)
        for handler in found:
            turn.scripts.run_handler(handler)
            for reply in turn.scripts.take_replies() if turn.silent else ():
                turn.drop(reply, None)
        return len(found)

    # --- what goes wrong

    def _guarded(self, turn: WorkingTurn, step: Callable[[], None]) -> TurnError | None:
        """Run a step; an error of the project climbs the ladder of handlers and is returned."""
        try:
            step()
        except TurnStopped:
            turn.note("stopped by the script")
        except (ScriptError, DialogError) as error:
            described = _describe(error)
            turn.note(f"error: {described}")
            self.services.log(f"error in {turn.state}: {described}")
            self._climb(turn, error, described)
            return described
        return None

    def _climb(
        self, turn: WorkingTurn, error: ScriptError | DialogError, described: TurnError
    ) -> None:
        turn.pending = None
        for kind in (_SPECIFIC.get(described.kind), "onAnyError"):
            if kind is not None and self._rescue(turn, kind, error):
                described.handled = True
                return
        described.handled = self._apologise(turn)

    def _rescue(self, turn: WorkingTurn, kind: str, error: ScriptError | DialogError) -> bool:
        """Let the handlers of a kind deal with an error; whether there were any and they succeeded."""
        try:
            if not self.realm.handlers(kind, turn.state):
                return False
            turn.scripts.revive()
            turn.scripts.set_exception(error)
            if not self._handlers(turn, kind):
                return False
            path = self._asked(turn)
            if path is not None:
                self._walk(turn, path)
            else:
                turn.settle()
        except TurnStopped:
            return True
        except (ScriptError, DialogError) as second:
            turn.note(f"error in {kind}: {_describe(second)}")
            self.services.log(f"error in {kind}: {_describe(second)}")
            return False
        return True

    def _apologise(self, turn: WorkingTurn) -> bool:
        """Say the text of `messages.onError`; whether there is one."""
        messages = self.program.project.config.error_messages
        text = messages.get(self.program.project.config.language) or messages.get("")
        if text and not turn.silent:
            turn.scripts.add_reply({"type": "text", "text": text, "state": turn.state})
        return bool(text)

    # --- the end

    def _finish(self, turn: WorkingTurn, error: TurnError | None) -> Turn:
        outcome = turn.scripts.close()
        if outcome.error is not None:
            error = error or _describe(outcome.error)
            self.services.log(f"error in {turn.state}: {_describe(outcome.error)}")
        session, context = self._kept(turn, outcome)
        replies = outcome.response.pop("replies", None) or []
        replies = [reply for reply in replies if isinstance(reply, dict)]
        if turn.silent:
            for reply in replies:
                turn.drop(reply, None)
            replies = []
        session.buttons = captions(replies, turn.state) or session.buttons
        if not outcome.stopped:
            question = turn.event.question_id
            session.history = self.host.history(replies, question, is_new=outcome.started)
        facts = self.host.desk.turn
        return Turn(
            state=turn.entry,
            context=context,
            event=turn.event.event,
            query=turn.event.query,
            replies=replies,
            session=session,
            response=outcome.response,
            analytics=facts.analytics,
            pushes=facts.pushes,
            error=error,
            rule=turn.rule,
            trace=turn.trace,
            walk=turn.walk,
        )

    def _kept(self, turn: WorkingTurn, outcome: Outcome) -> tuple[Session, str]:
        """The session as the turn leaves it, still without new buttons and history, and its context."""
        context = self._final_context(turn, outcome.session)
        session = turn.session
        session.session = {**outcome.session, "contextPath": context}
        session.left_at = ""
        session.client = outcome.client
        session.timezone = self.host.desk.turn.timezone
        session.entities = self.host.desk.turn.entities
        session.recent = self.host.recent
        session.history = []
        if outcome.started:
            session.id = self.services.new_id()
        if outcome.stopped:
            session.id, session.session, session.left_at = "", {}, context
            session.asking = {}
        return session, context

    def _final_context(self, turn: WorkingTurn, session: JsonObject) -> str:
        """Where the dialogue stands; a script may have set `$session.contextPath` to another state."""
        written = session.get("contextPath")
        before = turn.scripts.written_context
        if isinstance(written, str) and written != before and written in self.program.states:
            return written
        return turn.context


def _describe(error: ScriptError | DialogError) -> TurnError:
    if isinstance(error, DialogError):
        return TurnError("dialog", str(error))
    kind = "script" if error.kind == "error" else "limit"
    if error.place is None:
        return TurnError(kind, error.message)
    source, line, column = error.place
    return TurnError(kind, error.message, source.path.name, line, column)


def _failed_init(program: Program, error: ScriptError) -> Diagnostic:
    if error.place is not None:
        source, line, column = error.place
    else:
        source, line, column = program.project.documents[0].source, 1, 1
    at = source.offset(line, column)
    return Diagnostic(
        code=codes.SCRIPT_FAILED,
        message=f"this failed while the script was loaded: {error.message}",
        span=source.span(at, min(at + 1, len(source.text))),
    )
