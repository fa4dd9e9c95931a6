"""Channels and builds as they are kept."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from jaicp.channels.webim import WebimSettings
from jaicp.runtime.messages import JsonObject

__all__ = ["SECRETS", "TEST_MODES", "Build", "ChannelSetup", "Stage", "settings_of"]

SECRETS = ("token", "password", "secret", "hook")
"""Fields of a channel that are encrypted where they are kept and not shown again."""

TEST_MODES = ("first", "background", "skip")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSetup:
    """A channel: where its bot comes from, and how it reaches Webim.

    `source` is a folder, or the address of a git repository; `ref` a branch, a tag or a commit of it.
    `secret` ends the address of the endpoint, `hook` that of the hook. `active` is the number of the build
    that answers, 0 before the first; `asked` the version of the source that was published last.
    """

    name: str
    source: str
    ref: str = "master"
    domain: str = ""
    token: str = field(default="", repr=False)
    email: str = ""
    password: str = field(default="", repr=False)
    automatic: bool = True
    tests: str = "first"
    keep: int = 5
    blocked: bool = False
    secret: str = field(default="", repr=False)
    hook: str = field(default="", repr=False)
    active: int = 0
    asked: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError("`name` has small letters, digits, `-` and `_`, 64 at most")
        if not self.source or self.source.startswith("-"):
            raise ValueError("`source` is a folder or the address of a git repository")
        if not self.ref or self.ref.startswith("-"):
            raise ValueError("`ref` is a branch, a tag or a commit")
        if self.tests not in TEST_MODES:
            raise ValueError(f"`tests` is one of {', '.join(TEST_MODES)}")
        if not 1 <= self.keep <= 100:
            raise ValueError("`keep` is from 1 to 100")
        settings_of(self)

    @property
    def is_git(self) -> bool:
        """Whether the bot comes from a git repository."""
        return (
            "://" in self.source or self.source.startswith("git@") or self.source.endswith(".git")
        )

    def changed(self, values: JsonObject) -> ChannelSetup:
        """This channel with some fields replaced; raises ValueError."""
        known = {known.name for known in fields(self)}
        for name in values:
            if name not in known:
                raise ValueError(f"no field `{name}`")
        return replace(self, **values)

    def to_json(self) -> JsonObject:
        """All fields, secrets included."""
        return asdict(self)

    def shown(self) -> JsonObject:
        """All fields that may be shown; of a secret, whether it is set."""
        return {
            name: bool(value) if name in SECRETS else value for name, value in asdict(self).items()
        }


def settings_of(setup: ChannelSetup) -> WebimSettings:
    """How the channel reaches Webim; raises ValueError."""
    return WebimSettings(
        channel_id=setup.name,
        host=setup.domain,
        token=setup.token,
        login=setup.email,
        password=setup.password,
    )


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of a deployment: `status` is `done`, `failed`, `skipped` or `running`."""

    name: str
    status: str
    seconds: float = 0.0
    log: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One deployment: `status` is `running`, `done` or `failed`; `time` in seconds since the epoch."""

    channel: str
    number: int
    time: float
    version: str = ""
    path: str = ""
    status: str = "running"
    stages: tuple[Stage, ...] = ()

    def to_json(self) -> JsonObject:
        """All fields."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: JsonObject) -> Build:
        """The build that `to_json` wrote."""
        values: dict[str, Any] = dict(data)
        values["stages"] = tuple(Stage(**stage) for stage in values["stages"])
        return cls(**values)
