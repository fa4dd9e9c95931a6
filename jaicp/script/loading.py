"""Handing the blocks and modules of a bundle to an engine."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jaicp.script.bundle import Bundle, Chunk
from jaicp.script.engine import Engine, EngineError
from jaicp.script.values import to_json_text

__all__ = ["define_blocks", "define_modules"]


def define_blocks(engine: Engine, bundle: Bundle, seconds: float) -> dict[int, EngineError]:
    """Compile all blocks at once, or one by one where one of them does not compile.

    Gives the errors of those that do not, by number. Raises `EngineError` where a limit was hit.
    """

    def stand_in(number: int, error: EngineError) -> str:
        kind, message = bundle.kinds[number], to_json_text(error.message)
        return f'__jaicpBlock({number}, "{kind}", undefined, {message})'

    return _defined(engine, bundle.block_chunks(), seconds, stand_in)


def define_modules(engine: Engine, bundle: Bundle, seconds: float) -> None:
    """Compile all modules in the same way; one that does not compile throws when it is to run."""
    unit = engine.column_unit

    def stand_in(number: int, error: EngineError) -> str:
        found = [bundle.locate(frame.line, frame.column, unit) for frame in error.frames[:1]]
        places = [f" ({place.source.path.name}:{place.line})" for place in found if place]
        about = {"package": bundle.package_of(number), "message": error.message + "".join(places)}
        return f'__jaicpModule({number}, "broken", {to_json_text(about)})'

    _defined(engine, bundle.module_chunks(), seconds, stand_in)


def _defined(
    engine: Engine,
    chunks: Sequence[Chunk],
    seconds: float,
    stand_in: Callable[[int, EngineError], str],
) -> dict[int, EngineError]:
    if not chunks:
        return {}
    try:
        engine.evaluate("\n".join(chunk.code for chunk in chunks), chunks[0].first_line, seconds)
    except EngineError as error:
        if error.is_fatal:
            raise
    else:
        return {}
    broken: dict[int, EngineError] = {}
    for number, chunk in enumerate(chunks):
        try:
            engine.evaluate(chunk.code, chunk.first_line, seconds)
        except EngineError as error:
            if error.is_fatal:
                raise
            broken[number] = error
            engine.evaluate(stand_in(number, error))
    return broken
