"""Paths of states: `/Theme/State/Nested`, and how relative ones are resolved.

Source: the vendor's page on `go`; the same rules stand in the vendor's open framework (its `StatePath`).
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["ROOT", "ancestors", "child_path", "depth", "parent_path", "resolve_path"]

ROOT = "/"


@lru_cache(maxsize=65536)
def resolve_path(base: str, value: str) -> str:
    """The absolute path that `value` means in the state at `base`.

    `/X` counts from the root; anything else from the state itself: `.` is the state, `..` its parent, `X` and
    `./X` a child, `../X` a sibling. Empty parts fall out, and the root has no parent but itself.
    """
    value = value.strip()
    parts = [] if value.startswith("/") else [part for part in base.split("/") if part]
    for part in value.split("/"):
        if part == "..":
            if parts:
                parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def child_path(parent: str, name: str) -> str:
    """The path of what is called `name` below `parent`; slashes around the name are ignored."""
    return resolve_path(parent, name.strip("/"))


def parent_path(path: str) -> str:
    """The path one level up; the root is its own parent."""
    return path[: path.rfind("/")] or ROOT


def ancestors(path: str) -> list[str]:
    """`path`, its parent, and so on up to the root."""
    found = [path]
    while path != ROOT:
        path = parent_path(path)
        found.append(path)
    return found


def depth(path: str) -> int:
    """How many names a path has: 0 for the root."""
    return 0 if path == ROOT else path.count("/")
