"""What every store promises, tried on each of them."""

import pytest
from kinds_of_stores import new_store

from jaicp.runtime.messages import Session
from jaicp.stores.base import Chat, SessionKey, StaleSession, Stored, TurnRecord
from jaicp.stores.log import LogFilter

ANN = SessionKey("webim:shop", "ann")
CHAT = Chat("ann")


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def store(request, tmp_path):
    store = new_store(request, tmp_path)
    yield store
    store.close()


def record(query="hi", client="ann", chat="c1", **more):
    return TurnRecord(time=1.5, channel="webim:shop", chat=chat, client=client, query=query, **more)


def session(**values):
    return Session(id="s1", session=values, client={"name": "Ann"}, buttons={"Да": "/Yes"})


class TestSessions:
    def test_a_stranger_has_an_empty_one(self, store):
        assert store.load(ANN) == Stored(Session(), 0)

    def test_what_was_saved_is_loaded_with_a_new_version(self, store):
        store.save(record(), CHAT, Stored(session(n=1), 0))
        loaded = store.load(ANN)
        assert loaded.session == session(n=1)
        store.save(record(), CHAT, Stored(session(n=2), loaded.version))
        assert store.load(ANN).session == session(n=2)
        assert store.load(ANN).version > loaded.version

    def test_each_channel_and_person_has_their_own(self, store):
        store.save(record(), CHAT, Stored(session(n=1)))
        assert store.load(SessionKey("webim:shop", "bob")).version == 0
        assert store.load(SessionKey("webim:bank", "ann")).version == 0

    @pytest.mark.parametrize("version", [0, 2])
    def test_one_that_changed_meanwhile_is_refused_with_all_that_belongs_to_it(
        self, store, version
    ):
        store.save(record("first"), CHAT, Stored(session(n=1), 0))
        with pytest.raises(StaleSession):
            store.save(record("second"), Chat("bob"), Stored(session(n=2), version))
        assert store.load(ANN).session == session(n=1)
        assert store.chat("webim:shop", "c1") == CHAT
        assert [turn.query for turn in store.turns()] == ["first"]

    def test_a_loaded_one_is_a_copy(self, store):
        store.save(record(), CHAT, Stored(session(list=[1])))
        store.load(ANN).session.session["list"].append(2)
        assert store.load(ANN).session == session(list=[1])

    def test_any_text_can_be_kept(self, store):
        odd = session(text="я 😀 \0 \ud83d '")
        store.save(record(), CHAT, Stored(odd))
        assert store.load(ANN).session == odd


class TestChats:
    def test_an_unseen_chat_is_unknown(self, store):
        assert store.chat("webim:shop", "c1") is None

    def test_a_chat_remembers_whom_it_belongs_to_and_who_has_it(self, store):
        store.save(record(), CHAT, None)
        assert store.chat("webim:shop", "c1") == CHAT
        store.save(record(), Chat("bob", handed_over=True), None)
        assert store.chat("webim:shop", "c1") == Chat("bob", handed_over=True)
        assert store.chat("webim:bank", "c1") is None


class TestTheLog:
    def test_a_turn_is_kept_with_all_its_fields(self, store):
        turn = record(
            session_id="s1",
            event=None,
            state="/Start",
            context="/Start/Next",
            replies=[{"type": "text", "text": "привет"}],
            error={"kind": "script", "message": "x"},
            late=True,
            question_id="q1",
            start="/Start",
            seconds=0.25,
            transfer=True,
            walk=[["enter", "/Start"]],
            analytics=[{"type": "sessionResult", "value": "да"}],
            rule={"type": "intent", "rule": "/hello", "confidence": 0.5},
            client_name="Анна",
            data={"x": [1, None]},
        )
        store.save(turn, CHAT, None)
        assert store.turns() == [turn]

    def test_a_turn_without_a_session_leaves_the_session(self, store):
        store.save(record(), CHAT, Stored(session(n=1)))
        before = store.load(ANN)
        store.save(record("lost"), CHAT, None)
        assert store.load(ANN) == before

    def test_the_last_turns_come_oldest_first(self, store):
        for n in range(5):
            store.save(record(str(n), chat=f"c{n % 2}"), CHAT, None)
        assert [turn.query for turn in store.turns(limit=3)] == ["2", "3", "4"]
        assert [turn.query for turn in store.turns(chat="c1")] == ["1", "3"]
        assert store.turns(channel="webim:bank") == []


def said(turns):
    return [turn.query for turn in turns]


class TestWhatIsWanted:
    @pytest.fixture
    def store(self, store):
        for n, more in enumerate(
            [
                {"state": "/Shop", "session_id": "s1"},
                {"state": "/Shop/Price", "replies": [{"type": "text", "text": "Пять РУБЛЕЙ"}]},
                {"state": "/Shopping", "error": {"kind": "script"}},
                {"state": None, "transfer": True, "client": "bob", "chat": "c2"},
            ]
        ):
            fields = {"query": f"Вопрос {n}", "client": "ann", "chat": "c1", **more}
            turn = TurnRecord(time=float(n), channel="webim:shop", **fields)
            store.save(turn, CHAT, None)
        return store

    @pytest.mark.parametrize(
        ("wanted", "numbers"),
        [
            ({}, [0, 1, 2, 3]),
            ({"channel": "webim:bank"}, []),
            ({"chat": "c2"}, [3]),
            ({"client": "ann"}, [0, 1, 2]),
            ({"session_id": "s1"}, [0]),
            ({"since": 1.0, "until": 3.0}, [1, 2]),
            ({"state": "/Shop"}, [0, 1]),
            ({"state": "/"}, [0, 1, 2]),
            ({"text": "рублей"}, [1]),
            ({"text": "вопрос 2"}, [2]),
            ({"errors": True}, [2]),
            ({"transfer": True}, [3]),
            ({"state": "/Shop", "text": "вопрос", "client": "ann"}, [0, 1]),
        ],
    )
    def test_is_found(self, store, wanted, numbers):
        expected = [f"Вопрос {n}" for n in numbers]
        assert said(store.log(LogFilter(**wanted))) == expected
        assert said(store.log(LogFilter(**wanted), after=0)) == expected

    @pytest.mark.parametrize("wanted", [LogFilter(), LogFilter(text="вопрос")])
    def test_comes_page_by_page(self, store, wanted):
        first = store.log(wanted, after=0, limit=3)
        assert said(first) == ["Вопрос 0", "Вопрос 1", "Вопрос 2"]
        assert said(store.log(wanted, after=first[-1].id, limit=3)) == ["Вопрос 3"]
        assert said(store.log(wanted, limit=2)) == ["Вопрос 2", "Вопрос 3"]

    def test_what_is_too_old_is_forgotten(self, store):
        assert store.forget(2.0) == 2
        assert store.forget(2.0) == 0
        assert said(store.turns()) == ["Вопрос 2", "Вопрос 3"]


def test_settings_are_kept(store):
    assert store.setting("secret") is None
    store.keep_setting("secret", "a")
    store.keep_setting("secret", "b")
    assert store.setting("secret") == "b"


def test_records_are_kept_by_kind_and_name(store):
    store.put_record("channel", "a", "1")
    store.put_record("channel", "a", "2")
    store.put_record("channel", "b", "3")
    store.put_record("build", "a", "4")
    assert store.records("channel") == {"a": "2", "b": "3"}
    store.put_record("channel", "a", None)
    store.put_record("channel", "a", None)
    assert store.records("channel") == {"b": "3"}
    assert store.records("build") == {"a": "4"}


def test_a_record_is_replaced_only_where_it_is_what_it_was(store):
    assert store.replace_record("channel", "a", None, "1")
    assert not store.replace_record("channel", "a", None, "2")
    assert store.replace_record("channel", "a", "1", "3")
    assert not store.replace_record("channel", "a", "1", "4")
    assert not store.replace_record("channel", "b", "1", "5")
    assert store.records("channel") == {"a": "3"}
