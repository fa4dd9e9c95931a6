"""The pages of JC7xx: a bad example fails with the code of its page, a good one holds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jaicp.project.files import DiskFiles
from jaicp.suites.selection import Patterns, find_files
from jaicp.suites.suite import load_suite
from jaicp.testing.runner import open_player
from jaicp.text.codes import CATALOGUE

PAGES = Path(__file__).parents[3] / "docs" / "diagnostics"
CODES = sorted(code for code in CATALOGUE if code.startswith("JC7") and code != "JC708")
"""JC708 is about the configuration, not about a suite."""
FENCE = re.compile(r"^```(\w+)[ \t]*(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def codes_of(page: str, heading: str, folder: Path) -> set[str]:
    """The codes of all that is wrong when the example under a heading is played."""
    part = page.split(f"## {heading}\n")[1].split("\n## ")[0]
    for _, name, text in FENCE.findall(part):
        file = folder / (name or "main.sc")
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text(text, encoding="utf-8")
    player = open_player(folder / "main.sc")
    found = []
    for file in find_files(folder / "test", Patterns()):
        suite = load_suite(DiskFiles(), file)
        found += [suite.error, *suite.warnings]
        for case in suite.cases:
            found += case.problems or [player.play(case).failure]
    return {problem.code.id for problem in found if problem is not None}


@pytest.mark.parametrize("code", CODES)
def test_the_bad_example_fails_with_its_code_and_the_good_one_holds(code: str, tmp_path: Path):
    page = (PAGES / f"{code}.md").read_text(encoding="utf-8")
    assert codes_of(page, "Bad", tmp_path / "bad") == {code}
    assert codes_of(page, "Good", tmp_path / "good") == set()
