"""What action tags need of a program: templates of their settings, blocks of code, the project's own tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from jaicp.project.custom_tags import CustomTag, read_custom_tags
from jaicp.project.symbols import Project
from jaicp.runtime.actions.lowering import BUILT, settings_of
from jaicp.script.bundle import Bundle
from jaicp.syntax import ast
from jaicp.syntax.ast import Setting, Template
from jaicp.syntax.json_data import read_json5
from jaicp.syntax.templates import read_template
from jaicp.text.source import Source

__all__ = ["ActionCompiler", "ProgramActions"]

_CODE = Path(__file__).with_name("code.js")


@dataclass(slots=True)
class ProgramActions:
    """The action tags of a program.

    `waiting` are the states in which tags wait for answers, `settings` the templates of their values, `code` the
    block of JavaScript behind them. `responses` are the variables that a request fills: name and block of each.
    """

    waiting: Mapping[ast.Action, str] = field(default_factory=dict)
    settings: dict[Setting, Template] = field(default_factory=dict)
    responses: dict[ast.Action, list[tuple[str, int]]] = field(default_factory=dict)
    custom: Mapping[str, CustomTag] = field(default_factory=dict)
    code: int = -1


class ActionCompiler:
    """Adds what the tags of a project need to its bundle, as they are met."""

    def __init__(self, project: Project, waiting: Mapping[ast.Action, str], bundle: Bundle) -> None:
        self._bundle = bundle
        self.program = ProgramActions(waiting, custom=read_custom_tags(project.config).tags)

    def can_run(self, node: ast.Action) -> bool:
        """Whether a tag is one that runs here."""
        return node.name.text in BUILT or node.name.text in self.program.custom

    def add(self, node: ast.Action | ast.NewSession) -> Iterator[Template]:
        """The templates of a tag, which have to be compiled, too."""
        program = self.program
        if program.code < 0:
            source = _code()
            program.code = self._bundle.add_converter(source.span(0, len(source.text)))
        for setting in node.settings:
            template = read_template(setting.value.span)
            program.settings[setting] = template
            yield template
        if isinstance(node, ast.Action) and node.name.text == "HttpRequest":
            program.responses[node] = list(self._responses(settings_of(node).get("vars", "")))

    def _responses(self, text: str) -> Iterator[tuple[str, int]]:
        """`vars`: `[{"name": "city", "value": "$httpResponse.city"}]`; what is no such list is passed over."""
        try:
            listed = read_json5(text) if text.strip() else []
        except ValueError:
            return
        for one in listed if isinstance(listed, list) else ():
            if isinstance(one, dict) and one.get("name") and isinstance(one.get("value"), str):
                code = f"function ($httpResponse) {{ return ({one['value']}); }}"
                source = Source(_CODE, code)
                yield str(one["name"]), self._bundle.add_converter(source.span(0, len(code)))


@cache
def _code() -> Source:
    return Source(_CODE, _CODE.read_text(encoding="utf-8").strip())
