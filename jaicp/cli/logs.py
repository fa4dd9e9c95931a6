"""`jaicp logs`: what was said, by whom, and what the bot made of it."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from jaicp.stores.base import Store, StoreError, TurnRecord
from jaicp.stores.log import LogFilter, answer_text
from jaicp.stores.opening import open_store, store_path
from jaicp.stores.sessions_report import sessions

__all__ = ["logs"]

PAGE = 500
_AGO = re.compile(r"(\d+)([mhd])")
_SECONDS = {"m": 60, "h": 3600, "d": 86400}


class _WrongUse(click.ClickException):
    exit_code = 2


class _Moment(click.ParamType[float]):
    """A time: `2026-11-26`, `2026-11-26T18:30`, or so long ago: `30m`, `12h`, `7d`."""

    name = "time"

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        """Seconds since the epoch; a time without an offset is this machine's."""
        if isinstance(value, float):
            return value
        ago = _AGO.fullmatch(value)
        if ago is not None:
            return time.time() - int(ago[1]) * _SECONDS[ago[2]]
        try:
            return datetime.fromisoformat(value).timestamp()
        except ValueError:
            self.fail(f"`{value}` is no time; write 2026-11-26, 2026-11-26T18:30 or 7d (ago)")


_STORE = click.option(
    "--store",
    envvar="JAICP_STORE",
    default="sqlite:///var/jaicp.sqlite3",
    show_default=True,
    metavar="URL",
    help="The store of the server. [env: JAICP_STORE]",
)


def _filtered(command: Callable[..., None]) -> Callable[..., None]:
    """The options that choose turns."""
    options = [
        click.option("--channel", help="Its key, such as `webim:my-bot`."),
        click.option("--chat", help="The key of the chat."),
        click.option("--client", help="The id of the visitor."),
        click.option("--session", "session_id", help="The id of the session."),
        click.option("--since", type=_Moment(), help="2026-11-26, 2026-11-26T18:30, or 7d ago."),
        click.option("--until", type=_Moment(), help="Up to this time, itself not included."),
        click.option("--state", help="Turns that began in this state or below it."),
        click.option("--text", help="Said or answered, in whatever case."),
        click.option("--errors", is_flag=True, help="Only turns with an error."),
        click.option("--transfer", is_flag=True, help="Only turns that gave the chat to a person."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group("logs", short_help="Show and export dialogues.")
def logs() -> None:
    """Show what visitors said and how the bot answered, and take it elsewhere.

    \b
    What went wrong since yesterday:
      jaicp logs list --errors --since 1d
    All of one visitor, word by word:
      jaicp logs show --client 12345
    A table of the sessions of November:
      jaicp logs export --format csv --of sessions --since 2026-11-01 --until 2026-12-01
    """


@logs.command("list")
@_STORE
@_filtered
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="The last.")
def list_turns(store: str, limit: int, **wanted: Any) -> None:
    """One line for each turn, the last ones at the end."""
    with _opened(store) as opened:
        for turn in opened.log(LogFilter(**wanted), limit=limit):
            click.echo(_line(turn))


@logs.command("show")
@_STORE
@_filtered
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, help="The last.")
def show(store: str, limit: int, **wanted: Any) -> None:
    """Dialogues as they went, with states, errors and what scripts noted."""
    with _opened(store) as opened:
        for turn in opened.log(LogFilter(**wanted), limit=limit):
            click.echo(_dialogue(turn))


@logs.command("export")
@_STORE
@_filtered
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="json",
    show_default=True,
)
@click.option(
    "--of",
    type=click.Choice(["turns", "sessions"]),
    default="turns",
    show_default=True,
    help="One line for each turn, or for each session.",
)
@click.option("-o", "--output", type=click.File("w", encoding="utf-8"), default="-")
def export(store: str, form: str, of: str, output: Any, **wanted: Any) -> None:
    """All turns or sessions: as text, as JSON (an object a line) or as CSV."""
    with _opened(store) as opened:
        turns = _all(opened, LogFilter(**wanted))
        if form == "text" and of == "turns":
            output.writelines(_dialogue(turn) + "\n" for turn in turns)
            return
        lines = map(_turn_json, turns) if of == "turns" else (s.to_json() for s in sessions(turns))
        write = {"json": _json_line, "text": _text_line}.get(form)
        output.writelines(_csv(lines) if write is None else map(write, lines))


@logs.command("forget")
@_STORE
@click.option(
    "--before", type=_Moment(), required=True, help="A time, or so long ago, such as 90d."
)
def forget(store: str, before: float) -> None:
    """Delete the turns from before a time; sessions stay."""
    with _opened(store) as opened:
        click.echo(f"{opened.forget(before)} turn(s) deleted")


@contextmanager
def _opened(address: str) -> Iterator[Store]:
    try:
        if address.startswith("sqlite:") and not store_path(address).exists():
            raise StoreError(f"there is no store `{store_path(address)}` yet: `jaicp run` makes it")
        with closing(open_store(address)) as store:
            yield store
    except StoreError as error:
        raise _WrongUse(str(error)) from None


def _all(store: Store, wanted: LogFilter) -> Iterator[TurnRecord]:
    """All turns, the oldest first, some at a time."""
    edge = 0
    while page := store.log(wanted, after=edge, limit=PAGE):
        yield from page
        edge = page[-1].id


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(sep=" ", timespec="seconds")


def _said(turn: TurnRecord) -> str:
    return turn.query if turn.query is not None else f"<{turn.event}>"


def _short(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"


def _line(turn: TurnRecord) -> str:
    marks = "".join(
        mark for mark, is_so in (("!", turn.error), ("→", turn.transfer), ("…", turn.late)) if is_so
    )
    parts = [_moment(turn.time)[:19], turn.channel, f"chat {turn.chat}", turn.state or "-"]
    said, answer = _short(_said(turn), 40), _short(answer_text(turn), 60)
    return "  ".join([*parts, f"{said!r} -> {answer!r}", marks]).rstrip()


def _dialogue(turn: TurnRecord) -> str:
    lines = [f"{_moment(turn.time)}  {turn.channel}  chat {turn.chat}  client {turn.client}"]
    lines.append(f"  visitor: {_said(turn)}")
    for reply in turn.replies:
        who = reply.get("operator") or "bot"
        text = reply.get("text")
        told = text if isinstance(text, str) else json.dumps(reply, ensure_ascii=False)
        state = f"  [{reply['state']}]" if reply.get("state") else ""
        lines.append(f"  {who}: {told}{state}")
    lines.append(f"  {turn.start} -> {turn.state or '-'} -> {turn.context}, {turn.seconds:.3f} s")
    if turn.rule is not None:
        lines.append("  by {type} {rule}, {confidence:.4g}".format_map(turn.rule))
    lines += [f"  noted: {json.dumps(note, ensure_ascii=False)}" for note in turn.analytics]
    if turn.error is not None:
        lines.append(f"  error: {turn.error.get('kind')}: {turn.error.get('message')}")
    if turn.transfer:
        lines.append("  given to a person")
    return "\n".join(lines)


def _turn_json(turn: TurnRecord) -> dict[str, Any]:
    fields = asdict(turn)
    rule = fields.pop("rule") or {}
    told = {
        "rule_type": rule.get("type"),
        "rule": rule.get("rule"),
        "confidence": rule.get("confidence"),
    }
    return {**fields, **told, "answer": answer_text(turn)}


def _json_line(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False).encode("utf-8", "replace").decode() + "\n"


def _text_line(line: dict[str, Any]) -> str:
    return "  ".join(f"{name}: {_cell(value)}" for name, value in line.items()) + "\n"


def _csv(lines: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Lines of CSV; what a table program would take for a formula is marked as text."""
    for n, line in enumerate(lines):
        text = io.StringIO()
        writer = csv.writer(text)
        if n == 0:
            writer.writerow(line)
        writer.writerow([_harmless(_cell(value)) for value in line.values()])
        yield text.getvalue().encode("utf-8", "replace").decode()


def _cell(value: Any) -> str:
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def _harmless(text: str) -> str:
    is_formula = text.startswith(("=", "+", "@", "\t", "\r")) or (
        text.startswith("-") and not text[1:2].isdigit()
    )
    return f"'{text}" if is_formula else text
