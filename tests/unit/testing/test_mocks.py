"""Which mock answers a request, and what is said where none does."""

from typing import Any

import pytest

from jaicp.suites.steps import Mock, MockBody, MockedResponse
from jaicp.suites.suite import read_suite
from jaicp.suites.values import fill_encoded_url, fill_url
from jaicp.testing.mocks import MockWorld, canonical_url
from jaicp.text.source import Source

SOURCE = Source("test.xml", "<mockData>")


def mock(url: str, answer: str = "ok", method: str = "GET", body: MockBody | None = None) -> Mock:
    response = MockedResponse(200, "text", answer, None)
    return Mock(span=SOURCE.span(0, 10), method=method, url=url, body=body, response=response)


def answer(world: MockWorld, method: str, url: str, **rest: Any) -> str | None:
    response = world.answer(method, url, **rest)
    return None if response is None else response.text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://x.y/путь", "http://x.y/%D0%BF%D1%83%D1%82%D1%8C"),
        ("http://x.y/%d0%bf", "http://x.y/%D0%BF"),
        ("HTTP://X.Y/a", "http://x.y/a"),
        ("https://x.y:443", "https://x.y/"),
        ("http://x.y/?q=%41", "http://x.y/?q=A"),
        ("http://x.y/?q=a b", "http://x.y/?q=a%20b"),
        ("http://x.y/a#part", "http://x.y/a"),
    ],
)
def test_two_ways_to_write_one_address(one: str, other: str):
    assert canonical_url(one) == canonical_url(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://x.y/?q=a+b", "http://x.y/?q=a%20b"),
        ("http://x.y/a", "http://x.y/A"),
        ("http://x.y/?a=1&b=2", "http://x.y/?b=2&a=1"),
        ("http://x.y/?q=%26", "http://x.y/?q=&"),
        ("http://x.y", "https://x.y"),
    ],
)
def test_two_addresses(one: str, other: str):
    assert canonical_url(one) != canonical_url(other)


def test_values_fill_an_address_encoded():
    filled = fill_url("http://x.y/${a}?b=${ b }&c=${c}", {"a": "путь", "b": "1 2"})
    assert filled == "http://x.y/%D0%BF%D1%83%D1%82%D1%8C?b=1+2&c=${c}"


@pytest.mark.parametrize(
    ("values", "filled"),
    [
        ({"a": "%D0%BF", "b": "1+2"}, "http://x.y/%D0%BF?b=1+2"),
        ({"a": "п", "b": "%D0%BF"}, None),
        ({"a": "100%", "b": "%D0%BF"}, None),
        ({"a": "1", "b": "2"}, None),
    ],
)
def test_values_that_are_encoded_already_may_fill_an_address_as_they_are(
    values: dict[str, str], filled: str | None
):
    assert fill_encoded_url("http://x.y/${a}?b=${b}", values) == filled


@pytest.mark.parametrize(
    ("asked", "fits"), [("%D0%BF", True), ("%25D0%25BF", True), ("п", True), ("я", False)]
)
def test_a_mock_of_encoded_values_answers_either_way(asked: str, fits: bool):
    text = """<test><test-case><mockData><query>http://x.y/${a}</query>
        <parameters><a>%D0%BF</a></parameters><response type="text">ok</response></mockData></test-case></test>"""
    step = read_suite(Source("test.xml", text)).cases[0].steps[0]
    assert isinstance(step, Mock)
    assert (answer(MockWorld([step]), "GET", f"http://x.y/{asked}") == "ok") is fits


def test_a_request_is_answered_by_method_and_address():
    world = MockWorld([mock("http://x.y/a?b=1+2"), mock("http://x.y/c", method="POST")])
    assert answer(world, "get", "http://x.y/a?b=${n}", query={"n": "1 2"}) == "ok"
    assert answer(world, "GET", "http://x.y/c") is None
    assert answer(world, "POST", "http://x.y/c", body={"any": 1}) == "ok"


def test_the_last_mock_that_fits_answers():
    world = MockWorld([mock("http://x.y", "1"), mock("http://x.y", "2"), mock("http://z", "3")])
    assert answer(world, "GET", "http://x.y/") == "2"


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (MockBody({"a": 1}), True),
        (MockBody({"a": 1}, strict=True), False),
        (MockBody({"a": 1, "b": {"c": [1, 2], "d": "x"}}, strict=True), True),
        (MockBody({"b": {"c": [1, 2], "d": "x"}}), True),
        (MockBody({"b": {"c": [1, 2]}}), False),
        (MockBody({"c": [1, 2]}, ("b",)), True),
        (MockBody({"c": [1, 2]}, ("b",), strict=True), False),
        (MockBody("x", ("b", "d")), True),
        (MockBody(2, ("b", "c", 1)), True),
        (MockBody({"a": 2}), False),
        (MockBody({}), True),
    ],
)
def test_a_body_is_compared_by_its_given_fields_or_all_of_it(wanted: MockBody, fits: bool):
    world = MockWorld([mock("http://x.y", method="POST", body=wanted)])
    body = {"a": 1, "b": {"c": [1, 2], "d": "x"}}
    assert (answer(world, "POST", "http://x.y", body=body) == "ok") is fits
    text = "{a: 1, b: {c: [1, 2], d: 'x'}}"
    assert (answer(world, "POST", "http://x.y", body=text) == "ok") is fits


def test_an_empty_body_asks_for_nothing():
    world = MockWorld([mock("http://x.y", body=MockBody({}))])
    assert answer(world, "GET", "http://x.y") == "ok"
    assert answer(world, "GET", "http://x.y", body="no JSON") is None


@pytest.mark.parametrize(
    ("request_line", "words"),
    [
        ("GET http://x.y/a?q=1%202&r=3", "has `q=1+2` in the query where there is `q=1%202`"),
        ("GET http://x.y/a?q=1+2", "has `r=3` in the query, which is not there"),
        ("GET http://x.y/a?q=1+2&r=3&s=4", "lacks `s=4` in the query"),
        ("GET http://x.y/b?q=1+2&r=3", "has the path `/a` where there is `/b`"),
        ("GET http://x.z/a", "is for http://x.y"),
        ("PUT http://x.y/a?q=1+2&r=3", "is for GET"),
    ],
)
def test_a_near_miss_is_explained(request_line: str, words: str):
    method, url = request_line.split(" ", 1)
    world = MockWorld([mock("http://far.away"), mock("http://x.y/a?q=1+2&r=3")])
    assert answer(world, method, url) is None
    told = [miss[0] for miss in world.misses]
    assert told == [f"no mock answers {method} {url}; the nearest, on line 1, {words}"]


def test_a_body_that_is_not_the_same_is_explained():
    world = MockWorld([mock("http://x.y", body=MockBody({"c": "tea"}, ("order", 0)))])
    answer(world, "GET", "http://x.y", body={"order": [{"c": "coffee"}]})
    assert "wants `tea` in `order.[0].c` where there is `coffee`" in world.misses[0][0].replace(
        "order[0]", "order.[0]"
    )
    world.begin_turn()
    assert world.misses == []


def test_without_mocks_that_is_said():
    world = MockWorld()
    assert answer(world, "GET", "http://x.y") is None
    assert world.misses == [("no mock answers GET http://x.y/: there are no mocks",)]


def test_a_near_miss_is_shown_below_the_mock():
    world = MockWorld()
    world.begin_case([mock("http://x.y/weather?city=London+Town")])
    world.answer("GET", "http://x.y/weather?city=London%20Town")
    assert world.misses[0][1:] == (
        "mock:    GET http://x.y/weather?city=London+Town",
        "request: GET http://x.y/weather?city=London%20Town",
        "                                           ^",
    )


def test_of_long_addresses_the_part_that_differs_is_shown():
    path = "/".join(["folder"] * 30)
    world = MockWorld([mock(f"http://x.y/{path}/tea")])
    world.answer("GET", f"http://x.y/{path}/coffee")
    ours, theirs, mark = world.misses[0][1:]
    assert ours.startswith("mock:    …")
    assert ours.endswith("/tea")
    assert theirs[mark.index("^")] == "c"
    assert ours[mark.index("^")] == "t"


def test_a_request_without_a_mock_may_be_let_through():
    world = MockWorld()
    world.begin_case([mock("http://x.y")], lets_through=True)
    assert answer(world, "GET", "http://x.y") == "ok"
    assert answer(world, "GET", "http://x.z") is None
    assert (world.misses, world.missed) == ([], [])
