"""Every dialogue of the manual, played."""

from pathlib import Path

import pytest
from dialogues import Player, Section, sections, write_project

CHAPTERS = sorted(Path(__file__).parent.glob("*.md"))
SECTIONS = [section for chapter in CHAPTERS for section in sections(chapter)]


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.id)
def test_dialogue(section: Section, tmp_path: Path):
    Player(write_project(section, tmp_path)).play(section.chat)
