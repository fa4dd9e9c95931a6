"""`jaicp explain`: pages for reading."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from jaicp.cli.explain import PHASES, explain
from jaicp.cli.pages import on_terminal
from jaicp.text.codes import CATALOGUE

PAGE = """\
# JC201 unknown-state

A path leads to no state, see [JC202](JC202.md), and this sentence is long enough to be broken.

- an item that is long enough to be broken into lines
- another

```sc main.sc
theme: /

    state: A
```
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(explain, arguments)


@pytest.mark.parametrize("name", ["JC201", "jc201", "201", "unknown-state", "Unknown-State"])
def test_a_page_is_found_by_code_or_slug(name: str) -> None:
    result = run(name)
    assert result.exit_code == 0
    assert result.stdout.startswith("# JC201 unknown-state\n")


def test_through_a_pipe_it_is_markdown() -> None:
    assert "```sc\n" in run("JC201").stdout
    assert run("JC801").stdout.startswith("# JC801"), "front matter is not for readers"


@pytest.mark.parametrize(("name", "near"), [("JC2011", "JC201"), ("unknwn-state", "unknown-state")])
def test_an_unknown_code_gets_the_nearest(name: str, near: str) -> None:
    result = run(name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"the nearest is `{near}`" in result.stderr


def test_without_a_code_all_are_listed_by_phase() -> None:
    lines = run().stdout.splitlines()
    assert lines[0] == f"JC1xx: {PHASES['1']}"
    listed = [line.split()[0] for line in lines if line.startswith("  JC")]
    assert listed == sorted(CATALOGUE)


def test_on_a_terminal_it_is_wrapped_and_examples_are_indented() -> None:
    assert on_terminal(PAGE, colour=False, width=40).splitlines() == [
        "JC201 unknown-state",
        "",
        "A path leads to no state, see JC202, and",
        "this sentence is long enough to be",
        "broken.",
        "",
        "- an item that is long enough to be",
        "  broken into lines",
        "- another",
        "",
        "    main.sc:",
        "    theme: /",
        "",
        "        state: A",
    ]


def test_headings_are_bold() -> None:
    assert on_terminal(PAGE, colour=True, width=80).startswith("\x1b[1mJC201 unknown-state\x1b[0m")
