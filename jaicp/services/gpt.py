"""`$gpt`: chat completions of any server with OpenAI's interface, which whoever runs the bot configures.

Source: the vendor's page on `createChatCompletion`; the request and the answer are OpenAI's.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from jaicp.script.host import HostError
from jaicp.services.base import Json, TurnFacts, as_text, given, not_available
from jaicp.services.exchange import Client, ClientAnswer, ClientError, open_client
from jaicp.services.settings import ServiceSettings

__all__ = ["GptService"]

MOST_BYTES = 4 * 1024 * 1024
MOST_SECONDS = 60.0
SPARE_SECONDS = 0.3
SHOWN = 200
"""How much of a server's complaint a script is shown."""

_OPTIONS = ("temperature", "n", "max_completion_tokens", "model")


@dataclass(slots=True)
class GptService:
    """Answers `$gpt`. In tests nothing is asked, since answers would not be the same each time."""

    settings: ServiceSettings
    turn: TurnFacts
    in_tests: bool = False
    _client: Client | None = None

    def close(self) -> None:
        """Close the connection."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$gpt.method` asks."""
        if method != "createChatCompletion":
            raise not_available("gpt", method)
        if self.in_tests:
            raise HostError("$gpt: no model is asked in tests")
        if not self.settings.gpt_url:
            raise HostError("$gpt is not configured: whoever runs the bot sets JAICP_GPT_URL")
        return self._answer(self._ask(_body(args, self.settings.gpt_model)))

    def _ask(self, body: dict[str, Json]) -> ClientAnswer:
        headers = {"Content-Type": "application/json"}
        if self.settings.gpt_key:
            headers["Authorization"] = f"Bearer {self.settings.gpt_key}"
        seconds = min(MOST_SECONDS, self.turn.seconds_left() - SPARE_SECONDS)
        # The address is that of whoever runs the bot, so it may well be on this machine.
        client = self._client = self._client or open_client(allow_private=True)
        try:
            return client.request(
                "POST",
                f"{self.settings.gpt_url}/chat/completions",
                headers,
                json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
                seconds=max(seconds, 0.0),
                most_bytes=MOST_BYTES,
            )
        except ClientError as error:
            raise HostError(f"$gpt: {error}") from error

    def _answer(self, answer: ClientAnswer) -> Json:
        if answer.status != 200:
            raise HostError(f"$gpt: the server answered {answer.status}: {answer.text[:SHOWN]}")
        try:
            found = json.loads(answer.text)
        except ValueError as error:
            raise HostError("$gpt: the server's answer is no JSON") from error
        if not isinstance(found, Mapping) or "choices" not in found:
            raise HostError("$gpt: the server's answer has no `choices`")
        return found


def _body(args: list[Json], model: str) -> dict[str, Json]:
    messages = given(args, 0)
    if isinstance(messages, str):
        messages = [{"role": "user", "content": messages}]
    if not isinstance(messages, list):
        raise HostError("$gpt.createChatCompletion takes a list of messages")
    body: dict[str, Json] = {"model": as_text(model), "messages": messages}
    for name, value in zip(_OPTIONS, args[1:], strict=False):
        if value is not None:
            body[name] = value
    return {name: value for name, value in body.items() if value != ""}
