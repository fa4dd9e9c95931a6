"""`chatbot.yaml`: what is read, and what is said about what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaicp.project.config import ProjectConfig, read_config
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source

FILE = Path("/bots/shop/chatbot.yaml")


def read(text: str) -> tuple[ProjectConfig, list[Diagnostic]]:
    return read_config(Source(FILE, text))


def config(text: str) -> ProjectConfig:
    found, problems = read("entryPoint: main.sc\n" + text)
    assert problems == []
    return found


def test_what_a_bot_is_called_and_where_it_begins() -> None:
    found = config("name: our-shop\nlanguage: ru\n")
    assert (found.name, found.language) == ("our-shop", "ru")
    assert found.root == FILE.parent
    assert found.entry_points == (FILE.parent / "src" / "main.sc",)


def test_without_a_name_it_is_called_like_its_folder() -> None:
    assert config("").name == "shop"


def test_several_entry_points() -> None:
    found, _ = read("entryPoint:\n  - main.sc\n  - /other.sc\n")
    assert [path.name for path in found.entry_points] == ["main.sc", "other.sc"]


def test_unknown_keys_are_kept_and_not_complained_of() -> None:
    assert config("botEngine: v2\nnlp:\n  ours: 5\n").raw["botEngine"] == "v2"


def test_an_unknown_yaml_tag_is_read_as_what_stands_behind_it() -> None:
    assert config("injector: !!our/type {a: 1}\n").injector == {"a": 1}


def test_what_is_said_after_an_error() -> None:
    found = config(
        "messages:\n  onError:\n    defaultMessage: Sorry.\n    locales:\n      ru: Простите.\n"
    )
    assert found.error_messages == {"": "Sorry.", "ru": "Простите."}


def test_dependencies_and_custom_tags() -> None:
    found = config("dependencies:\n  - name: common\n    type: git\ncustomTags: src/tags/a.json\n")
    assert found.dependencies == {"common": ""}
    assert found.custom_tags == ("src/tags/a.json",)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name: x\n", 1, "names no `entryPoint`"),
        ("", 1, "names no `entryPoint`"),
        ("entryPoint: [1, 2]\n", 1, "`entryPoint` is a text, or a list of texts"),
        ("entryPoint: main.sc\ninjector: 5\n", 2, "`injector` is a mapping"),
        ("entryPoint: main.sc\nname: [a]\n", 2, "`name` is a text"),
        ("entryPoint: 'main.sc\n", 2, "this is no YAML"),
        ("a: b: c\n", 1, "this is no YAML"),
        ("- a\n- b\n", 1, "the file holds no `key: value` lines"),
        ("a: \x07\n", 1, "this is no YAML"),
        ("a: &b [*b, *c]\n", 1, "this is no YAML"),
    ],
)
def test_what_cannot_be_used_is_told_once_with_its_place(text: str, line: int, words: str) -> None:
    _, (problem,) = read(text)
    assert problem.code.slug == "bad-config"
    assert problem.span.location.line == line
    assert words in problem.message


@pytest.mark.parametrize(
    ("yaml", "name", "place"),
    [
        ("botEngine: [v2]\n", "botEngine", "[v2]"),
        ("sts: 0.2\n", "sts", "0.2"),
        ("caila:\n  noMatchThreshold: 'low'  # привет\n", "caila.noMatchThreshold", "'low'"),
        ("caila: {noMatchThreshold: 20}\n", "caila.noMatchThreshold", "20"),
        ("nlp:\n  lengthLimit: 5\n", "nlp.lengthLimit", "5"),
        ("nlp:\n  lengthLimit:\n    enabled: 1\n", "nlp.lengthLimit.enabled", "1"),
        ("nlp:\n  timeLimit:\n    timeout: 5s\n", "nlp.timeLimit.timeout", "5s"),
        ("nlp:\r\n  nbest: -1\r\n", "nlp.nbest", "-1"),
        ("dependencies:\n  - common\n  - other\n\n", "dependencies", "- common\n  - other"),
        (
            "messages: {onError: {defaultMessage: {a: b}}}\n",
            "messages.onError.defaultMessage",
            "{a: b}",
        ),
    ],
)
def test_a_setting_of_another_kind_is_told_at_its_place(yaml: str, name: str, place: str) -> None:
    _, (problem,) = read("# настройки 🌷\nentryPoint: main.sc\n" + yaml)
    assert (problem.code.id, problem.is_error) == ("JC602", False)
    assert problem.message.startswith(f"`{name}` is ")
    assert problem.span.text == place


def test_a_setting_without_a_value_and_one_from_an_anchor_are_fine() -> None:
    config("nlp:\n  lengthLimit:\n  nbest:\n")
    config("ours: &limit {enabled: true, symbols: 5}\nnlp:\n  lengthLimit: *limit\n")


def test_what_comes_from_an_anchor_stands_where_it_is_used() -> None:
    text = "entryPoint: main.sc\nours: &o {enabled: maybe}\nnlp:\n  lengthLimit:\n    <<: *o\n"
    _, (problem,) = read(text)
    assert problem.message == "`nlp.lengthLimit.enabled` is `true` or `false`"
    assert problem.span.location.line == 5
