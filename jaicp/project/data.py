"""Required data files: dictionaries in CSV, and YAML or JSON bound to a variable.

A dictionary has no header and the columns `id ; names ; data`; names are parted by commas, data is JSON, often
loosely written, or plain text. Source: the vendor's page on CSV files; public projects show the looseness.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jaicp.project.yaml_size import check_size
from jaicp.syntax.json_data import read_json5
from jaicp.text.lazy import LazyModule
from jaicp.text.source import Source

if TYPE_CHECKING:
    import yaml
else:
    yaml = LazyModule("yaml")

__all__ = ["DataFile", "Row", "read_csv", "read_data"]


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a dictionary: its id, its names in dictionary form, its data."""

    id: str
    names: tuple[str, ...]
    value: Any


@dataclass(frozen=True, slots=True)
class DataFile:
    """A data file: `name` for patterns, `var` for scripts, `rows` of a dictionary or a `value`."""

    source: Source
    name: str
    var: str
    rows: tuple[Row, ...]
    value: Any


def read_csv(text: str) -> tuple[Row, ...]:
    """The rows of a dictionary; lines without a name column are skipped."""
    rows = []
    for cells in _cells(text):
        if len(cells) < 2 or not cells[0].strip():
            continue
        names = tuple(name for part in cells[1].split(",") if (name := part.strip()))
        rows.append(Row(cells[0].strip(), names, _loose(";".join(cells[2:]).strip())))
    return tuple(rows)


def _cells(text: str) -> Iterator[list[str]]:
    """The cells of each row; raises `ValueError` for one that is longer than any word."""
    try:
        yield from csv.reader(io.StringIO(text), delimiter=";", quotechar='"', doublequote=True)
    except csv.Error as error:
        raise ValueError(str(error)) from error


def _loose(text: str) -> object:
    if text[:1] not in ("{", "["):
        return text
    try:
        return read_json5(text)
    except ValueError:
        return text


def read_data(source: Source, name: str, var: str) -> DataFile:
    """The data of a `.csv`, `.yaml`, `.yml` or `.json` file; raises `ValueError` with the reason."""
    try:
        return _read_data(source, name, var)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _read_data(source: Source, name: str, var: str) -> DataFile:
    suffix = source.path.suffix.lower()
    if suffix == ".csv":
        rows = read_csv(source.text)
        value = {row.id: {"id": row.id, "title": next(iter(row.names), ""), "value": row.value,
                          "alternateNames": list(row.names)} for row in rows}  # fmt: skip
        return DataFile(source, name, var, rows, value)
    if suffix == ".json":
        return DataFile(source, name, var, (), json.loads(source.text))
    try:
        value = yaml.safe_load(source.text)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
    check_size(value)
    return DataFile(source, name, var, (), value)
