"""Reads chapters of the manual that are dialogues, and plays them.

A section (a heading of any level) is one test. Its fenced blocks are files of a project: ```sc is `main.sc`,
```js helpers.js or ```yaml chatbot.yaml name theirs. A ```chat block is what happens:

    > привет              the visitor writes this
    > [Да]                the visitor presses this button
    > event: name {json}  the channel sends an event, with this raw request
    < Здравствуйте!       the bot replies this text; all replies of a turn are listed, in order
    < [Да] [Нет]          the bot shows these buttons
    < {"type": "image"}   the bot replies something else: these fields are compared
    = /Menu               the dialogue now stands here
    ! is not defined      the turn has an error whose text contains this
    $session.x = 1        what is kept has this value now (`$client` too)
    log: dropped          a log line of the turn contains this
    -- new visitor        from here on somebody else writes

A turn without `<` lines must not reply, one without `!` must not fail.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jaicp.runtime.engine import Bot, load_bot
from jaicp.runtime.messages import Event, Session, Turn
from jaicp.runtime.services import Services
from jaicp.script.engine import Limits

_FENCE = re.compile(r"^```(\w*) *([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
_EVENT = re.compile(r"event: *(\w+) *(\{.*\})?$")
NOON = 1_750_000_000.0


@dataclass
class Section:
    """One heading with its files and its dialogue."""

    chapter: str
    title: str
    files: dict[str, str] = field(default_factory=dict)
    chat: str = ""

    @property
    def id(self) -> str:
        return f"{self.chapter}: {self.title}"


def sections(path: Path) -> Iterator[Section]:
    """The sections of a chapter that hold a dialogue; files of earlier sections are not shared."""
    text = path.read_text(encoding="utf-8")
    heads = list(_HEADING.finditer(_without_fences(text)))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=False):
        body = text[head.end() : end]
        section = Section(path.stem, head[1])
        for kind, name, content in _FENCE.findall(body):
            if kind == "chat":
                section.chat += content
            elif kind in ("sc", "js", "yaml", "csv", "json"):
                section.files[name.strip() or "main.sc"] = content
        if section.chat:
            yield section


def _without_fences(text: str) -> str:
    return _FENCE.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def write_project(section: Section, folder: Path) -> Path:
    """Write the files of a section; the path to load."""
    at_root = ("chatbot.yaml", "nlu.json") if "chatbot.yaml" in section.files else ()
    for name, content in section.files.items():
        file = folder / name if name in at_root else folder / "src" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    if "chatbot.yaml" in section.files:
        return folder
    return folder / "src" / "main.sc"


class Player:
    """Plays the lines of a dialogue against a bot and asserts what comes back."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self.logs: list[str] = []
        services = Services(clock=lambda: NOON, chance=random.Random(7), log=self.logs.append)
        self.bot: Bot = load_bot(path, services=services, limits=limits)
        self.session = Session()
        self.turn: Turn | None = None
        self.expected: list[str] = []
        self.error = ""
        self.line = ""

    def play(self, chat: str) -> None:
        for line in chat.splitlines():
            self.line = line.strip()
            if self.line and not self.line.startswith("#"):
                self.step(self.line)
        self.settle()

    def step(self, line: str) -> None:
        mark, _, rest = line.partition(" ")
        if mark == ">":
            self.settle()
            self.send(rest)
        elif mark == "<":
            self.expected.append(rest)
        elif mark == "!":
            self.error = rest
        elif mark == "=":
            assert self.turn is not None
            assert self.turn.context == rest
        elif mark == "--":
            self.settle()
            self.session = Session()
        elif mark == "log:":
            assert any(rest in entry for entry in self.logs), self.logs
        elif mark.startswith("$"):
            self.kept(line)
        else:
            raise AssertionError(f"this line of a chat cannot be read: {line}")

    def send(self, text: str) -> None:
        found = _EVENT.match(text)
        if found is not None:
            raw = json.loads(found[2] or "{}")
            event = Event(event=found[1], raw_request=raw, data={"eventData": raw})
        else:
            event = Event(query=text.strip("[]") if text.startswith("[") else text)
        self.logs.clear()
        self.turn = self.bot.handle(event, self.session)
        self.turn = Turn.from_json(json.loads(json.dumps(self.turn.to_json())))
        self.session = self.turn.session

    def kept(self, line: str) -> None:
        path, _, value = line.partition("=")
        names = path.strip().lstrip("$").split(".")
        found = getattr(self.session, names[0])
        for name in names[1:]:
            found = found[name] if isinstance(found, dict) and name in found else None
        assert found == json.loads(value)

    def settle(self) -> None:
        """Compare the turn that was played last."""
        if self.turn is None:
            return
        replies = self.turn.replies
        shown = [show(reply) for reply in replies]
        trace = "\n".join(self.turn.trace)
        message = f"before `{self.line}`, after these steps:\n{trace}\nerror: {self.turn.error}"
        assert len(shown) == len(self.expected), f"{shown} for {self.expected}, {message}"
        for reply, text, wanted in zip(replies, shown, self.expected, strict=True):
            if wanted.startswith("{"):
                fields = json.loads(wanted)
                assert {key: reply.get(key) for key in fields} == fields, message
            else:
                assert text == wanted, message
        got = str(self.turn.error or "")
        assert (self.error in got) if self.error else not got, message
        self.turn, self.expected, self.error = None, [], ""


def show(reply: dict) -> str:
    """A reply as the dialogues write it."""
    if isinstance(reply.get("buttons"), list):
        return " ".join(f"[{button['text']}]" for button in reply["buttons"])
    if reply.get("type") == "text":
        return reply["text"].replace("\n", "\\n")
    return json.dumps(reply, ensure_ascii=False)
