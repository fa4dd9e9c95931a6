"""Reading the NLU project, its older forms, and files with example groups."""

from __future__ import annotations

import json
from pathlib import Path

from jaicp.project.link import load_project
from jaicp.project.nlu_files import ClassRule, Entity, Intent, NluData, Record, Slot, read_nlu
from jaicp.text.source import Source

SCRIPT = "theme: /\n    state: A\n        q!: a\n"


def read(text: str) -> tuple[NluData, list[str]]:
    data, problems = read_nlu(Source(Path("nlu.json"), text))
    return data, [problem.message for problem in problems]


def write(folder: Path, **files: str) -> Path:
    (folder / "src").mkdir()
    (folder / "src" / "main.sc").write_text(SCRIPT, encoding="utf-8")
    config = files.pop("config", "entryPoint: main.sc\n")
    (folder / "chatbot.yaml").write_text(config, encoding="utf-8")
    for name, text in files.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    return folder


def test_an_intent_with_everything():
    data, problems = read(
        json.dumps(
            {
                "intents": [
                    {
                        "id": 5,
                        "path": "/a/b",
                        "phrases": [{"text": "hello", "entities": None}, "bye", {"text": " "}],
                        "patterns": ["* hi *", ""],
                        "slots": [
                            {
                                "name": "n",
                                "entity": "E",
                                "required": True,
                                "array": True,
                                "prompts": ["?"],
                            }
                        ],
                        "answer": "yes",
                        "enabled": False,
                        "priority": 3,
                        "customData": '{"x": 1}',
                        "classificationRules": {
                            "refs": [
                                {"entityName": "E", "predicate": "CONTAINS"},
                                {"entityName": "F", "predicate": "CONTAINS_NOT"},
                            ]
                        },
                        "unknown": [1],
                    }
                ]
            }
        )
    )
    assert problems == []
    assert data.intents == (
        Intent(
            "/a/b",
            ("hello", "bye"),
            ("* hi *",),
            (Slot("n", "E", True, True, ("?",)),),
            "yes",
            enabled=False,
            priority=3,
            id=5,
            custom_data='{"x": 1}',
            rules=(ClassRule("E"), ClassRule("F", present=False)),
        ),
    )


def test_an_entity_with_its_records():
    data, _ = read(
        json.dumps(
            {
                "entities": [
                    {
                        "entity": {
                            "name": "E",
                            "priority": 2,
                            "noMorph": True,
                            "fuzzySearch": True,
                        },
                        "records": [
                            {"type": "synonyms", "rule": ["a", "b c"], "value": "1"},
                            {"type": "pattern", "rule": ["x*"]},
                        ],
                    }
                ]
            }
        )
    )
    records = (Record(("a", "b c"), "1"), Record(("x*",), "", is_pattern=True))
    assert data.entities == (
        Entity("E", records, priority=2, no_morph=True, loose=("fuzzySearch",)),
    )


def test_every_key_may_be_missing():
    for text in (
        "{}",
        '{"intents": null, "entities": [3, {}], "settings": 7}',
        '{"intents": [{}]}',
    ):
        data, problems = read(text)
        assert problems == []
        assert data.settings.algorithm == "sts"
    assert read('{"intents": [{}]}')[0].intents == (Intent("/"),)


def test_settings():
    data, _ = read(
        json.dumps(
            {
                "settings": {
                    "classificationAlgorithm": "regression",
                    "language": "ru",
                    "timezone": "Europe/Moscow",
                    "extendedSettings": {"stsSettings": {"lemmaMatch": 0.9}},
                },
                "enabledSystemEntities": ["duckling.number"],
                "systemEntities": [
                    {"name": "mystem.geo", "enabled": True},
                    {"name": "zb.number", "enabled": False},
                ],
                "faq": [
                    {"intentPath": "/KnowledgeBase/q", "replies": [{"type": "text", "text": "A"}]}
                ],
            }
        )
    )
    settings = data.settings
    assert (settings.algorithm, settings.language, settings.timezone) == (
        "regression",
        "ru",
        "Europe/Moscow",
    )
    assert settings.sts == {"lemmaMatch": 0.9}
    assert settings.system_entities == ("duckling.number", "mystem.geo")
    assert data.faq["/KnowledgeBase/q"] == ({"type": "text", "text": "A"},)


def test_import_files_list_classes():
    data, _ = read('{"classes": [{"path": "x/y", "phrases": ["a"], "disabled": true}]}')
    assert data.intents == (Intent("/x/y", ("a",), enabled=False),)


def test_what_is_no_json_is_told_with_its_place():
    data, problems = read('{"intents": [}')
    assert data.intents == ()
    assert problems == ["this is no JSON: expecting value"]
    assert read("[]")[1] == ["an NLU project is a JSON object"]


def test_the_newer_file_counts(tmp_path: Path):
    new, old = '{"intents": [{"path": "/new"}]}', '{"intents": [{"path": "/old"}]}'
    project = load_project(write(tmp_path, nlu=new, caila_import=old))
    assert [intent.path for intent in project.nlu.intents] == ["/new"]


def test_the_older_file_counts_alone(tmp_path: Path):
    project = load_project(write(tmp_path, caila_import='{"intents": [{"path": "/old"}]}'))
    assert [intent.path for intent in project.nlu.intents] == ["/old"]


def test_a_project_without_nlu(tmp_path: Path):
    assert load_project(write(tmp_path)).nlu == NluData()


def test_a_broken_file_is_among_the_diagnostics(tmp_path: Path):
    problems = load_project(write(tmp_path, nlu="{")).diagnostics
    assert [problem.code.slug for problem in problems] == ["unreadable-file"]


def test_example_groups(tmp_path: Path):
    config = "entryPoint: main.sc\nexampleGroups: [groups.json, gone.json]\n"
    groups = '{"classes": [{"path": "/a", "phrases": ["x"]}, {"path": "/b", "disabled": true}]}'
    project = load_project(write(tmp_path, config=config, groups=groups))
    assert [(group.path, group.phrases) for group in project.nlu.groups] == [("/a", ("x",))]
    assert [problem.message for problem in project.diagnostics] == ["there is no file `gone.json`"]
