"""Labelled passages: each is put into a report that says nothing else, in its own section."""

from __future__ import annotations

from dataclasses import dataclass

from rules.model import LEVELS, Checklist, Example, Level, Section, Status
from scorer.auditing import audit_document
from scorer.model import Block, Document, Finding

_BODY = {"province": "某省", "prefecture": "某市", "county": "某县", "township": "某镇", "department": "某局"}
_HEADINGS: dict[Section, str] = {
    "account": "一、主要举措和成效",
    "first-responsible": "一、履行推进法治建设第一责任人职责情况",
    "shortcomings": "二、存在的问题",
    "plan": "三、下一步工作安排",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled passage of one element; `problems` is the shortcomings section beside it.

    `quantified` is None where nobody judged whether it carries a figure or a document.
    """

    id: str
    element: str
    status: Status
    section: Section
    text: str
    quantified: bool | None = None
    plain: bool = False
    level: Level = "county"
    year: int = 2024
    problems: str | None = None


def frame(section: Section, text: str, level: str, year: int, problems: str | None = None) -> Document:
    """Return a report by a body of `level` on `year` that holds nothing but `text` in `section`."""
    lines = [f"{_BODY[level]}{year}年法治政府建设情况报告"]
    if problems:
        lines += [_HEADINGS["shortcomings"], problems]
    if section == "preface":
        lines += [text, "一、主要举措和成效"]
    elif section == "heading":
        lines.append(text)
    else:
        lines += [_HEADINGS[section], text]
    lines.append("特此报告。")
    blocks, at = [], 0
    for number, line in enumerate(lines, 1):
        blocks.append(Block(at, at + len(line), f"第{number}行"))
        at += len(line) + 1
    return Document("passage", "\n".join(lines), "", tuple(blocks))


def judge_passage(checklist: Checklist, passage: Passage) -> Finding:
    """Return what the checklist says of the passage's own element."""
    document = frame(passage.section, passage.text, passage.level, passage.year, passage.problems)
    card = audit_document(document, checklist, year=passage.year, level=passage.level, force=True)
    return next(finding for finding in card.findings if finding.element.id == passage.element)


def from_example(element_id: str, number: int, example: Example, level: Level, year: int) -> Passage:
    """Return a rule's example as a passage of a report on `year` by a body of `level`."""
    return Passage(
        f"{element_id}#{example.status}-{number}",
        element_id,
        example.status,
        example.section,
        example.text,
        level=level if level in LEVELS else "county",
        year=year,
        problems=example.problems,
    )
