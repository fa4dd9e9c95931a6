"""Buttons that lead to states: what was pressed, and what a reply offers.

A button of a script may name the state that it leads to. Chat services send only the caption back, so the
engine keeps the captions shown last, with their states, in the session. Webim reports a typed text equal to
a caption as an ordinary message (seen in the tests of Webim's own sample bot), so a typed caption counts as
a press.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jaicp.channels.body import clean_text
from jaicp.runtime.messages import Event, Reply, Session

__all__ = ["button_items", "caption", "pressed_state"]


def pressed_state(event: Event, session: Session) -> str | None:
    """The state behind the button whose caption the query is, or None for an ordinary query."""
    if event.query is None:
        return None
    query = event.query.strip()
    return next((state for text, state in session.buttons.items() if caption(text) == query), None)


def caption(text: str) -> str:
    """The caption of a button as it is sent, and comes back."""
    return clean_text(text.strip())


def button_items(reply: Reply) -> Iterator[dict[str, Any]]:
    """The buttons of a reply as objects with a caption in `text`; anything else is left out."""
    items = reply.get("buttons")
    for item in items if isinstance(items, list) else ():
        button = {"text": item} if isinstance(item, str) else item
        if (
            isinstance(button, dict)
            and isinstance(button.get("text"), str)
            and button["text"].strip()
        ):
            yield button
