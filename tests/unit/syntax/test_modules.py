"""Modules are checked as scripts, with everything in its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.syntax.modules import ModuleText, blanked, plain_calls, read_module
from jaicp.text.source import Source


def as_script(text: str) -> str:
    return blanked(Source("a.js", text)).text


def module(text: str) -> ModuleText:
    return read_module(Source("a.js", text))


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("import a from 'b';\nf();", ";                 \nf();"),
        ("export const a = 1;", ";      const a = 1;"),
        ("export default {a: 1};", "let    $deflt= {a: 1};"),
        ("export default[1]", "let    $deflt=[1]"),
        ("export default\r\nclass A {}", ";             \r\nclass A {}"),
        ("export default function () {}", ";function $deflt        () {}"),
        ("export default class extends A {}", ";class $deflt        extends A {}"),
        ("export default async () => 1", "let    $deflt= async () => 1"),
        ("export { a };\nexport * from './b';", ";            \n;                   "),
        ("const a = import.meta.url;", "const a = $importMeta.url;"),
        ("const a = await import('./b.js');", "const a = await $mport('./b.js');"),
        ("#!/usr/bin/env node\nf();", "///usr/bin/env node\nf();"),
        ("f(); // import", "f(); // import"),
    ],
)
def test_words_of_modules_are_replaced_in_place(text: str, script: str) -> None:
    assert as_script(text) == script


def test_what_a_module_imports() -> None:
    found = module(
        "import a, {b as c, default as d, 'x y' as e} from './a.js';\nimport * as all from 'p';\nimport './s.js';"
    )
    assert [one[:3] for one in found.imports] == [
        ("a", "./a.js", "default"),
        ("c", "./a.js", "b"),
        ("d", "./a.js", "default"),
        ("e", "./a.js", "x y"),
        ("all", "p", "*"),
    ]
    assert [(one.specifier, one.span.text) for one in found.asked] == [
        ("./a.js", "'./a.js'"),
        ("p", "'p'"),
        ("./s.js", "'./s.js'"),
    ]


def test_what_a_module_exports() -> None:
    found = module(
        "import i from './i.js';\nexport const {a, b: [c = 1, ...d]} = x, e = 1;\nexport function f() {}\n"
        "export default class G {}\nexport { h as 'x y', i };\nexport * from './s.js';\n"
        "export * as j from './j.js';\nexport { k as l, default } from './k.js';"
    )
    assert dict(found.exports) == {
        **{name: name for name in "acdef"},
        "default": "G",
        "x y": "h",
    }
    assert [one[:3] for one in found.passed] == [
        ("j", "./j.js", "*"),
        ("l", "./k.js", "k"),
        ("default", "./k.js", "default"),
        ("i", "./i.js", "default"),
    ]
    assert found.stars == ("./s.js",)


def test_variables_of_a_module_and_whether_anything_sets_them() -> None:
    found = module(
        "let n = 0, m = 1;\nconst c = {};\nfunction f() { n += 1; f2 = f; }\nfunction f2() { var inner; }\n"
        "class K {}\nif (c) { var v = 1; let w; }\nfor (var at of c) {}"
    )
    assert {one.name: one.constant for one in found.own} == {
        "n": False,
        "m": False,
        "c": True,
        "f": True,
        "f2": False,
        "K": True,
        "v": False,
        "at": False,
    }


@pytest.mark.parametrize(
    ("text", "waits"),
    [
        ("await f();", True),
        ("for await (const a of b) {}", True),
        ("if (a) { await f(); }", True),
        ("async function f() { await g(); }", False),
        ("const f = async () => await g(); // await", False),
        ("const f = async () => { await g(); }; await f();", True),
    ],
)
def test_whether_a_module_waits_at_its_top(text: str, waits: bool) -> None:
    assert module(text).waits is waits


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("x = f(1) + g(f(2));", "x = (0,f)(1) + g((0,f)(2));"),
        ("a\nf(1)", "a\n;(0,f)(1)"),
        ("if (a) f(); else f().b;", "if (a) (0,f)(); else (0,f)().b;"),
        ("() => { f() }", "() => { ;(0,f)() }"),
        ("g?.(1); a.g?.(1); x = [h?.()];", ";(0,g)?.(1); a.g?.(1); x = [(0,h)?.()];"),
        ("f`a`; new f(1); f.g(1);", ";(0,f)`a`; new f(1); f.g(1);"),
    ],
)
def test_calls_in_a_with_are_made_plain(code: str, plain: str) -> None:
    made = code
    for at, text in reversed(plain_calls(Source("a.js", code), {"f"})):
        made = made[:at] + text + made[at:]
    assert made == plain


def test_files_of_the_older_kind() -> None:
    found = module(
        "'use strict';\nvar a = require('./a'), b = require(name); // require('c')\n"
        "module.exports = function () { return import('d'); };"
    )
    assert (found.form, found.strict) == ("commonjs", True)
    assert [(one.specifier, one.how) for one in found.asked] == [
        ("./a", "require"),
        ("d", "dynamic"),
    ]
    assert module("exports.a = 1;").form == "commonjs"
    assert not module("exports.a = 1;").strict
    assert module("const a = require('b');\nexport default a;").form == "module"
    assert module("$session.a = 1;").form == "module"


@given(
    st.lists(
        st.sampled_from(
            [
                "import a from './я';",
                "export default { x };",
                "export default\r\nclass A {}",
                "export\ndefault 1;",
                "export default async () => 1;",
                "export const б = '😀';",
                "export function f() { return '🎈'; }",
                "export { a as b };",
                "// 😀\r",
                "broken (",
            ]
        )
    )
)
def test_every_line_keeps_its_length(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert [len(line) for line in as_script(text).split("\n")] == [
        len(line) for line in text.split("\n")
    ]
