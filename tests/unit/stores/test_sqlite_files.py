"""The SQLite store and its file: made where missing, kept over a restart, refused where unusable."""

import json
import os
import sqlite3
import stat
import threading
from contextlib import closing

import pytest
from alembic import command
from sqlalchemy import create_engine

from jaicp.runtime.messages import Event, Session
from jaicp.stores import migrate
from jaicp.stores.base import (
    Arrival,
    Chat,
    Effects,
    NewCall,
    SessionKey,
    StaleSession,
    Stored,
    StoreError,
    TurnRecord,
)
from jaicp.stores.memory import MemoryStore
from jaicp.stores.opening import open_store, store_path
from jaicp.stores.sqlite import SqliteStore
from jaicp.stores.sqlite_schema import NEWEST

ANN = SessionKey("webim:shop", "ann")
RECORD = TurnRecord(time=1.0, channel="webim:shop", chat="c1", client="ann")
CHAT = Chat("ann")


def older_file(path, version):
    """A file as an older version left it, by the migrations up to that one."""
    path.parent.mkdir(parents=True)
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        command.upgrade(migrate._config(connection), version)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("DROP TABLE alembic_version")
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (version,))
        connection.execute(
            "INSERT INTO sessions VALUES ('webim:shop', 'ann', 1, 1.0, ?)",
            (json.dumps(Session(id="s1").to_json()),),
        )
        connection.execute(
            "INSERT INTO turns (time, channel, chat, client, session_id, query, context, replies, late)"
            " VALUES (1.0, 'webim:shop', 'c1', 'ann', 's1', 'hi', '/', '[]', 0)"
        )
        connection.commit()


def shape(path):
    """Tables with their columns, what may be missing and what stands for it, and all indexes."""
    with closing(sqlite3.connect(path)) as connection:
        master = connection.execute("SELECT type, name FROM sqlite_master").fetchall()
        shape = {item for item in master if "autoindex" not in item[1]}
        for kind, name in list(shape):
            if kind == "table":
                columns = connection.execute(f"PRAGMA table_info({name})")
                shape |= {
                    (name, row[1], bool(row[3] or row[5]), (row[4] or "").strip("'"), row[5])
                    for row in columns
                }
        return shape


def shape_of_new(path):
    new = path.with_name("new.sqlite3")
    SqliteStore(new).close()
    return shape(new)


def test_new_files_are_at_the_last_migration():
    assert migrate.newest() == NEWEST


@pytest.fixture
def path(tmp_path):
    return tmp_path / "deep" / "down" / "bot.sqlite3"


def test_the_file_and_its_folders_are_made(path):
    SqliteStore(path).close()
    assert path.is_file()


@pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
def test_the_file_is_for_its_owner_only(path):
    with closing(SqliteStore(path)) as store:
        store.keep_setting("secret", "x")
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_program_start_finds_everything(path):
    with closing(SqliteStore(path)) as store:
        store.save(RECORD, CHAT, Stored(Session(id="s1")))
        store.keep_setting("secret", "x")
    with closing(SqliteStore(path)) as store:
        assert store.load(ANN).session.id == "s1"
        assert store.chat("webim:shop", "c1") == CHAT
        assert store.turns() == [RECORD]
        assert store.setting("secret") == "x"


def test_of_two_servers_on_one_file_the_second_to_save_has_to_start_again(path):
    with closing(SqliteStore(path)) as one, closing(SqliteStore(path)) as two:
        loaded = one.load(ANN)
        two.save(RECORD, CHAT, Stored(Session(id="two"), two.load(ANN).version))
        with pytest.raises(StaleSession):
            one.save(RECORD, CHAT, Stored(Session(id="one"), loaded.version))
        assert one.load(ANN).session.id == "two"


def test_threads_may_share_it(path):
    def save(n):
        for turn in range(20):
            store.save(RECORD, CHAT, None)
            store.load(SessionKey("c", f"{n}-{turn}"))

    with closing(SqliteStore(path)) as store:
        threads = [threading.Thread(target=save, args=[n]) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store.turns()) == 80


class TestAnUnusableFile:
    def refused(self, path, problem, **options):
        with pytest.raises(StoreError, match=problem) as caught:
            SqliteStore(path, **options)
        assert str(path) in str(caught.value)

    def test_of_something_else(self, tmp_path):
        path = tmp_path / "notes.txt"
        path.write_text("not a database, but long enough to look at" * 50)
        self.refused(path, "not a database")

    def test_of_another_program(self, tmp_path):
        path = tmp_path / "other.sqlite3"
        with closing(sqlite3.connect(path)) as other:
            other.execute("CREATE TABLE songs (name)")
        self.refused(path, "of another program")

    def test_of_another_version(self, path):
        with closing(SqliteStore(path)) as store:
            store.keep_setting("schema", "99")
        self.refused(path, "another version")

    def test_that_is_a_folder(self, tmp_path):
        self.refused(tmp_path, "unable to open")

    def test_below_a_file(self, tmp_path):
        (tmp_path / "file").touch()
        self.refused(tmp_path / "file" / "x.sqlite3", "it cannot be made")

    def test_that_is_locked(self, path):
        SqliteStore(path).close()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            self.refused(path, "locked", patience=0.0)


def test_a_lock_that_comes_later_is_told_and_passes(path):
    with closing(SqliteStore(path, patience=0.0)) as store:
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="locked"):
                store.save(RECORD, CHAT, Stored(Session()))
        store.save(RECORD, CHAT, Stored(Session(id="later")))
        assert store.load(ANN).session.id == "later"


def test_a_full_disk_is_told_tears_nothing_and_passes(path):
    with closing(SqliteStore(path)) as store:
        store.save(RECORD, CHAT, Stored(Session(id="s1")))
        [pages] = store._connection.execute("PRAGMA page_count").fetchone()
        store._connection.execute(f"PRAGMA max_page_count = {pages}")
        large = Session(id="s2", session={"text": "x" * 100_000})
        effects = Effects(calls=(NewCall("m", {}),))
        with pytest.raises(StoreError, match="full"):
            store.save(RECORD, CHAT, Stored(large, 1), effects)
        assert store.load(ANN) == Stored(Session(id="s1"), 1)
        assert store.calls("webim:shop") == []
        assert len(store.turns()) == 1
        store._connection.execute("PRAGMA max_page_count = 1000000")
        store.save(RECORD, CHAT, Stored(large, 1), effects)
        assert store.load(ANN).session.id == "s2"


def test_a_damaged_session_is_told(path):
    with closing(SqliteStore(path)) as store:
        store.save(RECORD, CHAT, Stored(Session()))
        with closing(sqlite3.connect(path)) as other, other:
            other.execute("UPDATE sessions SET data = '{torn'")
        with pytest.raises(StoreError, match="session of `ann` is damaged"):
            store.load(ANN)


def test_a_damaged_file_is_told(path):
    with closing(SqliteStore(path)) as store:
        for n in range(200):
            store.save(RECORD, CHAT, Stored(Session(id="x" * 500), n))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="malformed"), closing(SqliteStore(path)) as store:
        store.load(ANN)


def test_a_closed_store_is_told(path):
    store = SqliteStore(path)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.load(ANN)


class TestAddresses:
    def test_a_path_may_be_relative_or_absolute(self):
        assert str(store_path("sqlite:///var/x.sqlite3")) == "var/x.sqlite3"
        assert str(store_path("sqlite:////srv/x.sqlite3")) == "/srv/x.sqlite3"

    def test_each_kind_opens_its_store(self, path):
        assert isinstance(open_store("memory:"), MemoryStore)
        with closing(open_store(f"sqlite:///{path}")) as store:
            assert isinstance(store, SqliteStore)

    @pytest.mark.parametrize("address", ["", "x.sqlite3", "sqlite:///", "mysql://u:p@h/d"])
    def test_others_are_refused_with_what_to_write(self, address):
        with pytest.raises(StoreError, match="write `sqlite:///path/to/file`, `postgresql"):
            open_store(address)

    def test_a_password_is_not_shown(self):
        with pytest.raises(StoreError, match=r"no store `mysql://u:\*\*\*@h/d`"):
            open_store("mysql://u:secret@h/d")


class TestTheDesk:
    """The inbox and the outbox over the end of a program, and between two of them."""

    def test_another_program_start_goes_on(self, path):
        event = Event(query="hi", timestamp=3.0)
        arrival = Arrival(
            channel="webim:shop", chat="c1", visitor=None, event=event, received=3.0, mark="m1"
        )
        with closing(SqliteStore(path)) as store:
            taken = store.accept(arrival)
            [call] = store.save(RECORD, CHAT, None, Effects(calls=(NewCall("m", {"a": 1}),)))
        with closing(SqliteStore(path)) as store:
            assert store.arrivals("webim:shop") == [taken]
            assert store.calls("webim:shop") == [call]
            assert store.accept(arrival) is None

    def test_a_sync_may_come_at_any_time(self, path):
        with closing(SqliteStore(path)) as store:
            store.sync()
            store.keep_setting("a", "b")
            store.sync()
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            store.sync()
        store.sync()

    @pytest.mark.skipif(os.name != "posix", reason="rights of files are those of POSIX")
    def test_a_sync_that_is_not_possible_is_told(self, path):
        with closing(SqliteStore(path)) as store:
            store.path = path.parent / ("x" * 300)
            with pytest.raises(StoreError, match="cannot be written to the disk"):
                store.sync()

    def test_a_call_that_was_given_up_is_kept_with_its_problem(self, path):
        with closing(SqliteStore(path)) as store:
            [call] = store.save(RECORD, CHAT, None, Effects(calls=(NewCall("m", {}),)))
            store.settle(call, "404: gone")
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("SELECT problem FROM outbox").fetchall() == [("404: gone",)]

    def test_a_channel_belongs_to_one_program(self, path):
        with closing(SqliteStore(path)) as one, closing(SqliteStore(path, patience=0)) as two:
            one.own("webim:shop")
            two.own("webim:bank")
            with pytest.raises(StoreError, match="another server answers for `webim:shop`"):
                two.own("webim:shop")
            one.close()
            two.own("webim:shop")

    @pytest.mark.parametrize("version", ["1", "2", "3"])
    def test_a_file_of_an_older_version_is_brought_up_to_date(self, path, version):
        older_file(path, version)
        for _ in range(2):
            with closing(SqliteStore(path)) as store:
                assert store.load(ANN).session.id == "s1"
                assert store.arrivals("webim:shop") == []
                assert [turn.query for turn in store.turns()] == ["hi"]
                assert shape(path) == shape_of_new(path)

    @pytest.mark.parametrize("event", ["{", "[]", '{"unknown": 1}'])
    def test_a_damaged_inbox_is_told(self, path, event):
        with closing(SqliteStore(path)) as store:
            with closing(sqlite3.connect(path)) as connection:
                row = (1, "webim:shop", "c1", event, 1.0)
                sql = (
                    "INSERT INTO inbox (id, channel, chat, event, received) VALUES (?, ?, ?, ?, ?)"
                )
                connection.execute(sql, row)
                connection.commit()
            with pytest.raises(StoreError, match="the inbox of `webim:shop` is damaged"):
                store.arrivals("webim:shop")
