"""Names against the count given for them: A、B、C等6个, 三级, 《…》《…》2件."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from scorer.figures.model import AGREES, Draft
from scorer.figures.numbers import chinese_value
from scorer.figures.prepare import BLOT
from scorer.patterns import late

# From the last joint of a list to its count, so that the search runs only where lists are.
_COUNT = late(
    r"[、》-][^,。;:!?\n0-9%、]{1,80}?(?P<open>等)?(?:的)?(?:这|共|共计)?(?P<count>[0-9]{1,2}|[二两三四五六七八九十]{1,3})"
    r"(?:(?P<unit>[个项部件类种家级方支所名位份大]|结合)(?![日月年天次期人]))"
)
_JOINTS = late(r"、|-{1,3}|(?<=》)(?=《)")
_LAST_JOINT = late(r"(?:以?及|和|与)(?=[\u4e00-\u9fff“《》\x01]{1,60}$)")
_BOUNDARIES = late(r"[,。;:!?\n0-9%]")
_NO_LIST = late(r"各|分别|每|第")
_TITLES = late(r"[^《》]*(?:《》(?:\x01+)?(?:以?及|[、和与])?)+")
_REACH = 200


def lists(text: str) -> Iterator[Draft]:
    """Every list of names that ends in its own count; `text` is the masked text."""
    for hit in _COUNT.finditer(text):
        end = hit.start("open") if hit["open"] else hit.start("count")
        window = text[max(0, hit.start() - _REACH) : end]
        cut = 0
        for mark in _BOUNDARIES.finditer(window):
            cut = mark.end()
        if cut and (window[cut - 1].isdigit() or window[cut - 1] == "%"):
            continue
        draft = _list(window[cut:], end - len(window) + cut, hit)
        if draft:
            yield draft


def _list(passage: str, start: int, hit: re.Match[str]) -> Draft | None:
    bare = _without_brackets(passage).lstrip("、-")  # a dash before the first name joins nothing
    items = [item.replace(BLOT, "") for item in _JOINTS.split(bare)]
    # 和 may join the last two names or stand inside a name: either reading may be the one meant.
    split = items[:-1] + [item.replace(BLOT, "") for item in _LAST_JOINT.split(_JOINTS.split(bare)[-1])]
    digits = hit["count"]
    count = int(digits) if digits.isdigit() else chinese_value(digits)
    if (
        count is None
        or not split[0]
        or not all(0 < len(item) <= 26 for item in split[1:])
        or _NO_LIST.search(items[-1])
    ):
        return None
    open_end = bool(hit["open"])
    if len(items) == 1 or len(split) == count or "》" in bare:
        items = split
    listed = len(items)
    if listed < 2:
        return None
    holds = listed <= count if open_end else listed == count
    if not holds and not _is_sure(bare, items, split, count):
        return None
    gap = f"差{abs(listed - count)}"
    verdict = (AGREES if listed == count else "有“等”，可以少于总数") if holds else gap
    return Draft(
        kind="count",
        start=start,
        end=hit.end(),
        total=Decimal(count),
        parts=tuple(item.strip("()的") or "《》" for item in items),
        stated=Decimal(count),
        computed=Decimal(listed),
        holds=holds,
        arithmetic=f"列出{listed}项，报告写{count}{hit['unit'] or ''}，{verdict}",
        confidence="explicit" if holds else "weak",
    )


def _is_sure(bare: str, items: list[str], split: list[str], count: int) -> bool:
    """Where a list begins and what 、 joins is a guess: only titles in 《》 and tidy names are sure."""
    titles = _TITLES.fullmatch(re.sub(r"《[^》]*》", "《》", bare))
    return bool(titles) or (len(items) == len(split) and _is_tidy(items, count))


def _is_tidy(items: list[str], count: int) -> bool:
    """Three or more names of one length or one ending, one more or one fewer than the count."""
    rest = items[1:]
    if len(items) < 3 or abs(len(items) - count) != 1 or any(len(item) > 12 for item in rest):
        return False
    alike = len({len(item) for item in rest}) == 1 and len(rest[0]) <= 6
    return alike or len({item[-1] for item in items}) == 1


def _without_brackets(passage: str) -> str:
    return re.sub(r"\([^()]*\)", lambda bracket: BLOT * len(bracket[0]), passage)
