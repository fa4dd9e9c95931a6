"""What scripts of bots call that is not there: functions, and methods of the platform's objects.

    python tests/bench/scan_calls.py FOLDER... [--all] [--most N]

Each FOLDER is looked through for projects (folders with a `chatbot.yaml`, or the folder itself). For every name
that some project's scripts call, and that neither the language, the prelude nor the project's own files define, it
prints in how many projects it is called, how often, and one place. Methods of the platform that are known but not
built are among them, marked as such. Functions of projects with missing files or
modules may be defined there: they are only listed with `--all`.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jaicp.check.code import Code, CodeKind, Scripts, code_of, code_of_file
from jaicp.check.project_names import names_for, project_names
from jaicp.project.link import load_project
from jaicp.project.loader import JsFile
from jaicp.project.symbols import Project
from jaicp.script.surface import UNBUILT, functions_of, members_of
from jaicp.syntax import ast

_METHODS = """
(call_expression function: (member_expression object: (identifier) @owner property: (property_identifier) @member))
"""


@dataclass
class Called:
    """A name that is not there: in which projects, how often, and where for instance."""

    projects: set[Path] = field(default_factory=set)
    count: int = 0
    place: str = ""


def projects_in(folder: Path) -> Iterator[Path]:
    """The folders of projects below a folder; copies of others inside of a project are left out."""
    found = sorted({path.parent for path in folder.rglob("chatbot.yaml")})
    outermost = [path for path in found if not any(other in path.parents for other in found)]
    yield from outermost or [folder]


def pieces_of(project: Project) -> Iterator[Code]:
    """All JavaScript of a project."""
    for document in project.documents:
        for node in ast.walk(document):
            yield from code_of(node)
    yield from (code_of_file(unit) for unit in project.units if isinstance(unit, JsFile))


def missing_in(project: Project) -> Iterator[tuple[str, str, bool]]:
    """What one project calls in vain: the name, the place, and whether it might be defined elsewhere."""
    scripts = Scripts()
    own = project_names(project, scripts)
    for code in pieces_of(project):
        if code.kind is CodeKind.FILE and code.span.source.path.name.endswith(".min.js"):
            continue
        known = names_for(code.kind) | own.defined
        names = scripts.names(code)
        free = {name.start + code.span.start for name in names.free if name.sure}
        for name in names.free:
            if name.called and name.sure and name.name not in known:
                yield name.name, _place(code, name.start), not own.complete
        tree = scripts.tree(code)
        pairs = [] if tree is None else tree.find(_METHODS)
        for (_, owner), (_, member) in zip(pairs[::2], pairs[1::2], strict=True):
            pair = f"{owner.text}.{member.text}"
            members = members_of(owner.text)
            if members is None or owner.start not in free:
                continue
            if pair in own.members:
                continue
            if member.text not in members:
                yield pair, _place(code, owner.start - code.span.start), False
            elif _is_unbuilt(owner.text, member.text):
                yield f"{pair} (not built)", _place(code, owner.start - code.span.start), False
    scripts.close()


def _is_unbuilt(owner: str, member: str) -> bool:
    """Whether a method of the platform is there only to say that it is not available."""
    return UNBUILT in functions_of(owner).get(member, "")


def _place(code: Code, offset: int) -> str:
    source = code.span.source
    line, _ = source.location(code.span.start + offset)
    return f"{source.path}:{line}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--all", action="store_true", help="also what missing files may define")
    parser.add_argument("--most", type=int, default=100, metavar="N", help="lines to print")
    options = parser.parse_args()
    table: dict[str, Called] = defaultdict(Called)
    count = 0
    for folder in options.folders:
        for home in projects_in(folder):
            try:
                project = load_project(home)
            except FileNotFoundError as error:
                sys.exit(str(error))
            count += 1
            for name, place, elsewhere in missing_in(project):
                if options.all or not elsewhere:
                    entry = table[name]
                    entry.projects.add(home)
                    entry.count += 1
                    entry.place = entry.place or place
    print(f"{count} projects\nprojects  calls  name")
    ranked = sorted(table.items(), key=lambda item: (-len(item[1].projects), item[0]))
    for name, entry in ranked[: options.most]:
        print(f"{len(entry.projects):8}  {entry.count:5}  {name:40} {entry.place}")


if __name__ == "__main__":
    main()
