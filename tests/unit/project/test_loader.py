"""Which files belong to a project, and in which order they are loaded."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from bots import HOME, MemoryFiles, problems, project_of

from jaicp.project.link import load_project
from jaicp.project.loader import JsFile, find_config
from jaicp.project.standard import STANDARD, is_standard
from jaicp.syntax.ast import Document, Init
from jaicp.text.diagnostic import Severity

EMPTY = "theme: /\n"


def order(files: dict[str, str | bytes]) -> list[str]:
    """The files of a project in load order; an `init` by its code."""
    found = []
    for unit in project_of(files).units:
        if isinstance(unit, Init):
            found.append(unit.script.span.text)
        else:
            path = os.path.normpath(unit.source.path)
            found.append(Path(path).relative_to(HOME).as_posix())
    return found


class TestStart:
    @pytest.mark.parametrize("start", ["", "chatbot.yaml"])
    def test_a_folder_or_its_configuration(self, start: str) -> None:
        assert len(project_of({"src/main.sc": EMPTY}, start).documents) == 1

    def test_a_single_script_is_a_project(self) -> None:
        found = project_of({"src/a.sc": "require: b.sc\n", "src/b.sc": EMPTY}, "src/a.sc")
        assert [d.source.path.name for d in found.documents] == ["a.sc", "b.sc"]
        assert found.config.name == "a"

    @pytest.mark.parametrize("start", ["missing.sc", "src", "other.yaml"])
    def test_where_there_is_none_the_user_is_told_what_to_name(self, start: str) -> None:
        with pytest.raises(FileNotFoundError, match="there is no"):
            find_config(HOME / start, MemoryFiles({"chatbot.yaml": ""}))

    def test_the_entry_point_may_lie_beside_the_configuration(self) -> None:
        assert order({"main.sc": EMPTY}) == ["main.sc"]

    def test_a_missing_entry_point_is_told_where_it_is_named(self) -> None:
        found = project_of({"chatbot.yaml": "name: x\nentryPoint: start.sc\n"})
        assert problems(found) == [("chatbot.yaml", 2, "missing-file")]


class TestOrder:
    def test_required_files_come_behind_their_file_depth_first(self) -> None:
        assert order({
            "src/main.sc": "require: a.sc\nrequire: c.js\n",
            "src/a.sc": "require: b.sc\n",
            "src/b.sc": EMPTY,
            "src/c.js": "",
        }) == ["src/main.sc", "src/a.sc", "src/b.sc", "src/c.js"]  # fmt: skip

    def test_inits_run_when_all_that_their_file_requires_is_there(self) -> None:
        assert order({
            "src/main.sc": "init: first()\nrequire: a.sc\n",
            "src/a.sc": "theme: /\n    init: second()\n",
        }) == ["src/main.sc", "src/a.sc", "second()", "first()"]  # fmt: skip

    def test_a_file_that_is_required_again_or_in_a_circle_counts_once(self) -> None:
        assert order({
            "src/main.sc": "require: a.sc\nrequire: a.sc\n",
            "src/a.sc": "require: main.sc\n",
        }) == ["src/main.sc", "src/a.sc"]  # fmt: skip

    def test_a_long_chain_is_no_problem(self) -> None:
        files: dict[str, str | bytes] = {
            f"src/f{number}.sc": f"require: f{number + 1}.sc\n" for number in range(1500)
        }
        assert (
            len(order({**files, "src/f1500.sc": EMPTY, "src/main.sc": "require: f0.sc\n"})) == 1502
        )


class TestPaths:
    @pytest.mark.parametrize(
        ("written", "file"),
        [
            ("near.sc", "src/themes/near.sc"),
            ("/far.sc", "src/far.sc"),
            ("../far.sc", "src/far.sc"),
            ("fallback.sc", "src/fallback.sc"),
            ("'near.sc'", "src/themes/near.sc"),
        ],
    )
    def test_counted_from_the_requiring_file_or_from_src(self, written: str, file: str) -> None:
        files = {
            "src/main.sc": "require: themes/a.sc\n",
            "src/themes/a.sc": f"require: {written}\n",
            file: EMPTY,
        }
        assert order(files)[-1] == file

    def test_a_missing_file_is_told_at_the_require(self) -> None:
        found = project_of({"src/main.sc": EMPTY + "require: gone.sc\n"})
        assert problems(found) == [("src/main.sc", 2, "missing-file")]

    def test_a_near_name_is_suggested(self, tmp_path: Path) -> None:
        (tmp_path / "main.sc").write_text("require: helper.sc\n", encoding="utf-8")
        (tmp_path / "helpers.sc").write_text(EMPTY, encoding="utf-8")
        (problem,) = load_project(tmp_path / "main.sc").diagnostics
        assert problem.help == "did you mean `helpers.sc`?"

    def test_nothing_outside_of_the_project_is_read(self, tmp_path: Path) -> None:
        (tmp_path / "secret.sc").write_text(EMPTY, encoding="utf-8")
        bot = tmp_path / "bot"
        bot.mkdir()
        (bot / "main.sc").write_text("require: ../secret.sc\nrequire: link.sc\n", encoding="utf-8")
        (bot / "link.sc").symlink_to(tmp_path / "secret.sc")
        found = load_project(bot / "main.sc")
        assert [d.code.slug for d in found.diagnostics] == ["outside-project"] * 2
        assert len(found.documents) == 1


class TestModules:
    @pytest.mark.parametrize("setting", ["module", "from"])
    @pytest.mark.parametrize("home", ["modules/common/src", "modules/common"])
    def test_a_copy_in_the_project_is_used(self, setting: str, home: str) -> None:
        files = {"src/main.sc": f"require: a.sc\n  {setting} = common\n", f"{home}/a.sc": EMPTY}
        assert order(files)[-1] == f"{home}/a.sc"

    def test_without_one_the_project_is_incomplete(self) -> None:
        text = "require: a.sc\n    module = ours\nrequire: b.sc\n    module = ours\n"
        found = project_of({"src/main.sc": text})
        (problem,) = found.diagnostics
        assert (problem.code.slug, problem.severity.word) == ("unknown-module", "info")
        assert not found.complete

    def test_a_slash_means_the_top_of_the_module(self) -> None:
        assert order({
            "src/main.sc": "require: deep/a.sc\n  module = ours\n",
            "src/b.sc": EMPTY,
            "modules/ours/src/deep/a.sc": "require: /b.sc\n",
            "modules/ours/src/b.sc": EMPTY,
        })[1:] == ["modules/ours/src/deep/a.sc", "modules/ours/src/b.sc"]  # fmt: skip


TEXT = "require: text/text.sc\n    module = {}\n"


class TestStandardModule:
    def documents(self, files: dict[str, str | bytes]) -> list[str]:
        found = project_of(files)
        assert found.diagnostics == ()
        assert found.complete
        return [
            one.source.path.relative_to(
                STANDARD if is_standard(one.source.path) else HOME
            ).as_posix()
            for one in found.documents
        ]

    def test_comes_with_jaicp(self) -> None:
        found = self.documents({"src/main.sc": TEXT.format("sys.zb-common")})
        assert found == ["src/main.sc", "zb-common/text/text.sc"]

    def test_a_copy_in_the_project_goes_first(self) -> None:
        copy = "modules/sys.zb-common/src/text/text.sc"
        found = self.documents({"src/main.sc": TEXT.format("sys.zb-common"), copy: EMPTY})
        assert found == ["src/main.sc", copy]

    @pytest.mark.parametrize(
        "dependency",
        [
            "{name: common, type: git, url: https://bitbucket.org/someone/zb-common}",
            "{name: common, type: git, url: 'git@host:someone/zenbot-common.git'}",
            "{name: zb-common, type: module}",
        ],
    )
    def test_a_dependency_may_mean_it(self, dependency: str) -> None:
        name = dependency.split(",")[0].removeprefix("{name: ")
        config = f"entryPoint: main.sc\ndependencies:\n  - {dependency}\n"
        found = self.documents({"chatbot.yaml": config, "src/main.sc": TEXT.format(name)})
        assert found[1:] == ["zb-common/text/text.sc"]

    @pytest.mark.parametrize("name", ["common", "sys.other", "sys...", "sys.", "sys./etc"])
    def test_no_other_name_means_it(self, name: str) -> None:
        config = "entryPoint: main.sc\ndependencies:\n  - {name: ours, url: https://host/common}\n"
        found = project_of({"chatbot.yaml": config, "src/main.sc": TEXT.format(name)})
        assert [one.code.slug for one in found.diagnostics] == ["unknown-module"]

    def test_a_file_that_it_lacks_is_told(self) -> None:
        found = project_of({"src/main.sc": "require: text/test.sc\n  module = sys.zb-common\n"})
        (problem,) = found.diagnostics
        assert (problem.code.slug, problem.severity.word) == ("unknown-module", "info")
        assert problem.help == "did you mean `text.sc`?"
        assert not found.complete

    def test_it_leads_to_no_other_file(self) -> None:
        text = "require: ../../../pyproject.sc\n  module = sys.zb-common\n"
        found = project_of({"src/main.sc": text})
        assert [one.code.slug for one in found.diagnostics] == ["unknown-module"]


class TestKindsOfFiles:
    def test_modern_scripts_are_told_apart(self) -> None:
        found = project_of({
            "src/main.sc": "require: a.js\nrequire: b.js\n    type = scriptEs6\n    name = b\n",
            "src/a.js": "", "src/b.js": "",
        })  # fmt: skip
        scripts = [unit for unit in found.units if isinstance(unit, JsFile)]
        assert [(unit.es6, unit.name) for unit in scripts] == [(False, ""), (True, "b")]

    def test_dictionaries_are_found_by_name(self) -> None:
        found = project_of({
            "src/main.sc": "require: a.csv\n    name = City\n    var = $Cities\n",
            "src/a.csv": "1;London\n",
        })  # fmt: skip
        assert found.dictionaries["City"].var == "$Cities"

    @pytest.mark.parametrize(
        ("name", "data"),
        [("a.json", b"{"), ("a.txt", b"x"), ("a.js", b"\xff\xfe1\x00"), ("a.sc", b"\xcf\n")],
    )
    def test_what_cannot_be_read_is_told(self, name: str, data: bytes) -> None:
        found = project_of({"src/main.sc": f"require: {name}\n", f"src/{name}": data})
        assert "unreadable-file" in {d.code.slug for d in found.diagnostics}

    def test_documents_are_units_too(self) -> None:
        found = project_of({"src/main.sc": EMPTY})
        assert [type(unit) for unit in found.units] == [Document]


class TestRequiredAgain:
    def told(self, files: dict[str, str | bytes]) -> list[tuple[str, int, str]]:
        """What is told of requires that do nothing: the code, the line, the file."""
        return [
            (one.code.id, one.span.location.line, one.span.source.path.name)
            for one in project_of(files).diagnostics
            if one.code.id in ("JC208", "JC209")
        ]

    def test_the_same_line_twice_is_told_once_however_often_it_stands_there(self) -> None:
        text = "require: a.sc\nrequire: a.js\n" * 3
        found = self.told({"src/main.sc": text, "src/a.sc": EMPTY, "src/a.js": ""})
        assert found == [("JC208", 3, "main.sc"), ("JC208", 4, "main.sc")]

    def test_it_is_no_more_than_an_info(self) -> None:
        (found,) = project_of({"src/main.sc": "require: main.sc\n"}).diagnostics
        assert found.severity is Severity.INFO

    def test_other_settings_make_another_require(self) -> None:
        text = "require: a.sc\n    injector = {x: 1}\nrequire: a.sc\n    injector = {x: 2}\n"
        assert self.told({"src/main.sc": text, "src/a.sc": EMPTY}) == []

    def test_data_under_two_names_and_files_that_two_scripts_need_are_fine(self) -> None:
        files = {
            "src/main.sc": "require: a.sc\nrequire: b.sc\n"
            "require: x.csv\n    name = X\nrequire: x.csv\n    name = Y\n",
            "src/a.sc": "require: b.sc\n",
            "src/b.sc": EMPTY,
            "src/x.csv": "1;a\n",
        }
        assert self.told(files) == []

    def test_a_circle_is_told_where_it_closes(self) -> None:
        files = {
            "src/main.sc": "require: a.sc\n",
            "src/a.sc": "\nrequire: b.sc\n",
            "src/b.sc": "\n\nrequire: main.sc\nrequire: b.sc\n",
        }
        assert self.told(files) == [("JC209", 3, "b.sc"), ("JC209", 4, "b.sc")]
