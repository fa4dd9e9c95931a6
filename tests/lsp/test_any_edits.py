"""Whatever is typed: the server has the client's text, tells what a check of it would tell, and never fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from edited_bots import CLEAN
from editor import Editor, write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lsprotocol import types as lsp

from jaicp.check.checker import check
from jaicp.lsp.positions import Positions
from jaicp.lsp.texts import changed
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.shift import shifted
from jaicp.text.source import Source

PIECES = st.sampled_from(
    ["a", "й", "👋", "\n", "\r\n", "\r", "\u2028", "\x0c", " ", "e\u0301", "{{", ": "]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join)
UNITS = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
WIDTHS = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


def lines_of(text: str) -> list[str]:
    """Lines as the protocol has them, with their ends."""
    return text.replace("\r\n", "\0").replace("\r", "\1").replace("\n", "\2").replace(
        "\0", "\r\n\3"
    ).replace("\1", "\r\3").replace("\2", "\n\3").split("\3")  # fmt: skip


def edited(
    text: str, encoding: str, edit: tuple[int, int, int, int, str]
) -> tuple[lsp.Range, str, str]:
    """A range in units of an encoding, the text put there, and what comes out, by way of bytes."""
    lines = lines_of(text)
    ends = []
    for line, column in (edit[:2], edit[2:4]):
        line %= len(lines)
        bare = lines[line].rstrip("\r\n")
        column %= len(bare) + 1
        units = len(bare[:column].encode(UNITS[encoding])) // WIDTHS[encoding]
        ends.append((line, units, sum(map(len, lines[:line])) + column))
    (start_line, start_unit, start), (end_line, end_unit, end) = sorted(ends)
    where = lsp.Range(lsp.Position(start_line, start_unit), lsp.Position(end_line, end_unit))
    return where, edit[4], text[:start] + edit[4] + text[end:]


NUMBERS = st.integers(0, 40)
EDITS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS, TEXTS), max_size=8)


@given(TEXTS, EDITS, st.sampled_from(sorted(UNITS)))
def test_edits_leave_the_text_of_the_client(text: str, edits: list, encoding: str) -> None:
    positions = Positions(encoding)
    source = Source("a.sc", text)
    for edit in edits:
        where, new, text = edited(text, encoding, edit)
        change = lsp.TextDocumentContentChangePartial(where, new)
        source = changed(source, [change], positions)
        assert source.text == text


@given(TEXTS, st.sampled_from(sorted(UNITS)), st.data())
def test_places_lead_there_and_back(text: str, encoding: str, data: st.DataObject) -> None:
    source, positions = Source("a.sc", text), Positions(encoding)
    at = data.draw(st.integers(0, len(text)))
    if text[at - 1 : at + 1] == "\r\n":
        at -= 1  # there is no place between the two
    assert positions.offset(source, positions.position(source, at)) == at


@given(TEXTS, st.integers(0, 99), st.integers(0, 99))
def test_places_of_any_client_are_clipped(text: str, line: int, column: int) -> None:
    offset = Positions("utf-16").offset(Source("a.sc", text), lsp.Position(line, column))
    assert 0 <= offset <= len(text)


@given(st.text("ab\n", max_size=20), st.data())
def test_what_was_found_moves_along_with_its_text(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    at, behind = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    new = text[:at] + data.draw(st.text("xyz", max_size=3)) + text[behind:]
    old, newer = Source("a.sc", text), Source("a.sc", new)
    one = Diagnostic(code=codes.UNKNOWN_TAG, message="", span=old.span(start, end))
    for moved in shifted([one], old, newer):
        assert moved.span.source is newer
        assert moved.span.text == old.text[start:end]


# --- a whole session ------------------------------------------------------------------------------------

MAIN = "src/main.sc"
TYPED = st.sampled_from(
    [
        "",
        "    ",
        "\n",
        "👋",
        "}}",
        "{{ ",
        "state: X",
        "go!: /Start",
        "q: (",
        "$hello",
        "|| ",
        "\t",
        "script:\n",
    ]
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory, _traveller: Editor) -> Editor:
    _traveller.move(write(tmp_path_factory.mktemp("session"), CLEAN))
    return _traveller


def told_by_a_check(folder: Path, text: str) -> list[tuple[str, int, int]]:
    files = DiskFiles({folder / MAIN: text})
    found = check(load_project(folder, files)).diagnostics
    positions = Positions("utf-16")
    return sorted(
        (one.code.id, where.line, where.character)
        for one in found
        if one.span.source.path == folder / MAIN
        for where in (positions.position(one.span.source, one.span.start),)
    )


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    edits=st.lists(
        st.tuples(st.integers(0, 700), st.integers(0, 12), TYPED), min_size=1, max_size=6
    )
)
def test_a_session_of_any_edits_ends_with_what_a_check_tells(
    session: Editor, edits: list[tuple[int, int, str]]
) -> None:
    text = session.open(MAIN)
    for at, length, typed in edits:
        at = min(at, len(text))
        session.replace(MAIN, at, min(at + length, len(text)), typed)
        text = session.texts[MAIN]
        ask_everything(session, at)
    session.wait_until_told_twice(MAIN)
    told = session.told[session.uri(MAIN)].diagnostics
    found = sorted((str(one.code), one.range.start.line, one.range.start.character) for one in told)
    assert found == told_by_a_check(session.folder, text)
    session.shut(MAIN)


def ask_everything(editor: Editor, at: int) -> None:
    """Every question at a place; an error of the server is one of the test."""
    client, document, place = editor.client, editor.document(MAIN), editor.position(MAIN, at)
    here = {"text_document": document, "position": place}
    everywhere = lsp.Range(lsp.Position(0, 0), lsp.Position(999, 0))
    for asked in (
        client.text_document_completion_async(lsp.CompletionParams(**here)),
        client.text_document_hover_async(lsp.HoverParams(**here)),
        client.text_document_signature_help_async(lsp.SignatureHelpParams(**here)),
        client.text_document_definition_async(lsp.DefinitionParams(**here)),
        client.text_document_references_async(
            lsp.ReferenceParams(lsp.ReferenceContext(True), **here)
        ),
        client.text_document_prepare_rename_async(lsp.PrepareRenameParams(**here)),
        client.text_document_prepare_call_hierarchy_async(lsp.CallHierarchyPrepareParams(**here)),
        client.text_document_document_symbol_async(lsp.DocumentSymbolParams(document)),
        client.text_document_folding_range_async(lsp.FoldingRangeParams(document)),
        client.text_document_semantic_tokens_full_async(lsp.SemanticTokensParams(document)),
        client.text_document_code_lens_async(lsp.CodeLensParams(document)),
        client.text_document_inlay_hint_async(lsp.InlayHintParams(document, everywhere)),
        client.text_document_code_action_async(
            lsp.CodeActionParams(document, everywhere, lsp.CodeActionContext([]))
        ),
    ):
        editor.do(asked)
