"""ES modules for a compiler that only takes scripts: `import` and `export` blanked out, offset by offset."""

from __future__ import annotations

from jaicp.syntax.javascript import JsNode, parse_file
from jaicp.text.source import Source

__all__ = ["module_as_script"]

_META = "import.meta"
_STAND_IN = "({}).meta00"


def module_as_script(source: Source) -> Source:
    """The code of a module without what only modules may say; everything else keeps its place.

    `export default x` becomes the declaration of a variable, so that `x` stays an expression.
    """
    pieces: list[str] = []
    position = 0
    for statement in parse_file(source).children:
        edit = _edit(statement)
        if edit is not None:
            start, end, text = edit
            pieces += [source.text[position:start], text]
            position = end
    text = "".join([*pieces, source.text[position:]])
    if _META in text:
        text = text.replace(_META, _STAND_IN)
    return Source(source.path, text)


def _edit(statement: JsNode) -> tuple[int, int, str] | None:
    start, end, text = statement.start, statement.end, statement.text
    if statement.kind == "import_statement":
        return start, end, _blank(text)
    if statement.kind != "export_statement":
        return None
    declared = statement.field("declaration")
    value = statement.field("value") or declared
    if value is None:
        return start, end, _blank(text)
    head = _blank(text[: value.start - start])
    default = text.find("default", 0, len(head))
    if default > 0:
        head = "let $_" + head[6:default] + "=" + head[default + 1 :]
    return start, value.start, head


def _blank(text: str) -> str:
    return "".join(sign if sign in "\r\n" else " " for sign in text)
