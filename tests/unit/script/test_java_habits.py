"""What bots do that only an engine on Java lets them do (JS API, §1.6)."""

from __future__ import annotations

import pytest
from script_world import World

from jaicp.script.bundle import as_property


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
