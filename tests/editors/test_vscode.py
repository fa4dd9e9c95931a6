"""The extension for VS Code: its grammar and its client, tested by npm; its manifest and its pages, here.

The tools come from the npm registry, as `editors/vscode/package-lock.json` pins them, into a temporary folder.
Without Node.js or the registry those tests are skipped. What only packaging needs is left out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EXTENSION = ROOT / "editors" / "vscode"
MANIFEST = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "vscode.md").read_text(encoding="utf-8")
OLDEST_NODE = 20
NO_NETWORK = (
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ECONNRESET",
    "ENETUNREACH",
    "ENOTCACHED",
)
PATIENCE = 240


def node_version() -> int:
    """The major version of Node.js, 0 where there is none."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return 0
    said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=PATIENCE)
    found = re.match(r"v(\d+)", said.stdout)
    return int(found[1]) if found else 0


def npm(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run npm in a folder; jaicp is that of this Python."""
    jaicp = Path(sys.executable).with_name("jaicp")
    environment = os.environ | {"JAICP": str(jaicp), "NO_COLOR": "1"}
    command = [shutil.which("npm") or "npm", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE
    )


@pytest.fixture(scope="module")
def extension(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the extension with its tools installed."""
    version = node_version()
    if version < OLDEST_NODE:
        pytest.skip(f"there is no Node.js {OLDEST_NODE} or newer with npm on this machine")
    folder = tmp_path_factory.mktemp("extension") / "vscode"
    shutil.copytree(EXTENSION, folder, ignore=shutil.ignore_patterns("node_modules", "dist"))
    options = ["--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    done = npm(folder, "ci", *options, "--fetch-retries=1", "--fetch-timeout=20000")
    if done.returncode != 0 and any(word in done.stderr for word in NO_NETWORK):
        pytest.skip("the npm registry cannot be reached from this machine")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.mark.parametrize("script", ["compile", "test:grammar", "test:client"])
def test_holds(extension: Path, script: str) -> None:
    done = npm(extension, "run", "--silent", script)
    assert done.returncode == 0, done.stdout + done.stderr


class TestManifest:
    def test_everything_that_it_names_is_there(self) -> None:
        contributes = MANIFEST["contributes"]
        named = [one["path"] for one in contributes["grammars"] + contributes["snippets"]]
        named += [one["configuration"] for one in contributes["languages"]]
        assert len(named) == 5
        for name in named:
            json.loads((EXTENSION / name).read_text(encoding="utf-8"))

    @pytest.mark.parametrize("name", MANIFEST["contributes"]["configuration"]["properties"])
    def test_every_setting_stands_on_the_page(self, name: str) -> None:
        assert f"`{name}`" in PAGE

    @pytest.mark.parametrize(
        "command", MANIFEST["contributes"]["commands"], ids=lambda c: c["command"]
    )
    def test_every_command_stands_on_the_page(self, command: dict[str, str]) -> None:
        assert f"{command['category']}: {command['title']}" in PAGE
