"""What is known of patterns by their texts is forgotten once nobody has them written any more."""

from __future__ import annotations

from pathlib import Path

from jaicp.check.pattern_world import FEWEST_GONE, PatternWorld
from jaicp.nlu.recursion import uses_of
from jaicp.project.files import DiskFiles
from jaicp.project.link import load_project
from jaicp.project.symbols import Project
from jaicp.syntax.patterns import parse_pattern

SCRIPT = """\
patterns:
    $name = (one|two)
theme: /
    state: Start
        q!: * $name *
        a: Hello!
"""


def project() -> Project:
    main = Path("main.sc").absolute()
    return load_project(main, DiskFiles({main: SCRIPT}))


def test_texts_that_are_gone_are_forgotten_when_they_are_many() -> None:
    linked = project()
    world = PatternWorld(linked)
    for number in range(FEWEST_GONE + 10):
        assert world.problems(f"* $name typed{number} *") == []
        world.forget_gone(linked)
        assert len(world.all_of(parse_pattern)) <= FEWEST_GONE + 3
    world.problems("* $name *")
    root = world.parsed("* $name *").root
    assert root is not None
    uses = uses_of(root)
    for number in range(FEWEST_GONE):
        world.problems(f"* typed{number} again *")
    world.forget_gone(linked)
    assert sorted(world.all_of(parse_pattern)) == ["(one|two)", "* $name *"]
    assert world.names_in("* $name *") == ("name",)
    assert uses_of(root) is not uses  # nothing else holds on to trees that nobody needs


def test_a_world_with_other_names_takes_over_what_was_parsed() -> None:
    linked = project()
    before = PatternWorld(linked)
    tree = before.parsed("* $name *")
    assert PatternWorld(linked, before).parsed("* $name *") is tree


OTHERS = SCRIPT.replace("theme: /", "    $thing = ($name|thing)\n    $else = else\ntheme: /", 1)


def world_of(script: str, before: PatternWorld | None) -> PatternWorld:
    main = Path("main.sc").absolute()
    return PatternWorld(load_project(main, DiskFiles({main: script})), before)


def test_what_speaks_of_other_names_than_the_changed_one_is_kept() -> None:
    asked: list[str] = []

    def tree(_: PatternWorld, text: str) -> str:
        asked.append(text)
        return text

    texts = ["$name", "$thing", "$else", "word", "$nobody"]
    world = world_of(OTHERS, None)
    for text in texts:
        world.with_names(tree, text)
    asked.clear()
    world = world_of(OTHERS.replace("(one|two)", "(one|three)"), world)
    for text in texts:
        world.with_names(tree, text)
    assert asked == ["$name", "$thing"]  # the second through the first
    asked.clear()
    world = world_of(
        OTHERS.replace("(one|two)", "(one|three)").replace("$else", "$elsewhere"), world
    )
    for text in texts:
        world.with_names(tree, text)
    assert asked == ["$else", "$nobody"]  # for one that nobody defines the nearest name is told


def test_a_change_of_names_counts_from_when_something_was_found() -> None:
    first = world_of(OTHERS, None)
    number = first.now
    second = world_of(OTHERS.replace("two", "three"), first)
    third = world_of(OTHERS.replace("two", "three").replace("= else", "= other"), second)
    assert not third.stand_since(["name"], number)
    assert third.stand_since(["name"], second.now)
    assert not third.stand_since(["else"], second.now)
    assert third.stand_since([], number)
