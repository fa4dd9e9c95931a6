"""Quick fixes: the fixes of `check --fix`, all at once or one by one, and comments that allow a warning."""

from __future__ import annotations

from editor import Editor, offset
from lsprotocol import types as lsp

MAIN = "src/main.sc"


def actions(editor: Editor, name: str, only: list[str] | None = None) -> list[lsp.CodeAction]:
    """What is offered for all of a file."""
    everywhere = lsp.Range(lsp.Position(0, 0), lsp.Position(1000, 0))
    context = lsp.CodeActionContext([], only=only)  # type: ignore[arg-type]
    params = lsp.CodeActionParams(editor.document(name), everywhere, context)
    return list(editor.do(editor.client.text_document_code_action_async(params)) or ())


def apply(editor: Editor, name: str, action: lsp.CodeAction) -> str:
    """The text of a file after an action that edits it alone."""
    assert action.edit is not None
    (change,) = action.edit.document_changes
    assert isinstance(change, lsp.TextDocumentEdit)
    assert change.text_document.version == editor.versions[name]
    text = editor.texts[name]
    for edit in sorted(change.edits, key=lambda one: one.range.start, reverse=True):
        start, end = offset(text, edit.range.start), offset(text, edit.range.end)
        text = text[:start] + edit.new_text + text[end:]
    return text


def test_the_fix_of_the_checker_is_offered(fresh: Editor) -> None:
    fresh.open(MAIN)
    fresh.edit(MAIN, "go!: ./Ask", "go!: ./Aks")
    fresh.wait_for(MAIN, "JC201")
    (fix,) = actions(fresh, MAIN)
    assert (fix.title, fix.kind) == ("change it to `/Start/Ask`", lsp.CodeActionKind.QuickFix)
    assert [one.code for one in fix.diagnostics] == ["JC201"]
    assert "go!: /Start/Ask\n" in apply(fresh, MAIN, fix)


def test_a_warning_can_be_allowed_by_a_comment_above(fresh: Editor) -> None:
    fresh.open(MAIN)
    fresh.edit(MAIN, "event!: noMatch", "event!: noMatsh")
    fresh.wait_for(MAIN, "JC405", "JC409")
    (allow,) = (
        one for one in actions(fresh, MAIN) if one.title.startswith("allow `unknown-event`")
    )
    text = apply(fresh, MAIN, allow)
    assert "        # jaicp: allow(unknown-event)\n        event!: noMatsh\n" in text
    fresh.type(MAIN, text)
    fresh.wait_for(MAIN, "JC405")


def test_a_second_name_goes_into_the_same_comment(fresh: Editor) -> None:
    fresh.open(MAIN)
    fresh.edit(MAIN, "event!: noMatch", "# jaicp: allow(silent-state)\n        event!: noMatsh")
    fresh.wait_for(MAIN, "JC113", "JC405", "JC409")
    (allow,) = (
        one for one in actions(fresh, MAIN) if one.title.startswith("allow `unknown-event`")
    )
    assert "# jaicp: allow(silent-state, unknown-event)\n" in apply(fresh, MAIN, allow)


def test_all_safe_fixes_of_a_file_are_one_action(fresh: Editor) -> None:
    fresh.open(MAIN)
    fresh.edit(MAIN, "    state: NoMatch", "    # jaicp: allow(silent-state)\n    state: NoMatch")
    fresh.wait_for(MAIN, "JC113")
    (everything,) = actions(fresh, MAIN, ["source.fixAll"])
    assert everything.kind == "source.fixAll.jaicp"
    assert "allow" not in apply(fresh, MAIN, everything)


def test_a_broken_bot_is_offered_fixes_too(broken: Editor) -> None:
    broken.open(MAIN)
    broken.wait(lambda: "JC102" in broken.codes(MAIN))
    titles = {one.title for one in actions(broken, MAIN)}
    assert "change it to `state`" in titles
