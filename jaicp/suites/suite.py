"""A file of test cases: XML to `Suite`.

What cannot be read at all becomes the suite's `error`, so that other files still run; what keeps one case from
being played is among the problems of that case; what is passed over is a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from jaicp.project.files import Files, read_source
from jaicp.project.paths import ROOT, resolve_path
from jaicp.suites import steps
from jaicp.suites.elements import Element, parse_xml
from jaicp.suites.mock_reading import MOCK_TAG, read_mock
from jaicp.suites.reading import (
    BadStep,
    bad_value,
    json_body,
    named_path,
    no_children,
    object_body,
    read_flag,
    unknown_element,
    value_path,
)
from jaicp.suites.service_reading import SERVICE_TAG, read_service_mock
from jaicp.suites.steps import Case, Mock, ServiceMock, Step, Suite
from jaicp.suites.values import JsonObject
from jaicp.syntax.java_regex import JavaRegexError, compile_java_regex
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity, nearest
from jaicp.text.source import Source, Span

__all__ = ["element_names", "load_suite", "read_suite"]

CASE_TAG = "test-case"
ANSWER_TAG = "a"
ONE_OF_TAG = "oneOf"
EXTENSIONS = frozenset({"contains", "regexp"})
"""What `<a>` may have beyond the platform's format, where that is enabled; `<oneOf>` inside is the third."""

TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


def load_suite(files: Files, path: Path, *, extensions: bool = False) -> Suite:
    """Read the suite at `path`; with `extensions`, all that `<a>` may hold beyond the platform's format."""
    source, problem = read_source(files, path)
    if problem is not None:
        return Suite(path=path, source=source, error=problem)
    return read_suite(source, extensions=extensions)


def read_suite(source: Source, *, extensions: bool = False) -> Suite:
    """The cases of a file."""
    root = parse_xml(source)
    if isinstance(root, Diagnostic):
        return Suite(path=source.path, source=source, error=root)
    reader = _Reader(extensions)
    try:
        cases = reader.root(root)
    except BadStep as bad:
        return Suite(path=source.path, source=source, error=bad.problem)
    return Suite(
        path=source.path, source=source, cases=tuple(cases), warnings=tuple(reader.warnings)
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """A tag: how its element is read, and the attributes that it may have."""

    read: Callable[[Element], Step]
    attributes: frozenset[str] = frozenset()


_KINDS: dict[str, _Kind] = {}


def _tag(
    name: str, *attributes: str
) -> Callable[[Callable[[Element], Step]], Callable[[Element], Step]]:
    def register(read: Callable[[Element], Step]) -> Callable[[Element], Step]:
        _KINDS[name] = _Kind(read, frozenset(attributes))
        return read

    return register


def element_names() -> list[str]:
    """The elements that a suite may have."""
    return ["test", CASE_TAG, *_KINDS, MOCK_TAG, SERVICE_TAG]


class _Reader:
    def __init__(self, extensions: bool) -> None:
        self.extensions = extensions
        self.warnings: list[Diagnostic] = []

    def root(self, root: Element) -> list[Case]:
        """All cases; mocks of the suite are seen by all of them, those above a case sooner than those below."""
        if root.tag != "test":
            raise _wrong_root(root)
        self.attributes(root, {"integration"})
        integration = read_flag(root, "integration", False)
        cases: list[Case] = []
        mocks: list[tuple[int, Mock]] = []
        services: list[ServiceMock] = []
        for child in root.children:
            if child.tag == CASE_TAG:
                cases.append(self.case(child, len(cases) + 1, integration))
            elif child.tag == MOCK_TAG:
                mocks.append((len(cases), read_mock(child, self.warnings)))
            elif child.tag == SERVICE_TAG:
                services.append(read_service_mock(child))
            else:
                raise unknown_element(child, "test", [CASE_TAG, MOCK_TAG, SERVICE_TAG])
        return [
            replace(_with_mocks(case, number, mocks), services=tuple(services))
            for number, case in enumerate(cases)
        ]

    def case(self, element: Element, number: int, integration: bool) -> Case:
        self.attributes(element, {"id", "integration"})
        found: list[Step] = []
        problems: list[Diagnostic] = []
        try:
            integration = read_flag(element, "integration", integration)
        except BadStep as bad:
            problems.append(bad.problem)
        for child in element.children:
            try:
                found.append(self.step(child))
            except BadStep as bad:
                problems.append(bad.problem)
        return Case(
            id=element.attributes.get("id", "").strip() or f"testCase-{number}",
            span=element.head,
            steps=tuple(found),
            integration=integration,
            problems=tuple(problems),
        )

    def step(self, element: Element) -> Step:
        if element.tag == MOCK_TAG:
            return read_mock(element, self.warnings)
        kind = _KINDS.get(element.tag)
        if kind is None:
            raise unknown_element(element, CASE_TAG, [*_KINDS, MOCK_TAG])
        if element.tag == ANSWER_TAG:
            element = self.answer(element)
        self.attributes(element, kind.attributes)
        return kind.read(element)

    def answer(self, element: Element) -> Element:
        """An `<a>` without what is not the platform's, unless that is wanted."""
        if self.extensions:
            return element
        for child in element.children:
            if child.tag == ONE_OF_TAG:
                raise _not_enabled(child.head, f"`<{ONE_OF_TAG}>`")
        own = element.attributes.keys() & EXTENSIONS
        for name in sorted(own):
            problem = _not_enabled(element.attribute_span(name), f"`{name}`").problem
            self.warnings.append(replace(problem, severity=Severity.WARNING))
        kept = {name: value for name, value in element.attributes.items() if name not in own}
        return replace(element, attributes=kept)

    def attributes(self, element: Element, known: Iterable[str]) -> None:
        """Warn of attributes that an element does not have; the platform passes them over."""
        for name in element.attributes.keys() - set(known):
            likely = nearest(name, known)
            self.warnings.append(
                Diagnostic(
                    code=codes.UNKNOWN_TEST_ELEMENT,
                    message=f"`<{element.tag}>` has no attribute `{name}`; it is passed over",
                    span=element.attribute_span(name),
                    severity=Severity.WARNING,
                    help=f"did you mean `{likely}`?" if likely else "",
                )
            )


def _with_mocks(case: Case, number: int, mocks: list[tuple[int, Mock]]) -> Case:
    above = [mock for place, mock in mocks if place <= number]
    below = [mock for place, mock in mocks if place > number]
    return replace(case, mocks=(*below, *above))


def _not_enabled(span: Span, what: str) -> BadStep:
    return bad_value(
        span,
        f"{what} is an extension of jaicp, which the platform does not know",
        "to use it here, say `--extensions`, or write `tests: extensions: true` in chatbot.yaml",
        codes.UNKNOWN_TEST_ELEMENT,
    )


def _wrong_root(root: Element) -> BadStep:
    return bad_value(
        root.head,
        f"the file begins with `<{root.tag}>`, a suite with `<test>`",
        "write `<test>`, with a `<test-case>` inside for each dialogue",
        codes.MALFORMED_TEST,
    )


# --- stimuli


@_tag("q")
def _query(element: Element) -> Step:
    no_children(element)
    return steps.SendQuery(span=element.head, text=element.text.strip())


@_tag("event")
def _event(element: Element) -> Step:
    no_children(element)
    name = element.text.strip()
    if not name:
        raise bad_value(element.head, "`<event>` names no event", "write `<event>noMatch</event>`")
    return steps.SendEvent(span=element.head, name=name)


@_tag("request")
def _request(element: Element) -> Step:
    return steps.SendRequest(span=element.head, fields=object_body(element))


@_tag("timeout")
def _timeout(element: Element) -> Step:
    return steps.Wait(span=element.head)


# --- conditions


@_tag("requestData")
def _request_data(element: Element) -> Step:
    return steps.SetRequestData(span=element.head, value=object_body(element))


@_tag("rawRequest")
def _raw_request(element: Element) -> Step:
    return steps.SetRawRequest(span=element.head, value=object_body(element))


@_tag("random")
def _random(element: Element) -> Step:
    no_children(element)
    words = [word.strip() for word in element.text.split(",") if word.strip()]
    if not all(word.isascii() and word.isdigit() for word in words):
        message = "the body of `<random>` is not a list of whole numbers"
        raise bad_value(element.head, message, "write `<random>0, 2, 1</random>`")
    return steps.SetNumbers(span=element.head, numbers=tuple(int(word) for word in words))


@_tag("dateTime")
def _date_time(element: Element) -> Step:
    no_children(element)
    try:
        time = datetime.strptime(element.text.strip(), TIME_FORMAT)
    except ValueError:
        message = "the body of `<dateTime>` is not a date with a time"
        help_text = "write `<dateTime>2024-02-29 12:00:00</dateTime>`"
        raise bad_value(element.head, message, help_text) from None
    return steps.SetClock(span=element.head, time=time)


@_tag("state")
def _state(element: Element) -> Step:
    no_children(element)
    return steps.SetState(span=element.head, path=resolve_path(ROOT, element.text))


@_tag("context", "var")
def _context(element: Element) -> Step:
    variable = element.attributes.get("var", "").strip().removeprefix("$")
    fields = object_body(element)
    match variable:
        case "client" | "session":
            return steps.SetVariables(span=element.head, variable=variable, fields=fields)
    span = element.attribute_span("var")
    raise bad_value(
        span, "`<context>` sets `client` or `session`", 'write `<context var="client">`'
    )


# --- checks


@_tag(ANSWER_TAG, "state", "class", *EXTENSIONS)
def _answer(element: Element) -> Step:
    for child in element.children:
        if child.tag != ONE_OF_TAG:
            no_children(element)
        no_children(child)
    return steps.CheckAnswer(
        span=element.head,
        text="" if element.children else element.text.strip(),
        state=named_path(element, "state"),
        entry=named_path(element, "class"),
        contains=element.attributes.get("contains", "").strip(),
        regexp=_expression(element),
        texts=tuple(child.text.strip() for child in element.children),
    )


def _expression(element: Element) -> str:
    text = element.attributes.get("regexp", "").strip()
    if not text:
        return ""
    try:
        compile_java_regex(text)
    except JavaRegexError as error:
        span = element.attribute_span("regexp")
        raise bad_value(span, f"this is no regular expression: {error}") from None
    return text


@_tag("responseData", "field")
def _response_data(element: Element) -> Step:
    empty = not element.text.strip() and not element.children
    return steps.CheckData(
        span=element.head,
        field=value_path(element, "field"),
        value=None if empty else json_body(element),
        asks_value=not empty,
        written=element.attributes.get("field", "").strip(),
    )


@_tag("timeoutReply", "targetState", "interval")
def _timeout_reply(element: Element) -> Step:
    text = element.attributes.get("interval", "").strip()
    try:
        interval = float(text) if text else None
    except ValueError:
        span = element.attribute_span("interval")
        message = "`interval` is not a number of seconds"
        raise bad_value(span, message, 'write `interval="5"`') from None
    target = named_path(element, "targetState")
    return steps.CheckTimeout(span=element.head, target=target, interval=interval)


@_tag("newSession", "message")
def _new_session(element: Element) -> Step:
    data: JsonObject | None = None
    for child in element.children:
        if child.tag != "data":
            raise unknown_element(child, "newSession", ["data"])
        data = object_body(child)
    message = element.attributes.get("message")
    return steps.CheckSession(span=element.head, message=message, data=data)


@_tag("mail", "recipient", "subject", "body")
def _mail(element: Element) -> Step:
    values = {name: element.attributes.get(name) for name in ("recipient", "subject", "body")}
    return steps.CheckMail(span=element.head, **values)
