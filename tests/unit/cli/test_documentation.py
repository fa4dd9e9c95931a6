"""The pages about the command line leave nothing out."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from jaicp.cli.explain import PHASES
from jaicp.cli.main import COMMANDS
from jaicp.text.codes import CATALOGUE

DOCS = Path(__file__).parents[3] / "docs"
PAGES = {
    "run": "running.md",
    "serve": "deployment.md",
    "test": "testing.md",
    "webim-sim": "webim.md",
}


def options() -> list[tuple[str, str]]:
    found = []
    for name, entry in COMMANDS.items():
        command = getattr(import_module(entry.module), entry.attribute)
        for parameter in command.params:
            if isinstance(parameter, click.Option) and not parameter.hidden:
                found.append((name, max(parameter.opts, key=lambda opt: opt.startswith("--"))))
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_described(name: str) -> None:
    assert f"`jaicp {name} " in (DOCS / "command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "option"), options())
def test_every_option_is_described(command: str, option: str) -> None:
    page = (DOCS / PAGES.get(command, "command-line.md")).read_text(encoding="utf-8")
    shared = (DOCS / "command-line.md").read_text(encoding="utf-8")
    assert re.search(rf"{option}\b", page) or (option == "--color" and option in shared)


def test_the_overview_lists_every_diagnostic_with_its_title() -> None:
    text = (DOCS / "diagnostics.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| [JC")]
    assert rows == [
        f"| [{code.id}](diagnostics/{code.id}.md) | `{code.slug}` | {code.title} |"
        for code in sorted(CATALOGUE.values(), key=lambda code: code.id)
    ]
    headings = re.findall(r"^## JC(\d)xx: (.*)$", text, re.MULTILINE)
    assert headings == [(digit, PHASES[digit]) for digit in sorted({i[2] for i in CATALOGUE})]


def test_the_example_of_the_full_form_is_what_is_printed() -> None:
    golden = (DOCS.parent / "tests" / "golden" / "places.md").read_text(encoding="utf-8")
    page = (DOCS / "command-line.md").read_text(encoding="utf-8")
    shown = re.search(r"```text\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    assert f"```output\n{shown[1]}```" in golden
