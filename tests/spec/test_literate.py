"""The reader of chapters itself: what it reads, and that a wrong announcement fails."""

from pathlib import Path

import pytest
from literate import read_chapter, verify

CHAPTER = """\
only: unknown-state, JC1

# A chapter

Prose is not read.

## A case

```sc
theme: /
    state: A
        # error: [unknown-state] "/B"
#            ^^
        go!: /B
```

```js helpers.js
f();
```

## Two cases

```sc
theme: /
```

```sc
theme: /A
```
"""


def test_headings_and_blocks_are_cases() -> None:
    cases = read_chapter(CHAPTER)
    assert [(case.name, sorted(case.files)) for case in cases] == [
        ("A case", ["helpers.js", "main.sc"]),
        ("Two cases", ["main.sc"]),
        ("Two cases", ["main.sc"]),
    ]
    assert cases[0].only == ("unknown-state", "JC1")
    assert cases[0].line == 9


def test_with_a_configuration_the_script_lies_in_src() -> None:
    text = "# A\n```sc\ntheme: /\n```\n```yaml chatbot.yaml\nentryPoint: main.sc\n```\n"
    assert sorted(read_chapter(text)[0].files) == ["chatbot.yaml", "src/main.sc"]


def test_what_is_announced_rightly_passes(tmp_path: Path) -> None:
    verify(read_chapter(CHAPTER)[0], tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("#            ^^\n", "#             ^^\n"),
        ("[unknown-state]", "[unknown-tag]"),
        ("# error", "# warning"),
        ('"/B"', '"/C"'),
        ('        # error: [unknown-state] "/B"\n#            ^^\n', ""),
        ("go!: /B", "go!: /A"),
    ],
)
def test_what_is_announced_wrongly_fails(old: str, new: str, tmp_path: Path) -> None:
    case = read_chapter(CHAPTER.replace(old, new))[0]
    with pytest.raises(pytest.fail.Exception):
        verify(case, tmp_path)
