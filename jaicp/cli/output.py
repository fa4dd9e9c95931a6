"""How commands print: results to standard output, everything about the run to standard error, in colour or not."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TextIO

import click

__all__ = ["COLOUR_CHOICES", "colour_option", "print_note", "print_result", "wants_colour"]

COLOUR_CHOICES = ("auto", "always", "never")

colour_option = click.option(
    "--color",
    "--colour",
    "colour",
    type=click.Choice(COLOUR_CHOICES),
    default="auto",
    show_default=True,
    help="Colour the output; `auto` does so on a terminal. [env: NO_COLOR, FORCE_COLOR]",
)


def wants_colour(
    choice: str, stream: TextIO | None = None, environment: Mapping[str, str] | None = None
) -> bool:
    """Whether to colour what goes to `stream`, by the `--color` choice and the environment.

    A choice other than `auto` rules; then `NO_COLOR` and `FORCE_COLOR` (https://no-color.org), where set and
    not empty; then a terminal is coloured unless it calls itself dumb.
    """
    environment = os.environ if environment is None else environment
    if choice != "auto":
        return choice == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return (stream or sys.stdout).isatty() and environment.get("TERM") != "dumb"


def print_result(text: str, *, colour: bool = False) -> None:
    """Print what the command was asked for; nothing for an empty text."""
    if text:
        click.echo(text, color=colour)


def print_note(text: str) -> None:
    """Print a remark about the run, apart from its result."""
    click.echo(text, err=True)
