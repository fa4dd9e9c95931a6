"""Channels and builds in the store, secrets encrypted."""

from __future__ import annotations

import json
from dataclasses import replace
from secrets import token_urlsafe

from jaicp.runtime.messages import JsonObject
from jaicp.server.deploy.models import SECRETS, Build, ChannelSetup
from jaicp.server.deploy.vault import Vault
from jaicp.stores.base import Store

__all__ = ["NoChannelError", "Registry"]

_CHANNEL, _BUILD = "channel", "build"


class NoChannelError(Exception):
    """There is no channel of that name."""


class Registry:
    """What is set up. Methods may raise `StoreError` and `VaultError`."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store = store
        self._vault = vault

    def channels(self) -> list[ChannelSetup]:
        """All channels, by name."""
        return [self._read(data) for _, data in sorted(self._store.records(_CHANNEL).items())]

    def channel(self, name: str) -> ChannelSetup:
        """The channel of that name; raises `NoChannelError`."""
        return self._read(self._data(name))

    def add(self, setup: ChannelSetup) -> ChannelSetup:
        """Keep a new channel, with secrets of its own; raises ValueError where the name is taken."""
        made = replace(setup, secret=token_urlsafe(32), hook=token_urlsafe(32))
        if not self._store.replace_record(_CHANNEL, setup.name, None, self._hidden(made)):
            raise ValueError(f"there is a channel `{setup.name}` already")
        return made

    def edit(self, name: str, values: JsonObject) -> ChannelSetup:
        """Change fields of a channel; raises `NoChannelError` or ValueError.

        What others change at the same time stays: these fields are changed in what they have left.
        """
        while True:
            data = self._data(name)
            setup = self._read(data).changed(values)
            if self._store.replace_record(_CHANNEL, name, data, self._hidden(setup)):
                return setup

    def renew_secret(self, name: str) -> ChannelSetup:
        """Give a channel another endpoint; raises `NoChannelError`."""
        return self.edit(name, {"secret": token_urlsafe(32)})

    def remove(self, name: str) -> None:
        """Forget a channel with its builds; raises `NoChannelError`. Its sessions and log stay."""
        for build in self.builds(self.channel(name).name):
            self.drop(build)
        self._store.put_record(_CHANNEL, name, None)

    def builds(self, channel: str) -> list[Build]:
        """The builds of a channel, the oldest first."""
        kept = self._store.records(_BUILD).values()
        builds = [Build.from_json(json.loads(data)) for data in kept]
        return sorted((b for b in builds if b.channel == channel), key=lambda b: b.number)

    def put_build(self, build: Build) -> None:
        """Keep a build as it is now."""
        data = json.dumps(build.to_json())
        self._store.put_record(_BUILD, f"{build.channel}/{build.number}", data)

    def drop(self, build: Build) -> None:
        """Forget a build."""
        self._store.put_record(_BUILD, f"{build.channel}/{build.number}", None)

    def _data(self, name: str) -> str:
        """A channel as it is stored; raises `NoChannelError`."""
        data = self._store.records(_CHANNEL).get(name)
        if data is None:
            raise NoChannelError(f"there is no channel `{name}`")
        return data

    def _hidden(self, setup: ChannelSetup) -> str:
        """A channel as it is to be stored."""
        data = setup.to_json()
        hidden = {name: self._vault.hide(data[name]) for name in SECRETS}
        return json.dumps({**data, **hidden})

    def _read(self, data: str) -> ChannelSetup:
        values = json.loads(data)
        for name in SECRETS:
            values[name] = self._vault.reveal(values[name])
        return ChannelSetup(**values)
