"""The one door from the server to the engine: the bot that a worker loads unless told otherwise."""

from __future__ import annotations

from pathlib import Path

from jaicp.runtime.engine import BotNotUsable, load_bot
from jaicp.runtime.services import Services
from jaicp.script.engine import Limits
from jaicp.server.botlike import BotLike, BotUnusableError, LoadOptions
from jaicp.services.local_zone import set_local_zone
from jaicp.text.render import render_full

__all__ = ["make_bot"]


def make_bot(path: Path, options: LoadOptions) -> BotLike:
    """The bot of the project at `path`; raises `BotUnusableError` with what its check found."""
    try:
        services = Services(enter_zone=set_local_zone, delivers_pushes=True)
        return load_bot(path, services=services, limits=Limits(turn_seconds=options.turn_seconds))
    except FileNotFoundError as error:
        raise BotUnusableError(str(error)) from None
    except BotNotUsable as error:
        errors = [diagnostic for diagnostic in error.diagnostics if diagnostic.is_error]
        report = render_full(errors, colour=options.colour, root=Path.cwd())
        raise BotUnusableError(f"{report}\n\n{error}") from None
