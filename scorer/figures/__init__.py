"""Checks whether the figures of a report agree with each other."""

from __future__ import annotations

from scorer.figures.averages import averages
from scorer.figures.changes import changes
from scorer.figures.layout import runs
from scorer.figures.lists import lists
from scorer.figures.model import Draft, Relation, number
from scorer.figures.prepare import Prepared, prepare
from scorer.figures.rates import rates
from scorer.figures.repeats import repeats
from scorer.figures.sums import sums
from scorer.figures.wholes import wholes
from scorer.model import Notice

__all__ = ["Relation", "notices", "relations"]

# A quote begins where the clause of its first figure begins, unless that is far off.
_MARKS = frozenset(",。;:、!?\n")
_LEAD = 40


def relations(text: str) -> list[Relation]:
    """Every relation between figures that `text` tells, in order, holding or not."""
    prepared = prepare(text)
    levels = runs(prepared)
    drafts: list[Draft] = []
    for run in levels:
        if len(run.slots) > 1 or run.parent:
            drafts += [*sums(run), *rates(run), *averages(run), *wholes(run), *changes(run)]
    drafts += [*lists(prepared.masked), *repeats(levels)]
    found = {(one.kind, one.start, one.end, one.total, one.parts): one for one in _settle(drafts)}
    told = [_relation(text, prepared, draft) for draft in found.values()]
    return sorted(told, key=lambda relation: (relation.start, relation.end))


def notices(text: str) -> list[Notice]:
    """What a reader should check: a `check` where a plain relation fails, a `hint` where one may."""
    return [
        Notice(
            "figures",
            "check" if relation.confidence == "explicit" else "hint",
            f"请核对：{relation.arithmetic}",
            relation.quote,
            relation.start,
            relation.end,
        )
        for relation in relations(text)
        if relation.holds is False
    ]


def _settle(drafts: list[Draft]) -> list[Draft]:
    """Leave out what is said better: a part that is in a sum, a sum that is a change."""
    sums_found = [draft for draft in drafts if draft.kind == "sum"]
    moves = [draft for draft in drafts if draft.kind == "difference"]
    kept = []
    for draft in drafts:
        if draft.kind == "part":
            again = any(
                other.total == draft.total and draft.parts[0] in other.parts and _overlap(draft, other)
                for other in sums_found
            )
        elif draft.kind == "sum":
            again = any(
                move.total in draft.parts and move.stated in draft.parts and _overlap(draft, move)
                for move in moves
            )
        else:
            again = False
        if not again:
            kept.append(draft)
    return kept


def _overlap(one: Draft, other: Draft) -> bool:
    return one.start < other.end and other.start < one.end


def _relation(text: str, prepared: Prepared, draft: Draft) -> Relation:
    begin = draft.start
    if draft.kind != "count":
        least = max(0, begin - _LEAD)
        while begin > least and prepared.masked[begin - 1] not in _MARKS:
            opening = prepared.masked.rfind("(", least, begin) if prepared.masked[begin - 1] == ")" else -1
            begin = opening if opening >= 0 else begin - 1
    while begin < draft.start and prepared.text[begin] in " )":
        begin += 1
    start, end = prepared.origin(begin), prepared.origin(draft.end - 1) + 1
    return Relation(
        draft.kind,
        text[start:end],
        start,
        end,
        number(draft.total),
        tuple(part if isinstance(part, str) else number(part) for part in draft.parts),
        None if draft.stated is None else number(draft.stated),
        None if draft.computed is None else number(draft.computed),
        draft.holds,
        draft.arithmetic,
        draft.confidence,
    )
