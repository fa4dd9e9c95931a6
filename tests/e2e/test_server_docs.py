"""The pages on running and on the channel say what the program does."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from jaicp.channels.webim import WebimSettings, decode
from jaicp.cli.run import run

DOCS = Path(__file__).parents[2] / "docs"
RUNNING = (DOCS / "running.md").read_text(encoding="utf-8")
WEBIM = (DOCS / "webim.md").read_text(encoding="utf-8")


def requests():
    """The requests shown on the page: each object in a block of JSON that has an `event`."""
    for block in re.findall(r"```json\n(.*?)```", WEBIM, re.DOTALL):
        reader, rest = json.JSONDecoder(), block.strip()
        while rest:
            value, end = reader.raw_decode(rest)
            rest = rest[end:].strip()
            if "event" in value:
                yield value


@pytest.mark.parametrize(
    "option", [name for param in run.params for name in param.opts if name[0] == "-"]
)
def test_every_option_is_on_its_page(option):
    assert f"`{option}`" in RUNNING


@pytest.mark.parametrize("setting", [field.name for field in fields(WebimSettings)])
def test_every_setting_of_the_channel_is_on_its_page(setting):
    assert f"| `{setting}` |" in WEBIM


@pytest.mark.parametrize("request_body", list(requests()), ids=lambda body: body["event"])
def test_every_request_shown_is_understood(request_body):
    assert decode(request_body, WebimSettings()).event is not None


def test_three_requests_are_shown():
    assert len(list(requests())) == 3
