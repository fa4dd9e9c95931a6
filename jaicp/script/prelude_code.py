"""The prelude: the JavaScript half of the bridge, joined into one strict function."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

__all__ = ["prelude"]

_MODULES = ("94-buffer.js", "95-modules.js")
"""Left out for bots without modules."""


@cache
def _body(modules: bool) -> str:
    folder = files("jaicp.script") / "prelude"
    parts = sorted(
        (item for item in folder.iterdir() if item.name.endswith(".js")), key=lambda item: item.name
    )
    return "\n".join(
        part.read_text("utf-8") for part in parts if modules or part.name not in _MODULES
    )


def prelude(token: str, *, modules: bool = False) -> str:
    """The script that sets the bridge up; only who knows `token` can use its entry afterwards."""
    return f'(function (token) {{ "use strict";\n{_body(modules)}\n}})({json.dumps(token)});'
