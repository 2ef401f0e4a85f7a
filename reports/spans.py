"""Cut a text at the ends of all marked passages, so that passages that overlap or nest can be highlighted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A marked stretch of the text; `key` names it in links, `status` ranks and colours it."""

    start: int
    end: int
    key: str
    number: int
    status: str
    label: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which the same passages hold; `opens`/`closes` are those that begin or end with it."""

    text: str
    passages: tuple[Passage, ...] = ()
    opens: tuple[Passage, ...] = ()
    closes: tuple[Passage, ...] = ()

    @property
    def status(self) -> str:
        """The best status of the passages, which gives the segment its colour."""
        return min((p.status for p in self.passages), key=RANKS.__getitem__, default="")


RANKS = {"covered": 0, "mentioned": 1, "missing": 2, "notice": 3}
Line = tuple[Segment, ...]


def lines(text: str, passages: Iterable[Passage]) -> Iterator[Line]:
    """Yield the lines of `text` that hold anything, each as segments that joined give the line.

    Passages outside the text or empty are left out; one that runs over line ends opens on its first
    line and closes on its last.
    """
    kept = sorted(
        (p for p in passages if 0 <= p.start < p.end <= len(text)),
        key=lambda p: (p.start, p.end, p.number < 0, abs(p.number)),
    )
    cuts = sorted({at for p in kept for at in (p.start, p.end)})
    shown = {p: _shown_span(text, p) for p in kept}
    starting: dict[int, list[Passage]] = defaultdict(list)
    for passage in kept:
        starting[passage.start].append(passage)
    active: list[Passage] = []
    begun = 0
    for start, end in _line_spans(text):
        inside = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        segments = []
        for low, high in zip([start, *inside], [*inside, end], strict=True):
            while begun < len(cuts) and cuts[begun] <= low:
                active += starting[cuts[begun]]
                begun += 1
            active = [p for p in active if p.end > low]
            segments.append(
                Segment(
                    text[low:high],
                    tuple(active),
                    tuple(p for p in active if low <= shown[p][0] < high),
                    tuple(p for p in active if low < shown[p][1] <= high),
                )
            )
        yield tuple(segments)


def _shown_span(text: str, passage: Passage) -> tuple[int, int]:
    """The passage without white space at its ends: lines of white space alone are not shown."""
    quote = text[passage.start : passage.end]
    return passage.start + len(quote) - len(quote.lstrip()), passage.end - len(quote) + len(quote.rstrip())


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip():
            yield start, end
        start = end + 1
