"""What the one who runs the server allows and configures; bots cannot change any of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["ServiceSettings"]

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"0", "false", "no", "off"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSettings:
    """Settings of the services.

    `allow_private_http` lets bots call addresses of this machine and of private networks, by HTTP and by SMTP.
    `operators_online` is what `hasOperatorsOnline()` answers: nobody here can ask the channel. `gpt_url` is the
    address of a server with OpenAI's interface, up to and including `/v1`. `variables` and `secrets` are what
    scripts read by `$env.get` and `$secrets.get`.
    """

    allow_private_http: bool = False
    operators_online: bool = True
    gpt_url: str = ""
    gpt_key: str = ""
    gpt_model: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Without keys and secrets, which must not get into logs."""
        return f"ServiceSettings(allow_private_http={self.allow_private_http}, gpt_url={self.gpt_url!r})"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> ServiceSettings:
        """The settings in variables whose names begin with `JAICP_`; what is not set has its default."""

        def text(name: str) -> str:
            return environment.get(f"JAICP_{name}", "").strip()

        return cls(
            allow_private_http=text("ALLOW_PRIVATE_HTTP").casefold() in _YES,
            operators_online=text("OPERATORS_ONLINE").casefold() not in _NO,
            gpt_url=text("GPT_URL").rstrip("/"),
            gpt_key=text("GPT_KEY"),
            gpt_model=text("GPT_MODEL"),
            variables=_named(environment, "JAICP_ENV_"),
            secrets=_named(environment, "JAICP_SECRET_"),
        )


def _named(environment: Mapping[str, str], prefix: str) -> dict[str, str]:
    """What stands in variables of a prefix, by the rest of their names."""
    return {
        name.removeprefix(prefix): value
        for name, value in environment.items()
        if name.startswith(prefix) and name != prefix
    }
