"""Going to definitions, references, renaming; links and the call hierarchy."""

from __future__ import annotations

from typing import Any

import pytest
from editor import Editor, offset, write
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

MAIN, ORDERS, FUNCTIONS, SUITE = (
    "src/main.sc", "src/more/orders.sc", "src/functions.js", "test/orders.xml",
)  # fmt: skip


def definition(editor: Editor, name: str, marked: str) -> list[str]:
    params = lsp.DefinitionParams(**editor.at(name, marked))
    found = editor.do(editor.client.text_document_definition_async(params))
    return [editor.text_of(one) for one in found or ()]


def references(editor: Editor, name: str, marked: str, declared: bool = True) -> list[str]:
    context = lsp.ReferenceContext(declared)
    params = lsp.ReferenceParams(context, **editor.at(name, marked))
    found = editor.do(editor.client.text_document_references_async(params))
    return sorted(editor.text_of(one) for one in found or ())


def rename(editor: Editor, name: str, marked: str, new: str) -> dict[str, str]:
    """The lines that a renaming changes, by `file:line`."""
    params = lsp.RenameParams(new_name=new, **editor.at(name, marked))
    edit = editor.do(editor.client.text_document_rename_async(params))
    changed = {}
    for file in edit.document_changes:
        path = file.text_document.uri.removeprefix(editor.folder.as_uri() + "/")
        before = editor.texts.get(path) or (editor.folder / path).read_text(encoding="utf-8")
        after = before
        for one in sorted(file.edits, key=lambda one: one.range.start, reverse=True):
            start, end = offset(before, one.range.start), offset(before, one.range.end)
            after = after[:start] + one.new_text + after[end:]
        pairs = zip(before.splitlines(), after.splitlines(), strict=True)
        for number, (old, line) in enumerate(pairs, 1):
            if old != line:
                changed[f"{path}:{number}"] = line.strip()
    return changed


@pytest.fixture
def opened(clean: Editor) -> Editor:
    for name in (MAIN, ORDERS, FUNCTIONS, SUITE):
        if name not in clean.texts:
            clean.open(name)
    return clean


class TestDefinitions:
    @pytest.mark.parametrize(
        ("name", "marked", "found"),
        [
            (MAIN, "-> /Orders/Ne¦w", "src/more/orders.sc:2: New"),
            (MAIN, "-> /Ord¦ers/New", "src/more/orders.sc:1: /Orders"),
            (MAIN, "go!: ./A¦sk", "src/main.sc:17: Ask"),
            (MAIN, "go: ../Star¦t", "src/main.sc:8: Start"),
            (MAIN, "q!: * $he¦llo *", "src/main.sc:5: hello"),
            (ORDERS, "[$hel¦lo]", "src/main.sc:5: hello"),
            (MAIN, 'gre¦et("Ann")', "src/functions.js:2: greet"),
            (MAIN, "gre¦et($client.name)", "src/functions.js:2: greet"),
            (MAIN, "require: funct¦ions.js", "src/functions.js:1: "),
            (MAIN, "require: more/or¦ders.sc", "src/more/orders.sc:1: "),
            (SUITE, 'state="/Orders/Ne¦w"', "src/more/orders.sc:2: New"),
        ],
    )
    def test_a_name_leads_to_where_it_is_defined(
        self, opened: Editor, name: str, marked: str, found: str
    ) -> None:
        assert definition(opened, name, marked) == [found]

    def test_nothing_is_found_where_nothing_is_named(self, opened: Editor) -> None:
        assert definition(opened, MAIN, "a: What ¦can I do?") == []

    def test_a_path_that_leads_nowhere_leads_nowhere(self, broken: Editor) -> None:
        broken.open(MAIN)
        assert definition(broken, MAIN, "go!: /Othr/St¦ate") == []

    def test_a_broken_script_still_knows_the_rest(self, broken: Editor) -> None:
        broken.open(MAIN)
        broken.edit(MAIN, "/Othr/State", "/Other/State")
        assert definition(broken, MAIN, "go!: /Other/St¦ate") == ["src/other.sc:2: State"]
        broken.edit(MAIN, "/Other/State", "/Othr/State")


class TestReferences:
    def test_a_state_is_named_in_paths_of_all_kinds(self, opened: Editor) -> None:
        assert references(opened, ORDERS, "go!: /Star¦t") == [
            "src/main.sc:23: ../Start",
            "src/main.sc:8: Start",
            "src/more/orders.sc:9: /Start",
        ]
        assert references(opened, ORDERS, "state: Ne¦w", declared=False) == [
            "src/main.sc:14: /Orders/New",
            "test/orders.xml:4: /Orders/New",
        ]

    def test_patterns_and_functions_are_found_in_all_files(self, opened: Editor) -> None:
        assert references(opened, MAIN, "$hel¦lo = ") == [
            "src/main.sc:5: hello",
            "src/main.sc:9: hello",
            "src/more/orders.sc:3: hello",
        ]
        assert references(opened, FUNCTIONS, "function gree¦t") == [
            "src/functions.js:2: greet",
            "src/main.sc:11: greet",
            "src/main.sc:12: greet",
        ]

    def test_names_in_the_same_file_are_highlighted(self, opened: Editor) -> None:
        params = lsp.DocumentHighlightParams(**opened.at(MAIN, "$hel¦lo = "))
        found = opened.do(opened.client.text_document_document_highlight_async(params))
        assert [one.range.start.line for one in found] == [4, 8]

    def test_a_local_variable_is_another_one(self, fresh: Editor) -> None:
        fresh.open(FUNCTIONS)
        fresh.edit(
            FUNCTIONS, "function greet", "function other(greet) { return greet; }\nfunction greet"
        )
        assert "src/functions.js:2: greet" not in references(fresh, FUNCTIONS, "function gree¦t(")


class TestRenaming:
    def test_a_state_is_renamed_in_every_path_through_it(self, opened: Editor) -> None:
        assert rename(opened, MAIN, "state: Sta¦rt", "Hello") == {
            "src/main.sc:8": "state: Hello",
            "src/main.sc:23": "go: ../Hello",
            "src/more/orders.sc:9": "go!: /Hello",
        }

    def test_a_theme_is_renamed_with_the_paths_below_it(self, opened: Editor) -> None:
        assert rename(opened, ORDERS, "theme: /Ord¦ers", "Sales") == {
            "src/more/orders.sc:1": "theme: /Sales",
            "src/main.sc:14": '"Order" -> /Sales/New',
            "test/orders.xml:4": '<a state="/Sales/New">What would you like?</a>',
        }

    def test_patterns_and_functions(self, opened: Editor) -> None:
        assert rename(opened, ORDERS, "[$hel¦lo]", "$greeting") == {
            "src/main.sc:5": "$greeting = (hello|hi|привет)",
            "src/main.sc:9": "q!: * $greeting *",
            "src/more/orders.sc:3": "q!: * order [$greeting] *",
        }
        assert rename(opened, MAIN, 'gre¦et("Ann")', "welcome") == {
            "src/functions.js:2": "function welcome(name) {",
            "src/main.sc:11": "$session.greeted = welcome($client.name);",
            "src/main.sc:12": 'a: 👋 Привет, {{ welcome("Ann") }}!',
        }

    def test_only_the_name_is_marked_for_renaming(self, opened: Editor) -> None:
        params = lsp.PrepareRenameParams(**opened.at(ORDERS, "go!: /St¦art"))
        where: Any = opened.do(opened.client.text_document_prepare_rename_async(params))
        assert (where.start.character, where.end.character) == (18, 23)

    @pytest.mark.parametrize("new", ["a/b", "NoMatch", ""])
    def test_a_name_that_will_not_do_is_refused(self, opened: Editor, new: str) -> None:
        with pytest.raises(JsonRpcException):
            rename(opened, MAIN, "state: Sta¦rt", new)

    def test_a_file_moves_with_the_lines_that_require_it(self, opened: Editor) -> None:
        marked = opened.at(MAIN, "require: more/or¦ders.sc")
        params = lsp.RenameParams(new_name="sales/all.sc", **marked)
        edit = opened.do(opened.client.text_document_rename_async(params))
        change, moved = edit.document_changes
        assert [one.new_text for one in change.edits] == ["sales/all.sc"]
        assert (moved.old_uri, moved.new_uri) == (
            opened.uri(ORDERS),
            opened.uri("src/sales/all.sc"),
        )

    def test_files_that_the_editor_renames_are_required_by_their_new_names(
        self, opened: Editor
    ) -> None:
        rename = lsp.FileRename(opened.uri(FUNCTIONS), opened.uri("src/more/code.js"))
        params = lsp.RenameFilesParams([rename])
        edit = opened.do(opened.client.workspace_will_rename_files_async(params))
        (change,) = edit.document_changes
        assert [one.new_text for one in change.edits] == ["more/code.js"]

    def test_an_intent_is_renamed_in_scripts_and_in_the_nlu_file(self, empty: Editor) -> None:
        write(empty.folder, {
            "chatbot.yaml": "name: x\nentryPoint: main.sc\n",
            "src/main.sc": "theme: /\n    state: A\n        intent!: /order\n        a: hi\n",
            "nlu.json": '{"intents": [{"path": "/order", "phrases": ["buy"]}]}\n',
        })  # fmt: skip
        empty.open(MAIN)
        assert rename(empty, MAIN, "intent!: /or¦der", "purchase") == {
            "src/main.sc:3": "intent!: /purchase",
            "nlu.json:1": '{"intents": [{"path": "/purchase", "phrases": ["buy"]}]}',
        }


class TestWays:
    def test_required_files_are_links(self, opened: Editor) -> None:
        params = lsp.DocumentLinkParams(opened.document(MAIN))
        links = opened.do(opened.client.text_document_document_link_async(params))
        assert [one.target for one in links] == [opened.uri(FUNCTIONS), opened.uri(ORDERS)]

    def test_the_hierarchy_of_go_shows_where_states_lead(self, opened: Editor) -> None:
        client = opened.client
        prepare = lsp.CallHierarchyPrepareParams(**opened.at(MAIN, "state: Sta¦rt"))
        (item,) = opened.do(client.text_document_prepare_call_hierarchy_async(prepare))
        assert item.name == "/Start"
        outgoing = lsp.CallHierarchyOutgoingCallsParams(item)
        leaving = opened.do(client.call_hierarchy_outgoing_calls_async(outgoing))
        assert sorted(one.to.name for one in leaving) == ["/Orders/New", "/Start/Ask"]
        incoming = lsp.CallHierarchyIncomingCallsParams(item)
        coming = opened.do(client.call_hierarchy_incoming_calls_async(incoming))
        assert sorted(one.from_.name for one in coming) == ["/NoMatch", "/Orders/New/Cancel"]
