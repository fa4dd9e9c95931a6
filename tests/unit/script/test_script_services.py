"""The services that scripts can use, as their manual says."""

from __future__ import annotations

from typing import Any

import pytest
from script_world import FakeHost, World, replies_of

from jaicp.script.errors import ScriptError
from jaicp.script.realm import Transition

# $reactions


@pytest.mark.parametrize(
    ("call", "fields"),
    [
        ("answer('Да')", {"text": "Да"}),
        ("answer('{{$session.n}} из {{ max }}{{}}')", {"text": "5 из 10"}),
        ("answer('{{ {a: 1} }} {{ [1,2] }} {{null}}|{{undefined}}')", {"text": '{"a":1} [1,2] |'}),
        ("answer('{{ \"}}\" + `{` }} }} {{ ')", {"text": "}}{ }} {{ "}),
        ("answer(5)", {"text": "5"}),
        ("answer(undefined)", {"text": ""}),
        ("answer(['a'])", {"text": '["a"]'}),
        ("answer('a', $context, 3)", {"text": "a"}),
        ("answer({value: '{{max}}', tts: 'т {{max}}'})", {"text": "10", "tts": "т 10"}),
        (
            "answer({value: 'a', html: '<b>{{max}}</b>'})",
            {"text": "a", "html": "<b>10</b>", "markup": "html"},
        ),
        (
            "answer({value: '*a*', markup: 'markdown', extra: {x: 1}})",
            {"text": "*a*", "markup": "markdown", "extra": {"x": 1}},
        ),
    ],
)
def test_answer_adds_a_text(call: str, fields: dict[str, Any]) -> None:
    replies = replies_of(f"$session.n = 5; $reactions.{call}", file="var max = 10")
    assert replies == [{"type": "text", **fields, "state": "/Start"}]


def test_a_reply_names_the_state_that_made_it() -> None:
    world = World("$reactions.answer('a'); $reactions.image('u')")
    kept = world.turn(state="/Shop/Cart")
    assert [reply["state"] for reply in kept["response"]["replies"]] == ["/Shop/Cart"] * 2


@pytest.mark.parametrize(
    ("argument", "buttons"),
    [
        ("'Да'", [{"text": "Да"}]),
        ("{text: 'Да', request_contact: true}", [{"text": "Да", "request_contact": True}]),
        ("['Да', {text: 'Нет', url: 'u'}]", [{"text": "Да"}, {"text": "Нет", "url": "u"}]),
        ("{text: 'Да', transition: '../Да'}", [{"text": "Да", "transition": "/Shop/Да"}]),
        ("{text: 'Да', transition: '/A/../B'}", [{"text": "Да", "transition": "/B"}]),
        (
            "{button: {text: 'Да'}, transition: 'Inner'}",
            [{"text": "Да", "transition": "/Shop/Cart/Inner"}],
        ),
        ("[1, null]", [{"text": "1"}, {"text": ""}]),
    ],
)
@pytest.mark.parametrize("method", ["buttons", "inlineButtons"])
def test_buttons_take_texts_objects_and_lists(
    method: str, argument: str, buttons: list[dict[str, Any]]
) -> None:
    kept = World(f"$reactions.{method}({argument})").turn(state="/Shop/Cart")
    assert kept["response"]["replies"] == [
        {"type": method, "buttons": buttons, "state": "/Shop/Cart"}
    ]


def test_methods_work_when_they_are_passed_around() -> None:
    replies = replies_of("['a', 'b'].forEach($reactions.buttons); ['c'].forEach($reactions.answer)")
    assert [reply["type"] for reply in replies] == ["buttons", "buttons", "text"]
    assert replies[1]["buttons"] == [{"text": "b"}]


def test_buttons_leave_the_objects_of_the_script_alone() -> None:
    world = World("var b = {text: 'x', transition: './A'}; $reactions.buttons(b); $session.b = b")
    assert world.turn()["session"] == {"b": {"text": "x", "transition": "./A"}}


@pytest.mark.parametrize(
    ("call", "reply"),
    [
        ("image('u')", {"type": "image", "imageUrl": "u"}),
        ("image('u', 'подпись')", {"type": "image", "imageUrl": "u", "text": "подпись"}),
        ("audio('u', 'n')", {"type": "audio", "audioUrl": "u", "audioName": "n"}),
        ("video('u', 'n')", {"type": "video", "videoUrl": "u", "videoName": "n"}),
        ("location(1.5, 2)", {"type": "location", "lat": 1.5, "lon": 2}),
    ],
)
def test_media_are_replies_of_their_type(call: str, reply: dict[str, Any]) -> None:
    assert replies_of(f"$reactions.{call}") == [{**reply, "state": "/Start"}]


@pytest.mark.parametrize(
    ("target", "state"),
    [
        ("'/A/B'", "/A/B"),
        ("'.'", "/Shop/Cart"),
        ("'./'", "/Shop/Cart"),
        ("'..'", "/Shop"),
        ("'Pay'", "/Shop/Cart/Pay"),
        ("'./Pay me'", "/Shop/Cart/Pay me"),
        ("'../../../../X'", "/X"),
        ("'/'", "/"),
        ("' /A//B/ '", "/A/B"),
        ("{value: '../Pay'}", "/Shop/Pay"),
        ("5", "/Shop/Cart/5"),
        ("undefined", "/Shop/Cart/undefined"),
    ],
)
def test_transition_counts_from_the_current_state_and_never_throws(target: str, state: str) -> None:
    world = World(f"$reactions.transition({target}); $temp.after = true")
    realm = world.open(state="/Shop/Cart")
    realm.run(world.blocks[0])
    assert realm.transition == Transition(state, deferred=False)
    assert realm.read("temp")["after"] is True


def test_transition_survives_a_lost_temp() -> None:
    world = World("$temp = null; $reactions.transition({value: '/A', deferred: true})")
    realm = world.open()
    realm.run(world.blocks[0])
    assert realm.transition == Transition("/A", deferred=True)


def test_a_script_can_take_a_transition_back() -> None:
    world = World("$reactions.transition('/A')", "delete $temp.transition")
    realm = world.open()
    for block in world.blocks:
        realm.run(block)
    assert realm.transition is None


@pytest.mark.parametrize(
    ("interval", "seconds"),
    [
        ("5", 5),
        ("'5 seconds'", 5),
        ("'3 min 1 sec'", 181),
        ("'1h5m3s'", 3903),
        ("'0 h 0m 15s'", 15),
        ("'7'", 7),
    ],
)
def test_timeout_reads_its_interval(interval: str, seconds: int) -> None:
    replies = replies_of(f"$reactions.timeout({{interval: {interval}, targetState: './Late'}})")
    expected = {
        "type": "timeout",
        "interval": seconds,
        "targetState": "/Start/Late",
        "state": "/Start",
    }
    assert replies == [expected]


@pytest.mark.parametrize(
    "code",
    [
        "$reactions.timeout({interval: 'soon', targetState: '/A'})",
        "$reactions.timeout({interval: 999999, targetState: '/A'})",
        "$reactions.timeout({targetState: '/A'})",
        "$reactions.timeout()",
        "for (var i = 0; i < 2; i++) $reactions.timeout({interval: 1, targetState: '/A'})",
    ],
)
def test_a_wrong_or_second_timeout_is_an_error(code: str) -> None:
    with pytest.raises(ScriptError, match=r"\$reactions\.timeout"):
        replies_of(code)


def test_random_numbers_come_from_the_host_and_are_recorded() -> None:
    host = FakeHost(random=3)
    world = World(
        "$session.n = [$reactions.random(5), $reactions.random('7.9', $context)]", host=host
    )
    kept = world.turn()
    assert kept["session"] == {"n": [3, 3]}
    assert kept["response"]["data"] == {"smartRandom": [3, 3]}
    assert host.asked == [("reactions", "random", [5]), ("reactions", "random", [7])]


def test_random_numbers_fixed_in_the_request_come_first() -> None:
    world = World("$session.n = [1, 2, 3].map(function () { return $reactions.random(9) })")
    kept = world.turn(request={"data": {"smartRandom": [8, 7]}})
    assert kept["session"] == {"n": [8, 7, 0]}


@pytest.mark.parametrize("argument", ["0", "-1", "NaN", "", "'x'"])
def test_random_needs_a_range(argument: str) -> None:
    with pytest.raises(ScriptError, match="needs a number of at least 1"):
        replies_of(f"$reactions.random({argument})")


def test_template_renders_with_a_scope() -> None:
    world = World(file="var shared = 'общее'")
    code = "$reactions.template('{{name}}, {{shared}}{{missing === undefined}}', {name: 'я', missing: undefined})"
    assert world.value(code) == "я, общееtrue"
    assert world.value("$reactions.template('{{session.x}}', $context)", session={"x": 1}) == "1"
    assert world.value("$reactions.template('{{$session.x}}')", session={"x": 1}) == "1"


def test_an_error_in_a_template_is_an_error_of_the_script() -> None:
    world = World("\n $reactions.answer('{{missing.x}}')", "\n $reactions.answer('{{ a b }}')")
    realm = world.open()
    for block, name in zip(world.blocks, ("ReferenceError", "SyntaxError"), strict=True):
        with pytest.raises(ScriptError) as caught:
            realm.run(block)
        assert caught.value.name == name
        assert caught.value.place is not None
        assert caught.value.place.line == 2


# $jsapi and global functions


def test_time_random_and_log_are_asked_of_the_host() -> None:
    host = FakeHost(currentTime=5, random=2)
    world = World(host=host)
    assert world.value("[$jsapi.currentTime(), $jsapi.random(3), $jsapi.log('a')]") == [5, 2, None]
    assert host.logged == ["a"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'я'", "я"),
        ("{a: [1]}", '{"a":[1]}'),
        ("undefined", "undefined"),
        ("'a' + {}", "a[object Object]"),
        ("10n", "10"),
        (
            "(function () { var a = {b: 1}; a.a = a; a.c = [a, {}]; return a })()",
            '{"b":1,"a":"cycle","c":["cycle",{}]}',
        ),
        ("{x: {}, y: 10n}", "[object]"),
    ],
)
@pytest.mark.parametrize("log", ["log", "$jsapi.log", "console.log"])
def test_anything_can_be_logged(log: str, value: str, text: str) -> None:
    host = FakeHost()
    World(f"{log}({value})", host=host).turn()
    assert host.logged == [text]


@pytest.mark.parametrize(
    ("base", "relative", "path"),
    [
        ("/A/B", "..", "/A"),
        ("/A", "./b/c", "/A/b/c"),
        ("/A", "/x", "/x"),
        ("/", "..", "/"),
        ("/A", "", "/A"),
    ],
)
def test_paths_are_resolved(base: str, relative: str, path: str) -> None:
    assert World().value(f"$jsapi.resolvePath('{base}', '{relative}')") == path


def test_stop_script_leaves_the_script_and_keeps_replies() -> None:
    world = World("$reactions.answer('a'); (function () { $jsapi.stopScript() })(); missing()")
    realm = world.open()
    realm.run(world.blocks[0])
    assert realm.stopped
    assert [reply["text"] for reply in realm.close()["response"]["replies"]] == ["a"]


def test_helpers_of_the_platform_are_there() -> None:
    world = World()
    assert world.value("capitalize('ёж') + capitalize('')") == "Ёж"
    assert world.value("toPrettyString({a: [1]})") == '{\n  "a": [\n    1\n  ]\n}'
    assert world.value(
        "[$global === globalThis, $rawRequest.x]", request={"rawRequest": {"x": 1}}
    ) == [True, 1]


def test_bots_may_define_what_the_platform_defines() -> None:
    file = (
        "var $global = this; $global.$converters = $global.$converters || {}; var log = log;"
        "function toPrettyString() { return 'mine' } let $temp2 = 1; const $session = {local: 1};"
    )
    assert World(file=file).value("[toPrettyString(), $session.local]") == ["mine", 1]


# What is not there yet


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        ("$reactions.pay", "payments belong to Sber's assistants"),
        (
            "$nlp.checkMyVocabulary",
            "it asks a dictionary of Sber's; $nlp.checkVocabulary asks the one that is here",
        ),
        ("$caila.cdqaQuery", "it asks a model of the platform's cloud; $gpt asks one of your own"),
        ("$pushgate.createPushback", "$pushgate.createEvent comes back to the chat by itself"),
        (
            "$storage.clear",
            "scripts have no files here; what is to be kept belongs into $session or $client",
        ),
    ],
)
def test_a_service_that_is_not_built_says_so(call: str, reason: str) -> None:
    with pytest.raises(ScriptError) as caught:
        replies_of(f"\n{call}('x')")
    assert caught.value.message == f"{call} is not available yet: {reason}"
    assert caught.value.place is not None
    assert caught.value.place.line == 2


@pytest.mark.parametrize("call", ["$http.got", "$reactions.anwser", "$jsapi.contxt"])
def test_a_misspelt_method_is_the_usual_error(call: str) -> None:
    with pytest.raises(ScriptError, match="not a function") as caught:
        replies_of(f"{call}()")
    assert caught.value.name == "TypeError"
