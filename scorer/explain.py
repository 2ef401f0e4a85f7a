"""Every candidate sentence of one element, and why it was or wasn't taken."""

from __future__ import annotations

from dataclasses import dataclass

from rules.model import Checklist, Level, Status
from scorer.auditing import engine_for
from scorer.judge import RANK, Reading, judge_element, opinions_on, read_through
from scorer.match import Hit
from scorer.metadata import describe
from scorer.model import Document, Finding
from scorer.outline import outline


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that was considered; `taken`: it decides the status; `signs`: what was seen in it."""

    quote: str
    place: str
    section: str
    role: str
    block: str
    matcher: str
    matched: str
    similarity: float
    signs: tuple[tuple[str, str], ...]
    weight: float
    status: Status
    reason: str
    taken: bool


def explain(
    document: Document,
    checklist: Checklist,
    element_id: str,
    *,
    year: int | None = None,
    level: Level | None = None,
) -> tuple[Finding | None, list[Candidate]]:
    """Return the finding on `element_id` (None: not asked of this report) and all candidates in order.

    Raises KeyError when the checklist has no such element.
    """
    element = checklist.element(element_id)
    meta = describe(document)
    year, level = year or meta.year, level or meta.level
    engine = engine_for(checklist)
    number = engine.elements.index(element)
    reading = read_through(engine, outline(document, year), document.text)
    finding = None
    asked_year = year or checklist.newest_year
    if element.applies(asked_year, level):
        finding = judge_element(engine, number, element, reading, asked_year)
    shown = {(item.start, item.matcher) for item in finding.evidence} if finding else set()
    candidates = []
    for opinion in opinions_on(engine, number, element, reading, everything=True):
        start = reading.sentences[opinion.hit.sentence].start
        taken = (start, opinion.hit.matcher) in shown and finding is not None
        candidates.append((opinion.hit, opinion.status, opinion.weight, opinion.reason, taken))
    for hit in reading.vetoed(number):
        candidates.append((hit, "missing", 0.0, "同一句里有排除词，说的是另一件事", False))
    candidates.sort(key=lambda item: (item[0].sentence, -RANK[item[1]], item[0].matcher))
    return finding, [_candidate(document, reading, *item) for item in candidates]


def _candidate(
    document: Document, reading: Reading, hit: Hit, status: Status, weight: float, reason: str, taken: bool
) -> Candidate:
    sentence = reading.sentences[hit.sentence]
    start, end = sentence.span(hit.start, hit.end)
    signs = [
        (name, sentence.text[low:high])
        for name, spans in reading.matches.signs(hit.sentence).items()
        for low, high in spans
    ]
    return Candidate(
        quote=document.text[sentence.start : sentence.end],
        place=sentence.place,
        section=sentence.path,
        role=sentence.role,
        block=hit.block,
        matcher=hit.matcher,
        matched=document.text[start:end],
        similarity=round(hit.similarity, 1),
        signs=tuple(signs),
        weight=round(weight, 2),
        status=status,
        reason=reason,
        taken=taken,
    )
