"""What a store keeps: sessions, who a chat belongs to, a log of turns, and a few settings.

A session is saved together with the log line of its turn, or not at all. Each session carries a
version; saving one that was loaded under an older version is refused, so that of two turns on one
session the second has to start again from what the first left.

For channels that answer by calls a store is a desk besides: what arrived lies in the inbox until the
turn that deals with it is saved, the calls of a turn lie in the outbox, saved with it, until each is
settled, and a chat may have one alarm and any number of pushes. Stores are synchronous and may be used
from several threads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from jaicp.runtime.messages import Event, JsonObject, Session
from jaicp.stores.log import LogFilter, SessionKey, TurnRecord

__all__ = [
    "NOTHING_NEW",
    "NO_EFFECTS",
    "REMEMBERED",
    "SAID_BY_PERSON",
    "SAME_MOMENT",
    "Alarm",
    "AlreadyHandled",
    "Arrival",
    "Chat",
    "Effects",
    "NewCall",
    "NotOurTurn",
    "OutCall",
    "Push",
    "Saying",
    "SessionKey",
    "Share",
    "StaleSession",
    "Store",
    "StoreBusy",
    "StoreError",
    "Stored",
    "TurnRecord",
    "cursor_setting",
    "is_known_saying",
    "saying_record",
]

_T = TypeVar("_T")

REMEMBERED = 3 * 24 * 3600.0
"""For how many seconds the marks of arrivals are kept, by which a repeated one is recognised."""


SAID_BY_PERSON = "livechatMessage"
"""Event of a line of the log that tells what a person said."""


SAME_MOMENT = 2.0
"""Seconds by which a service's time of a message and ours may differ: theirs are whole seconds."""


class StoreError(Exception):
    """The store cannot be used: it is locked, damaged, or of another kind."""


class StoreBusy(StoreError):  # noqa: N818 - it names the state of things
    """The store cannot do at once what it was asked for; nothing was done."""


class StaleSession(Exception):  # noqa: N818 - it names the state of things, and is no failure
    """The session was saved by someone else since it was loaded."""


class AlreadyHandled(Exception):  # noqa: N818 - it names the state of things
    """The arrival is not in the inbox any more: somebody else has dealt with it."""


class NotOurTurn(Exception):  # noqa: N818 - it names the state of things
    """Another server has the chat, or what arrived in it before is not handled yet; nothing was saved.

    So it is for a server that has lost its connection meanwhile. `Store.share` tells who has what.
    """


@dataclass(frozen=True, slots=True)
class Stored:
    """A session and the version under which it is stored; 0 where it is not stored yet."""

    session: Session
    version: int = 0


@dataclass(frozen=True, slots=True)
class Chat:
    """Who a chat was opened with, and whether the script gave it to a person."""

    client: str
    handed_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Something that has been taken in and waits to be handled; `received` in seconds since the epoch.

    `id` is given by the store and grows in the order of arrival. `mark` tells a repetition from a new
    one for `lasting` seconds, or as long as the store remembers; one that lasts a while only does not
    count in a chat that was given away since. `also` are remembered besides.

    Where several servers share a store, `elsewhere` tells that another one handles the chat; where this
    one does, `before` are the arrivals of the chat that come first, taken in by others, and `calls` those
    that a server which is gone has left.
    """

    channel: str
    chat: str
    visitor: str | None
    event: Event
    received: float
    id: int = 0
    mark: str = ""
    lasting: float | None = None
    also: tuple[str, ...] = ()
    elsewhere: bool = False
    before: tuple[Arrival, ...] = ()
    calls: tuple[OutCall, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCall:
    """A call that a turn makes: the name of its method, the body, and a note of the channel."""

    method: str
    body: JsonObject
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutCall:
    """A call in the outbox; `created` in seconds since the epoch, ids grow in the order of saving."""

    id: int
    channel: str
    chat: str
    created: float
    method: str
    body: JsonObject
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """An event that a chat gets at `due`, in seconds since the epoch, unless something arrives before."""

    due: float
    visitor: str | None
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """An event that a script has asked for: `chat` gets it at `due`, whatever arrives before.

    `id` tells it from all others of the channel. While a person has the chat it waits, for `REMEMBERED`
    seconds at most. `visitor` is None for the one whom the chat was opened with.
    """

    id: str
    chat: str
    due: float
    visitor: str | None
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What a turn does beside changing its session: all of it is saved with the session, or nothing.

    `time` is when the turn ended. `handled` is the id of the arrival that the turn deals with. The
    alarm replaces that of the chat; of a chat that is given away it is dropped. `pushes` are added,
    then those with the ids in `cancelled` are called off; ids that are not known say nothing.
    """

    time: float = 0.0
    handled: int | None = None
    calls: tuple[NewCall, ...] = ()
    alarm: Alarm | None = None
    pushes: tuple[Push, ...] = ()
    cancelled: tuple[str, ...] = ()


NO_EFFECTS = Effects()


@dataclass(frozen=True, slots=True)
class Share:
    """What one of several servers on a store has to see to.

    `arrivals` are all of the chats that it has, in order; `calls` those of the chats that it has got now.
    `anew` tells that it lost all chats that it had before: `calls` are all of its own then, what it knows
    of others is not for it to make any more.
    """

    arrivals: list[Arrival]
    calls: list[OutCall]
    anew: bool = False


NOTHING_NEW = Share([], [])


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """What a visitor or a person said in a chat that the script gave away.

    `time` in seconds since the epoch; `operator` is the person's name, None where the visitor spoke.
    """

    chat: str
    id: str
    time: float
    text: str
    operator: str | None = None


def is_known_saying(saying: Saying, turns: Iterable[TurnRecord]) -> bool:
    """Whether a saying is in the log already as part of one of `turns`: as its query, or as a reply."""
    if saying.operator is None:
        return any(
            turn.query == saying.text and abs(turn.time - saying.time) <= SAME_MOMENT
            for turn in turns
        )
    replies = (reply for turn in turns for reply in turn.replies if "operator" not in reply)
    return any(reply.get("text") == saying.text for reply in replies)


def saying_record(channel: str, client: str, saying: Saying) -> TurnRecord:
    """The line of the log that tells what was said."""
    by_visitor = saying.operator is None
    reply = {"type": "text", "text": saying.text, "operator": saying.operator}
    return TurnRecord(
        time=saying.time,
        channel=channel,
        chat=saying.chat,
        client=client,
        query=saying.text if by_visitor else None,
        event=None if by_visitor else SAID_BY_PERSON,
        replies=[] if by_visitor else [reply],
    )


def cursor_setting(channel: str) -> str:
    """The setting under which a store keeps how far the sayings of a channel were collected."""
    return f"sayings.{channel}"


class Store(Protocol):
    """A place for sessions and logs. Every method may raise `StoreError`."""

    def load(self, key: SessionKey) -> Stored:
        """The session of `key`, a new one where there is none."""

    def save(
        self,
        record: TurnRecord,
        chat: Chat,
        changed: Stored | None,
        effects: Effects = NO_EFFECTS,
    ) -> list[OutCall]:
        """Append `record` to the log, note `chat`, and store the session of `record.key`.

        `changed` is the session after the turn with the version it was loaded under; None leaves
        what is stored as it is. Returns the calls of `effects` as they lie in the outbox. Raises
        `StaleSession`, and saves nothing, where another version is stored by now; `AlreadyHandled`
        where the arrival of `effects` is gone, `NotOurTurn` where it is not for this server to
        handle, or not yet.
        """

    def chat(self, channel: str, chat: str) -> Chat | None:
        """Who the chat belongs to, None where it was never seen."""

    def turns(
        self, *, channel: str | None = None, chat: str | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """The last turns, of one channel or chat if wanted, the oldest first."""

    def log(
        self, wanted: LogFilter, *, after: int | None = None, limit: int = 100
    ) -> list[TurnRecord]:
        """Turns that `wanted` lets through, the oldest first: the last, or the first behind `after`."""

    def forget(self, before: float) -> int:
        """Delete the turns of the log from before that time; how many there were."""

    def setting(self, name: str) -> str | None:
        """A setting kept with the data, None where it was never set."""

    def keep_setting(self, name: str, value: str) -> None:
        """Set a setting."""

    def records(self, kind: str) -> dict[str, str]:
        """All records of a kind, by name."""

    def put_record(self, kind: str, name: str, data: str | None) -> None:
        """Keep a record, in the place of one with its kind and name; None removes it."""

    def replace_record(self, kind: str, name: str, old: str | None, new: str) -> bool:
        """Keep `new` where `old` is kept, None being nothing; whether that was so. Else nothing is changed."""

    def own(self, channel: str) -> None:
        """Make this program the one that handles the inbox and the outbox of `channel`.

        It stays so until the store is closed or the program ends, however it ends. Raises
        `StoreError` where another program is that already.
        """

    @property
    def shared(self) -> bool:
        """Whether several servers share the chats of a channel; `share` tells each what it has."""

    def share(self, channel: str) -> Share:
        """What this server has to see to, with what others left; to be asked again and again."""

    def leads(self, task: str) -> bool:
        """Whether it is for this server to do what only one of those on a store does."""

    def accept(self, arrival: Arrival) -> Arrival | None:
        """Put an arrival into the inbox; None where it is a repetition.

        The alarm of its chat is called off. What is returned has an id, and its marks no more.
        """

    def at_once(self, work: Callable[[], _T]) -> _T:
        """The result of `work`, which calls one method of this store, if nobody has to be waited for.

        Raises `StoreBusy` where somebody has, and nothing was done then: do the work in a thread.
        """

    def fold(self) -> None:
        """Put in order what many saves leave behind; called from time to time, from a thread of its own.

        The store can be used from other threads meanwhile.
        """

    def sync(self) -> None:
        """Return when all that was accepted and saved before would outlive a power cut.

        This takes a while, in which the store can be used from other threads.
        """

    def arrivals(self, channel: str) -> list[Arrival]:
        """What lies in the inbox, in the order of arrival."""

    def calls(self, channel: str) -> list[OutCall]:
        """What lies in the outbox and is not settled, in the order of saving."""

    def settle(self, call: OutCall, problem: str = "") -> None:
        """Take a call out of the outbox; one with a problem is kept with it, for people to look at."""

    def amend(self, call: OutCall) -> None:
        """Put `call` in the place of the one with its id."""

    def next_alarm(self, channel: str) -> float | None:
        """When the next alarm or push is due, None where none is set; pushes that wait do not count."""

    def ring(self, channel: str, now: float) -> list[Arrival]:
        """Turn all alarms and pushes that are due by `now` into arrivals in the inbox, the oldest first.

        Their events get `now` for their time.
        """

    def keep_sayings(self, channel: str, sayings: list[Saying], cursor: str) -> int:
        """Log what was said while a person had a chat, each saying once, and keep the cursor with it.

        What was said in other chats and at other times is left out, and so is what the log has
        already: what the bot said last, and what the visitor said to it. Returns how many lines were
        added: the visitor's have a query, a person's the event `SAID_BY_PERSON` and a reply with the
        name of the `operator`.
        """

    def close(self) -> None:
        """Let go of the store; it cannot be used afterwards."""
