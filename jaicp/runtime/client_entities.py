"""Records of entities that belong to one person: what `$caila.addClientEntityRecords` and its like have added.

They are kept with the person's session, as `{owner: {entity: [{id, type, rule, value}]}}`; the owner is empty, or
the name that `$caila.setClientNerId` has given. They are searched for together with the entity's own records.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any

from jaicp.nlu.entities import EntityCatalogue
from jaicp.project.nlu_files import Record

__all__ = ["ClientCatalogues", "owned_records"]

KEPT = 64
"""Catalogues that are remembered: those of so many people, or of so many edits."""


def owned_records(entities: Mapping[str, Any], client: Mapping[str, Any]) -> Mapping[str, Any]:
    """The records, by entity, that count for a person with this `$client`."""
    owner = client.get("nerClientId")
    found = entities.get(owner if isinstance(owner, str) else "")
    return found if isinstance(found, dict) else {}


class ClientCatalogues:
    """The entities of a project with those of a person among them; compiled once for the same records."""

    def __init__(self, catalogue: EntityCatalogue) -> None:
        self._plain = catalogue
        self._kept: OrderedDict[str, EntityCatalogue] = OrderedDict()

    def with_records(self, records: Mapping[str, Any]) -> EntityCatalogue:
        """The catalogue for a person with these records; the project's own where there are none."""
        if not records:
            return self._plain
        key = json.dumps(records, sort_keys=True)
        found = self._kept.pop(key, None)
        if found is None:
            more = {name: tuple(_read(listed)) for name, listed in records.items()}
            found = self._plain.with_records(more)
        self._kept[key] = found
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found


def _read(listed: Any) -> Iterator[Record]:
    for record in listed if isinstance(listed, list) else ():
        rules = tuple(rule for rule in record["rule"] if rule.strip())
        yield Record(rules, record["value"], record["type"] == "pattern")
