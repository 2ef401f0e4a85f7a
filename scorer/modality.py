"""What a sentence does: report a deed, or only state a duty, an attitude, a plan, a lack.

The signs (rules/*/signs.yaml) are the same for every element. Their weights were fitted to labelled
sentences of annual reports and rounded; the sum tells deed (> 0) from talk (<= 0).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scorer.match import FIGURE_PATTERN

_Span = tuple[int, int]
WEIGHTS: Mapping[str, float] = {
    "done": 0.8,
    "work": 0.1,
    "result": 0.8,
    "time": 1.2,
    "each": 0.9,
    "nil": 2.0,
    "figure": 2.8,
    "document": 1.8,
    "duty": -1.8,
    "slogan": -2.6,
    "goal": -1.2,
    "define": -1.8,
}
CAP: Mapping[str, int] = {"slogan": 3, "duty": 2, "figure": 2, "document": 1}
START = 1.0
PER_CHARACTER = 0.03
LONGEST = 60
_CLAUSE_END = re.compile(r"[,:。;!?]")
_DOCUMENT = re.compile(r"《[^》]{4,}》?")


@dataclass(frozen=True, slots=True)
class Modality:
    """`weight` > 0 reads as a deed; `planned`/`lacking`: about the future, about a shortcoming."""

    weight: float
    planned: bool
    lacking: bool
    figure: bool
    document: bool
    seen: tuple[str, ...]


def weigh(text: str, signs: Mapping[str, Sequence[_Span]], span: _Span) -> Modality:
    """Weigh what folded `text` says around the matched `span`.

    Signs in the clauses of the match count in full, in later clauses at 0.8, in earlier ones at 0.5.
    """
    low, high = _clauses_around(text, span)

    def near(start: int) -> float:
        return 1.0 if low <= start < high else 0.8 if start >= high else 0.5

    places = {name: [start for start, _ in spans] for name, spans in signs.items()}
    places["figure"] = [match.start() for match in FIGURE_PATTERN.finditer(text)]
    places["document"] = [match.start() for match in _DOCUMENT.finditer(text)]
    weight = START + PER_CHARACTER * (min(len(text), LONGEST) - 30)
    seen = []
    for name, factor in WEIGHTS.items():
        shares = sorted((near(start) for start in places.get(name, ())), reverse=True)[: CAP.get(name, 3)]
        if shares:
            weight += factor * sum(shares)
            seen.append(name)
    if not any(name in seen for name in ("slogan", "duty", "define", "goal")):
        weight += 1.0
    return Modality(
        weight=weight,
        planned=any(low <= start < high or start < low for start in places.get("plan", ())),
        lacking=any(low <= start < high for start in places.get("lack", ())),
        figure=bool(places["figure"]),
        document=bool(places["document"]),
        seen=tuple(seen),
    )


def _clauses_around(text: str, span: _Span) -> _Span:
    low = 0
    for found in _CLAUSE_END.finditer(text, 0, span[0]):
        low = found.end()
    found_end = _CLAUSE_END.search(text, max(span[1] - 1, 0))
    return low, found_end.end() if found_end else len(text)
