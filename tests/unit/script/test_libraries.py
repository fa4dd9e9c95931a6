"""`_` and `moment`: the real libraries, loaded when a script first looks at them (JS API, §1.2)."""

from __future__ import annotations

from typing import Any

import pytest
from script_world import FakeHost, World

from jaicp.script import port
from jaicp.script.errors import ScriptError
from jaicp.script.libraries import library_versions, read_library


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of libraries that have been read."""
    paths: list[str] = []

    def read(path: str) -> str | None:
        paths.append(path)
        return read_library(path)

    monkeypatch.setattr(port, "read_library", read)
    return paths


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("_.contains([1, 2], 2)", True),
        ("_.findWhere([{a: 1}, {a: 2, b: 3}], {a: 2})", {"a": 2, "b": 3}),
        ("_.pluck([{a: 1}, {a: 2}], 'a')", [1, 2]),
        ("_.chain([3, 1, 2]).sortBy().map(function (n) { return n * 2 }).value()", [2, 4, 6]),
        ("_.template('<%= a %>!')({a: 'я'})", "я!"),
        ("_.extend({a: 1}, {b: 2})", {"a": 1, "b": 2}),
        ("_.omit({a: 1, b: 2}, 'a')", {"b": 2}),
        ("typeof _.remove", "undefined"),
        ("moment.utc(0).format('YYYY-MM-DD HH:mm')", "1970-01-01 00:00"),
        ("moment.utc(0).locale('ru').format('LL')", "1 января 1970 г."),
        ("moment.utc(0).locale('kk').format('MMMM')", "қаңтар"),
        ("moment.lang('ru') + moment.utc(0).format(' MMMM')", "ru январь"),
        ("moment.utc(0).lang('ru').format('dddd')", "четверг"),
        ("moment.utc(0).zone()", 0),
        ("moment.utc(0).utcOffset(180).format('HH:mm')", "03:00"),
        ("moment.utc(0).isSameOrBefore(moment.utc(1))", True),
        ("moment.duration(90, 'minutes').locale('ru').humanize()", "2 часа"),
        ("moment.locale('fr')", "en"),
    ],
)
def test_libraries_answer(code: str, value: Any) -> None:
    assert World().value(code) == value


def test_a_bot_without_libraries_does_not_load_them(asked: list[str]) -> None:
    World("$session.x = 1", file="var a = 1").turn()
    assert asked == []


def test_only_what_is_used_is_loaded_and_only_once(asked: list[str]) -> None:
    world = World("_.size([]); _.size({}); moment.utc(0).locale('ru')")
    world.turn()
    world.turn()
    assert asked == ["underscore/underscore.js", "moment/moment.js", "moment/locale/ru.js"]


def test_libraries_are_there_while_the_bot_is_loaded() -> None:
    world = World(file="moment.locale('ru'); var size = _.size([1])")
    assert world.value("size + moment.utc(0).format(' MMMM')") == "1 январь"


@pytest.mark.parametrize(
    "file",
    [
        "var moment = 'mine', _ = 'too'",
        "let moment = 'mine', _ = 'too'",
        "moment = 'mine'; this._ = 'too'",
        "function moment() {} moment.toString = function () { return 'mine' }; var _ = 'too'",
        "(function (root) { root.moment = 'mine'; root._ = 'too' })(this)",
    ],
)
def test_a_bot_can_bring_its_own(file: str, asked: list[str]) -> None:
    world = World(file=file)
    for _ in range(2):
        assert world.value("moment + ' ' + _") == "mine too"
    assert asked == []


def test_what_a_turn_replaces_is_back_in_the_next() -> None:
    world = World()
    assert world.value("_ = moment = 5") == 5
    assert world.value("delete globalThis.moment; typeof _ + typeof moment") == "functionundefined"
    assert world.value("typeof _ + typeof moment") == "functionfunction"


def test_other_globals_of_that_kind_are_put_back_too() -> None:
    world = World(host=FakeHost(themes=["/"]))
    assert world.value("themes.length") == 1
    assert world.value("themes = 5") == 5
    assert world.value("$global.themes") == ["/"]


def test_the_locale_of_a_turn_ends_with_it() -> None:
    world = World()
    assert world.value("moment.locale('ru')") == "ru"
    assert world.value("moment.locale()") == "en"


def test_a_missing_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "read_library", lambda _: None)
    with pytest.raises(ScriptError, match=r"`moment` is missing: .* install jaicp again"):
        World().value("moment()")


def test_licences_and_versions_are_kept_with_the_libraries() -> None:
    assert set(library_versions()) == {"moment", "underscore"}
    for name in library_versions():
        assert "Permission is hereby granted" in (read_library(f"{name}/LICENSE") or "")
