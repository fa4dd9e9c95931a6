"""The samples, run as a user would: their events through the command line, their checks without a word."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = sorted(
    path for path in (Path(__file__).parents[2] / "samples").iterdir() if path.is_dir()
)


def jaicp(*args: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "jaicp", *args]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_events_are_answered_as_expected(sample: Path):
    done = jaicp("run", str(sample), "--events", str(sample / "events.jsonl"))
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    lines = (sample / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    expected = [json.loads(line) for line in lines]
    assert [simplify(answer) for answer in answers] == [simplify(answer) for answer in expected]


def simplify(answer: dict) -> dict:
    """What is said, in which state; one of several random texts is as good as another."""
    return {
        "n": answer["n"],
        "status": answer["status"],
        "states": [turn["state"] for turn in answer["turns"]],
        "contexts": [turn["context"] for turn in answer["turns"]],
        "errors": [turn["error"] for turn in answer["turns"]],
        "kinds": [message["kind"] for message in answer["body"]["messages"]],
        "texts": [m["text"] for m in answer["body"]["messages"] if "text" in m][1:],
    }


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_the_check_has_nothing_to_say(sample: Path):
    done = jaicp("check", "--format", "json", str(sample))
    assert done.returncode == 0
    assert json.loads(done.stdout)["diagnostics"] == []
