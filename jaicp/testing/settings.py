"""How cases are played, as whoever asks for it decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, tzinfo

__all__ = ["PlaySettings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaySettings:
    """`seed` for random choices, and the time zone that dates are in.

    With `integration`, cases marked so make real requests. With `extensions`, what `<a>` may hold beyond the
    platform's format counts. With `update`, replies that no check expects are taken down, not refused.
    """

    seed: int | None = None
    zone: tzinfo = UTC
    integration: bool = False
    extensions: bool = False
    update: bool = False
