"""JC308 unknown-converter, for what is kept in `$converters`; converters with a plain name are names as any."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jaicp.check.rule import CheckContext, Rule
from jaicp.check.unknown_names import NOT_CONVERTED
from jaicp.project.loader import JsFile
from jaicp.project.standard import hides
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Span

__all__ = ["KeptConverter"]

_KEPT = re.compile(r"\s*(\$converters\s*\.\s*([\w$]+))\s*;?\s*")
_WORD = re.compile(r"[\w$]+")


class KeptConverter(Rule):
    """`|| converter = $converters.name`, where no code that is loaded ever speaks of `name`."""

    advisory = True

    def __init__(self) -> None:
        self.words: set[str] | None = None

    def visit_pattern_definition(
        self, node: ast.PatternDefinition, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        """The converter of a named pattern."""
        converter = node.converter
        found = None if converter is None else _KEPT.match(converter.span.text)
        if converter is None or found is None or not ctx.names().complete:
            return
        if hides(ctx.project.config, converter.span.source.path):
            return
        if found[2] in self._spoken_of(ctx):
            return
        start = converter.span.start
        yield Diagnostic(
            code=codes.UNKNOWN_CONVERTER,
            message=f"nothing defines the converter `{found[1]}`",
            span=Span(converter.span.source, start + found.start(1), start + found.end(1)),
            severity=Severity.WARNING,
            label=NOT_CONVERTED,
        )

    def _spoken_of(self, ctx: CheckContext) -> set[str]:
        if self.words is None:
            self.words = set()
            for unit in ctx.project.units:
                if isinstance(unit, JsFile):
                    self.words.update(_WORD.findall(unit.source.text))
                elif isinstance(unit, ast.Init):
                    self.words.update(_WORD.findall(unit.script.span.text))
        return self.words
