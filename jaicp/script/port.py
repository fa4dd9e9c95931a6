"""What the prelude may call: the values of variables, settings, and the host."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jaicp.script.engine import Json
from jaicp.script.host import Host, HostError
from jaicp.script.libraries import read_library
from jaicp.script.prelude_code import read_web
from jaicp.script.values import to_json_text
from jaicp.script.variables import TurnVariables

__all__ = ["Port", "RealmConfig"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RealmConfig:
    """Settings that scripts can read: `$injector`, `$env` and `$secrets`."""

    injector: Mapping[str, Json] = field(default_factory=dict)
    env: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)


MOST_RANDOM = 65_536
"""Bytes that a script may ask for at once, as everywhere."""


def _few_bytes(count: int) -> int:
    if count > MOST_RANDOM:
        raise HostError(f"crypto.getRandomValues gives {MOST_RANDOM} bytes at most")
    return count


def _ascii_name(name: str) -> str | None:
    """The name of a host in the letters of DNS; None where there is none."""
    try:
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        return None


class Port:
    """What the engine may call. It knows nothing of the engine, so that both can be freed."""

    def __init__(self, config: RealmConfig) -> None:
        self.settings = {"env": config.env, "secrets": config.secrets}
        self.variables = TurnVariables({})
        self.host: Host | None = None
        self.fault: Exception | None = None

    def pull(self, name: str) -> str:
        """The JSON text of a variable, for the prelude."""
        return self.variables.pull(name)

    def call(self, request: str) -> str:
        """Answer `[service, method, arguments]` with `{"v": …}` or `{"e": message}`."""
        try:
            return '{"v":' + to_json_text(self._ask(*json.loads(request))) + "}"
        except HostError as error:
            return '{"e":' + to_json_text(str(error)) + "}"
        except Exception as error:  # noqa: BLE001 - kept for the caller: nothing may cross the engine
            self.fault = self.fault or error
            return '{"e":"internal error"}'

    def _ask(self, service: str, method: str, args: list[Any]) -> Json:
        if service in self.settings:
            return self.settings[service].get(args[0])
        match (service, method, args):
            case ("library", "read", [path]):
                return read_library(path)
            case ("library", "web", [name]):
                return read_web(name)
            case ("crypto", "bytes", [int(count)]):
                return secrets.token_hex(_few_bytes(count))
            case ("crypto", "uuid", []):
                return str(uuid.uuid4())
            case ("url", "ascii", [str(name)]):
                return _ascii_name(name)
        if self.host is None:
            raise HostError(f"{service}.{method} was called outside of a turn")
        return self.host.call(service, method, args)

    def take_fault(self) -> Exception | None:
        """The exception of the host that is ours to pass on, once."""
        fault, self.fault = self.fault, None
        return fault
