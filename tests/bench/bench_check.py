"""Figures for `jaicp check` and for loading bots: `python tests/bench/bench_check.py`, some four minutes.

Each figure is measured in a process of its own and compared with CPython's `ast.parse` over as many lines of
Python on the same machine, so that machines can be compared. The limits are those that the checker promises;
where one is missed, the exit code is 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from statistics import median
from threading import Thread

from made_up_bots import python_lines, rules_of_states, write_bot

PACKAGE = Path(__file__).resolve().parents[2] / "jaicp"
LINES = 100_000
FEWER_LINES = 10_000
STATES = 10_000

MOST_TIMES_AST = 8.0
MOST_GROWTH = 1.25
MOST_MEGABYTES = 700
MOST_SECONDS_OF_A_SCRIPT = 0.6
MOST_SECONDS_AFTER_AN_EDIT = 0.3

EDITS = {
    "the wording of an answer": ("    a: ", "    a: {}"),
    "a script": ("    $session.", "    $session.{}"),
    "a local pattern": ("    q: ", "    q: {} "),
    "a global pattern": ("    q!: ", "    q!: {} "),
    "a named pattern": (" = (", " = ({}|"),
    "the name of a pattern": ("    $list", "    $list{}"),
    "a way": ("/State0\n", "/State{n}\n"),
    "a new state": ("    state: ", "    state: New{n}\n        a: Well.\n\n    state: "),
    "the name of a state": ("    state: ", "    state: X{}"),
}
"""What is edited in the script that is watched: the first text becomes the second one, each time another."""
TIMES = 9
SILENCE = 0.7
"""Seconds without a further line after which a report is at its end."""

MEASURED = """
import ast, json, resource, sys, time
from pathlib import Path
from jaicp.check.checker import check
from jaicp.project.link import load_project
from jaicp.runtime.program import compile_program
begun = time.process_time()
{code}
spent = time.process_time() - begun
print(json.dumps([spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
CHECK = """
checked = check(load_project(Path(sys.argv[1])))
assert checked.ok, checked.diagnostics[0]
"""
CHECK_AGAIN = """
from jaicp.check.checker import Memory
from jaicp.project.documents import Documents
from jaicp.project.files import DiskFiles
documents, memory = Documents(), Memory()
root = Path(sys.argv[1])
script = sorted(root.rglob("*.sc"))[7]
text, edited, project = script.read_text(encoding="utf-8"), [], None
for number in range(6):
    files = DiskFiles({script: text.replace("    a: ", f"    a: {'x' * number}", 1)})
    edited.append(time.perf_counter())
    project = load_project(root, files, documents, project)
    checked = check(project, None, memory)
edited.append(time.perf_counter())
seconds = sorted(after - before for before, after in zip(edited[1:], edited[2:]))
begun, time.process_time = 0, lambda: seconds[len(seconds) // 2]
"""
COMPILE = (
    CHECK
    + """
begun = time.process_time()
program = compile_program(checked.project)
"""
)
AST = """
tree = ast.parse(open(sys.argv[1], encoding="utf-8").read())
"""


def measured(code: str, path: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of some code in a process of its own; the least of two runs."""
    script = MEASURED.format(code=code)
    runs = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)], capture_output=True, check=True
        )
        runs.append(tuple(json.loads(done.stdout)))
    return min(runs)


def wall_of_a_script(path: Path) -> float:
    """Seconds from start to end of `jaicp check` on one script, installed as users have it; the least of three."""
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(PACKAGE)], check=True)
    command = [sys.executable, "-m", "jaicp", "check", str(path)]

    def run() -> float:
        begun = time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        return time.perf_counter() - begun

    return min(run() for _ in range(3))


@contextmanager
def watching(folder: Path) -> Iterator[Queue[float]]:
    """`jaicp check --watch` on a bot; of each line that it prints the moment is told."""
    command = [
        sys.executable,
        "-m",
        "jaicp",
        "check",
        "--watch",
        "--format",
        "concise",
        str(folder),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    moments: Queue[float] = Queue()

    def listen() -> None:
        assert process.stdout is not None
        for _ in process.stdout:
            moments.put(time.perf_counter())

    Thread(target=listen, daemon=True).start()
    try:
        yield moments
    finally:
        process.terminate()
        process.wait()


def end_of_report(moments: Queue[float], patience: float = 60.0) -> float:
    """The moment of the last line of a report."""
    last = moments.get(timeout=patience)
    while True:
        try:
            last = moments.get(timeout=SILENCE)
        except Empty:
            return last


def watched(folder: Path, report: Callable[[str, float, float], None]) -> None:
    """Seconds from the save of a script until the last line of the report is there; the median of some edits."""
    script = sorted((folder / "src").glob("part*.sc"))[5]
    text = script.read_text(encoding="utf-8")
    with watching(folder) as moments:
        end_of_report(moments)
        for what, (old, new) in EDITS.items():
            seconds = []
            for number in range(1, TIMES + 1):
                edited = text.replace(old, new.format("x" * number, n=number), 1)
                begun = time.perf_counter()
                script.write_text(edited, encoding="utf-8")
                seconds.append(end_of_report(moments) - begun)
            print(f"  {max(seconds):8.2f} at most of {TIMES}:")
            report(
                f"seconds until an edit of {what} is reported",
                median(seconds),
                MOST_SECONDS_AFTER_AN_EDIT,
            )
    script.write_text(text, encoding="utf-8")


def checks(folder: Path, report: Callable[[str, float, float], None]) -> None:
    """The checker on made-up bots of two sizes and on one script."""
    counts = {size: write_bot(folder / f"bot{size}", size) for size in (FEWER_LINES, LINES)}
    python = folder / "lines.py"
    python.write_text(python_lines(counts[LINES]), encoding="utf-8")
    ast_seconds, _ = measured(AST, python)
    few, _ = measured(CHECK, folder / f"bot{FEWER_LINES}")
    many, megabytes = measured(CHECK, folder / f"bot{LINES}")
    print(f"{counts[LINES]} lines: check {many:.2f} s, ast.parse {ast_seconds:.2f} s CPU")
    report("times the CPU of ast.parse", many / ast_seconds, MOST_TIMES_AST)
    growth = (many / counts[LINES]) / (few / counts[FEWER_LINES])
    report(f"times the CPU per line of {counts[FEWER_LINES]} lines", growth, MOST_GROWTH)
    again, _ = measured(CHECK_AGAIN, folder / f"bot{LINES}")
    report("seconds to check again after an edit", again, MOST_SECONDS_AFTER_AN_EDIT)
    report("megabytes at most", megabytes, MOST_MEGABYTES)
    watched(folder / f"bot{LINES}", report)
    script = folder / f"bot{FEWER_LINES}" / "src" / "part1.sc"
    report("seconds for a script of 500 lines", wall_of_a_script(script), MOST_SECONDS_OF_A_SCRIPT)


def loading(folder: Path) -> None:
    """Loading, checking and compiling a bot of many states with three patterns each."""
    script = folder / "rules.sc"
    script.write_text(rules_of_states(STATES), encoding="utf-8")
    check, _ = measured(CHECK, script)
    compiled, megabytes = measured(COMPILE, script)
    print(
        f"{STATES} states x 3 patterns: load and check {check:.2f} s, compile {compiled:.2f} s CPU,"
        f" {megabytes:.0f} MB"
    )


def main() -> None:
    """Print all figures and whether they are within the limits."""
    missed = []

    def report(what: str, figure: float, limit: float) -> None:
        verdict = "ok" if figure <= limit else "MISSED"
        if figure > limit:
            missed.append(what)
        print(f"  {figure:8.2f} {what} (limit {limit:g}): {verdict}")

    with tempfile.TemporaryDirectory() as name:
        checks(Path(name), report)
        loading(Path(name))
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
