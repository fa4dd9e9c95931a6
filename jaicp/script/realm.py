"""The world of one bot's scripts, and a turn in it.

A realm loads a bundle once and then serves turns, one at a time: `open`, any number of `run`, `handlers`,
`convert` …, `close`. Variables are handed over as JSON text when a script first looks at them, so a turn
without scripts costs nothing here. When a limit stops a script its engine is thrown away; the next `open`
(or `revive`, within the turn) makes a new one and loads the bundle again.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from jaicp.script.bundle import Bundle, Chunk, Place
from jaicp.script.engine import Engine, EngineError, EngineFactory, Json, Limits
from jaicp.script.errors import ScriptError, StoreError, is_redeclared, redeclared
from jaicp.script.happenings import BoundHandler, Transition
from jaicp.script.host import Host
from jaicp.script.isolation import NATIVES, Isolation
from jaicp.script.jsbox_engine import JsboxEngine
from jaicp.script.loading import define_blocks, define_modules
from jaicp.script.port import Port, RealmConfig
from jaicp.script.prelude_code import prelude
from jaicp.script.values import to_json_text
from jaicp.script.variables import STORED, TurnVariables

__all__ = ["BoundHandler", "Realm", "RealmConfig", "Transition"]

_OPERATIONS: dict[str, str] = {
    "block": "block",
    "async": "block",
    "expression": "value",
    "template": "text",
}

_HAND_OVER = frozenset({"read", "close", "blocksDone", "awaitNames", "seal"})
_HAND_OVER_SECONDS = 0.4
_LATE_SECONDS = 0.4
_NOTHING = '{"v":null}'
_NO_NEWS: dict[str, Any] = {}
_OUT_OF_TIME = "the scripts of this turn ran out of time"


class Realm:
    """One bot's scripts. Used by one thread; `start` first, `close_engine` last."""

    def __init__(
        self,
        bundle: Bundle,
        limits: Limits | None = None,
        config: RealmConfig | None = None,
        engine_factory: EngineFactory = JsboxEngine,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.bundle = bundle
        self.limits = limits or Limits()
        self.config = config or RealmConfig()
        self.bound_handlers: list[BoundHandler] = []
        self._loaded_handlers: list[BoundHandler] = []
        self.transition: Transition | None = None
        self.target_state: str | None = None
        self.stopped = False
        self.session_control: Literal["start", "stop"] | None = None
        self._factory = engine_factory
        self._clock = clock
        self._engine: Engine | None = None
        self._token = ""
        self._broken: dict[int, EngineError] = {}
        self._isolation = Isolation(bundle)
        self._port = Port(self.config)
        self._is_open = False
        self._is_new = False
        self._clear_transition = False
        self._seconds_left = self._late_seconds = 0.0
        self._began: float | None = None

    # Loading

    def start(self, host: Host) -> None:
        """Load the bundle: blocks, then files, data and `init:` code in order.

        Raises `ScriptError` where a file or `init:` code fails; the realm is of no use then.
        """
        self._port.host = host
        try:
            self._load()
        except BaseException:
            self.close_engine()
            raise
        finally:
            self._port.host = None

    def _load(self) -> None:
        self.close_engine()
        self._port.variables = TurnVariables({"injector": dict(self.config.injector)})
        self._token = secrets.token_hex(16)
        self._seconds_left = self.limits.load_seconds
        self._engine = engine = self._factory(self.limits)
        engine.bind("__jaicpPull", self._port.pull)
        engine.bind("__jaicpCall", self._port.call)
        bundle = self.bundle
        code = prelude(self._token, modern=bundle.is_modern, modules=bundle.has_modules)
        engine.evaluate(code, self.bundle.line_count + 1)
        try:
            self._broken = define_blocks(engine, self.bundle, self._seconds_left)
            define_modules(engine, self.bundle, self._seconds_left)
        except EngineError as error:
            raise self._script_error(error) from error
        self._enter("blocksDone", NATIVES)
        for chunk, declared in self._isolation.chunks():
            if declared.variables:
                self._enter("awaitNames", declared.variables)
            self._load_chunk(engine, chunk)
        self._isolation.tell_lexical(engine)
        handlers = self._enter("seal", self._isolation.watchful)
        self.bound_handlers = [BoundHandler(*item.values()) for item in handlers]
        self._loaded_handlers = self.bound_handlers

    def _load_chunk(self, engine: Engine, chunk: Chunk) -> None:
        if chunk.module is not None:
            self._enter("module", chunk.module)
            return
        self._began = self._clock()
        try:
            self._evaluate(engine, chunk)
        except EngineError as error:
            self._raise_fault()
            taken = is_redeclared(error)
            raise (redeclared(error, chunk) if taken else self._script_error(error)) from error
        finally:
            self._settle()
        self._raise_fault()

    def _evaluate(self, engine: Engine, chunk: Chunk) -> None:
        try:
            engine.evaluate(chunk.code, chunk.first_line, max(self._seconds_left, 0.001))
        except EngineError as error:
            again = error.is_syntax or is_redeclared(error)
            if chunk.fallback is None or not again:
                raise
            engine.evaluate(chunk.fallback, chunk.first_line, max(self._seconds_left, 0.001))

    def close_engine(self) -> None:
        """Free the engine; `open` makes a new one when it is needed."""
        if self._engine is not None:
            self._engine.close()
        self._engine = None

    # A turn

    def open(self, host: Host, variables: Mapping[str, Json]) -> None:
        """Begin a turn with the values of built-in variables, as Python values or `JsonText`.

        `context` holds the further fields of `$context` (`currentState` …). An unfinished turn is dropped.
        Raises `ScriptError` if the bundle had to be loaded again and failed.
        """
        if self._engine is None:
            self.start(host)
        self._port.host = host
        self._port.variables = TurnVariables({"injector": self.config.injector, **variables})
        self.bound_handlers = self._loaded_handlers
        self._is_open = self._is_new = True
        self._clear_transition = False
        self._seconds_left, self._late_seconds = self.limits.turn_seconds, _LATE_SECONDS
        self._note({})

    def revive(self) -> None:
        """Go on with a turn after a limit has stopped its engine, for a short while, once."""
        seconds, self._late_seconds = self._late_seconds, 0.0
        self._start_anew(seconds)

    def _start_anew(self, seconds: float) -> None:
        """Go on with a turn in a new world, with `seconds` of time: the old one was stopped, or spoilt.

        Variables are as they were given, with the replies of `add_reply`; what scripts had written is lost.
        """
        variables, host = self._port.variables, self._port.host
        assert host is not None
        self.start(host)
        self._port.host, self._port.variables = host, variables
        self._is_new = True
        self._seconds_left = seconds

    @property
    def is_alive(self) -> bool:
        """Whether scripts can run; false after a limit has stopped the engine."""
        return self._engine is not None

    @property
    def seconds_left(self) -> float:
        """The time that scripts of this turn may still use, also as asked from within a call of theirs."""
        running = 0.0 if self._began is None else self._clock() - self._began
        return self._seconds_left - running

    def _settle(self) -> None:
        """Take the time of the call that has ended off what is left."""
        self._seconds_left = self.seconds_left
        self._began = None

    @property
    def parsed_variables(self) -> frozenset[str]:
        """Variables whose value a script has looked at in this turn."""
        return frozenset(self._port.variables.parsed)

    def run(self, block: int) -> Json:
        """Run a block: None for scripts, the value of an expression, the text of a template.

        A value without JSON gives None. Raises `ScriptError`.
        """
        return self._enter(_OPERATIONS[self.bundle.kinds[block]], block, block)

    def test(self, block: int) -> bool:
        """Whether the value of an expression counts as true."""
        return bool(self._enter("test", block, block))

    def fill(self, text: str) -> str:
        """The text with its `{{ }}` evaluated, as `$reactions.answer` does it."""
        return str(self._enter("fill", text)) if "{{" in text else text

    def convert(self, block: int, node: Json) -> Json:
        """What a converter makes of a node of the parse tree; None for undefined."""
        return self._enter("convert", [block, node], block)

    def handlers(self, kind: str, path: str) -> list[int]:
        """Handlers of a phase for the state at `path`, in the order of binding."""
        if not self.bound_handlers:
            return []
        return [
            index
            for index, handler in enumerate(self.bound_handlers)
            if handler.type == kind and handler.covers(path)
        ]

    def run_handler(self, index: int) -> Json:
        """Run a handler with `$context` as its argument; gives what it returned."""
        return self._enter("handler", index)

    def add_reply(self, reply: Json) -> None:
        """Add a reply that was not made by a script, after those there are."""
        self._turn().add_reply(reply)

    def put(self, name: str, value: Json) -> None:
        """Set a variable, or with `context` some of its fields, in the middle of a turn."""
        self._turn().put(name, value)

    def read(self, name: str) -> Json:
        """The value of a variable or field of `$context` as it is now."""
        variables = self._turn()
        if name in variables.live:
            return self._enter("read", name)
        return variables.held(name)

    def set_exception(self, error: ScriptError | Mapping[str, Json]) -> None:
        """Set `$context.exception` for handlers of errors."""
        fields = error.to_exception_fields() if isinstance(error, ScriptError) else dict(error)
        self.put("context", {"exception": fields})

    def clear_transition(self) -> None:
        """Take the move that was asked for out of `$temp`, since it has been made."""
        self.transition = None
        self._clear_transition = True

    def close(self, names: Iterable[str] = STORED) -> dict[str, Json]:
        """End the turn: the values of those variables that scripts or replies have changed.

        `sessionControl` is among them as `start` or `stop` if a script has begun or ended the session.
        Raises `StoreError` if one cannot be stored; the turn is open then, and can be closed without it.
        """
        variables = self._turn()
        wanted = list(names)
        changed: dict[str, Json] = {}
        live = [name for name in wanted if name in variables.live]
        if live and self._engine is not None:
            changed = self._stored(self._enter("close", live))
        if "response" in wanted and "response" not in changed and variables.has_own_replies:
            changed["response"] = variables.held("response")
        if self.session_control is not None:
            changed["sessionControl"] = self.session_control
        self.abandon()
        return changed

    def abandon(self) -> None:
        """End the turn and keep nothing of it."""
        self._is_open = False
        self._port.host = None

    def tidy(self, host: Host) -> None:
        """Between turns: put the world back in order now, or load it anew where a limit has stopped it.

        Raises `ScriptError` if it had to be loaded again and failed.
        """
        if self._engine is None:
            self.start(host)
        elif not self._is_new:
            self._port.host, self._is_new, self._seconds_left = host, True, _LATE_SECONDS
            try:
                self._enter("tidy", None)
            except ScriptError:
                self.start(host)
            self.abandon()

    # Inside

    def _stored(self, result: dict[str, Any]) -> dict[str, Json]:
        """The values that were kept, or `StoreError` for the first that cannot be."""
        for name, problem in result.get("problems", ()):
            raise StoreError(name, problem["message"])
        values: dict[str, Json] = result["values"]
        return values

    def _turn(self) -> TurnVariables:
        if not self._is_open:
            raise RuntimeError("no turn is open")
        return self._port.variables

    def _enter(self, operation: str, argument: Json, block: int | None = None) -> Json:
        """Do one operation of the prelude; `block` tells where a failure without a place was."""
        engine = self._engine
        if engine is None:
            raise self._script_error(
                EngineError("error", "scripts were stopped in this turn"), block
            )
        deadline = self._deadline_for(operation, block)
        request = f'{self._token}["{operation}",{to_json_text(argument)},{self._take_news()}]'
        self._began = self._clock()
        try:
            text = engine.call("__jaicp", request, deadline)
        except EngineError as error:
            raise self._failed(error, block) from error
        finally:
            self._settle()
        if text == _NOTHING:
            self._note(_NO_NEWS)
            self._raise_fault()
            return None
        result = json.loads(text)
        if "renew" in result:  # the turn before has changed the world for good
            self._start_anew(self._seconds_left)
            return self._enter(operation, argument, block)
        self._note(result)
        if "e" in result:
            thrown = result["e"]
            raise self._failed(engine.error_of(*thrown.values()), block)
        self._raise_fault()
        return result["v"]

    def _take_news(self) -> str:
        """What the prelude has to know before the operation, as the end of its request; told once."""
        changed, replies = self._port.variables.take_news()
        is_new, clear = int(self._is_new), int(self._clear_transition)
        self._is_new = self._clear_transition = False
        if not changed and not replies:
            return f"{is_new},[],[],{clear}"
        return f"{is_new},{to_json_text(changed)},{to_json_text(replies)},{clear}"

    def _deadline_for(self, operation: str, block: int | None) -> float:
        """Seconds for an operation. What only hands data over gets some even when scripts get none."""
        if operation in _HAND_OVER:
            return max(self._seconds_left, _HAND_OVER_SECONDS)
        if self._seconds_left <= 0:
            raise self._script_error(EngineError("timeout", _OUT_OF_TIME), block)
        return self._seconds_left

    def _failed(self, error: EngineError, block: int | None) -> ScriptError:
        """What to raise for a failure; after a limit the engine is thrown away.

        Raises the host's own failure instead where there was one.
        """
        if block is not None and block in self._broken:
            error = self._broken[block]
        script_error = self._script_error(error, block)
        if error.is_fatal:
            self.close_engine()
            self._port.variables.start_over()
        self._raise_fault()
        return script_error

    def _note(self, result: Mapping[str, Any]) -> None:
        """Remember what happened beside the result of an operation."""
        move = result.get("transition")
        self.transition = Transition(move["state"], move["deferred"]) if move else None
        self.target_state = result.get("target")
        self.stopped = bool(result.get("stopped"))
        self.session_control = result.get("session")
        if "handlers" in result:
            self.bound_handlers = [BoundHandler(*item.values()) for item in result["handlers"]]

    def _raise_fault(self) -> None:
        fault = self._port.take_fault()
        if fault is not None:
            raise fault

    def _script_error(self, error: EngineError, block: int | None = None) -> ScriptError:
        span = self.bundle.span_of(block) if block is not None else None
        place = Place(span.source, *span.location) if span is not None else None
        unit = self._engine.column_unit if self._engine is not None else "character"
        return ScriptError.of(error, self.bundle, unit, place)
