"""The names that scripts find are those of a bot's world, whatever the prelude defines."""

from __future__ import annotations

from pathlib import Path

import pytest
from script_world import FakeHost

from jaicp.script.bundle import Bundle
from jaicp.script.realm import Realm
from jaicp.script.surface import LIBRARIES, global_names, members_of
from jaicp.text.source import Source

LIST = """
$client.globals = Object.getOwnPropertyNames($global);
$client.members = {};
"$reactions $jsapi $http $nlp $analytics Math JSON _ moment".split(" ").forEach(function (name) {
    $client.members[name] = Object.getOwnPropertyNames($global[name]);
});
"""


def seen_by_a_script() -> dict[str, object]:
    bundle = Bundle()
    source = Source(Path("list.js"), LIST)
    block = bundle.add_block(source.span(0, len(LIST)))
    realm = Realm(bundle)
    realm.start(FakeHost())
    realm.open(FakeHost(), {"client": {}})
    realm.run(block)
    kept = realm.close()["client"]
    realm.close_engine()
    return kept


def test_the_names_are_those_that_a_script_of_a_bot_finds() -> None:
    seen = seen_by_a_script()
    hidden = {"__jaicp", "__engineTake"}
    assert set(seen["globals"]) - hidden == set(global_names()) - hidden
    for name, members in seen["members"].items():
        assert set(members) <= members_of(name), name


@pytest.mark.parametrize("name", ["$session", "$client", "$request", "$parseTree", "undefined"])
def test_data_may_have_any_members(name: str) -> None:
    assert name in global_names()
    assert members_of(name) is None


def test_members_of_values_without_a_name() -> None:
    assert {"format", "add", "utcOffset"} <= members_of("moment()")
    assert {"replace", "startsWith"} <= members_of("string")
    assert members_of("no such thing") is None


@pytest.mark.parametrize("name", LIBRARIES)
def test_libraries_have_members(name: str) -> None:
    assert {"_": "contains", "moment": "duration"}[name] in members_of(name)
