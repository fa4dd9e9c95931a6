"""`jaicp channel`: channels, set up, published and rolled back."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from jaicp.cli.deploy_options import WrongUse, opened, with_store
from jaicp.runtime.messages import JsonObject
from jaicp.server.app import WEBIM_PATH
from jaicp.server.deploy.models import TEST_MODES, Build, ChannelSetup, Stage

__all__ = ["channel"]

_NOT_GIVEN = object()
_SECRET_VARIABLES = {"token": "JAICP_WEBIM_TOKEN", "password": "JAICP_WEBIM_PASSWORD"}


class _Failed(click.ClickException):
    exit_code = 1


def _fields(command: Callable[..., None]) -> Callable[..., None]:
    """The fields of a channel that may be set."""
    options = [
        click.option("--ref", help="Branch, tag or commit of a git repository. Default: master."),
        click.option("--domain", help="Account at Webim, such as `acme`, or a full host."),
        click.option("--email", help="E-mail of the administrator, to collect what people say."),
        click.option(
            "--automatic/--manual",
            default=None,
            help="Publish on each change of the source, or with `publish` only. Default: automatic.",
        ),
        click.option(
            "--tests", type=click.Choice(TEST_MODES), help="When suites are played. Default: first."
        ),
        click.option(
            "--keep", type=click.IntRange(1, 100), help="Builds that are kept. Default: 5."
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group("channel", short_help="Set up, publish and roll back channels.")
def channel() -> None:
    """Set up channels, publish what they serve, and go back.

    The access token and the administrator's password are read from JAICP_WEBIM_TOKEN and
    JAICP_WEBIM_PASSWORD, so that they stand in no list of processes; they are kept encrypted and never
    shown.

    \b
      export JAICP_WEBIM_TOKEN=…
      jaicp channel add shop https://git.example/shop.git --ref main --domain acme
      jaicp channel publish shop
      jaicp serve
    """


@channel.command("add")
@click.argument("name")
@click.argument("source")
@_fields
@with_store
@click.option("--url", default="http://127.0.0.1:8080", show_default=True, help="Of the server.")
def add(
    name: str, source: str, url: str, store: str, key_file: Path, builds: Path, **given: Any
) -> None:
    """Set up the channel NAME for the bot in SOURCE, a folder or a git repository.

    Prints the endpoint to hand to Webim.
    """
    with opened(store, key_file, builds) as (_, publisher):
        try:
            setup = ChannelSetup(name=name, source=_source(source)).changed(_given(given))
            made = publisher.registry.add(setup)
        except ValueError as error:
            raise WrongUse(str(error)) from None
    _show(made, url)
    click.echo(f"\nNow type\n  jaicp channel publish {name}")


@channel.command("list")
@with_store
def list_channels(store: str, key_file: Path, builds: Path) -> None:
    """All channels, one a line: name, build that answers, state, source."""
    with opened(store, key_file, builds) as (_, publisher):
        for setup in publisher.registry.channels():
            state = "blocked" if setup.blocked else "not deployed" if not setup.active else "ok"
            build = f"build {setup.active}" if setup.active else "-"
            ref = f" at {setup.ref}" if setup.is_git else ""
            click.echo(f"{setup.name}  {build}  {state}  {setup.source}{ref}")


@channel.command("show")
@click.argument("name")
@with_store
@click.option("--url", default="http://127.0.0.1:8080", show_default=True, help="Of the server.")
@click.option("--json", "as_json", is_flag=True, help="For programs; without the endpoint.")
def show(name: str, url: str, *, as_json: bool, store: str, key_file: Path, builds: Path) -> None:
    """A channel, its endpoint and its builds."""
    with opened(store, key_file, builds) as (_, publisher):
        setup = publisher.registry.channel(name)
        made = publisher.registry.builds(name)
    if as_json:
        data = {**setup.shown(), "builds": [build.to_json() for build in made]}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    _show(setup, url)
    for build in made:
        mark = "*" if build.number == setup.active else " "
        moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(build.time))
        steps = ", ".join(f"{stage.name} {stage.status}" for stage in build.stages)
        click.echo(f"{mark} build {build.number}  {moment}  {build.version[:16]}  {steps}")


@channel.command("edit")
@click.argument("name")
@click.option("--source", help="A folder or a git repository.")
@_fields
@click.option("--new-secret", is_flag=True, help="Another endpoint; the present one ends at once.")
@with_store
def edit(
    name: str,
    source: str | None,
    *,
    new_secret: bool,
    store: str,
    key_file: Path,
    builds: Path,
    **given: Any,
) -> None:
    """Change fields of a channel; JAICP_WEBIM_TOKEN and JAICP_WEBIM_PASSWORD, where set, as well."""
    values = _given(given)
    if source is not None:
        values["source"] = _source(source)
    with opened(store, key_file, builds) as (_, publisher):
        try:
            publisher.registry.edit(name, values)
            if new_secret:
                publisher.registry.renew_secret(name)
        except ValueError as error:
            raise WrongUse(str(error)) from None
    click.echo(f"{name}: changed; a server that runs takes it up within a second")


@channel.command("remove")
@click.argument("name")
@click.confirmation_option(prompt="Remove the channel with its builds?")
@with_store
def remove(name: str, store: str, key_file: Path, builds: Path) -> None:
    """Remove a channel; its sessions and its log stay."""
    with opened(store, key_file, builds) as (_, publisher):
        publisher.remove(name)
    click.echo(f"{name}: removed")


@channel.command("block")
@click.argument("name")
@click.option("--off", is_flag=True, help="Let the channel answer again.")
@with_store
def block(name: str, *, off: bool, store: str, key_file: Path, builds: Path) -> None:
    """Let the endpoint of a channel refuse everything, until `--off`."""
    with opened(store, key_file, builds) as (_, publisher):
        publisher.registry.edit(name, {"blocked": not off})
    click.echo(f"{name}: {'answers again' if off else 'blocked'}")


@channel.command("publish")
@click.argument("name")
@click.option("--tests", type=click.Choice(TEST_MODES), default=None, help="This time only.")
@with_store
def publish(name: str, tests: str | None, store: str, key_file: Path, builds: Path) -> None:
    """Build a channel, check it, test it, and let it answer.

    Exit code 1: a step failed, and what answered before goes on.
    """
    with opened(store, key_file, builds) as (_, publisher):
        publisher.on_stage = _tell
        build = publisher.publish(name, tests=tests or "")
        publisher.wait()
    if build.status != "done":
        raise _Failed(f"build {build.number} of {name} failed; what answered before goes on")
    click.echo(f"build {build.number} of {name} answers")


@channel.command("rollback")
@click.argument("name")
@click.option("--to", "number", type=click.IntRange(1), default=None, help="Number of the build.")
@with_store
def rollback(name: str, number: int | None, store: str, key_file: Path, builds: Path) -> None:
    """Let the good build before the present one answer, or the one of `--to`."""
    with opened(store, key_file, builds) as (_, publisher):
        try:
            build = publisher.rollback(name, number or 0)
        except ValueError as error:
            raise WrongUse(str(error)) from None
    click.echo(f"build {build.number} of {name} answers")


def _tell(build: Build, stage: Stage) -> None:
    """A step that ended, with its log where it failed."""
    click.echo(
        f"{build.channel} build {build.number}: {stage.name} {stage.status}, {stage.seconds} s"
    )
    if stage.status == "failed":
        click.echo(stage.log.rstrip(), err=True)


def _given(options: JsonObject) -> JsonObject:
    """The fields that the command line and the environment give."""
    values = {name: value for name, value in options.items() if value is not None}
    for name, variable in _SECRET_VARIABLES.items():
        if os.environ.get(variable):
            values[name] = os.environ[variable]
    return values


def _source(source: str) -> str:
    """A folder as an absolute path, the address of a repository as it is."""
    return str(Path(source).absolute()) if Path(source).is_dir() else source


def _show(setup: ChannelSetup, url: str) -> None:
    base = url.rstrip("/")
    for name, value in setup.shown().items():
        if name not in ("secret", "hook", "asked", "name"):
            told = ("set" if value else "not set") if name in ("token", "password") else value
            click.echo(f"{name:10} {told}")
    click.echo(f"endpoint   {base}{WEBIM_PATH}{setup.secret}")
    click.echo(f"hook       {base}/hooks/{setup.hook}")
