"""Diagnostics while somebody types: the rules of `check`, over texts that are not saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from editor import Editor, position, write
from lsprotocol import types as lsp

MAIN, ORDERS = "src/main.sc", "src/more/orders.sc"


MISTAKES = ("JC102", "JC104", "JC201", "JC203", "JC501", "JC502")


class TestTyping:
    def test_nothing_is_told_of_a_bot_without_mistakes(self, clean: Editor) -> None:
        clean.open(MAIN)
        assert clean.wait_for(MAIN) == []

    def test_a_mistake_is_told_when_it_is_typed_and_taken_back_when_it_is_mended(
        self, fresh: Editor
    ) -> None:
        fresh.open(MAIN)
        fresh.edit(MAIN, "go!: ./Ask", "go!: ./Aks")
        (one,) = fresh.wait_for(MAIN, "JC201")
        assert one.severity is lsp.DiagnosticSeverity.Error
        assert one.message == "\n".join(
            [
                "there is no state `/Start/Aks`",
                "a path without a leading `/` is counted from the state in which it stands",
                "did you mean `/Start/Ask`?",
            ]
        )
        fresh.edit(MAIN, "./Aks", "./Ask")
        assert fresh.wait_for(MAIN) == []

    def test_an_edit_of_one_file_is_told_in_another(self, fresh: Editor) -> None:
        fresh.open(ORDERS)
        fresh.edit(ORDERS, "state: New", "state: Fresh")
        (one,) = fresh.wait_for(MAIN, "JC201")
        assert one.message.startswith("there is no state `/Orders/New`")
        fresh.wait_for("test/orders.xml", "JC701")

    def test_what_is_typed_counts_and_not_what_is_saved(self, fresh: Editor) -> None:
        fresh.open(MAIN, (fresh.folder / MAIN).read_text() + "        go!: /Nowhere\n")
        fresh.wait_for(MAIN, "JC201")
        fresh.client.text_document_did_close(lsp.DidCloseTextDocumentParams(fresh.document(MAIN)))
        fresh.versions.pop(MAIN)
        fresh.wait_for(MAIN)

    def test_a_bot_of_which_nothing_is_open_is_forgotten(self, fresh: Editor) -> None:
        fresh.open(ORDERS)
        fresh.edit(ORDERS, "state: New", "state: Fresh")
        fresh.wait(lambda: fresh.codes(MAIN) == ["JC201"])
        fresh.shut(ORDERS)
        fresh.wait(lambda: fresh.codes(MAIN) == [])

    def test_files_that_others_change_are_read_again(self, fresh: Editor) -> None:
        fresh.open(MAIN)
        fresh.wait_for(MAIN)
        write(
            fresh.folder,
            {ORDERS: "theme: /Orders\n    state: Old\n        q!: old\n        a: x\n"},
        )
        event = lsp.FileEvent(fresh.uri(ORDERS), lsp.FileChangeType.Changed)
        fresh.client.workspace_did_change_watched_files(lsp.DidChangeWatchedFilesParams([event]))
        fresh.wait_for(MAIN, "JC201")

    def test_a_script_without_a_project_is_a_bot_by_itself(self, empty: Editor) -> None:
        empty.open("one.sc", "theme: /\n    state: A\n        q!: a\n        go!: /B\n")
        empty.wait_for("one.sc", "JC201")

    def test_the_user_chooses_what_is_told(self, fresh: Editor) -> None:
        fresh.open(MAIN)
        fresh.edit(MAIN, "event!: noMatch", "event!: noMatsh")
        fresh.wait_for(MAIN, "JC405", "JC409")
        settings = {"jaicp": {"check": {"ignore": ["no-fallback"]}}}
        fresh.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams(settings))
        fresh.wait_for(MAIN, "JC409")
        fresh.client.workspace_did_change_configuration(lsp.DidChangeConfigurationParams({}))
        fresh.wait_for(MAIN, "JC405", "JC409")

    def test_an_edit_of_a_module_is_told_where_it_is_imported(self, empty: Editor) -> None:
        module, inner = "src/lib/main.js", "src/lib/inner.js"
        script = "require: lib/main.js\n    type = scriptEs6\n    name = main\n\ntheme: /\n"
        script += "    state: A\n        q!: a\n        event!: noMatch\n        a: {{ main() }}\n"
        write(
            empty.folder,
            {
                "chatbot.yaml": "entryPoint: main.sc\n",
                MAIN: script,
                module: "import { word } from './inner.js';\nexport default () => word;\n",
                inner: "export const word = 1;\n",
            },
        )
        empty.open(inner)
        assert empty.wait_for(inner) == []
        empty.edit(inner, "word", "wrod")
        empty.wait(lambda: empty.codes(module) == ["JC511"])
        empty.edit(inner, "wrod = 1", "word = ")
        empty.wait(lambda: empty.codes(module) == [])
        empty.wait_for(inner, "JC501")
        empty.edit(inner, "word = ", "word = 2")
        empty.wait_for(inner)


class TestABrokenBot:
    def test_all_mistakes_are_told_at_once_each_in_its_file(self, broken: Editor) -> None:
        broken.open("src/main.sc")
        told = broken.wait_for("src/main.sc", *MISTAKES)
        assert {one.source for one in told} == {"jaicp"}
        broken.wait(lambda: broken.codes("src/other.sc") == ["JC302"])

    def test_places_are_exact_behind_letters_and_emoji(self, broken: Editor) -> None:
        text = broken.texts.get("src/main.sc") or broken.open("src/main.sc")
        (one,) = [one for one in broken.wait_for("src/main.sc", *MISTAKES) if one.code == "JC502"]
        assert one.range.end == position(text, text.index("$session. }}") + len("$session."))

    def test_each_diagnostic_leads_to_its_page(self, broken: Editor) -> None:
        told = broken.told[broken.uri("src/other.sc")].diagnostics
        assert told[0].code_description is not None
        assert told[0].code_description.href.endswith("/docs/diagnostics/JC302.md")


class TestPositions:
    @pytest.mark.parametrize(
        ("encodings", "agreed", "column"),
        [
            (None, "utf-16", 23),
            (["utf-8", "utf-16"], "utf-8", 30),
            (["utf-32"], "utf-32", 22),
        ],
    )
    def test_the_encoding_is_agreed_upon(
        self, tmp_path: Path, encodings: list[str] | None, agreed: str, column: int
    ) -> None:
        text = "theme: /\n    state: A\n        q!: a\n        a: 👋 Приве {{ ) }}\n"
        write(tmp_path, {"one.sc": text})
        editor = Editor(tmp_path, encodings)
        try:
            assert editor.capabilities.position_encoding == agreed
            editor.open("one.sc")
            (one,) = editor.wait_for("one.sc", "JC502")
            assert one.range.start == lsp.Position(3, column)
            insertion = lsp.Range(lsp.Position(3, column), lsp.Position(3, column + 1))
            editor.change("one.sc", lsp.TextDocumentContentChangePartial(insertion, "1"))
            editor.wait_for("one.sc")
        finally:
            editor.close()
