"""Files to one project: states by path, triggers as edges, every path looked up."""

from __future__ import annotations

import pytest
from bots import problems, project_of, script

from jaicp.project.symbols import Project, TriggerSymbol


def in_themes(text: str) -> Project:
    found = script(text)
    assert problems(found) == []
    return found


class TestStates:
    def test_the_path_is_the_theme_and_the_names(self) -> None:
        found = in_themes(
            "theme: /Shop\n    state: Order\n        state: Pizza\ntheme: /\n    state: Bye\n"
        )
        assert list(found.states) == ["/", "/Shop", "/Shop/Order", "/Shop/Order/Pizza", "/Bye"]
        assert found.states["/Shop/Order"].children == ["/Shop/Order/Pizza"]
        assert found.states["/Shop/Order/Pizza"].parent == "/Shop/Order"

    def test_themes_of_one_name_are_put_together_over_files(self) -> None:
        found = project_of({
            "src/main.sc": "require: b.sc\ntheme: /Shop\n    state: A\n",
            "src/b.sc": "theme: /Shop\n    state: B\n",
        })  # fmt: skip
        assert found.states["/Shop"].children == ["/Shop/A", "/Shop/B"]

    def test_parts_of_a_theme_s_name_are_themes_themselves(self) -> None:
        found = in_themes("theme: /A/B\n    state: C\n")
        assert set(found.states) == {"/", "/A", "/A/B", "/A/B/C"}
        assert found.states["/A"].declaration is None

    def test_nameless_states_are_all_kept(self) -> None:
        found = in_themes("theme: /\n    state:\n        q: a\n    state:\n        q: b\n")
        assert len(found.states) == 3
        assert len({trigger.target for trigger in found.triggers}) == 2

    @pytest.mark.parametrize("name", ["/Order", "Order/", "/Order/"])
    def test_slashes_around_a_name_do_not_count(self, name: str) -> None:
        assert "/Order" in in_themes(f"theme: /\n    state: {name}\n").states

    def test_parameters(self) -> None:
        states = in_themes(
            "theme: /M || modal = true\n    state: A || noContext = true\n    state: B || modal=True\n"
        ).states
        assert [states[path].modal for path in ("/M", "/M/A", "/M/B")] == [True, False, True]
        assert states["/M/A"].no_context

    def test_reactions_stand_in_load_order(self) -> None:
        found = in_themes("theme: /\n    state: A\n        a: 1\n        q: x\n        go: /A\n")
        assert [type(node).__name__ for node in found.states["/A"].body] == ["Answer", "Go"]

    def test_a_second_state_of_one_path_is_told_with_the_first(self) -> None:
        found = script("theme: /\n    state: A\n    state: A\n        state: B\n")
        (problem,) = found.diagnostics
        assert (problem.code.slug, problem.span.location) == ("duplicate-state", (3, 12))
        assert problem.related[0].span.location == (2, 12)

    def test_many_states_of_one_path_take_no_time(self) -> None:
        found = script("theme: /\n" + "    state: A\n" * 3000)
        assert len(found.diagnostics) == 2999

    def test_a_state_outside_of_a_theme_is_told_once_a_file(self) -> None:
        found = script("state: A\nstate: B\n")
        assert problems(found) == [("src/main.sc", 1, "state-outside-theme")]
        assert {"/A", "/B"} <= set(found.states)

    def test_a_theme_without_its_slash_is_read_as_meant(self) -> None:
        found = script("theme: Shop\n    state: A\n        go!: /Shop/A\n")
        assert problems(found) == [("src/main.sc", 1, "bad-theme-name")]


class TestTriggers:
    """From where a trigger can be used, and where it leads."""

    @pytest.mark.parametrize(
        ("line", "source", "target"),
        [
            ("q: x", "/Shop", "/Shop/Order"),
            ("q!: x", "/", "/Shop/Order"),
            ("event: noMatch", "/Shop", "/Shop/Order"),
            ("intent!: /x", "/", "/Shop/Order"),
            ("q: x || fromState = /Bye", "/Bye", "/Shop/Order"),
            ("q: x || fromState = ./Pizza", "/Shop/Order/Pizza", "/Shop/Order"),
            ("q: x || toState = Pizza", "/Shop/Order", "/Shop/Order/Pizza"),
            ('q: x || toState = "."', "/Shop/Order", "/Shop/Order"),
            ("q: x || fromState = /Bye, toState = Pizza", "/Bye", "/Shop/Order/Pizza"),
        ],
    )
    def test_edges(self, line: str, source: str, target: str) -> None:
        (trigger,) = self.triggers(line)
        assert (trigger.source, trigger.target, trigger.owner) == (source, target, "/Shop/Order")

    def test_only_in_one_state(self) -> None:
        (trigger,) = self.triggers("q: x || fromState = /Bye, onlyThisState = true")
        assert trigger.only_here

    def test_in_load_order(self) -> None:
        found = self.triggers("q: a", "q: b")
        assert [trigger.order for trigger in found] == [0, 1]

    def triggers(self, *lines: str) -> tuple[TriggerSymbol, ...]:
        body = "".join(f"        {line}\n" for line in lines)
        return in_themes(
            f"theme: /Shop\n    state: Order\n{body}        state: Pizza\ntheme: /\n    state: Bye\n"
        ).triggers


class TestTargets:
    TEXT = "theme: /\n    state: Order\n        {line}\n        state: Pizza\n    state: Bye\n"

    def check(self, line: str) -> list[tuple[str, int, str]]:
        return problems(script(self.TEXT.format(line=line)))

    @pytest.mark.parametrize(
        "line",
        ["go!: /Bye", "go: Pizza", "go!: ./Pizza", "go!: ../Bye", "go: /", "go: ..",
         "go!: /{{ $session.next }}", "timeout: /Bye || interval = 5", "q: x || fromState = ../Bye",
         'buttons:\n            "Bye" -> /Bye', "InputText:\n            then = /Bye",
         "InputText:\n            prompt = /Nowhere"],
    )  # fmt: skip
    def test_paths_that_lead_somewhere(self, line: str) -> None:
        assert self.check(line) == []

    @pytest.mark.parametrize(
        "line",
        ["go!: /Nowhere", "go: Bye", "timeout: Nowhere || interval = 5", "q: x || toState = Bye",
         "if: x\n            go!: /Nowhere", "random:\n            go!: /Nowhere",
         "if: x\n            a: y\n        else:\n            go!: /Nowhere",
         'buttons:\n            "Bye" -> /Nowhere', "InputText:\n            then = /Nowhere"],
    )  # fmt: skip
    def test_paths_that_lead_nowhere(self, line: str) -> None:
        ((_, number, slug),) = self.check(line)
        assert (number, slug) == (3 + line.count("\n"), "unknown-state")

    def test_a_dead_from_state_only_never_holds(self) -> None:
        (problem,) = script(self.TEXT.format(line="q: x || fromState = /Nowhere")).diagnostics
        assert problem.severity.word == "warning"

    def test_a_module_that_is_missing_may_have_the_state(self) -> None:
        found = script("require: a.sc\n  module = m\n" + self.TEXT.format(line="go!: /Nowhere"))
        assert [d.severity.word for d in found.diagnostics] == ["info", "warning"]

    @pytest.mark.parametrize(
        ("written", "meant"),
        [("/Byee", "/Bye"), ("/order", "/Order"), ("Bye", "/Bye"), ("/Pizza", "/Order/Pizza")],
    )
    def test_the_nearest_state_is_suggested_and_shown(self, written: str, meant: str) -> None:
        (problem,) = script(self.TEXT.format(line=f"go!: {written}")).diagnostics
        assert problem.help == f"did you mean `{meant}`?"
        assert problem.fix is not None
        assert problem.fix.edits[0].span.text == written
        assert problem.related[0].span.text == meant.rsplit("/", 1)[-1]

    def test_suggestions_stop_before_they_take_long(self) -> None:
        states = "".join(
            f"    state: Some state {number}\n        go!: /Any other {number}\n"
            for number in range(900)
        )
        assert len(script("theme: /\n" + states).diagnostics) == 900


class TestPatterns:
    def test_a_later_definition_takes_the_place_of_an_earlier_one(self) -> None:
        found = in_themes("patterns:\n    $A = x\n    $B = y\n    $A = z\ntheme: /\n")
        assert found.patterns["A"].definition.pattern.text == "z"
        assert set(found.patterns) == {"A", "B"}
