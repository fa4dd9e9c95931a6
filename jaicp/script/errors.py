"""What can go wrong in a bot's scripts, as exceptions with places in the bot's own files."""

from __future__ import annotations

from jaicp.script.bundle import Bundle, Chunk, Place
from jaicp.script.engine import ColumnUnit, EngineError, ErrorKind, Json

__all__ = ["ScriptError", "StoreError", "is_redeclared", "redeclared"]

_REDECLARED = "redeclaration of "


class ScriptError(Exception):
    """A script threw, or went over a limit.

    `message` is what was thrown, in the script's words; `thrown` holds the JSON of a thrown object, or the
    own fields of a thrown error. `place` is the innermost place in the bot's files, `frames` all of them.
    """

    def __init__(
        self,
        kind: ErrorKind,
        message: str,
        name: str = "",
        place: Place | None = None,
        frames: tuple[tuple[str, Place], ...] = (),
        thrown: Json = None,
    ) -> None:
        super().__init__(f"{name}: {message}" if name else message)
        self.kind: ErrorKind = kind
        self.message = message
        self.name = name
        self.place = place
        self.frames = frames
        self.thrown = thrown

    @classmethod
    def of(
        cls, error: EngineError, bundle: Bundle, unit: ColumnUnit, place: Place | None = None
    ) -> ScriptError:
        """The engine's error with places looked up; `place` stands in where it names none."""
        found = [(frame, bundle.locate(frame.line, frame.column, unit)) for frame in error.frames]
        frames = tuple((frame.function, at) for frame, at in found if at is not None)
        innermost = frames[0][1] if frames else place
        return cls(error.kind, error.message, error.name, innermost, frames, error.thrown)

    def to_exception_fields(self) -> dict[str, Json]:
        """What handlers read as `$context.exception`: the message, and a thrown object's own fields."""
        fields = dict(self.thrown) if isinstance(self.thrown, dict) else {}
        fields.setdefault("message", self.message)
        if self.name:
            fields.setdefault("name", self.name)
        if self.place is not None:
            fields.setdefault("place", str(self.place))
        return fields


class StoreError(ScriptError):
    """A variable holds what cannot be kept as JSON; the turn is still open."""

    def __init__(self, variable: str, reason: str) -> None:
        super().__init__("error", f"`${variable}` cannot be stored: {reason}", "TypeError")
        self.variable = variable


def is_redeclared(error: EngineError) -> bool:
    """Whether code declares a name that is taken."""
    return error.message.startswith(_REDECLARED)


def redeclared(error: EngineError, chunk: Chunk) -> ScriptError:
    """The error for a name in `chunk` that is taken: the engine gives no place for it."""
    name = error.message.removeprefix(_REDECLARED).strip("'")
    return ScriptError("error", f"`{name}` is declared twice", error.name, chunk.place_of(name))
