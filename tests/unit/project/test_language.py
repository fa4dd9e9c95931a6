"""What the language allows, form by form: each is read without an error, and as what it means.

Sources: the vendor's pages on the DSL, and forms that public bots use which no page mentions.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from jaicp.check.checker import check
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.project.symbols import Project
from jaicp.syntax import ast
from jaicp.syntax.ast import walk

ROOT = "theme: /\n"
START = f"{ROOT}    state: Start\n        q!: start\n"


def read(script: str, **others: str) -> Project:
    """A project that is told to have no errors; `others` by names with `_` for the dot."""
    folder = Path("bot").absolute()
    texts = {folder / "main.sc": script}
    texts |= {
        folder / name.replace("__", "/").replace("_", "."): text for name, text in others.items()
    }
    checked = check(load_project(folder / "main.sc", DiskFiles(texts)))
    assert [one.message for one in checked.diagnostics if one.is_error] == []
    return checked.project


def nodes(project: Project, kind: type) -> list:
    """All nodes of a kind, in load order."""
    return [node for one in project.documents for node in walk(one) if isinstance(node, kind)]


FORMS = dict(
    re.findall(
        r"^## ([^\n]+)\n\n```\n(.*?)^```$",
        Path(__file__).with_name("forms.md").read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
)
UNSEEN = {
    "tabs": "theme: /\n\tstate: Start\n\t\tq!: hi\n\t\ta: Hi\n",
    "carriage returns": (START + "        a: x\n").replace("\n", "\r\n"),
    "a mark at the beginning": "\ufeff" + START,
    "invisible characters": START + "        a:\u00a0x\u200b\n",
}
"""Forms of which one would see nothing on a page."""


@pytest.mark.parametrize("script", [*FORMS.values(), *UNSEEN.values()], ids=[*FORMS, *UNSEEN])
def test_it_is_read(script: str) -> None:
    assert nodes(read(script), ast.Unknown) == []


ACTIONS = """\
    HttpRequest:
        url = https://a.example/api
        method = POST
        body = {
            "id": "{{$session.id}}"
            }
        headers = [{"name":"Accept","value":"text/plain"}]
        vars =
            [{"name": "x", "value": "$httpResponse.y"}]
        timeout = 0
        okState = /End
        errorState = /End
    InputText:
        prompt = Name?
        html =
        htmlEnabled = false
        varName = name
        then = /End
        actions = [{"buttons":[{"name":"Skip","transition":"/End"}],"type":"buttons"}]
    InputNumber:
        prompt = How many?
        varName = count
        minValue = 1
        maxValue = 10
        failureMessage = ["No.", "Not so."]
        then = /End
    InputPhoneNumber:
        prompt = Phone?
        varName = phone
        failureMessage = "text"
        then = /End
    InputFile:
        prompt = File?
        varName = file
        then = /End
        errorState = /End
    Confirmation:
        prompt = Sure?
        agreeState = /End
        disagreeState = /End
        useButtons = true
        agreeButton = Yes
        disagreeButton = No
    Email:
        destination = a@a.example
        subject = Hi
        text = {{$session.text}}
        files = [{"name":"a","url":"https://a.example"}]
        html =
        htmlEnabled = false
        okState = /End
        errorState = /End
    Sms:
        text = Hi
        destination = 79990000000
    GoogleSheets:
        operationType = readDataFromCells
        integrationId = id
        spreadsheetId = id
        sheetName = one
        body = [{"varName":"a","cell":"A1"}]
        okState = /End
        errorState = /End
    TransferToOperator:
        titleOfCloseButton = Close
        messageBeforeTransfer = Wait
        prechatAttributes = {"a": "b"}
        ignoreOffline = true
        messageForWaitingOperator = Nearly
        noOperatorsOnlineState = /End
        dialogCompletedState = /End
        sendMessageHistoryAmount = 5
        sendMessagesToOperator = true
        destination = sales
    TransferCallToOperator:
        phoneNumber = 79990000000
        then = /End
        errorState = /End
    TelegramPayment:
        providerToken = {{$injector.token}}
        paymentTitle = A
        amount = 1
        okState = /End
        errorState = /End
        catchAllState = /End
    Transition:
        then = /End
"""


BLOCKS = [block for block in re.split(r"^(?= {4}\w)", ACTIONS, flags=re.MULTILINE) if block]


@pytest.mark.parametrize("block", BLOCKS, ids=[block.split(":")[0].strip() for block in BLOCKS])
def test_action_tags_are_read_with_their_settings(block: str) -> None:
    inside = "".join(f"    {line}\n" for line in block.splitlines())
    project = read(
        f"{ROOT}    state: Start\n        q!: go\n{inside}\n    state: End\n        a: End\n"
    )
    (action,) = nodes(project, ast.Action)
    written = re.findall(r"^ {8}(\w+) =", block, re.MULTILINE)
    assert [setting.key.text for setting in action.settings] == written


def test_what_can_be_required() -> None:
    project = read(
        "require: a.sc\n    rootTheme = /Inner\nrequire: sub/b.sc\nrequire: c.js\nrequire: d.js\n"
        "    type = scriptEs6\n    name = d\nrequire: e.csv\n    name = e\n    var = $E\n"
        "require: f.yaml\n    var = f\nrequire: g.json\n  var = g\n  injector = {a: 1, \"b\": [2]}\n"
        f"require: a.sc\n{START}        go!: /Inner/Own/A\n",
        a_sc="require: main.sc\ntheme: /Own\n    state: A\n        a: x\n",
        sub__b_sc="require: ../c.js\nrequire: h.js\ntheme: /\n    state: B\n        q!: b\n        a: x\n",
        c_js="var c = 1;", d_js="export default {a: 1};", e_csv='1;moscow;{"a": 1}\n', f_yaml="a: 1\n",
        g_json='{"a": 1}',
        sub__h_js="var h = 1;",
    )  # fmt: skip
    assert {"/Inner/Own/A", "/B", "/Start"} <= set(project.states)
    assert list(project.dictionaries) == ["e"]
    assert [one.source.path.name for one in project.documents] == ["main.sc", "a.sc", "b.sc"]


def test_themes_merge_across_files() -> None:
    project = read(
        f"require: a.sc\n{START}        go!: /A\ntheme: /\n    state: C\n        q!: c\n        go!: /\n",
        a_sc="theme: /\n    state: A\n        a: x\n",
    )
    assert set(project.states) == {"/", "/A", "/Start", "/C"}


def test_edges_of_triggers() -> None:
    project = read(
        f"{ROOT}    state: S\n        q: a\n        q!: b\n        q: c || fromState = /T, onlyThisState = true\n"
        "        q: d || toState = .\n        a: x\n\n    state: T\n        q!: t\n        a: x\n"
    )
    edges = [(one.source, one.target, one.only_here) for one in project.triggers]
    assert edges == [
        ("/", "/S", False), ("/", "/S", False), ("/T", "/S", True), ("/S", "/S", False), ("/", "/T", False),
    ]  # fmt: skip


def test_all_forms_are_there() -> None:
    page = Path(__file__).with_name("forms.md").read_text(encoding="utf-8")
    assert len(FORMS) == page.count("\n## ") > 40
