"""Averages against the whole and the number it is shared among: 72家分给14名领导，每位5至6家."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from scorer.figures.layout import STOP, Run
from scorer.figures.model import AGREES, Draft, plain
from scorer.patterns import late

_EACH = late(r"(平均)?每(?:个|名|位|人|家|支|村|所|组|件|户|天|日|月)?[^,。;\d]{0,8}$")


def averages(run: Run) -> Iterator[Draft]:
    """Averages that whole and number give; others are left alone, for the base is rarely sure."""
    for at in range(2, len(run.slots)):
        share = run.slots[at]
        if "每" not in share.label or not share.is_count or share.mark == STOP:
            continue
        each = _EACH.search(share.label)
        ranged = share.figure.high != share.value
        before = [slot for slot in run.slots[at - 2 : at] if slot.is_exact and slot.is_count]
        wholes = [slot for slot in before if slot.unit == share.unit and slot.value > share.value]
        counts = [slot for slot in before if slot.unit != share.unit and slot.value >= 2]
        if not each or not wholes or not counts or not (ranged or each[1]):
            continue
        whole, count = wholes[-1], counts[-1]
        computed = whole.value / count.value
        spread = Decimal(0 if ranged else 1)
        if share.value - spread <= computed <= share.figure.high + spread:
            told = plain(share.value) + (f"至{plain(share.figure.high)}" if ranged else "")
            division = (
                f"{plain(whole.value)}÷{plain(count.value)}＝{plain(computed.quantize(Decimal('0.01')))}"
            )
            yield Draft(
                kind="ratio",
                start=min(whole.figure.start, count.figure.start),
                end=share.figure.end,
                total=whole.value,
                parts=(count.value,),
                stated=share.value,
                computed=computed,
                holds=True,
                arithmetic=f"{division}，{AGREES}（{told}）",
                confidence="explicit",
            )
