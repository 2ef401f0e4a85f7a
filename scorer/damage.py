"""Tell a damaged term from another term: 行攻复议 is 行政复议 misspelt, 行政复核 is something else.

A fuzzy match below 100 counts only when what differs looks like damage: the characters at the difference
do not form words of ordinary Chinese (two-character words of jieba's dictionary) with their neighbours in
the text. What can be read as ordinary text is not taken for a damaged term. The first and last character
must stand: terms that differ in one of them are mostly different terms (示范县 and 示范村).
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import Levenshtein

from scorer.words import is_common

_SLACK = 2
_GRAMMAR = frozenset("的了和与及在是有为以被把将不未无")
_HARMLESS = frozenset("的了、.·*-/|_与和及《》()")


def is_damaged(
    phrase: str, sentence: str, start: int, end: int, known: Sequence[tuple[int, int]] = ()
) -> bool:
    """Whether `sentence[start:end]` reads as `phrase` with a slip of the pen, not as another term.

    `known` are spans in which other terms stand to the letter; a difference inside one is no damage.
    """
    start, end = _fitted(phrase, sentence, start, end)
    edits = Levenshtein.editops(phrase, sentence[start:end])
    if not edits:
        return False
    for edit in edits:
        tag, source, at = edit.tag, edit.src_pos, edit.dest_pos
        if tag != "insert" and (source in (0, len(phrase) - 1) or phrase[source] in _GRAMMAR):
            return False  # without its first or last character, or a particle, it is another term
        at += start
        if any(low < at < high for low, high in known) or not _looks_damaged(phrase, sentence, tag, at):
            return False
    return True


def _fitted(phrase: str, sentence: str, start: int, end: int) -> tuple[int, int]:
    """The window moved so that it begins and ends with the phrase's first and last character, if it can.

    A window is as long as the phrase; what was inserted pushes an end out, what was dropped lets strangers in.
    """
    for first in range(max(0, start - _SLACK), min(start + _SLACK, len(sentence) - 1) + 1):
        if sentence[first] == phrase[0]:
            start = first
            break
    for last in range(min(end + _SLACK, len(sentence)) - 1, max(end - _SLACK, start + 1) - 2, -1):
        if sentence[last] == phrase[-1]:
            end = last + 1
            break
    return start, end


def _looks_damaged(phrase: str, sentence: str, tag: str, at: int) -> bool:
    """Whether an edit before (or at) `sentence[at]` leaves something that ordinary words don't explain."""
    if tag != "delete" and sentence[at] in _HARMLESS:
        return tag == "insert" or sentence[at] not in "的了和与及"
    if tag != "delete" and sentence[at].isdigit():
        return False
    # A dropped character: the pair it leaves, and the pairs its neighbours form outwards.
    # A wrong or added character: the pairs it forms on both sides.
    places = (at - 2, at - 1, at) if tag == "delete" else (at - 1, at)
    for place in places:
        pair = sentence[max(place, 0) : place + 2]
        if is_common(pair) and pair not in phrase:
            return False
    return True
