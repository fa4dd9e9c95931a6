"""Which system entities there are, and who recognises each."""

from __future__ import annotations

from collections.abc import Callable

from jaicp.nlu.finder import EntityHit
from jaicp.nlu.system_entities.amounts import (
    find_distances,
    find_money,
    find_quantities,
    find_temperatures,
    find_volumes,
)
from jaicp.nlu.system_entities.contacts import find_emails, find_phones, find_urls
from jaicp.nlu.system_entities.dates import (
    find_dates,
    find_durations,
    find_fields,
    find_times_of_day,
)
from jaicp.nlu.system_entities.intervals import find_intervals
from jaicp.nlu.system_entities.letters import (
    find_integers,
    find_latin,
    find_numerals,
    find_roman,
)
from jaicp.nlu.system_entities.moment import Moment
from jaicp.nlu.system_entities.numbers import find_numbers, find_ordinals
from jaicp.nlu.system_entities.obscene import find_obscene
from jaicp.nlu.system_entities.people import BY_WORD, find_marked
from jaicp.nlu.system_names import FAMILIES
from jaicp.nlu.words import Utterance

__all__ = ["BUILT", "is_system_entity"]

Find = Callable[[Utterance, Moment], list[EntityHit]]

BUILT: dict[str, Find] = {
    "duckling.number": find_numbers,
    "duckling.ordinal": find_ordinals,
    "duckling.phone-number": find_phones,
    "duckling.email": find_emails,
    "duckling.url": find_urls,
    "duckling.amount-of-money": find_money,
    "duckling.distance": find_distances,
    "duckling.temperature": find_temperatures,
    "duckling.volume": find_volumes,
    "duckling.quantity": find_quantities,
    "duckling.interval": find_intervals,
    "duckling.time": find_dates,
    "duckling.date": find_dates,
    "duckling.time-of-day": find_times_of_day,
    "duckling.duration": find_durations,
    "zb.datetime": find_fields,
    "pymorphy.romn": find_roman,
    "pymorphy.latn": find_latin,
    "pymorphy.numb": find_numerals,
    "pymorphy.intg": find_integers,
    "zb.number": find_numbers,
    "mystem.obsc": find_obscene,
    "mlps-obscene.obscene": find_obscene,
    **{name: find_marked(grammeme) for name, grammeme in BY_WORD.items()},
}
"""The recognisers by the names of their entities."""


def is_system_entity(name: str) -> bool:
    """Whether the platform brings an entity of this name along, built here or not."""
    family, point, _ = name.partition(".")
    return bool(point) and family in FAMILIES
