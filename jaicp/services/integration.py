"""`$integration.googleSheets`: spreadsheets, for whoever runs the bot to connect.

Nothing is connected by default, since access to a spreadsheet belongs to whoever runs the bot. A `Sheets` handed
to the runtime answers instead. Source: the vendor's pages on these methods.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from jaicp.script.host import HostError
from jaicp.services.base import Json, not_available

__all__ = ["IntegrationService", "Sheets"]

_METHODS = frozenset(
    {
        "readDataFromCells",
        "writeDataToCells",
        "writeDataToLine",
        "deleteRowOrColumn",
        "clearCellData",
    }
)


class Sheets(Protocol):
    """Does what `$integration.googleSheets` asks."""

    def call(self, method: str, args: list[Json]) -> Json:
        """Do `method`, one of the vendor's five; raises `HostError` for what the script should hear."""


@dataclass(frozen=True, slots=True)
class IntegrationService:
    """Answers `$integration`."""

    sheets: Sheets | None = None

    def call(self, method: str, args: list[Json]) -> Json:
        """Do what `$integration.method` asks; `method` has the part's name before a dot."""
        part, _, name = method.partition(".")
        if part != "googleSheets" or name not in _METHODS:
            raise not_available("integration", method)
        if self.sheets is None:
            raise HostError(
                f"$integration.{method} is not configured: no spreadsheets are connected"
            )
        return self.sheets.call(name, args)
