"""JSON as authors write it, paths into it, and comparisons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.suites.values import MISSING, PathError, find_in, read_json, read_path
from jaicp.testing.compare import find_difference, same_text, show, where_texts_part

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": [1, 2.5, null]}', {"a": [1, 2.5, None]}),
        ("[{text: 'Да', transition: '/X'},]", [{"text": "Да", "transition": "/X"}]),
        ("'одно слово'", "одно слово"),
        ('"a\nb"', "a\nb"),
        ("-1e3", -1000.0),
    ],
)
def test_bodies_are_read_as_javascript_has_them(text: str, value: object):
    assert read_json(text) == value


@pytest.mark.parametrize("text", ["", "{a: morning}", "{'a': 1", "[" * 5000])
def test_what_is_no_json_is_a_value_error(text: str):
    with pytest.raises(ValueError):  # noqa: PT011 - its words are the library's
        read_json(text)


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("", ()),
        ("$", ()),
        ("smartRandom", ("smartRandom",)),
        ("replies[0].buttons", ("replies", 0, "buttons")),
        ("$.data['order id'][-1]", ("data", "order id", -1)),
        ('$["a"].б', ("a", "б")),
    ],
)
def test_a_path_is_made_of_names_and_numbers(text: str, steps: tuple):
    assert read_path(text) == steps


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("replies[*].type", ["text", "buttons"]),
        ("$..text", ["Hi", "Yes", "No"]),
        ("replies[?(@.type=='buttons')].buttons[0]", [{"text": "Yes"}]),
        ("$.replies[-1:].type", ["buttons"]),
        ("replies[*].url", MISSING),
    ],
)
def test_other_paths_are_jsonpath_and_find_all_that_they_name(text: str, found: object):
    buttons = {"type": "buttons", "buttons": [{"text": "Yes"}, {"text": "No"}]}
    value = {"replies": [{"type": "text", "text": "Hi"}, buttons]}
    assert find_in(value, read_path(text)) == found


@pytest.mark.parametrize("text", ["a b", "a[", "replies[?]", "$."])
def test_what_is_no_path_is_refused(text: str):
    with pytest.raises(PathError, match="is no JSONPath: "):
        read_path(text)


def test_a_path_finds_null_and_misses_what_is_not_there():
    value = {"a": [{"b": None}]}
    assert find_in(value, ("a", 0, "b")) is None
    assert find_in(value, ("a", -1)) == {"b": None}
    assert find_in(value, ("a", 1)) is MISSING
    assert find_in(value, ("a", "b")) is MISSING
    assert find_in(value, (0,)) is MISSING


@pytest.mark.parametrize(
    ("expected", "got"), [("Да, да.", "Да,\n   да."), ("a b", "ab"), ("", " "), ("x y", "x\u00a0y")]
)
def test_blanks_in_texts_do_not_count(expected: str, got: str):
    assert same_text(expected, got)


@pytest.mark.parametrize("got", ["да, да.", "Да да.", "Да, да", "Дa, да."])
def test_all_else_in_texts_counts(got: str):
    assert not same_text("Да, да.", got)


@given(JSON)
def test_a_value_does_not_differ_from_itself(value: object):
    assert find_difference(value, value) is None
    assert find_difference(value, value, strict=True) is None


def test_only_the_given_fields_are_compared():
    got = {"type": "text", "text": "hi", "deep": {"a": 1, "b": 2}}
    assert find_difference({"text": "hi", "deep": {"b": 2}}, got) is None
    assert find_difference({"deep": {"b": 3}}, got) == ("deep.b", 3, 2)
    assert find_difference({"other": 1}, got) == ("other", 1, MISSING)
    assert find_difference({"text": "hi"}, got, strict=True) == ("type", MISSING, "text")


def test_lists_need_all_of_their_items():
    assert find_difference([{"a": 1}], [{"a": 1, "b": 2}]) is None
    assert find_difference([1], [1, 2]) == ("", [1], [1, 2])
    assert find_difference([1, {"a": 1}], [1, {"a": 2}]) == ("[1].a", 1, 2)


def test_truth_is_not_one_and_one_is_one_point_nought():
    assert find_difference(True, 1) is not None
    assert find_difference(1, 1.0) is None
    assert find_difference(None, {}) is not None


def test_values_are_shown_on_one_line_and_not_too_long():
    assert show({"а": [1, None]}) == '{"а": [1, null]}'
    assert show("two\n  lines") == "two lines"
    assert show(MISSING) == "nothing"
    assert len(show("x" * 5000)) <= 400


def test_in_long_texts_the_place_where_they_part_is_shown():
    start = "We are open every day of the week, at all hours that there are, "
    parted = where_texts_part(
        start + "but not on Sundays.", start.replace(" ", "\n") + "and on Sundays."
    )
    assert parted == ("…there are, but not on Sundays.", "…there are, and on Sundays.")
    assert where_texts_part(start + "!", start) == ("…there are, !", "…there are,")
    assert where_texts_part("short", "text") is None
