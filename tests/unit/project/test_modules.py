"""Which files of a project are modules, and what is said of imports that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from bots import HOME, problems, project_of

from jaicp.check.checker import check
from jaicp.project.link import load_project
from jaicp.project.loader import JsFile
from jaicp.project.modules import find_export
from jaicp.project.packages import Unavailable
from jaicp.runtime.program import compile_program

MAIN = "require: main.js\n    type = scriptEs6\n    name = main\n"


def test_a_project_without_modules_has_no_graph_of_them() -> None:
    assert project_of({"src/main.sc": "require: a.js\n", "src/a.js": "x"}).modules is None


def test_files_that_modules_import_take_part() -> None:
    found = project_of(
        {
            "src/main.sc": f"{MAIN}require: lib/b.js\n    type = scriptEs6\n    name = b\n",
            "src/main.js": "import './lib/a'; import b from './lib/b.js'; import d from '/data.json';",
            "src/lib/a.js": "import '../main.js';",
            "src/lib/b.js": "",
            "src/data.json": "{}",
        }
    )
    assert problems(found) == []
    files = [unit for unit in found.units if isinstance(unit, JsFile)]
    assert [(one.source.path.name, one.name, one.imported) for one in files] == [
        ("main.js", "main", False),
        ("b.js", "b", False),
        ("a.js", "", True),
    ]
    assert found.modules is not None
    assert {path.name for path in found.modules.modules} == {"main.js", "a.js", "b.js", "data.json"}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import './gone.js';", ("src/main.js", 1, "missing-file")),
        ("\nimport('./gone.js');", ("src/main.js", 2, "missing-file")),
        ("import './data.json';", ("src/data.json", 2, "unreadable-file")),
        ("import './a.css';", None),
        ("import '../../../outside.js';", ("src/main.js", 1, "missing-file")),
    ],
)
def test_imports_that_lead_nowhere(code: str, expected: tuple[str, int, str] | None) -> None:
    files = {"src/main.sc": MAIN, "src/main.js": code, "src/data.json": "{\n a}", "src/a.css": ""}
    assert problems(project_of(files)) == ([] if expected is None else [expected])


HOSTILE = """
. .. ./ / @ @/ @a a//b # #a node: C:/x http://a/b.js file:///etc/passwd ./..\\\\..\\\\x ./\\uD800 a\\0b ./a\\0b
a/../../../../etc/passwd ./../../../../../../../../etc/passwd
"""


@pytest.mark.parametrize("name", ["", "x" * 5000, "./" + "x" * 5000, *HOSTILE.split()])
def test_whatever_an_import_names_a_project_is_loaded(name: str, tmp_path: Path) -> None:
    (tmp_path / "main.sc").write_text(MAIN)
    (tmp_path / "main.js").write_text(
        f"import a from '{name}'; import('{name}'); export default a;"
    )
    found = load_project(tmp_path / "main.sc")
    assert found.modules is not None
    assert {path.name for path in found.modules.modules} <= {"main.js"}
    check(found)
    compile_program(found)
    assert not any("passwd" in one.help for one in found.diagnostics)


def test_a_file_of_another_kind_is_unavailable() -> None:
    found = project_of({"src/main.sc": MAIN, "src/main.js": "import './a.css';", "src/a.css": ""})
    assert found.modules is not None
    (link,) = found.modules.modules[HOME / "src/main.js"].links.values()
    assert isinstance(link, Unavailable)
    assert link.message == "`a.css` is no JavaScript and no JSON"


def test_links_out_of_the_project_are_told(tmp_path: Path) -> None:
    bot = tmp_path / "bot"
    (bot / "src").mkdir(parents=True)
    (tmp_path / "secret.js").write_text("export default 'secret';")
    (bot / "chatbot.yaml").write_text("entryPoint: main.sc\n")
    (bot / "src/main.sc").write_text(MAIN)
    (bot / "src/main.js").write_text(
        "import a from './link.js'; import b from '../../secret.js'; import c from './folder/secret.js';"
    )
    (bot / "src/link.js").symlink_to(tmp_path / "secret.js")
    (bot / "src/folder").symlink_to(tmp_path, target_is_directory=True)
    found = load_project(bot)
    assert [d.code.slug for d in found.diagnostics] == ["outside-project"] * 3
    assert found.modules is not None
    assert [path.name for path in found.modules.modules] == ["main.js"]


def test_exports_are_followed_through_all_that_pass_them_on() -> None:
    found = project_of(
        {
            "src/main.sc": MAIN,
            "src/main.js": "export * from './a.js'; export { x as y, default } from './b.js';",
            "src/a.js": "export * from './b.js'; export * from './main.js'; export const own = 1;",
            "src/b.js": "export let x = 1; export default x;",
        }
    )
    assert found.modules is not None
    graph, main = found.modules, HOME / "src/main.js"
    found_names = {
        name: find_export(graph, main, name) for name in ("x", "y", "own", "default", "z")
    }
    assert {
        name: None if one is None else (one.path.name, one.local)
        for name, one in found_names.items()
    } == {
        "x": ("b.js", "x"),
        "y": ("b.js", "x"),
        "own": ("a.js", "own"),
        "default": ("b.js", "$deflt"),
        "z": None,
    }
