"""What scripts find: the names of all globals and of their members, as the bridge really defines them.

They are read off a world of their own, which is made the same way as that of a bot, so there is no list that could
fall behind the prelude. Making it takes some 10 ms, once for a process; the libraries `_` and `moment` are only
read when somebody asks about them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache

from jaicp.script.engine import Engine, Limits
from jaicp.script.jsbox_engine import JsboxEngine
from jaicp.script.port import Port, RealmConfig
from jaicp.script.prelude_code import prelude

__all__ = ["INSTANCES", "LIBRARIES", "UNBUILT", "functions_of", "global_names", "members_of"]

LIBRARIES = ("_", "moment")
"""Globals whose code is read at first use."""

UNBUILT = "is not available yet"
"""What stands in the code of methods that are only there to say so."""

INSTANCES = {"moment()": "moment.fn", "string": "String.prototype", "array": "Array.prototype"}
"""Values that have no name of their own, by the object that holds their methods."""

_OURS = frozenset({"__jaicp", "__jaicpBlock", "__jaicpLexical", "__jaicpList", "__jaicpCode"})
_LIST = """
var __jaicpList = (function (getNames, getParent, describe, write, Function, Object) {
  function membersOf(value) {
    var found = [];
    for (var at = value; at !== null && at !== undefined; at = getParent(at)) {
      found.push.apply(found, getNames(at));
    }
    return found;
  }
  return function (path) {
    if (path === "") {
      var table = {};
      getNames(globalThis).forEach(function (name) {
        var found = describe(globalThis, name);
        var value = found.get === undefined ? found.value : undefined;
        var holds = typeof value === "function" || (typeof value === "object" && value !== null);
        table[name] = holds && value !== globalThis ? membersOf(value) : null;
      });
      table.$context = membersOf($context);
      return write(table);
    }
    try {
      var value = path.split(".").reduce(function (at, name) { return at[name]; }, globalThis);
      return write(membersOf(value));
    } catch (error) {
      return "null";
    }
  };
})(Object.getOwnPropertyNames, Object.getPrototypeOf, Object.getOwnPropertyDescriptor, JSON.stringify);
"""

_CODE = """
var __jaicpCode = (function (getNames, getParent, describe, write, toText, Object) {
  return function (path) {
    var found = {};
    var value = path === "" ? globalThis : globalThis[path];
    for (var at = value; at !== null && at !== undefined && at !== Object.prototype; at = getParent(at)) {
      getNames(at).forEach(function (name) {
        var known = describe(at, name);
        if (!(name in found) && typeof known.value === "function") {
          found[name] = toText(known.value).slice(0, 300);
        }
      });
    }
    return write(found);
  };
})(
  Object.getOwnPropertyNames, Object.getPrototypeOf, Object.getOwnPropertyDescriptor, JSON.stringify,
  Function.prototype.call.bind(Function.prototype.toString), Object
);
"""


@cache
def functions_of(name: str) -> Mapping[str, str]:
    """The functions among the members of a global, with how their code begins; of all globals for `""`.

    Asked for editors: the code shows what parameters are called.
    """
    functions: dict[str, str] = json.loads(_world().call("__jaicpCode", name, 1.0))
    return {key: code for key, code in functions.items() if key not in _OURS}


@cache
def global_names() -> Mapping[str, frozenset[str] | None]:
    """All global names with the members of the objects and functions among them.

    None for what is a plain value, or the value of a turn, such as `$session`: its members are anybody's.
    """
    table: dict[str, list[str] | None] = json.loads(_world().call("__jaicpList", "", 1.0))
    return {
        name: None if members is None else frozenset(members)
        for name, members in table.items()
        if name not in _OURS
    }


@cache
def members_of(name: str) -> frozenset[str] | None:
    """The members of a global, also of a library or of an instance such as `moment()`; None where nobody knows.

    A library that was not installed is one that nobody knows.
    """
    if name not in LIBRARIES and name not in INSTANCES:
        return global_names().get(name)
    members = json.loads(_world().call("__jaicpList", INSTANCES.get(name, name), 5.0))
    return None if members is None else frozenset(members)


@cache
def _world() -> Engine:
    """A bot's world in which no code of a bot has run."""
    port = Port(RealmConfig())
    engine = JsboxEngine(Limits())
    engine.bind("__jaicpPull", port.pull)
    engine.bind("__jaicpCall", port.call)
    engine.evaluate(prelude(""))
    engine.evaluate(_LIST)
    engine.evaluate(_CODE)
    return engine
