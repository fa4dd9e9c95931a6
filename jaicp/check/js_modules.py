"""ES modules as far as values go through them: what a module exports, and what it imports from another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from jaicp.syntax.javascript import JsNode, string_value

__all__ = ["exported", "imported", "module_key"]


def module_key(path: Path, imported_as: str = "") -> str:
    """The name by which a module is found: its path, or that of a module that it imports."""
    parts: list[str] = list(path.parts)
    if imported_as:
        parts = parts[:-1]
        for part in imported_as.split("/"):
            if part == "..":
                parts = parts[:-1]
            elif part not in ("", "."):
                parts.append(part)
    return "/".join(parts).removesuffix(".js")


def exported(tree: JsNode, name: str | None) -> Iterator[JsNode]:
    """The nodes that stand for what a module exports as `name` (`default` for the default), or as any name.

    An identifier stands for the variable of the module.
    """
    for statement in tree.children:
        if statement.kind != "export_statement" or statement.field("source") is not None:
            continue
        value, declaration = statement.field("value"), statement.field("declaration")
        if value is not None and name in ("default", None):
            yield value
        elif declaration is not None:
            if "default" in statement.text[: declaration.start - statement.start]:
                declared = [("default", declaration)]
            else:
                declared = [(node.text, node) for node in _declared(declaration)]
            yield from (node for key, node in declared if name in (key, None))
        else:
            yield from _listed(statement, name)


def _declared(declaration: JsNode) -> Iterator[JsNode]:
    """The names in `export function f` and `export const a = 1, b = 2`."""
    own = declaration.field("name")
    if own is not None:
        yield own
    for child in declaration.children:
        name = child.field("name")
        if child.kind == "variable_declarator" and name is not None and name.kind == "identifier":
            yield name


def _listed(statement: JsNode, name: str | None) -> Iterator[JsNode]:
    """`export {a, b as c}`."""
    for clause in statement.children:
        for item in clause.children:
            local = item.field("name")
            outside = item.field("alias") or local
            if local is not None and outside is not None and name in (outside.text, None):
                yield local


def imported(tree: JsNode) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """For each import of a module the local name, the module as it is written, and the export it takes.

    Without an export the whole module is meant. Packages, whose names begin with no dot, are left out.
    """
    for statement in tree.children:
        source = statement.field("source") if statement.kind == "import_statement" else None
        module = None if source is None else string_value(source)
        if module is None or not module.startswith("."):
            continue
        for clause in statement.children[0].children:
            yield from ((name, module, keys) for name, keys in _names(clause))


def _names(clause: JsNode) -> Iterator[tuple[str, tuple[str, ...]]]:
    if clause.kind == "identifier":
        yield clause.text, ("default",)
    elif clause.kind == "namespace_import" and clause.children:
        yield clause.children[0].text, ()
    elif clause.kind == "named_imports":
        for item in clause.children:
            outside = item.field("name")
            local = item.field("alias") or outside
            if outside is not None and local is not None:
                yield local.text, (outside.text,)
