"""How the JavaScript libraries get into the package (`hatch_build.py`)."""

from __future__ import annotations

import importlib.util
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the repository as far as the hook reads it."""
    shutil.copytree(ROOT / "js", tmp_path / "js")
    (tmp_path / "jaicp" / "script").mkdir(parents=True)
    return tmp_path


class App:
    def __init__(self) -> None:
        self.warnings: list[str] = []

    def display_warning(self, text: str) -> None:
        self.warnings.append(text)


def hook(build: ModuleType, root: Path) -> Any:
    made = build.JavaScriptLibraries.__new__(build.JavaScriptLibraries)
    made._BuildHookInterface__root = str(root)
    made._BuildHookInterface__app = App()
    return made


def fake_npm(build: ModuleType) -> Any:
    """Stands in for npm: makes the files that are copied, with their names as content."""

    def run(arguments: Iterable[str], folder: Path) -> None:
        assert next(iter(arguments)) == "ci"
        locked = json.loads((folder / "package-lock.json").read_text())["packages"]
        for package, files in build.COPIED.items():
            home = folder / "node_modules" / package
            version = locked[f"node_modules/{package}"]["version"]
            for name in [*files, "package.json"]:
                (home / name).parent.mkdir(parents=True, exist_ok=True)
                (home / name).write_text(json.dumps({"version": version}))

    return run


def test_the_lock_file_pins_versions_and_names_no_registry() -> None:
    text = (ROOT / "js" / "package-lock.json").read_text()
    lock = json.loads(text)["packages"]
    wanted = json.loads((ROOT / "js" / "package.json").read_text())["dependencies"]
    assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all(lock[f"node_modules/{name}"]["integrity"] for name in wanted)
    assert "resolved" not in text
    assert "://" not in text


def test_libraries_are_brought_with_licences_and_versions(
    build: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_run_npm", fake_npm(build))
    hook(build, checkout).initialize("standard", {})
    vendor = checkout / "jaicp" / "script" / "vendor"
    found = {file.relative_to(vendor).as_posix() for file in vendor.rglob("*.*")}
    assert found >= {"moment/moment.js", "moment/locale/ru.js", "underscore/underscore.js"}
    assert (vendor / "moment" / "LICENSE").is_file()
    wanted = json.loads((checkout / "js" / "package.json").read_text())["dependencies"]
    versions = json.loads((vendor / "versions.json").read_text())
    assert {name: versions[name] for name in wanted} == wanted


def test_nothing_is_done_twice_until_the_lock_file_changes(
    build: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_run_npm", fake_npm(build))
    build.bring_libraries(checkout)
    assert build.is_complete(checkout)
    lock = checkout / "js" / "package-lock.json"
    lock.write_text(lock.read_text() + "\n")
    assert not build.is_complete(checkout)


def test_a_machine_without_npm_gets_one_from_a_package(
    build: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build.shutil, "which", lambda _: None)
    assert hook(build, checkout).dependencies() == [build.NPM_PACKAGE]
    monkeypatch.setattr(build, "is_complete", lambda _: True)
    assert hook(build, checkout).dependencies() == []


@pytest.mark.parametrize(
    ("said", "is_enough"), [("10.2.0\n", True), ("6.14.1\n", False), ("", False)]
)
def test_an_old_npm_is_passed_over(
    build: ModuleType, monkeypatch: pytest.MonkeyPatch, said: str, is_enough: bool
) -> None:
    monkeypatch.setattr(build.shutil, "which", lambda _: "/bin/npm")
    done = build.subprocess.CompletedProcess([], 0, stdout=said)
    monkeypatch.setattr(build.subprocess, "run", lambda *_, **__: done)
    assert (build.find_npm() is not None) is is_enough


def test_an_editable_install_goes_on_without_them_and_a_wheel_does_not(
    build: ModuleType, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(arguments: Iterable[str], folder: Path) -> None:
        raise RuntimeError("no way to the registry")

    monkeypatch.setattr(build, "_run_npm", fail)
    made = hook(build, checkout)
    made.initialize("editable", {})
    assert "no way to the registry" in made.app.warnings[0]
    with pytest.raises(RuntimeError, match="no way to the registry"):
        made.initialize("standard", {})
    assert not (checkout / "jaicp" / "script" / "vendor").exists()
