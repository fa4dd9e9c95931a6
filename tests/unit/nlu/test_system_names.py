"""The names of system entities that rules know are those that recognisers have."""

from __future__ import annotations

from jaicp.nlu.system_entities.registry import BUILT, is_system_entity
from jaicp.nlu.system_names import SYSTEM


def test_whatever_is_recognised_has_a_known_name() -> None:
    assert set(BUILT) <= SYSTEM


def test_all_of_them_belong_to_a_family() -> None:
    assert all(is_system_entity(name) for name in SYSTEM)
    assert not is_system_entity("flower.rose")
