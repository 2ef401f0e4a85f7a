"""What grew or shrank: from one figure to another by a third, or by a percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from scorer.figures.layout import COMMA, Run, Slot
from scorer.figures.model import AGREES, Draft, plain
from scorer.patterns import late

_VERBS = "增加|增|增长|扩大|扩|上升|提高|提升|减少|减|压减|压缩|缩短|下降|降低|降|精简"
_LAST_YEAR = r"(?:上年|去年|上一年|前一年|上年度|20[0-9]{2}年)(?:同期|度)?"
# 由86份减少到52份
_TO = late(rf"^[^,。;]{{0,12}}(?:{_VERBS})(?:到了?|至|为)[^,。;、]{{0,8}}$")
# …，减少34份 / …，降幅39.5%
_BY = late(
    rf"^[^,。;、\d]{{0,6}},(?:同比|净|共|较上年|比上年|整整|实际)?({_VERBS}|增幅|降幅|提速)"
    r"(?:幅度|比例|率)?(?:了|为|达到?|约)?$"
)
# 360件，较上年300件 …
_THAN = late(rf"^,?[^,。;\d]{{0,4}}[较比与同]{_LAST_YEAR}[^,。;\d]{{0,4}}$")
# … 增加60件 / ，增长20%
_MORE = late(
    r"^[^,。;、\d]{0,6},?(?:相比|净|同比)?,?(增加|多|增|增长|上升|减少|少|减|下降|降低|降)(?:了|为)?$"
)
_THEN = late(r"^,(?:同比|即)?(增长|上升|增幅|下降|降幅|减少|增加)(?:为|了|达)?$")
# 126件，比上年增加12件 …
_SINCE = late(
    r"^,?[^,。;\d]{0,6}(?:同比|[较比](?:上年|去年|上一年))(?:同期)?(增加|增长|多|上升|减少|下降|少)了?$"
)
_UP = late(r"增|扩|上升|提高|提升|多")
_FAR = 15


def changes(run: Run) -> Iterator[Draft]:
    """Every change of a run with both ends, or one end and its size, told."""
    slots = run.slots
    for at in range(len(slots) - 2):
        one, two, three = slots[at : at + 3]
        if one.unit != two.unit or one.unit == "%" or not one.value or not (one.is_exact and two.is_exact):
            continue
        found: list[Draft | None] = []
        since = _SINCE.search(two.gap)
        if since and three.unit == "%" and (by := _MORE.search(three.gap)) and _is_up(since) == _is_up(by):
            found.append(_grown(one, two, three, _is_up(since)))
        elif _TO.search(two.gap) and (by := _BY.search(three.gap)):
            found.append(_check(one, two, three, _is_up(by)))
            found += _more(one, two, slots[at + 3 : at + 4])
        elif not since and _THAN.search(two.gap) and (by := _MORE.search(three.gap)):
            found.append(_check(two, one, three, _is_up(by)))
            found += _more(two, one, slots[at + 3 : at + 4])
        yield from filter(None, found)


def _is_up(verb: re.Match[str]) -> bool:
    return bool(_UP.search(verb[1]))


def _more(before: Slot, after: Slot, following: list[Slot]) -> list[Draft | None]:
    """…增加60件，增长20%: the percentage after the difference."""
    for slot in following:
        if then := _THEN.search(slot.gap):
            return [_check(before, after, slot, _is_up(then))]
    return []


def _check(before: Slot, after: Slot, change: Slot, up: bool) -> Draft | None:
    """The change told against the two ends; None where it is too far off to be about them."""
    more, less = (after, before) if up else (before, after)
    moved = more.value - less.value
    if change.mark > COMMA or not change.is_exact or moved <= 0:
        return None
    spread = before.figure.slack + after.figure.slack
    if change.unit == "%":
        return _draft(before, after, change, 100 * moved / before.value, 200 * spread / before.value, (
            f"（{plain(more.value)}－{plain(less.value)}）÷{plain(before.value)}"
        ))  # fmt: skip
    if change.unit == before.unit:
        return _draft(before, after, change, moved, spread, f"{plain(more.value)}－{plain(less.value)}")
    return None


def _grown(now: Slot, by: Slot, rate: Slot, up: bool) -> Draft | None:
    """126件，比上年增加12件，增长10.5%: last year's figure is the difference."""
    base = now.value - by.value if up else now.value + by.value
    if base <= 0 or not rate.is_exact or rate.mark > COMMA:
        return None
    spread = 200 * (now.figure.slack + by.figure.slack) / base
    written = f"{plain(by.value)}÷{plain(base)}"
    return _draft(now, by, rate, 100 * by.value / base, spread, written, base)


def _draft(
    one: Slot,
    two: Slot,
    change: Slot,
    computed: Decimal,
    spread: Decimal,
    written: str,
    base: Decimal | None = None,
) -> Draft | None:
    """`base` is last year's figure where it had to be worked out: then a gap is only asked about."""
    gap = abs(computed - change.value)
    holds = gap <= change.figure.slack + spread
    if not holds and gap > max(computed / 2, Decimal(_FAR)):
        return None
    percent = "%" if change.unit == "%" else ""
    points = "个百分点" if percent else ""
    shown = computed.quantize(Decimal("0.01"))
    verdict = (
        AGREES
        if holds
        else f"报告写{plain(change.value)}{percent}，差{plain(abs(shown - change.value))}{points}"
    )
    ends = (one, two, change)
    return Draft(
        kind="difference",
        start=min(slot.figure.start for slot in ends),
        end=max(slot.figure.end for slot in ends),
        total=one.value if base is None else base,
        parts=(two.value,),
        stated=change.value,
        computed=computed,
        holds=holds,
        arithmetic=f"{written}＝{plain(shown)}{percent}，{verdict}",
        confidence="explicit" if holds or base is None else "weak",
    )
