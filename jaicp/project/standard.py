"""The standard module: the files that bots require from `sys.zb-common` and that the platform brings itself.

They are written here and lie in the folder `stdlib` of the package. Projects that were made before the platform
had them name the vendor's repository among their `dependencies`; such a name means the same files.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from jaicp.project.config import ProjectConfig
from jaicp.project.files import DiskFiles, Files

__all__ = [
    "STANDARD",
    "FilesWithStandard",
    "hides",
    "is_partial",
    "is_standard",
    "standard_folder",
    "standard_home",
]

STANDARD = Path(__file__).resolve().parent.parent / "stdlib"
"""Where the modules lie, each in a folder of its name."""

_SYSTEM = "sys."
_PREFIX = str(STANDARD) + os.sep
_REPOSITORIES = {"zb-common": "zb-common", "zenbot-common": "zb-common", "zfl-common": "zfl-common"}
"""What the vendor's repositories are called, and the module that each of them is."""

_PARTIAL = frozenset({"zfl-common"})
"""What the visual editor writes may name more of this module than its patterns, which are all that is here."""


@lru_cache(maxsize=4096)
def is_standard(path: Path) -> bool:
    """Whether a file is one of the standard module; `path` is normal, without `..`."""
    return str(path).startswith(_PREFIX)


def hides(config: ProjectConfig, path: Path) -> bool:
    """Whether what is wrong with a file is no matter of this project, but of ours."""
    return is_standard(path) and not is_standard(config.root)


def standard_folder(module: str, config: ProjectConfig) -> Path | None:
    """The folder of the standard module that a project calls `module`; None where it means another one."""
    if module.startswith(_SYSTEM):
        name = module.removeprefix(_SYSTEM)
    elif module in config.dependencies:
        url = config.dependencies[module] or module
        name = _REPOSITORIES.get(url.rstrip("/").rsplit("/", 1)[-1].removesuffix(".git"), "")
    else:
        return None
    return STANDARD / name if name in _REPOSITORIES.values() else None


def is_partial(path: Path) -> bool:
    """Whether a file belongs to a module of which not everything is written here."""
    home = standard_home(path)
    return home is not None and home.name in _PARTIAL


def standard_home(path: Path) -> Path | None:
    """The folder of the module that a file of the standard module belongs to; None for any other file."""
    if not is_standard(path):
        return None
    return STANDARD / path.relative_to(STANDARD).parts[0]


class FilesWithStandard:
    """A project's files with those of the standard module, which are always on the disk."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._standard = DiskFiles()

    def is_file(self, path: Path) -> bool:
        """Whether there is a file that could be read."""
        return self._of(path).is_file(path)

    def read(self, path: Path) -> bytes:
        """The bytes of a file; raises `OSError` where it cannot be read."""
        return self._of(path).read(path)

    def _of(self, path: Path) -> Files:
        return self._standard if is_standard(path) else self._files
