"""Which lines of a badly indented script are wrong, and where they should stand.

A strict reader of columns finds out *that* something does not line up, mostly a line or more too late: when the
first line of a block stands too far to the right, it is the second one that fits nowhere. So each inconsistency
is explained by moving one line, the one where it shows or the first line of a block that is open there; every
explanation is tried out on the lines that follow, and the one with which they read well the longest is taken.

Lines come in as the tags that the layout phase has met, in order; out come the columns to read instead. A script
that lines up costs nothing, since the layout phase asks only when it met an inconsistency.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import NamedTuple

from jaicp.syntax.tags import Body, Place, Tag

__all__ = ["Fault", "Move", "Placed", "find_moves", "inside"]

HORIZON = 60
"""How many tags behind an inconsistency an explanation is tried on."""
REACH_BACK = 200
"""How many tags before it the first line of a block may lie to be suspected."""
MAX_MOVES = 50
"""A script with more is no script; the rest of it is read as it stands."""
USUAL_STEP = 4


class Fault(Enum):
    """What is wrong with a line where it stands."""

    COLUMN = "it lines up with nothing above"
    DEPTH = "it is deeper than a tag that takes no nested tags"
    PLACE = "its tag may not stand in this block"
    ORDER = "it is an else that follows no if"


class Placed(NamedTuple):
    """A line that starts a tag: its number from 0, its column, the tag."""

    line: int
    column: int
    tag: Tag


class Move(NamedTuple):
    """Read this line as if it stood in `column`; the `fault` showed on line `shown`, often the same."""

    line: int
    column: int
    fault: Fault
    shown: int


class _Frame(NamedTuple):
    """An open block: its column, what it is the inside of, its first tag line, the last tag met in it."""

    column: int
    place: Place | None
    first: int
    last: Tag


@dataclass(slots=True)
class _Reading:
    """Between two tags: the open blocks, and whether the next line may open one."""

    frames: list[_Frame]
    opens: bool = True
    untidy: int = 0
    """Blocks that are not as deep as is usual in the script, and tags left without their block."""

    def copy(self) -> _Reading:
        return _Reading(self.frames.copy(), self.opens, self.untidy)


class _Explanation(NamedTuple):
    """To move one tag line, and how well the script then reads; the least is the best."""

    missed: int
    untidy: int
    is_earlier: bool
    distance: int
    position: int
    column: int


def inside(tag: Tag) -> Place | None:
    """What the block below a tag is for the tags in it; None where anything may stand."""
    if tag.token in ("THEME", "STATE"):
        return Place[tag.token]
    return None if tag.token == "UNKNOWN" else Place.BRANCH


def find_moves(placed: Sequence[Placed]) -> list[Move]:
    """The lines to read in another column so that the tags line up; most often one or none."""
    return _Repair(placed).run()


class _Repair:
    def __init__(self, placed: Sequence[Placed]) -> None:
        self.placed = placed
        self.columns = [at.column for at in placed]
        self.step = _usual_step(placed)
        self.moves: dict[int, Move] = {}

    def run(self) -> list[Move]:
        reading = _Reading([])
        position = 0
        while position < len(self.placed):
            before = reading.copy()
            fault = self._read(reading, position, self.columns[position])
            if fault is None:
                position += 1
            elif (found := self._explain(before, position, fault)) is None:
                reading = self._read_anyway(before, position)
                position += 1
            else:
                moved, shown = self.placed[found.position], self.placed[position]
                self.moves[found.position] = Move(moved.line, found.column, fault, shown.line)
                self.columns[found.position] = found.column
                reading = self._before(before, found.position, position)
                position = found.position
        return list(self.moves.values())

    # --- explanations

    def _explain(self, before: _Reading, position: int, fault: Fault) -> _Explanation | None:
        """The best explanation of the fault at `position`; None where it is best left as it is."""
        if len(self.moves) >= MAX_MOVES:
            return None
        found = min(self._explanations(before, position), default=None)
        if found is None or found.missed > min(HORIZON, len(self.placed) - position - 1):
            return None
        if fault in (Fault.PLACE, Fault.ORDER):
            as_it_is = self._try(self._read_anyway(before, position), position + 1, position)
            moved = (found.missed, found.untidy + found.is_earlier)
            if moved > as_it_is:
                return None
        return found

    def _explanations(self, before: _Reading, position: int) -> Iterator[_Explanation]:
        for suspect, column in self._suspects(before, position):
            if suspect in self.moves or column == self.columns[suspect]:
                continue
            reading = self._before(before, suspect, position)
            original = self.columns[suspect]
            self.columns[suspect] = column
            missed, untidy = self._try(reading, suspect, position)
            self.columns[suspect] = original
            yield _Explanation(
                missed, untidy, suspect < position, abs(column - original), suspect, column
            )

    def _suspects(self, before: _Reading, position: int) -> Iterator[tuple[int, int]]:
        """Tag lines that may be to blame, each with a column where it may have been meant to stand."""
        here = self.columns[position]
        for frame in before.frames:
            yield position, frame.column
        if before.opens and before.frames:
            yield position, before.frames[-1].column + self.step
        outer = -1
        for frame in before.frames:
            if position - frame.first <= REACH_BACK:
                for column in {here, outer + self.step if outer >= 0 else here}:
                    if column > outer:
                        yield frame.first, column
            outer = frame.column

    def _before(self, reading: _Reading, suspect: int, position: int) -> _Reading:
        """The reading just before `suspect`, which is `position` or the first line of an open block."""
        if suspect == position:
            return reading.copy()
        outer = [frame for frame in reading.frames if frame.first < suspect]
        return _Reading(outer)

    def _try(self, reading: _Reading, start: int, shown: int) -> tuple[int, int]:
        """How many tags up to the horizon are not reached without a fault, and how untidy the rest is.

        A try that does not get past `shown` misses more than all.
        """
        end = min(shown + 1 + HORIZON, len(self.placed))
        for position in range(start, end):
            if self._read(reading, position, self.columns[position]) is not None:
                return end - position, reading.untidy
        return 0, reading.untidy

    # --- reading

    def _read(self, reading: _Reading, position: int, column: int) -> Fault | None:
        """Go on by one tag line; after a fault the reading is of no more use."""
        tag = self.placed[position].tag
        frames = reading.frames
        if not frames or column > frames[-1].column:
            if not reading.opens:
                return Fault.DEPTH
            self._open(reading, position, column)
        else:
            reading.untidy += reading.opens
            while frames and frames[-1].column > column:
                frames.pop()
            if not frames or frames[-1].column < column:
                return Fault.COLUMN
        frame = frames[-1]
        if frame.place is not None and frame.place not in tag.places:
            return Fault.PLACE
        if tag.name in ("else", "elseif") and (
            frame.first == position or frame.last.name not in ("if", "elseif")
        ):
            return Fault.ORDER
        frames[-1] = frame._replace(last=tag)
        reading.opens = tag.body is Body.TAGS
        return None

    def _open(self, reading: _Reading, position: int, column: int) -> None:
        frames = reading.frames
        place: Place | None = Place.FILE
        if frames:
            place = inside(frames[-1].last)
            reading.untidy += column - frames[-1].column != self.step
        else:
            reading.untidy += 2 * (column != 0)
        frames.append(_Frame(column, place, position, self.placed[position].tag))

    def _read_anyway(self, before: _Reading, position: int) -> _Reading:
        """Go on by a line that is wrong where it stands, as one of the block that is nearest to it."""
        reading, column = before.copy(), self.columns[position]
        frames, tag = reading.frames, self.placed[position].tag
        if frames and column > frames[-1].column and reading.opens:
            self._open(reading, position, column)
        while len(frames) > 1 and frames[-1].column > column:
            frames.pop()
        if frames:
            frames[-1] = frames[-1]._replace(last=tag)
        else:
            frames.append(_Frame(column, Place.FILE, position, tag))
        reading.opens = tag.body is Body.TAGS
        return reading


def _usual_step(placed: Sequence[Placed]) -> int:
    """By how many columns a block is mostly deeper than its tag."""
    steps = Counter(
        below.column - at.column
        for at, below in pairwise(placed)
        if at.tag.body is Body.TAGS and below.column > at.column
    )
    return max(steps, key=lambda step: (steps[step], step == USUAL_STEP, -step), default=USUAL_STEP)
