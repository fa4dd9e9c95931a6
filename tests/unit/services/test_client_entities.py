"""Entities of single clients in `$caila` (JS API, §4.5; the vendor's pages on entities of clients)."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from service_world import OneBot

from jaicp.runtime.messages import Event, Session, Turn

MakeBot = Callable[..., OneBot]

NLU: dict[str, Any] = {
    "settings": {"language": "en"},
    "intents": [
        {
            "path": "/Call",
            "phrases": ["call @Contact"],
            "slots": [{"name": "who", "entity": "Contact", "required": True}],
        }
    ],
    "entities": [
        {
            "entity": {"name": "Contact", "enabled": True, "client": True},
            "records": [{"type": "synonyms", "rule": ["police"], "value": "102"}],
        },
        {"entity": {"name": "Other", "enabled": True}, "records": []},
    ],
}
STATES = """
    state: Call
        q!: call @Contact [now]
        a: Calling {{ $parseTree._Contact }}.
    state: Intent
        intent!: /Call
        a: By intent {{ $parseTree._Contact }}.
    state: NoMatch
        event!: noMatch
        a: Whom?
"""


@pytest.fixture
def bot(tmp_path: Path, make_bot: MakeBot) -> OneBot:
    (tmp_path / "nlu.json").write_text(json.dumps(NLU), "utf-8")
    return make_bot(config="language: en\nbotEngine: v2\n", scenario=STATES)


def says(bot: OneBot, text: str, session: Session | None = None) -> str:
    turn: Turn = bot.bot.handle(Event(query=text), session or bot.session)
    bot.session = turn.session if session is None else bot.session
    return str(turn.replies[0]["text"])


ADD_ANN = (
    "$caila.addClientEntityRecords('Contact', [{type: 'synonyms', rule: ['ann'], value: '5'}])"
)


def test_records_are_recognised_from_the_next_phrase_on(bot: OneBot) -> None:
    assert says(bot, "call ann") == "Whom?"
    bot.run(ADD_ANN)
    assert says(bot, "call ann now") == "Calling 5."
    assert says(bot, "call police") == "Calling 102."
    assert says(bot, "please call ann") == "By intent 5."


def test_nobody_else_has_them(bot: OneBot) -> None:
    bot.run(ADD_ANN)
    assert says(bot, "call ann", Session(id="other")) == "Whom?"


def test_they_are_kept_with_the_session_as_json(bot: OneBot) -> None:
    bot.run(ADD_ANN)
    kept = json.dumps(bot.session.to_json())
    bot.session = Session.from_json(json.loads(kept))
    assert says(bot, "call ann") == "Calling 5."


def test_records_are_listed_changed_and_removed(bot: OneBot) -> None:
    assert bot.value("$caila.getClientEntityRecords('Contact')") == []
    assert bot.value(ADD_ANN) == [{"id": 1, "type": "synonyms", "rule": ["ann"], "value": "5"}]
    more = "{type: 'pattern', rule: ['b?b*', '(bob|rob)'], value: {phone: 7}}"
    bot.run(f"$caila.addClientEntityRecords('Contact', {more})")
    listed = bot.value("$caila.getClientEntityRecords('Contact')")
    assert [record["id"] for record in listed] == [1, 2]
    assert listed[1]["value"] == '{"phone": 7}'
    assert says(bot, "call rob") == 'Calling {"phone":7}.'
    bot.run("$caila.setClientEntityRecord('Contact', {id: 1, rule: ['anna'], value: '6'})")
    assert says(bot, "call anna") == "Calling 6."
    assert says(bot, "call ann") == "Whom?"
    bot.run("$caila.deleteClientEntityRecords('Contact', [2])")
    assert [r["id"] for r in bot.value("$caila.getClientEntityRecords('Contact')")] == [1]
    bot.run("$caila.setClientEntityRecords('Contact', [{rule: ['eve'], value: '8'}])")
    assert says(bot, "call eve") == "Calling 8."
    assert says(bot, "call anna") == "Whom?"


def test_they_are_looked_up_at_once(bot: OneBot) -> None:
    found = bot.value(f"{ADD_ANN}; $caila.entitiesLookup('is ann there', false)")
    assert [(one["entity"], one["value"]) for one in found["entities"]] == [("Contact", "5")]


def test_a_set_under_another_id_counts_once_it_is_chosen(bot: OneBot) -> None:
    bot.run("$caila.addClientEntityRecords('Contact', [{rule: ['tom'], value: '9'}], 'family')")
    assert says(bot, "call tom") == "Whom?"
    bot.run("$caila.setClientNerId('family')")
    assert bot.session.client == {"nerClientId": "family"}
    assert says(bot, "call tom") == "Calling 9."
    assert bot.value("$caila.getClientEntityRecords('Contact').length") == 1
    bot.run("$caila.clearClientNerId()")
    assert bot.session.client == {}
    assert says(bot, "call tom") == "Whom?"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("addClientEntityRecords('Nothing', [])", "there is no entity `Nothing`"),
        ("addClientEntityRecords('Contact', ['x'])", "a record is an object with `type`"),
        ("addClientEntityRecords('Contact', {type: 'regex'})", "the type `regex` is neither"),
        ("setClientEntityRecord('Contact', {id: 77, rule: []})", "there is no record 77"),
        ("addClientEntityRecords('Contact', {rule: ['x'.repeat(501)]})", "of 500 letters at most"),
        ("addClientEntityRecords('Contact', {value: 'x'.repeat(10001)})", "10000 letters at most"),
        (
            "addClientEntityRecords('Contact', Array(1001).fill({rule: ['x']}))",
            "a person may have 1000 records",
        ),
        (
            "addClientEntityRecords('Contact', Array(21).fill({rule: Array(100).fill('x')}))",
            "a person may have 2000 rules",
        ),
        (
            "addClientEntityRecords('Contact', {type: 'pattern', rule: Array(51).fill('x')})",
            "a person may have 50 patterns",
        ),
    ],
)
def test_what_cannot_be_kept_is_told(bot: OneBot, call: str, message: str) -> None:
    assert message in bot.error(f"$caila.{call}")
    assert bot.session.entities == {}


def test_a_pattern_that_cannot_be_read_fits_nothing(bot: OneBot) -> None:
    bot.run("$caila.addClientEntityRecords('Contact', {type: 'pattern', rule: ['(x'], value: '1'})")
    assert says(bot, "call x") == "Whom?"
    assert says(bot, "call police") == "Calling 102."


HOSTILE = {
    "a proxy for the records": "$caila.addClientEntityRecords('Contact', new Proxy([], {get() { throw 1 }}))",
    "a getter that throws": "$caila.addClientEntityRecords('Contact', [{get rule() { throw 1 }}])",
    "a record that holds itself": "var r = {}; r.rule = [r]; $caila.addClientEntityRecords('Contact', [r])",
    "an entity of another kind": "$caila.addClientEntityRecords({}, [{rule: ['ann'], value: '5'}])",
    "an entity named as objects have": "$caila.getClientEntityRecords('__proto__')",
    "records without end": "for (;;) $caila.addClientEntityRecords('Contact', [{rule: ['a'], value: '5'}])",
    "a value without end": "$caila.addClientEntityRecords('Contact', [{rule: ['a'], value: 'x'.repeat(1e7)}])",
    "an id without end": "$caila.addClientEntityRecords('Contact', [{rule: ['a']}], 'x'.repeat(1e6))",
    "an id of a set without end": "$caila.setClientNerId('x'.repeat(1e6))",
    "a record by a truth": "$caila.setClientEntityRecord('Contact', {id: true, rule: ['bob'], value: '6'})",
    "a record by an object": "$caila.setClientEntityRecord('Contact', {id: {a: 1}, rule: ['b']})",
}


@pytest.mark.parametrize("call", HOSTILE.values(), ids=HOSTILE)
def test_hostile_arguments_are_errors_of_the_script(bot: OneBot, call: str) -> None:
    bot.run(ADD_ANN)
    turn = bot.run(f"{call}; null")
    assert turn.error is not None
    assert len(turn.error.message) < 20_000
    assert says(bot, "call ann") == "Calling 5."


def test_names_of_what_all_objects_have_are_only_names(bot: OneBot) -> None:
    for owner in ("__proto__", "constructor"):
        bot.value(
            f"$caila.addClientEntityRecords('Contact', [{{rule: ['tom'], value: '9'}}], '{owner}')"
        )
    assert says(bot, "call tom") == "Whom?"
    assert bot.value("({}).Contact === undefined && [].value === undefined")


def test_nothing_stays_of_what_was_removed(bot: OneBot) -> None:
    """Else a script that goes through ids would make sessions grow for ever."""
    code = """for (var i = 0; i < 50; i++) {
        $caila.addClientEntityRecords('Contact', [{rule: ['a'], value: '1'}], 'set' + i);
        $caila.deleteClientEntityRecords('Contact', [1], 'set' + i);
    }"""
    bot.run(code)
    assert bot.session.entities == {}
