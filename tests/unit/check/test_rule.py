"""Rules: methods named after nodes, and a walk that only goes where somebody looks."""

from collections.abc import Iterator

import pytest

from jaicp.check.rule import CheckContext, Rule, child_fields, handlers_of
from jaicp.syntax import ast
from jaicp.text.diagnostic import Diagnostic


class SeesGo(Rule):
    def visit_go(self, node: ast.Go, ctx: CheckContext) -> Iterator[Diagnostic]:
        yield from ()


class SeesTriggers(Rule):
    def visit_trigger(self, node: ast.Trigger, ctx: CheckContext) -> Iterator[Diagnostic]:
        yield from ()


def test_a_method_for_no_node_fails_when_the_class_is_made() -> None:
    with pytest.raises(TypeError, match=r"visit_goto: there is no such node"):
        type("Wrong", (Rule,), {"visit_goto": lambda self, node, ctx: ()})


def test_a_rule_sees_the_nodes_that_it_names() -> None:
    assert set(handlers_of([SeesGo()])) == {ast.Go}


def test_a_kind_of_nodes_stands_for_all_of_them() -> None:
    assert set(handlers_of([SeesTriggers()])) >= {
        ast.PatternTrigger,
        ast.EventTrigger,
        ast.IntentTrigger,
        ast.ExampleTrigger,
    }


def test_two_rules_may_see_the_same_node() -> None:
    assert len(handlers_of([SeesGo(), SeesGo()])[ast.Go]) == 2


def test_the_walk_leaves_out_what_nobody_asks_for() -> None:
    fields = child_fields(frozenset({ast.Go}))
    assert fields[ast.State] == ("body",)
    assert fields[ast.If] == ("branches",)
    assert fields[ast.Answer] == ()
    assert child_fields(frozenset({ast.Word}))[ast.Require] == ("file", "settings")
