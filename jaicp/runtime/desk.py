"""The services of a bot, made of its program and of what the runtime was given."""

from __future__ import annotations

from collections.abc import Callable

from jaicp.project.symbols import StateSymbol
from jaicp.runtime.knowledge import ProgramKnowledge
from jaicp.runtime.messages import JsonObject
from jaicp.runtime.program import Program
from jaicp.runtime.services import Services
from jaicp.runtime.understanding import ProgramUnderstanding
from jaicp.services.base import TurnFacts
from jaicp.services.desk import DeskWorld, ServiceDesk
from jaicp.services.faq import FaqService

__all__ = ["open_desk"]


def open_desk(
    program: Program, services: Services, seconds_left: Callable[[], float]
) -> ServiceDesk:
    """The services of a program; `seconds_left` tells how long scripts of the turn may still take."""
    project = program.project
    smtp = project.config.injector.get("smtp")
    turn = TurnFacts(seconds_left=seconds_left)
    world = DeskWorld(
        settings=services.settings,
        clock=services.clock,
        log=services.log,
        new_id=services.new_id,
        understanding=ProgramUnderstanding(program, services.clock),
        knowledge=ProgramKnowledge(program, services.clock, turn),
        faq=FaqService(project.nlu.faq, frozenset(one.path for one in project.nlu.intents)),
        mocks=services.http_mocks,
        sheets=services.sheets,
        states={
            symbol.path: _described(symbol, number)
            for number, symbol in enumerate(project.states.values())
        },
        themes=[path for path, symbol in project.states.items() if symbol.themes],
        smtp=smtp if isinstance(smtp, dict) else {},
        default_zone=str(project.config.raw.get("defaultTimezone") or ""),
        delivers_pushes=services.delivers_pushes,
    )
    return ServiceDesk(world, turn)


def _described(symbol: StateSymbol, number: int) -> JsonObject:
    """A state, the one of that `number` in load order, as `$jsapi.getStates` shows it."""
    span = symbol.name_span
    place = f"{span.source.path.name}:{span.location[0]}" if span is not None else ""
    return {
        "path": symbol.path,
        "name": symbol.path.rpartition("/")[2],
        "loadOrder": number,
        "noContext": symbol.no_context,
        "modal": symbol.modal,
        "locator": place,
    }
