"""The JavaScript libraries that scripts find as globals: `_` and `moment`.

Their files are put into the folder `vendor` beside this module when the package is built (`hatch_build.py`);
`versions.json` there tells which they are. Which libraries there are: the vendor's page on preloaded scripts.
"""

from __future__ import annotations

import json
from importlib.resources import files

__all__ = ["library_versions", "read_library"]

_FOLDER = files("jaicp.script") / "vendor"


def read_library(path: str) -> str | None:
    """The text of a library's file, such as `moment/locale/ru.js`; None where it was not installed."""
    try:
        return _FOLDER.joinpath(*path.split("/")).read_text("utf-8")
    except OSError:
        return None


def library_versions() -> dict[str, str]:
    """The versions of the installed libraries by name; empty where there are none."""
    text = read_library("versions.json")
    kept: dict[str, str] = {} if text is None else json.loads(text)
    return {name: version for name, version in kept.items() if name != "lock"}
