"""Nothing is bought by damage: the same report in another dress gets the same statuses."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from variants import VARIANTS

from checklist.passages import Passage, judge_passage
from rules.model import LEVELS, Checklist, Section, Status
from scorer.auditing import audit_document
from scorer.explain import explain
from scorer.model import Document
from scorer.outline import outline
from scorer.readers import read

EXAMPLES = Path(__file__).parent.parent / "examples"
KEPT = 0.98


def statuses(document: Document, checklist: Checklist, label: dict) -> dict[str, Status]:  # type: ignore[type-arg]
    card = audit_document(document, checklist, year=label["year"], level=label["level"], force=True)
    for finding in card.findings:
        for item in (*finding.evidence, *finding.nearest):
            assert document.text[item.start : item.end] == item.quote
    return {finding.element.id: finding.status for finding in card.findings}


def labelled(folder: Path) -> list[tuple[dict, str]]:  # type: ignore[type-arg]
    labels = [
        yaml.safe_load(path.read_text("utf-8")) for path in sorted(folder.joinpath("labels").glob("*.yaml"))
    ]
    return [(label, folder.joinpath("reports", label["file"]).read_text("utf-8")) for label in labels]


def kept_share(checklist: Checklist, reports: list[tuple[dict, str]], variant: str) -> dict[str, float]:  # type: ignore[type-arg]
    shares = {}
    for label, text in reports:
        plain = statuses(read(text.encode(), "a.txt"), checklist, label)
        other = statuses(read(VARIANTS[variant](text).encode(), "a.txt"), checklist, label)
        shares[label["file"]] = sum(plain[key] == other[key] for key in plain) / len(plain)
    return shares


@pytest.mark.parametrize("variant", VARIANTS)
def test_statuses_survive_another_dress(variant: str, national: Checklist) -> None:
    shares = kept_share(national, labelled(EXAMPLES), variant)
    assert sum(shares.values()) / len(shares) >= KEPT, shares


@pytest.mark.parametrize("variant", VARIANTS)
def test_statuses_of_the_corpus_survive_another_dress(
    variant: str, national: Checklist, corpus: Path
) -> None:
    shares = kept_share(national, labelled(corpus), variant)
    assert min(shares.values()) >= KEPT, shares
    assert sum(shares.values()) / len(shares) >= KEPT, shares


def test_gb18030_is_read_like_utf_8(national: Checklist) -> None:
    for label, text in labelled(EXAMPLES):
        assert statuses(read(text.encode("gb18030"), "a.txt"), national, label) == statuses(
            read(text.encode(), "a.txt"), national, label
        )


def covered_somewhere(checklist: Checklist) -> dict[str, tuple[dict, str]]:  # type: ignore[type-arg]
    """For every element the first report in which sentences cover it, by its label and for the tool."""
    found: dict[str, tuple[dict, str]] = {}  # type: ignore[type-arg]
    for label, text in labelled(EXAMPLES):
        for key, status in statuses(read(text.encode(), "a.txt"), checklist, label).items():
            right = status == label["elements"][key]["status"]
            if right and status == "covered" and checklist.element(key).judge == "sentence":
                found.setdefault(key, (label, text))
    return found


def without(text: str, element: str, checklist: Checklist, label: dict) -> tuple[str, list[str]]:  # type: ignore[type-arg]
    """The report without the sentences that speak of `element`, and those sentences (no headings)."""
    quotes: dict[str, None] = {}
    headings = set()
    while candidates := explain(
        read(text.encode(), "a.txt"), checklist, element, year=label["year"], level=label["level"]
    )[1]:
        # Where none is left that a rule finds, what follows from one may still tell by its words.
        quotes |= dict.fromkeys(item.quote for item in candidates)
        headings |= {item.quote for item in candidates if item.role == "heading"}
        for quote in quotes:
            text = text.replace(quote, "\n")
    return text, [quote for quote in quotes if quote not in headings]


def planned(text: str, quotes: list[str], year: int) -> str:
    """The report with `quotes` set after the first sentence of its plan (or in a plan of their own)."""
    plan = [s for s in outline(read(text.encode(), "a.txt"), year) if s.role == "plan"]
    moved = "\n" + "\n".join(quotes) + "\n"
    if not plan:
        return f"{text.rstrip()}\n\n九、{year + 1}年工作打算\n{moved}"
    return text[: plan[0].end] + moved + text[plan[0].end :]


def test_what_is_deleted_becomes_missing_and_what_is_only_planned_becomes_mentioned(
    national: Checklist,
) -> None:
    reports = covered_somewhere(national)
    sentence_elements = [element.id for element in national if element.judge == "sentence"]
    assert len(reports) >= 0.9 * len(sentence_elements), sorted(set(sentence_elements) - set(reports))
    for key in set(sentence_elements) - set(reports):
        element = national.element(key)
        text = next(e.text for e in element.examples if e.status == "covered" and e.section == "account")
        year, level = element.since or national.newest_year, next(iter(element.levels or LEVELS))
        told: dict[Section, str] = {"account": text, "preface": "现将有关情况报告如下。", "plan": text}
        results = [
            judge_passage(
                national, Passage(key, key, "covered", section, words, level=level, year=year)
            ).status
            for section, words in told.items()
        ]
        assert results == ["covered", "missing", "mentioned"], key
    for key, (label, text) in reports.items():
        rest, quotes = without(text, key, national, label)
        assert statuses(read(rest.encode(), "a.txt"), national, label)[key] == "missing", key
        moved = planned(rest, quotes, label["year"])
        assert statuses(read(moved.encode(), "a.txt"), national, label)[key] == "mentioned", key


@pytest.mark.parametrize(
    ("role", "elements"),
    [
        ("shortcomings", ("shortcomings.problems", "shortcomings.causes")),
        ("plan", ("next.plan", "next.response")),
    ],
)
def test_a_report_without_the_section_misses_what_stands_in_it(
    role: str, elements: tuple[str, ...], national: Checklist
) -> None:
    covered = dict.fromkeys(elements, 0)
    for label, text in labelled(EXAMPLES):
        document = read(text.encode(), "a.txt")
        before = statuses(document, national, label)
        part = [sentence for sentence in outline(document, label["year"]) if sentence.role == role]
        above = len(document.text[: part[0].start].rstrip())
        heading = document.text.rfind("\n", 0, above) + 1  # the section's own heading line
        rest = document.text[:heading] + document.text[part[-1].end :]
        after = statuses(read(rest.encode(), "a.txt"), national, label)
        for element in elements:
            covered[element] += before[element] == "covered"
            assert after[element] in ("missing", "na"), (label["file"], element)
    assert all(covered.values()), covered
