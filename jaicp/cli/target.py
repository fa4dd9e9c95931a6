"""Which bot a command speaks of: a project folder, its `chatbot.yaml`, or a single `.sc` file."""

from __future__ import annotations

from pathlib import Path

import click

__all__ = ["NoProjectError", "find_project"]

CONFIG = "chatbot.yaml"
_ACCEPTED = "name a project folder, its chatbot.yaml, or a single .sc file"
_SHOWN = 3
"""How many candidates a message names."""


class NoProjectError(click.ClickException):
    """There is no bot where the user says; the message tells what to type instead."""

    exit_code = 2


def find_project(path: Path, command: str = "check") -> Path:
    """`path`, if there is a bot at it.

    Raises `NoProjectError` where there is none, with what to type instead after `jaicp <command>`.
    """
    if not path.exists():
        raise NoProjectError(f"there is no `{path}`")
    if path.is_file():
        if path.suffix in (".sc", ".yaml", ".yml"):
            return path
        raise NoProjectError(f"`{path}` is no bot; {_ACCEPTED}")
    if (path / CONFIG).is_file():
        return path
    where = "this folder" if path == Path() else f"`{path}`"
    raise NoProjectError(f"there is no {CONFIG} in {where}{_advice(path, command)}")


def _advice(folder: Path, command: str) -> str:
    """What to type where a folder is no project: a project near it, or one of its scripts."""
    above = _project_above(folder)
    if above is not None:
        return f", but there is one above; type\n  jaicp {command} {above}"
    below = sorted(
        {file.parent for depth in ("*", "*/*") for file in folder.glob(f"{depth}/{CONFIG}")}
    )
    if below:
        return f", but there are projects below; type\n  jaicp {command} {_some(below)}"
    scripts = sorted(folder.glob("*.sc")) or sorted(folder.glob("*/*.sc"))
    if scripts:
        first = scripts[0]
        return (
            f".\nTo look at one script by itself, type\n  jaicp {command} {first}\n"
            f"To make the folder a project, add a {CONFIG} with the line\n"
            f"  entryPoint: {first.name}"
        )
    return f"; {_ACCEPTED}"


def _project_above(folder: Path) -> Path | None:
    """The nearest project folder that `folder` lies in, as one would type it."""
    above = folder.absolute()
    for parent in above.parents:
        if (parent / CONFIG).is_file():
            return _typed(parent)
    return None


def _typed(folder: Path) -> Path:
    here = Path.cwd()
    if here.is_relative_to(folder):
        ups = len(here.relative_to(folder).parts)
        return Path(*[".."] * ups)
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def _some(folders: list[Path]) -> str:
    rest = len(folders) - _SHOWN
    shown = " ".join(str(folder) for folder in folders[:_SHOWN])
    return f"{shown}  (and {rest} more)" if rest > 0 else shown
