"""Project to checked project: one walk over all files, in which every rule sees the nodes that it asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jaicp.check.bare_variables import BareVariable
from jaicp.check.by_form import FoundByForm
from jaicp.check.code import Scripts
from jaicp.check.conditions import AssignedCondition
from jaicp.check.converters import KeptConverter
from jaicp.check.dialogue import DialogueFlow
from jaicp.check.flow import AfterGo, EmptyBlock, EmptyTheme, SecondTimeout
from jaicp.check.module_imports import ModuleImports
from jaicp.check.module_state import LostVariable
from jaicp.check.new_chat import NewChat, UnheardNewChat
from jaicp.check.nlu_names import NluNames
from jaicp.check.old_runtime import ModernJavaScript
from jaicp.check.parameters import GlobalTriggerParameter, ParameterValues
from jaicp.check.pattern_shape import PatternShape
from jaicp.check.patterns import PatternLinks, PatternSyntax
from jaicp.check.project_names import ProjectNames
from jaicp.check.rivals import Rivals
from jaicp.check.rule import CheckContext, Handler, Rule, child_fields, handlers_of
from jaicp.check.script_calls import ScriptCalls
from jaicp.check.script_syntax import ScriptSyntax
from jaicp.check.secrets import WrittenSecret
from jaicp.check.stored_values import StoredValues
from jaicp.check.suite_files import Suites
from jaicp.check.suppressions import without_allowed
from jaicp.check.tags import BadInterval, UnknownAction, UnknownParameter
from jaicp.check.test_files import TestFiles
from jaicp.check.triggers import DuplicateTrigger, UnknownEvent
from jaicp.check.unknown_members import UnknownMethod
from jaicp.check.unknown_names import UndefinedName
from jaicp.check.webim_actions import WebimAction
from jaicp.project.loader import JsFile
from jaicp.project.standard import hides
from jaicp.project.symbols import Project
from jaicp.syntax import ast
from jaicp.syntax.ast import Document, Node
from jaicp.text.codes import Code
from jaicp.text.collector import paused_collector
from jaicp.text.diagnostic import Diagnostic, sort_diagnostics
from jaicp.text.source import Source

__all__ = ["RULES", "CheckOptions", "Checked", "FileRules", "Memory", "check"]

RULES: tuple[type[Rule], ...] = (
    AfterGo,
    AssignedCondition,
    BadInterval,
    BareVariable,
    DialogueFlow,
    DuplicateTrigger,
    EmptyBlock,
    EmptyTheme,
    GlobalTriggerParameter,
    KeptConverter,
    LostVariable,
    ModernJavaScript,
    ModuleImports,
    NewChat,
    NluNames,
    ParameterValues,
    PatternLinks,
    PatternShape,
    PatternSyntax,
    Rivals,
    ScriptCalls,
    ScriptSyntax,
    SecondTimeout,
    StoredValues,
    TestFiles,
    UndefinedName,
    UnheardNewChat,
    UnknownAction,
    UnknownEvent,
    UnknownMethod,
    UnknownParameter,
    WebimAction,
    WrittenSecret,
)

_LOCAL = frozenset(
    {
        AfterGo,
        AssignedCondition,
        BadInterval,
        BareVariable,
        EmptyBlock,
        EmptyTheme,
        GlobalTriggerParameter,
        ParameterValues,
        PatternShape,
        PatternSyntax,
        ScriptSyntax,
        SecondTimeout,
        UnknownParameter,
        WebimAction,
    }
)
"""Rules whose methods look at nothing but the node that they are given, so that they need not see it twice."""


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Which diagnostics are told: by id (`JC410`), beginning of an id (`JC4`) or slug.

    With `select` only those; without those of `ignore`. Errors are told in any case. Without `advice`, rules that
    find no errors are not asked at all.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    advice: bool = True

    def wants(self, diagnostic: Diagnostic) -> bool:
        """Whether this diagnostic is to be told."""
        if diagnostic.is_error:
            return True
        if self.select and not _is_named(diagnostic.code, self.select):
            return False
        return not _is_named(diagnostic.code, self.ignore)


@dataclass(frozen=True, slots=True)
class Checked:
    """A project with all that is wrong with it, in the order of files and places."""

    project: Project
    diagnostics: tuple[Diagnostic, ...]

    @property
    def ok(self) -> bool:
        """Whether it will run: nothing found is an error."""
        return not any(diagnostic.is_error for diagnostic in self.diagnostics)


class Memory:
    """What was found out about files that have not changed, for whoever checks a project again and again.

    `checkpoint` is called every few milliseconds of a check; what it raises ends the check, and the memory stays
    as good as it was.
    """

    def __init__(self, checkpoint: Callable[[], None] = lambda: None) -> None:
        self.scripts = Scripts()
        self.suites = Suites()
        self.found: dict[Document, list[Diagnostic]] = {}
        self.known: dict[Document, _Visits] = {}
        self.open = _Open()
        self.kept: dict[str, Any] = {}
        self.by_form = FoundByForm()
        self.checkpoint = checkpoint


class FileRules:
    """The rules on single files, for whoever asks about one script again and again."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._walker: _Walker | None = None

    def find(self, document: Document, project: Project) -> list[Diagnostic]:
        """What is wrong in a script, as far as it can be told from the script alone.

        `project` is the one that it belongs to; the script may be newer than that.
        """
        ctx = _context(project, self._memory)
        if self._walker is None:
            self._walker = _Walker([rule() for rule in RULES if rule in _LOCAL], ctx, {})
        self._walker.ctx = ctx
        self._walker.known = {}
        try:
            return list(self._walker.walk(document))
        finally:
            ctx.scripts.close()
            ctx.scripts.forget_others({document.source})


@paused_collector()
def check(
    project: Project, options: CheckOptions | None = None, memory: Memory | None = None
) -> Checked:
    """Apply all rules to a linked project."""
    wanted = options or CheckOptions()
    ctx = _context(project, memory)
    try:
        applied = _applied(ctx, memory, wanted)
        found = [*project.diagnostics, *(one for one in applied if not _is_ours(project, one))]
    finally:
        ctx.scripts.close()
    told = without_allowed(found, _sources(ctx))
    kept = (diagnostic for diagnostic in told if wanted.wants(diagnostic))
    return Checked(project, tuple(sort_diagnostics(_unique(kept))))


def _is_ours(project: Project, diagnostic: Diagnostic) -> bool:
    """Whether it is about the standard module, which is no matter of the project's authors."""
    return hides(project.config, diagnostic.span.source.path)


def _context(project: Project, memory: Memory | None) -> CheckContext:
    if memory is None:
        return CheckContext(project, Scripts())
    return CheckContext(project, memory.scripts, known_suites=memory.suites, kept=memory.kept)


def _sources(ctx: CheckContext) -> Iterator[Source]:
    """The files in which comments may allow something, each once."""
    project = ctx.project
    if project.config.source is not None:
        yield project.config.source
    yield from (unit.source for unit in project.units if not isinstance(unit, ast.Init))
    yield from (suite.source for suite in ctx.suites_seen)


def _applied(
    ctx: CheckContext, memory: Memory | None, options: CheckOptions
) -> Iterator[Diagnostic]:
    """What all rules find; those on single files are not asked again about files that are known."""
    rules = [rule() for rule in RULES if options.advice or not rule.advisory]
    known = {} if memory is None else memory.known
    local = [rule for rule in rules if type(rule) in _LOCAL]
    left = None if memory is None else memory.open.among(ctx)
    others = _Walker([rule for rule in rules if type(rule) not in _LOCAL], ctx, known, left)
    walker = others
    if memory is None:
        walker = _Walker(rules, ctx, known)
    else:
        yield from _found_in_files(_Walker(local, ctx, {}), memory)
    config = ctx.project.config
    for document in ctx.project.documents:
        chosen = others if hides(config, document.source.path) else walker
        yield from chosen.walk(document)
        if memory is not None:
            memory.checkpoint()
    ctx.document = ctx.state = None
    if memory is not None:
        memory.by_form.begin(ctx)
    for rule in rules:
        if memory is None:
            yield from rule.finish(ctx)
        else:
            yield from memory.by_form.finish(rule, ctx)
            memory.checkpoint()


def _found_in_files(walker: _Walker, memory: Memory) -> Iterator[Diagnostic]:
    project = walker.ctx.project
    documents = [one for one in project.documents if not hides(project.config, one.source.path)]
    found = memory.found
    memory.found = {one: found[one] if one in found else [*walker.walk(one)] for one in documents}
    for table in (memory.known, memory.open.visits):
        for gone in table.keys() - set(project.documents):
            del table[gone]
    memory.scripts.forget_others({one.source for one in _units_with_code(project)})
    for some in memory.found.values():
        yield from some


def _units_with_code(project: Project) -> Iterator[Document | JsFile]:
    yield from (unit for unit in project.units if isinstance(unit, (Document, JsFile)))


_PLACES = frozenset({ast.State, ast.Theme})
"""Nodes in which other nodes stand at a path."""

_Visit = tuple[Node, Node | None, tuple[int, ...]]
"""A node that rules want to see, with the state or theme that it stands in and the numbers of its handlers."""

_Visits = list[_Visit]

_Question = Callable[[Node, CheckContext], bool]
"""Whether a node concerns a rule."""

_Questions = dict[type[Node], tuple[_Question | None, ...]]


class _Open:
    """The visits that are left of files under the names which a project's files define."""

    def __init__(self) -> None:
        self.visits: dict[Document, _Visits] = {}
        self._names: ProjectNames | None = None

    def among(self, ctx: CheckContext) -> dict[Document, _Visits]:
        """What is known under the names of the project as it is now."""
        names = ctx.names()
        if names != self._names:
            self.visits.clear()
            self._names = names
        return self.visits


class _Walker:
    """Visits the nodes of a file, parents first, without going where no rule wants to look.

    `known` keeps which nodes these are in files that have been walked through, `left` those of them that the
    project's names leave open.
    """

    def __init__(
        self,
        rules: Iterable[Rule],
        ctx: CheckContext,
        known: dict[Document, _Visits],
        left: dict[Document, _Visits] | None = None,
    ) -> None:
        self.ctx = ctx
        self.known = known
        self.left = left
        self.handlers = handlers_of(rules)
        self.fields = child_fields(frozenset(self.handlers))
        self.concerns = self._questions("concerns")
        self.concerns_in_project = self._questions("concerns_in_project")
        self.paths = ctx.paths()

    def walk(self, document: Document) -> Iterator[Diagnostic]:
        ctx = self.ctx
        ctx.document = document
        for node, place, numbers in self._known_visits(document):
            state = None if place is None else self.paths.get(place)
            handlers = self.handlers[type(node)]
            for number in numbers:
                ctx.state = state
                yield from handlers[number](node, ctx)

    def _questions(self, name: str) -> _Questions:
        """The method of that name of the rule behind each handler; None where it never says no."""
        return {
            kind: tuple(_asked(handler, name) for handler in handlers)
            for kind, handlers in self.handlers.items()
        }

    def _known_visits(self, document: Document) -> _Visits:
        if self.left is not None and document in self.left:
            return self.left[document]
        visits = self.known.get(document)
        if visits is None:
            visits = self.known[document] = self._visits(document)
        if self.left is not None:
            visits = self.left[document] = [*self._open(visits)]
        return visits

    def _open(self, visits: _Visits) -> Iterator[_Visit]:
        """Those of the visits that the names of the project leave open."""
        for node, place, numbers in visits:
            still = self._concerned(node, self.concerns_in_project, numbers)
            if still:
                yield node, place, still

    def _visits(self, document: Document) -> _Visits:
        handlers, fields = self.handlers, self.fields
        found: _Visits = []
        pending: list[tuple[Node, Node | None]] = [(document, None)]
        while pending:
            node, place = pending.pop()
            kind = type(node)
            if kind in _PLACES:
                place = node
            if kind in handlers:
                numbers = self._concerned(node, self.concerns, range(len(handlers[kind])))
                if numbers:
                    found.append((node, place, numbers))
            if fields[kind]:
                below = [(child, place) for child in self._children(node)]
                below.reverse()
                pending += below
        return found

    def _concerned(
        self, node: Node, questions: _Questions, numbers: Iterable[int]
    ) -> tuple[int, ...]:
        """Those of the numbers of handlers whose rules do not say that a node is no matter of theirs."""
        asked = questions[type(node)]
        return tuple(
            number
            for number in numbers
            if (concern := asked[number]) is None or concern(node, self.ctx)
        )

    def _children(self, node: Node) -> list[Node]:
        found: list[Node] = []
        for name in self.fields[type(node)]:
            value = getattr(node, name)
            if isinstance(value, tuple):
                found += value
            elif value is not None:
                found.append(value)
        return found


def _asked(handler: Handler, question: str) -> _Question | None:
    """The method of a handler's rule that tells whether a node concerns it; None where it never says no."""
    rule = getattr(handler, "__self__", None)
    if not isinstance(rule, Rule) or getattr(type(rule), question) is getattr(Rule, question):
        return None
    method: _Question = getattr(rule, question)
    return method


def _is_named(code: Code, names: Iterable[str]) -> bool:
    return any(
        name.casefold() == code.slug or (name and code.id.startswith(name.upper()))
        for name in names
    )


def _unique(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The diagnostics without those that say the same at the same place again."""
    seen = set()
    for diagnostic in diagnostics:
        key = (diagnostic.code, diagnostic.span, diagnostic.message)
        if key not in seen:
            seen.add(key)
            yield diagnostic
