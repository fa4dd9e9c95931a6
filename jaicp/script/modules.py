"""Modules as functions of a bundle: what imports and exports become, module by module.

A module is a generator. Its first step makes its variables and tells how to read what it exports, which is how
modules that import each other in a circle find each other's functions; the second one runs its code. What it
imports is looked up in an object of accessors: as constants where nothing can change them, else through `with`,
so that a name always means what the other module has at that moment. CommonJS files are functions with `require`,
`module` and `exports`, as everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from jaicp.project.modules import Module, ModuleGraph, exported_names, find_export, how_asked
from jaicp.project.packages import Unavailable
from jaicp.script.bundle import Bundle
from jaicp.script.isolation import writes_outside
from jaicp.script.values import to_json_text
from jaicp.syntax.modules import DYNAMIC_IMPORT, IMPORT_META, WHOLE, ModuleText, Own, plain_calls
from jaicp.text.source import Span

__all__ = ["add_modules"]

_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*\Z")
_RESERVED = frozenset("arguments eval".split())
_LINK = "$jaicpLink"
_SCOPE = "$jaicpScope"
_START = "$jaicpStart"


def add_modules(bundle: Bundle, graph: ModuleGraph) -> Mapping[Path, int]:
    """Put all modules of a graph into a bundle; gives their numbers there."""
    return _Writer(bundle, graph).write()


class _Writer:
    def __init__(self, bundle: Bundle, graph: ModuleGraph) -> None:
        self.bundle = bundle
        self.graph = graph
        self.numbers = {path: number for number, path in enumerate(graph.modules)}
        self.circles = _circles(graph)
        self.waiting = _waiting(graph)
        self.unavailable: dict[Unavailable, int] = {}
        self._leads: dict[tuple[Path, str], tuple[int, str, bool, Path | None] | None] = {}

    def write(self) -> Mapping[Path, int]:
        for path, module in self.graph.modules.items():
            self._module(path, module)
        for one, number in self.unavailable.items():
            code = _call(number, "unavailable", {"message": one.message}, "undefined);")
            self.bundle.add_module(None, code, "", "")
        return self.numbers

    def _module(self, path: Path, module: Module) -> None:
        text, source, number = module.text, module.source, self.numbers[path]
        if text is None:
            about = {"package": module.package, "file": source.path.name}
            code = _call(number, "json", about, to_json_text(source.text) + ");")
            self.bundle.add_module(None, code, "", "")
            return
        told = self._told(path, module, text)
        live: list[str] = []
        if text.form == "module":
            constants, live = self._imports(path, module, text, told)
            head, tail = _esm(text, constants, bool(live))
        else:
            head, tail = _commonjs(text)
        span = source.span(0, len(source.text))
        self.bundle.add_module(
            span,
            _call(number, text.form, told, head),
            text.text,
            tail + ");",
            module.package,
            plain_calls(source, live) if live else (),
        )

    def _told(self, path: Path, module: Module, text: ModuleText) -> dict[str, object]:
        """What the engine's side has to know of a module beside its code."""
        asked = {one: self._number(module, one.specifier, how_asked(one)) for one in text.asked}
        needs = dict.fromkeys(number for one, number in asked.items() if one.how == "import")
        return {
            "package": module.package,
            "file": module.source.path.name,
            "needs": list(needs),
            "links": {
                how: {one.specifier: at for one, at in asked.items() if how_asked(one) == how}
                for how in ("import", "require")
            },
            "waits": text.waits,
            "awaits": path in self.waiting,
            "leaks": not module.package and writes_outside(text.text, _names_of(text)),
        }

    def _number(self, module: Module, specifier: str, how: str) -> int:
        link = module.links.get((specifier, "require" if how == "require" else "import"))
        if isinstance(link, Path) and link in self.numbers:
            return self.numbers[link]
        if not isinstance(link, Unavailable):
            link = Unavailable("broken", f"`{specifier}` cannot be read")
        known = self.unavailable.get(link)
        if known is None:
            known = self.unavailable[link] = len(self.numbers) + len(self.unavailable)
        return known

    def _imports(
        self, path: Path, module: Module, text: ModuleText, told: dict[str, object]
    ) -> tuple[list[str], list[str]]:
        """Tell where imported names lead; gives those that are constants, and the others."""
        scope: list[tuple[str, int, str]] = []
        constants: list[str] = []
        lacking: list[str] = []
        for one in text.imports:
            found = self._lead(module, one.specifier, one.name)
            if found is None:
                lacking.append(_lacking(one.specifier, one.name, one.span))
                continue
            scope.append((one.local, *found[:2]))
            is_apart = found[3] is None or self.circles[found[3]] != self.circles[path]
            if found[2] and is_apart:
                constants.append(one.local)
        passed: list[tuple[str, int, str]] = []
        for given in text.passed:
            found = self._lead(module, given.specifier, given.inner)
            if found is None:
                lacking.append(_lacking(given.specifier, given.inner, given.span))
            else:
                passed.append((given.name, *found[:2]))
        known = {name for name, _ in text.exports} | {one.name for one in text.passed}
        for star in text.stars:
            passed += self._starred(module, star, known)
        told["scope"], told["passed"], told["lacking"] = scope, passed, "; ".join(lacking)
        return constants, [local for local, _, _ in scope if local not in constants]

    def _lead(
        self, module: Module, specifier: str, name: str
    ) -> tuple[int, str, bool, Path | None] | None:
        """The number of the module behind a name, its name there, and whether it never changes."""
        link = module.links.get((specifier, "import"))
        if not isinstance(link, Path) or link not in self.numbers:
            return self._number(module, specifier, "import"), name, True, None
        if (link, name) not in self._leads:
            self._leads[link, name] = self._followed(link, name)
        return self._leads[link, name]

    def _followed(self, path: Path, name: str) -> tuple[int, str, bool, Path | None] | None:
        found = find_export(self.graph, path, name)
        if found is None:
            return None
        there = self.graph.modules[found.path]
        constant = there.text is None or there.text.form != "module" or found.local == WHOLE
        if not constant and there.text is not None:
            constant = any(own.name == found.local and own.constant for own in there.text.own)
        return self.numbers[found.path], found.name, constant, found.path

    def _starred(
        self, module: Module, star: str, known: set[str]
    ) -> Iterator[tuple[str, int, str]]:
        """The names of `export * from`; those of a CommonJS file are told by `*` for all."""
        link = module.links.get((star, "import"))
        if not isinstance(link, Path) or link not in self.numbers:
            return
        names = exported_names(self.graph, link)
        if names is None:
            yield "", self.numbers[link], WHOLE
            return
        for name in sorted(names - known - {"default"}):
            found = self._lead(module, star, name)
            if found is not None:
                known.add(name)
                yield name, *found[:2]


def _lacking(specifier: str, name: str, span: Span) -> str:
    where = f"{span.source.path.name}:{span.location.line}"
    return f"`{specifier}` does not export `{name}` ({where})"


def _call(number: int, kind: str, told: Mapping[str, object], rest: str) -> str:
    return f'__jaicpModule({number}, "{kind}", {to_json_text(told)}, {rest}'


def _esm(text: ModuleText, constants: list[str], has_live: bool) -> tuple[str, str]:
    """The code before and behind that of an ES module."""
    exports = ", ".join(f"{to_json_text(name)}: () => {local}" for name, local in text.exports)
    head = f"function ({_SCOPE}, {_LINK}, {_START}, {DYNAMIC_IMPORT}, {IMPORT_META}) {{ "
    head += f"with ({_SCOPE}) " if has_live else ""
    head += "return async function () {" if text.waits else "return function* () {"
    head += f' "use strict"; {_LINK}({{{exports}}}, {_accessors(text.own)}); '
    head += f"await {_START}; " if text.waits else "yield; "
    if constants:
        head += f"const {{{', '.join(constants)}}} = {_SCOPE};"
    return head, "};}"


def _commonjs(text: ModuleText) -> tuple[str, str]:
    """The code before and behind that of a CommonJS file."""
    names = f"exports, require, module, __filename, __dirname, {_LINK}, {DYNAMIC_IMPORT}"
    head = f"function ({names}) {{ "
    head += '"use strict"; ' if text.strict else ""
    return f"{head}{_LINK}({{}}, {_accessors(text.own)});", "}"


def _accessors(own: Iterable[Own]) -> str:
    """How the variables of a module are read, and set where something can change them."""
    parts = []
    for one in own:
        name = one.name
        if _IDENTIFIER.match(name) is None or name in _RESERVED:
            continue
        setter = "undefined" if one.constant else f"($jaicpValue) => {{ {name} = $jaicpValue; }}"
        parts.append(f'["{name}", () => {name}, {setter}]')
    return f"[{', '.join(parts)}]"


def _names_of(text: ModuleText) -> set[str]:
    """The names whose fields a module may write to while nobody else sees it."""
    return {"module", "exports", *(one.name for one in text.own)}


def _circles(graph: ModuleGraph) -> dict[Path, int]:
    """Modules that need each other in a circle have the same number (Tarjan's algorithm, without recursion)."""
    order: dict[Path, int] = {}
    low: dict[Path, int] = {}
    stack: list[Path] = []
    on_stack: set[Path] = set()
    circles: dict[Path, int] = {}
    for root in graph.modules:
        if root in order:
            continue
        work = [(root, _needed(graph, root))]
        while work:
            here, rest = work[-1]
            if here not in order:
                order[here] = low[here] = len(order)
                stack.append(here)
                on_stack.add(here)
            following = next(rest, None)
            if following is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[here])
                if low[here] == order[here]:
                    while True:
                        member = stack.pop()
                        on_stack.discard(member)
                        circles[member] = order[here]
                        if member == here:
                            break
            elif following not in order:
                work.append((following, _needed(graph, following)))
            elif following in on_stack:
                low[here] = min(low[here], order[following])
    return circles


def _needed(graph: ModuleGraph, path: Path) -> Iterator[Path]:
    """The modules that one asks for, those that it may ask for later too."""
    links = graph.modules[path].links.values()
    return (link for link in links if isinstance(link, Path) and link in graph.modules)


def _waiting(graph: ModuleGraph) -> set[Path]:
    """Modules that wait at their top, or import one that does."""
    importers: dict[Path, list[Path]] = {}
    for path, module in graph.modules.items():
        for asked in module.text.asked if module.text is not None else ():
            link = module.link(asked)
            if asked.how == "import" and isinstance(link, Path):
                importers.setdefault(link, []).append(path)
    pending = [p for p, module in graph.modules.items() if module.text and module.text.waits]
    found: set[Path] = set()
    while pending:
        path = pending.pop()
        if path not in found:
            found.add(path)
            pending += importers.get(path, ())
    return found
