"""What was said in a session, in the three forms that `$jsapi` gives it.

It is kept with the session for bots that ask for it, the last messages only. Source: the vendor's pages on
`chatHistory`, `chatHistoryJson` and `chatHistoryInLlmFormat`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import groupby

from jaicp.services.base import Json

__all__ = ["BOT", "CLIENT", "Message", "in_llm_format", "in_words", "note", "to_json", "trimmed"]

CLIENT, BOT = "CLIENT", "BOT"
MOST_MESSAGES = 50
LONGEST = 4000
"""Characters of one message that are kept."""

Message = dict[str, Json]
"""`author`, `text`, `questionId` and `sendDateInUTC` (seconds)."""


def note(author: str, text: str, question_id: str, seconds: float) -> Message:
    """A message as it is kept."""
    return {
        "author": author,
        "text": text[:LONGEST],
        "questionId": question_id,
        "sendDateInUTC": int(seconds),
    }


def trimmed(messages: Sequence[Message]) -> list[Message]:
    """The last messages, as many as are kept."""
    return list(messages[-MOST_MESSAGES:])


def in_words(messages: Iterable[Message]) -> str:
    """Blocks of what one side said, headed by who it was, a line for each message."""
    blocks = []
    for author, said in groupby(messages, key=lambda message: message["author"]):
        blocks.append("\n".join([str(author), *(str(message["text"]) for message in said)]))
    return "\n\n".join(blocks)


def to_json(messages: Iterable[Message]) -> str:
    """JSON text of a list with the fields of each message; all of them count as delivered."""
    full = [{**message, "status": "DELIVERED", "eventData": {}} for message in messages]
    return json.dumps(full, ensure_ascii=False)


def in_llm_format(messages: Iterable[Message]) -> list[dict[str, str]]:
    """The messages as language models take them."""
    roles = {CLIENT: "user", BOT: "assistant"}
    return [
        {"role": roles.get(str(message["author"]), "assistant"), "content": str(message["text"])}
        for message in messages
    ]
