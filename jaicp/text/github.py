"""Diagnostics as workflow commands of GitHub Actions, which become notes beside the lines of a change.

The form is on GitHub's page "Workflow commands": `::error file=…,line=…::message`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jaicp.text.cells import clean
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.render import relative_path

__all__ = ["render_github"]

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(diagnostics: Sequence[Diagnostic], *, root: Path) -> str:
    """One command a line. Empty for none."""
    return "\n".join(_command(diagnostic, root) for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic, root: Path) -> str:
    line, column = diagnostic.span.location
    end_line, end_column = diagnostic.span.end_location
    places = {"line": line, "endLine": end_line}
    if line == end_line:  # GitHub takes columns within one line only
        places |= {"col": column, "endColumn": max(end_column, column + 1)}
    properties = {
        "file": relative_path(diagnostic.span.source.path, root),
        **places,
        "title": f"{diagnostic.code.id} {diagnostic.code.slug}",
    }
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    message = clean(diagnostic.message)
    if diagnostic.help:
        message += f"\nhelp: {clean(diagnostic.help)}"
    return f"::{COMMANDS[diagnostic.severity]} {listed}::{_data(message)}"


def _data(text: str) -> str:
    """A text in which GitHub finds no end of the command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
