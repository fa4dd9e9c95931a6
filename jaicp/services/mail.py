"""`$mail`: letters by SMTP. A result says how it went; nothing is thrown for a letter that could not be sent.

The server is named in the call, by `$mail.config` while the bot is loaded, or as `smtp` in the `injector` of
`chatbot.yaml`. Sources: the vendor's pages on `$mail.send`, `sendMessage` and `config`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from jaicp.script.host import HostError
from jaicp.services.base import HttpMocks, Json, TurnFacts, as_text, given, not_available
from jaicp.services.letters import Letter, MailServer, Post, PostError, open_post

__all__ = ["MailService"]

OK = "OK"
UNABLE = "UNABLE_TO_CONNECT"
INCORRECT = "INCORRECT_ADDRESS"
MOST_SECONDS = 15.0
SPARE_SECONDS = 0.3
DEFAULT_PORT = 25

_ADDRESS = re.compile(r"[^\s@<>,;\"']+@[^\s@<>,;\"']+")
_CONFIG = ("smtpHost", "smtpPort", "user", "password", "from", "hiddenCopy")


@dataclass(slots=True)
class MailService:
    """Answers `$mail`. `smtp` is what the project configures, by the names `host`, `port`, `user` …"""

    allow_private: bool
    log: Callable[[str], None]
    turn: TurnFacts
    smtp: Mapping[str, Json] = field(default_factory=dict)
    mocks: HttpMocks | None = None
    _config: dict[str, Json] = field(default_factory=dict)
    _loaded: dict[str, Json] = field(default_factory=dict)
    _post: Post | None = None

    def __post_init__(self) -> None:
        self._config = _from_project(self.smtp)

    def begin(self) -> None:
        """Begin a turn; settings that a script changes from here on are those of the turn."""
        self._config = dict(self._loaded)

    def loaded(self) -> None:
        """Keep the settings made so far, which the bot has made while it was loaded."""
        self._loaded = dict(self._config)

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$mail.method` asks."""
        match method:
            case "send":
                settings = given(args, 0)
                if not isinstance(settings, Mapping):
                    raise HostError("$mail.send takes an object with `to`, `subject`, `content` …")
                return self._send({**self._config, **settings})
            case "sendMessage":
                to, subject, content = (given(args, i, "") for i in range(3))
                return self._send(
                    {**self._config, "to": to, "subject": subject, "content": content}
                )
            case "config":
                pairs = zip(_CONFIG, args, strict=False)
                self._config |= {name: value for name, value in pairs if value is not None}
                return None
            case "debug":
                return None
        raise not_available("mail", method)

    def _send(self, settings: Mapping[str, Json]) -> dict[str, Json]:
        letter = _letter(settings)
        recipients = (*letter.to, *letter.hidden)
        if not letter.to or not all(_ADDRESS.fullmatch(address) for address in recipients):
            return {"status": INCORRECT}
        if self.mocks is not None:
            for recipient in letter.to:
                self.mocks.send_mail(recipient, letter.subject, letter.html)
            return {"status": OK}
        server = _server(settings)
        if server is None:
            raise HostError("$mail: no `smtpHost` is configured")
        return {"status": self._hand_over(server, letter)}

    def _hand_over(self, server: MailServer, letter: Letter) -> str:
        seconds = min(MOST_SECONDS, self.turn.seconds_left() - SPARE_SECONDS)
        if seconds <= 0:
            return UNABLE
        post = self._post = self._post or open_post(allow_private=self.allow_private)
        try:
            post.send(server, letter, seconds)
        except PostError as error:
            self.log(f"$mail: {server.host}: {error}")
            return INCORRECT if error.is_address else UNABLE
        return OK


def _from_project(smtp: Mapping[str, Json]) -> dict[str, Json]:
    names = {"host": "smtpHost", "port": "smtpPort"}
    return {names.get(name, name): value for name, value in smtp.items()}


def _server(settings: Mapping[str, Json]) -> MailServer | None:
    host = settings.get("smtpHost")
    if not host:
        return None
    port = as_text(settings.get("smtpPort") or DEFAULT_PORT)
    if not port.isdecimal():
        raise HostError(f"$mail: the port `{port}` is not a number")
    user, password = (as_text(settings.get(name) or "") for name in ("user", "password"))
    return MailServer(as_text(host), int(port), user, password)


def _letter(settings: Mapping[str, Json]) -> Letter:
    sender = as_text(settings.get("from") or settings.get("user") or "")
    subject, content = (as_text(settings.get(name) or "") for name in ("subject", "content"))
    hidden = _addresses(settings.get("hiddenCopy"))
    return Letter(sender, _addresses(settings.get("to")), subject, content, hidden)


def _addresses(value: Json) -> tuple[str, ...]:
    """Addresses in a list, or in a text with commas between them."""
    if value is None or value == "":
        return ()
    items = value if isinstance(value, list) else as_text(value).split(",")
    return tuple(as_text(item).strip() for item in items if item)
