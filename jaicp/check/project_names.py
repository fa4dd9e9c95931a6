"""The names that the code of a project may use: those that the platform gives, and those that its files define."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from jaicp.check.code import Code, CodeKind, Scripts, code_of_file
from jaicp.project.data import DataFile
from jaicp.project.loader import JsFile
from jaicp.project.symbols import Project
from jaicp.script.surface import global_names
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.lazy import LazyModule

if TYPE_CHECKING:
    from jaicp.project import modules
else:
    modules = LazyModule("jaicp.project.modules")

__all__ = ["NODE_NAMES", "ProjectNames", "given_to_global", "names_for", "project_names"]

NODE_NAMES = frozenset(
    """process Buffer require module exports fetch setTimeout setInterval setImmediate clearTimeout
    clearInterval clearImmediate URL URLSearchParams AbortController AbortSignal structuredClone Blob
    File FormData Headers Request Response ReadableStream WritableStream TransformStream crypto Crypto
    Event EventTarget MessageChannel WebAssembly WebSocket BroadcastChannel navigator CompressionStream
    DecompressionStream __dirname __filename""".split()
)
"""Globals of Node.js, which runs `scriptEs6:` and modules on the platform."""

_PLATFORM_ONLY = frozenset("$imputer $tts $payment JSAdapter Java Packages".split())
"""Names that the platform has, and that are not built here."""

_UNREAD = (
    codes.MISSING_FILE,
    codes.UNKNOWN_MODULE,
    codes.OUTSIDE_PROJECT,
    codes.UNREADABLE_FILE,
)
_HOMES = r"this|\$global|global|globalThis|window|self|root"
_HOME = re.compile(rf"(?<![\w$.])(?:{_HOMES})\b")
_ALIAS = re.compile(r"([\w$]+)\s*=\s*(?:this|\$global|global|globalThis|window)\s*(?:[;,\n]|$)")
_HANDED_ON = re.compile(r"[(,]\s*(?:this|\$global|global|globalThis)\s*[,)]")
_SET_BY_KEY = re.compile(r"(?:\$global|globalThis|\bglobal|\bwindow)\s*\[\s*(?![\"'\s])")
_MEMBER = r"(?<![\w$.])([\w$]+)\s*(?:\.\s*([\w$]+)|\[\s*[\"']([\w$]+)[\"']\s*\])"
_USED = re.compile(_MEMBER)
_GIVEN = re.compile(_MEMBER + r"\s*=(?!=)")


@dataclass(frozen=True, slots=True)
class ProjectNames:
    """What a project's files define.

    `members` are pairs such as `$reactions.say`, given to the platform's objects. Where a file is missing or
    cannot be read, or where names are made up at run time, the project is not `complete`: any other name may
    exist as well.
    """

    defined: frozenset[str]
    members: frozenset[str]
    complete: bool


def project_names(project: Project, scripts: Scripts) -> ProjectNames:
    """What the files and the `init` code of a project define, and what its data is bound to."""
    defined: set[str] = set()
    members: set[str] = set()
    complete = project.complete
    complete &= not any(d.code in _UNREAD for d in project.diagnostics)
    for unit in project.units:
        if isinstance(unit, DataFile):
            defined |= {unit.var, unit.var.removeprefix("$"), "$" + unit.var}
        elif isinstance(unit, JsFile):
            defined.add(unit.name)
        for code in _loaded_code(unit):
            tree = scripts.tree(code)
            if tree is None:
                complete = False
                continue
            if code.kind is CodeKind.MODULE:
                defined |= _given_by_module(unit, project)
            else:
                names = scripts.names(code)
                defined |= names.top | names.assigned
            found, whole = given_to_global(code.span.text)
            defined |= found
            members |= _members(code.span.text)
            complete &= whole
    return ProjectNames(frozenset(defined - {"", "$"}), frozenset(members), complete)


def names_for(kind: CodeKind) -> frozenset[str]:
    """The names that the platform gives to code of this kind."""
    return _known(kind in (CodeKind.ASYNC, CodeKind.MODULE))


@cache
def _known(modern: bool) -> frozenset[str]:
    known = global_names().keys() | _PLATFORM_ONLY
    return frozenset(known | NODE_NAMES) if modern else frozenset(known)


def _loaded_code(unit: object) -> Iterator[Code]:
    if isinstance(unit, JsFile):
        yield code_of_file(unit)
    elif isinstance(unit, ast.Init):
        yield Code(unit.script.span, CodeKind.BLOCK)


def _given_by_module(unit: object, project: Project) -> set[str]:
    """The globals that a module makes of its exports, which it does where its `require` has no name for them."""
    graph = project.modules
    if graph is None or not isinstance(unit, JsFile) or unit.imported or unit.name:
        return set()
    path = next((path for path, one in graph.modules.items() if one.source is unit.source), None)
    names = None if path is None else modules.exported_names(graph, path)
    if names is None or path is None:
        return set()
    found = modules.find_export(graph, path, "default") if "default" in names else None
    return (names - {"default"}) | ({found.local} if found is not None else set())


def given_to_global(text: str) -> tuple[set[str], bool]:
    """Names that code gives to the global object, and whether these are all of them."""
    if _HOME.search(text) is None:
        return set(), True
    homes = {*_HOMES.replace("\\", "").split("|"), *_ALIAS.findall(text)}
    any_owner = _HANDED_ON.search(text) is not None
    names = {
        dotted or quoted
        for owner, dotted, quoted in _USED.findall(text)
        if any_owner or owner in homes
    }
    return names, _SET_BY_KEY.search(text) is None


def _members(text: str) -> set[str]:
    """Pairs of an object, such as `$reactions`, and what code gives it."""
    return {f"{owner}.{dotted or quoted}" for owner, dotted, quoted in _GIVEN.findall(text)}
