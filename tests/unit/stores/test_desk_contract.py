"""The inbox, the outbox and the alarms: what every store promises of them."""

import pytest
from kinds_of_stores import new_store

from jaicp.runtime.messages import Event, Session
from jaicp.stores.base import (
    REMEMBERED,
    Alarm,
    AlreadyHandled,
    Arrival,
    Chat,
    Effects,
    NewCall,
    Push,
    Saying,
    SessionKey,
    StaleSession,
    Stored,
    TurnRecord,
    cursor_setting,
)

CHANNEL = "webim:shop"
ANN = SessionKey(CHANNEL, "ann")
RECORD = TurnRecord(time=1.5, channel=CHANNEL, chat="c1", client="ann", query="hi")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request, tmp_path):
    store = new_store(request, tmp_path)
    yield store
    store.close()


def arrival(query="hi", chat="c1", channel=CHANNEL, received=100.0, **more):
    event = Event(query=query, data={"chatId": 5}, raw_request={"я": [1, None]}, timestamp=received)
    return Arrival(
        channel=channel, chat=chat, visitor="ann", event=event, received=received, **more
    )


def save(store, changed=None, chat=None, record=RECORD, **effects):
    return store.save(record, chat or Chat("ann"), changed, Effects(**effects))


def queries(store):
    return [waiting.event.query for waiting in store.arrivals(CHANNEL)]


def alarm(due=160.0, target="/Late"):
    return Alarm(due=due, visitor="ann", event=Event(event="timeout", target_state=target))


class TestTheInbox:
    def test_what_is_accepted_waits_in_the_order_of_arrival(self, store):
        first, second = store.accept(arrival("a")), store.accept(arrival("b", chat="c2"))
        assert first.id < second.id
        assert store.arrivals(CHANNEL) == [first, second]
        assert first.event == arrival("a").event

    def test_each_channel_has_its_own(self, store):
        store.accept(arrival())
        assert store.arrivals("webim:bank") == []

    def test_it_waits_until_the_turn_that_deals_with_it_is_saved(self, store):
        first = store.accept(arrival("a"))
        store.accept(arrival("b"))
        save(store, handled=first.id)
        assert queries(store) == ["b"]

    def test_it_is_dealt_with_once(self, store):
        taken = store.accept(arrival())
        save(store, handled=taken.id, changed=Stored(Session(id="s1")))
        with pytest.raises(AlreadyHandled):
            save(store, handled=taken.id, changed=Stored(Session(id="s2"), 1))
        assert store.load(ANN).session.id == "s1"
        assert len(store.turns()) == 1

    def test_it_stays_where_the_turn_is_not_saved(self, store):
        save(store, changed=Stored(Session(id="s1")))
        taken = store.accept(arrival())
        with pytest.raises(StaleSession):
            save(
                store,
                handled=taken.id,
                changed=Stored(Session()),
                calls=(NewCall("m", {}),),
                alarm=alarm(),
            )
        assert queries(store) == ["hi"]
        assert store.calls(CHANNEL) == []
        assert store.next_alarm(CHANNEL) is None


class TestRepetitions:
    def test_the_same_mark_in_the_same_chat_is_one(self, store):
        assert store.accept(arrival(mark="m1")) is not None
        assert store.accept(arrival(mark="m1", received=9e4)) is None
        assert store.accept(arrival(mark="m2")) is not None
        assert store.accept(arrival(mark="m1", chat="c2")) is not None
        assert store.accept(arrival(mark="m1", channel="webim:bank")) is not None
        assert queries(store) == ["hi"] * 3

    def test_even_after_the_first_was_handled(self, store):
        save(store, handled=store.accept(arrival(mark="m1")).id)
        assert store.accept(arrival(mark="m1")) is None

    def test_without_a_mark_nothing_is(self, store):
        store.accept(arrival())
        assert store.accept(arrival()) is not None

    def test_messages_within_another_are_remembered(self, store):
        store.accept(arrival(also=("m1", "m2")))
        assert store.accept(arrival(mark="m2")) is None

    def test_marks_are_forgotten_some_day(self, store):
        store.accept(arrival(mark="m1"))
        assert store.accept(arrival(mark="m1", received=100.0 + REMEMBERED + 1)) is not None

    def test_some_count_for_a_while_only(self, store):
        store.accept(arrival(mark="chat", lasting=60))
        assert store.accept(arrival(mark="chat", lasting=60, received=159)) is None
        assert store.accept(arrival(mark="chat", lasting=60, received=161)) is not None

    def test_and_not_in_a_chat_that_was_given_away(self, store):
        taken = store.accept(arrival(mark="chat", lasting=60))
        save(store, handled=taken.id, chat=Chat("ann", handed_over=True))
        assert store.accept(arrival(mark="chat", lasting=60)) is not None


class TestTheOutbox:
    def test_the_calls_of_a_turn_lie_there_in_order(self, store):
        calls = (NewCall("send", {"text": "я"}, "note"), NewCall("close", {"chat_id": 5}))
        made = save(store, calls=calls, time=200.0)
        assert [(call.method, call.body, call.note) for call in made] == [
            ("send", {"text": "я"}, "note"),
            ("close", {"chat_id": 5}, ""),
        ]
        assert made[0].id < made[1].id
        assert (made[0].channel, made[0].chat, made[0].created) == (CHANNEL, "c1", 200.0)
        assert store.calls(CHANNEL) == made
        assert store.calls("webim:bank") == []

    def test_a_settled_one_is_gone(self, store):
        first, second = save(store, calls=(NewCall("a", {}), NewCall("b", {})))
        store.settle(first)
        assert store.calls(CHANNEL) == [second]
        store.settle(second, "refused")
        assert store.calls(CHANNEL) == []

    def test_another_may_take_its_place(self, store):
        first, second = save(store, calls=(NewCall("a", {"x": 1}, "n"), NewCall("b", {})))
        other = type(first)(
            id=first.id,
            channel=CHANNEL,
            chat="c1",
            created=first.created,
            method="c",
            body={"y": 2},
        )
        store.amend(other)
        assert store.calls(CHANNEL) == [other, second]


class TestAlarms:
    def test_one_rings_when_it_is_due(self, store):
        save(store, alarm=alarm())
        assert store.next_alarm(CHANNEL) == 160.0
        assert store.ring(CHANNEL, 159.9) == []
        [rung] = store.ring(CHANNEL, 161.0)
        assert (rung.chat, rung.visitor, rung.event.target_state) == ("c1", "ann", "/Late")
        assert rung.event.timestamp == 161.0
        assert store.arrivals(CHANNEL) == [rung]
        assert store.next_alarm(CHANNEL) is None

    def test_several_ring_in_the_order_in_which_they_are_due(self, store):
        save(store, alarm=alarm(due=30, target="/B"))
        other = TurnRecord(time=1.5, channel=CHANNEL, chat="c2", client="bob")
        save(store, record=other, alarm=alarm(due=20, target="/A"))
        assert store.next_alarm(CHANNEL) == 20
        assert [r.event.target_state for r in store.ring(CHANNEL, 40)] == ["/A", "/B"]

    def test_a_chat_has_one_the_last(self, store):
        save(store, alarm=alarm(due=30))
        save(store, alarm=alarm(due=50, target="/Later"))
        assert [r.event.target_state for r in store.ring(CHANNEL, 60)] == ["/Later"]

    def test_it_stays_over_a_turn_that_sets_none(self, store):
        save(store, alarm=alarm())
        save(store)
        assert store.next_alarm(CHANNEL) == 160.0

    def test_what_the_visitor_writes_calls_it_off(self, store):
        save(store, alarm=alarm())
        store.accept(arrival(chat="c2"))
        assert store.next_alarm(CHANNEL) == 160.0
        store.accept(arrival())
        assert store.next_alarm(CHANNEL) is None

    def test_a_repetition_does_not(self, store):
        save(store, handled=store.accept(arrival(mark="m1")).id, alarm=alarm())
        assert store.accept(arrival(mark="m1")) is None
        assert store.next_alarm(CHANNEL) == 160.0

    def test_so_does_giving_the_chat_away(self, store):
        save(store, alarm=alarm())
        save(store, alarm=alarm(), chat=Chat("ann", handed_over=True))
        assert store.next_alarm(CHANNEL) is None


def push(number, due=160.0, chat="c1", name="wake"):
    event = Event(event=name, raw_request={"eventData": {"я": 1}})
    return Push(id=number, chat=chat, due=due, visitor="ann", event=event)


def rung(store, now=1000.0):
    return [(one.chat, one.event.event) for one in store.ring(CHANNEL, now)]


def given(store, time, chat="c1"):
    """A turn that gives a chat to a person."""
    record = TurnRecord(time=time, channel=CHANNEL, chat=chat, client="ann")
    save(store, record=record, chat=Chat("ann", True))


def taken_back(store, time, chat="c1"):
    """A turn with which the bot has a chat again."""
    record = TurnRecord(time=time, channel=CHANNEL, chat=chat, client="ann")
    save(store, record=record)


class TestPushes:
    def test_a_chat_may_have_many_and_they_ring_in_the_order_in_which_they_are_due(self, store):
        save(store, pushes=(push("1", 30, name="b"), push("2", 50, name="d")))
        save(store, pushes=(push("3", 20, name="a"),), alarm=alarm(due=40))
        assert store.next_alarm(CHANNEL) == 20
        assert rung(store, 45) == [("c1", "a"), ("c1", "b"), ("c1", "timeout")]
        assert store.next_alarm(CHANNEL) == 50
        assert store.next_alarm("webim:bank") is None

    def test_it_becomes_an_arrival_with_its_data_once(self, store):
        save(store, pushes=(push("1"),))
        assert store.ring(CHANNEL, 159.9) == []
        [arrived] = store.ring(CHANNEL, 161.0)
        assert arrived.event == Event(
            event="wake", raw_request={"eventData": {"я": 1}}, timestamp=161.0
        )
        assert (arrived.chat, arrived.visitor) == ("c1", "ann")
        assert store.arrivals(CHANNEL) == [arrived]
        assert store.ring(CHANNEL, 161.0) == []

    def test_what_the_visitor_writes_does_not_call_it_off(self, store):
        save(store, pushes=(push("1"),))
        store.accept(arrival())
        assert rung(store) == [("c1", "wake")]

    def test_it_is_called_off_by_its_id_from_any_chat(self, store):
        save(store, pushes=(push("1", name="a"), push("2", name="b"), push("3", name="c")))
        other = TurnRecord(time=1.5, channel=CHANNEL, chat="c2", client="bob")
        save(store, record=other, cancelled=("2", "unknown"))
        save(store, pushes=(push("4"),), cancelled=("4", "3"))
        assert rung(store) == [("c1", "a")]

    def test_it_is_not_set_where_the_turn_is_not_saved(self, store):
        save(store, changed=Stored(Session(id="s1")))
        with pytest.raises(StaleSession):
            save(store, changed=Stored(Session()), pushes=(push("1"),))
        assert store.next_alarm(CHANNEL) is None

    def test_another_chat_may_be_meant(self, store):
        save(store, pushes=(push("1", chat="c9"),))
        assert rung(store) == [("c9", "wake")]

    def test_it_waits_while_a_person_has_the_chat(self, store):
        save(store, pushes=(push("1"), push("2", chat="c2", due=170)), chat=Chat("ann", True))
        assert store.next_alarm(CHANNEL) == 170
        assert rung(store) == [("c2", "wake")]
        save(store)
        assert store.next_alarm(CHANNEL) == 160
        assert rung(store) == [("c1", "wake")]

    def test_but_not_for_ever(self, store):
        save(store, pushes=(push("1"),), chat=Chat("ann", True))
        assert rung(store, 160 + REMEMBERED + 1) == []
        save(store)
        assert store.next_alarm(CHANNEL) is None

    def test_nor_where_nobody_looked_until_the_bot_had_the_chat_back(self, store):
        given(store, 100.0)
        save(store, pushes=(push("1"), push("2", due=400.0, name="late")), chat=Chat("ann", True))
        taken_back(store, 200 + REMEMBERED)
        assert rung(store, 300 + REMEMBERED) == [("c1", "late")]

    def test_what_counts_is_the_time_for_which_the_person_had_the_chat(self, store):
        save(store, pushes=(push("1"), push("2", chat="c2")))
        given(store, 150 + REMEMBERED)
        assert rung(store, 170 + REMEMBERED) == [("c2", "wake")]
        taken_back(store, 180 + REMEMBERED)
        assert rung(store, 190 + REMEMBERED) == [("c1", "wake")]

    def test_a_chat_that_a_person_had_before_makes_no_difference(self, store):
        given(store, 1.0)
        taken_back(store, 2 + 2 * REMEMBERED)
        due = 3 + 2 * REMEMBERED
        save(store, pushes=(push("1", due=due),))
        assert rung(store, due + 3 * REMEMBERED) == [("c1", "wake")]

    def test_one_that_is_due_for_long_rings_where_nobody_looked(self, store):
        save(store, pushes=(push("1"),))
        assert rung(store, 160 + 2 * REMEMBERED) == [("c1", "wake")]


class TestWhatPeopleSay:
    """After the script gave a chat away, until the bot has it again."""

    @pytest.fixture(autouse=True)
    def given_away(self, store):
        self.turn(store, 100.0, replies=[{"type": "text", "text": "One moment."}], handed_over=True)

    def turn(self, store, time, *, handed_over=False, chat="c1", replies=()):
        record = TurnRecord(
            time=time, channel=CHANNEL, chat=chat, client="ann", query="q", replies=list(replies)
        )
        store.save(record, Chat("ann", handed_over=handed_over), None)

    def keep(self, store, *sayings, cursor="1"):
        return store.keep_sayings(CHANNEL, list(sayings), cursor)

    def said(self, text, time=110.0, number="m1", operator="Olga", chat="c1"):
        return Saying(chat=chat, id=number, time=time, text=text, operator=operator)

    def logged(self, store):
        return [
            (turn.query or turn.replies[0]["text"]) for turn in store.turns() if turn.query != "q"
        ]

    def test_is_logged_with_who_said_it(self, store):
        kept = self.keep(
            store, self.said("Hello"), self.said("my parcel", 111.0, "m2", operator=None)
        )
        person, visitor = store.turns()[-2:]
        assert kept == 2
        assert (person.event, person.query, person.client) == ("livechatMessage", None, "ann")
        assert person.replies == [{"type": "text", "text": "Hello", "operator": "Olga"}]
        assert (visitor.event, visitor.query, visitor.time) == (None, "my parcel", 111.0)
        assert store.setting(cursor_setting(CHANNEL)) == "1"

    def test_is_logged_once(self, store):
        assert self.keep(store, self.said("Hello"), self.said("Hello")) == 1
        assert self.keep(store, self.said("Hello"), self.said("Bye", 120, "m2")) == 1
        assert self.logged(store) == ["Hello", "Bye"]

    def test_not_before_and_not_after(self, store):
        assert self.keep(store, self.said("early", 97.0)) == 0
        self.turn(store, 200.0)
        assert (
            self.keep(store, self.said("late", 200.0, "m2"), self.said("in time", 199.0, "m3")) == 1
        )
        assert self.logged(store) == ["in time"]

    def test_a_second_time_with_a_person_counts_anew(self, store):
        self.turn(store, 200.0)
        self.turn(store, 300.0, handed_over=True)
        self.turn(store, 310.0, handed_over=True)
        assert self.keep(store, self.said("a", 305.0, "m1"), self.said("b", 250.0, "m2")) == 1
        assert self.logged(store) == ["a"]

    def test_not_in_other_chats(self, store):
        self.turn(store, 100.0, chat="c2")
        assert self.keep(store, self.said("a", chat="c2"), self.said("a", chat="c3")) == 0

    def test_what_the_bot_said_is_no_saying_of_a_person(self, store):
        assert self.keep(store, self.said("One moment."), self.said("Hello", number="m2")) == 1
        assert self.keep(store, self.said("Hello", number="m3")) == 1
        assert self.keep(store, self.said("One moment.", number="m4", operator=None)) == 1

    def test_nor_is_what_the_visitor_said_to_the_bot(self, store):
        assert self.keep(store, self.said("q", 99.0, operator=None)) == 0
        assert self.keep(store, self.said("q", 110.0, "m2", operator=None)) == 1


def test_half_an_emoji_can_be_kept(store):
    taken = store.accept(arrival("a \ud83d", mark="\ud83d"))
    assert store.arrivals(CHANNEL) == [taken]
    made = save(store, handled=taken.id, calls=(NewCall("m", {"text": "\ud83d"}),))
    assert store.calls(CHANNEL) == made
