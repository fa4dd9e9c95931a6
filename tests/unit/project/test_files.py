"""Bytes to text."""

from __future__ import annotations

from pathlib import Path

import pytest

from jaicp.project.files import DiskFiles, read_source

HERE = Path("/nowhere/main.sc")


def write(folder: Path, data: bytes) -> Path:
    file = folder / "main.sc"
    file.write_bytes(data)
    return file


def test_utf_8_with_or_without_its_mark(tmp_path: Path) -> None:
    for data in ("привет".encode(), "привет".encode("utf-8-sig")):
        source, problem = read_source(DiskFiles(), write(tmp_path, data))
        assert (source.text, problem) == ("привет", None)


def test_a_byte_that_is_no_utf_8_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    data = b"theme: /\n    state: " + "Привет".encode("cp1251") + b"\n        a: x\n"
    source, problem = read_source(DiskFiles(), write(tmp_path, data))
    assert source.text.endswith("a: x\n")
    assert problem is not None
    assert problem.message == "the byte 0xcf here is no UTF-8"
    assert problem.span.location == (2, 12)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_utf_16_is_read_but_told(encoding: str, tmp_path: Path) -> None:
    data = (
        "\ufefftheme: /".encode("utf-16-be")
        if encoding == "utf-16-be"
        else "theme: /".encode(encoding)
    )
    source, problem = read_source(DiskFiles(), write(tmp_path, data))
    assert source.text.lstrip("\ufeff") == "theme: /"
    assert problem is not None
    assert problem.help == "save it as UTF-8"


def test_a_file_that_cannot_be_opened_is_empty_and_told(tmp_path: Path) -> None:
    source, problem = read_source(DiskFiles(), tmp_path)
    assert source.text == ""
    assert problem is not None
    assert problem.code.slug == "unreadable-file"


def test_an_unsaved_text_lies_over_the_saved_one(tmp_path: Path) -> None:
    file = write(tmp_path, b"saved")
    files = DiskFiles({file: "unsaved", HERE: "new"})
    assert read_source(files, file)[0].text == "unsaved"
    assert files.is_file(HERE)
    assert not files.is_file(HERE.with_name("other.sc"))
