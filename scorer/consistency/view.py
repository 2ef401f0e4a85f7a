"""The report's own words run together, without page furniture, with the way back to the original text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal, NamedTuple, Protocol

from scorer.fold import normalise
from scorer.model import Document, Notice
from scorer.patterns import late

BOUNDARY = "。!?;\n"
REACH = 400  # a sentence longer than this is a text without punctuation
_WORDS = late(r"\S+")
_STARTS_BLOCK = late(r"\s*(?:[(第]?[一二三四五六七八九十\d]{1,3}[、.)是]|-{2,})")


class Section(Protocol):
    """A span of the text (a sentence, a paragraph, a whole part) with the role it plays."""

    @property
    def role(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def path(self) -> str: ...


class Piece(NamedTuple):
    """A section as it stands in the view: `start`/`end` are offsets into `View.text`."""

    start: int
    end: int
    role: str
    path: str


class View:
    """Normalised text of the body (title, headings, running text), blanks and hard line breaks dropped.

    Paragraphs are parted by a line feed. Every offset a check works with is an offset into `text`;
    `span` leads back to the document.
    """

    def __init__(self, document: Document, sections: Sequence[Section]) -> None:
        self.original = document.text
        self.normal = normalise(document.text)
        self.pieces: list[Piece] = []
        self._starts: list[int] = []
        self._origins: list[int] = []
        self._parts: list[str] = []
        self._length = 0
        previous = 0
        for section in sections:
            if section.role == "chrome" or section.end <= section.start:
                continue
            if self._length and "\n" in self.normal[previous : section.start]:
                self._add(section.start - 1, "\n")
            start = self._length
            self._copy(section.start, section.end)
            previous = section.end
            if self._length > start:
                self.pieces.append(Piece(start, self._length, section.role, section.path))
        self.text = "".join(self._parts)
        self._piece_starts = [piece.start for piece in self.pieces]

    def _add(self, origin: int, part: str) -> None:
        self._starts.append(self._length)
        self._origins.append(origin)
        self._parts.append(part)
        self._length += len(part)

    def _copy(self, start: int, end: int) -> None:
        at = start
        for word in _WORDS.finditer(self.normal, start, end):
            if word.start() > at > start and self._breaks(at, word.start()):
                self._add(at, "\n")
            self._add(word.start(), word.group())
            at = word.end()

    def _breaks(self, at: int, after: int) -> bool:
        """Whether the blanks `at`..`after` part two paragraphs rather than one word."""
        if "\n" not in self.normal[at:after]:
            return False
        line = at - self.normal.rfind("\n", 0, at) - 1
        ended = self.normal[at - 1] in "。!?;:" or line < 20
        return ended or bool(_STARTS_BLOCK.match(self.normal, after))

    def piece(self, at: int) -> Piece:
        """The section a view offset lies in."""
        return self.pieces[max(bisect_right(self._piece_starts, at) - 1, 0)]

    def role(self, at: int) -> str:
        return self.piece(at).role

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original span of the view span `start`..`end` (not empty)."""
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, index: int) -> int:
        at = bisect_right(self._starts, index) - 1
        return self._origins[at] + index - self._starts[at]

    def sentence(self, at: int) -> tuple[int, int]:
        """Bounds of the sentence around a view offset, without its closing mark, REACH at most to either side."""
        low, high = max(at - REACH, 0), min(at + REACH, len(self.text))
        start = max(max(self.text.rfind(mark, low, at) for mark in BOUNDARY) + 1, low)
        ends = [found for mark in BOUNDARY if (found := self.text.find(mark, at, high)) >= 0]
        return start, min(ends, default=high)

    def paragraph(self, at: int) -> tuple[int, int]:
        """Bounds of the paragraph around a view offset."""
        low, high = max(at - 10 * REACH, 0), min(at + 10 * REACH, len(self.text))
        start, end = self.text.rfind("\n", low, at) + 1, self.text.find("\n", at, high)
        return max(start, low), end if end >= 0 else high

    def notice(
        self, kind: str, severity: Literal["check", "hint"], message: str, start: int, end: int
    ) -> Notice:
        """A notice on a view span; the message gets 请核对 or 提示 in front."""
        low, high = self.span(start, end)
        return notice(kind, severity, message, self.original[low:high], low, high)


def notice(
    kind: str, severity: Literal["check", "hint"], message: str, quote: str = "", start: int = 0, end: int = 0
) -> Notice:
    """A notice on a span of the document's text; the message gets 请核对 or 提示 in front."""
    lead = "请核对：" if severity == "check" else "提示："
    return Notice(kind, severity, lead + message, quote, start, end)
