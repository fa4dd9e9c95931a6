"""All services of one bot, by the names that scripts know."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from jaicp.services.analytics import AnalyticsService
from jaicp.services.base import HttpMocks, Json, Service, TurnFacts, not_available
from jaicp.services.caila import CailaService, Knowledge
from jaicp.services.faq import FaqService
from jaicp.services.gpt import GptService
from jaicp.services.http import HttpService
from jaicp.services.integration import IntegrationService, Sheets
from jaicp.services.jsapi import JsapiService
from jaicp.services.mail import MailService
from jaicp.services.nlp import NlpService, Understanding
from jaicp.services.pushgate import PushgateService
from jaicp.services.settings import ServiceSettings

__all__ = ["DeskWorld", "ServiceDesk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskWorld:
    """What the services of a bot are made of.

    `clock` counts seconds since the epoch, `log` takes lines for the bot's log, `new_id` draws identifiers.
    `mocks` stand in for the world in tests. `states` and `themes` describe the project for scripts; `smtp` and
    `default_zone` are what it configures. `faq` has the answers of its knowledge base.
    `delivers_pushes` says whether anybody looks at the pushes of turns.
    """

    settings: ServiceSettings
    clock: Callable[[], float]
    log: Callable[[str], None]
    new_id: Callable[[], str]
    understanding: Understanding
    knowledge: Knowledge
    faq: FaqService = field(default_factory=FaqService)
    mocks: HttpMocks | None = None
    sheets: Sheets | None = None
    states: Mapping[str, Json] = field(default_factory=dict)
    themes: Sequence[str] = ()
    smtp: Mapping[str, Json] = field(default_factory=dict)
    default_zone: str = ""
    delivers_pushes: bool = False


class ServiceDesk:
    """Dispatches calls to services. Used by one thread, for one turn at a time."""

    def __init__(self, world: DeskWorld, turn: TurnFacts) -> None:
        self.turn = turn
        self._waiting = False
        settings, log, mocks = world.settings, world.log, world.mocks
        allow_private = settings.allow_private_http
        self._http = HttpService(allow_private, world.clock, log, turn, mocks)
        self._mail = MailService(allow_private, log, turn, world.smtp, mocks)
        self._gpt = GptService(settings, turn, in_tests=mocks is not None)
        self._services: dict[str, Service] = {
            "analytics": AnalyticsService(turn),
            "caila": CailaService(world.knowledge, turn),
            "faq": world.faq,
            "gpt": self._gpt,
            "http": self._http,
            "integration": IntegrationService(world.sheets),
            "jsapi": JsapiService(
                world.clock, turn, world.states, world.themes, settings.operators_online
            ),
            "mail": self._mail,
            "nlp": NlpService(world.understanding, lambda: turn.seconds_left()),
            "pushgate": PushgateService(
                turn, world.new_id, log, world.default_zone, world.delivers_pushes
            ),
        }

    def begin(self) -> None:
        """Begin a turn; its facts have to be in `turn`. Services begin it with the first call."""
        self.turn.begin()
        self._waiting = True

    def loaded(self) -> None:
        """The bot has been loaded: what it has configured stays."""
        self._http.loaded()
        self._mail.loaded()

    def close(self) -> None:
        """Close connections that were kept."""
        self._http.close()
        self._gpt.close()

    def call(self, service: str, method: str, args: list[Json]) -> Json:
        """Do what `$service.method(args)` asks; raises `HostError` for what the script should hear."""
        if self._waiting:
            self._waiting = False
            self._http.begin()
            self._mail.begin()
        found = self._services.get(service)
        if found is None:
            raise not_available(service, method)
        return found.call(method, args)
