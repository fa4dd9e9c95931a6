"""Libraries that wait for their first use."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from jaicp.text.lazy import LazyModule, import_later

LATER = """
import sys
from jaicp.text.lazy import import_later
import_later("asyncio")
import asyncio
assert "asyncio.events" not in sys.modules
assert asyncio.run(asyncio.sleep(0, "done")) == "done"
assert "asyncio.events" in sys.modules
"""
CHECK = """
import sys
from jaicp.cli.main import main
sys.argv = ["jaicp", "check", sys.argv[1]]
try:
    main()
except SystemExit as end:
    assert not end.code
assert "jsbox" in sys.modules
assert "asyncio.events" not in sys.modules
"""


def python(code: str, *arguments: str) -> None:
    """Run code in a process of its own."""
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True)


def test_a_module_is_imported_by_its_first_attribute() -> None:
    assert LazyModule("json").loads("[1]") == [1]


def test_a_library_that_others_import_may_wait() -> None:
    python(LATER)


def test_what_is_imported_already_stays() -> None:
    before = sys.modules["subprocess"]
    import_later("subprocess")
    assert sys.modules["subprocess"] is before


def test_a_library_that_is_not_there_is_told_at_once() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        import_later("no_such_library")


def test_a_check_of_scripts_does_without_the_event_loop(tmp_path: Path) -> None:
    script = tmp_path / "main.sc"
    script.write_text(
        "theme: /\n    state: Start\n        q!: hi\n        script: var a = 1;\n        a: Hi\n"
    )
    python(CHECK, str(script))
