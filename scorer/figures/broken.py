"""Totals that their parts miss: accuses only where the punctuation and the words leave no other reading."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from scorer.figures import words
from scorer.figures.adding import draft, is_countable, is_told, off, same_unit, slack, total
from scorer.figures.layout import COMMA, NONE, PAUSE, SEMICOLON, STOP, Run, Slot
from scorer.figures.model import Draft

# A slip of the pen leaves the sum near the total; what is far off was read wrongly.
_NEAR, _NEAR_IN_BRACKETS = Decimal("0.35"), Decimal("0.2")
# What an incomplete list may lack before it is only incomplete: of many parts, of two.
LITTLE, _VERY_LITTLE = Decimal("0.05"), Decimal("0.02")
_NEAR_TOTAL, _NEAR_TOGETHER = Decimal("0.3"), Decimal("0.15")


def broken_breakdown(run: Run, at: int, settled: set[int]) -> Draft | None:
    """A list that begins at `at`, is plainly the breakdown of a total, and doesn't add up to it."""
    slots = run.slots
    first = slots[at]
    if at == 0:
        if run.parent is None or len(slots) < 2 or words.INCLUDES.search(first.label):
            return None
        whole, opened = run.parent, True
    else:
        if first.mark == STOP and not first.opens:
            return None
        whole, opened = _owner(slots, at), first.opens
    if id(whole) in settled or not is_countable(whole) or not same_unit(whole, first):
        return None
    parts = _list(slots, at, whole)
    if len(parts) < 2 or any(id(part) in settled or not part.is_exact for part in parts):
        return None
    enclosed = whole is run.parent and len(parts) == len(slots) and "其中" not in first.gap
    if enclosed and (not first.label or any(part.tail for part in parts)):
        return None
    return _judge(whole, parts, opened, enclosed)


def _owner(slots: Sequence[Slot], at: int) -> Slot:
    """The figure that a breakdown beginning at `at` belongs to."""
    for slot in reversed(slots[max(0, at - 3) : at]):
        if same_unit(slot, slots[at]) and slot.value >= slots[at].value:
            return slot
        if slots[at].mark == STOP:
            break
    return slots[at - 1]


def _list(slots: Sequence[Slot], at: int, whole: Slot) -> list[Slot]:
    """The figures from `at` on that the punctuation joins into one list."""
    parts, joint = [slots[at]], NONE
    leading = not words.OPENS.sub("", slots[at].label)
    for place in range(at + 1, len(slots)):
        slot = slots[place]
        if slot.opens:
            break  # 其中 breaks down the figure before it
        if slot.unit == "%" and slot.label.startswith("占") and slot.mark <= COMMA:
            continue
        if not same_unit(slot, whole):
            # 22个职能部门243项: the first figure is part of the second one's label.
            after = slots[place + 1] if place + 1 < len(slots) else slot
            if after.mark == NONE and same_unit(after, whole) and slot.mark <= max(joint, COMMA):
                continue
            break
        joint = joint or slot.mark
        if slot.mark > joint or slot.mark in (NONE, STOP) or ":" in slot.gap or bool(slot.label) == leading:
            break
        if joint > PAUSE and len(parts) > 1 and words.NEW_ITEM.match(slot.label):
            break
        parts.append(slot)
    return parts


def _judge(whole: Slot, parts: list[Slot], opened: bool, enclosed: bool) -> Draft | None:
    labels = [part.words for part in parts]
    gap = off(parts, whole)
    if gap <= slack(whole, parts) or whole.value == 2 or any(part.value > whole.value for part in parts):
        return None
    if any(words.OVERLAPS.search(label) for label in labels) or words.OPEN_END.match(parts[-1].tail):
        return None
    sure = opened or words.family(labels)
    if gap > whole.value * (_NEAR_IN_BRACKETS if enclosed else _NEAR):
        return None
    if not sure and not _is_tidy(whole, parts, gap):
        return None
    if any(words.NEW_ITEM.match(part.label) for part in parts[1:]):
        sure = False
    if total(parts) < whole.value:
        if words.NOT_ALL.search(labels[-1]):
            sure = False
        elif not (enclosed or words.is_whole(labels) or _is_named_by(whole, parts)):
            if gap > _lacking(whole, parts, labels):
                return None
            sure = False
    return draft(whole, parts, "explicit" if sure else "weak")


def _lacking(whole: Slot, parts: list[Slot], labels: list[str]) -> Decimal:
    """How much may lack for a question; a longer gap is an incomplete list."""
    if len(parts) > 2:
        return max(whole.value * LITTLE, Decimal(1))
    return max(whole.value * _VERY_LITTLE, Decimal(1)) if words.family(labels) else Decimal(0)


def _is_tidy(whole: Slot, parts: list[Slot], gap: Decimal) -> bool:
    """Several parts right behind the total, all told the same way, that nearly add up."""
    few = gap <= 1 or gap * 33 <= whole.value
    if not any(part.label for part in parts):
        return not whole.tail and few
    if any(part.tail or not part.label for part in parts):
        return False
    if parts[1].mark == PAUSE:
        return len(parts) > 2 and gap * 33 <= whole.value
    return len(parts) > 3 and (few or gap <= whole.value * LITTLE)


def _is_named_by(whole: Slot, parts: list[Slot]) -> bool:
    """取消、下放、合并82项，其中取消…: the total's own words name every part."""
    heads = [words.OPENS.sub("", part.label)[:2] for part in parts]
    return all(len(head) == 2 and head in whole.gap[-30:] for head in heads)


def broken_total(run: Run, at: int, settled: set[int]) -> Draft | None:
    """Parts first, then 合计 …, and the two don't agree."""
    slots, whole = run.slots, run.slots[at]
    if not is_told(whole) or not is_countable(whole) or id(whole) in settled:
        return None
    strong = bool(words.TOTAL.search(whole.label))
    if whole.mark in (NONE, PAUSE, STOP) or (not strong and words.DONE.search(whole.label)):
        return None
    parts = _nearest(slots, at, settled)
    if not parts or off(parts, whole) > whole.value * (_NEAR_TOTAL if strong else _NEAR_TOGETHER):
        return None
    paused = all(part.mark == PAUSE for part in parts[1:])
    if off(parts, whole) <= whole.figure.slack or not (paused or strong):
        return None
    if any(words.OVERLAPS.search(part.words) for part in parts):
        return None
    return draft(whole, parts, "explicit")


def _nearest(slots: Sequence[Slot], at: int, settled: set[int]) -> list[Slot]:
    """Of the lists that end right before `at`, the one that comes nearest to its figure."""
    whole = slots[at]
    parts: list[Slot] = []
    best: list[Slot] = []
    for slot in reversed(slots[:at]):
        if (
            not same_unit(slot, whole)
            or not slot.is_exact
            or id(slot) in settled
            or slot.value >= whole.value
        ):
            break
        parts.insert(0, slot)
        if len(parts) > 1 and (not best or off(parts, whole) < off(best, whole)):
            best = list(parts)
        if slot.mark >= SEMICOLON or (len(parts) > 1 and parts[1].mark < slot.mark):
            break
    return best
