"""Packages of npm that a project brings with it: where an import of one leads.

Names are looked up by the rules of Node.js: in the `node_modules` folders from the importing file up to the
project's folder; by `exports`, `imports` and `main` of a `package.json`. Nothing outside of the project's folder
is read, and links that lead out of it lead nowhere. What runs the code has nothing of what Node.js has beside the
language, so what a package offers to browsers comes first, as for bundlers: the condition `browser`, the fields
`browser` and `module`; the condition `node` counts only where a package offers nothing else.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from jaicp.project.files import Files

__all__ = [
    "NODE_MODULES",
    "Form",
    "How",
    "Packages",
    "Unavailable",
    "is_of_package",
    "package_of",
    "package_part",
]

How = Literal["import", "require"]
Form = Literal["module", "commonjs", "json"]

NODE_MODULES = frozenset(
    """assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns
    domain events fs http http2 https inspector module net os path perf_hooks process punycode querystring readline
    repl stream string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib""".split()
)
"""The modules that Node.js itself brings. A package of such a name that is installed is used all the same."""

SUPPLIED: Mapping[str, str] = {
    "buffer": "module.exports = { Buffer, Blob, File, atob, btoa };",
    "process": "module.exports = process;",
    "timers": "module.exports = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, "
    "clearImmediate };",
    "timers/promises": "const wait = (ms, value) => new Promise((done) => setTimeout(done, ms, value));\n"
    "module.exports = { setTimeout: wait, setImmediate: (value) => wait(0, value) };",
    "url": "module.exports = { URL, URLSearchParams };",
}
"""Those of them that give nothing but what scripts find anyway, as code."""

MOST_STEPS = 10
"""Names that lead to other names, as `imports` and `browser` of a `package.json` have them."""

_FOLDER = "node_modules"
_ENDINGS = ("", ".js", ".mjs", ".cjs", ".json")
_FORMS: Mapping[str, Form] = {".mjs": "module", ".cjs": "commonjs", ".json": "json"}
_CONDITIONS = ("browser", "node")
"""One after the other, each with those that hold for everybody."""


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Why a module cannot be had, as a sentence for whoever asks for it, and what to do about it."""

    reason: Literal["node", "missing", "broken"]
    message: str
    help: str = ""


def package_part(specifier: str) -> tuple[str, str]:
    """The name of a package and what of it is meant: `@a/b/c/d` is `@a/b` and `./c/d`, `x` is `x` and `.`."""
    parts = specifier.split("/")
    count = 2 if specifier.startswith("@") else 1
    rest = "/".join(parts[count:])
    return "/".join(parts[:count]), f"./{rest}" if rest else "."


def is_of_package(path: Path, root: Path) -> bool:
    """Whether a file of a project belongs to an installed package."""
    return _FOLDER in path.parts[len(root.parts) :]


def package_of(path: Path) -> str:
    """The name of the package that a file belongs to; empty for a file of none."""
    parts = path.parts
    if _FOLDER not in parts:
        return ""
    at = len(parts) - parts[::-1].index(_FOLDER)
    return package_part("/".join(parts[at:-1]))[0]


class Packages:
    """The packages of one project. `resolve` gives the real place of a path."""

    def __init__(self, root: Path, files: Files, resolve: Callable[[Path], Path]) -> None:
        self.root = resolve(root)
        self._given_root = root
        self._files = files
        self._resolve = resolve
        self._read: dict[Path, dict[str, Any] | None] = {}
        self._above: dict[Path, tuple[Path, ...]] = {}
        self._scopes: dict[Path, tuple[Path, dict[str, Any]]] = {}
        self._made = self.root / _FOLDER / ".jaicp"
        self.nothing = self._made / "nothing.js"
        """Stands for files and packages that a package does without in browsers: it exports nothing."""

    def find(self, specifier: str, importer: Path, how: How, steps: int = 0) -> Path | Unavailable:
        """The file that an import means which names no file beside the importing one.

        `steps` counts the names that have led to this one.
        """
        if steps > MOST_STEPS:
            return Unavailable("broken", f"`{specifier}` leads to itself")
        if specifier.startswith("node:"):
            return self._of_node(specifier)
        if specifier.startswith("#"):
            return self._inner(specifier, importer, how, steps)
        if "://" in specifier or specifier.startswith(("data:", "file:")):
            return Unavailable("broken", f"`{specifier}` is an address, and modules are files", "")
        instead = self._in_browsers(importer).get(specifier)
        if instead is not None:
            return self._instead(instead, importer, how, steps)
        name, part = package_part(specifier)
        own = self._own_package(importer, name)
        for home in (*own, *self._homes(importer, name)):
            described = self.described(home)
            if described is not None or self._file(home / "index.js") is not None:
                return self._in_package(home, described or {}, part, specifier, how)
        if name in NODE_MODULES:
            return self._of_node(specifier)
        return self._missing(name, importer)

    def code_of(self, path: Path) -> str | None:
        """The code of a module that is no file; None for all others."""
        if path.parent != self._made:
            return None
        return SUPPLIED.get(path.stem.replace(".", "/"), "module.exports = {};")

    def _of_node(self, specifier: str) -> Path | Unavailable:
        name = specifier.removeprefix("node:")
        return self._made / f"{name.replace('/', '.')}.js" if name in SUPPLIED else _node(specifier)

    def file(self, path: Path) -> Path | None:
        """The file that a relative path means, as it is, with an ending, or `index.js` of a folder.

        None where there is none.
        """
        for ending in _ENDINGS:
            plain = self._file(path.with_name(path.name + ending))
            if plain is not None:
                return plain
        described = self.described(path)
        main = None if described is None else described.get("main")
        if isinstance(main, str) and main.strip("./"):
            entry = _below(path, main)
            found = self.file(entry) if path in entry.parents else None
            if found is not None:
                return found
        return next(filter(None, (self._file(path / f"index{e}") for e in _ENDINGS[1:])), None)

    def replaced(self, path: Path) -> Path:
        """The file that takes the place of another one of its package in browsers."""
        table = self._in_browsers(path)
        if not table:
            return path
        home = self._scope(path)[0]
        if not path.is_relative_to(home):
            return path
        name = "./" + path.relative_to(home).as_posix()
        instead = next((table[key] for key in _namings(name) if key in table), None)
        if instead is None:
            return path
        found = self._instead(instead, path, "import")
        return found if isinstance(found, Path) else path

    def form_of(self, path: Path) -> Form | Unavailable | None:
        """What a file is; None for a `.js` file whose package leaves it to the code itself."""
        form = _FORMS.get(path.suffix)
        if form is not None:
            return form
        if path.suffix not in (".js", ""):
            return Unavailable("broken", f"`{path.name}` is no JavaScript and no JSON")
        kind = self._scope(path)[1].get("type")
        return kind if kind in ("module", "commonjs") else None

    def shown(self, path: Path) -> Path:
        """A real path as the project's folder was given."""
        return self._given_root / path.relative_to(self.root)

    def described(self, folder: Path) -> dict[str, Any] | None:
        """What the `package.json` of a folder says; None where there is none that can be read."""
        path = folder / "package.json"
        if path not in self._read:
            self._read[path] = self._json(path)
        return self._read[path]

    def declares(self, name: str, importer: Path) -> bool:
        """Whether a `package.json` of the project names a package among its dependencies."""
        return any(
            name in fields
            for folder in self._folders(importer)
            for key in (
                "dependencies",
                "devDependencies",
                "peerDependencies",
                "optionalDependencies",
            )
            if isinstance(fields := (self.described(folder) or {}).get(key), dict)
        )

    # --- inside

    def _in_browsers(self, importer: Path) -> dict[str, Any]:
        """What the package of a file replaces in browsers: names of files and packages, by others or `false`."""
        table = self._scope(importer)[1].get("browser") if _FOLDER in importer.parts else None
        return table if isinstance(table, dict) else {}

    def _instead(
        self, target: object, importer: Path, how: How, steps: int = 0
    ) -> Path | Unavailable:
        if not isinstance(target, str):
            return self.nothing
        home = self._scope(importer)[0]
        if not target.startswith("."):
            return self.find(target, home.parent / "index.js", how, steps + 1)
        path = _below(home, target)
        found = self.file(path) if path.is_relative_to(home) else None
        return found or Unavailable("broken", f"`{target}` is no file of its package")

    def _json(self, path: Path) -> dict[str, Any] | None:
        found = self._file(path)
        if found is None:
            return None
        try:
            value = json.loads(self._files.read(found))
        except (OSError, ValueError, RecursionError):
            return {}
        return value if isinstance(value, dict) else {}

    def _file(self, path: Path) -> Path | None:
        """The real place of a file of the project."""
        if not self._files.is_file(path):
            return None
        real = self._resolve(path)
        return real if real.is_relative_to(self.root) else None

    def _folders(self, importer: Path) -> tuple[Path, ...]:
        """The folders from a file up to that of the project."""
        home = importer.parent
        known = self._above.get(home)
        if known is None:
            roots = (self.root, self._given_root)
            above = [one for one in (home, *home.parents) if any(map(one.is_relative_to, roots))]
            known = self._above[home] = tuple(above)
        return known

    def _homes(self, importer: Path, name: str) -> Iterator[Path]:
        for folder in self._folders(importer):
            if folder.name != _FOLDER:
                yield folder / _FOLDER / name

    def _scope(self, path: Path) -> tuple[Path, dict[str, Any]]:
        """The folder whose `package.json` is in charge of a file, and what that says."""
        known = self._scopes.get(path.parent)
        if known is None:
            known = self._scopes[path.parent] = self._scope_above(path)
        return known

    def _scope_above(self, path: Path) -> tuple[Path, dict[str, Any]]:
        for folder in self._folders(path):
            described = self.described(folder)
            if described is not None:
                return folder, described
            if folder.parent.name == _FOLDER:
                return folder, {}
        return path.parent, {}

    def _own_package(self, importer: Path, name: str) -> tuple[Path, ...]:
        """A package may import itself by its name, where it says what it exports."""
        folder, described = self._scope(importer)
        return (folder,) if described.get("name") == name and "exports" in described else ()

    def _inner(self, specifier: str, importer: Path, how: How, steps: int) -> Path | Unavailable:
        """`#name`, which the `imports` of the importer's own package explain."""
        folder, described = self._scope(importer)
        table = described.get("imports")
        target = _mapped(table, specifier, how) if isinstance(table, dict) else None
        if target is None:
            return Unavailable("broken", f"`{specifier}` is not among the `imports` of its package")
        if not target.startswith("./"):
            return self.find(target, importer, how, steps + 1)
        return self._target(folder, target, specifier)

    def _in_package(
        self, home: Path, described: dict[str, Any], part: str, specifier: str, how: How
    ) -> Path | Unavailable:
        exports = described.get("exports")
        if exports is not None:
            target = _exported(exports, part, how)
            if target is None:
                return Unavailable("broken", f"its package does not export `{specifier}`")
            return self._target(home, target, specifier)
        if part != ".":
            return self._target(home, part, specifier)
        keys = ("browser", "module", "main") if how == "import" else ("browser", "main")
        for key in keys:
            entry = described.get(key)
            if isinstance(entry, str) and entry:
                path = _below(home, entry)
                found = self.file(path) if path.is_relative_to(home) else None
                if found is not None:
                    return self.replaced(found)
        return self._target(home, "./index", specifier)

    def _target(self, home: Path, target: str, specifier: str) -> Path | Unavailable:
        path = _below(home, target)
        found = self.file(path) if path.is_relative_to(home) else None
        if found is None:
            name = package_part(specifier)[0]
            return Unavailable(
                "broken",
                f"`{specifier}` leads to no file of its package",
                f"`npm install {name}` in the project's folder brings it anew",
            )
        return self.replaced(found)

    def _missing(self, name: str, importer: Path) -> Unavailable:
        if not is_of_package(importer, self.root) and self.declares(name, importer):
            how = "type `npm install` in the folder of that `package.json`"
        else:
            how = f"type `npm install {name}` in the folder of the project's `package.json`"
        return Unavailable("missing", f"the package `{name}` is not installed", how)


def _node(specifier: str) -> Unavailable:
    return Unavailable(
        "node",
        f"`{specifier}` is a module of Node.js itself, which does not run here",
        "scripts have neither files nor connections of their own; for requests there is `$http`",
    )


def _namings(name: str) -> tuple[str, ...]:
    """How a file of a package may be called among what it replaces."""
    bare = name.removesuffix(".js")
    return (name, bare, name[2:], bare.removesuffix("/index"))


def _below(folder: Path, path: str) -> Path:
    """A path in a folder, without `..`, so that it can be told whether it leads out of it."""
    return Path(posixpath.normpath(f"{folder.as_posix()}/{path}"))


def _exported(exports: object, part: str, how: How) -> str | None:
    """What `exports` of a package makes of a part of it."""
    is_table = isinstance(exports, dict) and any(key.startswith(".") for key in exports)
    if is_table:
        assert isinstance(exports, dict)
        return _mapped(exports, part, how)
    return _chosen(exports, how) if part == "." else None


def _mapped(table: Mapping[str, object], key: str, how: How) -> str | None:
    """A key of `exports` or `imports`, whole or by the longest pattern with a `*`."""
    if key in table and "*" not in key:
        return _chosen(table[key], how)
    best, filling = "", ""
    for pattern in table:
        before, star, after = pattern.partition("*")
        fits = star and key.startswith(before) and key.endswith(after)
        if fits and len(key) > len(before) + len(after) - 1 and len(before) >= len(best):
            best, filling = pattern, key[len(before) : len(key) - len(after)]
    if not best:
        return None
    target = _chosen(table[best], how)
    return None if target is None else target.replace("*", filling)


def _chosen(target: object, how: How) -> str | None:
    """The file that a target names under the conditions that hold."""
    for one in _CONDITIONS:
        found = _first(target, {how, "default", one})
        if found is not None:
            return found
    return None


def _first(target: object, conditions: set[str], depth: int = 0) -> str | None:
    if isinstance(target, str):
        return target
    if depth > 20:
        return None
    if isinstance(target, list):
        found = (_first(one, conditions, depth + 1) for one in target)
    elif isinstance(target, dict):
        chosen = (one for key, one in target.items() if key in conditions)
        found = (_first(one, conditions, depth + 1) for one in chosen)
    else:
        return None
    return next((one for one in found if one is not None), None)
