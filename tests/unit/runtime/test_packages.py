"""Packages of npm in a bot: what runs, and what is said of those that cannot."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jaicp.runtime.engine import Bot, load_bot
from jaicp.runtime.messages import Event, Session, Turn
from jaicp.runtime.services import Services

MAIN = """
require: main.js
    type = scriptEs6
    name = main

theme: /
    state: Run
        q!: run
        scriptEs6: $reactions.answer(String(await main()));
    state: Fine
        q!: fine
        a: fine {{ typeof main }}
"""


class World:
    """A bot of some files, what it logs, and a way to talk to it."""

    def __init__(self, home: Path, files: dict[str, Any]) -> None:
        everything = {"chatbot.yaml": "entryPoint: main.sc\n", "src/main.sc": MAIN, **files}
        for name, content in everything.items():
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        self.logs: list[str] = []
        self.bot: Bot = load_bot(home, services=Services(log=self.logs.append))

    def turn(self, phrase: str = "run") -> Turn:
        return self.bot.handle(Event(query=phrase), Session())

    def says(self, phrase: str = "run") -> str:
        turn = self.turn(phrase)
        assert turn.error is None, turn.error
        return " | ".join(reply["text"] for reply in turn.replies)

    def error(self) -> str:
        turn = self.turn()
        assert turn.error is not None, turn.replies
        return turn.error.message


Make = Callable[[dict[str, Any]], World]


@pytest.fixture
def world(tmp_path: Path) -> Make:
    return lambda files: World(tmp_path, files)


def test_an_es_module_of_a_package(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p, { twice } from 'p'; export default () => p + twice(2);",
            "src/node_modules/p/package.json": {"type": "module", "exports": "./es/index.js"},
            "src/node_modules/p/es/index.js": "export { default } from './one.js'; export * from './more';",
            "src/node_modules/p/es/one.js": "export default 'one ';",
            "src/node_modules/p/es/more/index.js": "export const twice = (n) => 2 * n;",
        }
    )
    assert made.says() == "one 4"
    assert made.bot.diagnostics == ()


def test_commonjs_with_all_its_ways(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p, { name } from 'p'; import * as all from 'p';\n"
            "export default () => [p.name, name, all.name, p.inner, p.data.n, p.later(), p.self, p.top]\n"
            "  .join();",
            "src/node_modules/p/package.json": {"main": "lib"},
            "src/node_modules/p/lib/index.js": "#!/usr/bin/env node\nvar inner = require('./inner');\n"
            "module.exports = { name: 'p', inner: inner, data: require('../data'),\n"
            "  later: function () { return require('q/part'); }, self: typeof require + typeof __dirname,\n"
            "  top: this === exports };\n",
            "src/node_modules/p/lib/inner.js": "exports.a = 1; return; exports.a = 2;",
            "src/node_modules/p/data.json": {"n": "число"},
            "src/node_modules/q/part.js": "module['exports'] = 'q';",
            "src/node_modules/q/package.json": {},
        }
    )
    assert made.says() == "p,p,p,[object Object],число,q,functionstring,true"


def test_the_default_export_of_commonjs_is_all_that_it_exports(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p, { a } from 'p';\n"
            "export default () => [p.default, a, p.__esModule].join();",
            "src/node_modules/p/index.js": "'use strict';\n"
            "Object.defineProperty(exports, '__esModule', { value: true });\n"
            "exports.default = 'd'; exports.a = 'a';",
        }
    )
    assert made.says() == "d,a,true"


def test_commonjs_may_require_an_es_module_and_circles(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import a from 'p'; export default () => [a.done, a.fromB, a.es.default].join();",
            "src/node_modules/p/index.js": "exports.done = false;\n"
            "var b = require('./b'); exports.fromB = b.seen;\n"
            "exports.es = require('./es.mjs'); exports.done = true;",
            "src/node_modules/p/b.js": "exports.seen = 'saw ' + require('./index').done;",
            "src/node_modules/p/es.mjs": "export default 'es';",
        }
    )
    assert made.says() == "true,saw false,es"


def test_a_library_of_the_universal_kind(world: Make) -> None:
    code = """
    (function (root, factory) {
      if (typeof define === 'function' && define.amd) define([], factory);
      else if (typeof module === 'object' && module.exports) module.exports = factory();
      else root.lib = factory();
    }(typeof self !== 'undefined' ? self : this, function () { return { hi: process.env.NODE_ENV }; }));
    """
    made = world(
        {
            "src/main.js": "import lib from 'p'; export default () => lib.hi;",
            "src/node_modules/p/index.js": code,
        }
    )
    assert made.says() == "production"


def test_a_package_beside_the_configuration_and_a_late_one(world: Make) -> None:
    made = world(
        {
            "src/main.js": "export default async () => (await import('p')).default;",
            "node_modules/p/index.js": "module.exports = 'late';",
        }
    )
    assert made.says() == "late"


def test_a_package_that_needs_node_is_refused_by_name_and_the_bot_goes_on(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p from 'p'; export default () => p;",
            "src/node_modules/p/index.js": "var q = require('q');",
            "src/node_modules/q/index.js": "var fs = require('fs');",
        }
    )
    why = "`fs` is a module of Node.js itself, which does not run here"
    reason = f"the package `p` cannot be used: {why}"
    assert made.logs == [f"main: {reason}"]
    assert made.says("fine") == "fine function"
    assert made.error() == reason
    assert made.error() == reason


def test_what_a_package_is_ready_to_miss_does_not_matter(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p from 'p'; export default () => p;",
            "src/node_modules/p/index.js": "var fs;\n"
            "try { fs = require('fs'); } catch (error) { fs = error.code; }\n"
            "function other() { try { require('q' + 1); } catch (error) { return error.code; } }\n"
            "module.exports = typeof fs + ' ' + other();",
        }
    )
    assert made.says() == "string MODULE_NOT_FOUND"


def test_a_package_that_fails_inside_of_a_turn_says_so_there(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p from 'p'; export default () => p();",
            "src/node_modules/p/index.js": "module.exports = function () {\n"
            "  return require('net').connect();\n};",
        }
    )
    assert made.logs == []
    assert made.error() == "`net` is a module of Node.js itself, which does not run here"


def test_what_a_package_does_not_export_is_told_with_its_place(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p from 'p'; export default () => p;",
            "src/node_modules/p/index.mjs": "import { b } from './b.mjs';\nexport default b;",
            "src/node_modules/p/b.mjs": "export const a = 1;",
            "src/node_modules/p/package.json": {"main": "index.mjs"},
        }
    )
    assert made.error() == (
        "the package `p` cannot be used: SyntaxError: `./b.mjs` does not export `b` (index.mjs:1)"
    )


def test_modules_of_node_that_give_what_is_there_anyway(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import { Buffer as B } from 'node:buffer'; import process from 'process';\n"
            "import { setTimeout as wait } from 'timers/promises'; import { URL as U } from 'node:url';\n"
            "import p from 'p';\n"
            "export default async () => [B === Buffer, process.env.NODE_ENV, await wait(1, 'waited'),\n"
            "  U === URL, p].join();",
            "src/node_modules/p/index.js": "module.exports = typeof require('timers').setTimeout;",
        }
    )
    assert made.says() == "true,production,waited,true,function"


def test_what_a_package_offers_to_browsers_is_taken(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p from 'p'; export default () => p;",
            "src/node_modules/p/package.json": {
                "main": "index.js",
                "browser": {"./lib/files.js": "./lib/none.js", "fs": False},
            },
            "src/node_modules/p/index.js": "var files = require('./lib/files'), fs = require('fs');\n"
            "module.exports = files.name + typeof fs.readFile;",
            "src/node_modules/p/lib/files.js": "require('net');",
            "src/node_modules/p/lib/none.js": "exports.name = 'none ';",
        }
    )
    assert made.says() == "none undefined"


def test_a_package_that_is_not_installed(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p from 'p'; export default () => p;",
            "src/package.json": {"dependencies": {"p": "^1.0.0"}},
        }
    )
    assert made.error() == "the package `p` is not installed"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("var a = ;", "SyntaxError: unexpected token in expression: ';' (index.js:1)"),
        ("window.alert();", "ReferenceError: window is not defined"),
        ("throw new RangeError('no');", "RangeError: no"),
    ],
)
def test_a_package_that_fails_while_loading(world: Make, code: str, reason: str) -> None:
    made = world(
        {
            "src/main.js": "import p from 'p'; export default () => p;",
            "src/node_modules/p/index.js": code,
        }
    )
    assert made.error() == f"the package `p` cannot be used: {reason}"


def test_what_a_turn_changes_in_a_package_is_gone_when_it_is_over(world: Make) -> None:
    made = world(
        {
            "src/main.js": "import p, { setLocale, locale } from 'p'; import q from 'q';\n"
            "export default () => { const before = [p.options.locale, locale, q.calls, q()].join();\n"
            "  setLocale('ru'); p.options.locale = 'ru'; return before + ' ' + [p.options.locale, locale]; };",
            "src/node_modules/p/index.mjs": "export let locale = 'en';\n"
            "export const setLocale = (name) => { locale = name; };\n"
            "export default { options: { locale: 'en' } };",
            "src/node_modules/p/package.json": {"main": "index.mjs"},
            "src/node_modules/q/index.js": "var count = 0;\n"
            "module.exports = function () { count += 1; return count; };\nmodule.exports.calls = [];",
        }
    )
    assert made.says() == made.says() == "en,en,,1 ru,ru"


def test_what_loading_has_not_come_to_is_forgotten_with_the_turn_that_runs_it(world: Make) -> None:
    main = MAIN.replace(
        "require: main.js", "require: broken.js\n    type = scriptEs6\nrequire: main.js"
    )
    made = world(
        {
            "src/main.sc": main,
            "src/broken.js": "import 'gone'; import './state.js';",
            "src/main.js": "export default async () => (await import('./state.js')).count();",
            "src/state.js": "let n = 0; export const count = () => { n += 1; return n; };",
        }
    )
    assert made.logs == ["a module: the package `gone` is not installed"]
    assert made.says() == made.says() == "1"


def test_nothing_outside_of_the_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.js").write_text("export default 'secret';")
    (tmp_path / "node_modules" / "p").mkdir(parents=True)
    (tmp_path / "node_modules" / "p" / "index.js").write_text("module.exports = 'outside';")
    made = World(
        tmp_path / "bot",
        {
            "src/main.js": "import p from 'p'; export default () => p;",
            "src/node_modules/q/index.js": "module.exports = require('../../../../secret.js');",
        },
    )
    assert made.error() == "the package `p` is not installed"
    made = World(tmp_path / "bot", {"src/main.js": "import q from 'q'; export default () => q;"})
    assert made.error() == (
        "the package `q` cannot be used: the package `q` lacks its file `../../../../secret.js`"
    )


BUFFERS = {
    "Buffer.from('привет 😀').toString('base64')": "0L/RgNC40LLQtdGCIPCfmIA=",
    "Buffer.from('0L_RgNC4', 'base64').toString()": "при",
    "Buffer.from('a b\\n=', 'base64').toString('hex')": "69",
    "Buffer.from('00ffzz', 'hex').toJSON().data.join()": "0,255",
    "Buffer.from('é', 'latin1').length": "1",
    "Buffer.from('é', 'utf16le').toString('ucs2')": "é",
    "Buffer.concat([Buffer.from('ab'), Buffer.from([99])]).toString()": "abc",
    "Buffer.byteLength('é') + Buffer.alloc(2, 'x').toString()": "2xx",
    "Buffer.isBuffer(Buffer.from('abc').slice(1)) + Buffer.from('abc').slice(1).toString()": "truebc",
    "Buffer.from('abc').equals(Buffer.from('abc')) + '!'": "true!",
    "Buffer.compare(Buffer.from('a'), Buffer.from('b'))": "-1",
    "(() => { const b = Buffer.alloc(8); b.writeUInt16BE(258, 0); b.writeInt32LE(-2, 2); "
    "return b.readUInt16LE(0) + ',' + b.readInt32LE(2); })()": "513,-2",
    "(() => { const b = Buffer.alloc(4); b.write('héllo', 1); b.copy(b, 0, 3); "
    "return b.toString('hex'); })()": "a968c3a9",
    "Buffer.from('abcabc').indexOf('ca') + ',' + Buffer.from('abc').includes(99)": "2,true",
    "(() => { try { Buffer.from('a', 'rot13'); } catch (e) { return e.message; } })()": (
        "Unknown encoding: rot13"
    ),
    "Buffer.from(Uint8Array.of(104, 105)).toString('ascii', 1)": "i",
    "Buffer.from('xw==', 'base64')[0]": "199",
    "Buffer.from('a-_b', 'base64').toString('base64url')": "a-_b",
}


def test_buffers(world: Make) -> None:
    code = "export default () => [" + ", ".join(f"({code})" for code in BUFFERS) + "].join('\\n');"
    assert world({"src/main.js": code}).says().split("\n") == list(BUFFERS.values())
