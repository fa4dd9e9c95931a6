"""`jaicp new`: a fresh project, from one of the templates that lie in `jaicp/templates`."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from jaicp.cli.output import colour_option, print_note, print_result, wants_colour
from jaicp.cli.target import NoProjectError
from jaicp.text.palette import Palette

__all__ = ["TEMPLATES", "new"]

TEMPLATES = {
    "menu": "buttons, nested states, an intent and a small form",
    "empty": "a greeting, an answer to what is not understood, and their test",
    "webim": "a welcome on Webim, hand-over to a person, the page that the visitor sees",
}
"""The templates by name, and what is in each."""

LANGUAGES = ("en", "ru")

_HOME = Path(__file__).parent.parent / "templates"
_EDITOR = _HOME / "editor"
_DOT = "dot-"
_NAMED = "name: new-bot"


@click.command("new", short_help="Begin a new bot.")
@click.argument("folder", metavar="NAME", type=click.Path(path_type=Path))
@click.option(
    "--template",
    "-t",
    type=click.Choice(list(TEMPLATES)),
    default="menu",
    show_default=True,
    help="; ".join(f"{name}: {what}" for name, what in TEMPLATES.items()) + ".",
)
@click.option(
    "--language",
    "-l",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="The language of the bot's texts.",
)
@colour_option
def new(*, folder: Path, template: str, language: str, colour: str) -> None:
    """Write a new bot into the folder NAME: script, configuration, intents, a test, settings for editors.

    It checks without a warning and passes its test. Nothing that is already there is touched.

    \b
      jaicp new tea-shop
      jaicp new welcome --template webim --language ru
    """
    taken = _taken(folder)
    if taken:
        raise NoProjectError(f"`{folder}` {taken}; choose another name")
    files = dict(_files(template, language))
    try:
        for name, source in files.items():
            _write(source, folder / name, _name_of(folder))
    except OSError as error:
        raise NoProjectError(f"`{folder}` cannot be written: {error.strerror or error}") from error
    palette = Palette(wants_colour(colour))
    for name in sorted(files):
        print_note(f"wrote {folder / name}")
    print_result(_next_steps(folder, palette), colour=palette.enabled)


def _taken(folder: Path) -> str:
    """What stands in the way of a new project; nothing for a folder that is new or empty."""
    if not folder.exists():
        return ""
    if not folder.is_dir():
        return "is a file"
    return "is not empty" if any(folder.iterdir()) else ""


def _name_of(folder: Path) -> str:
    return folder.resolve().name or "bot"


def _files(template: str, language: str) -> Iterator[tuple[str, Path]]:
    """The files of a project by their names there, and where their texts are taken from."""
    for home in (_HOME / template / language, _EDITOR):
        for path in sorted(home.rglob("*")):
            if path.is_file():
                parts = path.relative_to(home).parts
                yield "/".join(_plain(part) for part in parts), path


def _plain(part: str) -> str:
    """`dot-gitignore` is `.gitignore`: as what it is, it would have its effect on this package."""
    return "." + part.removeprefix(_DOT) if part.startswith(_DOT) else part


def _write(source: Path, path: Path, name: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if source.name != "chatbot.yaml":
        shutil.copyfile(source, path)
        return
    text = source.read_text(encoding="utf-8")
    path.write_text(
        text.replace(_NAMED, f"name: {json.dumps(name, ensure_ascii=False)}", 1), encoding="utf-8"
    )


def _next_steps(folder: Path, palette: Palette) -> str:
    commands = (
        (f"cd {folder}", ""),
        ("jaicp check", "find mistakes"),
        ("jaicp test", "play its test"),
        ("jaicp chat", "talk to it"),
        ("jaicp run", "serve it to Webim"),
    )
    width = max(len(command) for command, _ in commands)
    lines = [
        f"  {palette.code(command)}{' ' * (width - len(command))}  {palette.faint(what)}".rstrip()
        for command, what in commands
    ]
    return "\n".join(["", "What to do next:", *lines])
