"""Where imports of packages lead: the rules of Node.js, within the project's folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bots import HOME, MemoryFiles

from jaicp.project.documents import Documents
from jaicp.project.files import DiskFiles
from jaicp.project.packages import Packages, Unavailable, package_of, package_part

SRC = HOME / "src"


def packages(files: dict[str, Any]) -> Packages:
    """A project with these files; what is no text is written as JSON."""
    texts = {n: one if isinstance(one, str) else json.dumps(one) for n, one in files.items()}
    return Packages(HOME, MemoryFiles(texts), Documents().resolve)


def found(
    files: dict[str, Any], specifier: str, importer: str = "src/main.js", how: Any = "import"
) -> str:
    """Where an import leads, below the project's folder, or why it leads nowhere."""
    link = packages(files).find(specifier, HOME / importer, how)
    return link.message if isinstance(link, Unavailable) else link.relative_to(HOME).as_posix()


def one(package: dict[str, Any], *others: str) -> dict[str, Any]:
    """A package `p` with some files beside its `package.json`."""
    home = "src/node_modules/p/"
    return {home + "package.json": package, **{home + name: "" for name in ("index.js", *others)}}


@pytest.mark.parametrize(
    ("package", "files", "expected"),
    [
        ({}, [], "index.js"),
        ({"main": "lib/a.js"}, ["lib/a.js"], "lib/a.js"),
        ({"main": "./lib/a"}, ["lib/a.js"], "lib/a.js"),
        ({"main": "lib"}, ["lib/index.js"], "lib/index.js"),
        ({"main": "gone.js"}, [], "index.js"),
        ({"main": "a.js", "module": "es/a.js"}, ["a.js", "es/a.js"], "es/a.js"),
        ({"main": "a.js", "exports": "./b.js"}, ["a.js", "b.js"], "b.js"),
        ({"exports": {".": {"require": "./a.cjs", "import": "./a.mjs"}}}, ["a.mjs"], "a.mjs"),
        (
            {"exports": {"node": "./n.js", "browser": "./b.js", "default": "./d.js"}},
            ["n.js", "b.js", "d.js"],
            "b.js",
        ),
        ({"exports": {"node": "./n.js", "default": "./d.js"}}, ["n.js", "d.js"], "d.js"),
        ({"main": "a.js", "browser": "b.js"}, ["a.js", "b.js"], "b.js"),
        ({"main": "a.js", "browser": {"./a": "./b.js"}}, ["a.js", "b.js"], "b.js"),
        ({"exports": "./a.js", "browser": {"./a.js": "./b.js"}}, ["a.js", "b.js"], "b.js"),
        ({"exports": "./a.js", "browser": {"./a.js": "../b.js"}}, ["a.js"], "a.js"),
        ({"exports": {"node": "./n.js", "browser": "./b.js"}}, ["n.js", "b.js"], "b.js"),
        ({"exports": {"node": {"import": "./n.js"}}}, ["n.js"], "n.js"),
        ({"exports": {".": [{"import": {"default": "./d.js"}}, "./e.js"]}}, ["d.js"], "d.js"),
    ],
)
def test_the_entry_of_a_package(package: dict[str, Any], files: list[str], expected: str) -> None:
    assert found(one(package, *files), "p") == f"src/node_modules/p/{expected}"


def test_require_has_its_own_conditions() -> None:
    table = {"exports": {"import": "./a.mjs", "require": "./a.cjs"}, "module": "m.js"}
    assert found(one(table, "a.mjs", "a.cjs"), "p", how="require").endswith("a.cjs")
    old = {"main": "a.js", "module": "m.js"}
    assert found(one(old, "a.js", "m.js"), "p", how="require").endswith("/a.js")


@pytest.mark.parametrize(
    ("exports", "part", "expected"),
    [
        (None, "p/lib/b", "lib/b.js"),
        (None, "p/lib/b.js", "lib/b.js"),
        ({"./b": "./lib/b.js"}, "p/b", "lib/b.js"),
        ({"./*": "./lib/*.js"}, "p/b", "lib/b.js"),
        ({"./x/*": "./no/*.js", "./x/y/*.js": "./lib/*.js"}, "p/x/y/b.js", "lib/b.js"),
    ],
)
def test_parts_of_a_package(exports: Any, part: str, expected: str) -> None:
    package = {} if exports is None else {"exports": exports}
    assert found(one(package, "lib/b.js"), part) == f"src/node_modules/p/{expected}"


@pytest.mark.parametrize(
    ("exports", "part"),
    [({".": "./index.js"}, "p/lib/b.js"), ({"./b": None}, "p/b"), ("./a.js", "p/b")],
)
def test_what_a_package_keeps_to_itself(exports: Any, part: str) -> None:
    assert found(one({"exports": exports}, "lib/b.js"), part) == (
        f"its package does not export `{part}`"
    )


def test_names_with_a_scope_and_the_nearest_of_several_folders() -> None:
    files = {
        "node_modules/@a/b/index.js": "",
        "node_modules/p/index.js": "",
        "src/node_modules/p/index.js": "",
        "src/node_modules/p/node_modules/q/index.js": "",
        "node_modules/q/index.js": "",
    }
    assert found(files, "@a/b") == "node_modules/@a/b/index.js"
    assert found(files, "p") == "src/node_modules/p/index.js"
    assert found(files, "q") == "node_modules/q/index.js"
    inside = "src/node_modules/p/lib/x.js"
    assert found(files, "q", inside) == "src/node_modules/p/node_modules/q/index.js"
    assert package_part("@a/b/c/d") == ("@a/b", "./c/d")
    assert package_of(HOME / "node_modules/@a/b/lib/c.js") == "@a/b"
    assert package_of(HOME / inside) == "p"
    assert package_of(HOME / "src/a.js") == ""


def test_names_within_a_package() -> None:
    table = {"name": "p", "exports": {"./x": "./lib/b.js"}, "imports": {"#in": "./lib/b.js"}}
    files = one(table, "lib/b.js")
    inside = "src/node_modules/p/index.js"
    assert found(files, "#in", inside) == "src/node_modules/p/lib/b.js"
    assert found(files, "p/x", inside) == "src/node_modules/p/lib/b.js"
    assert found(files, "#out", inside) == "`#out` is not among the `imports` of its package"


def test_what_a_package_does_without_in_browsers() -> None:
    table = {"browser": {"fs": False, "net": "./lib/b.js", "stream": "r"}}
    files = {**one(table, "lib/b.js"), "src/node_modules/r/index.js": ""}
    inside = "src/node_modules/p/index.js"
    known = packages(files)
    assert known.find("fs", HOME / inside, "require") == known.nothing
    assert found(files, "net", inside) == "src/node_modules/p/lib/b.js"
    assert found(files, "stream", inside) == "src/node_modules/r/index.js"
    assert found(files, "os", inside).startswith("`os` is a module of Node.js")
    assert found(files, "net").startswith("`net` is a module of Node.js")


def test_modules_of_node_are_refused_by_name_unless_a_package_stands_for_them() -> None:
    assert found({}, "fs/promises").startswith("`fs/promises` is a module of Node.js itself")
    assert found({}, "node:path").startswith("`node:path` is a module of Node.js itself")
    installed = {"src/node_modules/events/index.js": ""}
    assert found(installed, "events") == "src/node_modules/events/index.js"
    assert found(installed, "node:events").startswith("`node:events` is a module of Node.js")


def test_a_package_that_is_not_there() -> None:
    declared = {"src/package.json": {"dependencies": {"p": "1"}}}
    link = packages(declared).find("p/part", SRC / "main.js", "import")
    assert isinstance(link, Unavailable)
    assert link.message == "the package `p` is not installed"
    assert link.help == "type `npm install` in the folder of that `package.json`"
    link = packages({}).find("p", SRC / "main.js", "import")
    assert isinstance(link, Unavailable)
    assert link.help == "type `npm install p` in the folder of the project's `package.json`"


@pytest.mark.parametrize(
    "text", ["[", "[1]", '{"main": 1, "exports": 5}', '{"exports": {".": 7}}', '"x"']
)
def test_a_package_json_that_says_nothing(text: str) -> None:
    files = {"src/node_modules/p/package.json": text, "src/node_modules/p/index.js": ""}
    found(files, "p")


@pytest.mark.parametrize(
    "target", ["../../secret.js", "./../../../x.js", "/etc/passwd", "./x/../../../q.js"]
)
def test_a_package_leads_nowhere_outside_of_itself(target: str) -> None:
    files = {**one({"exports": target, "main": target}), "src/secret.js": "", "src/q.js": ""}
    assert found(files, "p").startswith(("`p` leads to no file", "its package does not"))
    old = {**one({"main": target}), "src/secret.js": ""}
    assert found(old, "p") == "src/node_modules/p/index.js"


@pytest.mark.parametrize(
    ("package", "specifier"),
    [
        ({"imports": {"#a": "#b", "#b": "#a"}}, "#a"),
        ({"browser": {"q": "q"}}, "q"),
        ({"browser": {"#x": "#x"}}, "#x"),
    ],
)
def test_names_that_lead_to_themselves_end(package: dict[str, Any], specifier: str) -> None:
    files = {**one(package), "package.json": package, "src/package.json": package}
    for importer in ("src/node_modules/p/index.js", "src/main.js"):
        link = packages(files).find(specifier, HOME / importer, "import")
        assert isinstance(link, Unavailable)


@pytest.mark.parametrize("main", [".", "./", "./x/..", "../p", "lib/..", "lib"])
def test_entries_that_lead_to_themselves_end(main: str) -> None:
    files = {
        **one({"main": main}),
        "src/node_modules/p/lib/package.json": {"main": ".."},
    }
    assert found(files, "p") == "src/node_modules/p/index.js"


def test_the_form_of_a_file() -> None:
    files = {
        "src/node_modules/p/package.json": {"type": "module"},
        "src/node_modules/p/old/package.json": {"type": "commonjs"},
        "src/node_modules/q/index.js": "",
    }
    known = packages(files)
    assert known.form_of(SRC / "node_modules/p/lib/a.js") == "module"
    assert known.form_of(SRC / "node_modules/p/a.cjs") == "commonjs"
    assert known.form_of(SRC / "node_modules/p/old/a.js") == "commonjs"
    assert known.form_of(SRC / "node_modules/q/index.js") is None
    assert known.form_of(SRC / "node_modules/q/a.json") == "json"
    assert isinstance(known.form_of(SRC / "node_modules/q/a.node"), Unavailable)


def test_links_that_lead_out_of_the_project_lead_nowhere(tmp_path: Path) -> None:
    bot, outside = tmp_path / "bot", tmp_path / "outside"
    (bot / "node_modules").mkdir(parents=True)
    (outside / "p").mkdir(parents=True)
    (outside / "p" / "index.js").write_text("export default 1;")
    (bot / "node_modules" / "p").symlink_to(outside / "p", target_is_directory=True)
    (bot / "node_modules" / "q").mkdir()
    (bot / "node_modules" / "q" / "index.js").symlink_to(outside / "p" / "index.js")
    (bot / "store" / "r").mkdir(parents=True)
    (bot / "store" / "r" / "index.js").write_text("")
    (bot / "node_modules" / "r").symlink_to(bot / "store" / "r", target_is_directory=True)
    known = Packages(bot, DiskFiles(), Documents().resolve)
    assert isinstance(known.find("p", bot / "a.js", "import"), Unavailable)
    assert isinstance(known.find("q", bot / "a.js", "import"), Unavailable)
    assert known.find("r", bot / "a.js", "import") == (bot / "store/r/index.js").resolve()
