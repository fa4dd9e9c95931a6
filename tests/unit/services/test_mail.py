"""`$mail` against a real server of SMTP (vendor's pages on `$mail.send`, `sendMessage` and `config`)."""

from __future__ import annotations

import asyncio
import email
import email.policy
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from service_world import OneBot

from jaicp.services.settings import ServiceSettings

MakeBot = Callable[..., OneBot]


@dataclass
class PostOffice:
    """Takes letters, but none for `nobody@…`, and remembers them."""

    letters: list[Any] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 there is no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append(envelope)
        return "250 taken"

    def login(self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> Any:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login, data.password))
        return AuthResult(success=data.password == b"right")

    def text(self) -> Any:
        return email.message_from_bytes(self.letters[-1].content, policy=email.policy.default)


@pytest.fixture
def office() -> Iterator[PostOffice]:
    found = PostOffice()
    loop = asyncio.new_event_loop()
    opened = loop.run_until_complete(
        loop.create_server(
            lambda: SMTP(
                found,
                hostname="post.example",
                loop=loop,
                authenticator=found.login,
                auth_require_tls=False,
            ),
            "127.0.0.1",
            0,
        )
    )
    found.port = opened.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield found
    loop.call_soon_threadsafe(opened.close)
    asyncio.run_coroutine_threadsafe(_finished(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _finished() -> None:
    """All conversations with clients are over."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def settings(office: PostOffice, **more: Any) -> dict[str, Any]:
    return {
        "smtpHost": "127.0.0.1",
        "smtpPort": office.port,
        "from": "bot@example.org",
        "to": ["ann@example.org"],
        "subject": "Заказ №5",
        "content": "<b>Спасибо</b>",
        **more,
    }


def test_a_letter_is_sent(bot: OneBot, office: PostOffice) -> None:
    result = bot.value(f"$mail.send({settings(office, hiddenCopy='boss@example.org')!r})")
    assert result == {"status": "OK"}
    assert office.letters[0].mail_from == "bot@example.org"
    assert office.letters[0].rcpt_tos == ["ann@example.org", "boss@example.org"]
    letter = office.text()
    assert (letter["To"], letter["Subject"]) == ("ann@example.org", "Заказ №5")
    assert letter.get_content().strip() == "<b>Спасибо</b>"
    assert letter.get_content_type() == "text/html"
    assert "boss" not in office.letters[0].content.decode("ascii", "replace")


def test_the_password_is_given_to_the_server_only(bot: OneBot, office: PostOffice) -> None:
    right = settings(office, user="me", password="right")
    wrong = settings(office, user="me", password="wrong-secret")
    assert bot.value(f"$mail.send({right!r}).status") == "OK"
    assert bot.value(f"$mail.send({wrong!r}).status") == "UNABLE_TO_CONNECT"
    assert office.logins == [(b"me", b"right"), (b"me", b"wrong-secret")]
    assert bot.logs
    assert not [line for line in bot.logs if "secret" in line]


def test_the_project_configures_the_server(make_bot: MakeBot, office: PostOffice) -> None:
    smtp = f"{{host: 127.0.0.1, port: {office.port}, from: shop@example.org}}"
    bot = make_bot(config=f"injector:\n  smtp: {smtp}\n")
    assert bot.value("$mail.sendMessage('ann@example.org', 'Hi', 'text').status") == "OK"
    assert office.letters[0].mail_from == "shop@example.org"


def test_or_the_script_does_while_it_is_loaded(make_bot: MakeBot, office: PostOffice) -> None:
    call = f"$mail.config('127.0.0.1', {office.port}, null, null, 'init@example.org');"
    bot = make_bot(init=call)
    for _ in range(2):
        assert bot.value("$mail.sendMessage('ann@example.org', 'Hi', 'text').status") == "OK"
    assert office.letters[1].mail_from == "init@example.org"


@pytest.mark.parametrize(
    "to", ["'not an address'", "[]", "null", "'a@b.c\\nBcc: evil@d.e'", "'nobody@example.org'"]
)
def test_addresses_that_cannot_be_used(bot: OneBot, office: PostOffice, to: str) -> None:
    made = settings(office, to="TO")
    code = f"$mail.send({made!r}).status".replace("'TO'", to)
    assert bot.value(code) == "INCORRECT_ADDRESS"
    assert office.letters == []


def test_a_subject_cannot_smuggle_headers_in(bot: OneBot, office: PostOffice) -> None:
    code = f"$mail.send({settings(office, subject='Hi')!r})".replace("Hi", "Hi\\r\\nBcc: e@v.il")
    assert bot.value(code) == {"status": "OK"}
    assert office.text()["Subject"] == "Hi Bcc: e@v.il"
    assert office.text()["Bcc"] is None


def test_a_server_that_is_not_there(bot: OneBot) -> None:
    call = "$mail.send({smtpHost: '127.0.0.1', smtpPort: 1, from: 'a@b.c', to: 'd@e.f'})"
    assert bot.value(call) == {"status": "UNABLE_TO_CONNECT"}


def test_private_servers_are_refused_by_default(make_bot: MakeBot, office: PostOffice) -> None:
    bot = make_bot(settings=ServiceSettings())
    assert bot.value(f"$mail.send({settings(office)!r}).status") == "UNABLE_TO_CONNECT"
    assert office.letters == []


def test_without_a_server_the_script_is_told(bot: OneBot) -> None:
    assert bot.error("$mail.sendMessage('a@b.c', 'd', 'e')") == "$mail: no `smtpHost` is configured"


def test_in_tests_letters_are_only_noted(make_bot: MakeBot) -> None:
    taken: list[tuple[str, ...]] = []

    class Mocks:
        def send_mail(self, *letter: str) -> None:
            taken.append(letter)

    bot = make_bot(http_mocks=Mocks())
    assert bot.value("$mail.sendMessage('a@b.c', 'd', 'e')") == {"status": "OK"}
    assert taken == [("a@b.c", "d", "e")]
