"""`jaicp token`: who may use the API of `jaicp serve`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import click

from jaicp.cli.deploy_options import WrongUse
from jaicp.server.deploy.access import Access
from jaicp.stores.base import StoreError
from jaicp.stores.opening import open_store

__all__ = ["token"]

_STORE = click.option(
    "--store",
    envvar="JAICP_STORE",
    default="sqlite:///var/jaicp.sqlite3",
    show_default=True,
    metavar="URL",
    help="The store of the server. [env: JAICP_STORE]",
)


@click.group("token", short_help="Tokens for the API of `jaicp serve`.")
def token() -> None:
    """Make tokens for the API, and take them back.

    \b
      jaicp token add deploys
      curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:8080/api/v1/channels
    """


@token.command("add")
@click.argument("name")
@_STORE
def add(name: str, store: str) -> None:
    """Make a token and print it; it cannot be shown again."""
    with _access(store) as access:
        try:
            click.echo(access.add(name))
        except ValueError as error:
            raise WrongUse(str(error)) from None


@token.command("list")
@_STORE
def list_tokens(store: str) -> None:
    """The names of all tokens, and when each was made."""
    with _access(store) as access:
        for name, created in access.names().items():
            click.echo(f"{name}  {time.strftime('%Y-%m-%d %H:%M', time.localtime(created))}")


@token.command("remove")
@click.argument("name")
@_STORE
def remove(name: str, store: str) -> None:
    """Let a token open nothing any more, at once."""
    with _access(store) as access:
        if not access.remove(name):
            raise WrongUse(f"there is no token `{name}`")
    click.echo(f"{name}: removed")


@contextmanager
def _access(address: str) -> Iterator[Access]:
    try:
        with closing(open_store(address)) as store:
            yield Access(store)
    except StoreError as error:
        raise WrongUse(str(error)) from None
