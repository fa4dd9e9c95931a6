"""Cases played against small bots: what holds, what does not, and what is said about it."""

from __future__ import annotations

import pytest

from jaicp.suites.suite import read_suite
from jaicp.testing.checks import mail
from jaicp.testing.mocks import MockWorld
from jaicp.testing.runner import open_player
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.source import Source

BOT = """
theme: /
    init:
        bind("onScriptError", function() { $reactions.answer("caught"); }, "/Careful");

    state: Start
        q!: $regex</start>
        a: Hello!
        a: How  are
            you?
        buttons:
            "Fine" -> /Fine

    state: Fine
        q: fine
        a: Good.

        state: Deeper
            q: deeper
            a: Deep.

    state: Way
        q!: way
        go!: /Fine

    state: Silent
        q!: silence

    state: Broken
        q!: break
        a: Before.
        script:
            $session.missing.field = 1;

    state: Careful
        q!: careful
        script:
            $session.missing.field = 1;

    state: Wait
        q!: wait
        a: Take your time.
        timeout: /Late || interval = "1 min 5 sec"

    state: Late
        a: Are you there? {{ $jsapi.currentTime() }}

    state: Pushed
        q!: push
        script:
            $response.replies = $response.replies || [];
            $response.replies.push({type: "text", text: "raw"});

    state: Data
        q!: data
        a: {{ $request.data.field }} {{ $request.rawRequest.field }} {{ $request.channelType }}
        script:
            $response.data = {seen: true, list: [1, 2]};

    state: Event
        event!: knock
        a: {{ $request.data.eventData.who }} knocked.

    state: Reminders
        q!: remind
        script:
            var soon = $jsapi.dateForZone("UTC", "yyyy-MM-dd'T'HH:mm:ss");
            var year = Number(soon.slice(0, 4)) + 1;
            $pushgate.createEvent(year + soon.slice(4), "reminder", {what: "second"});
            $session.id = $pushgate.createEvent("2021-01-01T00:00:00", "reminder", {what: "gone"}).id;
            $pushgate.createEvent("2022-01-01T00:00:00", "reminder", {what: "first"});
        a: I will.

        state: Not
            q: not
            script: $pushgate.cancelEvent($session.id);
            a: Not that one.

    state: Reminder
        event!: reminder
        a: {{ $request.rawRequest.eventData ? $request.rawRequest.eventData.what : "nothing" }}

    state: Chance
        q!: chance
        random:
            a: nought
            a: one
            a: two
        script:
            $reactions.answer("" + $jsapi.random(100) + " " + $reactions.random(100));

    state: Kept
        q!: kept
        a: {{ JSON.stringify($client) }} {{ JSON.stringify($session.deep) }}
        script:
            $session.deep = {a: 1, b: {c: 2}};

    state: Anew
        q!: anew
        a: Wait.
        script: $reactions.newSession({message: "fine", data: {a: 1}, session: {b: 2}});

    state: Html
        q!: html
        a: See the site. || htmlEnabled = true, html = "See <a href='http://x'>the site</a>."

    state: Looked
        q!: look
        script: $session.before = 1;
        a: Seen.
        script: $session.count = $response.replies.length;

    state: Http
        q!: http
        script: $temp.order = $http.post("http://x.y/${n}", {query: {n: "1 2"}, body: {item: "tea"}});
        a: {{ $temp.order.isOk ? $temp.order.data.id : "failed" }}

    state: Mode
        q!: mode
        a: {{ $context.testContext ? "test" : "real" }}, {{ $jsapi.currentTime() }}

    state: NoMatch || noContext = true
        event!: noMatch
        a: What?
"""


@pytest.fixture(scope="module")
def player(tmp_path_factory: pytest.TempPathFactory):
    file = tmp_path_factory.mktemp("bot") / "main.sc"
    file.write_text(BOT, encoding="utf-8")
    return open_player(file)


@pytest.fixture
def play(player):
    def run(inside: str, around: str = "") -> Diagnostic | None:
        suite = read_suite(
            Source("test.xml", f"<test>{around}<test-case>{inside}</test-case></test>")
        )
        assert suite.error is None
        (case,) = suite.cases
        assert case.problems == ()
        return player.play(case).failure

    return run


@pytest.mark.parametrize(
    "inside",
    [
        "<q>/start</q><a>Hello!</a><a>How are you?</a>",
        "<q>/start</q><a>Hel lo!</a><a>\nHow\n are you?</a>",
        '<q>/start</q><a state="/Start" class="/Start"/><a class="Start">How are you?</a>',
        '<q>way</q><a class="/Way" state="/Fine">Good.</a>',
        "<q>silence</q>",
        '<q>push</q><a state="/Pushed">raw</a>',
        '<q>fine</q><a state="/Fine"/><q>deeper</q><a state="/Fine/Deeper"/>',
        '<q>/start</q><a/><a/><q>Fine</q><a class="/Fine"/>',
        '<q>gibberish</q><a state="/NoMatch">What?</a>',
        '<state>Fine</state><q>deeper</q><a state="/Fine/Deeper"/>',
        '<requestData>{eventData: {who: "Ann"}}</requestData><event>knock</event><a>Ann knocked.</a>',
        "<q>careful</q><a>caught</a>",
        "<q>look</q><a>Seen.</a>",
        "<q>html</q><a>See the site.</a>",
    ],
)
def test_dialogues_that_hold(play, inside: str):
    assert play(inside) is None


@pytest.mark.parametrize(
    ("inside", "code", "message", "note"),
    [
        ("<q>fine</q><a>good.</a>", "JC705", "the bot says something else", "there is `Good.`"),
        ("<q>fine</q><a>Good</a>", "JC705", "the bot says something else", "expected `Good`"),
        (
            '<q>fine</q><a state="/Start"/>',
            "JC705",
            "another state made this reply",
            "there is one of /Fine",
        ),
        (
            '<q>way</q><a class="/Fine"/>',
            "JC705",
            "the turn began in another state",
            "one that begins in /Way",
        ),
        (
            "<q>fine</q><a/><a>More</a>",
            "JC705",
            "the bot does not say this",
            "nothing behind `Good.` in /Fine",
        ),
        ("<q>silence</q><a/>", "JC705", "the bot does not say this", "there is no reply at all"),
        (
            "<q>/start</q><a/>",
            "JC706",
            "the bot says more than the test lists",
            "`How are you?` in /Start",
        ),
        (
            "<q>/start</q><a/><q>fine</q><a/>",
            "JC706",
            "the bot says more",
            "the turn is that of `/start`",
        ),
        ('<q>fine</q><a state="/Fin"/>', "JC701", "there is no state `/Fin`", ""),
        ("<state>/Fien</state>", "JC701", "there is no state `/Fien`", ""),
        ("<a>early</a>", "JC704", "there is no turn that this could check", ""),
        ("<q>break</q><a>Before.</a>", "JC707", "here the bot fails", "script error: main.sc:33:"),
        ("<timeout/>", "JC705", "the bot waits for nothing", ""),
        ("<q>fine</q><a/><timeout/>", "JC705", "the bot waits for nothing", ""),
    ],
)
def test_dialogues_that_do_not(play, inside: str, code: str, message: str, note: str):
    found = play(inside)
    assert found is not None
    assert found.code.id == code
    assert message in found.message
    assert note in "\n".join(found.notes)


def test_a_failure_stands_at_its_check_and_tells_how_the_turn_went(play):
    found = play('<q>fine</q><a/>\n<q>way</q>\n<a state="/Start">Hi</a>')
    assert found is not None
    assert found.span.location == (3, 1)
    assert [label.span.text for label in found.related] == ["Fine"]
    *facts, chosen, walked = found.notes
    assert facts == [
        "expected a reply of /Start",
        "there is one of /Fine",
        "expected `Hi`",
        "there is `Good.`",
        "the turn is that of `way` on line 2",
    ]
    assert chosen.startswith("pattern way scored ")
    assert walked == "it went through /Way → /Fine"


def test_the_likely_state_is_named(play):
    found = play('<q>fine</q><a class="/Fine/Deepr"/>')
    assert found is not None
    assert found.help == "did you mean `/Fine/Deeper`?"


# --- what a client sends


def test_request_data_and_raw_requests_are_for_one_turn_only(play):
    assert (
        play(
            "<requestData>{field: 1}</requestData><rawRequest>{field: 2}</rawRequest>"
            "<q>data</q><a>1 2</a><q>data</q><a/>"
            '<responseData field="replies[0].text">"  "</responseData>'
        )
        is None
    )


def test_a_whole_request(play):
    assert (
        play(
            "<request>{query: 'data', channelType: 'phone',"
            " data: {field: 'x'}, rawRequest: {field: 'y'}}</request>"
            "<a>x y phone</a>"
            '<request>{targetState: "/Fine/Deeper", questionId: "7"}</request><a state="/Fine/Deeper"/>'
            '<request>{event: "knock", data: {eventData: {who: "Bob"}}}</request><a>Bob knocked.</a>'
            '<request>{event: "knock", targetState: "/Fine"}</request><a state="/Fine"/>'
        )
        is None
    )


# --- timeouts


def test_a_timeout_is_checked_and_waited_for(play):
    assert (
        play(
            "<dateTime>2024-02-29 12:00:00</dateTime><q>wait</q><a/>"
            '<timeoutReply targetState="/Late" interval="65"/><timeout/>'
            '<a class="/Late">Are you there? 1709208065000</a>'
        )
        is None
    )
    assert play('<q>wait</q><a/><timeout/><a state="/Late"/>') is None


def test_a_timeout_that_is_not_listed_fails(play):
    found = play("<q>wait</q><a/>")
    assert found is not None
    assert found.code.id == "JC706"
    assert "/Late" in found.help


@pytest.mark.parametrize(
    ("check", "note"),
    [
        ('<timeoutReply targetState="/Fine"/>', "there is one that leads to /Late"),
        ('<timeoutReply interval="5"/>', "expected a timeout of 5 s"),
    ],
)
def test_another_timeout_fails(play, check: str, note: str):
    found = play(f"<q>wait</q><a/>{check}")
    assert found is not None
    assert note in "\n".join(found.notes)


def test_a_turn_without_a_timeout_fails(play):
    found = play("<q>fine</q><a/><timeoutReply/>")
    assert found is not None
    assert found.message == "the bot sets no timeout in this turn"


# --- data


@pytest.mark.parametrize(
    "check",
    [
        '<responseData field="replies[2].buttons">[{text: "Fine"}]</responseData>',
        '<responseData field="replies[2]">{type: "buttons", state: "/Start"}</responseData>',
        '<responseData>{replies: [{text: "Hello!"}, {}, {}]}</responseData>',
        '<responseData field="replies"/>',
    ],
)
def test_what_the_response_holds(play, check: str):
    assert play(f"<q>/start</q><a/><a/>{check}") is None


@pytest.mark.parametrize(
    ("check", "note"),
    [
        (
            '<responseData field="replies[0]">{text: "hello!"}</responseData>',
            "expected `hello!` in `replies[0].text`",
        ),
        ("<responseData>{replies: []}</responseData>", "expected `[]` in `replies`"),
        ('<responseData field="test.result">1</responseData>', "there is `nothing`"),
    ],
)
def test_what_it_does_not_hold(play, check: str, note: str):
    found = play(f"<q>/start</q><a/><a/>{check}")
    assert found is not None
    assert note in "\n".join(found.notes)


def test_data_of_scripts_is_found_both_ways(play):
    for field in ("data.list[1]", "list[1]"):
        assert play(f'<q>data</q><a/><responseData field="{field}">2</responseData>') is None
    assert play("<q>data</q><a/><responseData>{data: {seen: true}}</responseData>") is None
    found = play('<q>data</q><a/><responseData field="gone"/>')
    assert found is not None
    assert "there is nothing at `gone`" in found.message


def test_all_texts_are_the_answer(play):
    check = """<responseData field="answer">"Good.\\nraw"</responseData>"""
    found = play(f"<q>fine</q><a/>{check}")
    assert found is not None
    assert found.notes[:2] == ("expected `Good. raw` in `answer`", "there is `Good.`")


# --- conditions


def test_random_numbers_are_fixed_and_recorded(play):
    dialogue = (
        "<random>1, 50, 7</random><q>chance</q><a>one</a><a>50 7</a>"
        '<responseData field="smartRandom">[1, 7]</responseData>'
        "<q>chance</q><a>nought</a><a>0 0</a>"
    )
    assert play(dialogue) is None


def test_smart_random_of_a_request_is_for_the_tag_too(play):
    dialogue = (
        "<requestData>{smartRandom: [2]}</requestData><q>chance</q><a>two</a><a/>"
        '<responseData field="smartRandom[0]">2</responseData>'
    )
    assert play(dialogue) is None


def test_without_fixed_numbers_the_first_is_taken(play):
    assert play("<q>chance</q><a>nought</a><a>0 0</a>") is None


def test_variables_are_merged_into_what_is_there(play):
    dialogue = (
        '<context var="client">{"name": "Ann", "deep": {"x": 1}}</context>'
        '<context var="client">{"deep": {"y": [2]}}</context>'
        '<q>kept</q><a>{"name":"Ann","deep":{"x":1,"y":[2]}} undefined</a>'
        '<context var="session">{"deep": {"b": {"d": 3}, "a": null}}</context>'
        '<q>kept</q><a>{"name":"Ann","deep":{"x":1,"y":[2]}} {"a":null,"b":{"c":2,"d":3}}</a>'
    )
    found = play(dialogue.replace(" undefined<", "<"))
    assert found is None


def test_scripts_know_that_they_are_tested_and_what_time_it_is(play):
    dialogue = (
        "<dateTime>2024-02-29 12:00:00</dateTime><q>mode</q><a>test, 1709208000000</a>"
        "<dateTime>2024-02-29 12:00:01</dateTime><q>mode</q><a>test, 1709208001000</a>"
    )
    assert play(dialogue) is None


def test_conditions_may_stand_between_a_turn_and_its_checks(play):
    mock = "<mockData><query>http://x</query><response/></mockData>"
    inside = f'<q>fine</q>{mock}<context var="client">{{}}</context><a>Good.</a>'
    assert play(inside, around=mock) is None


def test_cases_do_not_know_of_each_other(play):
    assert play('<context var="client">{"name": "Ann"}</context><q>kept</q><a/>') is None
    assert play("<q>kept</q><a>{}</a>") is None


MOCK = """<mockData><query method="post">http://x.y/${n}</query><parameters><n>1 2</n></parameters>
<body>{item: "tea"}</body><response>{id: %s}</response></mockData>"""


def test_requests_are_answered_by_mocks_above_the_turn_the_last_one_first(play):
    dialogue = (
        f"<q>http</q><a>1</a>{MOCK % 2}{MOCK % 3}<q>http</q><a>3</a><q>http</q>{MOCK % 4}<a>3</a>"
    )
    assert play(dialogue, around=MOCK % 1) is None


def test_a_request_without_a_mock_fails_and_is_explained(play):
    found = play(f"{MOCK % 1}<q>http</q><a>1</a>".replace("tea", "cup"))
    assert found is not None
    assert "there is `failed`" in found.notes
    assert "wants `cup` in `item` where there is `tea`" in found.notes[-1]


def test_letters_and_sessions_that_nobody_asked_for(play, player):
    found = play('<q>fine</q><a/><mail subject="hi"/>')
    assert found is not None
    assert found.message == "the bot sends no letter in this turn"
    found = play("<q>fine</q><a/><newSession/>")
    assert found is not None
    assert found.message == "the bot begins no new session in this turn"


@pytest.mark.parametrize(
    ("check", "holds"),
    [
        ("<mail/>", True),
        ('<mail recipient="a@b.c" subject="Hi" body="two\nlines"/>', True),
        ('<mail subject="Ho"/>', False),
    ],
)
def test_a_letter_is_compared_by_what_is_given(check: str, holds: bool):
    suite = read_suite(Source("t.xml", f"<test><test-case>{check}</test-case></test>"))
    (step,) = suite.cases[0].steps
    world = MockWorld()
    world.send_mail("a@b.c", "Hi", "two lines")
    assert (mail(step, world.letters) is None) is holds


@pytest.mark.parametrize(
    "check",
    [
        "<newSession/>",
        '<newSession message="fine"/>',
        '<newSession message="fine"><data>{"a": 1}</data></newSession>',
        '<newSession><data>{"b": 2}</data></newSession>',
    ],
)
def test_a_new_session_is_checked_before_the_replies_in_it(play, check: str):
    assert play(f'<q>anew</q>{check}<a>Wait.</a><a state="/Fine">Good.</a>') is None


@pytest.mark.parametrize(
    ("check", "note"),
    [
        ('<newSession message="other"/>', "expected the message `other`"),
        ("<newSession><data>{c: 1}</data></newSession>", "expected `1` in `c`"),
    ],
)
def test_another_new_session_fails(play, check: str, note: str):
    found = play(f"<q>anew</q>{check}")
    assert found is not None
    assert found.message == "the bot begins another session"
    assert found.notes[0] == note


def test_states_that_were_entered_are_told(player):
    suite = read_suite(
        Source("t.xml", "<test><test-case><q>way</q><a/><q>oops</q><a/></test-case></test>")
    )
    played = player.play(suite.cases[0])
    assert played.failure is None
    entered = {step[1] for step in played.walk if step[0] == "enter"}
    assert entered == {"/Way", "/Fine", "/NoMatch"}
    assert played.walk["go", "/Way", "/Fine"] == 1


def test_an_event_that_the_bot_has_asked_for_brings_its_data(play) -> None:
    assert not play(
        "<q>remind</q><a>I will.</a><q>not</q><a>Not that one.</a>"
        "<event>reminder</event><a>first</a><event>reminder</event><a>second</a>"
        "<event>reminder</event><a>nothing</a>"
    )
