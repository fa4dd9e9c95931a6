"""One line of the server's log for each turn, with fields for programs."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

from jaicp.stores.log import TurnRecord

__all__ = ["JsonFormatter", "log_turn"]

_log = logging.getLogger("jaicp.turn")


def log_turn(record: TurnRecord) -> None:
    """Tell of a turn that is saved; nothing of what was said."""
    fields: dict[str, Any] = {
        "channel": record.channel,
        "chat": record.chat,
        "session": record.session_id,
        "question": record.question_id,
        "event": record.event,
        "state": record.state,
        "rule": None if record.rule is None else record.rule.get("type"),
        "confidence": None if record.rule is None else record.rule.get("confidence"),
        "context": record.context,
        "replies": len(record.replies),
        "seconds": record.seconds,
        "transfer": record.transfer,
        "late": record.late,
        "error": None if record.error is None else record.error.get("kind"),
    }
    told = "%s chat %r: %s, %d reply(s), %.3f s"
    values = (record.channel, record.chat, record.state, len(record.replies), record.seconds)
    _log.info(told, *values, extra={"fields": fields})


class JsonFormatter(logging.Formatter):
    """Lines of the log as JSON objects: time, level, logger, message, and the fields of a turn."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode()
