"""Which passages of one text stand in another, wherever they moved, and what share of it they make."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from scorer.fold import normalise
from scorer.patterns import late
from scorer.similarity.phrases import set_phrases

SHINGLE = 8
SHORTEST = 12  # characters without punctuation; shorter agreement is the language of the field
GAP = 8  # blocks this close in both texts are shown as one passage (a figure changed between them)
MOST_PLACES = 32  # of one shingle in the other text that are looked at
_CONTENT = late(r"[0-9A-Za-z%\u3400-\u9fff]+")
_PUNCTUATION = late(r"[^\s0-9A-Za-z%\u3400-\u9fff]")
_TITLE = late(r"《[^《》\n]{2,60}》")


@dataclass(frozen=True, slots=True)
class Passage:
    """The same words in both texts: original offsets, how many characters (without punctuation) agree."""

    start: int
    end: int
    last_start: int
    last_end: int
    same: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What this text repeats of the other.

    `share` is 0-100: `repeated` of `counted` characters, blanks left out. Titles in 《》 and the field's
    set phrases count with a passage that was taken over around them; elsewhere they count on neither
    side. `passages` are in the order of this text.
    """

    share: float
    repeated: int
    counted: int
    passages: tuple[Passage, ...]


class _Content:
    """A text without punctuation, with the way back and the characters that do not count."""

    def __init__(self, text: str) -> None:
        normal = normalise(text)
        self._starts: list[int] = []
        self._origins: list[int] = []
        parts: list[str] = []
        length = 0
        for found in _CONTENT.finditer(normal):
            self._starts.append(length)
            self._origins.append(found.start())
            parts.append(found.group())
            length += found.end() - found.start()
        self.text = "".join(parts)
        self.weights = [1] * length  # each character with the punctuation behind it
        for found in _PUNCTUATION.finditer(normal):
            if index := self._index(found.start()):
                self.weights[index - 1] += 1
        self.counts = bytearray(b"\x01") * length
        for start, end in set_phrases(self.text):
            self.counts[start:end] = bytes(end - start)
        for title in _TITLE.finditer(normal):
            start, end = self._index(title.start()), self._index(title.end())
            self.counts[start:end] = bytes(end - start)

    def _index(self, origin: int) -> int:
        """First content index at or after an original offset."""
        at = bisect_right(self._origins, origin) - 1
        if at < 0:
            return 0
        following = self._starts[at + 1] if at + 1 < len(self._starts) else len(self.text)
        return min(self._starts[at] + origin - self._origins[at], following)

    def origin(self, index: int) -> int:
        at = bisect_right(self._starts, index) - 1
        return self._origins[at] + index - self._starts[at]


def compare(this: str, last: str) -> Comparison:
    """Compare this text with another: share repeated, and the passages side by side."""
    ours, theirs = _Content(this), _Content(last)
    blocks = [
        block
        for block in _blocks(ours.text, theirs.text)
        if sum(ours.counts[block[0] : block[0] + block[2]]) >= SHINGLE
    ]
    repeated = 0
    for at, _, length in blocks:
        repeated += sum(ours.weights[at : at + length])
        ours.counts[at : at + length] = b"\x01" * length
    counted = sum(weight for weight, counts in zip(ours.weights, ours.counts, strict=True) if counts)
    share = 100 * repeated / counted if counted else 0.0
    return Comparison(share, repeated, counted, tuple(_passages(ours, theirs, blocks)))


def _blocks(ours: str, theirs: str) -> list[tuple[int, int, int]]:
    """(place in ours, place in theirs, length) of the longest common stretches, left to right in ours."""
    index: dict[str, list[int]] = {}
    for at in range(len(theirs) - SHINGLE + 1):
        places = index.setdefault(theirs[at : at + SHINGLE], [])
        if len(places) < MOST_PLACES:
            places.append(at)
    found: list[tuple[int, int, int]] = []
    at = 0
    diagonal = 0
    while at <= len(ours) - SHINGLE:
        best, place = 0, 0
        for other in index.get(ours[at : at + SHINGLE], ()):
            length = _common(ours, theirs, at, other)
            if (length, -abs(other - at - diagonal)) > (best, -abs(place - at - diagonal)):
                best, place = length, other
        if best >= SHORTEST:
            found.append((at, place, best))
            diagonal = place - at
            at += best
        else:
            at += 1
    return found


def _common(ours: str, theirs: str, at: int, other: int) -> int:
    """Length of the common stretch that begins at these places."""
    length = SHINGLE
    most = min(len(ours) - at, len(theirs) - other)
    step = 64
    while length < most:
        reach = min(length + step, most)
        if ours[at + length : at + reach] == theirs[other + length : other + reach]:
            length = reach
        elif step == 1:
            break
        else:
            step = max(step // 4, 1)
    return length


def _passages(ours: _Content, theirs: _Content, blocks: list[tuple[int, int, int]]) -> list[Passage]:
    """Blocks as passages, neighbours joined."""
    joined: list[list[int]] = []
    for at, other, length in blocks:
        if joined:
            _, end, _, last_end, _ = joined[-1]
            if 0 <= at - end <= GAP and 0 <= other - last_end <= GAP:
                joined[-1][1], joined[-1][3] = at + length, other + length
                joined[-1][4] += length
                continue
        joined.append([at, at + length, other, other + length, length])
    return [
        Passage(
            ours.origin(start),
            ours.origin(end - 1) + 1,
            theirs.origin(low),
            theirs.origin(high - 1) + 1,
            same,
        )
        for start, end, low, high, same in joined
    ]
