"""Look for bytes that `jaicp check` cannot take, guided by coverage: `python tests/bench/fuzz_check.py [SECONDS]`.

Needs the package `atheris`, which is no dependency of the project. Inputs are the bytes of one file of a bot, the
first byte says of which one; what they cover is watched in the packages that read and check scripts. Ends with the
number of runs, or with the input that failed, which then belongs into `tests/property/fuzzed`.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["jaicp"]):
    from jaicp.check.checker import check
    from jaicp.project.files import DiskFiles
    from jaicp.project.link import load_project
    from jaicp.text.render import render_full

KINDS = (
    "src/main.sc",
    "chatbot.yaml",
    "src/a.js",
    "src/a.csv",
    "src/a.yaml",
    "nlu.json",
    "test/a.xml",
)
FINE = {
    "chatbot.yaml": b"name: bot\nentryPoint: main.sc\n",
    "src/main.sc": b"require: a.js\nrequire: a.csv\n    name = a\n    var = a\nrequire: a.yaml\n    var = b\n"
    b"theme: /\n    state: A\n        q!: $a\n        a: x\n",
    "src/a.js": b"var x = 1;\n",
    "src/a.csv": b"1;a,b;{}\n",
    "src/a.yaml": b"a: 1\n",
    "nlu.json": b"{}",
    "test/a.xml": b"<test/>",
}
SEEDS = Path(__file__).parents[1] / "property" / "fuzzed"


def make(folder: Path, data: bytes) -> None:
    """A bot in `folder`, one file of which holds the input."""
    for name, content in FINE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    if data:
        (folder / KINDS[data[0] % len(KINDS)]).write_bytes(data[1:])


def seeds(folder: Path) -> None:
    """Inputs to begin with: the files of the samples, and what failed once."""
    samples = Path(__file__).parents[2] / "samples"
    endings = (".sc", "t.yaml", ".js", ".csv", ".yaml", ".json", ".xml")
    for number, path in enumerate(sorted(samples.rglob("*.*"))):
        kind = next((at for at, end in enumerate(endings) if path.name.endswith(end)), None)
        if kind is not None and path.is_file():
            (folder / f"seed{number}").write_bytes(bytes([kind]) + path.read_bytes())
    for path in SEEDS.glob("*") if SEEDS.is_dir() else ():
        (folder / path.name).write_bytes(path.read_bytes())


def main() -> None:
    """Fuzz for so many seconds."""
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else 1200
    with tempfile.TemporaryDirectory() as name:
        bot, corpus = Path(name) / "bot", Path(name) / "corpus"
        corpus.mkdir()
        seeds(corpus)

        def run(data: bytes) -> None:
            make(bot, data)
            diagnostics = check(load_project(bot, DiskFiles())).diagnostics
            render_full(diagnostics[:20], colour=True, root=bot)

        limits = [
            f"-max_total_time={seconds}",
            "-timeout=20",
            "-rss_limit_mb=3000",
            "-max_len=4000",
        ]
        atheris.Setup([sys.argv[0], *limits, str(corpus)], run)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
