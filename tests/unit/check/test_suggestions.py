"""What was meant is only looked for as long as that is quick."""

from __future__ import annotations

from jaicp.check.suggestions import MOST_COMPARED, Suggestions


def test_the_nearest_name() -> None:
    suggestions = Suggestions()
    assert suggestions.nearest("sesion", ["session", "client"], 0.8) == "session"
    assert suggestions.nearest("other", ["session", "client"], 0.8) is None


def test_after_many_comparisons_only_what_is_known_already_is_said() -> None:
    suggestions = Suggestions()
    names = [f"name{n}" for n in range(1000)]
    answers = [suggestions.nearest(f"nam{n}", names, 0.8) for n in range(100)]
    assert answers[0] == "name0"
    assert sum(answer is not None for answer in answers) <= MOST_COMPARED // len(names)
    assert suggestions.nearest("nam0", names, 0.8) == "name0"
