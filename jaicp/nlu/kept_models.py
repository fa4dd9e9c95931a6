"""Models of intents that were learned before, kept on the disk by what they were learned from.

A bot that is started again, a worker beside others, a build of which only scripts have changed: all of them have
the same phrases, and learning takes seconds where reading takes a fraction of one. The name of a file is a hash of
all that the model depends on, so nothing has to be told when it changes. A file is written aside and moved into
its place, so that those who start at the same time disturb nobody; one that cannot be read is made anew. It holds
numbers and words only, and nothing of it is ever run.

The variable `JAICP_CACHE` names the folder, `off` keeps nothing; else it is the user's folder for such things.
"""

from __future__ import annotations

import json
import logging
import os
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_path

from jaicp.nlu.classifier import LinearClassifier

__all__ = ["CACHE_VARIABLE", "FEWEST", "MOST_KEPT", "learned"]

CACHE_VARIABLE = "JAICP_CACHE"
FEWEST = 300
"""Phrases from which on a model is kept; fewer are learned as quickly as they are read."""

MOST_KEPT = 50
"""Models; those that have not been used for longest go first."""

_LEARNED_BY = ("jaicp", "pymorphy3", "pymorphy3-dicts-ru")
"""The packages whose versions a model depends on."""

_log = logging.getLogger(__name__)


def learned(phrases: Sequence[tuple[int, str]]) -> LinearClassifier[int]:
    """The model of numbered phrases: the one that is kept for them, else a new one, which is kept if it can be."""
    folder = _folder()
    if folder is None or len(phrases) < FEWEST:
        return LinearClassifier(phrases)
    file = folder / f"{_key(phrases)}.json"
    kept = _read(file)
    if kept is None:
        kept = LinearClassifier(phrases)
        _write(file, kept)
    return kept


def _folder() -> Path | None:
    named = os.environ.get(CACHE_VARIABLE, "").strip()
    if named.lower() == "off":
        return None
    if named:
        return Path(named).expanduser() / "intents"
    return user_cache_path("jaicp", appauthor=False) / "intents"


def _key(phrases: Sequence[tuple[int, str]]) -> str:
    made_of = [[version(package) for package in _LEARNED_BY], phrases]
    return sha256(json.dumps(made_of).encode()).hexdigest()


def _read(file: Path) -> LinearClassifier[int] | None:
    try:
        data = json.loads(file.read_bytes())
        kept = LinearClassifier[int].from_json(data)
        os.utime(file)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        _log.warning("the kept model %s cannot be read and is learned anew: %s", file, error)
        return None
    return kept


def _write(file: Path, model: LinearClassifier[int]) -> None:
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".new")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(model.to_json(), out, ensure_ascii=False, separators=(",", ":"))
            Path(name).replace(file)
        finally:
            Path(name).unlink(missing_ok=True)
        _drop_oldest(file.parent)
    except OSError as error:
        _log.info("the model of the intents is not kept, it will be learned again: %s", error)


def _drop_oldest(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime, reverse=True)
    for file in files[MOST_KEPT:]:
        file.unlink(missing_ok=True)
