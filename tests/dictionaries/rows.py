"""The form of a dictionary of JAICP: a line `id;name,name;{"name": …}` for each entry."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

STANDARD = Path(__file__).parents[2] / "jaicp" / "stdlib" / "zb-common"


def write_rows(name: str, rows: Iterable[tuple[list[str], dict[str, Any]]]) -> None:
    """Write the rows, numbered from 1, to a file of the standard module; tell its size."""
    lines = []
    for number, (names, value) in enumerate(rows, 1):
        unique = ",".join(dict.fromkeys(one.replace(",", " ").strip() for one in names))
        data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        lines.append(f"{number};{unique};{data}\n")
    path = STANDARD / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(lines), encoding="utf-8")
    sys.stdout.write(f"{name}: {len(lines)} rows, {path.stat().st_size // 1024} KiB\n")
