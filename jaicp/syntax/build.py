"""From the grammar's rules to AST nodes: one method for each rule of `scenario.lark`, of the same name."""

from __future__ import annotations

from typing import Any

from jaicp.syntax import ast
from jaicp.syntax.ast import Node, Parameter, Script, Setting, Template, Word
from jaicp.syntax.stream import Piece
from jaicp.syntax.templates import read_object, read_template
from jaicp.text.source import Span

__all__ = ["Builder"]

Children = list[Any]


def _span(first: Piece | Span, last: Piece | Span | None = None) -> Span:
    return Span(first.source, first.start, (last or first).end)


def _word(piece: Piece | None, owner: Piece) -> Word:
    """The word of a piece; an empty one behind its owner where the value is missing."""
    if piece is None:
        return Word(Span(owner.source, owner.end, owner.end), "")
    span = _span(piece)
    return Word(span, span.text)


def _template(piece: Piece | None, owner: Piece) -> Template:
    if piece is None:
        return Template(Span(owner.source, owner.end, owner.end), ())
    return read_template(_span(piece))


def _script(piece: Piece | None, owner: Piece) -> Script:
    return Script(_word(piece, owner).span if piece is None else _span(piece))


def _pattern(piece: Piece | None, owner: Piece) -> ast.PatternText:
    span = _word(piece, owner).span
    return ast.PatternText(span, ast.blank_comments(span.text))


def _end(owner: Piece, *groups: tuple[Node, ...], value: Piece | None = None) -> Span:
    """The stretch from a tag to the last of what belongs to it."""
    end = value.end if value is not None else owner.end
    for group in groups:
        if group:
            end = max(end, group[-1].span.end)
    return Span(owner.source, owner.start, end)


def _is_global(tag: Piece) -> bool:
    return tag.source.text[tag.end - 1] == "!"


def _name(tag: Piece) -> str:
    return tag.source.text[tag.start : tag.end].rstrip("!")


class Builder:
    """Callbacks of the parser; stateless, so that one builder serves all files."""

    def document(self, items: Children) -> tuple[Node, ...]:
        return tuple(items)

    def block(self, items: Children) -> tuple[Node, ...]:
        return tuple(items)

    settings = parameters = document

    # --- declarations

    def theme(self, items: Children) -> ast.Theme:
        tag, name, parameters, body = items
        head = _end(tag, parameters, value=name)
        return ast.Theme(
            _end(tag, parameters, body, value=name), head, _word(name, tag), parameters, body
        )

    def state(self, items: Children) -> ast.State:
        tag, name, parameters, body = items
        head = _end(tag, parameters, value=name)
        word = None if name is None else _word(name, tag)
        return ast.State(_end(tag, parameters, body, value=name), head, word, parameters, body)

    def require(self, items: Children) -> ast.Require:
        tag, file, settings = items
        return ast.Require(_end(tag, settings, value=file), _word(file, tag), settings)

    def patterns(self, items: Children) -> ast.Patterns:
        tag, *definitions = items
        return ast.Patterns(_end(tag, tuple(definitions)), tuple(definitions))

    def definition(self, items: Children) -> ast.PatternDefinition:
        name, pattern, parameters = items
        found = ast.find_parameter(parameters, "converter")
        converter = None
        if found is not None:
            span = found.value.span
            code = span.text.rstrip().removesuffix(";")
            converter = Script(Span(span.source, span.start, span.start + len(code)))
        span = _end(name, parameters, value=pattern)
        return ast.PatternDefinition(
            span, _word(name, name), _pattern(pattern, name), converter, parameters
        )

    def init(self, items: Children) -> ast.Init:
        tag, code = items
        return ast.Init(_end(tag, value=code), _script(code, tag))

    def annotation(self, items: Children) -> ast.Annotation:
        tag, raw = items
        return ast.Annotation(_end(tag, value=raw), _word(tag, tag), _word(raw, tag).span)

    def unknown(self, items: Children) -> ast.Unknown:
        tag, raw, body = items
        return ast.Unknown(_end(tag, body, value=raw), _word(tag, tag), body)

    # --- triggers

    def pattern_trigger(self, items: Children) -> ast.PatternTrigger:
        tag, pattern, parameters = items
        span = _end(tag, parameters, value=pattern)
        return ast.PatternTrigger(span, _is_global(tag), _pattern(pattern, tag), parameters)

    def example_trigger(self, items: Children) -> ast.ExampleTrigger:
        tag, phrase, parameters = items
        span = _end(tag, parameters, value=phrase)
        is_group = _name(tag) == "eg"
        return ast.ExampleTrigger(span, _is_global(tag), is_group, _word(phrase, tag), parameters)

    def event_trigger(self, items: Children) -> ast.EventTrigger:
        tag, event, parameters = items
        span = _end(tag, parameters, value=event)
        return ast.EventTrigger(span, _is_global(tag), _word(event, tag), parameters)

    def intent_trigger(self, items: Children) -> ast.IntentTrigger:
        tag, intent, parameters = items
        span = _end(tag, parameters, value=intent)
        is_group = _name(tag) == "intentGroup"
        return ast.IntentTrigger(span, _is_global(tag), is_group, _word(intent, tag), parameters)

    # --- reactions

    def answer(self, items: Children) -> ast.Answer:
        tag, text, parameters = items
        return ast.Answer(_end(tag, parameters, value=text), _template(text, tag), parameters)

    def media(self, items: Children) -> ast.Media:
        tag, url, parameters = items
        span = _end(tag, parameters, value=url)
        return ast.Media(span, _name(tag), _template(url, tag), parameters)

    def go(self, items: Children) -> ast.Go:
        tag, path, parameters = items
        return ast.Go(_end(tag, parameters, value=path), _is_global(tag), _template(path, tag))

    def timeout(self, items: Children) -> ast.Timeout:
        tag, path, parameters = items
        span = _end(tag, parameters, value=path)
        return ast.Timeout(span, _template(path, tag), parameters)

    def buttons(self, items: Children) -> ast.Buttons:
        tag, *buttons = items
        return ast.Buttons(_end(tag, tuple(buttons)), _name(tag) == "inlineButtons", tuple(buttons))

    def button(self, items: Children) -> ast.Button:
        what, path = items
        target = None if path is None else read_template(_span(path))
        span = _span(what, path)
        if what.type == "OBJECT":
            return ast.Button(span, None, read_object(_span(what)), target)
        return ast.Button(span, read_template(_span(what)), (), target)

    def random(self, items: Children) -> ast.Random:
        tag, body = items
        return ast.Random(_end(tag, body), body)

    def if_(self, items: Children) -> ast.If:
        tag, code, body, *others = items
        branches = (self._branch(tag, code, body), *(arm for arm in others if arm is not None))
        return ast.If(_end(tag, branches), branches)

    def elseif(self, items: Children) -> ast.Branch:
        return self._branch(*items)

    def else_(self, items: Children) -> ast.Branch:
        tag, body = items
        return ast.Branch(_end(tag, body), None, body)

    def _branch(self, tag: Piece, code: Piece | None, body: tuple[Node, ...]) -> ast.Branch:
        return ast.Branch(_end(tag, body, value=code), _script(code, tag), body)

    def run_script(self, items: Children) -> ast.RunScript:
        tag, code = items
        es6 = _name(tag) == "scriptEs6"
        return ast.RunScript(_end(tag, value=code), es6, _script(code, tag))

    def new_session(self, items: Children) -> ast.NewSession:
        tag, settings = items
        return ast.NewSession(_end(tag, settings), settings)

    def action(self, items: Children) -> ast.Action:
        tag, settings = items
        return ast.Action(_end(tag, settings), _word(tag, tag), settings)

    # --- what they share

    def parameter(self, items: Children) -> Parameter:
        key, value = items
        word = _word(value, key)
        if value.type == "STRING":
            word = Word(word.span, word.text.replace('\\"', '"'))
        return Parameter(_span(key, value), _word(key, key), word)

    def setting(self, items: Children) -> Setting:
        key, value = items
        return Setting(_span(key, value), _word(key, key), _word(value, key))
