"""What a rule is: a class with one method for each kind of node that it has something to say about.

`visit_go` is called for every `Go`, `visit_trigger` for every kind of trigger; `finish` once, after all files.
The name of a method that fits no node is a mistake in the rule and fails when its class is made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from jaicp.check.code import Code, Scripts, code_of
from jaicp.check.mentions import Mentions, mentions_of
from jaicp.check.project_names import ProjectNames, project_names
from jaicp.check.suite_files import Suites
from jaicp.project.custom_tags import CustomTags, read_custom_tags
from jaicp.project.symbols import Project, node_paths
from jaicp.syntax import ast
from jaicp.syntax.ast import Document, Node
from jaicp.text.diagnostic import Diagnostic

if TYPE_CHECKING:
    from jaicp.suites.steps import Suite

__all__ = ["CheckContext", "Handler", "Rule", "child_fields", "handlers_of"]

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_NAME = re.compile(r"[A-Za-z]+")


def _node_classes() -> dict[str, type[Node]]:
    found = (value for value in vars(ast).values() if isinstance(value, type))
    return {cls.__name__: cls for cls in found if issubclass(cls, Node)}


_CLASSES = _node_classes()
_BY_METHOD = {"visit_" + _CAPITAL.sub("_", name).lower(): cls for name, cls in _CLASSES.items()}


@dataclass(slots=True)
class CheckContext:
    """What rules may know: the project, its scripts, and where the walk stands.

    `state` is the path of the state or theme that the visited node stands in, None outside of all. `kept` is where
    rules keep what is worth knowing at the next check of the project.
    """

    project: Project
    scripts: Scripts
    document: Document | None = None
    state: str | None = None
    _names: ProjectNames | None = None
    _codes: dict[Node, tuple[Code, ...]] = field(default_factory=dict)
    known_suites: Suites = field(default_factory=Suites)
    kept: dict[str, Any] = field(default_factory=dict)
    _suites: list[Suite] | None = None
    _custom_tags: CustomTags | None = None
    _mentions: Mentions | None = None
    _paths: dict[Node, str] | None = None

    def codes(self, node: Node) -> tuple[Code, ...]:
        """The JavaScript directly in a node, found out once for all rules."""
        known = self._codes.get(node)
        if known is None:
            known = self._codes[node] = tuple(code_of(node))
        return known

    def suites(self) -> list[Suite]:
        """The XML suites of the project; read when somebody asks."""
        if self._suites is None:
            self._suites = self.known_suites.of(self.project)
        return self._suites

    @property
    def suites_seen(self) -> list[Suite]:
        """The suites as far as somebody has asked for them."""
        return self._suites or []

    def custom_tags(self) -> CustomTags:
        """The project's own action tags; their files are read when somebody asks."""
        if self._custom_tags is None:
            self._custom_tags = read_custom_tags(self.project.config)
        return self._custom_tags

    def mentions(self) -> Mentions:
        """What the project says about states outside of its tags; looked through when somebody asks."""
        if self._mentions is None:
            self._mentions = mentions_of(self.project, self.custom_tags(), self.kept)
        return self._mentions

    def paths(self) -> dict[Node, str]:
        """The paths of the nodes that declare states and themes."""
        if self._paths is None:
            self._paths = node_paths(self.project)
        return self._paths

    def names(self) -> ProjectNames:
        """The names that the project's files define; worked out when somebody asks."""
        if self._names is None:
            self._names = project_names(self.project, self.scripts)
        return self._names


class Rule:
    """A check. Methods `visit_<node>(node, ctx)` yield what is wrong there.

    An `advisory` rule finds nothing that keeps a bot from running, so whoever only runs it need not ask.
    """

    advisory: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        for name in vars(cls):
            if name.startswith("visit_") and name not in _BY_METHOD:
                raise TypeError(f"{cls.__name__}.{name}: there is no such node")

    def concerns(self, node: Any, ctx: CheckContext) -> bool:
        """Whether the methods of this rule may say something about a node, whatever else is in the project.

        Nodes that do not concern a rule are not shown to it; the answer is kept for as long as their file stays.
        """
        del node, ctx
        return True

    def concerns_in_project(self, node: Any, ctx: CheckContext) -> bool:
        """Whether they may say something, given which names the files of the project define (`ctx.names()`).

        Asked only about nodes that concern the rule; the answer is kept for as long as these names stay as well.
        """
        del node, ctx
        return True

    def finish(self, ctx: CheckContext) -> Iterable[Diagnostic]:
        """What can only be said once every file has been seen."""
        del ctx
        return ()


Handler = Callable[[Any, CheckContext], Iterable[Diagnostic]]


def handlers_of(rules: Iterable[Rule]) -> dict[type[Node], tuple[Handler, ...]]:
    """For each class of nodes the methods of `rules` that want to see it."""
    table: dict[type[Node], list[Handler]] = {}
    for rule in rules:
        kind: Any = type(rule)
        for method, cls in _methods_of(kind):
            table.setdefault(cls, []).append(getattr(rule, method))
    return {cls: tuple(found) for cls, found in table.items()}


@cache
def _methods_of(rule: Any) -> tuple[tuple[str, type[Node]], ...]:
    """The methods of a rule that want to see nodes, with each class of these."""
    return tuple(
        (method, cls)
        for method, wanted in _BY_METHOD.items()
        if hasattr(rule, method)
        for cls in _CLASSES.values()
        if issubclass(cls, wanted)
    )


@lru_cache(maxsize=64)
def child_fields(wanted: frozenset[type[Node]]) -> Mapping[type[Node], tuple[str, ...]]:
    """The fields of each class below which a node of a `wanted` class may stand."""
    worth = set(wanted)
    growing = True
    while growing:
        more = {
            cls
            for cls in _CLASSES.values()
            if cls not in worth and any(_leads(held, worth) for _, held in _HOLDERS[cls])
        }
        growing = bool(more)
        worth |= more
    return {
        cls: tuple(name for name, held in _HOLDERS[cls] if _leads(held, worth))
        for cls in _CLASSES.values()
    }


def _leads(held: frozenset[type[Node]], worth: set[type[Node]]) -> bool:
    return any(issubclass(good, cls) for cls in held for good in worth)


def _holders_of(cls: type[Node]) -> list[tuple[str, frozenset[type[Node]]]]:
    """The fields of a class that hold nodes, by their annotations."""
    if not is_dataclass(cls):
        return []
    found = []
    for item in fields(cls):
        names = (match.group() for match in _NAME.finditer(str(item.type)))
        held = frozenset(_CLASSES[name] for name in names if name in _CLASSES)
        if held:
            found.append((item.name, held))
    return found


_HOLDERS = {cls: _holders_of(cls) for cls in _CLASSES.values()}
