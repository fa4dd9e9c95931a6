"""What `$response.actions` may hold for Webim: the calls of its bot API 2.0 and their parameters.

The checker judges scripts by it, the channel makes calls of it. Source: the vendor's page on Webim actions, which
spells the names in two ways, `operatorId` and `operator_id`.
"""

from __future__ import annotations

import re

__all__ = ["OPTIONAL", "PARAMETERS", "snake"]

PARAMETERS: dict[str, tuple[str, ...]] = {
    "redirect_to_operator": ("operator_id",),
    "redirect_to_department": ("department_key",),
    "close_chat": ("category", "sub_category"),
}
OPTIONAL = frozenset({"category", "sub_category"})

_CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")


def snake(name: str) -> str:
    """A name as Webim writes it: `redirectToOperator` is `redirect_to_operator`."""
    return _CAPITAL.sub(r"_\1", name).lower()
