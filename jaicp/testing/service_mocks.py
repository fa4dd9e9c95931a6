"""What `$integration.googleSheets` answers in tests: what the `<mockService>` of a suite say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jaicp.suites.service_reading import SERVICE, SERVICE_TAG
from jaicp.suites.steps import ServiceMock
from jaicp.testing.compare import find_difference

__all__ = ["SheetMocks"]


@dataclass(slots=True)
class SheetMocks:
    """Answers `$integration.googleSheets`: by the last mock that fits, null where none does.

    `misses` are the calls that none has answered in the running turn.
    """

    mocks: list[ServiceMock] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def begin_case(self, mocks: Iterable[ServiceMock]) -> None:
        """Forget the case before."""
        self.mocks = list(mocks)
        self.misses.clear()

    def call(self, method: str, args: list[Any]) -> Any:
        """Do what a script asks."""
        for mock in reversed(self.mocks):
            if mock.method == method and _fits(mock.arguments, args):
                return mock.answer
        self.misses.append(f"no `<{SERVICE_TAG}>` answers {SERVICE}.{method}")
        return None


def _fits(wanted: tuple[Any, ...], args: list[Any]) -> bool:
    given = [*args, *[None] * (len(wanted) - len(args))]
    return all(one is None or _equal(one, other) for one, other in zip(wanted, given, strict=False))


def _equal(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, str):
        return wanted == (got if isinstance(got, str) else str(got))
    return find_difference(wanted, got, strict=True) is None
