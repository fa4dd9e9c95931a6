"""Coverage as lines of text, as plain data for JSON, and as a page that stands by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from jaicp.testing.coverage import Coverage, Item, Kind
from jaicp.text.cells import clean
from jaicp.text.palette import Palette
from jaicp.text.render import relative_path

__all__ = ["coverage_data", "coverage_page", "coverage_text"]

KINDS: tuple[Kind, ...] = ("state", "trigger", "transition")

_VERB = {"state": "entered", "trigger": "taken", "transition": "walked"}


def coverage_text(coverage: Coverage, *, colour: bool, root: Path) -> str:
    """Three totals, then what was not walked, a line each with its place."""
    palette = Palette(colour)
    lines = []
    for kind in KINDS:
        walked, total = coverage.counts(kind)
        head = f"{walked} of {total} {kind}s were {_VERB[kind]}"
        lines.append(palette.strong(head) + f" ({_percent(walked, total)})")
        for item in coverage.of(kind):
            if not item.times:
                place = palette.faint(f"  {_place(item, root)}")
                lines.append(f"  not {_VERB[kind]}: {clean(_named(item))}{place}")
    return "\n".join(lines) + "\n"


def _named(item: Item) -> str:
    """An item by itself: a transition is named with the state that it leaves."""
    return f"{item.state} {item.text}" if item.kind == "transition" else item.text


def _percent(walked: int, total: int) -> str:
    return f"{100 * walked // total} %" if total else "nothing to walk"


def _place(item: Item, root: Path) -> str:
    if item.span is None:
        return ""
    return f"{relative_path(item.span.source.path, root)}:{item.span.location[0]}"


# --- for programs


def coverage_data(coverage: Coverage, *, root: Path) -> dict[str, object]:
    """`entered` and `missed` states by path, totals of each kind, and each item with its place."""
    states = coverage.of("state")
    return {
        "entered": sorted(item.text for item in states if item.times),
        "missed": [item.text for item in states if not item.times],
        "totals": {
            f"{kind}s": dict(zip(("walked", "all"), coverage.counts(kind), strict=True))
            for kind in KINDS
        },
        "items": [_item_data(item, root) for item in coverage.items],
    }


def _item_data(item: Item, root: Path) -> dict[str, object]:
    data: dict[str, object] = {
        "kind": item.kind,
        "state": item.state,
        "text": item.text,
        "times": item.times,
    }
    if item.span is not None:
        data["file"] = relative_path(item.span.source.path, root)
        data["line"] = item.span.location[0]
    return data


# --- a page

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #222 }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem }
.totals { display: flex; gap: 2rem; flex-wrap: wrap } .totals div { min-width: 12rem }
.bar { background: #f3c6c2; height: .5rem; border-radius: .25rem; overflow: hidden }
.bar i { display: block; height: 100%; background: #4b9e5f }
table { border-collapse: collapse; width: 100% }
td { padding: .15rem .6rem; border-top: 1px solid #eee; vertical-align: top }
td.times, td.line { text-align: right; white-space: nowrap; color: #777; width: 4rem }
tr.missed td { background: #fdf0ee } tr.state td { font-weight: 600; border-top-color: #bbb }
tr:not(.state) td.text { padding-left: 2rem; font-family: ui-monospace, monospace; font-size: 13px }
@media (prefers-color-scheme: dark) {
  body { background: #1b1b1d; color: #ddd } td { border-top-color: #333 }
  tr.missed td { background: #3a2422 } .bar { background: #5a3532 }
}
"""


def coverage_page(coverage: Coverage, *, name: str, root: Path) -> str:
    """An HTML page, without other files: totals, and each state with its triggers and ways, file by file."""
    title = f"Coverage of {escape(name)}"
    parts = [
        f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>',
        f'<meta name="viewport" content="width=device-width">\n<style>{_STYLE}</style>',
        f'<h1>{title}</h1>\n<div class="totals">',
        *(_total(kind, *coverage.counts(kind)) for kind in KINDS),
        "</div>",
        *_files(coverage.items, root),
        "</html>\n",
    ]
    return "\n".join(parts)


def _total(kind: Kind, walked: int, total: int) -> str:
    share = 100 * walked / total if total else 100
    return (
        f"<div>{walked} of {total} {kind}s ({_percent(walked, total)})"
        f'<div class="bar"><i style="width:{share:.1f}%"></i></div></div>'
    )


def _files(items: Iterable[Item], root: Path) -> Iterator[str]:
    """One table a file, its items in the order of its lines; a state before what stands on the same line."""
    files: dict[str, list[Item]] = {}
    for item in items:
        if item.span is not None:
            files.setdefault(relative_path(item.span.source.path, root), []).append(item)
    for path, mine in sorted(files.items()):
        rows = sorted(mine, key=lambda item: item.span.start if item.span else 0)
        yield f"<h2>{escape(path)}</h2>\n<table>"
        yield from (_row(item) for item in rows)
        yield "</table>"


def _row(item: Item) -> str:
    line = item.span.location[0] if item.span is not None else ""
    classes = item.kind if item.times else f"{item.kind} missed"
    times = f"{item.times} ×" if item.times else "never"
    return (
        f'<tr class="{classes}"><td class="line">{line}</td>'
        f'<td class="text">{escape(item.text)}</td><td class="times">{times}</td></tr>'
    )
