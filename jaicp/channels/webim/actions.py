"""`$response.actions`: what a script asks of Webim beside messages.

The vendor's page on Webim actions lists three types. It spells their parameters in two ways, so
both are read, and snake_case is written. Nothing is held back for a wrong parameter, since Webim
may know more than the page says; a log line tells of it.
"""

from __future__ import annotations

import logging

from jaicp.channels.body import clean
from jaicp.project.webim_actions import OPTIONAL, PARAMETERS, snake
from jaicp.runtime.messages import JsonObject

__all__ = ["read_actions", "redirects", "to_department"]

_log = logging.getLogger(__name__)


def read_actions(value: object) -> list[JsonObject]:
    """The actions in `$response.actions`, in order; what is no action is left out."""
    if value is None:
        return []
    if not isinstance(value, list):
        _log.warning("`$response.actions` is not a list: nothing of it is sent")
        return []
    return [action for item in value if (action := _read_action(item)) is not None]


def to_department(key: str) -> JsonObject:
    """The action that gives the chat to a department."""
    return {"type": "redirect_to_department", "department_key": key}


def redirects(value: object) -> bool:
    """Whether a person gets the chat by one of the actions in `$response.actions`."""
    actions = value if isinstance(value, list) else []
    kinds = (action.get("type") for action in actions if isinstance(action, dict))
    return any(isinstance(kind, str) and snake(kind).startswith("redirect_") for kind in kinds)


def _read_action(item: object) -> JsonObject | None:
    if not isinstance(item, dict) or not isinstance(item.get("type"), str):
        _log.warning("an action without `type` is not sent")
        return None
    try:
        action: JsonObject = {snake(str(key)): clean(value) for key, value in item.items()}
    except ValueError as error:
        _log.warning("an action is not sent: it %s", error)
        return None
    action["type"] = snake(action["type"])
    _judge(action)
    return action


def _judge(action: JsonObject) -> None:
    """Warn of what the vendor's page does not list."""
    kind = action["type"]
    if kind not in PARAMETERS:
        _log.warning("action `%s` is not known; it is sent as it is", kind)
        return
    for name in action.keys() - {"type", *PARAMETERS[kind]}:
        _log.warning("action `%s` takes no `%s`; it is sent as it is", kind, name)
    for name in set(PARAMETERS[kind]) - action.keys() - OPTIONAL:
        _log.warning("action `%s` needs `%s`", kind, name)
