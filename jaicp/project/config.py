"""`chatbot.yaml` as a typed value.

Unknown keys are fine (real files are full of them); a key of the wrong type is a diagnostic with its place.
Keys and defaults: the vendor's page on the configuration file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jaicp.project.config_types import wrong_values
from jaicp.project.yaml_size import check_size
from jaicp.text import codes
from jaicp.text.diagnostic import Diagnostic
from jaicp.text.lazy import LazyModule
from jaicp.text.source import Source, Span

if TYPE_CHECKING:
    import yaml
else:
    yaml = LazyModule("yaml")

__all__ = ["ProjectConfig", "read_config"]

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectConfig:
    """The settings of a project; paths are absolute.

    `root` is the project's folder, `source_root` the folder that required paths with a leading slash count
    from. `error_messages` maps a language to the text said after an error, `""` is the default one;
    `dependencies` the name of a module to its repository, `""` where none is named.
    """

    root: Path
    source_root: Path
    entry_points: tuple[Path, ...]
    source: Source | None = None
    name: str = "bot"
    language: str = ""
    injector: JsonObject = field(default_factory=dict)
    error_messages: Mapping[str, str] = field(default_factory=dict)
    dependencies: Mapping[str, str] = field(default_factory=dict)
    custom_tags: tuple[str, ...] = ()
    modify_request_in_pre_match: bool = False
    raw: JsonObject = field(default_factory=dict)


@cache
def _loader() -> type[yaml.SafeLoader]:
    """PyYAML's safe loader that reads an unknown `!!tag` as what stands behind it."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor(None, _plain)
    return Loader


def _plain(loader: yaml.SafeLoader, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)  # type: ignore[arg-type]


def _parse(text: str) -> tuple[yaml.Node | None, object]:
    """The document as nodes, which know their places, and as plain data."""
    loader = _loader()(text)
    try:
        root = loader.get_single_node()
        data = None if root is None else loader.construct_document(root)
        check_size(data)
        return root, data
    finally:
        loader.dispose()


def read_config(source: Source) -> tuple[ProjectConfig, list[Diagnostic]]:
    """The configuration in a `chatbot.yaml`, and what is wrong with it."""
    reader = _Reader(source)
    root = source.path.parent
    entries = reader.texts("entryPoint")
    if not entries and not reader.problems:
        span = source.span(0, 0)
        message = "`chatbot.yaml` names no `entryPoint`"
        reader.problem(span, message, "add a line such as `entryPoint: main.sc`")
    config = ProjectConfig(
        root=root,
        source_root=root / "src",
        entry_points=tuple(root / "src" / entry.lstrip("/") for entry in entries),
        source=source,
        name=reader.text("name") or root.name,
        language=reader.text("language"),
        injector=reader.mapping("injector"),
        error_messages=reader.error_messages(),
        dependencies=reader.dependencies(),
        custom_tags=tuple(reader.texts("customTags")),
        modify_request_in_pre_match=bool(reader.mapping("nlp").get("modifyRequestInPreMatch")),
        raw=reader.data,
    )
    return config, [*reader.problems, *wrong_values(source, reader.data)]


class _Reader:
    """Reads keys of the right type; anything else is reported where it stands."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Diagnostic] = []
        self.nodes: dict[str, yaml.Node] = {}
        self.data: JsonObject = self._load()

    def problem(self, span: Span, message: str, help_text: str = "") -> None:
        self.problems.append(
            Diagnostic(code=codes.BAD_CONFIG, message=message, span=span, help=help_text)
        )

    def _load(self) -> JsonObject:
        try:
            root, data = _parse(self.source.text)
        except yaml.reader.ReaderError as error:
            message = f"this is no YAML: {error.reason}"
            self.problem(self.source.span(error.position, error.position + 1), message)
            return {}
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            at = 0 if mark is None else mark.index
            self.problem(self.source.span(at, at + 1), f"this is no YAML: {error.problem}")
            return {}
        except (yaml.YAMLError, ValueError) as error:
            reason = str(error).splitlines()[0]
            self.problem(self.source.span(0, 0), f"this YAML cannot be used: {reason}")
            return {}
        except RecursionError:
            self.problem(self.source.span(0, 0), "this YAML is nested too deeply")
            return {}
        if data is None:
            return {}
        if not isinstance(root, yaml.MappingNode) or not isinstance(data, dict):
            self.problem(self.source.span(0, 0), "the file holds no `key: value` lines")
            return {}
        self.nodes = {str(key.value): value for key, value in root.value}
        return {str(key): value for key, value in data.items()}

    def _wrong(self, key: str, wanted: str) -> None:
        node = self.nodes[key]
        span = self.source.span(node.start_mark.index, node.end_mark.index)
        self.problem(span, f"`{key}` is {wanted}")

    def text(self, key: str) -> str:
        value = self.data.get(key)
        if value is None or isinstance(value, str):
            return value or ""
        if isinstance(value, int | float):
            return str(value)
        self._wrong(key, "a text")
        return ""

    def texts(self, key: str) -> list[str]:
        value = self.data.get(key)
        if value is None:
            return []
        values = value if isinstance(value, list) else [value]
        if all(isinstance(item, str) for item in values):
            return values
        self._wrong(key, "a text, or a list of texts")
        return []

    def mapping(self, key: str) -> JsonObject:
        value = self.data.get(key)
        if value is None:
            return {}
        if isinstance(value, dict):
            return value
        self._wrong(key, "a mapping of `key: value` lines")
        return {}

    def error_messages(self) -> dict[str, str]:
        on_error = self.mapping("messages").get("onError")
        if not isinstance(on_error, dict):
            return {}
        found: dict[str, str] = {}
        default = on_error.get("defaultMessage")
        if isinstance(default, str):
            found[""] = default
        locales = on_error.get("locales")
        if isinstance(locales, dict):
            found |= {str(key): str(value) for key, value in locales.items()}
        return found

    def dependencies(self) -> dict[str, str]:
        value = self.data.get("dependencies")
        if not isinstance(value, list):
            return {}
        named = [item for item in value if isinstance(item, dict) and "name" in item]
        return {str(item["name"]): str(item.get("url") or "") for item in named}
