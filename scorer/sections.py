"""Judge the parts that are sections of their own: problems, causes, plan, and whether the plan answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rules.model import Element, Status
from scorer.match import Engine, Hit

if TYPE_CHECKING:
    from scorer.judge import Reading

Verdict = tuple[Hit, Status, float, bool, str]


def judge_section(engine: Engine, number: int, element: Element, reading: Reading) -> Iterator[Verdict]:
    """Yield (hit, status, weight, quantified, reason) for every sentence that bears on the element."""
    role = "plan" if element.judge in ("plan", "response") else "shortcomings"
    for index, sentence in enumerate(reading.sentences):
        if sentence.role == role:
            concrete = len(re.sub(r"\W", "", sentence.text)) >= 15
            hit = Hit(number, "proves", element.judge, index, 0, len(sentence.text), 100.0)
            yield hit, "covered" if concrete else "mentioned", float(len(sentence.text)), False, "写明了"
