"""Tokens of OAuth 2.0 for `$http`: `oauth2ResourceDetail` among the settings of a request.

The vendor's page names the setting and no more. Its name is that of Spring's class, whose fields are taken here:
`accessTokenUri`, `clientId`, `clientSecret`, `grantType` (`client_credentials` unless it is said, or `password`
with `username` and `password`), `scope` (a text or a list), `clientAuthenticationScheme` (`header` or `form`).
"""

from __future__ import annotations

import base64
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote_plus, urlencode

from jaicp.script.host import HostError
from jaicp.services.base import Json, as_text

__all__ = ["TokenRequest", "Tokens", "read_details"]

GRANTS = ("client_credentials", "password")
SPARE_SECONDS = 30.0
"""How long before its end a token is not used any more."""

DEFAULT_SECONDS = 300.0
"""How long a token is used whose server does not say."""

MOST_KEPT = 100


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """The request for a token: always a POST with a form."""

    url: str
    headers: dict[str, str]
    content: bytes

    @property
    def key(self) -> str:
        """What tells this request from those for other tokens."""
        return json.dumps([self.url, self.headers, self.content.decode()])


def read_details(details: Json) -> TokenRequest:
    """The request that the settings ask for; raises `HostError` where something is missing."""
    if not isinstance(details, Mapping):
        raise HostError(
            "$http: `oauth2ResourceDetail` is an object with `accessTokenUri`, `clientId` …"
        )

    def text(name: str, default: str | None = None) -> str:
        value = details.get(name)
        if value is None and default is None:
            raise HostError(f"$http: `oauth2ResourceDetail` has no `{name}`")
        return as_text(default if value is None else value)

    grant = text("grantType", GRANTS[0])
    if grant not in GRANTS:
        raise HostError(f"$http: the grant `{grant}` is not available, `{'`, `'.join(GRANTS)}` are")
    scope = details.get("scope", "")
    form = {"grant_type": grant}
    if scope:
        form["scope"] = " ".join(map(as_text, scope)) if isinstance(scope, list) else as_text(scope)
    if grant == "password":
        form |= {"username": text("username"), "password": text("password")}
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    name, secret = text("clientId"), text("clientSecret", "")
    if text("clientAuthenticationScheme", "header") == "form":
        form |= {"client_id": name, "client_secret": secret}
    else:
        pair = f"{quote_plus(name)}:{quote_plus(secret)}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    return TokenRequest(text("accessTokenUri"), headers, urlencode(form).encode())


@dataclass(slots=True)
class Tokens:
    """Tokens that still count; `clock` counts seconds."""

    clock: Callable[[], float]
    _kept: OrderedDict[str, tuple[float, str]] = field(default_factory=OrderedDict)

    def known(self, request: TokenRequest) -> str | None:
        """The token that an earlier request was given, if it is still good."""
        until, token = self._kept.get(request.key, (0.0, ""))
        return token if self.clock() < until else None

    def take(self, request: TokenRequest, answer: str) -> str | None:
        """The token in an answer, which is kept; None where there is none."""
        try:
            data = json.loads(answer)
        except ValueError:
            return None
        token = data.get("access_token") if isinstance(data, dict) else None
        if not isinstance(token, str) or not token:
            return None
        lasts = data.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, int | float) else DEFAULT_SECONDS
        self._kept.pop(request.key, None)
        self._kept[request.key] = (self.clock() + seconds - SPARE_SECONDS, token)
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        return token
