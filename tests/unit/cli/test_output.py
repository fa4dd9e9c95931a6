"""When output is coloured."""

from __future__ import annotations

import io

import pytest

from jaicp.cli.output import wants_colour


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


PIPE = io.StringIO()


@pytest.mark.parametrize(
    ("choice", "environment", "on_terminal", "through_pipe"),
    [
        ("auto", {}, True, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, True, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("always", {"NO_COLOR": "1"}, True, True),
        ("never", {"FORCE_COLOR": "1"}, False, False),
    ],
)
def test_the_choice_rules_then_the_environment_then_the_terminal(
    choice: str, environment: dict[str, str], on_terminal: bool, through_pipe: bool
) -> None:
    assert wants_colour(choice, Terminal(), environment) is on_terminal
    assert wants_colour(choice, PIPE, environment) is through_pipe
