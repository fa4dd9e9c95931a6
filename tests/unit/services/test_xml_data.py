"""XML as plain data (vendor's page on `parseXml`)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.services.xml_data import XmlError, parse_xml


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("<test><a>1</a><a>2</a></test>", {"test": {"a": [1, 2]}}),
        ("<a>text</a>", {"a": "text"}),
        ("<a/>", {"a": ""}),
        ("<a> 2.5 </a>", {"a": 2.5}),
        ("<a>007</a>", {"a": "007"}),
        ("<a>12345678901234567890</a>", {"a": "12345678901234567890"}),
        ("<a>-1</a>", {"a": -1}),
        ("<a>True</a>", {"a": True}),
        ("<a x='1' y='z'>b</a>", {"a": {"x": 1, "y": "z", "content": "b"}}),
        ("<a><b/><c><d>1</d></c></a>", {"a": {"b": "", "c": {"d": 1}}}),
        ("<a><![CDATA[<b>]]></a>", {"a": "<b>"}),
        ("<?xml version='1.0' encoding='windows-1251'?><a>я</a>", {"a": "я"}),
        ("\n <a>&lt;&#1103;</a>", {"a": "<я"}),
    ],
)
def test_elements_become_fields(text: str, value: Any) -> None:
    assert parse_xml(text) == value


@pytest.mark.parametrize("text", ["", "text", "<a>", "<a></b>", "<a/><b/>", "<a>&unknown;</a>"])
def test_what_is_no_xml(text: str) -> None:
    with pytest.raises(XmlError):
        parse_xml(text)


def test_entities_cannot_be_declared() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
    with pytest.raises(XmlError, match="declares entities"):
        parse_xml(bomb)


def test_other_files_are_not_read() -> None:
    with pytest.raises(XmlError):
        parse_xml('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>')


def test_depth_has_a_limit() -> None:
    with pytest.raises(XmlError, match="levels deep"):
        parse_xml("<a>" * 1000 + "</a>" * 1000)


@given(st.lists(st.integers(min_value=-(10**9), max_value=10**9), min_size=2))
def test_repeated_elements_keep_their_order(numbers: list[int]) -> None:
    text = "".join(f"<n>{number}</n>" for number in numbers)
    assert parse_xml(f"<a>{text}</a>") == {"a": {"n": numbers}}
