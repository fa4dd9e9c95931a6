"""The pages on running and on the channel say what the program does."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from jaicp.channels.webim import WebimDoor, WebimSettings
from jaicp.channels.webim.door import version_of
from jaicp.cli.run import run
from jaicp.cli.webim_sim import _COMMANDS, HELP, webim_sim
from jaicp.webim_sim.faults import FAULTS

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


@pytest.mark.parametrize("option", [name for param in webim_sim.params for name in param.opts])
def test_every_option_of_the_stand_in_is_on_its_page(option):
    assert option == "endpoint" or f"| `{option}` |" in WEBIM


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_on_its_page(name):
    assert f"`{name}`" in WEBIM


@pytest.mark.parametrize("command", [*_COMMANDS])
def test_every_command_of_the_stand_in_is_told(command):
    assert f"`{command}" in WEBIM
    assert f"{command} " in HELP


@pytest.mark.parametrize("request_body", list(requests()), ids=lambda body: body["event"])
def test_every_request_shown_is_understood(request_body):
    channel = WebimDoor(WebimSettings(), calls=True, assumed="1.0").channel(request_body, None)
    assert channel.decode(request_body, now=0.0, question_id="").event is not None


def test_requests_of_both_versions_are_shown():
    versions = [version_of(request_body) for request_body in requests()]
    assert versions == ["", "1.0", "1.0", "2.0", "2.0", "2.0", "2.0"]
