"""The prelude: the JavaScript half of the bridge, joined into one strict function."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

__all__ = ["prelude"]


@cache
def _body() -> str:
    folder = files("jaicp.script") / "prelude"
    parts = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".js")), key=lambda item: item.name
    )
    return "\n".join(part.read_text("utf-8") for part in parts)


def prelude(token: str) -> str:
    """The script that sets the bridge up; only who knows `token` can use its entry afterwards."""
    return f'(function (token) {{ "use strict";\n{_body()}\n}})({json.dumps(token)});'
