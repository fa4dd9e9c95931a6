"""Paths of states."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.project.paths import ROOT, ancestors, child_path, depth, parent_path, resolve_path

PARTS = st.lists(st.sampled_from(["A", "Б", "two words", ".", "..", ""]), max_size=6)
PATHS = PARTS.map("/".join)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/Other", "/Other"),
        ("/Other/Deep/", "/Other/Deep"),
        ("//Other", "/Other"),
        ("Child", "/Shop/Order/Child"),
        ("./Child", "/Shop/Order/Child"),
        (".", "/Shop/Order"),
        ("./", "/Shop/Order"),
        ("..", "/Shop"),
        ("../Sibling", "/Shop/Sibling"),
        ("../../..", "/"),
        ("../../../Up", "/Up"),
        (" Child ", "/Shop/Order/Child"),
        ("", "/Shop/Order"),
        ("/", "/"),
    ],
)
def test_a_path_is_counted_from_the_state_in_which_it_stands(written: str, meant: str) -> None:
    assert resolve_path("/Shop/Order", written) == meant


@given(PATHS, PATHS)
def test_a_resolved_path_is_absolute_and_resolves_to_itself(base: str, written: str) -> None:
    found = resolve_path(resolve_path(ROOT, base), written)
    assert found.startswith("/")
    assert resolve_path("/Anywhere", found) == found


@given(PATHS)
def test_ancestors_lead_to_the_root_one_level_at_a_time(written: str) -> None:
    found = ancestors(resolve_path(ROOT, written))
    assert found[-1] == ROOT
    assert [depth(path) for path in found] == list(range(len(found) - 1, -1, -1))
    assert all(parent_path(below) == above for below, above in pairwise(found))


def test_the_root_is_its_own_parent() -> None:
    assert parent_path(ROOT) == ROOT
    assert depth(ROOT) == 0


def test_slashes_around_a_name_do_not_count() -> None:
    assert child_path("/Shop", "/Order/") == "/Shop/Order"
