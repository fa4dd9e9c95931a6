"""JC314 unknown-intent, JC315 unknown-entity: names that the project's NLU file does not have.

Without such a file nobody here knows what the NLU project holds, and nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jaicp.check.rule import CheckContext, Rule
from jaicp.check.suggestions import Suggestions
from jaicp.nlu.system_names import FAMILIES, SYSTEM
from jaicp.project.nlu_files import NluData
from jaicp.project.paths import ancestors
from jaicp.project.standard import hides
from jaicp.syntax import ast
from jaicp.syntax.pattern_ast import EntityRef, walk
from jaicp.syntax.patterns import parse_pattern
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity, nearest
from jaicp.text.source import Span

__all__ = ["NluNames"]

_ELSEWHERE = ("/sys/", "/KnowledgeBase")
"""Where the platform keeps intents that no project's file lists."""


class NluNames(Rule):
    """Intents in triggers, entities in patterns."""

    advisory = True

    def __init__(self) -> None:
        self.intents: frozenset[str] | None = None
        self.groups: frozenset[str] = frozenset()
        self.entities: frozenset[str] | None = None
        self.suggestions = {kind: Suggestions() for kind in ("intent", "group", "entity")}

    def concerns(self, node: Any, ctx: CheckContext) -> bool:
        """Patterns without an `@` name no entity."""
        del ctx
        return not isinstance(node, ast.PatternText) or "@" in node.text

    def visit_intent_trigger(
        self, node: ast.IntentTrigger, ctx: CheckContext
    ) -> Iterator[Diagnostic]:
        """`intent: /Name`, `intentGroup: /Group`."""
        data, word = ctx.project.nlu, node.intent
        text = word.text.strip()
        path = "/" + text.strip("/")
        if not data.intents or path == "/" or path.startswith(_ELSEWHERE):
            return
        if self.intents is None:
            self._read(data)
        known = self.groups if node.is_group else self.intents or frozenset()
        if path in known or hides(ctx.project.config, word.span.source.path):
            return
        what = "group of intents" if node.is_group else "intent"
        better = self.suggestions["group" if node.is_group else "intent"].nearest(path, known, 0.7)
        yield _told(codes.UNKNOWN_INTENT, what, text, word.span, better)

    def _read(self, data: NluData) -> None:
        self.intents = (
            frozenset(intent.path.rstrip("/") for intent in data.intents) | data.faq.keys()
        )
        self.groups = frozenset(group for path in self.intents for group in ancestors(path)[1:])

    def visit_pattern_text(self, node: ast.PatternText, ctx: CheckContext) -> Iterator[Diagnostic]:
        """`@name` in a pattern."""
        data = ctx.project.nlu
        if "@" not in node.text or data.source is None or not (data.entities or data.intents):
            return
        root = parse_pattern(node.text).root
        if root is None or hides(ctx.project.config, node.span.source.path):
            return
        if self.entities is None:
            self.entities = frozenset(entity.name for entity in data.entities)
        own = self.entities
        for part in walk(root):
            if isinstance(part, EntityRef) and not _is_known(part.name, own):
                start = node.span.start + part.start + 1
                span = Span(node.span.source, start, start + len(part.name))
                better = self.suggestions["entity"].nearest(part.name, own | SYSTEM, 0.7)
                yield _told(codes.UNKNOWN_ENTITY, "entity", part.name, span, better)


def _is_known(name: str, own: frozenset[str]) -> bool:
    """Whether there is such an entity; one of a family of the platform, unless it is clearly misspelt."""
    if name in own or name in SYSTEM:
        return True
    family, point, _ = name.partition(".")
    return bool(point) and family in FAMILIES and nearest(name, SYSTEM, 0.8) is None


def _told(code: codes.Code, what: str, name: str, span: Span, better: str | None) -> Diagnostic:
    fix = Fix(f"change it to `{better}`", (Edit(span, better),)) if better else None
    return Diagnostic(
        code=code,
        message=f"the NLU file has no {what} `{name}`",
        span=span,
        severity=Severity.WARNING,
        label="nothing ever matches this",
        help=f"did you mean `{better}`?" if better else "",
        fix=fix,
    )
