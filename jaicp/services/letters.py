"""A letter and where it goes, apart from the client of SMTP, which is only loaded when it is needed."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from typing import Protocol

__all__ = ["Letter", "MailServer", "Post", "PostError", "open_post"]


class PostError(Exception):
    """The letter was not taken. `is_address` tells that an address was at fault, and not the server."""

    def __init__(self, message: str, *, is_address: bool = False) -> None:
        super().__init__(message)
        self.is_address = is_address


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server of SMTP that takes letters; without a `user` nobody logs in."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in HTML; `hidden` gets a copy that others do not see."""

    sender: str
    to: tuple[str, ...]
    subject: str
    html: str
    hidden: tuple[str, ...] = ()


class Post(Protocol):
    """Takes letters."""

    def send(self, server: MailServer, letter: Letter, seconds: float) -> None:
        """Hand a letter over to a server, within `seconds`; raises `PostError`."""


def open_post(*, allow_private: bool) -> Post:
    """The client of `jaicp.services.mail_client`."""
    module = importlib.import_module("jaicp.services.mail_client")
    post: Post = module.SmtpPost(allow_private=allow_private)
    return post
