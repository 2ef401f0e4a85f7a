"""The same figure told twice: same words before it, same unit, in two places of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scorer.figures.layout import Run, Slot
from scorer.figures.model import Draft, plain
from scorer.patterns import late

_SCOPE = late(
    r"上年|去年|往年|上半年|下半年|季度|本级|直属|同比|每|平均|预计|计划|力争|月|其中|上报|新增|再|又|累计|拟|第"
)
_NOT_HAN = late(r"[^\u4e00-\u9fff]")
_LEAD = late(
    r"^(?:共计|共|已|全年|今年|年内|先后|同时|并|现有|全市|全县|全区|全镇|我市|我县|我区|我镇|全省)+"
)
_SHORT, _LONG = 6, 8
# Tellings further apart than a quarter are of different things.
_NEAR = 4


def repeats(runs: Iterable[Run]) -> Iterator[Draft]:
    """Figures whose words recur with the same unit elsewhere: equal ones, and those that differ a little."""
    seen: dict[tuple[str, str], Slot] = {}
    told: set[tuple[str, str]] = set()
    for run in runs:
        for slot in run.slots:
            if not slot.unit or slot.value < 2 or len(slot.label) < _SHORT or not slot.is_count:
                continue
            label = _LEAD.sub("", _NOT_HAN.sub("", slot.label))
            if len(label) < _SHORT:
                continue
            key = (label[-_SHORT:], slot.unit)
            first = seen.setdefault(key, slot)
            if first is slot or key in told:
                continue
            if first.value == slot.value or _differs(first, slot, label):
                told.add(key)
                yield _draft(first, slot)


def _differs(first: Slot, second: Slot, label: str) -> bool:
    """Whether two tellings are surely of one thing: the whole label alike, the figures close."""
    alike = _LEAD.sub("", _NOT_HAN.sub("", first.label)) == label and len(label) >= _LONG
    exact = first.is_exact and second.is_exact and not first.figure.chinese
    if not alike or _SCOPE.search(first.gap[-30:]) or _SCOPE.search(second.gap[-30:]):
        return False
    gap = abs(first.value - second.value)
    return exact and first.value >= 10 and gap * _NEAR <= max(first.value, second.value)


def _draft(first: Slot, second: Slot) -> Draft:
    holds = first.value == second.value
    written = f"两处均为{plain(first.value)}{first.unit}"
    if not holds:
        gap = plain(abs(first.value - second.value))
        written = f"前文写{plain(first.value)}{first.unit}，此处写{plain(second.value)}{second.unit}，差{gap}"
    return Draft(
        kind="repeat",
        start=second.figure.start,
        end=second.figure.end,
        total=first.value,
        parts=(second.value,),
        stated=first.value,
        computed=second.value,
        holds=holds,
        arithmetic=written,
        confidence="cross",
    )
