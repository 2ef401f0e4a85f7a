"""Run the examples of rules: each alone in a report of a body and a year to which its element applies."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from checklist.passages import from_example, judge_passage
from rules.model import Checklist, Element, Example, Level, Status
from scorer.auditing import engine_for
from scorer.fold import fold
from scorer.model import Evidence, Finding

LEVELS: tuple[Level, ...] = ("county", "prefecture", "province", "department", "township")


@dataclass(frozen=True, slots=True)
class Trial:
    """What an example should have given and what it gave; `problem` for a rule that can't be tried."""

    element: Element
    number: int
    example: Example | None
    actual: Status | None
    reason: str
    evidence: tuple[Evidence, ...] = ()
    problem: str = ""

    @property
    def right(self) -> bool:
        return not self.problem and self.example is not None and self.actual == self.example.status


def frame_of(element: Element, checklist: Checklist) -> tuple[Level, int]:
    """Return a level and a year of which the element is asked."""
    level = next(level for level in LEVELS if level in element.levels)
    year = min(checklist.newest_year, element.until or checklist.newest_year)
    return level, max(year, element.since or year)


def run_examples(checklist: Checklist, only: Collection[str] = ()) -> Iterator[Trial]:
    """Yield a trial for every example of every element (or of those in `only`), in the checklist's order."""
    for element in checklist:
        if only and element.id not in only:
            continue
        if not any(example.status == "missing" for example in element.examples):
            problem = "没有反例（missing：形似而实非的句子），试不出会不会误判"
            yield Trial(element, 0, None, None, "", problem=problem)
        level, year = frame_of(element, checklist)
        for number, example in enumerate(element.examples, 1):
            finding = judge_passage(checklist, from_example(element.id, number, example, level, year))
            yield _trial(element, number, example, finding)


def _trial(element: Element, number: int, example: Example, finding: Finding) -> Trial:
    evidence = finding.evidence or finding.nearest
    return Trial(element, number, example, finding.status, finding.reason, evidence)


def toothless(checklist: Checklist, element: Element) -> bool:
    """Whether no counter-example shares a term with the rule, so that none could ever be misjudged."""
    engine = engine_for(checklist)
    words = {engine.word(word) for word in engine.words_of(engine.elements.index(element))}
    texts = [fold(example.text) for example in element.examples if example.status == "missing"]
    return element.judge == "sentence" and not any(word in text for text in texts for word in words)
