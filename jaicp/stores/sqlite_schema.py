"""The tables of an SQLite store, as the last migration leaves them."""

from __future__ import annotations

__all__ = ["NEWEST", "OLDER", "SCHEMA"]

NEWEST = "6"
"""The last of the migrations."""

OLDER = ("1", "2", "3", "4", "5")

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sessions (
    channel TEXT NOT NULL, client TEXT NOT NULL, version INTEGER NOT NULL,
    updated REAL NOT NULL, data TEXT NOT NULL, PRIMARY KEY (channel, client));
CREATE TABLE chats (
    channel TEXT NOT NULL, chat TEXT NOT NULL, client TEXT NOT NULL,
    handed_over INTEGER NOT NULL, given REAL, taken_back REAL,
    PRIMARY KEY (channel, chat)) WITHOUT ROWID;
CREATE TABLE turns (
    id INTEGER PRIMARY KEY, time REAL NOT NULL, channel TEXT NOT NULL, chat TEXT NOT NULL,
    client TEXT NOT NULL, session_id TEXT NOT NULL, query TEXT, event TEXT, state TEXT,
    context TEXT NOT NULL, replies TEXT NOT NULL, error TEXT, late INTEGER NOT NULL,
    question_id TEXT NOT NULL DEFAULT '', start TEXT NOT NULL DEFAULT '/',
    seconds REAL NOT NULL DEFAULT 0, transfer INTEGER NOT NULL DEFAULT 0,
    walk TEXT NOT NULL DEFAULT '[]', analytics TEXT NOT NULL DEFAULT '[]',
    data TEXT NOT NULL DEFAULT 'null', rule TEXT, client_name TEXT NOT NULL DEFAULT '');
CREATE INDEX turns_of_chat ON turns (channel, chat, id);
CREATE INDEX turns_by_time ON turns (time);
CREATE TABLE records (
    kind TEXT NOT NULL, name TEXT NOT NULL, data TEXT NOT NULL,
    PRIMARY KEY (kind, name)) WITHOUT ROWID;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY);
CREATE TABLE inbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, chat TEXT NOT NULL,
    visitor TEXT, event TEXT NOT NULL, received REAL NOT NULL);
CREATE TABLE marks (
    channel TEXT NOT NULL, chat TEXT NOT NULL, mark TEXT NOT NULL, time REAL NOT NULL,
    PRIMARY KEY (channel, chat, mark)) WITHOUT ROWID;
CREATE INDEX marks_by_time ON marks (time);
CREATE TABLE heard (
    channel TEXT NOT NULL, chat TEXT NOT NULL, saying TEXT NOT NULL,
    PRIMARY KEY (channel, chat, saying)) WITHOUT ROWID;
CREATE TABLE outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT, channel TEXT NOT NULL, chat TEXT NOT NULL,
    created REAL NOT NULL, method TEXT NOT NULL, body TEXT NOT NULL, note TEXT NOT NULL,
    problem TEXT);
CREATE INDEX outbox_unsettled ON outbox (channel, id) WHERE problem IS NULL;
CREATE TABLE alarms (
    channel TEXT NOT NULL, chat TEXT NOT NULL, due REAL NOT NULL, visitor TEXT,
    event TEXT NOT NULL, PRIMARY KEY (channel, chat)) WITHOUT ROWID;
CREATE INDEX alarms_by_time ON alarms (channel, due);
CREATE TABLE pushes (
    channel TEXT NOT NULL, id TEXT NOT NULL, chat TEXT NOT NULL, due REAL NOT NULL,
    visitor TEXT, event TEXT NOT NULL, PRIMARY KEY (channel, id)) WITHOUT ROWID;
CREATE INDEX pushes_by_time ON pushes (channel, due)
"""
