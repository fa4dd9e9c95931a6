"""URLs as `$http` takes them: templates, and addresses relative to a configured server."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote_plus

from jaicp.services.base import Json, as_text

__all__ = ["fill_url", "shown_host", "with_server"]

_PLACE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_SHOWN = re.compile(r"\s*([a-z][a-z0-9+.-]*)://(?:[^/?#@]*@)?([^/?#]+)", re.IGNORECASE)


def fill_url(template: str, values: Mapping[str, Json]) -> str:
    """A URL with each `${name}` replaced by the value of that name, encoded; unknown names stay.

    Values without a place in the template are not used. Source: the vendor's page on `$http` and its own
    tests, where a space becomes `+` and Cyrillic letters become `%D0…`, in paths and queries alike.

    >>> fill_url("http://a/${path}?q=${q}", {"path": "путь", "q": "a b"})
    'http://a/%D0%BF%D1%83%D1%82%D1%8C?q=a+b'
    """

    def fill(found: re.Match[str]) -> str:
        name = found[1]
        return quote_plus(as_text(values[name])) if name in values else found[0]

    return _PLACE.sub(fill, template)


def with_server(url: str, server: Json) -> str:
    """The URL, behind the configured `{protocol, host, port}` where it begins with a slash."""
    if not url.startswith("/") or not isinstance(server, Mapping) or not server.get("host"):
        return url
    protocol = as_text(server.get("protocol") or "https").removesuffix("://")
    port = server.get("port")
    tail = f":{as_text(port)}" if port else ""
    return f"{protocol}://{as_text(server['host']).rstrip('/')}{tail}{url}"


def shown_host(url: str) -> str:
    """What of a URL may be written to a log: paths, queries and names of users may be secrets.

    >>> shown_host("https://me:word@api.example.com/bot123:key/send?token=1")
    'https://api.example.com'
    """
    found = _SHOWN.match(url)
    return f"{found[1]}://{found[2]}" if found else "an address without a server"
