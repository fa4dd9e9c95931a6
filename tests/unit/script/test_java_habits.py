"""What bots do that only an engine on Java lets them do (JS API, §1.6)."""

from __future__ import annotations

import pytest
from script_world import World

from jaicp.script.bundle import as_property
from jaicp.script.engine import Limits


@pytest.mark.parametrize(
    ("code", "read_as"),
    [
        ("text.length()", "text.length  "),
        ("text.substring(1).length ( )", "text.substring(1).length    "),
        ("text.length\\n()", "text.length\\n  "),
        ("text.length", "text.length"),
        ("text.lengthy()", "text.lengthy()"),
        ("text.length(1)", "text.length(1)"),
        ("var a = {length: function () { return 1 }}; a.length()", None),
        ("class A { length() { return 1 } } new A().length()", None),
        ("a.length = () => 1; a.length()", None),
    ],
)
def test_the_length_of_a_text_may_be_called(code: str, read_as: str | None) -> None:
    code = code.replace("\\n", "\n")
    assert as_property(code) == (code if read_as is None else read_as.replace("\\n", "\n"))


def test_in_files_and_blocks() -> None:
    world = World(
        "$session.n = size('four') + 'two'.length();", file="function size(s) { return s.length() }"
    )
    assert world.turn()["session"] == {"n": 7}


def test_places_stay_as_they_are() -> None:
    world = World(file="var n = 'four'.length(); function f() { return nobody }")
    with pytest.raises(Exception, match="nobody") as caught:
        world.value("f()")
    assert caught.value.place.column == 48


def test_printing_writes_to_the_log() -> None:
    world = World("print('a', {b: 1}); parseXML")
    world.turn()
    assert world.host.logged == ['a {"b":1}']


# --- sorting with a function

NUMBERS = "[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]"


@pytest.mark.parametrize("size", [5, 31, 32, 33, 200])
@pytest.mark.parametrize(
    "compare", ["a.v < b.v", "a.v > b.v", "a.v > b.v ? 1 : 0", "undefined", "NaN"]
)
def test_a_function_that_never_answers_less_than_0_leaves_the_list_as_it_is(
    compare: str, size: int
) -> None:
    world = World(
        file=f"""var list = [];
        for (var i = 0; i < {size}; i++) list.push({{v: i * 7919 % 101, i: i}});
        list.sort(function (a, b) {{ return {compare} }});"""
    )
    assert [item["i"] for item in world.value("list")] == list(range(size))


@pytest.mark.parametrize("size", [0, 1, 2, 3, 31, 32, 33, 63, 64, 65, 100, 257, 1000])
@pytest.mark.parametrize(
    "compare", ["a.v - b.v", "a.v < b.v ? -1 : 1", "a.v == b.v ? 0 : a.v < b.v ? '-1' : true"]
)
def test_of_equals_the_first_stays_first(compare: str, size: int) -> None:
    made = [{"v": i * i * 7919 % 41 // (1 + i % 3), "i": i} for i in range(size)]
    world = World(
        file=f"""var list = [];
        for (var i = 0; i < {size}; i++) list.push({{v: Math.floor(i * i * 7919 % 41 / (1 + i % 3)), i: i}});
        var same = list.sort(function (a, b) {{ return {compare} }}) === list;"""
    )
    assert world.value("list") == sorted(made, key=lambda item: item["v"])
    assert world.value("same") is True


@pytest.mark.parametrize(
    ("code", "result"),
    [
        (f"{NUMBERS}.sort((a, b) => b - a)", [9, 6, 5, 5, 5, 4, 3, 3, 2, 1, 1]),
        (f"{NUMBERS}.sort((a, b) => a - b)", [1, 1, 2, 3, 3, 4, 5, 5, 5, 6, 9]),
        ("[10, 9, 1].sort()", [1, 10, 9]),
        ("[10, 9, 1].sort(undefined)", [1, 10, 9]),
        ("[5, 4, 3, 2, 1].sort((a, b) => a - b)", [1, 2, 3, 4, 5]),
        ("(l => [l.length, 2 in l, 3 in l, l[1]])([, undefined, 2, , 1].sort((a, b) => a - b))",
         [5, True, False, 2]),
        ("Array.prototype.sort.call({length: 2, 0: 'b', 1: 'a'}, (a, b) => a < b ? -1 : 1)[0]", "a"),
        ("[Array.prototype.sort.name, Array.prototype.sort.length, 'prototype' in [].sort]", ["sort", 1, False]),
        ("Object.keys([].__proto__)", []),
    ],
)  # fmt: skip
def test_the_rest_of_sorting_is_the_language_s_own(code: str, result: object) -> None:
    assert World().value(code) == result


@pytest.mark.parametrize(
    "code", ["[1].sort(null)", "[1].sort({})", "Array.prototype.sort.call(null, () => 0)",
             "Object.freeze([2, 1]).sort((a, b) => a - b)"],
)  # fmt: skip
def test_what_cannot_be_sorted_is_refused(code: str) -> None:
    with pytest.raises(Exception, match="TypeError"):
        World().value(code)


def test_an_exception_of_the_function_comes_out_with_its_place() -> None:
    world = World(
        file="var none;\nfunction worst() { return [2, 1].sort(function () { return none.x }) }"
    )
    with pytest.raises(Exception, match="property 'x'") as caught:
        world.value("worst()")
    assert caught.value.place.line == 2


def test_sorting_is_stopped_by_the_time_limit() -> None:
    world = World(
        file="function endless() { [2, 1].sort(function () { for (;;); }) }",
        limits=Limits(turn_seconds=0.2),
    )
    with pytest.raises(Exception, match="time"):
        world.value("endless()")
