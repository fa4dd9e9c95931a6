"""Text to AST: every tag becomes its node, with exact places."""

from __future__ import annotations

import pytest

from jaicp.syntax import ast
from jaicp.syntax.parse import parse
from jaicp.syntax.tags import ACTION, BUILT_IN_ACTIONS, TAGS, Body, Place, Tag, Value
from jaicp.text.source import Source


def document(text: str) -> ast.Document:
    parsed = parse(Source("main.sc", text))
    assert parsed.diagnostics == ()
    return parsed.document


def in_state(*lines: str) -> tuple[ast.Node, ...]:
    """What stands in a state made of these lines."""
    body = "".join(f"        {line}\n" for line in lines)
    (theme,) = document(f"theme: /\n    state: A\n{body}").body
    assert isinstance(theme, ast.Theme)
    (state,) = theme.body
    assert isinstance(state, ast.State)
    return state.body


def only(kind: type[ast.Node], *lines: str) -> ast.Node:
    (node,) = in_state(*lines)
    assert isinstance(node, kind)
    return node


NODES: dict[str, type[ast.Node]] = {
    "THEME": ast.Theme, "STATE": ast.State, "REQUIRE": ast.Require, "PATTERNS": ast.Patterns,
    "INIT": ast.Init, "Q": ast.PatternTrigger, "E": ast.ExampleTrigger, "EVENT": ast.EventTrigger,
    "INTENT": ast.IntentTrigger, "A": ast.Answer, "MEDIA": ast.Media, "GO": ast.Go,
    "TIMEOUT": ast.Timeout, "BUTTONS": ast.Buttons, "RANDOM": ast.Random, "IF": ast.If,
    "SCRIPT": ast.RunScript, "NEW_SESSION": ast.NewSession, "ACTION": ast.Action,
}  # fmt: skip
BODIES = {
    Body.TAGS: {"THEME": "state: B", "STATE": "q: x"},
    Body.BUTTONS: {"": '"One"'},
    Body.SETTINGS: {"": "key = value"},
    Body.DEFINITIONS: {"": "$Name = x"},
}


def written(tag: Tag) -> str:
    """A tag as one writes it, with a value and a line below where it takes them."""
    value = "" if tag.value is Value.NONE else f" {tag.example or 'value'}"
    bodies = BODIES.get(tag.body, {})
    below = bodies.get(tag.token, bodies.get("", "a: x")) if bodies else ""
    return f"{tag.name}:{value}\n" + (f"    {below}\n" if below else "")


def shifted(text: str, by: int) -> str:
    return "".join(" " * by + line + "\n" for line in text.splitlines())


@pytest.mark.parametrize("tag", TAGS.values(), ids=lambda tag: tag.name)
def test_every_tag_becomes_its_node(tag: Tag) -> None:
    if tag.token in ("ELSE", "ELSEIF"):
        text = "theme: /\n    state: A\n        if: x\n            a: y\n" + shifted(
            written(tag), 8
        )
    elif Place.FILE in tag.places:
        text = written(tag)
    else:
        text = "theme: /\n    state: A\n" + shifted(written(tag), 8)
    nodes = [type(node) for node in ast.walk(document(text))]
    assert (ast.Branch if tag.token in ("ELSE", "ELSEIF") else NODES[tag.token]) in nodes


@pytest.mark.parametrize("tag", TAGS.values(), ids=lambda tag: tag.name)
def test_every_tag_is_reported_outside_of_its_places(tag: Tag) -> None:
    if Place.FILE in tag.places:
        inside = f"theme: /\n    state: A\n        if: x\n{shifted(written(tag), 12)}"
        is_allowed = Place.BRANCH in tag.places
    else:
        inside, is_allowed = written(tag), False
    slugs = [d.code.slug for d in parse(Source("main.sc", inside)).diagnostics]
    assert ("misplaced-tag" in slugs) is not is_allowed


class TestDeclarations:
    def test_a_theme_and_its_states(self) -> None:
        (theme,) = document("theme: /Shop || modal = true\n    state: Order\n    state:\n").body
        assert isinstance(theme, ast.Theme)
        assert (theme.name.text, theme.head.text) == ("/Shop", "theme: /Shop || modal = true")
        names = [node.name and node.name.text for node in theme.body if isinstance(node, ast.State)]
        assert names == ["Order", None]

    def test_a_required_file_with_settings(self) -> None:
        (node,) = document("require: cities.csv\n    name = City\n    var = $Cities\n").body
        assert isinstance(node, ast.Require)
        assert node.file.text == "cities.csv"
        assert [(s.key.text, s.value.text) for s in node.settings] == [
            ("name", "City"),
            ("var", "$Cities"),
        ]

    def test_named_patterns_and_their_converters(self) -> None:
        (node,) = document(
            "patterns:\n    $A = (x/y)\n    $B = z || converter = $converters.b;\n"
        ).body
        assert isinstance(node, ast.Patterns)
        first, second = node.definitions
        assert (first.name.text, first.pattern.text, first.converter) == ("A", "(x/y)", None)
        assert second.converter is not None
        assert second.converter.span.text == "$converters.b"

    def test_comments_in_patterns_are_blanked_out_place_by_place(self) -> None:
        (node,) = document("patterns:\n    $A = (x/\n        # or\n        y)\n").body
        assert isinstance(node, ast.Patterns)
        pattern = node.definitions[0].pattern
        assert len(pattern.text) == len(pattern.span.text)
        assert pattern.text.split() == ["(x/", "y)"]


class TestTriggers:
    @pytest.mark.parametrize(("mark", "is_global"), [("", False), ("!", True)])
    def test_patterns(self, mark: str, is_global: bool) -> None:
        node = only(ast.PatternTrigger, f"q{mark}: * hi * || fromState = /A, onlyThisState = true")
        assert isinstance(node, ast.PatternTrigger)
        assert (node.pattern.text, node.is_global) == ("* hi *", is_global)
        found = node.parameter("fromState")
        assert found is not None
        assert found.value.text == "/A"

    @pytest.mark.parametrize(("name", "is_group"), [("intent", False), ("intentGroup", True)])
    def test_intents(self, name: str, is_group: bool) -> None:
        node = only(ast.IntentTrigger, f"{name}!: /bye")
        assert isinstance(node, ast.IntentTrigger)
        assert (node.intent.text, node.is_group, node.is_global) == ("/bye", is_group, True)

    def test_events_and_examples(self) -> None:
        event, example, group = in_state("event: noMatch", "e: how much", "eg!: prices")
        assert isinstance(event, ast.EventTrigger)
        assert event.event.text == "noMatch"
        assert isinstance(example, ast.ExampleTrigger)
        assert not example.is_group
        assert isinstance(group, ast.ExampleTrigger)
        assert group.is_group


class TestReactions:
    def test_a_text_with_expressions(self) -> None:
        node = only(ast.Answer, 'a: Hi, {{ $client.name || "you" }}! || tts = "hi, \\"you\\""')
        assert isinstance(node, ast.Answer)
        hi, expression, end = node.text.parts
        assert (hi, end) == ("Hi, ", "!")
        assert not isinstance(expression, str)
        assert expression.text == ' $client.name || "you" '
        assert [(p.key.text, p.value.text) for p in node.parameters] == [("tts", 'hi, "you"')]

    def test_an_expression_that_is_never_closed_is_text(self) -> None:
        parsed = parse(Source("main.sc", "theme: /\n    state: A\n        a: x {{ y\n"))
        (answer,) = [node for node in ast.walk(parsed.document) if isinstance(node, ast.Answer)]
        assert answer.text.literal == "x {{ y"

    @pytest.mark.parametrize(("tag", "at_once"), [("go!", True), ("go", False)])
    def test_transitions(self, tag: str, at_once: bool) -> None:
        node = only(ast.Go, f"{tag}: /Plans/{{{{ $session.plan }}}}")
        assert isinstance(node, ast.Go)
        assert node.at_once is at_once
        assert node.target.parts[0] == "/Plans/"

    def test_a_timeout(self) -> None:
        node = only(ast.Timeout, 'timeout: /Gone || interval = "5 seconds"')
        assert isinstance(node, ast.Timeout)
        assert (node.target.literal, node.parameters[0].value.text) == ("/Gone", "5 seconds")

    def test_buttons(self) -> None:
        node = only(
            ast.Buttons,
            "inlineButtons:",
            '    "One"',
            '    "Two" -> ./Two',
            '    {text: "Site {{ $x }}", url: "https://example.org"} -> /Three',
        )
        assert isinstance(node, ast.Buttons)
        one, two, three = node.items
        assert node.inline
        assert one.target is None
        assert two.target is not None
        assert two.target.literal == "./Two"
        assert three.caption is None
        assert [key for key, _ in three.fields] == ["text", "url"]
        text = dict(three.fields)["text"]
        assert isinstance(text, ast.Template)
        assert text.parts[0] == "Site "

    def test_an_if_with_all_its_arms(self) -> None:
        node = only(
            ast.If,
            "if: a || b",
            "    a: 1",
            "elseif: c",
            "    a: 2",
            "    a: 3",
            "else:",
            "    a: 4",
        )
        assert isinstance(node, ast.If)
        assert [arm.condition and arm.condition.span.text for arm in node.branches] == [
            "a || b", "c", None,
        ]  # fmt: skip
        assert [len(arm.body) for arm in node.branches] == [1, 2, 1]

    def test_a_random_choice(self) -> None:
        node = only(ast.Random, "random:", "    a: 1", "    go!: /A")
        assert isinstance(node, ast.Random)
        assert [type(child) for child in node.body] == [ast.Answer, ast.Go]

    @pytest.mark.parametrize(("tag", "es6"), [("script", False), ("scriptEs6", True)])
    def test_scripts(self, tag: str, es6: bool) -> None:
        node = only(ast.RunScript, f"{tag}: run();")
        assert isinstance(node, ast.RunScript)
        assert (node.es6, node.script.span.text) == (es6, "run();")

    @pytest.mark.parametrize("name", [*sorted(BUILT_IN_ACTIONS), "OurOwnTag"])
    def test_action_tags(self, name: str) -> None:
        node = only(ast.Action, f"{name}:", "    key = some value", "    empty =")
        assert isinstance(node, ast.Action)
        assert node.name.text == name
        assert [(s.key.text, s.value.text) for s in node.settings] == [
            ("key", "some value"),
            ("empty", ""),
        ]
        assert name not in TAGS
        assert name != ACTION.name

    def test_annotations_of_the_visual_editor(self) -> None:
        note, answer = in_state("@InputText", '    {"prompt": "x"}', "a: y")
        assert isinstance(note, ast.Annotation)
        assert note.name.text == "@InputText"
        assert isinstance(answer, ast.Answer)


class TestRecovery:
    """What is around a mistake is still there."""

    def kinds(self, text: str) -> list[str]:
        return [type(node).__name__ for node in ast.walk(parse(Source("main.sc", text)).document)]

    def test_below_an_unknown_tag(self) -> None:
        found = self.kinds("theme: /\n    foobar: x\n        state: A\n            a: y\n")
        assert {"Unknown", "State", "Answer"} <= set(found)

    def test_below_an_else_without_an_if(self) -> None:
        found = self.kinds(
            "theme: /\n    state: A\n        else:\n            a: x\n        go: /\n"
        )
        assert found.count("Answer") == 1
        assert found.count("Go") == 1

    def test_behind_a_tag_without_its_value(self) -> None:
        found = self.kinds("theme: /\n    state: A\n        go!:\n        a: x\n")
        assert found.count("Go") == 1
        assert found.count("Answer") == 1

    def test_diagnostics_come_in_the_order_of_the_text(self) -> None:
        text = (
            "theme: /\n    state: A\n        else:\n        goo!: /\n        a: {{ x\n        q:\n"
        )
        found = parse(Source("main.sc", text)).diagnostics
        assert [d.span.location.line for d in found] == [3, 4, 5, 6]
