"""Where the Lark grammars lie: beside the package in a wheel, in the repository otherwise."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["read_grammar"]


@cache
def read_grammar(name: str) -> str:
    """The text of `grammar/<name>.lark`."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "grammar", package.parent / "grammar"):
        file = folder / f"{name}.lark"
        if file.is_file():
            return file.read_text(encoding="utf-8")
    raise FileNotFoundError(f"the grammar {name}.lark is not part of this installation of jaicp")
