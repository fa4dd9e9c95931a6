"""The prelude: the JavaScript half of the bridge, joined into one strict function."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

__all__ = ["prelude", "read_web"]

_FOLDER = files("jaicp.script")
_MODERN = frozenset(("92-timers.js", "94-node.js"))
_MODULES = frozenset(("95-modules.js",))


@cache
def _body(modern: bool, modules: bool) -> str:
    parts = {item.name: item for item in _FOLDER.joinpath("prelude").iterdir()}
    wanted = {name for name in parts if name.endswith(".js")}
    wanted -= _MODERN if not modern else set()
    wanted -= _MODULES if not modules else set()
    return "\n".join(parts[name].read_text("utf-8") for name in sorted(wanted))


def prelude(token: str, *, modern: bool = False, modules: bool = False) -> str:
    """The script that sets the bridge up; only who knows `token` can use its entry afterwards.

    With `modern` it has what Node.js has beside the language, with `modules` what runs modules, and that too.
    """
    body = _body(modern or modules, modules)
    return f'(function (token) {{ "use strict";\n{body}\n}})({json.dumps(token)});'


def read_web(name: str) -> str:
    """A part of what Node.js has beside the language: the body of a function of `jaicp` that gives names."""
    return _FOLDER.joinpath("web", name).read_text("utf-8")
