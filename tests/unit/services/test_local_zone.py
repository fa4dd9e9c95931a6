"""The zone of the process: what `Date` in scripts goes by."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from jaicp.services.local_zone import local_zone

NOON = 1_750_000_000

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such setting")


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        (UTC, 0),
        (ZoneInfo("Europe/Moscow"), 3),
        (timezone(timedelta(hours=5, minutes=30)), 5.5),
        (timezone(timedelta(hours=-4)), -4),
    ],
)
def test_a_zone_holds_as_long_as_it_is_asked_for(zone: ZoneInfo, hours: float) -> None:
    before = os.environ.get("TZ")
    with local_zone(zone):
        assert time.localtime(NOON).tm_gmtoff == hours * 3600
    assert os.environ.get("TZ") == before


def test_scripts_of_a_served_bot_live_in_the_zone_of_their_project(tmp_path: Path) -> None:
    (tmp_path / "chatbot.yaml").write_text("entryPoint: main.sc\n", encoding="utf-8")
    settings = {"settings": {"language": "ru", "timezone": "Asia/Vladivostok"}}
    (tmp_path / "nlu.json").write_text(json.dumps(settings), encoding="utf-8")
    (tmp_path / "src").mkdir()
    script = "theme: /\n    state: When\n        q!: *\n        a: {{ new Date(0).getHours() }}\n"
    (tmp_path / "src" / "main.sc").write_text(script, encoding="utf-8")
    event = {"event": "new_message", "chat": {"id": "c"}, "kind": "visitor", "text": "when"}
    done = subprocess.run(
        [sys.executable, "-m", "jaicp", "run", str(tmp_path), "--events", "-"],
        input=json.dumps(event),
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TZ": "America/New_York"},
    )
    assert json.loads(done.stdout)["turns"][0]["replies"][0]["text"] == "10"
