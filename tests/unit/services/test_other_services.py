"""`$analytics`, `$pushgate`, `$gpt`, `$integration`, `$conversationApi`, `$dialer` (JS API, §4.6–4.9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from service_world import FakeServer, OneBot, as_json

from jaicp.runtime.messages import Event, Turn
from jaicp.services.settings import ServiceSettings

MakeBot = Callable[..., OneBot]

# $analytics


@pytest.mark.parametrize(
    ("call", "record"),
    [
        ("setSessionResult('sold')", {"type": "sessionResult", "value": "sold"}),
        ("setSessionData('sum', 5)", {"type": "sessionData", "name": "sum", "value": 5}),
        ("setMessageLabel('a')", {"type": "messageLabel", "label": "a"}),
        ("setMessageLabel('a', 'g')", {"type": "messageLabel", "label": "a", "group": "g"}),
        ("setSessionLabel('a', 'g')", {"type": "sessionLabel", "label": "a", "group": "g"}),
        ("setScenarioAction('a')", {"type": "scenarioAction", "name": "a"}),
        ("setNps(9)", {"type": "nps", "value": 9}),
        ("setComment('fine')", {"type": "comment", "text": "fine"}),
        ("setTextCampaignResult('x')", {"type": "textCampaignResult", "value": "x"}),
        ("setAutomationStatus(true)", {"type": "automationStatus", "value": True}),
        ("setSessionTopic('pay')", {"type": "sessionTopic", "value": "pay"}),
        ("setComment()", {"type": "comment"}),
    ],
)
def test_what_is_noted_is_kept_with_the_turn(
    bot: OneBot, call: str, record: dict[str, Any]
) -> None:
    turn = bot.run(f"$analytics.{call}")
    assert turn.analytics == [record]
    assert Turn.from_json(json.loads(json.dumps(turn.to_json()))).analytics == [record]
    assert bot.run("1").analytics == []


def test_an_experiment_has_one_branch(bot: OneBot) -> None:
    assert bot.value("$analytics.joinExperiment('colours')") == "A"
    turn = bot.run("$analytics.joinExperiment('colours')")
    assert turn.analytics == [{"type": "experiment", "name": "colours", "branch": "A"}]


# $pushgate


def due(year: int, month: int, day: int, hour: int) -> float:
    return datetime(year, month, day, hour, tzinfo=UTC).timestamp()


def test_an_event_for_later_is_kept_with_the_turn(bot: OneBot) -> None:
    turn = bot.run(
        "$pushgate.createEvent('2030-01-02T03:00:00', 'wake', {a: 1}).id",
        client_id="ann",
        channel_type="webim",
        channel_id="bot-1",
        data={"chatId": "c7"},
    )
    assert turn.pushes == [
        {
            "id": turn.session.session["result"],
            "due": due(2030, 1, 2, 3),
            "event": "wake",
            "data": {"a": 1},
            "channelType": "webim",
            "botId": "bot-1",
            "chatId": "c7",
        }
    ]


@pytest.mark.parametrize(
    ("before", "config", "text", "hour"),
    [
        ("", "", "2030-01-02T12:00:00", 12),
        ("", "defaultTimezone: Europe/Moscow\n", "2030-01-02T12:00:00", 9),
        ("$reactions.setClientTimezone('Asia/Tokyo');", "defaultTimezone: Europe/Moscow\n",
         "2030-01-02T12:00:00", 3),
        ("$reactions.setClientTimezone('Asia/Tokyo');", "", "2030-01-02T12:00:00+01:00", 11),
    ],
)  # fmt: skip
def test_its_time_is_the_clients_or_the_projects(
    make_bot: MakeBot, before: str, config: str, text: str, hour: int
) -> None:
    turn = make_bot(config=config).run(f"{before} $pushgate.createEvent({text!r})")
    assert turn.pushes[0]["due"] == due(2030, 1, 2, hour)
    assert turn.pushes[0]["event"] == "timerEvent"


def test_the_clients_time_zone_is_remembered(bot: OneBot) -> None:
    bot.run("$reactions.setClientTimezone('Asia/Tokyo')")
    turn = bot.run("$pushgate.createEvent('2030-01-02T12:00:00')")
    assert turn.pushes[0]["due"] == due(2030, 1, 2, 3)


def test_an_event_can_be_called_off(bot: OneBot) -> None:
    assert bot.run("$pushgate.cancelEvent('e1')").pushes == [{"cancel": "e1"}]


def test_a_text_that_is_no_time(bot: OneBot) -> None:
    assert "`tomorrow` is no time" in bot.error("$pushgate.createEvent('tomorrow')")


def test_events_for_other_channels_are_refused(bot: OneBot) -> None:
    code = "$pushgate.createEvent('2030-01-02T12:00:00', 'wake', {}, 'telegram')"
    assert "events go to `webim` only" in bot.error(code)


def test_a_turn_may_ask_for_many_but_not_endlessly(bot: OneBot) -> None:
    code = "for (;;) $pushgate.createEvent('2030-01-02T12:00:00')"
    assert "a turn may ask for 100 events" in bot.error(code)


def test_the_data_of_an_event_has_a_limit(bot: OneBot) -> None:
    code = "$pushgate.createEvent('2030-01-02T12:00:00', 'wake', {text: 'x'.repeat(200000)})"
    assert "eventData is longer" in bot.error(code)


def test_the_log_tells_where_nobody_delivers(make_bot: MakeBot) -> None:
    bot = make_bot()
    bot.run("$pushgate.createEvent('2030-01-02T12:00:00', 'wake')")
    assert "$pushgate: nobody here delivers the event wake" in bot.logs


def test_and_is_silent_where_somebody_does(make_bot: MakeBot) -> None:
    bot = make_bot(delivers_pushes=True)
    bot.run("$pushgate.createEvent('2030-01-02T12:00:00', 'wake')")
    assert bot.logs == []


# $gpt


def gpt(server: FakeServer) -> ServiceSettings:
    return ServiceSettings(gpt_url=f"{server.url}/v1", gpt_key="sk-secret", gpt_model="small")


def test_a_model_is_asked(make_bot: MakeBot, server: FakeServer) -> None:
    answer = {"choices": [{"message": {"role": "assistant", "content": "Привет!"}}]}
    server.says("/v1/chat/completions", as_json(answer))
    bot = make_bot(settings=gpt(server))
    code = "$gpt.createChatCompletion([{role: 'user', content: 'Hi'}], 0.2)"
    assert bot.value(f"{code}.choices[0].message.content") == "Привет!"
    asked = server.asked[0]
    assert json.loads(asked.body) == {
        "model": "small",
        "messages": [{"role": "user", "content": "Hi"}],
        "temperature": 0.2,
    }
    assert asked.headers["Authorization"] == "Bearer sk-secret"


def test_the_script_may_choose_a_model_and_other_options(
    make_bot: MakeBot, server: FakeServer
) -> None:
    server.says("/v1/chat/completions", as_json({"choices": []}))
    bot = make_bot(settings=gpt(server))
    bot.run("$gpt.createChatCompletion('Hi', undefined, 2, 100, 'large')")
    assert json.loads(server.asked[0].body) == {
        "model": "large",
        "messages": [{"role": "user", "content": "Hi"}],
        "n": 2,
        "max_completion_tokens": 100,
    }


def test_the_answer_of_a_model_can_be_awaited(make_bot: MakeBot, server: FakeServer) -> None:
    server.says("/v1/chat/completions", as_json({"choices": [{"message": {"content": "Hi"}}]}))
    scenario = """
    state: Later
        event!: later
        scriptEs6:
            const answer = await $gpt.createChatCompletion("a");
            $session.awaited = answer.choices[0].message.content + typeof answer.then;
            await $gpt.createChatCompletion("a").then((a) => { $session.then = a.choices.length; });
"""
    bot = make_bot(settings=gpt(server), scenario=scenario)
    turn = bot.bot.handle(Event(event="later"), bot.session)
    assert turn.error is None
    assert turn.session.session["awaited"] == "Hiundefined"
    assert turn.session.session["then"] == 1


@pytest.mark.parametrize(
    ("status", "body", "message"),
    [
        (429, "slow down", "$gpt: the server answered 429: slow down"),
        (200, "oops", "$gpt: the server's answer is no JSON"),
        (200, "{}", "$gpt: the server's answer has no `choices`"),
    ],
)
def test_a_model_that_does_not_answer(
    make_bot: MakeBot, server: FakeServer, status: int, body: str, message: str
) -> None:
    server.says("/v1/chat/completions", body, status=status)
    assert make_bot(settings=gpt(server)).error("$gpt.createChatCompletion('Hi')") == message


def test_without_a_configured_server_the_script_is_told(bot: OneBot) -> None:
    assert "$gpt is not configured" in bot.error("$gpt.createChatCompletion('Hi')")


def test_settings_never_show_the_key() -> None:
    made = ServiceSettings.from_environment(
        {"JAICP_GPT_URL": "http://a/v1/", "JAICP_GPT_KEY": "sk"}
    )
    assert (made.gpt_url, made.gpt_key) == ("http://a/v1", "sk")
    assert "sk" not in repr(made)


@pytest.mark.parametrize(
    ("value", "allowed"), [("1", True), ("yes", True), ("0", False), ("", False)]
)
def test_private_addresses_are_allowed_by_a_variable(value: str, allowed: bool) -> None:
    made = ServiceSettings.from_environment({"JAICP_ALLOW_PRIVATE_HTTP": value})
    assert made.allow_private_http is allowed


def test_variables_and_secrets_come_from_the_process(make_bot: MakeBot) -> None:
    environment = {"JAICP_ENV_city": "Omsk", "JAICP_SECRET_TOKEN": "abc", "TOKEN": "other"}
    settings = ServiceSettings.from_environment(environment)
    bot = make_bot(settings=settings, init="var early = $secrets.get('TOKEN');")
    assert bot.value("[early, $env.get('city'), $env.get('TOKEN', 'none')]") == [
        "abc",
        "Omsk",
        "none",
    ]
    assert bot.error("$secrets.get('nothing')") == "$secrets has no `nothing`"
    assert "abc" not in repr(settings)


@pytest.mark.parametrize(("value", "online"), [("", True), ("no", False)])
def test_whether_operators_are_there_is_a_setting(
    make_bot: MakeBot, value: str, online: bool
) -> None:
    settings = ServiceSettings.from_environment({"JAICP_OPERATORS_ONLINE": value})
    assert make_bot(settings=settings).value("hasOperatorsOnline('group')") is online


# $integration


def test_spreadsheets_are_not_connected_by_default(bot: OneBot) -> None:
    message = bot.error("$integration.googleSheets.readDataFromCells('i', 's', 'n', ['A1'])")
    assert "googleSheets.readDataFromCells is not configured" in message


def test_spreadsheets_can_be_connected(make_bot: MakeBot) -> None:
    class Sheets:
        def call(self, method: str, args: list[Any]) -> Any:
            return [{"value": f"{method} {args[2]}"}]

    bot = make_bot(sheets=Sheets())
    call = "$integration.googleSheets.readDataFromCells('i', 's', 'page', ['A1'])"
    assert bot.value(f"{call}[0].value") == "readDataFromCells page"


# $conversationApi, $dialer


def test_replies_that_cannot_wait_go_with_the_others(bot: OneBot) -> None:
    turn = bot.run(
        "$reactions.answer('1'); $conversationApi.sendTextToClient('2 {{x}}');"
        "$conversationApi.sendRepliesToClient([{type: 'text', text: '3'}]); $reactions.answer('4')"
    )
    assert [reply["text"] for reply in turn.replies] == ["1", "2 {{x}}", "3", "4"]
    assert {reply["state"] for reply in turn.replies} == {"/Run"}


def test_the_dialer_does_nothing_and_says_so_once(bot: OneBot) -> None:
    assert bot.value("[$dialer.getPayload(), $dialer.getCaller(), $dialer.hangUp('x')]") == [
        {},
        "",
        None,
    ]
    assert len(bot.logs) == 3
    bot.run("$dialer.hangUp()")
    assert len(bot.logs) == 3
