"""Take the plan apart into its measures: sentences with the heading they stand under."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from scorer.outline import Sentence
from scorer.patterns import late
from scorer.sections.common import in_role
from scorer.sections.plan import INTRODUCTION, is_attitude, is_task
from scorer.sections.senses import CLAUSES, Sense, SenseReader
from scorer.sections.table import Table

if TYPE_CHECKING:
    from scorer.judge import Reading

LEAD_MAX = 34  # characters of a sentence that heads the rest of its paragraph
_LEAD = late(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要)|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[、.])?[^,;:。]{2,30}。?$"
)
_FORMAL = late(
    "持续|推进|推动|深化|优化|完善|健全|强化|加强|加快|提升|发展|工作|做好|抓好|建设|机制|体系|改善|落实|统筹|布局|积极|战略|巩固|实施"
)


class Measure(NamedTuple):
    """A sentence of the plan: its own sense, that with its heading, with and without publicity.

    `pure`: a task in plain speech, nothing of another kind of business in it.
    """

    at: int
    own: Sense
    whole: Sense
    public: Sense
    lead: bool
    length: int
    pure: bool


def plan_measures(reader: SenseReader, reading: Reading, problems: str, slogans: Table) -> Iterator[Measure]:
    """Yield the measures of the plan; attitudes and business the problems don't speak of are left out."""
    plan = [
        (at, sentence)
        for at, sentence in in_role(reading, "plan")
        if not (sentence.role == "heading" and INTRODUCTION.match(sentence.text))
    ]
    lead, covers = "", -1
    for place, (at, sentence) in enumerate(plan):
        text = reader.without_elsewhere(sentence.text, problems)
        leads = place + 1 < len(plan) and _leads(sentence, plan[place + 1][1])
        if leads:
            lead, covers = text, sentence.paragraph + (sentence.role == "heading")
        elif sentence.paragraph != covers:
            lead = ""
        clauses = CLAUSES.split(text)
        if not leads and all(is_attitude(clause, slogans) for clause in clauses):
            continue
        context = text if leads else lead + text
        yield Measure(
            at=at,
            own=reader.sense(text),
            whole=reader.sense(reader.without_publicity(context)),
            public=reader.sense(context),
            lead=leads,
            length=len(text),
            pure=text == sentence.text
            and not _FORMAL.search(text)
            and any(is_task(clause, slogans) for clause in clauses),
        )


def _leads(sentence: Sentence, after: Sentence) -> bool:
    """Whether a sentence is the heading of the one after it."""
    if sentence.role == "heading":
        return True
    return (
        after.paragraph == sentence.paragraph
        and len(sentence.text) <= LEAD_MAX
        and not sentence.text.endswith(";")
        and (sentence.run_in or bool(_LEAD.match(sentence.text)))
    )
