"""What every channel offers to the server.

Chat services want their answers in one of two ways: in the answer to the request (`AnsweringChannel`), or
by calls that the server makes afterwards (`CallingChannel`). A `Door` tells which of them a request
belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from jaicp.runtime.messages import Event, JsonObject, Turn

__all__ = [
    "FILE_EVENT",
    "LIVECHAT_FINISHED",
    "NEW_CHAT_STARTED",
    "NO_OPERATORS",
    "TIMEOUT",
    "AnsweringChannel",
    "Archive",
    "ArchiveError",
    "Call",
    "CallResult",
    "Caller",
    "CallingChannel",
    "Channel",
    "Door",
    "Harvest",
    "Outcome",
    "Spoken",
    "Timer",
    "UnknownVersion",
    "Update",
]

NEW_CHAT_STARTED = "newChatStarted"
"""Event of a chat that begins without a word of the visitor; its state may only set variables."""

LIVECHAT_FINISHED = "livechatFinished"
"""Event of a dialogue that comes back from a person to the bot."""

NO_OPERATORS = "noLivechatOperatorsOnline"
"""Event of a hand-over that the service refused."""

FILE_EVENT = "fileEvent"
"""Event of files that the visitor sent."""

TIMEOUT = "timeout"
"""Event of a `timeout` reply that ran out; its state is the one that the reply named."""


class UnknownVersion(Exception):  # noqa: N818 - it names what the sender did
    """A request of a version that is not served here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """One request understood.

    `chat` is the key of the chat. `visitor` is the key of the person, None where the request does
    not name one: the person that the chat was opened with is meant then. `event` is None where
    there is nothing to handle, and `ignored` says why.

    `mark` tells a repeated request from a new one, empty where nothing does; it counts for `lasting`
    seconds, or, where that is None, as long as the store remembers. `also` are marks of messages
    within, which need not come again.
    """

    chat: str = ""
    visitor: str | None = None
    event: Event | None = None
    ignored: str = ""
    mark: str = ""
    lasting: float | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """A request to the chat service: the name of its method, and the body.

    `note` is the channel's own and is not sent.
    """

    method: str
    body: JsonObject
    note: str = ""


@dataclass(frozen=True, slots=True)
class Timer:
    """A state that is to be entered unless the visitor writes within so many seconds."""

    seconds: float
    target_state: str


class Outcome:
    """What became of a call, as far as is known."""

    SENT = "sent"
    REFUSED = "refused"
    """The service said no, and would say so again."""
    UNCERTAIN = "uncertain"
    """It may have been carried out: the answer never came."""
    FAULT = "fault"
    """A passing fault on the way, such as a gateway's; it may have been carried out."""
    BUSY = "busy"
    """It was not carried out; later it may be."""
    UNREACHED = "unreachable"
    """The service cannot be reached; nothing was carried out."""
    BARRED = "unauthorized"
    """The service does not let us in: a wrong token."""


@dataclass(frozen=True, slots=True)
class CallResult:
    """The outcome of a call, one of `Outcome`; `problem` in words, `wait` as the service asks for."""

    outcome: str
    problem: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Something that a visitor and a person said to each other; `time` in seconds since the epoch.

    `operator` is the person's name, None where the visitor spoke.
    """

    chat: str
    id: str
    time: float
    text: str
    operator: str | None = None


@dataclass(frozen=True, slots=True)
class Harvest:
    """What was said in chats that changed, where to go on, and whether there is more at once."""

    spoken: list[Spoken]
    cursor: str
    more: bool = False


class ArchiveError(Exception):
    """The archive of the service cannot be read; `barred` tells that it does not let us in."""

    def __init__(self, problem: str, *, barred: bool = False) -> None:
        self.barred = barred
        super().__init__(problem)


class Archive(Protocol):
    """Where the service keeps what was said in its chats."""

    async def since(self, cursor: str) -> Harvest:
        """What changed since `cursor`; raises `ArchiveError`."""


class Caller(Protocol):
    """Something that makes calls, such as a client of the chat service."""

    async def make(self, call: Call) -> CallResult:
        """Make a call and tell what became of it."""


class Channel(Protocol):
    """The protocol of one chat service in one version."""

    @property
    def key(self) -> str:
        """The name under which the store keeps the channel's sessions and chats."""

    def decode(self, body: JsonObject, *, now: float, question_id: str) -> Update:
        """The request in `body`; raises `BadRequest` where it cannot be understood."""

    def hands_over(self, turn: Turn) -> bool:
        """Whether the script gave the chat to a person."""


class AnsweringChannel(Channel, Protocol):
    """A channel where the answer to a request carries the replies."""

    @property
    def way(self) -> Literal["answers"]:
        """How replies travel."""

    def respond(self, turn: Turn) -> JsonObject:
        """The answer that carries the turn's replies."""

    def silence(self) -> JsonObject:
        """The answer that keeps the chat and says nothing."""

    def release(self) -> JsonObject:
        """The answer that gives the chat away, for a turn that could not be answered."""


class CallingChannel(Channel, Protocol):
    """A channel where a request is only acknowledged, and the replies are calls."""

    @property
    def way(self) -> Literal["calls"]:
        """How replies travel."""

    def accepted(self) -> JsonObject:
        """The answer that acknowledges a request."""

    def calls(self, turn: Turn, event: Event) -> list[Call]:
        """The calls that carry the replies to `event`, in order."""

    def timer(self, turn: Turn) -> Timer | None:
        """The timer that the turn sets."""

    def instead(self, call: Call, *, now: float, question_id: str) -> Call | Event | None:
        """What to do about a call that was refused: another call, an event to the script, or nothing."""

    def lasts(self, call: Call) -> float | None:
        """For how many seconds a call is of use; None is for ever."""

    def repeatable(self, call: Call) -> bool:
        """Whether a call may be made again though it may have been carried out."""


class Door(Protocol):
    """Where the requests of a service come in."""

    @property
    def answering(self) -> AnsweringChannel:
        """The channel of requests that want their answer at once."""

    def channel(self, body: JsonObject, version: str | None) -> AnsweringChannel | CallingChannel:
        """Whose a request is; `version` is what its header says. Raises `UnknownVersion`."""
