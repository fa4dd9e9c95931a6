"""Lay out every script below a folder: `python tests/bench/check_format.py [--js] [--projects] FOLDER…`.

Counts the scripts whose new layout says the same, is stable, and how fast that was. Writes no file. Exits with 1
if the layout of any script changed what it means, or changed again when it was laid out a second time. With
`--projects` the bots below the folders are checked before and after too: they must get the same diagnostics.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

from jaicp.check.checker import check
from jaicp.format.formatter import ChangedMeaningError, FormatSettings, format_source
from jaicp.project.files import DiskFiles, read_source
from jaicp.project.link import load_project
from jaicp.syntax.parse import parse
from jaicp.text.codes import MIXED_INDENT
from jaicp.text.source import Source


def main() -> int:
    """Print the figures; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--js", action="store_true")
    parser.add_argument("--projects", action="store_true")
    asked = parser.parse_args()
    settings = FormatSettings(js=asked.js)
    count: Counter[str] = Counter()
    seconds = {"parse": 0.0, "lay out": 0.0}
    for path in sorted(path for folder in asked.folders for path in folder.rglob("*.sc")):
        source, problem = read_source(DiskFiles(), path)
        if problem is None and path.is_file():
            outcome = judge(source, settings, count, seconds)
            count[outcome] += 1
            if outcome in ("changed meaning", "unstable"):
                print(f"{outcome}: {path}")
    for name, number in sorted(count.items()):
        print(f"{name:>16} {number:>9}")
    for name, spent in seconds.items():
        print(
            f"{name:>16} {spent:>9.2f} s, {count['lines'] / max(spent, 1e-9):,.0f} lines a second"
        )
    others = compare_projects(asked.folders, settings) if asked.projects else 0
    return int(bool(count["changed meaning"] or count["unstable"] or others))


def judge(
    source: Source, settings: FormatSettings, count: Counter[str], seconds: dict[str, float]
) -> str:
    """What becomes of a source: a word for it."""
    begun = time.perf_counter()
    parse(source)
    parsed = time.perf_counter()
    try:
        once = format_source(source, settings)
    except ChangedMeaningError as error:
        print(error)
        return "changed meaning"
    done = time.perf_counter()
    if once.errors:
        return "with errors"
    seconds["parse"] += parsed - begun
    seconds["lay out"] += done - parsed
    count["lines"] += source.text.count("\n") + 1
    again = format_source(Source(source.path, once.text), settings)
    if again.is_changed:
        return "unstable"
    return "laid out anew" if once.is_changed else "as they were"


def compare_projects(folders: list[Path], settings: FormatSettings) -> int:
    """Check all bots as they are and laid out anew; how many get other diagnostics."""
    roots = sorted(file.parent for folder in folders for file in folder.rglob("chatbot.yaml"))
    others = 0
    for root in roots:
        anew: dict[Path, str] = {}
        for path in root.rglob("*.sc"):
            source, problem = read_source(DiskFiles(), path)
            if problem is None and path.is_file():
                anew[path] = format_source(source, settings).text
        if diagnostics(root, {}) != diagnostics(root, anew):
            others += 1
            print(f"other diagnostics: {root}")
    print(f"{'same diagnostics':>16} {len(roots) - others:>9} of {len(roots)} bots")
    return others


def diagnostics(root: Path, texts: dict[Path, str]) -> Counter[tuple[str, str]]:
    """Codes and messages of a bot with other texts in the place of its own; indents are for the layout to mend."""
    found = check(load_project(root, DiskFiles(texts))).diagnostics
    return Counter((one.code.id, one.message) for one in found if one.code is not MIXED_INDENT)


if __name__ == "__main__":
    sys.exit(main())
