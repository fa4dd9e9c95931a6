"""JC504 undefined-name: a function or variable that neither the platform nor a file of the project defines.

A name is told only where it is sure to be missing: not in a project with files that cannot be read, not where the
code asks for it by `typeof` or is ready for the error. Scripts that assign a variable without declaring it make it
for all others, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jaicp.check.code import Code, CodeKind, Scripts, code_of, code_of_file
from jaicp.check.js_names import FreeName
from jaicp.check.project_names import NODE_NAMES, ProjectNames, given_to_global, names_for
from jaicp.check.rule import CheckContext
from jaicp.check.script_rule import ScriptRule, is_authored
from jaicp.check.suggestions import Suggestions
from jaicp.project.loader import JsFile
from jaicp.project.per_file import PerFile
from jaicp.project.standard import hides
from jaicp.syntax import ast
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix, Severity, nearest
from jaicp.text.source import Span

__all__ = ["NOT_CONVERTED", "UndefinedName"]

_ASSIGNED = re.compile(r"(?<![\w$.])([\w$]+)\s*=(?![=>])")
_KEPT = re.compile(r"\$(session|client|temp)\s*\.\s*([\w$]+)\s*=(?!=)")
_DECLARED = re.compile(r"\b(?:var|let|const|function)\s+([\w$]+)")
_NEAR = 0.8
_VERY_NEAR = 0.85
_MANY = 500
"""From so many names on those inside of one module are not compared."""
NOT_CONVERTED = "every match of this pattern stops with an error"
_FILES = (CodeKind.FILE, CodeKind.MODULE)


@dataclass(frozen=True, slots=True)
class _Missing:
    """A name in some code that is none of those known so far."""

    code: Code
    name: FreeName

    @property
    def span(self) -> Span:
        start = self.code.span.start
        return Span(self.code.span.source, start + self.name.start, start + self.name.end)


class UndefinedName(ScriptRule):
    """Names are collected piece by piece; at the end is known what all pieces make."""

    advisory = True

    def __init__(self) -> None:
        self.missing: list[_Missing] = []

    def cares(self, code: Code, scripts: Scripts) -> bool:
        """Code with names that are not the platform's; files are read closely."""
        return code.kind in _FILES or not scripts.words(code).only(names_for(code.kind))

    def concerns_in_project(self, node: ast.Node, ctx: CheckContext) -> bool:
        """Nodes all of whose words are names of the platform or of the project are passed over."""
        return any(self._is_open(code, ctx) for code in ctx.codes(node))

    def _is_open(self, code: Code, ctx: CheckContext) -> bool:
        """Whether a piece uses a name that is neither the platform's nor one of the project's files."""
        words = ctx.scripts.words(code)
        return code.kind in _FILES or not words.only(names_for(code.kind), ctx.names().defined)

    def check_code(self, code: Code, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Collected: another piece may assign what this one uses."""
        if not is_authored(code, ctx) or not self._is_open(code, ctx):
            return
        own, known = ctx.names(), names_for(code.kind)
        for name in ctx.scripts.names(code).free:
            if name.sure and name.name not in known and name.name not in own.defined:
                self.missing.append(_Missing(code, name))
        yield from ()

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Whatever nothing makes, told once in each piece."""
        yield from super().finish(ctx)
        if not self.missing:
            return
        pieces = [_pieces_of(unit) for unit in _authored_units(ctx)]
        made = self._made(pieces, ctx)
        advice = _Advice(pieces, ctx.names(), ctx.scripts)
        told: set[tuple[Span, str]] = set()
        for missing in self.missing:
            name = missing.name.name
            key = (missing.code.span, name)
            if name in made or key in told:
                continue
            told.add(key)
            found = advice.diagnostic(missing)
            if found is not None:
                yield found

    def _made(self, pieces: list[_Pieces], ctx: CheckContext) -> set[str]:
        """Those of the missing names that some script makes: `x = 1`, `$global.x = 1`."""
        wanted = {missing.name.name for missing in self.missing}
        made: set[str] = set()
        for some in pieces:
            made |= some.given
            if not wanted.isdisjoint(some.assigned):
                for code in some.codes:
                    if not wanted.isdisjoint(_ASSIGNED.findall(code.span.text)):
                        made |= ctx.scripts.names(code).assigned
        return made


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The code in one file, and what can be told of it without reading it closely.

    `given` are names that it gives to the global object, `assigned` those that it may assign, `kept` those that it
    stores, each with its home, `local` those that a script declares for itself.
    """

    codes: tuple[Code, ...]
    given: frozenset[str]
    assigned: frozenset[str]
    kept: Mapping[str, str]
    local: frozenset[str]


def _authored_units(ctx: CheckContext) -> Iterator[ast.Document | JsFile]:
    """The files with code that have an author; `init:` blocks are parts of their documents."""
    project = ctx.project
    files = [one for one in project.units if isinstance(one, JsFile)]
    units: list[ast.Document | JsFile] = [*project.documents, *files]
    for unit in units:
        path = unit.source.path
        if not path.name.endswith(".min.js") and not hides(project.config, path):
            yield unit


@PerFile
def _pieces_of(unit: ast.Document | JsFile) -> _Pieces:
    if isinstance(unit, JsFile):
        codes_there: tuple[Code, ...] = (code_of_file(unit),)
    else:
        codes_there = tuple(code for node in ast.walk(unit) for code in code_of(node))
    given: set[str] = set()
    assigned: set[str] = set()
    kept: dict[str, str] = {}
    local: set[str] = set()
    for code in codes_there:
        text = code.span.text
        given |= given_to_global(text)[0]
        assigned.update(_ASSIGNED.findall(text))
        for home, name in _KEPT.findall(text):
            kept.setdefault(name, f"${home}.{name}")
        if code.kind not in _FILES:
            local.update(_DECLARED.findall(text))
    return _Pieces(codes_there, frozenset(given), frozenset(assigned), kept, frozenset(local))


class _Advice:
    """What to say about a name that nothing defines."""

    def __init__(self, pieces: list[_Pieces], own: ProjectNames, scripts: Scripts) -> None:
        self.own = own
        self.scripts = scripts
        self.kept: dict[str, str] = {}
        self.local: set[str] = set()
        self.suggestions = {modern: Suggestions() for modern in (False, True)}
        for some in pieces:
            self.kept = {**some.kept, **self.kept}
            self.local |= some.local

    def diagnostic(self, missing: _Missing) -> Diagnostic | None:
        """None where a file that was not read may define the name."""
        name, span = missing.name.name, missing.span
        better, help_text, fix = self._better(missing), "", None
        if not self.own.complete and not (better and better.startswith("$")):
            return None
        if better is not None:
            help_text = f"did you mean `{better}`?"
            fix = Fix(f"change it to `{better}`", (Edit(span, better),))
        elif name in NODE_NAMES:
            help_text = f"`{name}` is there in `scriptEs6:` and its modules only"
        elif name in self.local:
            help_text = (
                f"another script has a variable `{name}`, which ends with it; "
                f"what is to stay goes to `$session.{name}` or `$temp.{name}`"
            )
        is_converter = missing.code.kind is CodeKind.CONVERTER and _is_whole(missing)
        what = "the converter " if is_converter else "the function " if missing.name.called else ""
        return Diagnostic(
            code=codes.UNKNOWN_CONVERTER if is_converter else codes.UNDEFINED_NAME,
            message=f"nothing defines {what}`{name}`",
            span=span,
            severity=Severity.WARNING,
            label=NOT_CONVERTED if is_converter else "the script stops here with an error",
            help=help_text,
            fix=fix,
        )

    def _better(self, missing: _Missing) -> str | None:
        """The name that was meant, as far as can be told."""
        name = missing.name.name
        platform = names_for(missing.code.kind)
        suggestions = self.suggestions[platform >= NODE_NAMES]
        if not self.own.complete:
            services = [one for one in platform if one.startswith("$")]
            return suggestions.nearest(name, services, _VERY_NEAR) if name.startswith("$") else None
        if name in self.kept and not missing.name.called:
            return self.kept[name]
        if missing.code.kind is CodeKind.MODULE:
            inside = self.scripts.names(missing.code).top
            likely = nearest(name, inside, _NEAR) if len(inside) < _MANY else None
            if likely is not None:
                return likely
        known = platform | self.own.defined
        likely = suggestions.nearest(name, known, _NEAR)
        return likely if likely != name else None


def _is_whole(missing: _Missing) -> bool:
    """Whether the code is that name alone."""
    return missing.code.span.text.strip() == missing.name.name
