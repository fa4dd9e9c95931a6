"""JC603 written-secret: tokens, passwords and keys that stand in scripts or in the configuration.

Two signs tell a secret: the form that a service gives its tokens, or the name that it is kept under together with
a value that looks made by a machine. What stands for a value to be filled in is none. A secret is shown nowhere:
neither in the message nor in the lines that are printed with it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from jaicp.check.rule import CheckContext, Rule
from jaicp.project.data import DataFile
from jaicp.project.loader import JsFile
from jaicp.project.per_file import PerFile
from jaicp.project.standard import hides
from jaicp.project.symbols import Project
from jaicp.syntax.ast import Document
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source

__all__ = ["WrittenSecret"]

LARGEST = 1_000_000
"""Characters of a file that are looked at: what is longer is a library or data."""

SHORTEST, LONGEST = 8, 400
"""Characters of a value that is taken for a secret because of its name."""

LEAST_ENTROPY = 2.8
"""Bits a character that such a value has at least: `password1` has 2.9, `aaaaaaaa1` 0.5."""

_KNOWN = (
    ("a token of a Telegram bot", r"\b\d{8,10}:AA[\w-]{32,34}(?![\w-])"),
    ("an access key of AWS", r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    ("a token of GitHub", r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{40,})"),
    ("a token of GitLab", r"\bglpat-[\w-]{20,}"),
    ("a token of Slack", r"\bxox[abprs]-[A-Za-z0-9-]{10,}"),
    ("a key of an API", r"\bsk-(?=[\w-]*\d)[\w-]{20,}|\b[rs]k_live_[A-Za-z0-9]{16,}"),
    ("a key of Google", r"\bAIza[\w-]{35}(?![\w-])"),
    ("a key of SendGrid", r"\bSG\.[\w-]{16,}\.[\w-]{16,}"),
    ("a token of Yandex", r"\b(?:AQVN[\w-]{35,38}|y[0-3]_[\w-]{30,})(?![\w-])"),
    ("a signed token", r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}"),
    ("a private key", r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"),
)
"""Forms of secrets by what they are."""

_NAMES = r"""passw(?:or)?d|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|auth[_-]?key
    |authorization"""
_NAMED = re.compile(
    rf"""(?:\b|_)(?P<name>[\w$-]*(?:{_NAMES})[\w$-]*)["']?\]?[ \t]*[:=][ \t]*
    (?:(?P<quote>["'`])(?P<scheme>(?:Bearer|Basic|Token|OAuth|Api-Key)[ ]+)?(?P<quoted>[^"'`\s]+)(?P=quote)
    |(?P<bare>[\w+/=.-]+)[ \t]*(?:\#[^\n]*)?$)""",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
_IN_ADDRESS = re.compile(
    r"""[?&](?:app_?id|api_?key|access_?token|auth_?token|token|key|secret|password)=(?P<value>[\w.-]{16,})"""
    r"""|\b[a-z][a-z0-9+.-]*://[^\s/:@"'`{}]+:(?P<password>[^\s/:@"'`{}$<>]{3,})@[\w.-]""",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"""\b(?:key|app_?id)["']?\s*[:=]\s*["'](?P<value>[0-9a-f]{32,64})["']""", re.IGNORECASE
)
_MADE = re.compile(r"(?=(?:\D*\d){4})[\w+/=-]{20,}")
"""A value without quotes in a script, where a variable could stand as well."""

_SIGNS = ("passw", "secret", "token", "key", "authoriz", "appid", "app_id", "@")
"""What a file with a secret under a name, or in an address, holds in small letters."""

_NO_SECRET = re.compile(
    r"""x{4,}|\*{2,}|\.{3,}|your|ваш|example|placeholder|changeme|insert|dummy|sample|[{}<>$()\[\]]
    |^(?:https?:)?/|^(?:true|false|null|none|undefined)$|(?-i:^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$)|^\d+$""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"(?:tokeniz|name|url|uri|path|type|field|header|param|count|limit|length|text|message|prompt|label|title)",
    re.IGNORECASE,
)
_BY_FORM = re.compile("|".join(f"(?P<form{n}>{form})" for n, (_, form) in enumerate(_KNOWN)))
_FORM_SIGNS = (
    ":AA|AKIA|ASIA|ghp_|gho_|ghu_|ghs_|ghr_|github_pat_|glpat-|xox|sk-|k_live_|AIza|SG.|AQVN|y0_|y1_|y2_|y3_"
    "|eyJ|PRIVATE KEY"
).split("|")


@dataclass(frozen=True, slots=True)
class _Secret:
    """Where a secret stands and what it is."""

    start: int
    end: int
    what: str


class WrittenSecret(Rule):
    """JC603. Whoever can read the repository can use what stands in it."""

    advisory = True

    def finish(self, ctx: CheckContext) -> Iterator[Diagnostic]:
        """Scripts, required code and data in YAML or JSON, and `chatbot.yaml`."""
        for source in _sources(ctx.project):
            for secret in _secrets(source):
                yield Diagnostic(
                    code=codes.WRITTEN_SECRET,
                    message=f"{secret.what} stands here for everybody to read",
                    span=source.span(secret.start, secret.end),
                    severity=Severity.WARNING,
                    notes=("it stays in the history of the repository: have a new one made",),
                    help='keep it outside of the project, and read it by `$secrets.get("NAME")`',
                    conceals=True,
                )


def _sources(project: Project) -> Iterator[Source]:
    config = project.config
    if config.source is not None:
        yield config.source
    for unit in project.units:
        if not isinstance(unit, Document | JsFile | DataFile):
            continue
        path = unit.source.path
        is_library = path.name.endswith(".min.js") or path.suffix.lower() == ".csv"
        if not is_library and not hides(config, path) and len(unit.source.text) <= LARGEST:
            yield unit.source


@PerFile
def _secrets(source: Source) -> tuple[_Secret, ...]:
    """The secrets of a file, none inside of another."""
    text = source.text
    found: list[_Secret] = []
    if any(sign in text for sign in _FORM_SIGNS):
        found += (
            _Secret(match.start(), match.end(), _KNOWN[int((match.lastgroup or "form0")[4:])][0])
            for match in _BY_FORM.finditer(text)
            if not _stands_for_something(match.group())
        )
    folded = text.lower()
    if any(sign in folded for sign in _SIGNS):
        found += _under_names(text, source.path.suffix.lower() in (".yaml", ".yml"))
    return tuple(_apart(sorted(found, key=lambda secret: (secret.start, -secret.end))))


def _under_names(text: str, is_yaml: bool) -> Iterator[_Secret]:
    for match in _NAMED.finditer(text):
        group = "bare" if match["quoted"] is None else "quoted"
        if group == "bare" and not is_yaml and not _MADE.fullmatch(match[group]):
            continue
        if not _NO_NAME.search(match["name"]) and _is_secret(match[group]):
            what = "a password" if "pass" in match["name"].casefold() else "a secret"
            yield _Secret(match.start(group), match.end(group), what)
    for match in _KEY.finditer(text):
        yield _Secret(match.start("value"), match.end("value"), "a secret")
    for match in _IN_ADDRESS.finditer(text):
        if match["password"] is not None:
            if not _stands_for_something(match["password"]):
                yield _Secret(match.start("password"), match.end("password"), "a password")
        elif _is_secret(match["value"]):
            yield _Secret(match.start("value"), match.end("value"), "a secret")


def _apart(secrets: list[_Secret]) -> Iterator[_Secret]:
    end = -1
    for secret in secrets:
        if secret.start >= end:
            yield secret
            end = secret.end


def _stands_for_something(value: str) -> bool:
    """Whether a value is only a place to fill in."""
    return _NO_SECRET.search(value) is not None and "PRIVATE KEY" not in value


def _is_secret(value: str) -> bool:
    """Whether a value looks made by a machine, or by somebody who was told to use digits."""
    if not SHORTEST <= len(value) <= LONGEST or not value.isascii() or _stands_for_something(value):
        return False
    if not (any(map(str.isdigit, value)) and any(map(str.isalpha, value))):
        return False
    return _entropy(value) >= LEAST_ENTROPY


def _entropy(value: str) -> float:
    """Bits a character, by how often each character of the value comes in it."""
    counts = Counter(value).values()
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts)
