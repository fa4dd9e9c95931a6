"""The addresses of a name, and which of them bots may call."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

__all__ = ["Resolve", "is_public", "resolve", "resolve_within"]

Resolve = Callable[[str, int], list[str]]
"""Finds the addresses of a name, for a port; none where nobody knows it."""

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""Addresses that a NAT64 gateway turns into the IPv4 address in their last four bytes (RFC 6052)."""


def is_public(address: str) -> bool:
    """Whether an address belongs to the public network.

    Addresses of this machine, of private networks, link-local ones (cloud metadata among them) and multicast
    are not; nor is an IPv6 address that stands for such an IPv4 address.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1")]
    [True, False, False, False]
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(found)
    if inner is not None:
        return _is_public(inner)
    return _is_public(found)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast and not address.is_reserved


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address carries in one of the known ways."""
    if isinstance(address, IPv4Address):
        return None
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a name, as the system knows them; none where it knows none."""
    try:
        infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(str(info[4][0]) for info in infos))


def resolve_within(seconds: float, host: str, port: int, find: Resolve = resolve) -> list[str]:
    """The addresses of a name; raises `TimeoutError` after `seconds`.

    The system's resolver has no time limit, hence the thread.
    """
    found: list[str] = []
    thread = threading.Thread(
        target=lambda: found.extend(find(host, port)), daemon=True, name="jaicp-resolver"
    )
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise TimeoutError(f"nobody answers where {host} is")
    return found
