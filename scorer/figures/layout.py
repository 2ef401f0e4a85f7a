"""Puts figures in their places: which stand side by side, which stand in a bracket under another."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from scorer.figures.numbers import TIME_UNITS, Figure, figures
from scorer.figures.prepare import BLOT, Prepared
from scorer.figures.words import opens
from scorer.patterns import late

_BRACKET = late(r"\([^()\n]{0,400}\)")
_MARKS = late(r"[,、;:。!?]")
_AND = late(r"(?:以?及|和|与)")
_LOOK_BACK = 90

# How strongly a mark separates; a list joined by weak marks ends at a stronger one.
NONE, PAUSE, COMMA, SEMICOLON, STOP = range(5)
_STRENGTH = [
    ("。", STOP),
    ("!", STOP),
    ("?", STOP),
    (";", SEMICOLON),
    (",", COMMA),
    (":", COMMA),
    ("、", PAUSE),
]


@dataclass(slots=True)
class Slot:
    """A figure with the words around it, brackets taken out.

    `gap` runs from the figure before it (or the paragraph's start); `label` is the end of the gap,
    after the last mark; `tail` the words after the figure up to the next mark; `mark` the strongest
    mark in the gap. A count is neither a percent nor a time; an exact one is not 余, 约 or 以上.
    `opens` tells that 其中 or its like stands before it.
    """

    figure: Figure
    gap: str
    label: str
    tail: str
    mark: int
    value: Decimal
    unit: str
    is_count: bool
    is_exact: bool
    opens: bool

    @property
    def words(self) -> str:
        return self.label + self.tail


class Run(NamedTuple):
    """Figures of one paragraph at one level; `parent` is the figure whose bracket they stand in."""

    slots: list[Slot]
    parent: Slot | None
    text: str


def strength(gap: str) -> int:
    """The strongest mark of a gap."""
    for mark, value in _STRENGTH:
        if mark in gap:
            return value
    return PAUSE if _AND.match(gap) else NONE


def runs(prepared: Prepared) -> list[Run]:
    """Every level of every paragraph that holds figures, brackets after what they belong to."""
    text = prepared.masked
    found = list(figures(text))
    starts = [figure.start for figure in found]
    level = [0] * len(found)
    groups: list[tuple[int, int, list[int], str, int]] = []
    depth = 0
    while depth < 4:
        depth += 1
        hits = list(_BRACKET.finditer(text))
        if not hits:
            break
        for hit in hits:
            inside = range(bisect_left(starts, hit.start()), bisect_left(starts, hit.end()))
            mine = [at for at in inside if not level[at]]
            if mine:
                groups.append((hit.start(), hit.end(), mine, text, depth))
                for at in mine:
                    level[at] = depth
        text = _BRACKET.sub(lambda hit: BLOT * len(hit[0]), text)
    outer = [at for at in range(len(found)) if not level[at]]
    slots: dict[int, Slot] = {}
    result = _paragraphs(text, found, outer, slots)
    for lo, hi, members, seen, _ in groups:
        _place(seen, found, members, lo + 1, hi - 1, slots)
    for lo, _, members, seen, deep in groups:
        before = bisect_left(starts, lo) - 1
        while before >= 0 and 0 < level[before] <= deep:
            before -= 1
        parent = slots.get(before)
        if parent and "\n" in text[parent.figure.end : lo]:
            parent = None
        result.append(Run([slots[at] for at in members], parent, seen))
    return result


def _paragraphs(text: str, found: list[Figure], outer: list[int], slots: dict[int, Slot]) -> list[Run]:
    result: list[Run] = []
    at = 0
    while at < len(outer):
        first = found[outer[at]].start
        lo = text.rfind("\n", 0, first) + 1
        hi = text.find("\n", first)
        hi = len(text) if hi < 0 else hi
        stop = at
        while stop < len(outer) and found[outer[stop]].start < hi:
            stop += 1
        members = outer[at:stop]
        _place(text, found, members, lo, hi, slots)
        result.append(Run([slots[member] for member in members], None, text))
        at = stop
    return result


def _place(
    text: str, found: list[Figure], members: list[int], lo: int, hi: int, slots: dict[int, Slot]
) -> None:
    """Make the slots of the figures `members`, which stand between `lo` and `hi` of `text`."""
    gap = text[max(lo, found[members[0]].start - _LOOK_BACK) : found[members[0]].start].replace(BLOT, "")
    for place, at in enumerate(members):
        figure = found[at]
        last = place + 1 == len(members)
        end = min(hi, figure.end + _LOOK_BACK) if last else found[members[place + 1]].start
        after = text[figure.end : end].replace(BLOT, "")
        pieces = _MARKS.split(gap)
        tail = _MARKS.split(after, maxsplit=1)[0]
        slots[at] = Slot(
            figure=figure,
            gap=gap,
            label=pieces[-1],
            tail=tail,
            mark=strength(gap),
            value=figure.value,
            unit=figure.unit,
            is_count=figure.unit != "%" and figure.unit not in TIME_UNITS,
            is_exact=not figure.approx,
            opens=opens(gap),
        )
        gap = after
