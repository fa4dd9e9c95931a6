from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from editor import Editor, write

CLEAN = {
    "chatbot.yaml": "name: clean\nentryPoint: main.sc\n",
    "src/main.sc": """\
require: functions.js
require: more/orders.sc

patterns:
    $hello = (hello|hi|привет)

theme: /
    state: Start
        q!: * $hello *
        script:
            $session.greeted = greet($client.name);
        a: 👋 Привет, {{ greet("Ann") }}!
        buttons:
            "Order" -> /Orders/New
        go!: ./Ask

        state: Ask
            a: What can I do?

    state: NoMatch
        event!: noMatch
        a: Pardon?
        go: ../Start
""",
    "src/more/orders.sc": """\
theme: /Orders
    state: New
        q!: * order [$hello] *
        a: What would you like?

        state: Cancel
            q: * cancel *
            a: As you like.
            go!: /Start
""",
    "src/functions.js": """\
/** Words for somebody who comes in. */
function greet(name) {
    return "dear " + name;
}
""",
    "test/orders.xml": """\
<test>
    <test-case id="order">
        <q>order</q>
        <a state="/Orders/New">What would you like?</a>
    </test-case>
</test>
""",
}

BROKEN = {
    "chatbot.yaml": "name: broken\nentryPoint: main.sc\n",
    "src/main.sc": """\
require: other.sc
require: nowhere.sc

theme: /
    state: Start
        q!: * (hello *
        script:
            var x = ;
        a: 😀 Привет {{ $session. }}
        go!: /Othr/State
    stat: Lost
        a: Nobody gets here.
    state: NoMatch
        event!: noMatch
        a: Pardon?
""",
    "src/other.sc": """\
theme: /Other
    state: State
        q!: * $unknown *
        a: Hm.
""",
}


def _editor(folder: Path, files: dict[str, str]) -> Iterator[Editor]:
    editor = Editor(write(folder, files))
    yield editor
    editor.close()


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor on a bot without mistakes; whoever edits its files puts them back."""
    yield from _editor(tmp_path_factory.mktemp("clean bot"), CLEAN)


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor on a bot full of mistakes."""
    yield from _editor(tmp_path_factory.mktemp("broken"), BROKEN)


@pytest.fixture(scope="session")
def _traveller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    yield from _editor(tmp_path_factory.mktemp("nothing"), {})


@pytest.fixture
def fresh(_traveller: Editor, tmp_path: Path) -> Editor:
    """An editor on a copy of the bot without mistakes, for one test."""
    _traveller.move(write(tmp_path, CLEAN))
    return _traveller


@pytest.fixture
def empty(_traveller: Editor, tmp_path: Path) -> Editor:
    """An editor on an empty folder, for one test."""
    _traveller.move(tmp_path)
    return _traveller
