"""What the pages for editors say of settings is what the server reads, and hooks name commands that there are."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from jaicp.cli.main import cli
from jaicp.lsp.settings import Settings, read_settings

ROOT = Path(__file__).parents[2]
TREE = json.loads((ROOT / "editors/jetbrains/initializationOptions.json").read_text("utf-8"))
BELOW_SECTION = json.loads((ROOT / "editors/jetbrains/settings.json").read_text("utf-8"))
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def leaves(tree: object, name: str = "") -> list[str]:
    if not isinstance(tree, dict):
        return [name]
    return [
        leaf for key, below in tree.items() for leaf in leaves(below, f"{name}.{key}".strip("."))
    ]


def test_the_tree_on_the_page_is_that_of_the_template() -> None:
    page = (ROOT / "docs" / "jetbrains.md").read_text(encoding="utf-8")
    shown = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert shown is not None
    assert json.loads(shown[1]) == TREE
    assert BELOW_SECTION == {"jaicp": TREE}


def test_it_holds_all_settings_with_their_defaults() -> None:
    assert read_settings(TREE) == read_settings(BELOW_SECTION) == Settings()
    assert len(leaves(TREE)) == len(fields(Settings))


def test_they_are_those_of_the_extension() -> None:
    manifest = json.loads((ROOT / "editors/vscode/package.json").read_text("utf-8"))
    properties = manifest["contributes"]["configuration"]["properties"]
    assert {f"jaicp.{name}" for name in leaves(TREE)} <= set(properties)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_a_hook_runs_a_command(hook: dict[str, str], tmp_path: Path) -> None:
    program, *arguments = shlex.split(hook["entry"])
    script = tmp_path / "main.sc"
    script.write_text("theme: /\n\n    state: A\n        q!: a\n        a: x\n", encoding="utf-8")
    assert program == "jaicp"
    assert CliRunner().invoke(cli, [*arguments, str(script)]).exit_code == 0
    assert re.search(hook["files"], "src/main.sc")
