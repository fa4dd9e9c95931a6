"""The chapters on diagnostics: every script in them gets what it announces, and nothing else."""

from pathlib import Path

import pytest
from literate import Case, cases_of, verify

HERE = Path(__file__).parent
CHAPTERS = [
    HERE / name
    for name in (
        "new-chat.md",
        "diagnostics-flow.md",
        "diagnostics-syntax.md",
        "diagnostics-scripts.md",
        "diagnostics-names.md",
        "diagnostics-tests.md",
        "diagnostics-parameters.md",
        "diagnostics-patterns.md",
        "diagnostics-values.md",
        "diagnostics-modules.md",
    )
]


@pytest.mark.parametrize("case", cases_of(*CHAPTERS))
def test_every_script_gets_what_it_announces(case: Case, tmp_path: Path) -> None:
    verify(case, tmp_path)
