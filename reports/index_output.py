"""The index page of a batch: ranking, heat map, distribution, what is missing most, what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from reports.pages import render
from reports.view import DOCUMENT_STATUS_NAMES, counts, rounded, statutory_text, title_of
from rules.model import LEVEL_NAMES, STATUS_NAMES, Checklist, Dimension, Element
from scorer.model import Scorecard

LETTERS = {"covered": "c", "mentioned": "m", "missing": "x", "na": "-"}
MISSING_SHOWN = 10
_CELL = 18  # width of a cell of the heat map
_LEFT, _TOP = 44, 22  # room for ranks and element numbers
_HEIGHTS = ((60, 16), (150, 9), (400, 5))  # up to so many reports, rows so high
_LOWEST = 3


@dataclass(frozen=True, slots=True)
class Row:
    """What the index keeps of a report; `letters` is the status of every element, one letter each."""

    label: str
    link: str | None
    issuer: str
    region: str
    level: str
    year: int | None
    score: float
    grade: str
    statutory: str
    lacking: int
    numbers: tuple[int, ...]
    letters: str
    waived: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How the reports stand on one element."""

    number: int
    element: Element
    numbers: tuple[int, ...]

    @property
    def asked(self) -> int:
        return sum(self.numbers[:3])

    @property
    def missing_share(self) -> float:
        return 100 * self.numbers[2] / self.asked if self.asked else 0.0


class Index:
    """Takes scorecards one by one and keeps a small row of each."""

    def __init__(self, checklist: Checklist, made: str) -> None:
        self._checklist = checklist
        self._made = made
        self._elements = tuple(checklist)
        self._rows: list[Row] = []
        self._left_out: list[tuple[str, str, str]] = []

    def __len__(self) -> int:
        return len(self._rows) + len(self._left_out)

    def add(self, card: Scorecard, link: str | None) -> None:
        score = rounded(card.score)
        if card.status != "scored" or score is None:
            state = DOCUMENT_STATUS_NAMES[card.status] if card.status != "scored" else "没有适用的要素"
            self._left_out.append((card.file, state, card.reason or ""))
            return
        found = {finding.element.id: LETTERS[finding.status] for finding in card.findings}
        meta = card.meta
        row = Row(
            title_of(card), link, meta.issuer or "", meta.region or "", LEVEL_NAMES.get(meta.level or "", ""), meta.year,
            score, card.grade or "", statutory_text(card), len(card.statutory_missing), tuple(counts(card).values()),
            "".join(found.get(element.id, "-") for element in self._elements), len(card.waived),
        )  # fmt: skip
        self._rows.append(row)

    def render(self) -> str:
        rows = sorted(self._rows, key=lambda row: -row.score)
        tallies = self._tallies()
        missing = sorted((t for t in tallies if t.numbers[2]), key=lambda t: (-t.missing_share, t.number))
        scores = [row.score for row in rows]
        return render(
            "index",
            rows=list(_ranked(rows)),
            left_out=self._left_out,
            mean=sum(scores) / len(scores) if scores else None,
            middle=_median(scores),
            lacking=sum(bool(row.lacking) for row in rows),
            bands=_bands(scores),
            most=max((number for _, number in _bands(scores)), default=0),
            grades=[(grade.name, sum(row.grade == grade.name for row in rows)) for grade in self._checklist.grades],
            missing=missing[:MISSING_SHOWN],
            tallies=tallies,
            heat=Heat(rows, self._checklist.dimensions),
            levels=[name for name in LEVEL_NAMES.values() if any(row.level == name for row in rows)],
            dimension_names={dimension.id: dimension.name for dimension in self._checklist.dimensions},
            waived=sum(bool(row.waived) for row in rows),
            stamp=self._made,
        )  # fmt: skip

    def _tallies(self) -> list[Tally]:
        letters = tuple(LETTERS[status] for status in STATUS_NAMES)
        tallies = []
        for at, element in enumerate(self._elements):
            column = "".join(row.letters[at] for row in self._rows)
            tallies.append(Tally(at + 1, element, tuple(column.count(letter) for letter in letters)))
        return tallies


class Heat:
    """The heat map as a drawing: a row a report in the order of the ranking, a column an element."""

    left, top, cell = _LEFT, _TOP, _CELL

    def __init__(self, rows: Sequence[Row], dimensions: Iterable[Dimension]) -> None:
        self._rows = rows
        self.sizes = [len(dimension.elements) for dimension in dimensions]
        self.columns = sum(self.sizes)
        self.row = next((height for most, height in _HEIGHTS if len(rows) <= most), _LOWEST)

    @property
    def width(self) -> int:
        return _LEFT + self.columns * _CELL + 1

    @property
    def height(self) -> int:
        return _TOP + len(self._rows) * self.row + 1

    @property
    def edges(self) -> list[int]:
        """Columns at which a new dimension begins."""
        return [sum(self.sizes[:count]) for count in range(1, len(self.sizes))]

    def path(self, letter: str) -> str:
        """Return the cells of one status as the data of an SVG path, runs in a row as one stroke."""
        parts = []
        for y, row in enumerate(self._rows):
            x = 0
            for found, run in groupby(row.letters):
                length = sum(1 for _ in run)
                if found == letter:
                    parts.append(f"M{x} {y}h{length}")
                x += length
        return "".join(parts)


def _ranked(rows: Sequence[Row]) -> Iterator[tuple[int, Row]]:
    """Yield the rows with their places: the same score has the same place."""
    place = 0
    for position, row in enumerate(rows, 1):
        if position == 1 or row.score != rows[position - 2].score:
            place = position
        yield place, row


def _bands(scores: Sequence[float]) -> list[tuple[str, int]]:
    """Return how many scores lie in each band of ten, the best first, from the best to the worst that holds any."""
    found = [0] * 10
    for score in scores:
        found[min(9, int(score // 10))] += 1
    used = [band for band in range(10) if found[band]]
    if not used:
        return []
    names = [f"{10 * band}—{10 * band + 10}" for band in range(9)] + ["90—100"]
    return [(names[band], found[band]) for band in range(used[-1], used[0] - 1, -1)]


def _median(scores: Sequence[float]) -> float | None:
    if not scores:
        return None
    ordered = sorted(scores)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
