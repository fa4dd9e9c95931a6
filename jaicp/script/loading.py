"""Handing the blocks of a bundle to an engine."""

from __future__ import annotations

from jaicp.script.bundle import Bundle
from jaicp.script.engine import Engine, EngineError
from jaicp.script.values import to_json_text

__all__ = ["define_blocks"]


def define_blocks(engine: Engine, bundle: Bundle, seconds: float) -> dict[int, EngineError]:
    """Compile all blocks at once, or one by one where one of them does not compile.

    Gives the errors of those that do not, by number. Raises `EngineError` where a limit was hit.
    """
    chunks = bundle.block_chunks()
    try:
        engine.evaluate("\n".join(chunk.code for chunk in chunks), 1, seconds)
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
            kind, message = bundle.kinds[number], to_json_text(error.message)
            engine.evaluate(f'__jaicpBlock({number}, "{kind}", undefined, {message})')
    return broken
