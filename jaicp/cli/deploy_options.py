"""What `jaicp serve` and `jaicp channel` have in common: the store, the key, the folder of builds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click

from jaicp.server.deploy.publisher import Publisher
from jaicp.server.deploy.registry import NoChannelError, Registry
from jaicp.server.deploy.vault import VaultError, open_vault
from jaicp.stores.base import Store, StoreError
from jaicp.stores.opening import open_store

__all__ = ["WrongUse", "opened", "with_store"]


class WrongUse(click.ClickException):
    """Something outside the bot is in the way; one line says what."""

    exit_code = 2


def with_store(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options `--store`, `--key-file` and `--builds`."""
    options = [
        click.option(
            "--store",
            envvar="JAICP_STORE",
            default="sqlite:///var/jaicp.sqlite3",
            show_default=True,
            metavar="URL",
            help="Where channels, sessions and logs are kept. [env: JAICP_STORE]",
        ),
        click.option(
            "--key-file",
            type=click.Path(path_type=Path, dir_okay=False),
            default="var/jaicp.key",
            show_default=True,
            help="The key of secrets, made where missing; JAICP_KEY takes its place.",
        ),
        click.option(
            "--builds",
            type=click.Path(path_type=Path, file_okay=False),
            default="var/builds",
            show_default=True,
            help="Where builds are kept; servers that share a store share this folder.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def opened(store: str, key_file: Path, builds: Path) -> Iterator[tuple[Store, Publisher]]:
    """The store, and what publishes its channels; what goes wrong is told in a line."""
    try:
        vault = open_vault(key_file)
        with closing(open_store(store)) as kept:
            yield kept, Publisher(Registry(kept, vault), builds)
    except (StoreError, VaultError, NoChannelError) as error:
        raise WrongUse(str(error)) from None
