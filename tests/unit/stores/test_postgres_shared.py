"""Several servers on one PostgreSQL: each chat is with one of them, and is nobody's loss when that one dies."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from jaicp.runtime.messages import Event, Session
from jaicp.stores.base import (
    Alarm,
    Arrival,
    Chat,
    Effects,
    NewCall,
    NotOurTurn,
    SessionKey,
    Stored,
    StoreError,
    TurnRecord,
)
from jaicp.stores.opening import open_store
from jaicp.stores.tables import METADATA

CHANNEL = "webim:shop"
CHAT = Chat("ann")


@pytest.fixture
def servers(postgres):
    stores = [open_store(postgres) for _ in range(3)]
    for store in stores:
        store.share(CHANNEL)
    yield stores
    for store in stores:
        store.close()


def arrival(query, chat="c1"):
    event = Event(query=query, timestamp=100.0)
    return Arrival(channel=CHANNEL, chat=chat, visitor="ann", event=event, received=100.0)


def record(chat="c1"):
    return TurnRecord(time=1.5, channel=CHANNEL, chat=chat, client="ann", query="hi")


def leave_call(store, method, chat="c1"):
    """Handle an arrival by a turn that makes a call; it stays in the outbox."""
    taken = store.accept(arrival("a", chat))
    effects = Effects(handled=taken.id, calls=(NewCall(method, {}),))
    store.save(record(chat), CHAT, None, effects)


def said(arrivals):
    return [one.event.query for one in arrivals]


def kill(store, other):
    """End the connection of a store from outside, as a machine that goes down does."""
    with store._transaction() as connection:
        pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with other._transaction() as connection:
        ended = text("SELECT pg_terminate_backend(:pid, 10000)")
        assert connection.execute(ended, {"pid": pid}).scalar_one(), "it did not end in 10 s"


def test_the_tables_are_those_of_the_code(servers):
    with servers[0]._transaction() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, METADATA) == []


def test_who_takes_something_in_first_has_the_chat_until_nothing_of_it_waits(servers):
    one, two, _ = servers
    first = one.accept(arrival("a"))
    assert not first.elsewhere
    assert two.accept(arrival("b")).elsewhere
    assert said(two.share(CHANNEL).arrivals) == []
    assert said(one.share(CHANNEL).arrivals) == ["a", "b"]
    one.save(record(), CHAT, None, Effects(handled=first.id))
    [second] = one.share(CHANNEL).arrivals
    [call] = one.save(record(), CHAT, None, Effects(handled=second.id, calls=(NewCall("m", {}),)))
    assert two.accept(arrival("c")).elsewhere
    [third] = one.share(CHANNEL).arrivals
    one.save(record(), CHAT, None, Effects(handled=third.id))
    one.settle(call)
    assert not two.accept(arrival("d")).elsewhere


def test_what_another_server_took_in_before_comes_first(servers):
    one, two, _ = servers
    one.accept(arrival("a"))
    two.accept(arrival("b"))
    assert said(one.accept(arrival("c")).before) == ["a", "b"]


def test_the_chats_of_a_server_that_ends_go_to_the_others_once(servers):
    one, two, three = servers
    for n in range(5):
        taken = one.accept(arrival(f"{n}", chat=f"c{n}"))
        effects = Effects(handled=taken.id, calls=(NewCall("m", {"n": n}),))
        if n % 2:
            one.save(record(f"c{n}"), CHAT, None, effects)
    one.close()
    shares = [two.share(CHANNEL), three.share(CHANNEL)]
    assert sorted(a.event.query for s in shares for a in s.arrivals) == ["0", "2", "4"]
    assert sorted(c.body["n"] for s in shares for c in s.calls) == [1, 3]
    assert not any(share.anew for share in shares)


def test_a_server_that_lost_its_connection_may_not_save_what_another_handles_now(servers):
    one, two, _ = servers
    taken = one.accept(arrival("a"))
    kill(one, two)
    assert said(two.share(CHANNEL).arrivals) == ["a"]
    with pytest.raises(StoreError):
        one.save(record(), CHAT, Stored(Session(id="s1")), Effects(handled=taken.id))
    with pytest.raises(NotOurTurn):
        one.save(record(), CHAT, Stored(Session(id="s1")), Effects(handled=taken.id))
    assert one.load(SessionKey(CHANNEL, "ann")).version == 0
    share = one.share(CHANNEL)
    assert share.anew
    assert share.arrivals == []
    two.save(record(), CHAT, Stored(Session(id="s2")), Effects(handled=taken.id))
    assert one.load(SessionKey(CHANNEL, "ann")).session.id == "s2"


def test_calls_of_chats_got_since_a_connection_was_lost_are_told_with_those_of_the_others(servers):
    one, two, _ = servers
    for chat in ("c1", "c2"):
        leave_call(one, chat, chat)
    kill(one, two)
    with pytest.raises(StoreError):
        one.accept(arrival("b", "c3"))
    leave_call(one, "c3", "c3")
    share = one.share(CHANNEL)
    assert share.anew
    assert [call.method for call in share.calls] == ["c1", "c2", "c3"]


def test_what_came_before_is_handled_before(servers):
    one = servers[0]
    taken = [one.accept(arrival(text)) for text in "ab"]
    with pytest.raises(NotOurTurn):
        one.save(record(), CHAT, None, Effects(handled=taken[1].id))
    for each in taken:
        one.save(record(), CHAT, None, Effects(handled=each.id))


def test_who_writes_to_a_chat_of_a_dead_server_gets_what_it_left(servers):
    one, two, three = servers
    leave_call(one, "m")
    one.close()
    two.share(CHANNEL)
    two.close()
    with three._transaction() as connection:
        connection.execute(text("DELETE FROM claims"))
    assert [call.method for call in three.accept(arrival("b")).calls] == ["m"]


def test_an_alarm_rings_at_one_server(servers):
    one, two, three = servers
    alarm = Alarm(due=50.0, visitor="ann", event=Event(event="timeout"))
    one.save(record(), CHAT, None, Effects(alarm=alarm))
    rung = [store.ring(CHANNEL, 60.0) for store in (two, three, one)]
    assert [len(arrivals) for arrivals in rung] == [1, 0, 0]


def test_one_server_leads_and_another_after_it(servers):
    one, two, _ = servers
    assert one.leads("collect")
    assert one.leads("collect")
    assert not two.leads("collect")
    one.close()
    assert two.leads("collect")


def test_an_error_shows_neither_password_nor_what_was_said(servers):
    with pytest.raises(StoreError) as caught:
        open_store("postgresql://me:secret@127.0.0.1:1/x")
    assert "secret" not in str(caught.value)
    with pytest.raises(StoreError) as caught, servers[0]._transaction() as connection:
        connection.execute(text("SELECT 1 / 0, :said"), {"said": "my diary"})
    assert str(caught.value).endswith("division by zero")
