"""Agreement figures: Wilson intervals, precision, recall, F1, Cohen's kappa."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `total`, with its Wilson 95 % interval (Wilson, JASA 22, 1927)."""

    right: int
    total: int

    @property
    def value(self) -> float | None:
        return self.right / self.total if self.total else None

    @property
    def interval(self) -> tuple[float, float] | None:
        if not self.total:
            return None
        n, p, z = self.total, self.right / self.total, Z95
        centre = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True)
class Detection:
    """How well one status is found."""

    precision: Share
    recall: Share

    @property
    def f1(self) -> float | None:
        found = self.precision.right
        total = self.precision.total + self.recall.total
        return 2 * found / total if total else None


def share(outcomes: Iterable[bool]) -> Share:
    values = list(outcomes)
    return Share(sum(values), len(values))


def detection(pairs: Iterable[tuple[str, str]], status: str) -> Detection:
    """Return precision and recall of `status` over (judged by people, judged by the tool) pairs."""
    pairs = list(pairs)
    return Detection(
        precision=share(gold == status for gold, got in pairs if got == status),
        recall=share(got == status for gold, got in pairs if gold == status),
    )


def kappa(pairs: Iterable[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa (Educ. Psychol. Meas. 20, 1960); None when it is not defined."""
    pairs = list(pairs)
    if not pairs:
        return None
    n = len(pairs)
    gold, got = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / n
    expected = sum(gold[status] * got[status] for status in gold) / (n * n)
    return None if expected == 1 else (observed - expected) / (1 - expected)
