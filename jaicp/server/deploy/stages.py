"""The steps of a deployment, each of which leaves a log and may fail.

Git and the checks run as programs of their own, bounded by time and without a terminal to ask at. What comes
from a repository is data: nothing of it is run but by `jaicp test`, in the sandbox of scripts.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from jaicp.server.deploy.models import ChannelSetup

__all__ = ["StageError", "check", "dependencies", "fetch", "run_tests", "version_of"]

GIT_SECONDS = 300.0
CHECK_SECONDS = 300.0
TEST_SECONDS = 1800.0
LOG_LIMIT = 100_000
"""Characters of a stage's log that are kept, the last ones."""

NPM_SECONDS = 300.0
_SKIPPED = shutil.ignore_patterns(".git", "var", ".venv", "__pycache__")
_NPM = ("--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")


class StageError(Exception):
    """The step failed; the text is its log."""


def version_of(setup: ChannelSetup) -> str:
    """What the source is now: the commit that `ref` names, or a fingerprint of the folder."""
    if not setup.is_git:
        return _fingerprint(Path(setup.source))
    lines = _run(["git", "ls-remote", "--", setup.source], GIT_SECONDS).splitlines()
    refs = {name: commit for commit, _, name in (line.partition("\t") for line in lines)}
    names = (f"refs/heads/{setup.ref}", f"refs/tags/{setup.ref}^{{}}", f"refs/tags/{setup.ref}")
    return next((refs[name] for name in names if name in refs), setup.ref)


def _fingerprint(folder: Path) -> str:
    """Changes whenever a file of the folder does: names, sizes and times of change."""
    if not folder.is_dir():
        raise StageError(f"there is no folder `{folder}`")
    digest = hashlib.sha256()
    hidden = {".git", "var", ".venv", "node_modules", "__pycache__"}
    for at, names, files in os.walk(folder):
        names[:] = sorted(name for name in names if name not in hidden)
        for name in sorted(files):
            path = Path(at, name)
            found = path.lstat()
            line = f"{path.relative_to(folder)}\0{found.st_size}\0{found.st_mtime_ns}\n"
            digest.update(line.encode("utf-8", "surrogateescape"))
    return f"folder-{digest.hexdigest()[:16]}"


def fetch(setup: ChannelSetup, target: Path) -> str:
    """Put the source into `target`, an empty folder; the log."""
    if not setup.is_git:
        shutil.copytree(setup.source, target, ignore=_SKIPPED, symlinks=True, dirs_exist_ok=True)
        return f"copied from {setup.source}\n"
    log = _run(
        ["git", "clone", "--quiet", "--no-checkout", "--", setup.source, str(target)], GIT_SECONDS
    )
    ref = setup.ref
    try:
        _run(
            ["git", "rev-parse", "--verify", "--quiet", f"origin/{ref}^{{commit}}"],
            GIT_SECONDS,
            target,
        )
        ref = f"origin/{ref}"
    except StageError:
        pass  # a tag or a commit then
    log += _run(["git", "checkout", "--quiet", "--detach", ref, "--"], GIT_SECONDS, target)
    return log + _run(["git", "log", "-1", "--format=%H %an: %s"], GIT_SECONDS, target)


def dependencies(folder: Path) -> str:
    """Fetch the `dependencies` of `chatbot.yaml` and of `package.json` that are not there yet; the log."""
    return _repositories(folder) + "".join(_packages(folder / part) for part in ("", "src"))


def _packages(folder: Path) -> str:
    """Let npm install what a `package.json` names, without running anything of it, unless that was done already.

    Without npm the bot is published all the same: the check tells which packages are missing.
    """
    try:
        described = json.loads((folder / "package.json").read_text("utf-8-sig"))
    except (OSError, ValueError):
        return ""
    if not isinstance(described, dict) or not described.get("dependencies"):
        return ""
    if (folder / "node_modules").exists():
        return "node_modules: stands in the project\n"
    npm = shutil.which("npm")
    if npm is None:
        return "packages are not installed: there is no npm on this machine\n"
    with TemporaryDirectory(dir=folder) as apart:  # where no `.npmrc` of the bot is read
        for name in ("package.json", "package-lock.json"):
            if (folder / name).is_file():
                shutil.copy(folder / name, apart)
        how = "ci" if Path(apart, "package-lock.json").exists() else "install"
        log = _run([npm, how, *_NPM], NPM_SECONDS, Path(apart))
        made = Path(apart, "node_modules")
        if made.is_dir():
            made.rename(folder / "node_modules")
    return log + f"npm {how}: done\n"


def _repositories(folder: Path) -> str:
    """Fetch the `dependencies` of `chatbot.yaml` that are git repositories into `module`; the log."""
    try:
        config = yaml.safe_load((folder / "chatbot.yaml").read_text("utf-8-sig"))
    except (OSError, ValueError, yaml.YAMLError):
        return "no chatbot.yaml that can be read: the check tells more\n"
    wanted = config.get("dependencies") if isinstance(config, dict) else None
    log = ""
    for item in wanted if isinstance(wanted, list) else []:
        if not isinstance(item, dict):
            continue
        name, url = str(item.get("name", "")), str(item.get("url", ""))
        if not url or "zb-common" in url or not name.replace("-", "").replace("_", "").isalnum():
            log += f"{name or item}: comes with jaicp, or has no address\n"
            continue
        target = folder / "module" / name
        if target.exists():
            log += f"{name}: stands in the project\n"
            continue
        ref = str(item.get("version") or item.get("branch") or "")
        branch = ["--branch", ref] if ref and not ref.startswith("-") else []
        clone = ["git", "clone", "--quiet", "--depth", "1", *branch, "--", url, str(target)]
        log += _run(clone, GIT_SECONDS) + f"{name}: {url} {ref}\n"
    return log


def check(folder: Path) -> str:
    """Check the project; the log."""
    return _jaicp(["check", str(folder)], CHECK_SECONDS)


def run_tests(folder: Path) -> str:
    """Play the suites of the project; the log."""
    return _jaicp(["test", str(folder)], TEST_SECONDS)


def _jaicp(arguments: Sequence[str], seconds: float) -> str:
    return _run([sys.executable, "-m", "jaicp", *arguments], seconds)


def _run(command: Sequence[str], seconds: float, folder: Path | None = None) -> str:
    """What a program prints; raises `StageError` where it fails or takes too long."""
    environment = {
        **os.environ,
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ALLOW_PROTOCOL": "file:https:http:ssh:git",
    }
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise StageError(f"{command[0]} took longer than {seconds:g} s") from None
    except OSError as error:
        raise StageError(f"{command[0]} cannot be run: {error.strerror}") from None
    log = done.stdout.decode("utf-8", "replace")[-LOG_LIMIT:]
    if done.returncode:
        raise StageError(log or f"{command[0]} ended with {done.returncode}")
    return log
