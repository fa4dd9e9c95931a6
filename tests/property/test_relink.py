"""Linking and checking again after edits gives what linking and checking from the beginning gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.check.checker import Memory, check
from jaicp.project.bind import changed_documents
from jaicp.project.documents import Documents
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.project.loader import Loaded, load
from jaicp.project.relink import relink
from jaicp.project.symbols import Project
from jaicp.text.diagnostic import Diagnostic

MAIN = """\
require: other.sc
patterns:
    $hi = (hi|hello)
theme: /
    state: Start
        q!: * $hi *
        a: Hello! || html = "<b>Hello</b>"
        script:
            $session.name = "/Talk";
        buttons:
            "Menu" -> /Menu
        go!: /Menu/Second

    state: Menu
        event!: noMatch
        q: back || fromState = /Start, onlyThisState = true
        random:
            a: Choose.
            a: What is it?
        if: $session.name
            go: /Other/Sad
        else:
            a: Who are you?
        timeout: /Start || interval = "10 seconds"

        state: Second || modal = true
            a: {{ $session.name }}
"""
OTHER = """\
theme: /Other
    state: Sad
        q!: sad
        intent!: /sad
        InputText:
            prompt = Why?
            varName = why
            then = /Other/Sad
        a: A pity.

    state: Alone
        q!: sad
        q!: (sad|bad)
        go!: /Other/Alone
"""
NAMES = ("main.sc", "other.sc")

PIECES = st.sampled_from(
    ["", "!", " more", "🌧", "/Menu", "\n", "# a comment\n", "\n        a: yes\n", "        ", "Sad", '"', "throw;",
     "$hi", "    state: New\n", ": ", "|| modal = true", "(", "\r\n"]
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.floats(0, 1), st.integers(0, 12), PIECES),
    min_size=1,
    max_size=6,
)


def texts_after(texts: dict[Path, str], edit: tuple[str, float, int, str]) -> dict[Path, str]:
    """The texts with some characters of one of them replaced."""
    name, where, length, piece = edit
    path = Path(name).absolute()
    text = texts[path]
    at = int(where * len(text))
    return {**texts, path: text[:at] + piece + text[at + length :]}


def told(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[object, ...]]:
    """All that a user is shown."""
    return [
        (one.code, one.message, one.severity, one.help, one.notes, one.label,
         one.span.source.path, one.span.source.text, *one.span[1:],
         [(label.message, *label.span[1:]) for label in one.related],
         one.fix and [(edit.text, *edit.span[1:]) for edit in one.fix.edits])
        for one in diagnostics
    ]  # fmt: skip


def linked(project: Project) -> tuple[object, ...]:
    """What a project was linked to, with the place of everything."""
    return (
        [
            (path, one.parent, one.modal, one.no_context, one.children, one.name_span and one.name_span[1:],
             [(type(node).__name__, node.span.text, *node.span[1:]) for node in one.body])
            for path, one in project.states.items()
        ],
        [
            (one.owner, one.source, one.target, one.only_here, one.order, one.node.span.text, *one.node.span[1:])
            for one in project.triggers
        ],
        [(name, one.definition.span.text, *one.definition.span[1:]) for name, one in project.patterns.items()],
        [
            (path, [(one.path, to, one.tag, *one.span[1:]) for one, to in ways])
            for path, ways in project.ways.items()
        ],
    )  # fmt: skip


def relinked(loaded: Loaded, before: Project) -> Project | None:
    changed = changed_documents(loaded, before)
    return None if changed is None else relink(loaded, before, changed)


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@given(edits=EDITS)
def test_edits_are_followed(edits: list[tuple[str, float, int, str]]) -> None:
    texts = {Path("main.sc").absolute(): MAIN, Path("other.sc").absolute(): OTHER}
    memory, documents, before = Memory(), Documents(), None
    for edit in ((NAMES[0], 0.0, 0, ""), *edits):
        texts = texts_after(texts, edit)
        files = DiskFiles(texts)
        before = load_project(Path("main.sc"), files, documents, before)
        anew = load_project(Path("main.sc"), files)
        assert linked(before) == linked(anew)
        assert told(check(before, None, memory).diagnostics) == told(check(anew).diagnostics)


def test_a_problem_of_one_script_that_speaks_of_another_moves_with_that_one() -> None:
    main, other = Path("main.sc").absolute(), Path("other.sc").absolute()
    texts = {main: MAIN, other: OTHER + "theme: /\n    state: Menu\n        a: Twice.\n"}
    documents = Documents()
    before = load_project(main, DiskFiles(texts), documents)
    edited = {**texts, main: MAIN.replace("a: Hello!", "a: Hello, and welcome!")}
    again = relinked(load(main, DiskFiles(edited), documents), before)
    assert again is not None
    anew = load_project(main, DiskFiles(edited))
    (duplicate,) = (one for one in again.diagnostics if one.code.id == "JC202")
    assert [label.span.text for label in duplicate.related] == ["Menu"]
    assert told(again.diagnostics) == told(anew.diagnostics)


@pytest.mark.parametrize(
    ("was", "now", "keeps"),
    [
        ("A pity.", "Such a pity!", True),
        ("q!: sad\n        intent", "# so\n        q!: sad\n        intent", True),
        ("prompt = Why?", "prompt = Why so?", False),
        ("q!: sad", "q!: very sad", True),
        ("q!: sad", "q!: *", False),
        ("intent!: /sad", "intent!: /bad", True),
        ("intent!: /sad", "event!: /sad", False),
        ("go!: /Other/Alone", "go: /Other/Alone", False),
        ("state: Alone", "state: Lonely", False),
        ("        a: A pity.\n", "", False),
    ],
)
def test_a_form_is_kept_by_edits_of_wording_only(was: str, now: str, keeps: bool) -> None:
    main, other = Path("main.sc").absolute(), Path("other.sc").absolute()
    before = load_project(main, DiskFiles({main: MAIN, other: OTHER}))
    edited = OTHER.replace(was, now)
    assert edited != OTHER
    again = relinked(load(main, DiskFiles({main: MAIN, other: edited}), Documents()), before)
    assert (again is not None) is keeps
