"""Which fixes are made together, and how a file is written back."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from jaicp.check import rewriting
from jaicp.check.fixes import Overlay, apply_fixes, choose_fixes, edited
from jaicp.check.rewriting import ChangedMeanwhileError, can_be_rewritten, rewrite
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Edit, Fix
from jaicp.text.source import Source

SOURCE = Source("/bot/main.sc", "one two three\n")


def diagnostic(
    *edits: tuple[int, int, str], safe: bool = True, source: Source = SOURCE
) -> Diagnostic:
    """A diagnostic with a fix of these edits."""
    made = tuple(Edit(source.span(start, end), text) for start, end, text in edits)
    return Diagnostic(
        code=codes.NOT_A_TAG,
        message=f"mend {edits}",
        span=made[0].span,
        fix=Fix("mend", made, safe=safe),
    )


def result(*diagnostics: Diagnostic, unsafe: bool = False) -> str:
    """The text with all fixes made that can be made together."""
    chosen = choose_fixes(diagnostics, unsafe=unsafe)
    return edited(SOURCE, [edit for one in chosen for edit in one.fix.edits])


class TestTogether:
    def test_fixes_apart_from_each_other(self) -> None:
        assert result(diagnostic((0, 3, "1")), diagnostic((8, 13, "3"))) == "1 two 3\n"

    def test_of_two_that_overlap_the_earlier_one(self) -> None:
        assert result(diagnostic((0, 5, "1")), diagnostic((4, 7, "2"))) == "1wo three\n"

    def test_of_two_that_touch_the_earlier_one(self) -> None:
        assert result(diagnostic((0, 3, "1")), diagnostic((3, 3, "!"))) == "1 two three\n"

    def test_but_a_safe_one_before_a_guess(self) -> None:
        guess = diagnostic((0, 5, "guess "), safe=False)
        assert result(guess, diagnostic((4, 7, "2")), unsafe=True) == "one 2 three\n"

    def test_no_guess_if_only_safe_ones_are_wanted(self) -> None:
        assert result(diagnostic((0, 3, "1"), safe=False)) == SOURCE.text

    def test_all_edits_of_a_fix_or_none(self) -> None:
        both = diagnostic((0, 3, "1"), (8, 13, "3"))
        assert result(diagnostic((2, 4, "")), both) == "ontwo three\n"

    def test_the_same_fix_for_two_diagnostics_once(self) -> None:
        assert result(diagnostic((3, 3, "!")), diagnostic((3, 3, "!"))) == "one! two three\n"

    def test_a_fix_that_overlaps_itself_is_left_out(self) -> None:
        assert result(diagnostic((0, 5, "1"), (4, 7, "2"))) == SOURCE.text

    def test_new_lines_end_as_those_of_the_file(self) -> None:
        source = Source("a.sc", "one\r\ntwo\r\n")
        assert edited(source, [Edit(source.span(0, 3), "1\n1")]) == "1\r\n1\r\ntwo\r\n"


class TestRounds:
    """The project is looked at again after each round, until there is nothing more to fix."""

    def fixed(self, look, *, unsafe: bool = False, fixable=lambda source: True):
        return apply_fixes(look, unsafe=unsafe, fixable=fixable)

    def test_what_had_to_wait_is_fixed_in_the_next_round(self) -> None:
        def look(texts: Overlay) -> Sequence[Diagnostic]:
            source = Source(SOURCE.path, texts.get(SOURCE.path, "aaa"))
            found = [at for at, sign in enumerate(source.text) if sign == "a"]
            return [diagnostic((at, at + 1, "b"), source=source) for at in found]

        fixed = self.fixed(look)
        assert fixed.texts == {SOURCE.path: "bbb"}
        assert len(fixed.applied) == 3
        assert fixed.before[SOURCE.path].text == "aaa"
        assert fixed.diagnostics == []

    def test_fixes_that_undo_each_other_come_to_an_end(self) -> None:
        def look(texts: Overlay) -> Sequence[Diagnostic]:
            source = Source(SOURCE.path, texts.get(SOURCE.path, "a"))
            return [diagnostic((0, 1, "b" if source.text == "a" else "a"), source=source)]

        assert self.fixed(look).texts[SOURCE.path] in ("a", "b")

    def test_fixes_that_change_nothing_are_no_fixes(self) -> None:
        assert self.fixed(lambda texts: [diagnostic((0, 3, "one"))]).applied == ()

    def test_files_that_may_not_be_changed_stay(self) -> None:
        found = [diagnostic((0, 3, "1"))]
        assert self.fixed(lambda texts: found, fixable=lambda source: False).texts == {}


class TestWriting:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        file = tmp_path / "main.sc"
        file.write_bytes("\ufeffone\r\nдва\r\n".encode())
        file.chmod(0o640)
        return file

    def source(self, file: Path) -> Source:
        return Source(file, "one\r\nдва\r\n")

    def test_a_byte_order_mark_and_permissions_stay(self, file: Path) -> None:
        rewrite(self.source(file), "one\r\n2\r\n")
        assert file.read_bytes() == "\ufeffone\r\n2\r\n".encode()
        assert file.stat().st_mode & 0o777 == 0o640

    def test_a_link_stays_a_link(self, file: Path, tmp_path: Path) -> None:
        link = tmp_path / "link.sc"
        link.symlink_to(file)
        rewrite(self.source(link), "new")
        assert link.is_symlink()
        assert file.read_bytes() == "\ufeffnew".encode()

    def test_a_file_that_was_changed_meanwhile_is_left_alone(self, file: Path) -> None:
        file.write_text("somebody was faster", encoding="utf-8")
        with pytest.raises(ChangedMeanwhileError):
            rewrite(self.source(file), "new")
        assert file.read_text(encoding="utf-8") == "somebody was faster"

    def test_a_write_protected_file_is_left_alone(
        self, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        with pytest.raises(PermissionError):
            rewrite(self.source(file), "new")

    @pytest.mark.parametrize("trouble", [KeyboardInterrupt, OSError])
    def test_whatever_happens_the_old_file_or_the_new_one_is_there(
        self, file: Path, trouble: type[BaseException], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(number: int) -> None:
            raise trouble

        before = file.read_bytes()
        monkeypatch.setattr(rewriting.os, "fsync", fail)
        with pytest.raises(trouble):
            rewrite(self.source(file), "new")
        assert file.read_bytes() == before
        assert list(file.parent.iterdir()) == [file]

    def test_only_the_exact_text_of_a_file_can_be_written_back(self, file: Path) -> None:
        assert can_be_rewritten(self.source(file))
        assert not can_be_rewritten(Source(file, "one"))
        assert not can_be_rewritten(Source(file.parent / "gone.sc", ""))
        file.write_bytes(b"\xff")
        assert not can_be_rewritten(Source(file, "\ufffd"))
