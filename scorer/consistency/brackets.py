"""Brackets of titles and remarks that never close or never open."""

from __future__ import annotations

from collections.abc import Iterator

from scorer.consistency.markers import damaged_spans
from scorer.consistency.view import View
from scorer.model import Notice
from scorer.patterns import late

KIND = "leftovers"
MOST = 4
_BRACKET = late(r"[《》()]")
_PARTNER = {"》": "《", ")": "("}
_ITEM = late(r"(?:^|[。;:,、!?\n])(?:[一二三四五六七八九十\da-zA-Z①-⑳]{1,3})$")


def bracket_notices(view: View) -> Iterator[Notice]:
    """Yield a notice for each bracket without its partner; one for all where there are many."""
    damaged = damaged_spans(view)
    lone = [at for at in _lone(view.text) if not any(start - 4 <= at <= end + 2 for start, end in damaged)]
    for at in lone if len(lone) <= MOST else lone[:1]:
        start, end = _around(view, at)
        mark = _shown(view.text[at])
        more = f"，全文共{len(lone)}处括号或书名号不成对" if len(lone) > MOST else ""
        message = f"“{mark}”没有与之配对的另一半{more}；也可能是网页或转换丢失了字符。"
        yield view.notice(KIND, "check", message, start, end)


def _lone(text: str) -> Iterator[int]:
    """Offsets of brackets without partner, paragraph by paragraph.

    A bracket that closes in the next paragraph was only broken by a line end.
    """
    lost: list[int] = []
    open_before: list[int] = []
    start = 0
    for line in text.split("\n"):
        open_now: list[int] = []
        if line.count("《") != line.count("》") or line.count("(") != line.count(")"):
            for found in _BRACKET.finditer(line):
                at = start + found.start()
                if found.group() in "《(":
                    open_now.append(at)
                elif not (_close(text, at, open_now) or _close(text, at, open_before) or _is_item(text, at)):
                    lost.append(at)
        lost += open_before
        open_before = open_now
        start += len(line) + 1
    return iter(sorted(lost + open_before))


def _is_item(text: str, at: int) -> bool:
    """Whether the bracket closes the number of a list item: 1） or 一）."""
    return text[at] == ")" and bool(_ITEM.search(text[max(at - 5, 0) : at]))


def _close(text: str, at: int, waiting: list[int]) -> bool:
    """Take the nearest open partner of the bracket at `at` off the list; whether there was one."""
    partner = _PARTNER[text[at]]
    for n in range(len(waiting) - 1, -1, -1):
        if text[waiting[n]] == partner:
            del waiting[n]
            return True
    return False


def _around(view: View, at: int) -> tuple[int, int]:
    """A stretch that shows the bracket with what stands beside it."""
    low, high = view.paragraph(at)
    if view.text[at] in "《(":
        return at, min(high, at + 30)
    return max(low, at - 24), at + 1


def _shown(mark: str) -> str:
    return {"(": "（", ")": "）"}.get(mark, mark)
