"""Modules of a bot: where their errors are, what stops them, and that nothing of them stays between chats."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from jaicp.runtime.engine import Bot, BotNotUsable, load_bot
from jaicp.runtime.messages import Event, Session, Turn
from jaicp.script.engine import Limits

MAIN = """
require: main.js
    type = scriptEs6
    name = main

theme: /
    state: Run
        q!: run
        scriptEs6: $reactions.answer(String(await main()));
    state: Touch
        q!: touch
        script: main.field = "mine";
        a: {{ main.field }}
    state: Fine
        q!: fine
        a: fine
"""

Files = dict[str, str]
Make = Callable[..., Bot]


@pytest.fixture
def bot(tmp_path: Path) -> Make:
    def make(files: Files, **limits: float) -> Bot:
        everything = {"chatbot.yaml": "entryPoint: main.sc\n", "src/main.sc": MAIN, **files}
        for name, text in everything.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return load_bot(tmp_path, limits=Limits(**limits))  # type: ignore[arg-type]

    return make


def turn(bot: Bot, phrase: str) -> Turn:
    return bot.handle(Event(query=phrase), Session())


def said(bot: Bot, phrase: str) -> list[str]:
    found = turn(bot, phrase)
    assert found.error is None, found.error
    return [reply["text"] for reply in found.replies]


def test_an_error_has_its_place_in_the_module(bot: Make) -> None:
    files = {
        "src/main.js": 'import inner from "./inner.js"; export default () => inner();\n',
        "src/inner.js": "// 😀 é\nimport './other.js';\n\n"
        "export default async function () { const ё = 'я'; return ё.nothing.here; }\n",
        "src/other.js": "export {};\n",
    }
    error = turn(bot(files), "run").error
    assert error is not None
    assert "cannot read property 'here' of undefined" in str(error)
    assert (error.file, error.line, error.column) == ("inner.js", 4, 58)


def test_an_error_behind_calls_of_what_can_change_has_its_place_too(bot: Make) -> None:
    files = {
        "src/main.js": "import { f, g } from './inner.js';\n"
        "const none = undefined;\n"
        "export default () => { const я = none?.(1); f(); return [g(я), none?.(f()), nothing.here]; };\n",
        "src/inner.js": "export let f = () => 1, g = (one) => one;\nexport const h = () => { f = g = null; };\n",
    }
    error = turn(bot(files), "run").error
    assert error is not None
    assert (error.file, error.line) == ("main.js", 3)
    line = files["src/main.js"].split("\n")[2]
    assert line[error.column - 1 :].startswith("nothing.here")


def test_an_error_while_loading_has_its_place_too(bot: Make) -> None:
    files = {
        "src/main.js": "import './inner.js';\nexport default 1;\n",
        "src/inner.js": "export const a = 1;\nnothing();\n",
    }
    with pytest.raises(BotNotUsable) as caught:
        bot(files)
    (problem,) = caught.value.diagnostics
    assert problem.message.endswith("nothing is not defined")
    assert (problem.span.source.path.name, problem.span.location) == ("inner.js", (2, 1))


def test_an_error_after_waiting_at_the_top_has_its_place_too(bot: Make) -> None:
    files = {"src/main.js": "await null;\nnothing();\nexport default 1;\n"}
    with pytest.raises(BotNotUsable) as caught:
        bot(files)
    (problem,) = caught.value.diagnostics
    assert (problem.span.source.path.name, problem.span.location) == ("main.js", (2, 1))


@pytest.mark.parametrize(
    "code", ["while (true) {}", "await null; while (true) {}", "await new Promise(() => {});"]
)
def test_a_module_that_never_ends_does_not_hang_the_start(bot: Make, code: str) -> None:
    with pytest.raises(BotNotUsable):
        bot({"src/main.js": f"{code}\nexport default 1;\n"}, load_seconds=0.3)


def test_a_module_that_runs_away_in_a_turn_is_loaded_anew(bot: Make) -> None:
    code = "let n = 0; export default () => { n += 1; while (true) {} }\n"
    made = bot({"src/main.js": code}, turn_seconds=0.3)
    assert "time" in str(turn(made, "run").error)
    assert said(made, "fine") == ["fine"]
    assert "time" in str(turn(made, "run").error)


def test_modules_are_strict_and_their_names_their_own(bot: Make) -> None:
    code = """
    var mine = 1;
    function whose() { return this; }
    function assign() { try { undeclared = 1; } catch (error) { return error.name; } }
    export default () => [typeof globalThis.mine, whose(), assign()];
    """
    assert said(bot({"src/main.js": code}), "run") == ["undefined,,ReferenceError"]


def test_what_is_imported_is_called_without_an_object(bot: Make) -> None:
    files = {
        "src/main.js": "import { whose, change } from './inner.js';\n"
        "export default () => {\n  change()\n  whose?.()\n  return [whose(), [1].map(whose), whose?.()].join(); }",
        "src/inner.js": "export let whose;\n"
        "export const change = () => { whose = function () { return typeof this; }; };\n",
    }
    assert said(bot(files), "run") == ["undefined,undefined,undefined"]


def test_fields_that_scripts_give_to_a_module_are_theirs_for_the_turn(bot: Make) -> None:
    made = bot({"src/main.js": "export default () => 'main ' + typeof field; var field;"})
    assert said(made, "touch") == ["mine"]
    assert said(made, "run") == ["main undefined"]


def test_what_a_file_keeps_of_a_module_is_put_back_too(bot: Make) -> None:
    main = """
require: main.js
    type = scriptEs6
    name = main
require: file.js

theme: /
    state: Run
        q!: run
        script: $reactions.answer(String(kept()));
"""
    files = {
        "src/main.sc": main,
        "src/main.js": "let n = 0; export default () => { n += 1; return n; };",
        "src/file.js": "var kept = main;",
    }
    made = bot(files)
    assert said(made, "run") == said(made, "run") == ["1"]


@pytest.mark.parametrize(
    "leak",
    [
        "shared.count = () => { n += 1; return n; };",
        "globalThis.shared = { count: () => { n += 1; return n; } };",
        "$converters.count = () => { n += 1; return n; }; shared.count = $converters.count;",
    ],
)
def test_what_a_module_hangs_on_others_is_put_back_too(bot: Make, leak: str) -> None:
    main = """
require: file.js
require: main.js
    type = scriptEs6
    name = main

theme: /
    state: Run
        q!: run
        script: $reactions.answer(String(shared.count()));
"""
    files = {
        "src/main.sc": main,
        "src/main.js": "import './inner.js'; export default 1;",
        "src/inner.js": f"let n = 0; {leak}",
        "src/file.js": "var shared = {};",
    }
    made = bot(files)
    assert said(made, "run") == said(made, "run") == ["1"]


def test_what_one_turn_imports_late_is_not_there_for_the_next(bot: Make) -> None:
    files = {
        "src/main.js": "export default async () => (await import('./late.js')).count();",
        "src/late.js": "import { inner } from './inner.js'; let n = 0;\n"
        "export const count = () => { n += 1; inner.n += 1; return `${n} ${inner.n}`; };",
        "src/inner.js": "export const inner = { n: 10 };",
    }
    made = bot(files)
    assert said(made, "run") == ["1 11"]
    assert said(made, "run") == ["1 11"]


def test_a_late_import_that_fails_does_so_each_time(bot: Make) -> None:
    files = {
        "src/main.js": "export default () => import('./late.js').catch((error) => error.message);",
        "src/late.js": "throw new Error('broken');",
    }
    made = bot(files)
    assert said(made, "run") == said(made, "run") == ["broken"]


def test_only_names_that_are_written_out_can_be_imported_late(bot: Make) -> None:
    code = "export default () => import('./' + 'main.js').catch((error) => error.message);"
    assert said(bot({"src/main.js": code}), "run") == [
        "Cannot find module './main.js': its name has to be written out"
    ]


def test_a_long_chain_of_modules(bot: Make) -> None:
    files = {
        f"src/m{n}.js": f"import {{ v as w }} from './m{n + 1}.js';\nexport const v = w + 1;\n"
        for n in range(300)
    }
    files["src/m300.js"] = "export const v = 0;\n"
    files["src/main.js"] = "import { v } from './m0.js';\nexport default () => v;\n"
    assert said(bot(files), "run") == ["300"]


def test_a_bot_without_modules_imports_nothing_for_them(tmp_path: Path) -> None:
    (tmp_path / "main.sc").write_text("theme: /\n    state: S\n        q!: run\n        a: a\n")
    code = """
import sys
from pathlib import Path
from jaicp.check.checker import check
from jaicp.project.link import load_project
from jaicp.runtime.engine import load_bot
path = Path(sys.argv[1])
check(load_project(path)), load_bot(path)
heavy = {"jaicp.project.modules", "jaicp.project.packages", "jaicp.script.modules", "jaicp.syntax.modules"}
print(sorted(heavy & set(sys.modules)))
"""
    command = [sys.executable, "-c", code, str(tmp_path / "main.sc")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_a_bot_without_modules_has_nothing_of_them(bot: Make) -> None:
    main = "theme: /\n    state: S\n        q!: run\n        a: {{ typeof __jaicpModule }} {{ typeof process }}\n"
    made = bot({"src/main.sc": main})
    assert made.program.project.modules is None
    assert said(made, "run") == ["undefined undefined"]
