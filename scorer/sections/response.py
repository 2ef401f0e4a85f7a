"""Judge whether the plan answers the shortcomings: each problem against each measure.

Problem and measure belong together when they are about the same matter, or lack and remedy fit and nothing
shows that they are about different matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rules.model import Status
from scorer.match import Engine
from scorer.patterns import late
from scorer.sections.common import Verdict, verdict
from scorer.sections.items import problem_items
from scorer.sections.measures import Measure, plan_measures
from scorer.sections.plan import slogans_of
from scorer.sections.senses import Sense, SenseReader

if TYPE_CHECKING:
    from scorer.judge import Reading

ANSWERED_SHARE = 0.5
ENOUGH = 2.0  # worth from which a measure answers
MATTER, KIND, PAIR = 2.0, 2.0, 1.0  # what a shared matter, a shared kind of lack, a shared pair is worth
OFF_TOPIC = 3.0  # worth of pairs that outweighs different matters; with the right remedy one pair does
LONG = 60  # characters of a measure from which a chance pair counts for less
FEW = 2  # sentences of a plan that may all answer a single problem
OWN_WORDS = 0.5  # what speaks for showing a measure by whose own words, not its heading's, it answers
_PUBLICITY_ASKED = late("普法|宣传|知晓|意识|观念|不懂|听课|讲法|送法|法律知识|法律素养|学法")


def judge_response(engine: Engine, number: int, reading: Reading) -> Iterator[Verdict]:
    """Yield for every answered problem the measure that answers it best."""
    reader = SenseReader(engine, number)
    texts = [item.text for item in problem_items(reading)]
    measures = list(plan_measures(reader, reading, "。".join(texts), slogans_of(engine)))
    answers = _answers(texts, measures, reader) if measures else []
    if not answers:
        return
    status: Status = "covered" if len(answers) >= ANSWERED_SHARE * len(texts) else "mentioned"
    reason = f"所列不足 {len(texts)} 条，安排里能对上 {len(answers)} 条"
    best: dict[int, float] = {}
    for at, worth in answers:
        best[at] = max(worth, best.get(at, 0.0))
    for at, worth in best.items():
        yield verdict(number, at, reading.sentences[at], status, worth, reason, "对应措施")


def _answers(
    problems: Sequence[str], measures: Sequence[Measure], reader: SenseReader
) -> list[tuple[int, float]]:
    """For every answered problem the sentence that answers it best and how well."""
    senses = [reader.sense(text) for text in problems]
    worths = [
        [_worth(sense, measure, bool(_PUBLICITY_ASKED.search(text))) for measure in measures]
        for text, sense in zip(problems, senses, strict=True)
    ]
    for place, at in list(_in_order(senses, measures, worths)):
        worths[place][at] = ENOUGH
    answers = []
    for row, sense in zip(worths, senses, strict=True):
        fit = [at for at, worth in enumerate(row) if worth >= ENOUGH]
        if fit:
            shown = {at: row[at] + _preference(sense, measures[at]) for at in fit}
            best = max(fit, key=lambda at: (shown[at], -at))
            answers.append((measures[best].at, shown[best]))
    return answers


def _in_order(
    senses: Sequence[Sense], measures: Sequence[Measure], worths: Sequence[Sequence[float]]
) -> Iterator[tuple[int, int]]:
    """Problems and measures that stand in the same place of two short lists, where nothing speaks against it.

    Plain speech has more words than any list; who answers point by point is taken at his word.
    """
    tasks = [at for at, measure in enumerate(measures) if not measure.lead]
    if len(tasks) > max(len(senses), FEW):
        return
    answered = [[place for place, row in enumerate(worths) if row[at] >= ENOUGH] for at in tasks]
    if any(found and place not in found for place, found in enumerate(answered)):
        return  # one measure answers a problem in another place: they are not in order
    for place, at in enumerate(tasks[: len(senses)]):
        if not answered[place] and _may_answer(senses[place], measures[at]):
            yield place, at


def _worth(problem: Sense, measure: Measure, publicity_asked: bool) -> float:
    """How well a measure answers a problem."""
    answer = measure.public if publicity_asked else measure.whole
    matters = len(problem.matters & answer.matters)
    kinds = len(problem.kinds & answer.kinds)
    remedies = len(problem.remedies & answer.remedies)
    pairs = PAIR * len(problem.pairs & answer.pairs) / max(1.0, measure.length / LONG)
    if answer.matters and not matters and (problem.matters or remedies):
        needed = PAIR if remedies else OFF_TOPIC
        return KIND * remedies + pairs if pairs >= needed else 0.0
    if problem.remedies and not remedies:
        return MATTER * len(problem.free & answer.matters) + KIND * kinds + pairs
    return MATTER * matters + KIND * (kinds + remedies) + pairs


def _may_answer(problem: Sense, measure: Measure) -> bool:
    """Whether a measure that stands where the answer would may be one, told in words the lists don't know."""
    sense = measure.public
    told_apart = bool(problem.kinds and sense.kinds) or bool(
        (sense.matters or sense.remedies) and (problem.matters or problem.remedies or problem.kinds)
    )
    return measure.pure and not told_apart


def _preference(problem: Sense, measure: Measure) -> float:
    """Among measures that answer, what speaks for showing this one: its own words, not its heading's."""
    shared = len(problem.matters & measure.own.matters) + len(problem.pairs & measure.own.pairs)
    return OWN_WORDS if shared and not measure.lead else 0.0
