"""The standard module: its scripts are without fault, and its suites, one bot for each part of it, hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from jaicp.check.checker import check
from jaicp.cli.test import test as command
from jaicp.project.documents import Documents
from jaicp.project.link import load_project
from jaicp.project.standard import STANDARD
from jaicp.text.render import render_concise

BOTS = sorted(path.parent for path in Path(__file__).parent.glob("*/chatbot.yaml"))


@pytest.mark.parametrize("bot", BOTS, ids=lambda bot: bot.name)
def test_suites_hold(bot: Path) -> None:
    """Run as a user runs them; what fails is printed."""
    done = CliRunner().invoke(command, [str(bot)])
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("bot", BOTS, ids=lambda bot: bot.name)
def test_bots_that_use_it_have_nothing_to_mend(bot: Path) -> None:
    found = check(load_project(bot)).diagnostics
    assert render_concise(found, colour=False, root=bot) == ""


def test_every_script_of_it_is_without_fault() -> None:
    scripts = sorted(STANDARD.rglob("*.sc"))
    assert scripts
    documents = Documents()
    for path in scripts:
        found = check(load_project(path, documents=documents)).diagnostics
        assert render_concise(found, colour=False, root=STANDARD) == ""
