"""A checked project, compiled: patterns to matchers, scripts and templates to numbered blocks of one bundle.

A `Program` never changes. What was found out about a node stands in side tables beside the tree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from jaicp.nlu.compile import PatternTable, compile_pattern
from jaicp.nlu.explain import PatternExplainer
from jaicp.nlu.matcher import Matcher
from jaicp.project.data import DataFile
from jaicp.project.loader import JsFile
from jaicp.project.symbols import Project, StateSymbol
from jaicp.runtime.actions.compiling import ActionCompiler, ProgramActions
from jaicp.runtime.actions.lowering import Answered, lower_actions
from jaicp.runtime.nlu_compile import compile_nlu, example_phrases
from jaicp.runtime.nlu_model import ProgramNlu
from jaicp.runtime.rules import RuleSet
from jaicp.script.bundle import Bundle
from jaicp.syntax import ast
from jaicp.syntax.ast import Node, Parameter, Template
from jaicp.syntax.patterns import parse_pattern
from jaicp.syntax.templates import read_template
from jaicp.text import codes
from jaicp.text.collector import paused_collector
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source, Span

__all__ = ["Program", "compile_program"]


@dataclass(slots=True)
class Program:
    """A project ready to run. `blocks` numbers the scripts, conditions and templates of the bundle."""

    project: Project
    """With the states of action tags, which wait for answers."""
    bundle: Bundle
    rules: RuleSet
    blocks: dict[Node, int] = field(default_factory=dict)
    parameters: dict[Parameter, Template] = field(default_factory=dict)
    converters: dict[str, int] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    table: PatternTable = field(default_factory=PatternTable)
    """The names that patterns of scripts may use."""
    nlu: ProgramNlu = field(default_factory=ProgramNlu)
    actions: ProgramActions = field(default_factory=ProgramActions)

    @property
    def states(self) -> Mapping[str, StateSymbol]:
        """All states by path."""
        return self.project.states


@paused_collector()
def compile_program(project: Project) -> Program:
    """Compile a project that the checker has found fit to run."""
    lowered = lower_actions(project)
    project = lowered.project
    compiler = _Compiler(project, lowered.waiting)
    compiler.scripts()
    for symbol in project.states.values():
        for node in symbol.body:
            if not isinstance(node, Answered):
                compiler.reaction(node)
    return compiler.program()


class _Compiler:
    def __init__(self, project: Project, waiting: Mapping[ast.Action, str]) -> None:
        self.project = project
        self.bundle = Bundle()
        self.actions = ActionCompiler(project, waiting, self.bundle)
        self.blocks: dict[Node, int] = {}
        self.parameters: dict[Parameter, Template] = {}
        self.converters: dict[str, int] = {}
        self.problems: list[Diagnostic] = []
        self.table = PatternTable()

    def program(self) -> Program:
        matchers, table = self.patterns(), self.table
        phrases = example_phrases(self.project)
        texts = {n: one.definition.pattern.text for n, one in self.project.patterns.items()}
        explainer = PatternExplainer(table, texts)
        rules = RuleSet(self.project.triggers, matchers, table.begins, explainer, phrases)
        nlu, problems = compile_nlu(self.project, table, phrases)
        self.problems += problems
        return Program(
            self.project,
            self.bundle,
            rules,
            self.blocks,
            self.parameters,
            self.converters,
            self.problems,
            table,
            nlu,
            self.actions.program,
        )

    # --- scripts

    def scripts(self) -> None:
        modules = self.modules()
        for unit in self.project.units:
            match unit:
                case JsFile(es6=True):
                    if not unit.imported:
                        self.bundle.use_module(modules[unit.source], unit.name)
                case JsFile():
                    self.bundle.add_file(unit.source)
                case DataFile():
                    if unit.var and self.project.dictionaries.get(unit.name, unit) is unit:
                        self.bundle.add_data(unit.var, _plain(unit.value))
                case ast.Init():
                    self.bundle.add_init(unit.script.span)

    def modules(self) -> Mapping[Source, int]:
        """The modules of the project and its packages in the bundle, by their texts."""
        graph = self.project.modules
        if graph is None:
            return {}
        from jaicp.project.modules import whole  # noqa: PLC0415 - few bots have modules
        from jaicp.script.modules import add_modules  # noqa: PLC0415

        graph = whole(self.project.config, self.project.files, graph)
        numbers = add_modules(self.bundle, graph)
        return {module.source: numbers[path] for path, module in graph.modules.items()}

    # --- patterns

    def patterns(self) -> dict[ast.PatternTrigger, Matcher]:
        table = self.table
        for name, symbol in self.project.patterns.items():
            definition = symbol.definition
            parsed = parse_pattern(definition.pattern.text)
            if parsed.root is None:
                continue
            converter = None
            if definition.converter is not None:
                converter = name
                self.converters[name] = self.bundle.add_converter(definition.converter.span)
            table.define(name, parsed.root, converter)
        for name, data in self.project.dictionaries.items():
            table.add_dictionary(name, {row.id: row.names for row in data.rows})
        return {
            trigger.node: matcher
            for trigger in self.project.triggers
            if isinstance(trigger.node, ast.PatternTrigger)
            and (matcher := self._matcher(trigger.node)) is not None
        }

    def _matcher(self, node: ast.PatternTrigger) -> Matcher | None:
        parsed = parse_pattern(node.pattern.text)
        if parsed.root is None or self.table.problems_of(parsed.root):
            return None  # the checker has spoken of it; the trigger is dead
        return compile_pattern(parsed.root, self.table)

    # --- reactions

    def reaction(self, root: Node) -> None:
        for node in ast.walk(root):
            match node:
                case Template():
                    self._template(node)
                case ast.RunScript():
                    self.blocks[node] = self.bundle.add_block(node.script.span, is_async=node.es6)
                case ast.Branch(condition=ast.Script() as condition):
                    self.blocks[node] = self.bundle.add_expression(condition.span)
                case ast.Button():
                    for _, value in node.fields:
                        if isinstance(value, Template):
                            self._template(value)
                case Parameter():
                    template = read_template(node.value.span)
                    self.parameters[node] = template
                    self._template(template)
                case ast.Action():
                    self._action(node)
                case ast.NewSession():
                    for template in self.actions.add(node):
                        self._template(template)

    def _template(self, template: Template) -> None:
        if template.literal is None:
            self.blocks[template] = self.bundle.add_template(template.parts)

    def _action(self, node: ast.Action) -> None:
        if not self.actions.can_run(node):
            self._not_built(node.name.span, f"the action tag `{node.name.text}` is not run yet")
        for template in self.actions.add(node):
            self._template(template)

    # --- what this version does not do yet

    def _not_built(self, span: Span, message: str) -> None:
        self.problems.append(
            Diagnostic(code=codes.NOT_BUILT, message=message, span=span, severity=Severity.WARNING)
        )


def _plain(value: object) -> object:
    """The value as JSON has it: dates of YAML become text."""
    return json.loads(json.dumps(value, default=str))
