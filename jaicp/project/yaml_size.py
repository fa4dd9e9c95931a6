"""How large a YAML value is once its aliases are written out.

A few lines of aliases to aliases can stand for more values than any machine holds, and an alias may stand inside
of what it names. Both are harmless as long as nobody writes them out, which the bridge to JavaScript does.
"""

from __future__ import annotations

from typing import Any

__all__ = ["MOST_VALUES", "check_size"]

MOST_VALUES = 1_000_000
"""Values in a file, each alias counted with all that it stands for."""


def check_size(value: Any) -> None:
    """Raise `ValueError` where a value holds itself, or more than `MOST_VALUES` values when written out."""
    sizes: dict[int, int] = {}
    open_: set[int] = set()
    waiting: list[tuple[Any, bool]] = [(value, False)]
    while waiting:
        one, is_done = waiting.pop()
        key = id(one)
        if not isinstance(one, dict | list) or key in sizes:
            continue
        below = [*one.values()] if isinstance(one, dict) else one
        if is_done:
            open_.discard(key)
            sizes[key] = 1 + sum(sizes.get(id(child), 1) for child in below)
            if sizes[key] > MOST_VALUES:
                raise ValueError(f"its aliases stand for more than {MOST_VALUES:,} values")
            continue
        if key in open_:
            raise ValueError("an alias stands inside of what it names")
        open_.add(key)
        waiting.append((one, True))
        waiting += ((child, False) for child in below)
