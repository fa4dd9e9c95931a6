"""Talking to a bot in the terminal: what is typed, and what comes back."""

import subprocess
import sys
from pathlib import Path

SHOP = Path(__file__).parents[2] / "samples" / "flower-shop"


def chat(
    *lines: str, path: Path = SHOP, options: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jaicp", "chat", str(path), "--seed", "1", *options]
    typed = "\n".join(lines) + "\n"
    return subprocess.run(
        command, input=typed, capture_output=True, text=True, timeout=60, check=False
    )


def test_replies_and_buttons_by_number():
    done = chat("привет", "1", "2")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "Здравствуйте! Это цветочный магазин «Пион». 🌷",
        "Что вас интересует?",
        "  1. Букеты",
        "  2. Доставка",
        "  3. Заказать",
        "У нас есть: розы за 3500 ₽, тюльпаны за 1800 ₽.",
        "  1. Заказать",
        "  2. Назад",
        "Здравствуйте! Это цветочный магазин «Пион». 🌷",
        "Что вас интересует?",
        "  1. Букеты",
        "  2. Доставка",
        "  3. Заказать",
    ]


def test_where_the_dialogue_stands_what_is_kept_and_a_fresh_start():
    done = chat("заказать", "/state", "заказать", "меню", "/state", "/reset", "/state")
    assert [line for line in done.stdout.splitlines() if line.startswith("/")] == [
        "/",
        "/Menu",
        "/",
    ]
    done = chat("меню", "Заказать", "розы", "аня", "/session")
    assert '"name": "Аня"' in done.stdout


def test_the_trace_of_a_turn():
    done = chat("меню", "/trace")
    assert "pattern * меню * scored 1.0000 to /Menu" in done.stdout
    assert "enter /Menu" in done.stdout
    traced = chat("меню", options=("--trace",)).stdout
    assert traced.count("enter /Menu") == 1
    assert "    named: 1 − 0/4 = 1.0000" in traced  # the same as of `jaicp nlu`


def test_an_event_and_its_silence():
    done = chat("/event newChatStarted", "/session")
    assert done.stdout.startswith("{")
    assert '"page": ""' in done.stdout


def test_an_error_is_shown_and_the_talk_goes_on(tmp_path: Path):
    bot = tmp_path / "bot.sc"
    bot.write_text(
        "theme: /\n    state: Bad\n        q!: bad\n        script: oops();\n"
        "    state: Good\n        q!: good\n        a: fine\n",
        encoding="utf-8",
    )
    done = chat("bad", "good", path=bot)
    assert "error: bot.sc:4:17: oops is not defined" in done.stderr
    assert done.stdout.splitlines() == ["fine"]


def test_a_bot_with_mistakes_is_shown_and_not_talked_to(tmp_path: Path):
    bot = tmp_path / "bot.sc"
    bot.write_text("theme: /\n    stat: A\n", encoding="utf-8")
    done = chat("hello", path=bot)
    assert done.returncode == 1
    assert "did you mean `state`?" in done.stderr


def test_help_and_leaving():
    done = chat("/help", "/quit", "привет")
    assert "/reset" in done.stdout
    assert "Здравствуйте" not in done.stdout


REMINDERS = """\
theme: /

    state: Remind
        q!: remind
        script:
            $pushgate.createEvent("2001-02-03T04:05:06", "reminder", {what: "the past"});
            $pushgate.createEvent("2101-02-03T04:05:06", "reminder", {what: "the future"});
        a: I will.

    state: Reminder
        event!: reminder
        a: {{ $request.rawRequest.eventData.what }}
"""


def test_events_that_the_bot_has_asked_for_come_when_they_are_due_or_are_brought(tmp_path):
    (tmp_path / "main.sc").write_text(REMINDERS)
    done = chat("remind", "/push", "/push", path=tmp_path / "main.sc")
    assert done.stdout.splitlines() == [
        "I will.",
        "  event reminder, due at 2001-02-03 04:05:06",
        "the past",
        "  event reminder, due at 2101-02-03 04:05:06",
        "the future",
    ]
    assert "no event waits" in done.stderr
