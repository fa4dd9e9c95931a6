"""Where the pages of the diagnostics lie: beside the package in a wheel, in the repository otherwise."""

from __future__ import annotations

from pathlib import Path

from jaicp.text.codes import Code

__all__ = ["find_page", "pages_folder"]


def pages_folder() -> Path:
    """The folder of the pages; raises `FileNotFoundError` where an installation lacks it."""
    package = Path(__file__).resolve().parent.parent
    for home in (package, package.parent):
        folder = home / "docs" / "diagnostics"
        if folder.is_dir():
            return folder
    raise FileNotFoundError("the pages of the diagnostics are not part of this installation")


def find_page(code: Code) -> Path:
    """The file that holds the page of a code."""
    return pages_folder() / f"{code.id}.md"
