"""Tell a damaged term from another term: 行政复仪 is 行政复议 misspelt, 行政复核 is something else.

A fuzzy match below 100 counts only when what differs looks like damage: the pairs of neighbouring
characters that the difference creates are not words of ordinary Chinese (two-character words of
jieba's dictionary).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

_HARMLESS = frozenset("的了、,.·*-/|_与和及《》()")


@cache
def _words() -> frozenset[str]:
    text = (Path(__file__).parent / "data" / "common_words.txt").read_text("utf-8").strip()
    return frozenset(text[at : at + 2] for at in range(0, len(text), 2))


def is_damaged(phrase: str, sentence: str, start: int, end: int) -> bool:
    """Whether `sentence[start:end]` reads as `phrase` with a slip of the pen, not as another term."""
    window = sentence[start:end]
    changed: set[int] = set()
    kept = 0
    for op in Levenshtein.editops(phrase, window):
        at = start + op.dest_pos
        if op.tag == "delete":
            changed |= {at - 1}
        elif window[op.dest_pos] in _HARMLESS and op.tag == "insert":
            kept += 1
        else:
            changed |= {at - 1, at}
    if not changed:
        return kept > 0
    words = _words()
    for at in changed:
        pair = sentence[at : at + 2] if at >= 0 else ""
        if len(pair) == 2 and pair in words and pair not in phrase:
            return False
    return True
