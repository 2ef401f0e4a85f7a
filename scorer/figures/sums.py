"""Totals against their parts, whole first or parts first: finds what adds up, then asks what does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from scorer.figures import words
from scorer.figures.adding import draft, is_countable, is_told, same_unit
from scorer.figures.broken import broken_breakdown, broken_total
from scorer.figures.layout import COMMA, STOP, Run, Slot
from scorer.figures.model import Draft
from scorer.figures.remainders import net_change, remainder

_LONGEST = 24
_REACH = 500


def sums(run: Run) -> Iterator[Draft]:
    """Every sum of a run. What adds up is settled first, so that nothing is asked about it any more."""
    settled: set[int] = set()
    yield from _holding(run, settled)
    for at in range(len(run.slots)):
        found = broken_breakdown(run, at, settled) or broken_total(run, at, settled)
        found = found or remainder(run, at, settled) or net_change(run, at, settled)
        if found:
            inside = (slot for slot in run.slots if found.start <= slot.figure.start < found.end)
            settled.update(id(slot) for slot in inside)
            yield found


def _holding(run: Run, settled: set[int]) -> Iterator[Draft]:
    slots = run.slots
    if run.parent and is_countable(run.parent) and (parts := _prefix(run.parent, slots, 0)):
        settled.update(id(slot) for slot in (run.parent, *parts))
        yield draft(run.parent, parts, "explicit")
    units = Counter(slot.unit for slot in slots)
    for at, whole in enumerate(slots):
        if not is_countable(whole):
            continue
        if units[whole.unit] > 2:
            yield from _breakdowns(slots, at, settled)
        if parts := _suffix(whole, slots, at):
            settled.update(id(slot) for slot in (whole, *parts))
            yield draft(whole, parts, "explicit" if is_told(whole) else "weak")


def _breakdowns(slots: Sequence[Slot], at: int, settled: set[int]) -> Iterator[Draft]:
    """The runs of figures after a total that add up to it, one after the other."""
    whole, start, again = slots[at], at + 1, False
    while parts := _prefix(whole, slots, start) or _prefix(whole, slots, _opening(slots, start)):
        if not (parts[0].opens or again or _is_likely(whole, parts)):
            return
        settled.update(id(slot) for slot in (whole, *parts))
        yield draft(whole, parts, "cross" if again else "explicit")
        start, again = slots.index(parts[-1]) + 1, True


def _opening(slots: Sequence[Slot], start: int) -> int:
    """Where 其中 stands, one or two figures on: 1284件，比上年增加200件，其中…"""
    for at in range(start, min(start + 2, len(slots) - 1)):
        if slots[at].unit != "%" and not words.COMPARES.search(slots[at].gap):
            break
        if slots[at + 1].opens:
            return at + 1
    return len(slots)


def _prefix(whole: Slot, slots: Sequence[Slot], start: int) -> list[Slot]:
    """The first figures from `start` on that add up to `whole`; empty where none do."""
    parts: list[Slot] = []
    sum_, spread = Decimal(0), whole.figure.slack
    stops = 0
    for slot in slots[start : start + _LONGEST]:
        if slot.figure.start - whole.figure.end > _REACH:
            break
        if slot.mark == STOP:
            stops += 1
            # A new sentence goes on with 其中, or with a figure: 6件不属于…。1件为….
            goes_on = not slot.label if parts else slot.opens
            if stops > 1 or not goes_on:
                break
        if slot.unit != whole.unit or not slot.is_exact:
            continue
        if slot.figure.chinese != whole.figure.chinese and not words.REMAINS.search(slot.label):
            continue
        sum_ += slot.value
        spread += slot.figure.slack
        parts.append(slot)
        if len(parts) > 1 and abs(sum_ - whole.value) <= spread:
            return parts
        if sum_ > whole.value + spread:
            break
    return []


def _suffix(whole: Slot, slots: Sequence[Slot], at: int) -> list[Slot]:
    """The figures right before `whole` that add up to it.

    Other units only where two stand side by side: 合同62份、议题88件，写出意见150份.
    """
    parts: list[Slot] = []
    sum_ = Decimal(0)
    if whole.mark == STOP or at < 2:
        return []
    told = is_told(whole)
    if not told and not words.MADE_OF.search(whole.label):
        return []
    for slot in reversed(slots[max(0, at - _LONGEST) : at]):
        if not slot.is_count or not slot.is_exact or slot.figure.chinese:
            break
        if told and not same_unit(slot, whole):
            continue
        sum_ += slot.value
        parts.insert(0, slot)
        if len(parts) > 1 and abs(sum_ - whole.value) <= whole.figure.slack:
            return parts if told or _is_made_of(whole, parts) else []
        if sum_ > whole.value or slot.mark == STOP:
            break
    return []


def _is_made_of(whole: Slot, parts: Sequence[Slot]) -> bool:
    """Whether two figures of other units and their sum stand together."""
    beside = parts[-1].mark <= COMMA and whole.mark <= COMMA and bool(parts[-1].unit)
    return beside and len(parts) == 2 and whole.value >= 20


def _is_likely(whole: Slot, parts: Sequence[Slot]) -> bool:
    """Whether an equation that nothing announces is meant: small figures meet by chance."""
    labels = [part.words for part in parts]
    if whole.tail and not parts[0].label and not words.CLOSES.search(labels[-1]):
        return False
    if words.DONE.search(parts[0].label) and words.OUTCOME.search(parts[1].label):
        return False
    if words.family(labels) or words.CLOSES.search(labels[-1]) or words.ALSO.search(parts[-1].label):
        return True
    return whole.value >= (10 if whole.unit else 100)
