"""Sections on shortcomings and plan: statuses, the problems listed, the measure that is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from checklist.passages import Passage, frame, judge_passage
from rules.model import Checklist, Section
from scorer.auditing import audit_document, engine_for
from scorer.judge import read_through
from scorer.outline import outline
from scorer.sections.items import problem_items

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "cases" / "sections.yaml").read_text("utf-8"))
YEAR = 2024


def statuses() -> Iterator[Any]:
    """Every labelled sentence as a test parameter."""
    for element, by_status in CASES["statuses"].items():
        for status, by_section in by_status.items():
            for section, entries in by_section.items():
                for entry in entries:
                    problems, text = entry if isinstance(entry, list) else (None, entry)
                    yield pytest.param(element, status, section, text, problems, id=f"{element}-{text[:12]}")


@pytest.mark.parametrize(("element", "status", "section", "text", "problems"), list(statuses()))
def test_sections_are_judged_like_people_judge_them(
    national: Checklist, element: str, status: str, section: Section, text: str, problems: str | None
) -> None:
    passage = Passage("t", element, "covered", section, text, problems=problems)
    assert judge_passage(national, passage).status == status


@pytest.mark.parametrize("case", CASES["items"], ids=lambda case: case["text"][:16])
def test_the_problems_listed_are_told_apart(national: Checklist, case: dict[str, Any]) -> None:
    document = frame("shortcomings", case["text"], "county", YEAR)
    items = problem_items(read_through(engine_for(national), outline(document, YEAR), document.text))
    assert len(items) == len(case["begins"])
    assert all(item.text.startswith(begin) for item, begin in zip(items, case["begins"], strict=True))


@pytest.mark.parametrize("case", CASES["evidence"], ids=lambda case: case["problems"][:16])
def test_the_measure_shown_is_the_one_that_answers(national: Checklist, case: dict[str, Any]) -> None:
    document = frame("plan", case["plan"], "county", YEAR, case["problems"])
    card = audit_document(document, national, year=YEAR, level="county", force=True)
    finding = next(finding for finding in card.findings if finding.element.id == "next.response")
    shown = [document.text[evidence.start : evidence.end] for evidence in finding.evidence]
    assert finding.status == "covered"
    assert sorted(case["shows"]) == sorted(
        begin for begin in case["shows"] for text in shown if text.startswith(begin)
    )
    assert len(shown) == len(case["shows"])
