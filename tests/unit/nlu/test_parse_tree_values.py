"""Converters and values in the parse tree."""

from __future__ import annotations

from typing import Any

from jaicp.nlu.compile import NamedPattern, PatternTable, compile_pattern
from jaicp.nlu.parse_tree import NO_VALUE, Convert, build_parse_tree
from jaicp.nlu.words import tokenize
from jaicp.syntax.patterns import parse_pattern


def built(
    pattern: str, phrase: str, convert: Convert | None, **named: tuple[str, str | None]
) -> dict[str, Any]:
    table = PatternTable(
        NamedPattern(name, parse_pattern(body).root, converter)
        for name, (body, converter) in named.items()
    )
    utterance = tokenize(phrase)
    match = compile_pattern(parse_pattern(pattern).root, table).match(utterance)
    assert match is not None
    return build_parse_tree(match, utterance, convert)


def test_converters_run_from_the_leaves_up_each_once_with_converted_children() -> None:
    calls: list[str] = []

    def convert(key: str, node: dict[str, Any]) -> Any:
        calls.append(f"{key}:{node['text']}")
        if key == "digit":
            return int(node["text"])
        return sum(child["value"] for child in node["digit"])

    tree = built(
        "* $sum",
        "и 2 3",
        convert,
        sum=("$digit $digit", "sum"),
        digit=("$regexp<\\d>", "digit"),
        other=("да", "other"),
    )
    assert calls == ["digit:2", "digit:3", "sum:2 3"]
    assert tree["_sum"] == 5
    assert [child["value"] for child in tree["sum"][0]["digit"]] == [2, 3]


def test_a_converter_sees_the_mapped_value_and_replaces_it() -> None:
    seen: list[Any] = []

    def convert(key: str, node: dict[str, Any]) -> Any:
        seen.append(node["value"])
        return int(node["value"])

    tree = built("$n", "два", convert, n=("(раз:1|два:2)", "int"))
    assert seen == ["2"]
    assert tree["_n"] == 2
    assert tree["value"] == 2


def test_a_converter_that_returns_nothing_leaves_the_node_without_value() -> None:
    tree = built("$n", "два", lambda key, node: NO_VALUE, n=("два:2", "none"))
    assert "value" not in tree["n"][0]
    assert tree["_n"] == "два"


def test_null_is_a_value() -> None:
    tree = built("$n", "два", lambda key, node: None, n=("два:2", "null"))
    assert tree["n"][0]["value"] is None
    assert tree["_n"] is None


def test_a_node_with_a_converter_does_not_inherit() -> None:
    tree = built(
        "$outer", "два", lambda key, node: NO_VALUE, outer=("$inner", "none"), inner=("два:2", None)
    )
    assert "value" not in tree["outer"][0]
    assert tree["_outer"] == "два"


def test_without_a_way_to_convert_values_stay_as_they_are() -> None:
    tree = built("$n", "два", None, n=("два:2", "int"))
    assert tree["_n"] == "2"


def test_shortcuts_stand_on_the_root_only() -> None:
    tree = built("$outer", "два", None, outer=("$inner", None), inner=("два", None))
    assert "_outer" in tree
    assert not any(key.startswith("_") for key in tree["outer"][0])


def test_a_name_that_is_a_field_of_nodes_does_not_hide_the_field() -> None:
    tree = built("* $text", "вот два", None, text=("два", None))
    assert tree["text"] == "вот два"


def test_nodes_of_one_name_keep_the_order_of_the_text() -> None:
    tree = built("{$x::a да}", "да нет", None, x=("нет", None))
    assert list(tree)[-3:] == ["a", "_Root", "_a"]
    tree = built("$x да $x", "нет да нет", None, x=("нет", None))
    assert [node["startPos"] for node in tree["x"]] == [0, 7]
