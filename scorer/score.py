"""Turn findings into points: flat, and easy to redo by hand.

score = 100 × got / possible. Covered gets an element's points, mentioned half, missing none; what is not asked
of a body or a year leaves both sides.
"""

from __future__ import annotations

from collections.abc import Sequence

from rules.model import Checklist
from scorer.model import DimensionScore, Finding


def dimension_scores(checklist: Checklist, findings: Sequence[Finding]) -> tuple[DimensionScore, ...]:
    """Return the points of every dimension, in the checklist's order."""
    scores = []
    for dimension in checklist.dimensions:
        own = [finding for finding in findings if finding.element.dimension == dimension.id]
        got, possible = sum(finding.got for finding in own), sum(finding.possible for finding in own)
        scores.append(DimensionScore(dimension.id, dimension.name, got, possible))
    return tuple(scores)


def grade(checklist: Checklist, got: float, possible: float) -> str | None:
    """Return the name of the grade; None when nothing was asked."""
    if not possible:
        return None
    # The printed score decides, so that a report shown with 90.0 has the grade of 90.
    score = round(100 * got / possible, 1)
    return next(grade.name for grade in checklist.grades if score >= grade.at_least)


def statutory(findings: Sequence[Finding], year: int) -> tuple[int, tuple[str, ...]]:
    """Return how many statutory contents are asked of `year` and which of them are not covered."""
    asked = [f for f in findings if f.status != "na" and f.element.statutory(year)]
    return len(asked), tuple(f.element.id for f in asked if f.status != "covered")
