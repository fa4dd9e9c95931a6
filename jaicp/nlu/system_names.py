"""The names of the entities that the platform brings along. Source: the vendor's pages on system entities."""

from __future__ import annotations

__all__ = ["FAMILIES", "SYSTEM"]

FAMILIES = frozenset({"duckling", "mystem", "pymorphy", "zb", "mlps-obscene"})
"""What stands before the point in names of system entities."""

SYSTEM = frozenset(
    """duckling.number duckling.ordinal duckling.amount-of-money duckling.distance duckling.time
    duckling.date duckling.time-of-day duckling.duration duckling.phone-number duckling.email
    duckling.url duckling.interval duckling.quantity duckling.temperature duckling.volume mystem.geo
    mystem.persn mystem.patrn mystem.famn mystem.obsc pymorphy.romn pymorphy.latn pymorphy.numb
    pymorphy.intg pymorphy.abbr pymorphy.name pymorphy.surn pymorphy.patr pymorphy.geox
    pymorphy.orgn zb.datetime zb.number mlps-obscene.obscene""".split()
)
"""The entities that are written about."""
