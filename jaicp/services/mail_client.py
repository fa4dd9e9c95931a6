"""Letters by SMTP. Encrypted where the server can: from the start on port 465, by STARTTLS elsewhere.

Connections go to the address that was looked at, and not to private ones unless that is allowed.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
import time
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from jaicp.services.addresses import is_public, resolve_within
from jaicp.services.letters import Letter, MailServer, PostError

__all__ = ["SmtpPost"]

ENCRYPTED_PORT = 465


class _Plain(smtplib.SMTP):
    """A connection to an address that has been looked at."""

    def __init__(self, server: MailServer, address: str, seconds: float) -> None:
        self._address = address
        super().__init__(server.host, server.port, "localhost", seconds)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return socket.create_connection((self._address, port), timeout)


class _Encrypted(_Plain):
    """The same, encrypted from the start."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


class SmtpPost:
    """Hands letters over, each on a connection of its own."""

    def __init__(self, *, allow_private: bool) -> None:
        self._allow_private = allow_private

    def send(self, server: MailServer, letter: Letter, seconds: float) -> None:
        """Hand a letter over to a server, within `seconds`; raises `PostError`."""
        message = _message(letter)
        deadline = time.monotonic() + seconds
        try:
            self._deliver(server, letter, message, deadline)
        except smtplib.SMTPRecipientsRefused as error:
            raise PostError("the server refused the address", is_address=True) from error
        except smtplib.SMTPSenderRefused as error:
            raise PostError("the server refused the sender", is_address=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise PostError(f"the server did not take it ({type(error).__name__})") from error

    def _deliver(
        self, server: MailServer, letter: Letter, message: EmailMessage, deadline: float
    ) -> None:
        kind = _Encrypted if server.port == ENCRYPTED_PORT else _Plain
        address = self._address(server, deadline)
        connection = kind(server, address, _left(deadline))
        try:
            if kind is _Plain:
                _give_time(connection, deadline)
                connection.ehlo_or_helo_if_needed()
                if connection.has_extn("starttls"):
                    connection.starttls(context=ssl.create_default_context())
            if server.user:
                _give_time(connection, deadline)
                connection.login(server.user, server.password)
            _give_time(connection, deadline)
            connection.send_message(message, letter.sender, [*letter.to, *letter.hidden])
        finally:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()

    def _address(self, server: MailServer, deadline: float) -> str:
        found = resolve_within(_left(deadline), server.host, server.port)
        if not found:
            raise PostError("nobody knows this mail server")
        for address in found:
            if self._allow_private or is_public(address):
                return address
        raise PostError("the mail server has a private address, which bots may not use")


def _left(deadline: float) -> float:
    return max(deadline - time.monotonic(), 0.001)


def _give_time(connection: smtplib.SMTP, deadline: float) -> None:
    if connection.sock is not None:
        connection.sock.settimeout(_left(deadline))


def _message(letter: Letter) -> EmailMessage:
    message = EmailMessage()
    try:
        message["From"] = letter.sender
        message["To"] = ", ".join(letter.to)
    except (ValueError, IndexError) as error:
        raise PostError("an address cannot be used", is_address=True) from error
    message["Subject"] = " ".join(letter.subject.split())
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain="localhost")
    message.set_content(letter.html, subtype="html")
    return message
