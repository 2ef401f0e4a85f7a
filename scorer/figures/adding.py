"""What every reader of sums needs: which figures may be added, and the relation they make."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from scorer.figures import words
from scorer.figures.layout import Slot
from scorer.figures.model import Confidence, Draft, addition


def is_countable(slot: Slot) -> bool:
    """Whether a figure may be the total of others."""
    return slot.is_count and slot.is_exact and slot.value >= 2


def same_unit(one: Slot, other: Slot) -> bool:
    """Only figures of one unit are added."""
    return one.unit == other.unit and one.is_count


def is_told(slot: Slot) -> bool:
    """Whether 合计, 共 or the like announces the figure as a total."""
    if "共" not in slot.gap and "总" not in slot.gap and "计" not in slot.gap:
        return False
    return bool(words.TOTAL.search(slot.label) or words.TOGETHER.search(slot.gap))


def total(parts: Sequence[Slot]) -> Decimal:
    """The sum of the parts, in single units."""
    return sum((part.value for part in parts), Decimal(0))


def slack(whole: Slot, parts: Sequence[Slot]) -> Decimal:
    """How far sum and total may lie apart because 3.5万 and 2.95亿 are rounded."""
    return sum((part.figure.slack for part in parts), whole.figure.slack)


def off(parts: Sequence[Slot], whole: Slot) -> Decimal:
    """How far the parts miss the total."""
    return abs(total(parts) - whole.value)


def draft(whole: Slot, parts: Sequence[Slot], confidence: Confidence) -> Draft:
    """The sum as a relation; money in the unit the total is stated in."""
    scale = whole.figure.scale
    stated = whole.value / scale
    values = [part.value / scale for part in parts]
    computed = sum(values, Decimal(0))
    holds = off(parts, whole) <= slack(whole, parts)
    ends = [whole, *parts]
    return Draft(
        kind="sum",
        start=min(slot.figure.start for slot in ends),
        end=max(slot.figure.end for slot in ends),
        total=stated,
        parts=tuple(values),
        stated=stated,
        computed=computed,
        holds=holds,
        arithmetic=addition(values, computed if holds else stated),
        confidence=confidence,
    )
