"""Rates and shares against the figures they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from scorer.figures.layout import COMMA, NONE, PAUSE, SEMICOLON, STOP, Run, Slot
from scorer.figures.model import AGREES, Confidence, Draft, plain
from scorer.patterns import late

_RATE = late(
    r"([\u4e00-\u9fff]{1,12}?)(?:率|面|比例)"
    r"[均都]?(?:已|达到了?|达|高达|为|是|保持在?|稳定在|提高到|提升至)*$"
)
_SHARE = late(
    r"(?:占比?|占到|占比为|比例为|比重为)(?:总数|总量|总人数|总件数|全部|全年|其中)?的?(?:比例|比重)?(?:为|达到?)?$"
)
_SHARE_OF = late(r"占([\u4e00-\u9fff]{1,16}?)的(?:比例为|比重为|比例|比重)?$")
_SHARE_OPENS = late(r"占[^,。;]{0,12}$")
_CHANGE = late(r"同比|环比|增长|下降|上升|提高|提升|减少|压缩|压减|增幅|降幅|较|比上年|比去年|以上")
_FILLER = late(r"^(?:其中|案件|群众|全年|全市|全县|全区|平均|年度|总体|总|其|均|的|使|实现|事项|问题)+")
_NOT = "不未没非无"
# Rates that are read off other bases than the figures beside them.
_ELSEWHERE = late(r"满意|知晓|覆盖|增长|上线|注册|参与|支持|及时|规范|好评|重复|同比|变动|贡献|普及")
# Only hearings held count for the rate of officials in court.
_IN_COURT = late(r"出庭|到庭|应诉|出声")
_HEARD = late(r"开庭|开了庭|应出庭|应当出庭|庭审|审理|应到")
# Further off than this many points the base is another one; less so where all three stand side by side.
_FAR, _FAR_BESIDE = 15, 25
_HUNDRED = Decimal(100)

Top = tuple[Slot, Decimal]


def rates(run: Run) -> Iterator[Draft]:
    """Every rate of a run that has numerator and denominator in reach."""
    for at, slot in enumerate(run.slots):
        if at and slot.unit == "%" and (draft := _rate(run.slots, at)):
            yield draft


def _rate(slots: Sequence[Slot], at: int) -> Draft | None:
    rate = slots[at]
    if not 0 < rate.value <= 100 or _CHANGE.search(rate.words) or "分别" in rate.gap[-20:]:
        return None
    if (inner := _share_inside(slots, at)) is not None:
        return inner
    if _SHARE.search(rate.label):
        return _share(slots, at)
    if share := _SHARE_OF.search(rate.label):
        return _share_of(slots, at, share[1])
    named = _RATE.search(rate.label)
    if named and not _ELSEWHERE.search(rate.label):
        return _named(slots, at, _FILLER.sub("", named[1]))
    return None


def _share_inside(slots: Sequence[Slot], at: int) -> Draft | None:
    """189名，占3612名在岗人员的5.2%: the denominator stands between 占 and the rate."""
    rate, bottom = slots[at], slots[at - 1]
    if at < 2 or rate.mark != NONE or "的" not in rate.label or not _SHARE_OPENS.search(bottom.label):
        return None
    top = slots[at - 2]
    if top.unit != bottom.unit or bottom.mark > COMMA:
        return None
    return _decide(slots, at, [(top, top.value)], [bottom], certain=True)


def _share(slots: Sequence[Slot], at: int) -> Draft | None:
    """…38件，占12.5%: the figure right before is the numerator."""
    rate, top = slots[at], slots[at - 1]
    between = _SHARE.sub("", rate.gap).strip(",、的 ")
    if len(between) > 6 or rate.mark > COMMA:
        return None
    return _decide(slots, at, [(top, top.value)], _bottoms(slots, at - 1), certain=True)


def _share_of(slots: Sequence[Slot], at: int, base: str) -> Draft | None:
    """1098项，占认领事项的97.5%: the denominator is the figure whose words name the base."""
    rate, top = slots[at], slots[at - 1]
    if rate.mark > COMMA or top.unit == "%":
        return None
    pairs = {base[place : place + 2] for place in range(len(base) - 1)}
    bottoms = [slot for slot in _bottoms(slots, at - 1) if any(pair in slot.words for pair in pairs)]
    return _decide(slots, at, [(top, top.value)], bottoms, certain=len(pairs) <= 4)


def _named(slots: Sequence[Slot], at: int, stem: str) -> Draft | None:
    """整改率95.4%: the numerator is the figure whose words say 整改."""
    tops: list[Top] = []
    bottoms: list[Slot] = []
    certain = True
    if slots[at].mark >= STOP or not stem:
        return None
    for place in range(at - 1, max(-1, at - 7), -1):
        slot = slots[place]
        if place and slot.is_count and (fit := _fits(stem, slot.words)):
            earlier = _bottoms(slots, place)
            if fit == _CORE or (_IN_COURT.search(stem) and not (earlier and _HEARD.search(earlier[0].words))):
                certain = False
            if fit != _OPPOSITE:
                tops.append((slot, slot.value))
                bottoms += earlier
            elif earlier:
                tops.append((slot, earlier[0].value - slot.value))
                bottoms.append(earlier[0])
        if slot.mark >= STOP:
            break
    return _decide(slots, at, tops, bottoms, certain=certain)


# How far words say what a rate's name says: all of it, its core (enough to confirm, not to accuse),
# the opposite (不合格, 合格率), nothing.
_ALL, _CORE, _OPPOSITE, _NOTHING = 2, 1, -1, 0


def _fits(stem: str, label: str) -> int:
    place = label.find(stem)
    fit = _ALL
    if place < 0:
        fit = _ALL if set(stem) <= set(label) else _CORE
        for core in (stem[-4:], stem[-2:], stem[:2], stem[1::-1] if len(stem) == 2 else ""):
            if core and core not in ("成功", "合格") and (place := label.find(core)) >= 0:
                break
        if place < 0 and (fit != _ALL or len(stem) < 3):
            return _NOTHING
    if "成功" in label and "成功" not in stem:
        return _NOTHING
    if place > 0 and label[place - 1] in _NOT and stem[0] not in _NOT:
        return _OPPOSITE
    return fit


def _bottoms(slots: Sequence[Slot], top: int) -> list[Slot]:
    """What a numerator may be a share of: earlier figures of its unit, not smaller, the nearest first."""
    numerator, result, stops = slots[top], [], 0
    for place in range(top - 1, max(-1, top - 9), -1):
        stops += slots[place + 1].mark == STOP
        slot = slots[place]
        if stops > 1 or numerator.figure.start - slot.figure.end > 220:
            break
        if slot.unit != numerator.unit or not slot.is_count or not slot.value >= numerator.value > 0:
            continue
        # A brother in the same list, or a figure with a share of its own, is no whole.
        shared = slots[place + 1].unit == "%" and slots[place + 1].label.startswith("占")
        if not shared and not all(slots[at].mark == PAUSE for at in range(place + 1, top + 1)):
            result.append(slot)
    if not result and top and numerator.mark <= COMMA:
        near = slots[top - 1]
        if near.unit == numerator.unit and near.is_count and numerator.value * 85 <= near.value * 100:
            result.append(near)
    return result[:4]


def _decide(
    slots: Sequence[Slot], at: int, tops: list[Top], bottoms: list[Slot], *, certain: bool
) -> Draft | None:
    """The pair that gives the rate; where none does, the nearest pair, if it comes close."""
    rate = slots[at]
    pairs = [
        (top, value, bottom)
        for top, value in tops
        for bottom in bottoms
        if bottom is not top
        and bottom.value
        and (bottom.figure.start < top.figure.start or bottom is slots[at - 1])
    ]
    if not pairs:
        return None
    for top, value, bottom in pairs:
        if _agrees(top, value, bottom, rate):
            return _draft(rate, top, value, bottom, True)
    top, value, bottom = pairs[0]
    if not (rate.is_exact and top.is_exact and bottom.is_exact):
        return _draft(rate, top, value, bottom, None)
    beside = at > 1 and bottom is slots[at - 2] and top is slots[at - 1]
    near = abs(_HUNDRED * value / bottom.value - rate.value) <= (_FAR_BESIDE if beside else _FAR)
    inside = (slot for slot in slots if bottom.figure.end < slot.figure.start <= rate.figure.start)
    if not certain or not near or rate.mark >= SEMICOLON or any(slot.mark == STOP for slot in inside):
        return None
    return _draft(rate, top, value, bottom, False)


def _agrees(top: Slot, value: Decimal, bottom: Slot, rate: Slot) -> bool:
    """Whether some true values within the stated digits give the stated rate (half a digit, inclusive)."""
    least, most = max(value - top.figure.slack, Decimal(0)), value + top.figure.slack
    low = _HUNDRED * least / (bottom.value + bottom.figure.slack)
    high = _HUNDRED * most / max(bottom.value - bottom.figure.slack, Decimal(1))
    return low - rate.figure.slack <= rate.value <= high + rate.figure.slack


def _draft(rate: Slot, top: Slot, value: Decimal, bottom: Slot, holds: bool | None) -> Draft:
    computed = _HUNDRED * value / bottom.value
    scale, step = bottom.figure.scale, rate.figure.slack * 2
    shown = computed.quantize(Decimal(1).scaleb(min(rate.figure.slack.adjusted() + 1, -1)))
    written = f"{plain(value / scale)}÷{plain(bottom.value / scale)}＝{plain(shown)}%"
    stated = plain(rate.value)
    confidence: Confidence = "explicit"
    if holds is None:
        written += f"，报告写{stated}%，含约数，无法核对"
    elif holds:
        written += f"，{AGREES}（{stated}%）"
    else:
        written += f"，报告写{stated}%，差{plain(abs(shown - rate.value))}个百分点"
        # Worth a question, no more: a last digit cut off, 100% of what is due, more done than there is.
        if abs(computed - rate.value) < step or rate.value == 100 or value > bottom.value:
            confidence = "weak"
    return Draft(
        kind="ratio",
        start=min(top.figure.start, bottom.figure.start),
        end=max(rate.figure.end, top.figure.end),
        total=bottom.value / scale,
        parts=(value / scale,),
        stated=rate.value,
        computed=computed,
        holds=holds,
        arithmetic=written,
        confidence=confidence,
    )
