"""The JavaScript side of one turn.

As long as no script has run, the values of the turn stay here as Python values. The first script opens the
realm with them; from then on the realm holds them, and `close` brings back what changed.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from jaicp.runtime.errors import DialogError, TurnStopped
from jaicp.runtime.messages import Event, JsonObject, Reply, Session
from jaicp.runtime.renewal import Renewal
from jaicp.runtime.services import MOST_VARIED, Services
from jaicp.script.errors import ScriptError, StoreError
from jaicp.script.realm import Realm
from jaicp.script.variables import STORED
from jaicp.services.desk import ServiceDesk
from jaicp.services.history import BOT, CLIENT, Message, note, trimmed

__all__ = ["Outcome", "ScriptHost", "ScriptSide"]


class ScriptHost:
    """Answers what scripts ask of the world.

    `drawn` lists the numbers that were drawn in the turn for choices between answers, `recent` those that are
    not to be repeated, `renewal` is what `newSession` was asked for, `renewals` all that one event has led to.
    """

    def __init__(
        self, services: Services, desk: ServiceDesk, *, keeps_history: bool = False
    ) -> None:
        self.services = services
        self.desk = desk
        self.keeps_history = keeps_history
        self._said: list[Message] = []
        self.drawn: list[int] = []
        self.recent: dict[str, list[int]] = {}
        self.renewal: Renewal | None = None
        self.renewals: list[Renewal] = []
        self._given: list[int] = []

    def begin(self, event: Event, session: Session) -> None:
        """Begin a turn: `smartRandom` in the data of its request gives the numbers for the tag `random`."""
        given = event.data.get("smartRandom")
        self._given = [n for n in given if isinstance(n, int)] if isinstance(given, list) else []
        self.drawn = []
        self.renewal = None
        self.recent = {limit: list(numbers) for limit, numbers in session.recent.items()}
        turn = self.desk.turn
        turn.channel_type, turn.channel_id = event.channel_type, event.channel_id
        turn.operators_online = event.operators_online
        turn.entities = deepcopy(session.entities) if session.entities else {}
        owner = session.client.get("nerClientId")
        turn.entity_owner = owner if isinstance(owner, str) else ""
        turn.client_id, turn.timezone = event.client_id, session.timezone
        turn.chat_id = str(event.data.get("chatId") or event.client_id)
        self._said = []
        if self.keeps_history and event.query is not None:
            said_at = self.services.clock()
            self._said = [note(CLIENT, event.query, event.question_id, said_at)]
        turn.history = [*session.history, *self._said]
        self.desk.begin()

    def history(self, replies: list[Reply], question_id: str, *, is_new: bool) -> list[Message]:
        """What was said up to the end of the turn; with `is_new` from its beginning on."""
        if not self.keeps_history:
            return []
        texts = [reply.get("text") for reply in replies if reply.get("type") == "text"]
        seconds = self.services.clock()
        said = [note(BOT, text, question_id, seconds) for text in texts if isinstance(text, str)]
        return trimmed([*(self._said if is_new else self.desk.turn.history), *said])

    def choose(self, count: int) -> int:
        """Which of `count` tags a tag `random` runs."""
        if not self._given:
            return self._varied(count)
        number = min(max(self._given.pop(0), 0), count - 1)
        self.drawn.append(number)
        return number

    def _varied(self, limit: int) -> int:
        recent = self.recent.get(str(limit), [])
        number = self.services.varied_random(limit, recent)
        self.drawn.append(number)
        if 1 < limit <= MOST_VARIED:
            self.recent[str(limit)] = [*recent, number][-(limit // 2) :]
        return number

    def call(self, service: str, method: str, args: list[Any]) -> Any:
        """Do what `$service.method(args)` asks."""
        match (service, method, args):
            case ("jsapi", "currentTime", _):
                return int(self.services.clock() * 1000)
            case ("jsapi", "random", [int(limit)]):
                return self.services.random(limit)
            case ("reactions", "random", [int(limit)]):
                return self._varied(limit)
            case ("timers", "wait", [int(milliseconds) | float(milliseconds)]):
                self.services.sleep(min(milliseconds / 1000, max(self.desk.turn.seconds_left(), 0)))
                return None
            case ("jsapi", "log", [text]):
                self.services.log(str(text))
                return None
            case ("reactions", "newSession", [options, *_]):
                self.renewal = Renewal.read(options)
                return None
        return self.desk.call(service, method, args)


@dataclass(slots=True)
class Outcome:
    """What a turn leaves behind: the kept values, the response, what became of the session."""

    session: JsonObject
    client: JsonObject
    response: JsonObject
    started: bool = False
    stopped: bool = False
    error: ScriptError | None = None


@dataclass(slots=True)
class ScriptSide:
    """The values of a turn, and the scripts that work on them."""

    realm: Realm
    host: ScriptHost
    event: Event
    session: Session
    state: str
    context: str
    opened: bool = False
    parse_tree: JsonObject | Callable[[], JsonObject] | None = None
    replies: list[Reply] = field(default_factory=list)
    taken_target: str | None = None
    nlu: JsonObject = field(default_factory=dict)
    """`entities`, `intent` and `nluResults` as scripts are given them; a function gives a value when asked."""
    nlu_later: Callable[[], JsonObject] | None = None
    """What gives `nlu` once a script runs."""
    kept: JsonObject = field(init=False)
    """`$session` as scripts were given it."""

    def __post_init__(self) -> None:
        self.kept = self.session.session

    @property
    def written_context(self) -> object:
        """The context that the engine has put into `$session`; anything else was written by a script."""
        return self.kept.get("contextPath")

    # --- opening

    def _open(self) -> None:
        if self.opened:
            return
        if self.nlu_later is not None:
            self.nlu = self.nlu_later()
        self.realm.open(
            self.host,
            {
                "session": self.kept,
                "client": self.session.client,
                "request": self._request(),
                "response": {"replies": self.replies},
                "temp": {},
                "parseTree": self.parse_tree or self._empty_tree(),
                "entities": self.nlu.get("entities", []),
                "context": {
                    "currentState": self.state,
                    "contextPath": self.context,
                    "testContext": self.host.services.test_context,
                    **{name: value for name, value in self.nlu.items() if name != "entities"},
                },
            },
        )
        self.opened = True

    def _request(self) -> JsonObject:
        event = self.event
        what = {"query": event.query} if event.event is None else {"event": event.event}
        return {
            "version": 1,
            "channelType": event.channel_type,
            "channelBotId": event.channel_id,
            "channelUserId": event.client_id,
            "questionId": event.question_id,
            "requestType": "query" if event.event is None else "event",
            **what,
            "data": event.data,
            "rawRequest": event.raw_request,
            "userFrom": event.user_from or {"id": event.client_id},
        }

    def _empty_tree(self) -> JsonObject:
        text = self.event.query or ""
        return {"tag": "root", "pattern": "root", "text": text, "words": text.lower().split()}

    # --- values

    @property
    def query(self) -> str:
        """The phrase to be understood."""
        return self.event.query or ""

    def set_place(self, state: str, context: str) -> None:
        """Tell scripts the current state and the context."""
        self.state, self.context = state, context
        if self.opened:
            self.realm.put("context", {"currentState": state, "contextPath": context})

    def write_context(self, context: str) -> None:
        """Put the context into `$session`, where handlers read it and may change it."""
        session = self.realm.read("session") if self.opened else self.kept
        if not isinstance(session, dict) or session.get("contextPath") == context:
            return
        self.kept = {**session, "contextPath": context}
        if self.opened:
            self.realm.put("session", self.kept)

    def set_parse_tree(self, tree: JsonObject | Callable[[], JsonObject]) -> None:
        """Set `$parseTree`, as a value or as a function that gives it when asked."""
        self.parse_tree = tree
        if self.opened:
            self.realm.put("parseTree", tree)

    def set_nlu(self, **values: Any) -> None:
        """Set `entities`, `intent` or `nluResults`, as values or as functions that give them when asked."""
        if not self.opened and self.nlu_later is not None:
            self.nlu, self.nlu_later = self.nlu_later(), None
        self.nlu |= values
        if self.opened:
            entities = values.pop("entities", None)
            if entities is not None:
                self.realm.put("entities", entities)
            self.realm.put("context", values)

    def set_nlu_later(self, give: Callable[[], JsonObject]) -> None:
        """Set what `set_nlu` sets to what a function gives, which is asked once a script runs, if one does."""
        if self.opened:
            self.set_nlu(**give())
        else:
            self.nlu_later = give

    def read_selected(self) -> Any:
        """What handlers have left in `nluResults.selected`."""
        results = self.realm.read("nluResults") if self.opened else self.nlu.get("nluResults")
        return results.get("selected") if isinstance(results, dict) else None

    def set_exception(self, error: ScriptError | DialogError) -> None:
        """Set `$context.exception` for the handlers of errors."""
        self._open()
        if isinstance(error, ScriptError):
            self.realm.set_exception(error)
        else:
            self.realm.set_exception({"message": str(error), "type": "DialogException"})

    def add_reply(self, reply: Reply) -> None:
        """Add a reply that a tag has made."""
        if self.opened:
            self.realm.add_reply(reply)
        else:
            self.replies.append(reply)

    def gather_answer(self) -> None:
        """Set `$response.answer` to all texts of the turn, a line break between two.

        Source: the vendor's common library reads and empties it in its `postProcess` handlers.
        """
        self._open()
        response = self.realm.read("response")
        response = response if isinstance(response, dict) else {}
        replies = response.get("replies")
        texts = [
            str(reply["text"])
            for reply in (replies if isinstance(replies, list) else ())
            if isinstance(reply, dict) and reply.get("type") == "text" and "text" in reply
        ]
        self.realm.put("response", {**response, "answer": "\n".join(texts)})

    def take_replies(self) -> list[Reply]:
        """The replies made by scripts so far, taken away."""
        if not self.opened:
            return []
        response = self.realm.read("response")
        replies = response.get("replies") if isinstance(response, dict) else None
        if not replies:
            return []
        self.realm.put("response", {**response, "replies": []})
        return [reply for reply in replies if isinstance(reply, dict)]

    # --- running

    def run(self, block: int) -> Any:
        """Run a block of the bundle; raises `ScriptError`, or `TurnStopped` where the script says so."""
        self._open()
        return self._after(self.realm.run(block))

    def holds(self, block: int) -> bool:
        """Whether the condition in a block holds, as JavaScript sees it."""
        self._open()
        return bool(self._after(self.realm.test(block)))

    def run_handler(self, handler: int) -> None:
        """Run a handler."""
        self._open()
        self._after(self.realm.run_handler(handler))

    def convert(self, block: int, node: JsonObject) -> Any:
        """What a converter makes of a node."""
        self._open()
        return self._after(self.realm.convert(block, node))

    def _after(self, value: Any) -> Any:
        if self.realm.stopped:
            raise TurnStopped
        return value

    def revive(self) -> None:
        """Make scripts run again after a limit has stopped them; raises `ScriptError` if they cannot."""
        if self.opened and not self.realm.is_alive:
            self.realm.revive()

    # --- what a script asked for

    def take_transition(self) -> tuple[str, bool] | None:
        """The path of the transition that was asked for, and whether it is deferred; once."""
        move = self.realm.transition if self.opened else None
        if move is None:
            return None
        self.realm.clear_transition()
        return move.state, move.deferred

    def take_target(self) -> str | None:
        """The state in `$temp.targetState`, if it has not been taken before."""
        target = self.realm.target_state if self.opened else None
        if target == self.taken_target:
            return None
        self.taken_target = target
        return target

    # --- the end

    def close(self) -> Outcome:
        """End the turn; what cannot be stored is left as it was, and told as the outcome's error."""
        outcome = Outcome(self.kept, self.session.client, {"replies": self.replies})
        if not self.opened:
            return outcome
        names = list(STORED)
        changed: JsonObject = {}
        while True:
            try:
                changed = self.realm.close(names)
                break
            except StoreError as error:
                outcome.error = outcome.error or error
                names.remove(error.variable)
            except ScriptError as error:
                outcome.error = outcome.error or error
                self.realm.abandon()
                break
        outcome.session = changed.get("session", outcome.session)
        outcome.client = changed.get("client", outcome.client)
        outcome.response = changed.get("response", outcome.response)
        control = changed.get("sessionControl")
        outcome.started, outcome.stopped = control == "start", control == "stop"
        return outcome
