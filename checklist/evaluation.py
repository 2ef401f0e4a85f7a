"""Compare the tool's judgements with people's, on whole reports or on labelled passages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from checklist.labels import Label, LabelError, LabelledReport
from checklist.passages import Passage, judge_passage
from checklist.statistics import Detection, Share, detection, kappa, share
from rules.model import Checklist, Element, Phrase, Status
from scorer.auditing import audit
from scorer.fold import fold
from scorer.model import Finding, Scorecard

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One element of one report (or one passage) judged by people and by the tool."""

    where: str
    element: str
    dimension: str
    kind: str
    gold: Status
    got: Status
    baseline: Status
    right: bool
    quantified: bool | None
    evidence: bool | None
    gold_quote: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All comparisons, and the figures drawn from them."""

    comparisons: tuple[Comparison, ...]
    problems: tuple[str, ...] = field(default=())

    def accuracy(self, **chosen: str) -> Share:
        return share(item.right for item in self._chosen(chosen))

    def _chosen(self, chosen: dict[str, str]) -> Iterator[Comparison]:
        return (c for c in self.comparisons if all(getattr(c, key) == value for key, value in chosen.items()))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        return [(c.gold, c.got) for c in self.comparisons]

    def detection(self, status: Status) -> Detection:
        return detection(self.pairs, status)

    @property
    def kappa(self) -> float | None:
        return kappa(self.pairs)

    @property
    def evidence(self) -> Share:
        return share(c.evidence for c in self.comparisons if c.evidence is not None)

    @property
    def quantified(self) -> Share:
        return share(c.quantified for c in self.comparisons if c.quantified is not None)

    @property
    def baseline(self) -> Evaluation:
        """The same comparisons as a plain keyword search would have judged them."""
        items = (
            Comparison(
                c.where, c.element, c.dimension, c.kind, c.gold, c.baseline, c.baseline, c.baseline == c.gold,
                None, None, c.gold_quote, "", "",
            )
            for c in self.comparisons
        )  # fmt: skip
        return Evaluation(tuple(items))


def evaluate_reports(checklist: Checklist, labelled: Sequence[LabelledReport], folder: Path) -> Evaluation:
    """Judge the reports in `folder` that the label files name, by the labels' year and level."""
    comparisons: list[Comparison] = []
    problems: list[str] = []
    for report in labelled:
        path = folder / report.file
        card = audit(path, checklist, name=report.file, year=report.year, level=report.level, force=True)
        if card.status != "scored":
            problems.append(f"{path}：{card.reason}")
            continue
        comparisons += _compare_report(checklist, report, card)
        known = {element.id for element in checklist}
        problems += [f"{report.source}：没有编号为“{key}”的要素" for key in report.labels if key not in known]
    if not comparisons:
        raise LabelError("没有一份报告能够比较：" + "；".join(problems))
    return Evaluation(tuple(comparisons), tuple(problems))


def _compare_report(checklist: Checklist, report: LabelledReport, card: Scorecard) -> Iterator[Comparison]:
    folded = fold(card.text)
    for finding in card.findings:
        label = report.labels.get(finding.element.id)
        if label is None or (label.status == "na" and finding.status == "na"):
            continue
        yield _compare(finding, label, report.file, "report", folded, card.text)


def evaluate_passages(checklist: Checklist, passages: Sequence[Passage]) -> Evaluation:
    """Judge each passage in a report that says nothing else; only its own element is compared."""
    comparisons = []
    for passage in passages:
        finding = judge_passage(checklist, passage)
        label = Label(passage.status, (passage.status,), passage.quantified, (passage.text,))
        kind = "plain" if passage.plain else f"standard-{passage.status}"
        comparisons.append(_compare(finding, label, passage.id, kind, fold(passage.text), passage.text))
    return Evaluation(tuple(comparisons))


def _compare(finding: Finding, label: Label, where: str, kind: str, folded: str, text: str) -> Comparison:
    right = finding.status in label.accept
    gold: Status = finding.status if right else label.status
    covered = right and finding.status == "covered"
    shown = finding.evidence or finding.nearest
    return Comparison(
        where=where,
        element=finding.element.id,
        dimension=finding.element.dimension,
        kind=kind,
        gold=gold,
        got=finding.status,
        baseline=_keyword_baseline(finding.element, folded) if finding.status != "na" else "na",
        right=right,
        quantified=finding.quantified == label.quantified
        if covered and label.quantified is not None
        else None,
        evidence=_overlaps(finding, label, text) if covered and label.quotes else None,
        gold_quote=label.quotes[0] if label.quotes else "",
        quote=shown[0].quote if shown else "",
        reason=finding.reason,
    )


def _keyword_baseline(element: Element, folded: str) -> Status:
    """What a list of keywords says: the element's plain terms, found to the letter or not."""
    terms = [fold(matcher.text) for matcher in element.speaks if isinstance(matcher, Phrase)]
    return "covered" if any(term in folded for term in [*terms, fold(element.name)]) else "missing"


def _overlaps(finding: Finding, label: Label, text: str) -> bool:
    """Whether a shown quote shares characters with a labelled one; white space may differ."""
    tight = _SPACE.sub("", text)
    spans = []
    for quote in label.quotes:
        wanted = _SPACE.sub("", quote)
        at = tight.find(wanted)
        while at >= 0:
            spans.append((at, at + len(wanted)))
            at = tight.find(wanted, at + 1)
    for item in finding.evidence:
        wanted = _SPACE.sub("", item.quote)
        at = tight.find(wanted)
        while at >= 0:
            if any(at < end and start < at + len(wanted) for start, end in spans):
                return True
            at = tight.find(wanted, at + 1)
    return False
