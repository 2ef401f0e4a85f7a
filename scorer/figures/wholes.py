"""A part cannot exceed its whole: 其中 with one part, 含 in brackets, work done against work received."""

from __future__ import annotations

from collections.abc import Iterator

from scorer.figures import words
from scorer.figures.layout import SEMICOLON, STOP, Run, Slot
from scorer.figures.model import Confidence, Draft, plain
from scorer.patterns import late

_AMONG = late(r"其中[,:]?[^,;。:]{0,40}$")
_IN_ALL = late(r"^(?:总共|共计|合计|总计|一共)")


def wholes(run: Run) -> Iterator[Draft]:
    """Every pair of a run where one figure is inside another."""
    slots = run.slots
    if run.parent and slots and (words.INCLUDES.search(slots[0].gap) or "其中" in slots[0].gap):
        yield from _pair(run.parent, slots[0], "explicit")
    for at in range(1, len(slots)):
        part = slots[at]
        whole = _before(slots, at)
        if whole is None:
            continue
        if "其中" in part.gap and _AMONG.search(part.gap):
            yield from _pair(whole, part, "explicit")
        elif _IN_ALL.match(part.label) and whole is slots[at - 1] and part.mark < SEMICOLON:
            if part.value > whole.value:
                yield from _pair(part, whole, "explicit")
        elif part.mark < SEMICOLON and _is_done(whole, part):
            yield from _pair(whole, part, "weak" if words.CARRIES_OVER.search(part.label) else "explicit")


def _before(slots: list[Slot], at: int) -> Slot | None:
    """The figure a part belongs to: the nearest of its unit that is not smaller, else the last one."""
    near = [
        slot
        for slot in slots[max(0, at - 3) : at]
        if slot.unit == slots[at].unit and slot.is_count and slot.unit
    ]
    if slots[at].mark == STOP:
        near = [slot for slot in near if slot is slots[at - 1]]
    for slot in reversed(near[-2:]):
        if slot.value >= slots[at].value:
            return slot
    return near[-1] if near and near[-1] is slots[at - 1] else None


def _is_done(whole: Slot, part: Slot) -> bool:
    """受理359件，办结348件: the first label says work came in, the second that it was done."""
    if not words.RECEIVED.search(whole.words) or not words.DONE.search(part.label[-8:]):
        return False
    return not words.DONE.search(whole.label) or "调处" in whole.label


def _pair(whole: Slot, part: Slot, confidence: Confidence) -> Iterator[Draft]:
    if not whole.is_count or not part.is_count or part.unit != whole.unit or not whole.value:
        return
    holds: bool | None = part.value <= whole.value
    if not (whole.is_exact and part.is_exact) and not holds:
        holds = None
    if holds:
        written = f"部分{plain(part.value)}不超过总数{plain(whole.value)}"
        confidence = "explicit"
    else:
        written = f"部分{plain(part.value)}大于总数{plain(whole.value)}，多{plain(part.value - whole.value)}"
    start = min(whole.figure.start, part.figure.start)
    end = max(whole.figure.end, part.figure.end)
    yield Draft(
        kind="part",
        start=start,
        end=end,
        total=whole.value,
        parts=(part.value,),
        stated=None,
        computed=None,
        holds=holds,
        arithmetic=written,
        confidence=confidence,
    )
