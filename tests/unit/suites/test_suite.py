"""A file of cases, as it is read."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jaicp.project.files import DiskFiles
from jaicp.suites import steps
from jaicp.suites.steps import Suite
from jaicp.suites.suite import load_suite, read_suite
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source


def read(text: str) -> Suite:
    return read_suite(Source("test.xml", text))


def read_steps(inside: str) -> tuple[steps.Step, ...]:
    suite = read(f"<test><test-case>{inside}</test-case></test>")
    assert suite.error is None
    assert suite.cases[0].problems == ()
    return suite.cases[0].steps


def read_step(inside: str) -> steps.Step:
    return read_steps(inside)[0]


def problem_of(inside: str) -> Diagnostic:
    suite = read(f"<test><test-case>{inside}</test-case></test>")
    return suite.cases[0].problems[0]


# --- cases


def test_cases_have_ids_or_numbers():
    suite = read('<test><test-case/><test-case id=" a "/><test-case id=""/></test>')
    assert [case.id for case in suite.cases] == ["testCase-1", "a", "testCase-3"]


def test_a_suite_may_have_no_cases_and_a_case_no_steps():
    assert read("<test/>").cases == ()
    assert read("<test><test-case/></test>").cases[0].steps == ()


def test_integration_is_that_of_the_suite_unless_the_case_says_otherwise():
    suite = read('<test integration="true"><test-case/><test-case integration="false"/></test>')
    assert [case.integration for case in suite.cases] == [True, False]


def test_steps_keep_their_order_and_their_places():
    text = "<test>\n  <test-case>\n    <q>Привет, «мир» 🌷</q>\n    <a>да</a><a/>\n  </test-case>\n</test>"
    found = read(text).cases[0].steps
    assert [step.span.text for step in found] == ["<q>", "<a>", "<a/>"]
    assert [step.span.location for step in found] == [(3, 5), (4, 5), (4, 14)]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path):
    file = tmp_path / "test.xml"
    file.write_bytes("\ufeff<test>\r\n<test-case>\r\n<q>я</q></test-case></test>".encode())
    step = load_suite(DiskFiles(), file).cases[0].steps[0]
    assert step.span.location == (3, 1)


def test_the_declaration_of_an_encoding_does_not_matter():
    suite = read('<?xml version="1.0" encoding="windows-1251"?><test><test-case id="я"/></test>')
    assert suite.cases[0].id == "я"


# --- elements


def test_what_a_client_does():
    found = read_steps(
        "<q>\n /start </q><event> fileEvent </event><timeout/>"
        "<request>{query: 'hi', channelType: 'x'}</request>"
    )
    kinds = [steps.SendQuery, steps.SendEvent, steps.Wait, steps.SendRequest]
    assert [type(step) for step in found] == kinds
    assert [found[0].text, found[1].name] == ["/start", "fileEvent"]
    assert found[3].fields == {"query": "hi", "channelType": "x"}


def test_an_answer_may_have_a_text_a_state_and_an_entry_state():
    step = read_step('<a state="Menu" class="/Start/"> Здравствуйте &amp; &lt;да&gt; </a>')
    assert (step.text, step.state, step.entry) == ("Здравствуйте & <да>", "/Menu", "/Start")
    step = read_step("<a/>")
    assert (step.text, step.state, step.entry) == ("", None, None)


def test_response_data_with_and_without_a_body():
    step = read_step('<responseData field="replies[0].buttons">[{text: "Да"}]</responseData>')
    assert (step.field, step.value, step.asks_value) == (
        ("replies", 0, "buttons"),
        [{"text": "Да"}],
        True,
    )
    assert read_step('<responseData field="test"/>').asks_value is False


def test_timeouts_sessions_and_letters():
    step = read_step('<timeoutReply targetState="/Late" interval="2.5"/>')
    assert (step.target, step.interval) == ("/Late", 2.5)
    step = read_step('<newSession message="/start"><data>{"a": 1}</data></newSession>')
    assert (step.message, step.data) == ("/start", {"a": 1})
    step = read_step('<mail subject="hi"/>')
    assert (step.recipient, step.subject, step.body) == (None, "hi", None)


def test_conditions():
    found = read_steps(
        "<random>1, 2,\n 42</random><dateTime>\n 2018-01-01 12:00:00 </dateTime><state>1</state>"
        '<context var="client">{"name": "Аня"}</context>'
        "<requestData>{}</requestData><rawRequest></rawRequest>"
    )
    assert found[0].numbers == (1, 2, 42)
    assert found[1].time == datetime(2018, 1, 1, 12)
    assert found[2].path == "/1"
    assert (found[3].variable, found[3].fields) == ("client", {"name": "Аня"})
    assert (found[4].value, found[5].value) == ({}, {})


# --- mocks


def test_a_mock_with_everything():
    mock = read_step(
        '<mockData><query method="post"> http://x.y/${path}?a=${b} </query>'
        "<parameters><path>путь</path><b>1 2</b></parameters>"
        '<body strictMatch="true" field="c[0]">{d: 1}</body>'
        '<response status="404">{"e": null}</response></mockData>'
    )
    assert mock.method == "POST"
    assert mock.url == "http://x.y/%D0%BF%D1%83%D1%82%D1%8C?a=1+2"
    assert mock.body == steps.MockBody({"d": 1}, ("c", 0), True)
    assert (mock.response.status, mock.response.type, mock.response.data) == (
        404,
        "json",
        {"e": None},
    )


def test_a_text_response_keeps_its_blanks_and_xml_its_tags():
    head = "<mockData><query>u</query><response "
    mock = read_step(f'{head} type="text">\n ok\n</response></mockData>')
    assert mock.response.text == "\n ok\n"
    mock = read_step(f'{head} type="xml"><a b="1">c</a></response></mockData>')
    assert mock.response.text == '<a b="1">c</a>'


def test_a_response_that_is_no_json_is_text_and_a_warning():
    suite = read(
        "<test><test-case><mockData><query>u</query><response>{oops</response></mockData></test-case></test>"
    )
    assert suite.cases[0].steps[0].response.data == "{oops"
    assert [warning.code.id for warning in suite.warnings] == ["JC704"]


def test_mocks_of_the_suite_are_seen_by_all_cases_those_above_sooner():
    def mock(url: str) -> str:
        return f"<mockData><query>{url}</query><response/></mockData>"

    suite = read(f"<test>{mock('1')}<test-case/>{mock('2')}<test-case/>{mock('3')}</test>")
    first, second = suite.cases
    assert [mock.url for mock in first.mocks] == ["2", "3", "1"]
    assert [mock.url for mock in second.mocks] == ["3", "1", "2"]


# --- what is wrong


@pytest.mark.parametrize(
    ("text", "code", "place", "words"),
    [
        ("", "JC702", (1, 1), "the file holds no element"),
        ("  \n", "JC702", (2, 1), "the file holds no element"),
        ("<!-- only -->", "JC702", (1, 14), "the file holds no element"),
        ("<test>\n<test-case>", "JC702", (2, 12), "the file ends before"),
        ("<test>\nя </tst>", "JC702", (2, 5), "a tag is closed"),
        ("<test>a & b</test>", "JC702", (1, 10), "may not stand here"),
        ("<test>&x;</test>", "JC702", (1, 7), "no such entity"),
        ("<test/><test/>", "JC702", (1, 8), "behind the end"),
        ("<tests/>", "JC702", (1, 1), "the file begins with `<tests>`"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><test/>', "JC702", (1, 1), "DOCTYPE"),
        ("<test><testcase/></test>", "JC703", (1, 7), "no element `<testcase>`"),
        ('<test integration="yes"/>', "JC704", (1, 7), "neither `true` nor `false`"),
        ("<test><mockData/></test>", "JC704", (1, 7), "has no `<query>`"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(text: str, code: str, place: tuple, words: str):
    error = read(text).error
    assert error is not None
    assert (error.code.id, tuple(error.span.location)) == (code, place)
    assert words in error.message


def test_a_file_in_another_encoding_is_not_read(tmp_path):
    file = tmp_path / "test.xml"
    file.write_bytes("<test>привет</test>".encode("cp1251"))
    error = load_suite(DiskFiles(), file).error
    assert error is not None
    assert error.help == "save the file as UTF-8"


@pytest.mark.parametrize(
    ("inside", "code", "help_text"),
    [
        ("<query>hi</query>", "JC703", "did you mean `<q>`?"),
        ("<answer>hi</answer>", "JC703", "did you mean `<a>`?"),
        ("<dateTimes/>", "JC703", "did you mean `<dateTime>`?"),
        ("<script/>", "JC703", "there are `<q>`"),
        ("<a>one<br/>two</a>", "JC703", "write `&lt;` instead of `<`"),
        ("<newSession><date/></newSession>", "JC703", "did you mean `<data>`?"),
        ("<event/>", "JC704", "<event>noMatch</event>"),
        ("<random>1, x</random>", "JC704", "<random>0, 2, 1</random>"),
        ("<random>-1</random>", "JC704", "<random>0, 2, 1</random>"),
        ("<dateTime>01.01.2018</dateTime>", "JC704", "2024-02-29 12:00:00"),
        ('<context var="temp">{}</context>', "JC704", 'var="client"'),
        ("<context>{}</context>", "JC704", 'var="client"'),
        ('<context var="client">[]</context>', "JC704", '{"name": "value"}'),
        ("<requestData>{a: b}</requestData>", "JC704", "the reader says"),
        ('<responseData field="a[">1</responseData>', "JC704", "replies[0].buttons"),
        ('<timeoutReply interval="5s"/>', "JC704", 'interval="5"'),
        ('<mockData><query>u</query><response status="ok"/></mockData>', "JC704", 'status="200"'),
    ],
)
def test_a_case_that_cannot_be_played_says_what_to_write(inside: str, code: str, help_text: str):
    problem = problem_of(inside)
    assert problem.code.id == code
    assert help_text in problem.help
    assert len(problem.message) < 80


def test_an_unknown_attribute_is_a_warning_at_its_place():
    suite = read('<test><test-case><q lang="ru"\n stat="/X">hi</q></test-case></test>')
    assert suite.cases[0].problems == ()
    places = {warning.span.text: warning.code.id for warning in suite.warnings}
    assert places == {'lang="ru"': "JC703", 'stat="/X"': "JC703"}


def test_a_bad_case_does_not_harm_the_others():
    suite = read("<test><test-case><oops/></test-case><test-case><q>hi</q></test-case></test>")
    assert [len(case.problems) for case in suite.cases] == [1, 0]


@given(st.text())
def test_any_text_is_a_suite_or_an_error_inside_the_file(text: str):
    suite = read(text)
    assert suite.error is not None
    assert 0 <= suite.error.span.start <= suite.error.span.end <= len(text)


@given(
    st.lists(st.sampled_from(["<q>", "</q>", "<a/>", "я", "&amp;", "<b x='1'>", "<!-- -->", "\n"]))
)
def test_any_inside_of_a_case_is_read_without_an_exception(parts: list[str]):
    text = f"<test><test-case>{''.join(parts)}</test-case></test>"
    suite = read(text)
    assert suite.error is not None or len(suite.cases) == 1
