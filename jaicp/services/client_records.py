"""Records of entities of one person, as scripts add, change and remove them by `$caila`.

Sources: the vendor's pages on entities of clients. Kept are `{id, type, rule, value}`; ids count up. *Choice*:
nobody shares records with others. A `clientId` that is not the person's own, like the id that `setClientNerId`
gives, names a set of records that only this person has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from jaicp.script.host import HostError
from jaicp.services.base import Json, TurnFacts, as_text, given

__all__ = ["CLIENT_METHODS", "change_records"]

MOST_RECORDS = 1000
MOST_RULES = 100
MOST_RULES_IN_ALL = 2000
MOST_PATTERNS = 50
"""Rules that are patterns: each may take its time with every phrase of the person."""

LONGEST_RULE = 500
LONGEST_VALUE = 10_000
LONGEST_ID = 500
TYPES = ("synonyms", "pattern")

_Records = list[dict[str, Any]]


def change_records(
    method: str, args: list[Json], turn: TurnFacts, knows: Callable[[str], bool]
) -> Json:
    """Do what `$caila.method` asks; `knows` tells whether an entity exists. Raises `HostError`."""
    if method in ("setClientNerId", "clearClientNerId"):
        turn.entity_owner = _id_of_set(args, 0, method)
        return None
    name = as_text(given(args, 0, ""))
    if not knows(name):
        raise HostError(f"$caila.{method}: there is no entity `{name}`")
    at = 1 if method == "getClientEntityRecords" else 2
    asked = _id_of_set(args, at, method)
    owner = turn.entity_owner if asked in ("", turn.client_id) else asked
    before = turn.entities.get(owner, {}).get(name, [])
    changed = CLIENT_METHODS[method](before, given(args, 1), method)
    _check_amounts([*_others(turn, owner, name), *changed], method)
    if changed:
        turn.entities.setdefault(owner, {})[name] = changed
    elif before:
        del turn.entities[owner][name]
        if not turn.entities[owner]:
            del turn.entities[owner]
    return [dict(record) for record in changed]


def _id_of_set(args: list[Json], at: int, method: str) -> str:
    """The id of a set of records, empty for the person's own."""
    asked = as_text(given(args, at, ""))
    if len(asked) > LONGEST_ID:
        raise HostError(f"$caila.{method}: an id has {LONGEST_ID} letters at most")
    return asked


def _others(turn: TurnFacts, owner: str, name: str) -> Iterator[dict[str, Any]]:
    """All records of the person but those of one entity in one set."""
    for one, entities in turn.entities.items():
        for entity, records in entities.items():
            if (one, entity) != (owner, name):
                yield from records


def _check_amounts(records: _Records, method: str) -> None:
    rules = [(record["type"], rule) for record in records for rule in record["rule"]]
    patterns = sum(type_ == "pattern" or "*" in rule for type_, rule in rules)
    for count, most, what in (
        (len(records), MOST_RECORDS, "records of entities"),
        (len(rules), MOST_RULES_IN_ALL, "rules in records of entities"),
        (patterns, MOST_PATTERNS, "patterns in records of entities"),
    ):
        if count > most:
            raise HostError(f"$caila.{method}: a person may have {most} {what}")


def _unchanged(before: _Records, given_: Json, method: str) -> _Records:
    del given_, method
    return before


def _added(before: _Records, given_: Json, method: str) -> _Records:
    following = max((record["id"] for record in before), default=0) + 1
    new = [_record(one, method) for one in _listed(given_)]
    return [*before, *({"id": following + n, **one} for n, one in enumerate(new))]


def _replaced(before: _Records, given_: Json, method: str) -> _Records:
    del before
    return _added([], given_, method)


def _one_changed(before: _Records, given_: Json, method: str) -> _Records:
    """A record with the id of one that is there takes its place; one without is added."""
    id_ = given_.get("id") if isinstance(given_, dict) else None
    if id_ is None:
        return _added(before, given_, method)
    asked = as_text(id_)
    found = next((number for number, one in enumerate(before) if as_text(one["id"]) == asked), None)
    if found is None:
        raise HostError(f"$caila.{method}: there is no record {asked[:20]}")
    new = {"id": before[found]["id"], **_record(given_, method)}
    return [*before[:found], new, *before[found + 1 :]]


def _without(before: _Records, given_: Json, method: str) -> _Records:
    del method
    gone = {as_text(id_) for id_ in _listed(given_)}
    return [record for record in before if as_text(record["id"]) not in gone]


CLIENT_METHODS: dict[str, Callable[[_Records, Json, str], _Records]] = {
    "getClientEntityRecords": _unchanged,
    "addClientEntityRecords": _added,
    "setClientEntityRecords": _replaced,
    "setClientEntityRecord": _one_changed,
    "deleteClientEntityRecords": _without,
}


def _listed(given_: Json) -> list[Json]:
    return given_ if isinstance(given_, list) else [] if given_ is None else [given_]


def _record(given_: Json, method: str) -> dict[str, Any]:
    if not isinstance(given_, dict):
        raise HostError(f"$caila.{method}: a record is an object with `type`, `rule` and `value`")
    type_ = as_text(given_.get("type") or TYPES[0])
    if type_ not in TYPES:
        raise HostError(f"$caila.{method}: the type `{type_}` is neither `synonyms` nor `pattern`")
    rules = [as_text(rule) for rule in _listed(given_.get("rule"))]
    value = given_.get("value")
    text = "" if value is None else as_text(value)
    if len(rules) > MOST_RULES or any(len(rule) > LONGEST_RULE for rule in rules):
        raise HostError(
            f"$caila.{method}: a record has {MOST_RULES} rules of {LONGEST_RULE} letters at most"
        )
    if len(text) > LONGEST_VALUE:
        raise HostError(f"$caila.{method}: a value has {LONGEST_VALUE} letters at most")
    return {"type": type_, "rule": rules, "value": text}
