"""Folding for matching only: one spelling for what readers take as the same text.

Two steps. `normalise` replaces character by character and keeps every offset: full-width to
half-width, traditional to simplified (OpenCC's TSCharacters), the many dashes to one. `Folded` then
drops what stands between characters without meaning anything (blanks, line ends, quotation marks,
pinyin in brackets) and keeps a map back to the original.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from scorer.patterns import late

LONG = 500  # characters; shorter texts are parts of a report
FEW = 60  # different characters up to which replacing one after the other is quicker
_APART = "\x01"  # no text has it, and folding leaves it
_DASHES = "—–―－−‒﹣~～〜"
_DROPPED = "“”‘’\"'「」『』＂＇ \t\r\n\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff\u00ad"
_DROP = late(
    f"[{re.escape(_DROPPED)}\u2000-\u200a]+|(?<=[\u4e00-\u9fff])\\([a-zà-ɏ]{{1,7}}\\)", re.IGNORECASE
)


@cache
def _plain() -> dict[str, str]:
    """The plain form of every character that has another."""
    plain = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    plain |= dict.fromkeys(_DASHES, "-")
    plain |= {"\u3000": " ", "\u00a0": " ", "〈": "《", "〉": "》", "｡": "。"}
    # A line is a character, its plain form and the line end.
    rows = (Path(__file__).parent / "data" / "t2s.txt").read_text("utf-8")
    return plain | dict(zip(rows[::3], rows[1::3], strict=True))


@cache
def _table() -> dict[int, str]:
    return str.maketrans(_plain())


def normalise(text: str) -> str:
    """Return `text` with every character in its plain form; same length, same offsets."""
    return _normalised_report(text) if len(text) > LONG else _normalised(text)


@lru_cache(maxsize=1)
def _normalised_report(text: str) -> str:
    """The same for the text of a report, which several ask for in turn."""
    return _normalised(text)


def _normalised(text: str) -> str:
    plain = _plain()
    odd = plain.keys() & set(text)
    if len(odd) > FEW or any(plain[character] in odd for character in odd):
        return text.translate(_table())
    for character in odd:
        text = text.replace(character, plain[character])
    return text


def fold(text: str) -> str:
    """Return `text` as the matcher sees it; offsets move (see `Folded` for the way back)."""
    return _DROP.sub("", normalise(text))


def fold_all(words: Sequence[str]) -> list[str]:
    """Return every one of `words` as the matcher sees it, folded in one go."""
    return fold(_APART.join(words)).split(_APART) if words else []


class Folded:
    """Normalised pieces of a text run together, with the way back to the original offsets.

    `text` is the folded string. Pieces are (start, end) spans of the normalised text, in order.
    """

    __slots__ = ("_origins", "_starts", "text")

    def __init__(self, normal: str, pieces: list[tuple[int, int]]) -> None:
        parts: list[str] = []
        self._starts: list[int] = []
        self._origins: list[int] = []
        length = 0
        for start, end in pieces:
            for lo, hi in _kept(normal, start, end):
                self._starts.append(length)
                self._origins.append(lo)
                parts.append(normal[lo:hi])
                length += hi - lo
        self.text = "".join(parts)

    def origin(self, index: int) -> int:
        """Original offset of the folded character at `index` (0 <= index < len(text))."""
        at = bisect_right(self._starts, index) - 1
        return self._origins[at] + index - self._starts[at]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original span of the folded span `start`..`end` (not empty)."""
        return self.origin(start), self.origin(end - 1) + 1


def _kept(normal: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    at = start
    for drop in _DROP.finditer(normal, start, end):
        if drop.start() > at:
            spans.append((at, drop.start()))
        at = drop.end()
    if at < end:
        spans.append((at, end))
    return spans
