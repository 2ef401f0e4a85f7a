"""What is left over (其余, 剩余, 另有) and what was added and taken off between an old and a new total."""

from __future__ import annotations

from decimal import Decimal

from scorer.figures import words
from scorer.figures.adding import draft, off, same_unit
from scorer.figures.broken import LITTLE
from scorer.figures.layout import SEMICOLON, STOP, Run, Slot
from scorer.figures.model import Draft, addition

_NEAR, _NEAR_ALSO = Decimal("0.3"), Decimal("0.15")


def remainder(run: Run, at: int, settled: set[int]) -> Draft | None:
    """反馈76个，整改71个，其余5个: the last is what the one before leaves of the whole."""
    slots, rest = run.slots, run.slots[at]
    if at < 2 or id(rest) in settled or not rest.is_count or not rest.is_exact:
        return None
    if not any(char in rest.label for char in "余剩尚另还"):
        return None
    strong = bool(words.REMAINS.search(rest.label))
    if not strong and not words.ALSO.search(rest.label):
        return None
    before = [slot for slot in slots[max(0, at - 8) : at] if same_unit(slot, rest) and slot.is_exact]
    for place, whole in enumerate(before):
        for done in before[place + 1 :]:
            if done.value < whole.value and off([done, rest], whole) <= whole.figure.slack:
                return draft(whole, [done, rest], "explicit" if strong else "weak")
    return _broken(before, rest, strong)


def _broken(before: list[Slot], rest: Slot, strong: bool) -> Draft | None:
    """The remainder against the sentence's own figures: the whole, then what was done."""
    own: list[Slot] = []
    for slot in reversed(before):
        own.insert(0, slot)
        if slot.mark >= SEMICOLON:
            break
    if len(own) < 2 or rest.mark >= SEMICOLON:
        return None
    if len(own) == 2 or words.DONE.search(own[-1].label):
        whole, done = own[-2:]
        near = whole.value * (_NEAR if strong else _NEAR_ALSO)
        if done.value < whole.value and off([done, rest], whole) <= near:
            return draft(whole, [done, rest], "explicit" if strong else "weak")
        return None
    whole, parts = own[0], [*own[1:], rest]
    return draft(whole, parts, "weak") if off(parts, whole) <= max(Decimal(1), whole.value * LITTLE) else None


def net_change(run: Run, at: int, settled: set[int]) -> Draft | None:
    """旧账3168项，新添41项、划出17项，新账3192项."""
    four = run.slots[at : at + 4]
    if len(four) < 4 or four[0].unit != four[1].unit:
        return None
    if not all(same_unit(four[0], slot) and slot.is_exact for slot in four) or id(four[3]) in settled:
        return None
    if any(slot.mark == STOP for slot in four[1:]):
        return None
    old, up, down, new = four
    if not _moves(up, down):
        up, down = down, up
        if not _moves(up, down):
            return None
    parts = [old.value, up.value, -down.value]
    gap = abs(sum(parts, Decimal(0)) - new.value)
    if gap and (gap > new.value * LITTLE or not words.NET_TOTAL.search(new.label)):
        return None
    return Draft(
        kind="sum",
        start=old.figure.start,
        end=new.figure.end,
        total=new.value,
        parts=tuple(parts),
        stated=new.value,
        computed=sum(parts, Decimal(0)),
        holds=not gap,
        arithmetic=addition(parts, new.value),
        confidence="weak" if gap else "explicit",
    )


def _moves(up: Slot, down: Slot) -> bool:
    return bool(words.CHANGE_UP.search(up.label) and words.CHANGE_DOWN.search(down.label))
