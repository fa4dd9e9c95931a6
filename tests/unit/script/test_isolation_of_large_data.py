"""What a turn changes in large data, which scripts see through proxies, is gone when the next begins."""

from __future__ import annotations

from typing import Any

import pytest
from script_world import Turns, World

LARGE = """
var big = {rows: [], byId: {}, fixed: Object.freeze({list: [1], deep: {n: 1}}), users: new Map([["ann", {n: 1}]]),
    count: function () { this.total = (this.total || 0) + 1; return this.total; }, start: new Date(0)};
for (var i = 0; i < 500; i += 1) {
    big.rows.push({id: i, tags: ["a"]});
    big.byId["k" + i] = big.rows[i];
}
big.count.settings = {n: 1};
var firstRow = big.rows[0], small = {row: big.rows[1]};
function rowOf(id) { return big.byId["k" + id]; }
"""

IN_LARGE = {
    "a field": (
        "big.rows[3].id = 9; big.rows[3].more = 1",
        "big.rows[3]",
        {"id": 3, "tags": ["a"]},
    ),
    "a list": ("big.rows.push({}); big.rows[0] = 5", "[big.rows.length, big.rows[0].id]", [500, 0]),
    "a list that is cut": (
        "big.rows.splice(0, 499)",
        "[big.rows.length, big.rows[499].id]",
        [500, 499],
    ),
    "a list that is sorted": (
        "big.rows.reverse().sort()",
        "[big.rows[0].id, big.rows[499].id]",
        [0, 499],
    ),
    "a list deep inside": ("big.rows[7].tags.push('b')", "rowOf(7).tags", ["a"]),
    "through another way": ("rowOf(7).tags.length = 0", "big.rows[7].tags", ["a"]),
    "by a library": (
        "_.extend(big.byId, {k1: 0}, {more: 1})",
        "[big.byId.k1.id, big.byId.more]",
        [1, None],
    ),
    "a deleted field": (
        "delete big.byId.k0; delete big.rows",
        "[big.byId.k0.id, big.rows.length]",
        [0, 500],
    ),
    "a method": ("big.count(); big.count()", "big.count()", 1),
    "a field of a method": ("big.count.settings.n = 2", "big.count.settings.n", 1),
    "something frozen": (
        "big.fixed.list.push(2); big.fixed.deep.n = 2",
        "[big.fixed.list, big.fixed.deep.n]",
        [[1], 1],
    ),
    "a map": (
        "big.users.set('bob', 1); big.users.get('ann').n = 2",
        "[big.users.size, big.users.get('ann').n]",
        [1, 1],
    ),
    "a date": ("big.start.setTime(5)", "big.start.getTime()", 0),
    "a global with one of its objects": (
        "firstRow.id = 7; small.row.id = 8",
        "[big.rows[0].id, big.rows[1].id]",
        [0, 1],
    ),
    "what it shares with a global": (
        "big.rows[0].id = 7; big.rows[1].id = 8",
        "[firstRow.id, small.row.id]",
        [0, 1],
    ),
    "the whole": ("big = {}", "big.rows.length", 500),
    "an attribute": ("Object.defineProperty(big.rows[0], 'id', {value: 5})", "big.rows[0].id", 0),
    "a prototype": ("Object.setPrototypeOf(big.byId, {ghost: 1})", "big.byId.ghost", None),
    "a prototype by its name": ("big.byId.__proto__ = {ghost: 1}", "big.byId.ghost", None),
    "something that becomes frozen": ("Object.freeze(big.rows)", "big.rows.push(1)", 501),
}


@pytest.mark.parametrize("shapes", [False, True])
@pytest.mark.parametrize(("leak", "probe", "expected"), IN_LARGE.values(), ids=IN_LARGE)
def test_large_data_is_put_back_where_it_was_written_to(
    leak: str, probe: str, expected: Any, shapes: bool
) -> None:
    turns = Turns(leak, f"$session.value = ({probe})", file=LARGE, shapes=shapes)
    for _ in range(2):
        turns.run(0)
        assert turns.run(1) == expected


def test_large_data_looks_like_any_other() -> None:
    world = World(file=LARGE)
    code = """
        var made = {n: 1};
        big.rows.push(made);
        big.own = big.rows[2];
        [
            Array.isArray(big.rows), big.rows[1] === big.byId.k1, big.rows.indexOf(big.byId.k1),
            big.rows.map(function (row) { return row.id }).slice(0, 3), [].concat(big.rows).length,
            Object.keys(big.byId).length, JSON.stringify(big.rows[4]), big.rows[500] === made,
            big.own === big.rows[2], _.pluck(big.rows.slice(0, 2), "id"), _.isArray(big.rows),
            (function () { var n = 0; for (var key in big.byId) n += 1; return n })(),
            Object.create(big.byId.k1).id, big.rows instanceof Array, Object.assign({}, big.byId.k3).id,
            big.rows.filter(function (row) { return row.id > 497 }).length, [...big.rows].length
        ]
    """
    expected = [
        True, True, 1, [0, 1, 2], 501, 500, '{"id":4,"tags":["a"]}', True, True, [0, 1], True, 500,
        1, True, 3, 2, 501,
    ]  # fmt: skip
    assert world.value(code) == expected
    assert world.value("[big.rows.length, big.own]") == [500, None]


def test_large_data_goes_into_replies_and_sessions() -> None:
    world = World(
        "$session.row = big.rows[3]; $session.row.mine = 1; $reactions.buttons(big.rows[4].tags);",
        file=LARGE,
    )
    kept = world.turn()
    assert kept["session"] == {"row": {"id": 3, "tags": ["a"], "mine": 1}}
    assert kept["response"]["replies"][0]["buttons"] == [{"text": "a"}]
    assert world.value("big.rows[3]") == {"id": 3, "tags": ["a"]}
