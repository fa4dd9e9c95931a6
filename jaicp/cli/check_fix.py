"""`jaicp check --fix`, `--unsafe-fixes` and `--diff`: make fixes, or show what they would change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from jaicp.check.checker import Checked
from jaicp.check.fixes import Applied, Fixed, Overlay, apply_fixes
from jaicp.check.rewriting import can_be_rewritten, rewrite
from jaicp.cli.check_report import applied_line
from jaicp.cli.diffs import render_diff
from jaicp.cli.output import print_note, print_result
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.render import relative_path
from jaicp.text.source import Source

__all__ = ["fix_project", "show_fixes"]

Check = Callable[[Overlay], Checked]


def fix_project(check: Check, *, unsafe: bool, root: Path) -> tuple[list[Applied], bool]:
    """Fix the files of a project and tell about each fix: the fixes, and whether all could be written.

    A fix that touches several files is made in all that can be written.
    """
    fixed = _try(check, unsafe=unsafe)
    unwritten: set[Path] = set()
    for path, text in fixed.texts.items():
        source = fixed.before[path]
        try:
            rewrite(source, text)
        except OSError as error:
            unwritten.add(path)
            reason = error.strerror or str(error)
            print_note(f"{relative_path(path, root)} was left alone: {reason.lower()}")
            continue
        for one in _of_file(fixed, source):
            print_note(f"fixed {applied_line(one, root)}")
    done = [one for one in fixed.applied if _path(one) not in unwritten]
    return done, not unwritten


def show_fixes(check: Check, *, unsafe: bool, root: Path, colour: bool) -> list[Applied]:
    """Print what fixes would change as a diff, and write nothing."""
    fixed = _try(check, unsafe=unsafe)
    for path, text in fixed.texts.items():
        shown = render_diff(fixed.before[path], text, root=root, colour=colour)
        print_result(shown, colour=colour)
    return list(fixed.applied)


def _try(check: Check, *, unsafe: bool) -> Fixed:
    def look(overlay: Overlay) -> Sequence[Diagnostic]:
        return check(overlay).diagnostics

    return apply_fixes(look, unsafe=unsafe, fixable=can_be_rewritten)


def _of_file(fixed: Fixed, source: Source) -> list[Applied]:
    return [one for one in fixed.applied if _path(one) == source.path]


def _path(one: Applied) -> Path:
    return one.fix.edits[0].span.source.path
