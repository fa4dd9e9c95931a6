"""Which names code declares and which it uses, by its tree and by its words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.check.js_names import Names, names_of
from jaicp.check.js_words import words_of
from jaicp.syntax.javascript import parse_script
from jaicp.text.source import Source


def names(code: str) -> Names:
    source = Source(Path("code.js"), code)
    return names_of(parse_script(source.span(0, len(code))), 0)


def free(code: str) -> set[str]:
    return {name.name for name in names(code).free}


@pytest.mark.parametrize(
    ("code", "used"),
    [
        ("var a = b;", "b"),
        ("var a = 1, c = a + d;", "d"),
        ("function f(x) { return x + f(y); } f();", "y"),
        ("(function self(x) { self(x); })(); self;", "self"),
        ("var f = function (x) { return x; }; x;", "x"),
        ("for (var i in list) i;", "list"),
        ("for (const item of list) item;", "list"),
        ("try { risky(); } catch (error) { error; }", "risky"),
        ("const {a, b: {c}, ...d} = source; [a, b, c, d];", "source b"),
        ("const f = (a, [b], {c} = {}, ...d) => a + b + c + d + e;", "e"),
        ("const f = async x => await x;", ""),
        ("class A extends B { m(x) { return x + new A() + y; } }", "B y"),
        ("label: for (;;) { break label; }", ""),
        ("a.b.c = {key: value, short, [counted]: 1};", "a value short counted"),
        ("{ let inner = 1; } inner;", ""),
        ("function f() { return arguments.length + this.x; }", ""),
        ("var имя = имена[0]; имя;", "имена"),
        ("`text ${name} ${f(`${deep}`)}`", "name f deep"),
        ("typeof gone === 'undefined'", "gone"),
        ("undefined; null; NaN; /name/.test(text)", "NaN text"),
    ],
)
def test_names_that_are_used_and_not_declared(code: str, used: str) -> None:
    assert free(code) == set(used.split())


def test_what_is_declared_at_the_top_and_what_is_assigned_without_declaration() -> None:
    found = names("var a; function b() { var c; d = 1; c = 2; } for (e in {}) {} let f; class G {}")
    assert found.top == {"a", "b", "f", "G"}
    assert found.assigned == {"d", "e"}


def test_places_count_from_the_start_of_the_code() -> None:
    code = "# заметка 😀\nvar a = 'привет'; call(a)"
    (name,) = names(code).free
    assert code[name.start : name.end] == name.name == "call"
    assert name.called


@pytest.mark.parametrize(
    "code",
    [
        "if (typeof later !== 'undefined') later();",
        "try { later(); } catch (error) {}",
        "with ($session) { later(); }",
    ],
)
def test_code_that_is_prepared_for_a_name_not_to_be_there(code: str) -> None:
    assert [n.sure for n in names(code).free if n.name == "later" and n.called] == [False]


def test_a_library_that_asks_where_it_runs() -> None:
    code = "typeof exports === 'object' ? module.exports = make(require('a')) : window.a = make();"
    assert {n.name for n in names(code).free if n.sure} == {"make"}


# Words


def test_words_are_what_is_left_when_strings_comments_and_declarations_are_gone() -> None:
    words = words_of(
        "var a = 'b c', d = e.f.g; // h\nif (a == \"i\" /* j */) $reactions.answer(k);"
    )
    assert words.names == {"a", "d", "e", "$reactions", "k"}
    assert words.only({"e", "k"}, {"$reactions"})
    assert not words.only({"e", "k"})
    assert words.members == {"e.f", "$reactions.answer"}
    assert not words.unclear


@pytest.mark.parametrize(
    "code", ["a.replace(/b/g, '')", "`${a}`", "x => x", "var f = function (a) {}"]
)
def test_code_whose_words_cannot_be_trusted(code: str) -> None:
    assert words_of(code).unclear


SIGNS = """a b.c d ( ) [ ] { } ; , = == + 'x' "z" //w /*v*/ e: 1e5 0x1f $session.x $x && ? : !""".split()
STARTS = [
    "var ",
    "if(",
    "else ",
    "return ",
    "for(var ",
    "for(k in ",
    "\n",
    "catch(e){",
    ".then(",
    "new ",
]
PIECES = st.lists(st.sampled_from(SIGNS + STARTS + ["typeof ", "'x y'"]), max_size=12)


@given(PIECES)
def test_words_miss_no_name_that_the_tree_has(pieces: list[str]) -> None:
    """Whatever is left over by the tree is left over by the words, or they say that they cannot tell."""
    code = " ".join(pieces)
    source = Source(Path("code.js"), code)
    tree = parse_script(source.span(0, len(code)))
    words = words_of(code)
    if not tree.has_error and not words.unclear:
        found = names_of(tree, 0)
        free = {n.name for n in found.free} - found.assigned
        assert free <= words.names | {"NaN"}
        for name in free:
            assert not words.only(words.names - {name})
