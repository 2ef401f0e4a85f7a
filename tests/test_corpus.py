"""The labelled corpus, where it is present: every report, every passage, every beginning of a page."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import yaml

from checklist.evaluation import evaluate_passages, evaluate_reports
from checklist.labels import load_labels, load_passages
from reports.json_output import card_dict, checklist_dict, tool_dict
from rules.model import Checklist
from scorer.auditing import audit

SCHEMA = json.loads(Path(__file__).parent.parent.joinpath("reports", "schema.json").read_text("utf-8"))


def test_every_report_is_scored_by_its_own_year_and_level(corpus: Path, national: Checklist) -> None:
    for path in sorted(corpus.joinpath("labels").glob("*.yaml")):
        label = yaml.safe_load(path.read_text("utf-8"))
        report = corpus / "reports" / label["file"]
        card = audit(report, national, name=label["file"])
        assert card.status == "scored", card.reason
        assert (card.meta.year, card.meta.level) == (label["year"], label["level"]), label["file"]
        for key in ("title", "published"):
            if label[key] is not None:
                assert getattr(card.meta, key) == label[key], label["file"]
        document = {"tool": tool_dict(), "checklist": checklist_dict(national), "reports": [card_dict(card)]}
        jsonschema.validate(document, SCHEMA)
        text = card.text
        for finding in card.findings:
            for item in (*finding.evidence, *finding.nearest):
                assert text[item.start : item.end] == item.quote


def test_reports_are_judged_like_people_judge_them(corpus: Path, national: Checklist) -> None:
    found = evaluate_reports(national, load_labels(corpus / "labels"), corpus / "reports")
    assert found.accuracy().value >= 0.95  # type: ignore[operator]
    missing = found.detection("missing")
    assert missing.precision.value >= 0.95  # type: ignore[operator]
    assert missing.recall.value >= 0.95  # type: ignore[operator]
    assert found.evidence.value >= 0.90  # type: ignore[operator]
    assert found.quantified.value >= 0.90  # type: ignore[operator]


def test_passages_are_judged_like_people_judge_them(corpus: Path, national: Checklist) -> None:
    found = evaluate_passages(national, load_passages(corpus / "passages.jsonl", national))
    assert found.accuracy().value >= 0.95  # type: ignore[operator]
    assert found.accuracy(kind="plain").value >= 0.90  # type: ignore[operator]
    assert found.accuracy(kind="standard-missing").value >= 0.95  # type: ignore[operator]
