"""What helps to read a script: outline, folding, hovers, lenses, hints, tokens."""

from __future__ import annotations

import pytest
from editor import Editor, offset
from lsprotocol import types as lsp

MAIN, ORDERS, FUNCTIONS = "src/main.sc", "src/more/orders.sc", "src/functions.js"


@pytest.fixture
def opened(clean: Editor) -> Editor:
    for name in (MAIN, ORDERS, FUNCTIONS):
        if name not in clean.texts:
            clean.open(name)
    return clean


def outline(symbols: list[lsp.DocumentSymbol], depth: int = 0) -> list[str]:
    found = []
    for one in symbols:
        found.append("  " * depth + one.name)
        found += outline(list(one.children or ()), depth + 1)
    return found


def hover(editor: Editor, name: str, marked: str) -> str:
    params = lsp.HoverParams(**editor.at(name, marked))
    found = editor.do(editor.client.text_document_hover_async(params))
    return "" if found is None else found.contents.value


class TestTheOutline:
    def test_states_stand_inside_of_each_other(self, opened: Editor) -> None:
        params = lsp.DocumentSymbolParams(opened.document(ORDERS))
        symbols = opened.do(opened.client.text_document_document_symbol_async(params))
        assert outline(symbols) == [
            "/Orders",
            "  New",
            "    q!: * order [$hello] *",
            "    Cancel",
            "      q: * cancel *",
        ]

    def test_a_broken_script_has_one_too(self, broken: Editor) -> None:
        broken.open(MAIN)
        params = lsp.DocumentSymbolParams(broken.document(MAIN))
        symbols = broken.do(broken.client.text_document_document_symbol_async(params))
        assert [line for line in outline(symbols) if line.startswith("  ") and ":" not in line] == [
            "  Start", "  Lost", "  NoMatch",
        ]  # fmt: skip

    def test_what_stands_below_a_tag_can_be_folded(self, opened: Editor) -> None:
        params = lsp.FoldingRangeParams(opened.document(ORDERS))
        folds = opened.do(opened.client.text_document_folding_range_async(params))
        assert [(one.start_line, one.end_line) for one in folds] == [(0, 8), (1, 8), (5, 8)]

    def test_symbols_of_all_files_are_found_by_letters_in_order(self, opened: Editor) -> None:
        def found(query: str) -> list[str]:
            params = lsp.WorkspaceSymbolParams(query)
            symbols = opened.do(opened.client.workspace_symbol_async(params))
            return sorted(one.name for one in symbols)

        opened.wait_for(MAIN)
        assert found("ordncl") == ["/Orders/New/Cancel"]
        assert found("hell") == ["$hello"]
        assert found("gree") == ["greet"]


class TestHovers:
    @pytest.mark.parametrize(
        ("name", "marked", "shown"),
        [
            (MAIN, "go¦!: ./Ask", "Goes to another state at once"),
            (MAIN, "go!: ./As¦k", "state `/Start/Ask`"),
            (MAIN, "go!: ./As¦k", "> What can I do?"),
            (MAIN, "q!: * $hel¦lo", "(hello|hi|привет)"),
            (MAIN, 'gre¦et("Ann")', "function greet(name)"),
            (MAIN, 'gre¦et("Ann")', "Words for somebody who comes in."),
            (MAIN, "event!: noMa¦tch", "nothing else fits"),
            (MAIN, "$cli¦ent.name", "kept of this person"),
        ],
    )
    def test_what_a_name_is(self, opened: Editor, name: str, marked: str, shown: str) -> None:
        assert shown in hover(opened, name, marked)

    def test_methods_show_their_parameters(self, fresh: Editor) -> None:
        fresh.open(MAIN)
        fresh.edit(
            MAIN,
            "$session.greeted =",
            "$reactions.image(1, 2); $storage.clear();\n            $session.greeted =",
        )
        assert "$reactions.image(url, text)" in hover(fresh, MAIN, "$reactions.ima¦ge")
        assert "Not built yet" in hover(fresh, MAIN, "$storage.cl¦ear")

    def test_a_path_that_leads_nowhere_says_so(self, broken: Editor) -> None:
        broken.open(MAIN)
        assert "there is no state `/Othr/State`" in hover(broken, MAIN, "/Othr/Sta¦te")


class TestBeside:
    def test_lenses_count_the_places_that_lead_to_a_state(self, opened: Editor) -> None:
        params = lsp.CodeLensParams(opened.document(ORDERS))
        lenses = opened.do(opened.client.text_document_code_lens_async(params))
        titles = [(one.range.start.line + 1, one.command.title) for one in lenses]
        assert titles == [
            (2, "reached from 2 places"),
            (2, "run its tests (1 file)"),
            (6, "reached from 1 place"),
        ]

    def test_relative_paths_show_where_they_lead(self, opened: Editor) -> None:
        everywhere = lsp.Range(lsp.Position(0, 0), lsp.Position(100, 0))
        params = lsp.InlayHintParams(opened.document(MAIN), everywhere)
        hints = opened.do(opened.client.text_document_inlay_hint_async(params))
        assert [(one.position.line + 1, one.label) for one in hints] == [
            (15, "→ /Start/Ask"),
            (23, "→ /Start"),
        ]

    def test_the_user_may_turn_them_off(self, fresh: Editor) -> None:
        fresh.open(MAIN)
        settings = {"jaicp": {"inlayHints": {"targets": False}, "codeLens": {"references": False}}}
        change = fresh.client.workspace_did_change_configuration
        change(lsp.DidChangeConfigurationParams(settings))
        everywhere = lsp.Range(lsp.Position(0, 0), lsp.Position(100, 0))
        hints = lsp.InlayHintParams(fresh.document(MAIN), everywhere)
        assert fresh.do(fresh.client.text_document_inlay_hint_async(hints)) is None
        lenses = lsp.CodeLensParams(fresh.document(MAIN))
        assert not fresh.do(fresh.client.text_document_code_lens_async(lenses))
        change(lsp.DidChangeConfigurationParams({}))


class TestTokens:
    def test_tags_patterns_and_scripts_are_told_apart(self, opened: Editor) -> None:
        tokens = self.tokens(opened, MAIN)
        for expected in (
            ("theme", "keyword"),
            ("/", "namespace"),
            ("Start", "class"),
            ("hello", "macro"),
            ("|", "operator"),
            ("script", "keyword"),
            ("greeted", "property"),
            ("greet", "function"),
            ('"Ann"', "string"),
            ("/Orders/New", "class"),
            ("noMatch", "event"),
        ):
            assert expected in tokens

    def test_a_broken_script_is_coloured_as_far_as_it_is_read(self, broken: Editor) -> None:
        broken.open(MAIN)
        assert ("var", "keyword") in self.tokens(broken, MAIN)

    def tokens(self, editor: Editor, name: str) -> list[tuple[str, str]]:
        params = lsp.SemanticTokensParams(editor.document(name))
        data = editor.do(editor.client.text_document_semantic_tokens_full_async(params)).data
        provider = editor.capabilities.semantic_tokens_provider
        text, line, column, found = editor.texts[name], 0, 0, []
        for at in range(0, len(data), 5):
            down, right, length, kind, _ = data[at : at + 5]
            line, column = line + down, right if down else column + right
            start = offset(text, lsp.Position(line, column))
            end = offset(text, lsp.Position(line, column + length))
            found.append((text[start:end], provider.legend.token_types[kind]))
        return found


class TestFormatting:
    def format(self, editor: Editor, name: str) -> str | None:
        options = lsp.FormattingOptions(tab_size=4, insert_spaces=True)
        params = lsp.DocumentFormattingParams(editor.document(name), options)
        edits = editor.do(editor.client.text_document_formatting_async(params))
        if edits is None:
            return None
        text = editor.texts[name]
        for edit in edits:
            start, end = offset(text, edit.range.start), offset(text, edit.range.end)
            text = text[:start] + edit.new_text + text[end:]
        return text

    def test_a_script_is_laid_out_as_by_the_command(self, empty: Editor) -> None:
        empty.open(
            "one.sc", "theme: /\n  state: 👋\n    q!: hi||onlyThisState=true\n    a: Привет\n"
        )
        laid_out = (
            "theme: /\n\n    state: 👋\n        q!: hi || onlyThisState = true\n        a: Привет\n"
        )
        assert self.format(empty, "one.sc") == laid_out
        empty.type("one.sc", laid_out)
        assert self.format(empty, "one.sc") == laid_out

    def test_a_script_with_errors_of_syntax_is_left_alone(self, broken: Editor) -> None:
        broken.open(MAIN)
        assert self.format(broken, MAIN) == broken.texts[MAIN]
