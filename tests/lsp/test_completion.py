"""Completion and signatures: what may be typed at a place, told by its line and what stands around it."""

from __future__ import annotations

import pytest
from editor import Editor, write
from lsprotocol import types as lsp

MAIN, ORDERS, FUNCTIONS = "src/main.sc", "src/more/orders.sc", "src/functions.js"
SUITE, CONFIG = "test/orders.xml", "chatbot.yaml"
AFTER = "        a: Pardon?\n"


def complete(editor: Editor, typed: str, name: str = MAIN, at: str = AFTER) -> list[str]:
    """The labels that are offered behind a text which is typed as a line of its own."""
    items = items_at(editor, typed, name, at)
    return [one.label for one in items]


def items_at(editor: Editor, typed: str, name: str, at: str) -> list[lsp.CompletionItem]:
    editor.edit(name, at, at + typed + "\n")
    params = lsp.CompletionParams(**editor.at(name, at + typed + "¦\n"))
    found = editor.do(editor.client.text_document_completion_async(params))
    editor.edit(name, at + typed + "\n", at)
    return list(found.items)


@pytest.fixture
def typing(clean: Editor) -> Editor:
    if MAIN not in clean.texts:
        clean.open(MAIN)
    clean.wait_for(MAIN)
    return clean


class TestTags:
    def test_tags_go_by_their_place(self, typing: Editor) -> None:
        in_state = complete(typing, "        ")
        assert {"a", "go!", "script", "if", "random", "q", "InputText"} <= set(in_state)
        assert "theme" not in in_state
        at_top = complete(typing, "", at="require: more/orders.sc\n")
        assert {"theme", "require", "patterns"} <= set(at_top)
        assert "a" not in at_top
        in_branch = complete(typing, "        if: true\n            ")
        assert {"a", "go!"} <= set(in_branch)
        assert "q" not in in_branch

    def test_what_is_typed_narrows_them(self, typing: Editor) -> None:
        assert complete(typing, "        sc") == ["script", "scriptEs6"]

    def test_parameters_follow_their_tag(self, typing: Editor) -> None:
        assert complete(typing, "        q: * hi * || ") == [
            "fromState",
            "onlyThisState",
            "toState",
        ]
        assert complete(typing, "        q: hi || onlyThisState = ") == ["true", "false"]
        assert "/Orders/New" in complete(typing, "        q: hi || fromState = /Or")


class TestNames:
    def test_paths_of_states(self, typing: Editor) -> None:
        assert complete(typing, "        go!: /Orders/") == ["/Orders/New", "/Orders/New/Cancel"]
        assert {"../Orders", "../Start", "../NoMatch"} <= set(complete(typing, "        go!: ../"))
        assert "./Ask" in complete(typing, "        go!: ./", at="    state: Start\n")
        assert "/Start/Ask" in complete(typing, "        go!: Ask")
        buttons = '        buttons:\n            "x" -> /Ord'
        assert "/Orders/New" in complete(typing, buttons)

    def test_an_item_replaces_what_was_typed(self, typing: Editor) -> None:
        (item, *_) = items_at(typing, "        go!: /Orders/N", MAIN, AFTER)
        edit = item.text_edit
        assert isinstance(edit, lsp.TextEdit)
        assert edit.new_text == "/Orders/New"
        assert (edit.range.start.character, edit.range.end.character) == (13, 22)

    def test_patterns_events_and_files(self, typing: Editor) -> None:
        assert complete(typing, "        q: * $hel")[0] == "$hello"
        assert "newChatStarted" in complete(typing, "        event!: new")
        top = "require: more/orders.sc\n"
        assert {"functions.js", "more/"} <= set(complete(typing, "require: ", at=top))
        assert complete(typing, "require: more/", at=top) == ["more/orders.sc"]


class TestCode:
    def test_built_in_variables_and_their_methods(self, typing: Editor) -> None:
        block = "        script:\n            "
        assert {"$session", "$reactions", "$request"} <= set(complete(typing, block + "$"))
        items = items_at(typing, block + "$reactions.", MAIN, AFTER)
        by_label = {one.label: one.detail for one in items}
        assert by_label["transition"] == "$reactions.transition(pathOrOptions)"
        assert by_label["image"] == "$reactions.image(url, text)"
        assert "hasOwnProperty" not in by_label

    def test_functions_of_the_bot_and_fields_that_it_uses(self, typing: Editor) -> None:
        assert "greet" in complete(typing, "        a: {{ gre")
        assert complete(typing, "        if: $session.gr") == ["greeted"]

    def test_paths_in_strings(self, typing: Editor) -> None:
        block = '        script:\n            $reactions.transition("/Ord'
        assert "/Orders/New" in complete(typing, block)

    def test_files_of_javascript(self, typing: Editor) -> None:
        if FUNCTIONS not in typing.texts:
            typing.open(FUNCTIONS)
        assert "$jsapi" in complete(typing, "$js", FUNCTIONS, "}\n")

    def test_a_call_shows_its_parameters(self, fresh: Editor) -> None:
        fresh.open(MAIN)
        fresh.wait_for(MAIN)
        fresh.edit(
            MAIN, AFTER, AFTER + "        script:\n            $reactions.image(greet(1), \n"
        )
        params = lsp.SignatureHelpParams(**fresh.at(MAIN, "image(greet(1), ¦"))
        shown = fresh.do(fresh.client.text_document_signature_help_async(params))
        assert shown.signatures[0].label == "$reactions.image(url, text)"
        assert shown.active_parameter == 1
        params = lsp.SignatureHelpParams(**fresh.at(MAIN, "greet(¦1)"))
        shown = fresh.do(fresh.client.text_document_signature_help_async(params))
        assert shown.signatures[0].label == "greet(name)"


class TestOtherFiles:
    def test_suites_know_states_events_and_elements(self, typing: Editor) -> None:
        if SUITE not in typing.texts:
            typing.open(SUITE)
        at = "        <q>order</q>\n"
        assert complete(typing, '        <a state="/Orders/', SUITE, at) == [
            "/Orders/New", "/Orders/New/Cancel",
        ]  # fmt: skip
        assert "/Start" in complete(typing, "        <state>/St", SUITE, at)
        assert "noMatch" in complete(typing, "        <event>noM", SUITE, at)
        assert "timeoutReply" in complete(typing, "        <", SUITE, at)

    def test_the_configuration_knows_files(self, typing: Editor) -> None:
        if CONFIG not in typing.texts:
            typing.open(CONFIG)
        assert "main.sc" in complete(typing, "entryPoint: ", CONFIG, "name: clean\n")

    def test_a_file_leads_from_the_configuration(self, clean: Editor) -> None:
        if CONFIG not in clean.texts:
            clean.open(CONFIG)
        params = lsp.DefinitionParams(**clean.at(CONFIG, "entryPoint: ma¦in.sc"))
        (found,) = clean.do(clean.client.text_document_definition_async(params))
        assert found.uri == clean.uri(MAIN)

    def test_mistakes_in_the_configuration_are_told(self, fresh: Editor) -> None:
        fresh.open(CONFIG)
        fresh.edit(CONFIG, "main.sc", "mian.sc")
        (one,) = fresh.wait_for(CONFIG, "JC203")
        assert one.range.start == lsp.Position(1, 12)

    def test_a_suite_that_is_no_xml_is_told(self, fresh: Editor) -> None:
        fresh.open(SUITE)
        fresh.edit(SUITE, "</test-case>", "</tes-case>")
        fresh.wait_for(SUITE, "JC702")


def test_a_broken_bot_is_completed_as_well(broken: Editor) -> None:
    broken.open(MAIN)
    broken.wait(lambda: bool(broken.codes(MAIN)))
    assert "/Other/State" in complete(broken, "        go!: /Oth")
    assert "$unknown" not in complete(broken, "        q: $")


class TestModules:
    def test_what_a_module_exports_is_offered_behind_its_name_and_its_own_names_are_not(
        self, fresh: Editor
    ) -> None:
        files = {
            "src/api.js": "import { pause } from './inner.js';\n"
            "// Asks the shop.\nfunction askShop(what) { return what; }\nconst hiddenName = 1;\n"
            "export default { askShop, url: 'x', 'is open': () => pause(hiddenName) };\n",
            "src/plain.js": "export const plainName = 1;\nexport function plainCall() {}\n",
            "src/inner.js": "export function pause() {}\n",
        }
        write(fresh.folder, files)
        required = "".join(
            f"require: {name}.js\n    type = scriptEs6\n    name = {name}\n"
            for name in ("api", "plain")
        )
        fresh.open(MAIN, required + (fresh.folder / MAIN).read_text(encoding="utf-8"))
        fresh.wait_for(MAIN)
        block = "        script:\n            "
        assert complete(fresh, block + "api.")[:3] == ["askShop", "url", "is open"]
        assert complete(fresh, block + "plain.")[:2] == ["plainName", "plainCall"]
        (ask,) = [
            one for one in items_at(fresh, block + "api.ask", MAIN, AFTER) if one.label == "askShop"
        ]
        assert ask.detail == "askShop(what)"
        assert "api" in complete(fresh, block + "ap")
        offered = complete(fresh, block + "h") + complete(fresh, block + "p")
        assert not {"hiddenName", "pause", "plainName", "plainCall"} & set(offered)
