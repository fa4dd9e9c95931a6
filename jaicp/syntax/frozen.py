"""How nodes of trees are declared: as dataclasses that the type checker takes for frozen.

Python's own frozen dataclasses take three times as long to make, and a project has a million of them; so nothing
but mypy keeps others from changing a node.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar, dataclass_transform

__all__ = ["node", "value_node"]

_Class = TypeVar("_Class")


@dataclass_transform(frozen_default=True)
def node(cls: type[_Class]) -> type[_Class]:
    """A node that is equal to itself only."""
    return dataclass(slots=True, eq=False)(cls)


@dataclass_transform(frozen_default=True)
def value_node(cls: type[_Class]) -> type[_Class]:
    """A node that is equal to others with the same fields."""
    return dataclass(slots=True, unsafe_hash=True)(cls)
