"""What users choose in their editor, below the section `jaicp`; anything else there is for the editor's side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jaicp.check.checker import CheckOptions

__all__ = ["Settings", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings with their defaults; `select` and `ignore` hold codes, their beginnings, or slugs."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    target_hints: bool = True
    reference_lenses: bool = True
    test_lenses: bool = True

    @property
    def options(self) -> CheckOptions:
        """Which diagnostics are told."""
        return CheckOptions(select=self.select, ignore=self.ignore)


def read_settings(given: Any) -> Settings:
    """The settings in what a client sends; a value of another kind counts as not given.

    Either the section itself or an object that holds it under its name.
    """
    if isinstance(given, Mapping) and isinstance(given.get("jaicp"), Mapping):
        given = given["jaicp"]
    if not isinstance(given, Mapping):
        return Settings()
    default = Settings()
    return Settings(
        select=_names(given, "check", "select"),
        ignore=_names(given, "check", "ignore"),
        target_hints=_flag(given, "inlayHints", "targets", default.target_hints),
        reference_lenses=_flag(given, "codeLens", "references", default.reference_lenses),
        test_lenses=_flag(given, "codeLens", "tests", default.test_lenses),
    )


def _value(given: Mapping[str, Any], section: str, name: str) -> Any:
    """`section.name`, written with a dot or as nested objects."""
    inside = given.get(section)
    if isinstance(inside, Mapping) and name in inside:
        return inside[name]
    return given.get(f"{section}.{name}")


def _names(given: Mapping[str, Any], section: str, name: str) -> tuple[str, ...]:
    value = _value(given, section, name)
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return ()
    return tuple(one.strip() for one in value if isinstance(one, str) and one.strip())


def _flag(given: Mapping[str, Any], section: str, name: str, default: bool) -> bool:
    value = _value(given, section, name)
    return value if isinstance(value, bool) else default
