"""`jaicp explain`: the page of a diagnostic, or the list of all."""

from __future__ import annotations

import shutil
import sys

import click

from jaicp.cli.output import colour_option, print_result, wants_colour
from jaicp.cli.pages import on_terminal, read_page
from jaicp.text.codes import CATALOGUE, Code, find_code
from jaicp.text.diagnostic import nearest
from jaicp.text.palette import Palette

__all__ = ["explain"]

PHASES = {
    "1": "layout and syntax",
    "2": "projects and links",
    "3": "patterns and understanding",
    "4": "the flow of a dialogue",
    "5": "scripts and templates",
    "6": "configuration",
    "7": "tests",
    "8": "run time",
    "9": "jaicp itself",
}
"""What the first digit of a code stands for."""


def _complete(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    wanted = incomplete.casefold()
    names = [*CATALOGUE, *(code.slug for code in CATALOGUE.values())]
    return [name for name in names if name.casefold().startswith(wanted)]


@click.command("explain", short_help="Show what a diagnostic such as JC201 means.")
@click.argument("name", metavar="[CODE]", required=False, shell_complete=_complete)
@colour_option
def explain(name: str | None, colour: str) -> None:
    """Show what a diagnostic means, with a bad and a good example.

    CODE is the code or the name of a diagnostic, in small letters or capitals. Without it, all are listed.

    \b
      jaicp explain JC201
      jaicp explain unknown-state
      jaicp explain
    """
    painted = wants_colour(colour)
    if name is None:
        print_result(_list_all(Palette(painted)), colour=painted)
        return
    page = read_page(_find(name))
    if painted or sys.stdout.isatty():
        page = on_terminal(page, colour=painted, width=shutil.get_terminal_size().columns)
    print_result(page, colour=painted)


def _find(name: str) -> Code:
    code = find_code(name) or find_code(f"JC{name}")
    if code is not None:
        return code
    folded = name.strip().upper() if name.strip()[:2].upper() == "JC" else name
    known = nearest(folded, [*CATALOGUE, *(one.slug for one in CATALOGUE.values())], cutoff=0.5)
    hint = f"the nearest is `{known}`; " if known else ""
    raise click.BadParameter(
        f"there is no diagnostic `{name}`; {hint}`jaicp explain` lists all", param_hint="CODE"
    )


def _list_all(palette: Palette) -> str:
    """All codes with their titles, by phase."""
    width = max(len(code.slug) for code in CATALOGUE.values())
    lines: list[str] = []
    phase = ""
    for identifier in sorted(CATALOGUE):
        code = CATALOGUE[identifier]
        if code.id[2] != phase:
            phase = code.id[2]
            lines += ["", palette.strong(f"{code.id[:3]}xx: {PHASES[phase]}")]
        lines.append(f"  {code.id}  {code.slug:<{width}}  {palette.faint(code.title)}")
    return "\n".join(lines[1:])
