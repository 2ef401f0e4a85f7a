"""Long passages told twice inside one report."""

from __future__ import annotations

from collections.abc import Iterator

from scorer.consistency.view import View
from scorer.model import Notice
from scorer.patterns import late

KIND = "leftovers"
ANCHOR = 16  # characters at either end of a clause by which a repeat is found
WITH_FIGURE = 24  # a repeat this long with a figure in it is the same fact told twice
WITHOUT = 40
MOST = 2000  # a repeat is followed this far to either side
DOUBLED_PASSAGES = 5  # with so many repeats over a third of the text, the page was read twice
_CLAUSE = late(r"[^,。;:!?《》\n]+")
_STOP = "《》\n"
_FIGURE = late(
    r"(?<![年第\d])\d[\d.]*[万亿]?余?(?:件|次|人|名|项|份|条|个|场|期|起|宗|户|家|批|元|%|部|台|处|卷)"
)
_SET_PHRASE = late(
    r"习近平|党的[十一二三四五六七八九]{1,3}[大届]|全会|为指导|重要讲话|中国特色社会主义|党中央|国务院"
)


def repeat_notices(view: View) -> Iterator[Notice]:
    """Yield a notice for each passage that stands twice; one for all where the whole text is doubled."""
    found = list(_repeats(view))
    doubled = sum(end - start for _, start, end in found)
    if len(found) >= DOUBLED_PASSAGES and doubled > 0.3 * len(view.text):
        _, start, end = found[0]
        message = f"有{len(found)}段、约{doubled}字前后重复，可能是网页或转换把正文取了两遍。"
        yield view.notice(KIND, "hint", message, start, end)
        return
    for first, start, end in found:
        if _tells(view.text[start:end]):
            place = view.piece(first).path.split(" > ")[-1]
            where = f"（前一处在“{place if len(place) <= 20 else place[:19] + '…'}”一节）" if place else ""
            message = f"同一段文字在报告中出现两次{where}，是否重复使用或粘贴有误。"
            yield view.notice(KIND, "check", message, start, end)


def _repeats(view: View) -> Iterator[tuple[int, int, int]]:
    """(first place, start, end) of passages that stand in the text before, in order, not overlapping."""
    text = view.text
    seen: dict[str, int] = {}
    covered = 0
    for clause in _CLAUSE.finditer(text):
        opens, closes = clause.start(), clause.end() - ANCHOR
        for at in (opens, closes) if closes >= opens else (opens,):
            first = seen.setdefault(text[at : at + ANCHOR], at)
            if first == at or at < covered:
                continue
            if view.role(at) in ("heading", "title") or view.role(first) in ("heading", "title"):
                continue
            before, start, end = _extend(text, first, at)
            covered = max(covered, end)
            if end - start >= WITH_FIGURE and before + (end - start) <= start:
                yield before, start, end


def _extend(text: str, first: int, at: int) -> tuple[int, int, int]:
    """Widen a common stretch as far as both places agree."""
    left = 0
    while (
        left < MOST
        and first > left
        and text[first - left - 1] == text[at - left - 1]
        and text[at - left - 1] not in _STOP
    ):
        left += 1
    right = 0
    while (
        at + right < len(text) and text[first + right] == text[at + right] and text[at + right] not in _STOP
    ):
        right += 1
    start, end = at - left, at + right
    while start < end and text[start] in ",。;:!?、)":
        start, left = start + 1, left - 1
    return first - left, start, end


def _tells(passage: str) -> bool:
    """Whether a repeat of this passage is worth asking about."""
    if _FIGURE.search(passage):
        return True
    return len(passage) >= WITHOUT and passage.count("、") < 4 and not _SET_PHRASE.search(passage)
