"""Every diagnostic has a page, and the examples on it say what jaicp says.

A bad example raises the diagnostic of its page and no other; a good one raises none at all. Fenced blocks under
*Bad* and *Good* are the files of a small bot: the word behind the language is the file's name (`main.sc` if there
is none), and a `chatbot.yaml` among them makes it a project.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from jaicp.check.checker import check
from jaicp.check.fixes import Fixed, Overlay, apply_fixes
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.syntax.compare import first_difference
from jaicp.syntax.parse import parse
from jaicp.text.code_pages import find_page, pages_folder
from jaicp.text.codes import CATALOGUE, Code
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source

HEADINGS = ["What it says", "Why it matters", "Bad", "Good", "See also"]
AT_RUN_TIME = {code.id for code in CATALOGUE.values() if code.id.startswith("JC8")}
IN_TESTS = {"JC705", "JC706", "JC707"}
FOUND_BY_CHECK = sorted(set(CATALOGUE) - AT_RUN_TIME - IN_TESTS)
FENCE = re.compile(r"^```(\w+)[ \t]*(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)]*)\)")


def page_of(identifier: str) -> str:
    return find_page(CATALOGUE[identifier]).read_text(encoding="utf-8")


def section(page: str, heading: str) -> str:
    found = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found is not None, f"there is no section {heading}"
    return found[1]


def written(files: list[tuple[str, str, str]], folder: Path) -> Path:
    """Where a bot made of these files begins."""
    bot = folder / "bot"
    for _, name, text in files:
        file = bot / (name or "main.sc")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return bot if (bot / "chatbot.yaml").exists() else bot / "main.sc"


def diagnostics_of(files: list[tuple[str, str, str]], folder: Path) -> set[str]:
    """The codes that a bot made of these files raises; what is only good to know does not count."""
    return {d.code.id for d in check(load_project(written(files, folder))).diagnostics}


def test_every_code_has_a_page_and_every_page_a_code() -> None:
    pages = {file.stem for file in pages_folder().glob("*.md")}
    assert pages == set(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE.values(), ids=lambda code: code.id)
def test_a_page_begins_with_its_code_and_has_the_same_headings_as_all(code: Code) -> None:
    page = page_of(code.id)
    lines = page.removeprefix("---\nshown: at run time\n---\n\n").splitlines()
    assert lines[0] == f"# {code.id} {code.slug}"
    prose = FENCE.sub("", page)
    assert re.findall(r"^## (.*)$", prose, re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("identifier", sorted(CATALOGUE))
def test_links_lead_to_files(identifier: str) -> None:
    page = find_page(CATALOGUE[identifier])
    for target in LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8"))):
        assert target.startswith("https://") or (page.parent / target).is_file(), target


def test_pages_of_what_is_met_at_run_time_say_so() -> None:
    marked = {i for i in CATALOGUE if page_of(i).startswith("---\nshown: at run time\n---\n")}
    assert marked == AT_RUN_TIME


@pytest.mark.parametrize("identifier", FOUND_BY_CHECK)
def test_the_bad_example_raises_its_code_and_nothing_else(identifier: str, tmp_path: Path) -> None:
    files = FENCE.findall(section(page_of(identifier), "Bad"))
    assert diagnostics_of(files, tmp_path) == {identifier}


@pytest.mark.parametrize("identifier", FOUND_BY_CHECK)
def test_the_good_example_is_clean(identifier: str, tmp_path: Path) -> None:
    files = FENCE.findall(section(page_of(identifier), "Good"))
    assert diagnostics_of(files, tmp_path) == set()


@pytest.mark.parametrize("identifier", FOUND_BY_CHECK)
def test_fixes_of_the_bad_example_leave_nothing_to_fix(identifier: str, tmp_path: Path) -> None:
    start = written(FENCE.findall(section(page_of(identifier), "Bad")), tmp_path)
    before = sum(d.is_error for d in check(load_project(start)).diagnostics)

    def fixed(texts: Overlay, *, unsafe: bool) -> Fixed:
        def look(newer: Overlay) -> Sequence[Diagnostic]:
            return check(load_project(start, DiskFiles({**texts, **newer}))).diagnostics

        return apply_fixes(look, unsafe=unsafe, fixable=lambda source: True)

    for unsafe in (False, True):
        once = fixed({}, unsafe=unsafe)
        assert sum(d.is_error for d in once.diagnostics) <= before
        assert not fixed(once.texts, unsafe=unsafe).applied
        for file, text in once.texts.items():
            if file.suffix == ".sc" and not unsafe:
                trees = (Source(file, file.read_text(encoding="utf-8")), Source(file, text))
                assert first_difference(*(parse(tree).document for tree in trees)) is None
