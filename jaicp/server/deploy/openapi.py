"""The OpenAPI document of the API."""

from __future__ import annotations

from typing import Any

from jaicp import __version__
from jaicp.runtime.messages import JsonObject
from jaicp.server.deploy.models import TEST_MODES

__all__ = ["document"]

_TEXT: JsonObject = {"type": "string"}
_WHOLE: JsonObject = {"type": "integer"}
_NUMBER: JsonObject = {"type": "number"}
_FLAG: JsonObject = {"type": "boolean"}
_WRITABLE: JsonObject = {
    "source": {**_TEXT, "description": "A folder, or the address of a git repository"},
    "ref": {**_TEXT, "default": "master", "description": "Branch, tag or commit"},
    "domain": {**_TEXT, "description": "Account at Webim, or a full host"},
    "token": {**_TEXT, "writeOnly": True, "description": "Access token, not shown again"},
    "email": _TEXT,
    "password": {**_TEXT, "writeOnly": True, "description": "Not shown again"},
    "automatic": {**_FLAG, "default": True},
    "tests": {"type": "string", "enum": list(TEST_MODES), "default": "first"},
    "keep": {**_WHOLE, "minimum": 1, "maximum": 100, "default": 5},
}
WRITABLE = frozenset(_WRITABLE)
"""Fields of a channel that the API sets."""

FILTERS: dict[str, JsonObject] = {
    **dict.fromkeys(("channel", "chat", "client", "session_id", "state", "text"), _TEXT),
    **dict.fromkeys(("since", "until"), _NUMBER),
    **dict.fromkeys(("errors", "transfer"), _FLAG),
}
"""Filters of the log, named like the fields of `LogFilter`."""


def document() -> JsonObject:
    """The document."""
    name = {"name": "name", "in": "path", "required": True, "schema": _TEXT}
    at = "/api/v1/channels"
    return {
        "openapi": "3.1.0",
        "info": {"title": "jaicp", "version": __version__},
        "security": [{"token": []}],
        "paths": {
            at: {
                "get": _operation("List channels", "Channels"),
                "post": _operation(
                    "Add a channel", "NewChannel", body="ChannelToAdd", status="201"
                ),
            },
            f"{at}/{{name}}": {
                "parameters": [name],
                "get": _operation("Show a channel", "Channel"),
                "patch": _operation("Change a channel", "Channel", body="ChannelToEdit"),
                "delete": _operation("Remove a channel", None, status="204"),
            },
            f"{at}/{{name}}/builds": {
                "parameters": [name],
                "get": _operation("List the builds of a channel", "Builds"),
            },
            f"{at}/{{name}}/publish": {
                "parameters": [name],
                "post": _operation("Begin to publish", "Result", body="Publish", status="202"),
            },
            f"{at}/{{name}}/rollback": {
                "parameters": [name],
                "post": _operation("Go back to a build", "Build", body="Rollback"),
            },
            f"{at}/{{name}}/block": {
                "parameters": [name],
                "post": _operation("Block a channel, or end that", "Channel", body="Block"),
            },
            "/api/v1/logs": {
                "get": {**_operation("Read the log", "Turns"), "parameters": _filters()},
            },
        },
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _operation(
    summary: str, answer: str | None, *, body: str = "", status: str = "200"
) -> JsonObject:
    good: JsonObject = {"description": summary}
    if answer is not None:
        good["content"] = _content(answer)
    problems = {"400": "Bad request", "401": "No good token", "404": "Not found"}
    more = {"409": "Not possible now", "413": "Too large", "429": "Too many wrong tokens"}
    responses = {
        code: {"description": told, "content": _content("Problem")}
        for code, told in {**problems, **more}.items()
    }
    operation: JsonObject = {"summary": summary, "responses": {status: good, **responses}}
    if body:
        operation["requestBody"] = {"required": True, "content": _content(body)}
    return operation


def _content(schema: str) -> JsonObject:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}


def _filters() -> list[JsonObject]:
    paging = {"after": {**_WHOLE, "minimum": 0}, "limit": {**_WHOLE, "minimum": 1, "maximum": 1000}}
    return [{"name": n, "in": "query", "schema": s} for n, s in {**FILTERS, **paging}.items()]


def _object(properties: JsonObject, *required: str, closed: bool = True) -> JsonObject:
    schema: JsonObject = {"type": "object", "properties": properties}
    if required:
        schema["required"] = list(required)
    if closed:
        schema["additionalProperties"] = False
    return schema


def _list(name: str, schema: str) -> JsonObject:
    items: Any = {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}}
    return _object({name: items}, name)


def _schemas() -> JsonObject:
    name = {**_TEXT, "pattern": "^[a-z0-9][a-z0-9_-]{0,63}$"}
    set_or_not = dict.fromkeys(("token", "password", "secret", "hook"), _FLAG)
    shown = {**_WRITABLE, **set_or_not, "name": name, "blocked": _FLAG}
    channel = _object({**shown, "active": _WHOLE, "asked": _TEXT}, "name", "source", closed=False)
    return {
        "ChannelToAdd": _object({"name": name, **_WRITABLE}, "name", "source"),
        "ChannelToEdit": _object(_WRITABLE),
        "Channel": channel,
        "NewChannel": {
            **channel,
            "properties": {**channel["properties"], "endpoint": _TEXT, "hook_path": _TEXT},
        },
        "Channels": _list("channels", "Channel"),
        "Stage": _object(
            {"name": _TEXT, "status": _TEXT, "seconds": _NUMBER, "log": _TEXT}, "name"
        ),
        "Build": _object(
            {
                "channel": _TEXT,
                "number": _WHOLE,
                "time": _NUMBER,
                "version": _TEXT,
                "path": _TEXT,
                "status": {"type": "string", "enum": ["running", "done", "failed"]},
                "stages": {"type": "array", "items": {"$ref": "#/components/schemas/Stage"}},
            },
            "number",
        ),
        "Builds": _list("builds", "Build"),
        "Publish": _object({"tests": {"type": "string", "enum": list(TEST_MODES)}}),
        "Rollback": _object({"number": {**_WHOLE, "minimum": 1}}),
        "Block": _object({"blocked": _FLAG}, "blocked"),
        "Result": _object({"result": _TEXT}, "result"),
        "Turns": _object({"turns": {"type": "array", "items": {"type": "object"}}}, "turns"),
        "Problem": _object({"error": _TEXT, "message": _TEXT}, "error", "message", closed=False),
    }
