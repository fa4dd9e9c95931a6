"""Bots for tests of the server: what they do is written in the query. Loaded in worker processes."""

import os
from dataclasses import dataclass
from pathlib import Path

from jaicp.runtime.messages import Event, Session, Turn, TurnError
from jaicp.server.botlike import BotUnusableError, LoadOptions

BUTTONS = {
    "type": "buttons",
    "buttons": [{"text": "Prices", "transition": "/Prices"}, {"text": "Bye"}],
}


@dataclass
class FakeBot:
    """Counts its turns in the session and obeys the query."""

    name: str = "fake"
    asks_operators: bool = False

    def handle(self, event: Event, session: Session) -> Turn:
        session.session["n"] = session.session.get("n", 0) + 1
        replies, error = self._say(event, session)
        for reply in replies:
            reply["state"] = "/Start"
        session.buttons = {"Prices": "/Prices"} if event.query == "buttons" else session.buttons
        session.session["contextPath"] = event.target_state or "/Start"
        return Turn(
            state=event.target_state or "/Start",
            context=session.session["contextPath"],
            event=event.event,
            query=event.query,
            replies=replies,
            session=session,
            response={"actions": [{"type": "closeChat"}]} if event.query == "close" else {},
            error=error,
        )

    def tidy(self) -> None:
        """Nothing is left behind."""

    def _say(self, event, session):
        _misbehave(event.query)
        match event.query or event.event:
            case "newChatStarted":
                session.client["location"] = event.raw_request.get("location")
                return [], None
            case "where":
                return [text(str(session.client.get("location")))], None
            case "who":
                return [text(event.client_id)], None
            case "pid":
                return [text(str(os.getpid()))], None
            case "buttons":
                return [text("choose"), dict(BUTTONS)], None
            case "person":
                return [{"type": "switch"}], None
            case "mistake":
                return [], TurnError("script", "`x` is not defined", "main.sc", 3, 5)
            case "print":
                print("noise")
                os.write(1, b"more noise\n")
                return [text("printed")], None
            case said:
                return [text(f"{said} {session.session['n']}")], None


def _misbehave(query):
    if query == "loop":
        while True:
            pass
    if query == "die":
        os._exit(7)
    if query == "fail":
        raise RuntimeError("our own fault")
    if query == "eat":
        bytearray(10**9)


def text(words: str) -> dict:
    return {"type": "text", "text": words}


def chatty(path: Path, options: LoadOptions) -> FakeBot:
    return FakeBot()


def refused(path: Path, options: LoadOptions) -> FakeBot:
    raise BotUnusableError(f"{path.name}: 1 error")


def broken(path: Path, options: LoadOptions) -> FakeBot:
    raise RuntimeError("loading went wrong")


def huge(path: Path, options: LoadOptions) -> FakeBot:
    bytearray(10**9)
    return FakeBot()


def dying(path: Path, options: LoadOptions) -> FakeBot:
    os._exit(9)


def only_once(path: Path, options: LoadOptions) -> FakeBot:
    """Loads while the file at `path` exists, and removes it."""
    try:
        path.unlink()
    except FileNotFoundError:
        raise BotUnusableError("gone") from None
    return FakeBot()
