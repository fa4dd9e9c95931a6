"""Suites as the checker reads them: again only where their text has changed, and mended like scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaicp.check.checker import CheckOptions, Memory, check
from jaicp.check.fixes import apply_fixes
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project

SCRIPT = """\
theme: /
    state: Order
        q!: order
        a: Thank you!
"""
SUITE = """\
<test>
    <test-case>
        <q>order</q>
        <a state="/Ordr">Thank you!</a>
        <q>order</q>
        <a state='/Ordr'/>
    </test-case>
</test>
"""


@pytest.fixture
def bot(tmp_path: Path) -> Path:
    (tmp_path / "main.sc").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "test").mkdir()
    (tmp_path / "test" / "test.xml").write_text(SUITE, encoding="utf-8")
    return tmp_path / "main.sc"


def slugs(bot: Path, memory: Memory | None = None) -> list[str]:
    return [one.code.slug for one in check(load_project(bot), memory=memory).diagnostics]


def test_a_suite_is_read_again_when_its_text_has_changed(bot: Path) -> None:
    memory = Memory()
    suite = bot.parent / "test" / "test.xml"
    assert slugs(bot, memory) == ["unknown-state-in-test"]
    suite.write_text(SUITE.replace("Ordr", "Order"), encoding="utf-8")
    assert slugs(bot, memory) == []
    suite.write_text(SUITE.replace("</test>", ""), encoding="utf-8")
    assert slugs(bot, memory) == ["malformed-test"]
    suite.unlink()
    assert slugs(bot, memory) == []


def test_whoever_only_runs_a_bot_is_not_told_of_its_tests(bot: Path) -> None:
    assert not check(load_project(bot), CheckOptions(advice=False)).diagnostics


def test_a_misspelt_state_is_mended_wherever_the_suite_names_it(bot: Path) -> None:
    def look(texts):
        return check(load_project(bot, DiskFiles(texts))).diagnostics

    fixed = apply_fixes(look, unsafe=True, fixable=lambda source: True)
    (text,) = fixed.texts.values()
    assert text == SUITE.replace("Ordr", "Order")
    assert not fixed.diagnostics


def test_suites_that_cannot_be_read_are_told(bot: Path) -> None:
    (bot.parent / "test" / "test.xml").write_bytes(b"\xff\xfe<\0t\0")
    assert slugs(bot) == ["unreadable-file"]
