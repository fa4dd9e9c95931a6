"""What a turn changes in the globals of its bot is gone when the next begins, wherever it lay."""

from __future__ import annotations

from typing import Any

import pytest
from script_world import Turns, World

from jaicp.script.engine import Limits
from jaicp.script.errors import ScriptError
from jaicp.script.isolation import Declared, declared_in, watchfulness

FILE = """
var cache = {list: [1, 2], map: {}, deep: {er: {n: 1}}, size: 0};
var list = ["a", "b"], first, second = {shared: cache.deep};
var users = new Map([["ann", {age: 1}]]), names = new Set(["ann"]), start = new Date(0), finder = /a/g;
function helper() { return "helped"; }
function Shop() { this.count = 0; }
Shop.prototype.say = function () { return "shop"; };
Shop.open = {hours: 8};
var shop = new Shop();
var Utils = {count: 0, inc: function () { return ++Utils.count; }, memo: {}};
let counter = 0, box = {n: 1};
const fixed = {n: 1}, remembered = [];
class Store { static items = []; add() { return "added"; } }
if (true) { var inner = {n: 1}; }
for (var at = 0; at < 3; at += 1) {}
$converters.mine = function () { return 1; };
undeclared = {n: 1};
this.assigned = {n: 1};
$global.other = [1];
function remember(value) { cache.list.push(value); cache.size += 1; return cache.list.length; }
function memo(key) { memo.seen = memo.seen || {}; memo.seen[key] = 1; return Object.keys(memo.seen).length; }
var frozen = Object.freeze({n: [1]});
"""

LEAKS = {
    "a list in a global": ("cache.list.push(3); cache.list[0] = 9", "cache.list", [1, 2]),
    "a list that is emptied": ("cache.list.length = 0", "cache.list", [1, 2]),
    "a list that is sorted": ("list.sort().reverse(); list.shift()", "list", ["a", "b"]),
    "a field of a list": ("list.extra = 1", "list.extra", None),
    "a new field": ("cache.map.x = 1; cache.y = 2", "[cache.map, cache.y]", [{}, None]),
    "a field that is deleted": (
        "delete cache.deep; delete cache.size",
        "Object.keys(cache)",
        ["list", "map", "deep", "size"],
    ),
    "a field deep inside": ("cache.deep.er.n = 5", "cache.deep.er.n", 1),
    "two globals with one object": ("second.shared.er = null", "cache.deep.er.n", 1),
    "a global that is replaced": (
        "cache = {}; list = 5; first = []",
        "[cache.size, list, typeof first]",
        [0, ["a", "b"], "undefined"],
    ),
    "a global changed, then replaced": ("cache.size = 3; cache = {size: 4}", "cache.size", 0),
    "a global that is deleted": (
        "delete $global.undeclared; delete $global.assigned",
        "[undeclared.n, assigned.n]",
        [1, 1],
    ),
    "an undeclared global": (
        "undeclared.n = 2; assigned.n = 2; other.push(2)",
        "[undeclared.n, assigned.n, other]",
        [1, 1, [1]],
    ),
    "a counter in a function of a file": (
        "remember(5); remember(6)",
        "[remember(7), cache.size]",
        [3, 1],
    ),
    "a counter in an object": ("Utils.inc(); Utils.inc()", "[Utils.inc(), Utils.memo]", [1, {}]),
    "a method that is replaced": ("Utils.inc = null; Utils.memo.a = 1", "Utils.inc()", 1),
    "a map": (
        "users.set('bob', 1); users.get('ann').age = 2",
        "[users.size, users.get('ann').age]",
        [1, 1],
    ),
    "a set": ("names.add('bob'); names.delete('ann')", "[...names]", ["ann"]),
    "a date": ("start.setFullYear(2000)", "start.getTime()", 0),
    "an expression with a place": ("finder.test('aa')", "finder.lastIndex", 0),
    "an object of a class": (
        "shop.count = 5; shop.more = 1",
        "[shop.count, shop.more, shop.say()]",
        [0, None, "shop"],
    ),
    "a prototype of the bot": (
        "Shop.prototype.say = null; Shop.prototype.more = 1",
        "[shop.say(), shop.more]",
        ["shop", None],
    ),
    "a field of a function": (
        "Shop.open.hours = 9; Shop.shut = 1",
        "[Shop.open.hours, Shop.shut]",
        [8, None],
    ),
    "a function that remembers": ("memo('a'); memo('b')", "memo('c')", 1),
    "a variable of `let`": ("counter += 5; box = {n: 3}", "[counter, box.n]", [0, 1]),
    "an object of `let`": ("box.n = 2", "box.n", 1),
    "an object of `const`": ("fixed.n = 2; remembered.push(1)", "[fixed.n, remembered]", [1, []]),
    "a field of a class": ("Store.items.push(1); Store = null", "Store.items.length", 0),
    "a method of a class": ("Store.prototype.add = null", "new Store().add()", "added"),
    "a variable within a block": ("inner.n = 2; at = 7", "[inner.n, at]", [1, 3]),
    "converters": (
        "$converters.mine = null; $converters.more = 1",
        "[$converters.mine(), $converters.more]",
        [1, None],
    ),
    "the inside of something frozen": ("frozen.n.push(2)", "frozen.n", [1]),
    "something that becomes frozen": (
        "Object.freeze(cache); Object.freeze(cache.list)",
        "(cache.size = 1, cache.list.push(3))",
        3,
    ),
    "attributes of a field": (
        "Object.defineProperty(cache, 'size', {get() { return 7 }})",
        "cache.size",
        0,
    ),
    "a prototype that is replaced": (
        "Object.setPrototypeOf(cache, {ghost: 1})",
        "cache.ghost",
        None,
    ),
    "through a loop over all globals": (
        "for (var k in $global) if ($global[k] && $global[k].list) $global[k].list = 0",
        "cache.list",
        [1, 2],
    ),
    "by a library": (
        "_.extend(cache, {size: 9}, {more: 1})",
        "[cache.size, cache.more]",
        [0, None],
    ),
}


@pytest.mark.parametrize("shapes", [False, True])
@pytest.mark.parametrize(("leak", "probe", "expected"), LEAKS.values(), ids=LEAKS)
def test_what_a_turn_changes_is_gone_in_the_next(
    leak: str, probe: str, expected: Any, shapes: bool
) -> None:
    turns = Turns(leak, f"$session.value = ({probe})", file=FILE, shapes=shapes)
    for _ in range(2):
        turns.run(0)
        assert turns.run(1) == expected


NATIVE = {
    "a method added": (
        "Array.prototype.last = function () { return 1 }",
        "typeof [].last",
        "undefined",
    ),
    "a method replaced": (
        "Array.prototype.push = null; String.prototype.trim = null",
        "[typeof [].push, ' a '.trim()]",
        ["function", "a"],
    ),
    "a method deleted": ("delete String.prototype.trim", "' a '.trim()", "a"),
    "a field of all objects": ("Object.prototype.ghost = 1", "({}).ghost", None),
    "constants": ("Math.PI2 = 6; JSON.parse = null", "[Math.PI2, JSON.parse('1')]", [None, 1]),
    "errors": (
        "Error.prototype.extra = 1; Error.stackTraceLimit = 0",
        "new Error('a').extra",
        None,
    ),
    "by an attribute": (
        "Object.defineProperty(Number.prototype, 'plus', {value: 1})",
        "(1).plus",
        None,
    ),
    "a service": (
        "$reactions.answer = $jsapi.log = null; $http.more = 1",
        "[typeof $reactions.answer, typeof $http.more]",
        ["function", "undefined"],
    ),
    "a method of Underscore": (
        "_.map = null; _.more = 1",
        "[_.map([1], String), _.more]",
        [["1"], None],
    ),
    "by `mixin`": (
        "_.mixin({twice: function (n) { return 2 * n }})",
        "[typeof _.twice, typeof _(1).twice]",
        ["undefined", "undefined"],
    ),
    "settings of Underscore": (
        "_.templateSettings.interpolate = /a/",
        "_.template('<%= a %>')({a: 1})",
        "1",
    ),
    "methods of moment": (
        "moment.fn.format = function () { return 'no' }",
        "moment.utc(0).format('YYYY')",
        "1970",
    ),
    "a locale that is changed": (
        "moment.updateLocale('en', {months: 'abcdefghijkl'.split('')})",
        "moment.utc(0).format('MMMM')",
        "January",
    ),
    "thresholds of moment": (
        "moment.relativeTimeThreshold('m', 5)",
        "moment.duration(30, 'minutes').humanize()",
        "30 minutes",
    ),
}


@pytest.mark.parametrize(("leak", "probe", "expected"), NATIVE.values(), ids=NATIVE)
def test_the_language_and_the_libraries_are_put_back(leak: str, probe: str, expected: Any) -> None:
    turns = Turns(leak, f"$session.value = ({probe})")
    for _ in range(2):
        turns.run(0)
        assert turns.run(1) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "cache.list.push(3)",
        "Array.prototype.last = 1",
        "[]['__pro' + 'to__'].last = 1",
        "Object.assign(Array.prototype, {last: 1})",
        "Object['define' + 'Property'](Array.prototype, 'last', {value: 1})",
        "Object.prototype.__defineGetter__.call(Array.prototype, 'last', Number)",
        "[].\\u0063onstructor.prototype.last = 1",
    ],
)
def test_expressions_that_a_visitor_gets_evaluated_change_nothing_for_others(
    expression: str,
) -> None:
    world = World("$reactions.answer($request.query)", file=FILE)
    for _ in range(2):
        realm = world.open(request={"query": "{{ " + expression + " }}"})
        realm.run(world.blocks[0])
        realm.abandon()
        assert world.value("[[].last, cache.list]") == [None, [1, 2]]


def test_a_turn_sees_its_own_changes_from_block_to_block() -> None:
    world = World(
        "cache.list.push(3); counter = 5; Array.prototype.last = 'x'",
        "$session.seen = [cache.list, counter, [].last, cache === second.cache]",
        file=FILE,
    )
    assert world.turn()["session"]["seen"] == [[1, 2, 3], 5, "x", False]


def test_globals_that_are_watched_look_like_any_other() -> None:
    world = World(file="var a = {n: 1}, b = [1]; function f() { return a }")
    code = (
        "[typeof a, 'a' in $global, $global.hasOwnProperty('a'), Object.keys($global).indexOf('b') >= 0,"
        " $global.a === a, f() === a, Array.isArray(b), typeof nothing]"
    )
    expected = ["object", True, True, True, True, True, True, "undefined"]
    assert world.value(code) == expected
    with pytest.raises(ScriptError, match="never is not defined"):
        world.value("never")


def test_what_files_do_to_each_other_while_they_load_stays() -> None:
    file = "var a = {list: []}; a.list.push(1); String.prototype.shout = function () { return this + '!' }"
    world = World(file=file, init="a.list.push(2)")
    assert world.value("[a.list, 'hey'.shout()]") == [[1, 2], "hey!"]
    assert world.value("[a.list, 'hey'.shout()]") == [[1, 2], "hey!"]


def test_data_that_no_turn_changes_is_the_same_object_always() -> None:
    file = (
        "var data = {n: 1}; var seen = new WeakSet();"
        "function look() { var old = seen.has(data); seen.add(data); return old }"
    )
    world = World(file=file)
    assert [world.value("look()") for _ in range(3)] == [False, True, True]


def test_a_world_that_cannot_be_put_back_is_made_anew() -> None:
    world = World("Object.freeze(cache.list); $session.x = 1", file=FILE)
    before = world.realm._engine
    world.turn(session={})
    assert world.value("remember(1)") == 3
    assert world.realm._engine is not before


def test_a_turn_that_was_stopped_leaves_nothing() -> None:
    limits = Limits(turn_seconds=0.1)
    world = World("cache.list.push(3); while (true) {}", file=FILE, limits=limits)
    with pytest.raises(ScriptError):
        world.open().run(world.blocks[0])
    assert world.value("cache.list") == [1, 2]


def test_what_the_top_of_a_file_declares() -> None:
    code = """
        var a = 1, b, c = function () { var no; };
        if (a) { var d; let no; } else var e;
        for (var f = 0; ;) { var g; break; }
        for (var h in {}) { try { var i; } catch (x) { var j; } finally { var k; } }
        switch (a) { case 1: var l; default: while (1) { var m; } }
        let n = 1, o; const p = 1; class Q {}
        function no() { var no; let no2; }
        (function () { var no; })();
    """
    found = declared_in(code)
    assert sorted(found.variables) == list("abcdefghijklm")
    assert found == Declared(found.variables, ("n", "o", "Q"), ("p",))
    assert declared_in("x = 1; f()") == Declared()
    assert declared_in("var (((") == Declared()


@pytest.mark.parametrize(
    ("code", "natives", "shapes"),
    [
        ("$session.a = 1; var x = Math.max(1, 2); $reactions.answer('a')", False, False),
        ("if (JSON.stringify(a) == b || Array.isArray(c) === d) {}", False, False),
        ("list.forEach($reactions.buttons); f(Number, String.prototype.trim)", False, False),
        ("Math.x = 1", True, False),
        ("Array.prototype.last = f", True, False),
        ("$reactions['answer'] = f", True, False),
        ("_.extend(a, b)", False, False),
        ("_.extend(Array.prototype, b)", True, False),
        ("_.mixin({})", True, False),
        ("JSON.count++", True, False),
        ("delete String.prototype.trim", True, False),
        ("var other = Array.prototype;", True, False),
        ("var sorted = _;", True, False),
        ("delete $session.a; var n = Number", True, False),
        ("delete $session.a; var n = Number(a), m = Math.PI;", False, False),
        ("Object.getPrototypeOf([]).last = 1", True, True),
        ("Object.defineProperty(a, 'b', {})", True, True),
        ("a.__proto__ = b", True, True),
        ("Object.freeze(a)", True, True),
        ("(0, eval)('x')", True, True),
        ("a.constructor === Array", False, False),
    ],
)
def test_code_that_can_change_what_all_share_is_told(
    code: str, natives: bool, shapes: bool
) -> None:
    found = watchfulness([], [code])
    assert (found.natives, found.shapes) == (natives, shapes)
    assert not watchfulness([code], []).natives
    inside = watchfulness([f"function f() {{ {code} }}"], [])
    assert (inside.natives, inside.shapes) == (natives, shapes)


def test_a_world_may_be_tidied_up_before_the_next_turn_comes() -> None:
    world = World("cache.list.push(3); leak = 1", "Object.freeze(cache)", file=FILE)
    for block in world.blocks:
        realm = world.open()
        realm.run(block)
        realm.close()
        before = realm._engine
        realm.tidy(world.host)
        renewed = realm._engine is not before
        assert renewed == (block == world.blocks[1])
        realm.tidy(world.host)
        assert world.value("[cache.list, typeof leak, Object.isFrozen(cache)]") == [
            [1, 2],
            "undefined",
            False,
        ]


def test_a_world_that_was_stopped_is_there_again_before_the_next_turn_comes() -> None:
    limits = Limits(turn_seconds=0.1)
    loop = "Object.defineProperty(cache, 'size', {get() { for (;;) {} }})"
    world = World("while (true) {}", f"cache.list; {loop}", file=FILE, limits=limits)
    with pytest.raises(ScriptError):
        world.open().run(world.blocks[0])
    world.realm.abandon()
    world.realm.tidy(world.host)
    assert world.realm.is_alive
    world.open().run(world.blocks[1])
    world.realm.abandon()
    world.realm.tidy(world.host)
    assert world.value("cache.size") == 0
