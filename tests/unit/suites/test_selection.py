"""Which files are tests: Ant's globs, `tests` of a chatbot.yaml."""

from pathlib import Path

import pytest

from jaicp.project.config import ProjectConfig, read_config
from jaicp.suites.selection import (
    Patterns,
    find_files,
    is_selected,
    matches,
    missing_files,
    read_patterns,
)
from jaicp.suites.suite import read_suite
from jaicp.text.source import Source


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("test.xml", "test.xml"),
        ("*.xml", "заказ.xml"),
        ("t?st.xml", "test.xml"),
        ("**/*.xml", "test.xml"),
        ("**/*.xml", "a/b/test.xml"),
        ("a/**", "a/b/c.xml"),
        ("a/", "a/b/c.xml"),
        ("a/**/c.xml", "a/c.xml"),
        ("a\\*.xml", "a/c.xml"),
        ("./a.xml", "a.xml"),
        ("/a.xml", "a.xml"),
        ("a.(1).xml", "a.(1).xml"),
    ],
)
def test_patterns_that_match(pattern: str, path: str):
    assert matches(pattern, path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.xml", "a/test.xml"),
        ("test.xml", "a/test.xml"),
        ("a/*/c.xml", "a/c.xml"),
        ("a.xml", "aXxml"),
        ("**/b/*.xml", "ab/c.xml"),
        ("?.xml", "/.xml"),
        ("Test.xml", "test.xml"),
    ],
)
def test_patterns_that_do_not(pattern: str, path: str):
    assert not matches(pattern, path)


def patterns_of(yaml: str) -> Patterns:
    config, _ = read_config(Source("/bot/chatbot.yaml", f"entryPoint: main.sc\n{yaml}"))
    patterns, problems = read_patterns(config)
    assert problems == []
    return patterns


def test_tests_of_a_chatbot_yaml():
    assert patterns_of("") == Patterns()
    assert patterns_of("tests:\n  include:\n    # - off.xml\n") == Patterns()
    assert patterns_of("tests: {include: test.xml}") == Patterns(("test.xml",))
    assert patterns_of("tests: {exclude: ['*.xml']}") == Patterns((), ("*.xml",))


@pytest.mark.parametrize(
    ("yaml", "place"),
    [
        ("tests: all", "all"),
        ("tests: {include: [1]}", "[1]"),
        ("tests: {exclude: {a: b}}", "{a: b}"),
    ],
)
def test_tests_of_another_kind_are_a_warning(yaml: str, place: str):
    config, _ = read_config(Source("/bot/chatbot.yaml", f"entryPoint: main.sc\n{yaml}\n"))
    patterns, (problem,) = read_patterns(config)
    assert patterns == Patterns()
    assert problem.code.id == "JC602"
    assert problem.span.text == place
    assert not problem.is_error


def test_files_are_found_below_the_folder_in_order(tmp_path: Path):
    for name in ("b.xml", "a/c.xml", "a.xml", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [path.relative_to(tmp_path).as_posix() for path in find_files(tmp_path, Patterns())]
    assert found == ["a/c.xml", "a.xml", "b.xml"]
    chosen = Patterns(include=("**/*.xml",), exclude=("a/",))
    assert [path.name for path in find_files(tmp_path, chosen)] == ["a.xml", "b.xml"]


def test_a_project_without_the_folder_has_no_tests(tmp_path: Path):
    config = ProjectConfig(root=tmp_path, source_root=tmp_path / "src", entry_points=())
    assert find_files(config.root / "test", Patterns()) == []


@pytest.mark.parametrize(
    "glob", ["greet*", "greeting", "test.xml", "a/*.xml", "bot/test/a/test.xml"]
)
def test_cases_are_selected_by_id_and_by_file(glob: str):
    (case,) = read_suite(Source("x", '<test><test-case id="greeting"/></test>')).cases
    names = ["a/test.xml", "bot/test/a/test.xml"]
    assert is_selected([glob], case, names)
    assert not is_selected(["farewell"], case, names)
    assert is_selected([], case, names)


def test_named_files_that_are_not_there_are_told(tmp_path: Path):
    (tmp_path / "a.xml").touch()
    patterns = Patterns(include=("a.xml", "b.xml", "c*.xml", "d/", "/a.xml"))
    assert missing_files(tmp_path, patterns) == ["b.xml"]
