"""Tell a damaged term from another term: 行政复仪 is 行政复议 misspelt, 行政复核 is something else.

A fuzzy match below 100 counts only when what differs looks like damage: the characters at the difference
do not form words of ordinary Chinese (two-character words of jieba's dictionary) with their neighbours in
the text. What can be read as ordinary text is not taken for a damaged term.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from rapidfuzz.distance import Levenshtein

_HARMLESS = frozenset("的了、,.·*-/|_与和及《》()")


@cache
def _words() -> frozenset[str]:
    text = (Path(__file__).parent / "data" / "common_words.txt").read_text("utf-8").strip()
    return frozenset(text[at : at + 2] for at in range(0, len(text), 2))


def is_damaged(
    phrase: str, sentence: str, start: int, end: int, known: Sequence[tuple[int, int]] = ()
) -> bool:
    """Whether `sentence[start:end]` reads as `phrase` with a slip of the pen, not as another term.

    `known` are spans in which other terms stand to the letter; a difference inside one is no damage.
    """
    edits = Levenshtein.editops(phrase, sentence[start:end]).as_list()
    # A window as long as the phrase may begin or end with characters that are no part of it.
    while edits and edits[0] == ("insert", 0, 0):
        start += 1
        edits = Levenshtein.editops(phrase, sentence[start:end]).as_list()
    while edits and edits[-1] == ("insert", len(phrase), end - start - 1):
        end -= 1
        edits = Levenshtein.editops(phrase, sentence[start:end]).as_list()
    if not edits:
        return False
    for tag, source, at in edits:
        if tag != "insert" and source in (0, len(phrase) - 1):
            return False  # without its first or last character it is a shorter term, or another
        at += start
        if any(low < at < high for low, high in known) or not _looks_damaged(phrase, sentence, tag, at):
            return False
    return True


def _looks_damaged(phrase: str, sentence: str, tag: str, at: int) -> bool:
    """Whether an edit before (or at) `sentence[at]` leaves something that ordinary words don't explain."""
    if tag != "delete" and sentence[at] in _HARMLESS:
        return tag == "insert" or sentence[at] not in "的了和与及"
    if tag != "delete" and sentence[at].isdigit():
        return False
    # A dropped character: the pair it leaves, and the pairs its neighbours form outwards.
    # A wrong or added character: the pairs it forms on both sides.
    places = (at - 2, at - 1, at) if tag == "delete" else (at - 1, at)
    words = _words()
    for place in places:
        pair = sentence[max(place, 0) : place + 2]
        if len(pair) == 2 and pair in words and pair not in phrase:
            return False
    return True
