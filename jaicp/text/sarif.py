"""Diagnostics as SARIF 2.1.0, which code hosts and editors read.

The form is OASIS' "Static Analysis Results Interchange Format (SARIF) Version 2.1.0". Columns count code points,
as everywhere here. Files below `root` are named relative to it, all others by an address of their own.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jaicp import __version__
from jaicp.text.cells import clean
from jaicp.text.codes import Code
from jaicp.text.diagnostic import Diagnostic, Fix, Label, Severity
from jaicp.text.source import Source, Span

__all__ = ["to_sarif"]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
"""What code hosts call the folder that relative addresses count from."""
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

Json = dict[str, Any]


def to_sarif(diagnostics: Sequence[Diagnostic], *, root: Path) -> Json:
    """A log with one run; only rules that have a result are listed."""
    rules = sorted({diagnostic.code for diagnostic in diagnostics}, key=lambda code: code.id)
    indexes = {code: index for index, code in enumerate(rules)}
    driver = {"name": "jaicp", "version": __version__, "rules": [_rule(code) for code in rules]}
    results = [_result(diagnostic, indexes, root) for diagnostic in diagnostics]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: Code) -> Json:
    name = "".join(part.capitalize() for part in code.slug.split("-"))
    return {
        "id": code.id,
        "name": name,
        "shortDescription": {"text": code.title},
        "help": {"text": f"`jaicp explain {code.id}` tells what it means and what to do"},
    }


def _result(diagnostic: Diagnostic, indexes: dict[Code, int], root: Path) -> Json:
    lines = [clean(diagnostic.message)]
    lines += [f"help: {clean(diagnostic.help)}"] if diagnostic.help else []
    lines += [f"note: {clean(note)}" for note in diagnostic.notes]
    result: Json = {
        "ruleId": diagnostic.code.id,
        "ruleIndex": indexes[diagnostic.code],
        "level": LEVELS[diagnostic.severity],
        "message": {"text": "\n".join(lines)},
        "locations": [_location(diagnostic.span, root)],
    }
    if diagnostic.related:
        result["relatedLocations"] = [_related(label, root) for label in diagnostic.related]
    if diagnostic.fix is not None:
        result["fixes"] = [_fix(diagnostic.fix, root)]
    return result


def _location(span: Span, root: Path) -> Json:
    return {
        "physicalLocation": {"artifactLocation": _artifact(span, root), "region": _region(span)}
    }


def _related(label: Label, root: Path) -> Json:
    return {**_location(label.span, root), "message": {"text": clean(label.message)}}


def _artifact(span: Span, root: Path) -> Json:
    path = span.source.path.absolute()
    try:
        relative = Path(os.path.relpath(path, root)).as_posix()
    except ValueError:  # another drive
        relative = ".."
    if relative.startswith(".."):
        return {"uri": path.as_uri()}
    return {"uri": quote(relative.encode("utf-8", "surrogateescape")), "uriBaseId": ROOT}


def _region(span: Span) -> Json:
    line, column = span.location
    end_line, end_column = span.end_location
    return {
        "startLine": line,
        "startColumn": column,
        "endLine": end_line,
        "endColumn": end_column,
    }


def _fix(fix: Fix, root: Path) -> Json:
    changes: dict[Source, Json] = {}
    for edit in fix.edits:
        change = changes.setdefault(
            edit.span.source,
            {"artifactLocation": _artifact(edit.span, root), "replacements": []},
        )
        replacement = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        change["replacements"].append(replacement)
    safety = "" if fix.safe else " (a guess)"
    return {
        "description": {"text": fix.title + safety},
        "artifactChanges": list(changes.values()),
    }
