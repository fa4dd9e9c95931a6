"""A project's own action tags: the JSON files that `chatbot.yaml` lists under `customTags`.

A tag runs a script of the project (`startState`) or, with `"customTagType": "JS"`, calls a function of it.
Source: the vendor's page on creating tags; paths count from the project's folder.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jaicp.project.config import ProjectConfig
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic, Severity
from jaicp.text.source import Source, Span

__all__ = ["CustomTag", "CustomTags", "read_custom_tags"]


@dataclass(frozen=True, slots=True)
class CustomTag:
    """One tag: the state that it goes to, or the function that it calls; either may be empty.

    `file` is the script or the JavaScript of it, by its path below `src`. `parameters` are the names of its
    settings in the order in which a function takes them, `states` those of them that are paths of states.
    """

    name: str
    start_state: str = ""
    function: str = ""
    file: str = ""
    parameters: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CustomTags:
    """The tags of a project by name, and what is wrong with their files."""

    tags: Mapping[str, CustomTag] = field(default_factory=dict)
    problems: tuple[Diagnostic, ...] = ()


def read_custom_tags(config: ProjectConfig) -> CustomTags:
    """Read the files that the configuration lists."""
    tags: dict[str, CustomTag] = {}
    problems = []
    for listed in config.custom_tags:
        try:
            text = (config.root / listed.lstrip("/")).read_text(encoding="utf-8-sig")
            tag = _tag(json.loads(text))
        except OSError as error:
            problems.append(_problem(config, listed, (error.strerror or str(error)).lower()))
        except ValueError as error:
            problems.append(_problem(config, listed, str(error)))
        else:
            tags[tag.name] = tag
    return CustomTags(tags, tuple(problems))


def _tag(data: Any) -> CustomTag:
    name = data.get("tagName") if isinstance(data, dict) else None
    if not isinstance(name, str) or not name:
        raise ValueError("it has no `tagName`")
    listed = data.get("parameters")
    parameters = (
        [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    )
    is_function = data.get("customTagType") == "JS"
    return CustomTag(
        name,
        start_state="" if is_function else str(data.get("startState") or ""),
        function=str(data.get("functionName") or "") if is_function else "",
        file=str(data.get("scenarioFile") or ""),
        parameters=tuple(str(one.get("name")) for one in parameters),
        states=frozenset(str(one.get("name")) for one in parameters if one.get("type") == "state"),
    )


def _problem(config: ProjectConfig, listed: str, reason: str) -> Diagnostic:
    source = config.source or Source(config.root / "chatbot.yaml", "")
    at = max(source.text.find(listed), 0)
    end = at + len(listed) if source.text else at
    return Diagnostic(
        code=codes.BAD_CONFIG,
        message=f"the tag in `{listed}` cannot be read",
        span=Span(source, at, end),
        severity=Severity.WARNING,
        notes=(reason,),
        help="list JSON files with a `tagName`, by their path from the project's folder",
    )
