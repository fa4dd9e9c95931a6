from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from edited_bots import BROKEN, CLEAN
from editor import Editor, write


def _editor(folder: Path, files: dict[str, str]) -> Iterator[Editor]:
    editor = Editor(write(folder, files))
    yield editor
    editor.close()


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor on a bot without mistakes; whoever edits its files puts them back."""
    yield from _editor(tmp_path_factory.mktemp("clean bot"), CLEAN)


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor on a bot full of mistakes."""
    yield from _editor(tmp_path_factory.mktemp("broken"), BROKEN)


@pytest.fixture(scope="session")
def _traveller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    yield from _editor(tmp_path_factory.mktemp("nothing"), {})


@pytest.fixture
def fresh(_traveller: Editor, tmp_path: Path) -> Editor:
    """An editor on a copy of the bot without mistakes, for one test."""
    _traveller.move(write(tmp_path, CLEAN))
    return _traveller


@pytest.fixture
def empty(_traveller: Editor, tmp_path: Path) -> Editor:
    """An editor on an empty folder, for one test."""
    _traveller.move(tmp_path)
    return _traveller
