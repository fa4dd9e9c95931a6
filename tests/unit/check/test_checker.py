"""`check`: one list of diagnostics for a project, in order, without doubles, and its options."""

from pathlib import Path

import pytest

from jaicp.check.checker import Checked, CheckOptions, check
from jaicp.project.link import load_project

SCRIPT = """\
theme: /
    state: Start || noContex = true
        q!: привет
        go!: /Nowhere
        a: Никто не прочтёт.
        timeout: /Start || interva = 3
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "main.sc").write_text(SCRIPT, encoding="utf-8")
    return tmp_path


def checked(folder: Path, **options: tuple[str, ...]) -> Checked:
    return check(load_project(folder / "main.sc"), CheckOptions(**options))


def found(result: Checked) -> list[tuple[str, int]]:
    return [(one.code.slug, one.span.location.line) for one in result.diagnostics]


def test_diagnostics_of_all_phases_come_in_the_order_of_the_text(folder: Path) -> None:
    result = checked(folder)
    assert found(result) == [
        ("unknown-parameter", 2),
        ("unknown-state", 4),
        ("after-go", 5),
        ("unknown-parameter", 6),
    ]
    assert not result.ok


def test_a_project_with_warnings_alone_is_fit_to_run(tmp_path: Path) -> None:
    (tmp_path / "main.sc").write_text(SCRIPT.replace("/Nowhere", "/Start"), encoding="utf-8")
    result = checked(tmp_path)
    assert result.diagnostics
    assert result.ok


@pytest.mark.parametrize("name", ["JC106", "jc106", "JC1", "unknown-parameter"])
def test_a_warning_can_be_left_out(folder: Path, name: str) -> None:
    assert found(checked(folder, ignore=(name,))) == [("unknown-state", 4), ("after-go", 5)]


def test_an_error_cannot_be_left_out(folder: Path) -> None:
    assert ("unknown-state", 4) in found(checked(folder, ignore=("JC",)))
    assert ("unknown-state", 4) in found(checked(folder, select=("JC406",)))


def test_only_some_can_be_asked_for(folder: Path) -> None:
    assert found(checked(folder, select=("JC4", "JC2"))) == [("unknown-state", 4), ("after-go", 5)]


def test_a_file_that_is_required_twice_is_reported_once(tmp_path: Path) -> None:
    (tmp_path / "main.sc").write_text("require: a.sc\nrequire: a.sc\n" + SCRIPT, encoding="utf-8")
    (tmp_path / "a.sc").write_text(
        "theme: /A || moda = true\n    state: X\n        q!: x\n        a: X\n", encoding="utf-8"
    )
    slugs = [one for one in checked(tmp_path).diagnostics if one.span.source.path.name == "a.sc"]
    assert len(slugs) == 1


def test_a_mistake_in_a_script_silences_other_rules_about_it(tmp_path: Path) -> None:
    (tmp_path / "main.sc").write_text(
        "theme: /\n    state: S\n        event!: newChatStarted\n        script:\n"
        "            if ($session.x = 1) { $reactions.answer('x') \n",
        encoding="utf-8",
    )
    assert [slug for slug, _ in found(checked(tmp_path))] == ["script-syntax"]


UNFINISHED = """\
theme: /
    state: Start
        q!: hello
        if: $client.name
            a: {{ greeting() }}
        else:
            a: Hello.

    state: Lost || noContext = true
        event!: noMatch
        a: What?
"""


@pytest.mark.parametrize("written", ["if:", "if"])
def test_a_condition_that_is_not_written_yet_is_one_mistake(tmp_path: Path, written: str) -> None:
    text = UNFINISHED.replace("if: $client.name", written).replace("greeting()", "$client.name")
    (tmp_path / "main.sc").write_text(text, encoding="utf-8")
    assert [line for _, line in found(checked(tmp_path))] == [4]


@pytest.mark.parametrize("written", ["require:", "require"])
def test_what_an_unfinished_require_would_bring_is_not_missed(tmp_path: Path, written: str) -> None:
    (tmp_path / "greeting.js").write_text(
        "function greeting() { return 'Hello' }", encoding="utf-8"
    )
    (tmp_path / "main.sc").write_text(f"require: greeting.js\n{UNFINISHED}", encoding="utf-8")
    assert found(checked(tmp_path)) == []
    (tmp_path / "main.sc").write_text(f"{written}\n{UNFINISHED}", encoding="utf-8")
    assert [line for _, line in found(checked(tmp_path))] == [1]
