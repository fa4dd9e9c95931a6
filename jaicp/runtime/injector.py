"""`$injector`: the settings of `chatbot.yaml`, and those that a `require` adds.

Source: the vendor's page on the variable. What a `require` gives counts for the whole bot, since all scripts
share one `$injector`; of equal names the last counts.
"""

from __future__ import annotations

import json5

from jaicp.project.symbols import Project
from jaicp.runtime.messages import JsonObject
from jaicp.syntax import ast

__all__ = ["merged_injector"]

_SETTINGS = ("injector", "provide")


def merged_injector(project: Project) -> JsonObject:
    """What scripts read as `$injector`; a setting that is no object is passed over."""
    merged = dict(project.config.injector)
    for document in project.documents:
        for node in ast.walk(document):
            if isinstance(node, ast.Require):
                for setting in node.settings:
                    if setting.key.text in _SETTINGS:
                        merged |= _object(setting.value.text)
    return merged


def _object(text: str) -> JsonObject:
    try:
        value = json5.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
