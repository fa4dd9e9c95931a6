"""`jaicp new`: every template checks without a warning and passes its own test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from jaicp.cli.check import check
from jaicp.cli.new import LANGUAGES, TEMPLATES, new
from jaicp.cli.test import test as play


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_new_bot_checks_and_passes_its_test(template: str, language: str):
    runner = CliRunner()
    done = runner.invoke(new, ["shop", "--template", template, "--language", language])
    assert done.exit_code == 0, done.output
    checked = runner.invoke(check, ["shop", "--strict", "--format", "json"])
    assert checked.exit_code == 0, checked.stdout
    assert json.loads(checked.stdout)["diagnostics"] == []
    played = runner.invoke(play, ["shop", "--format", "json", "--coverage"])
    assert played.exit_code == 0, played.stdout
    report = json.loads(played.stdout)
    assert report["summary"]["passed"] >= 2
    assert report["coverage"]["missed"] == [] or template == "webim"


def test_as_a_program_it_says_what_to_do_next(tmp_path: Path):
    command = [sys.executable, "-m", "jaicp", "new", "чайная лавка", "-l", "ru"]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        encoding="utf-8",
    )
    assert done.returncode == 0
    assert "jaicp chat" in done.stdout
    assert "wrote чайная лавка/src/main.sc\n" in done.stderr
    config = yaml.safe_load(
        (tmp_path / "чайная лавка" / "chatbot.yaml").read_text(encoding="utf-8")
    )
    assert config["name"] == "чайная лавка"


def test_settings_for_editors_come_along():
    CliRunner().invoke(new, ["shop"])
    settings = json.loads(Path("shop/.vscode/settings.json").read_text(encoding="utf-8"))
    assert settings["files.associations"] == {"*.sc": "jaicp"}
    assert Path("shop/.editorconfig").is_file()
    assert Path("shop/.gitignore").is_file()


def test_an_empty_folder_will_do_and_one_with_files_is_left_alone():
    Path("mine").mkdir()
    assert CliRunner().invoke(new, ["mine", "-t", "empty"]).exit_code == 0
    before = Path("mine/src/main.sc").read_bytes()
    refused = CliRunner().invoke(new, ["mine"])
    assert refused.exit_code == 2
    assert "`mine` is not empty; choose another name" in refused.stderr
    assert Path("mine/src/main.sc").read_bytes() == before


def test_a_file_in_the_way_is_named():
    Path("mine").write_text("", encoding="utf-8")
    refused = CliRunner().invoke(new, ["mine"])
    assert (refused.exit_code, "`mine` is a file" in refused.stderr) == (2, True)


def test_templates_are_known_by_name():
    refused = CliRunner().invoke(new, ["shop", "--template", "shop"])
    assert refused.exit_code == 2
    assert "'menu', 'empty', 'webim'" in refused.stderr
