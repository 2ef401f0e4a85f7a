"""Judging: the labelled sentences and reports of the project, the examples in the rules, what decides what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from checklist.evaluation import Evaluation, evaluate_passages, evaluate_reports
from checklist.labels import load_labels, load_passages
from checklist.passages import Passage, frame, from_example, judge_passage
from rules.model import Checklist
from scorer.auditing import audit, audit_document
from scorer.model import Finding

CASES = Path(__file__).parent / "cases"
UNSEEN = CASES / "unseen"
ORDINARY = Path(__file__).parent.parent / "scorer" / "data" / "ordinary.jsonl"
EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(scope="module")
def sentences(national: Checklist) -> Evaluation:
    passages = [p for path in sorted(CASES.glob("passages/*/*.*")) for p in load_passages(path, national)]
    assert len(passages) >= 3800
    return evaluate_passages(national, passages)


@pytest.fixture(scope="module")
def unseen(national: Checklist) -> Evaluation:
    return evaluate_passages(national, load_passages(UNSEEN / "passages.jsonl", national))


@pytest.fixture(scope="module")
def reports(national: Checklist) -> Evaluation:
    return evaluate_reports(national, load_labels(EXAMPLES / "labels"), EXAMPLES / "reports")


def at_least(
    found: Evaluation, overall: float, covered: float, plain: float, mentioned: float, missing: float
) -> None:
    """Hold that passages of each kind are judged right in no less than these shares."""
    assert found.accuracy().value >= overall  # type: ignore[operator]
    assert found.accuracy(kind="standard-covered").value >= covered  # type: ignore[operator]
    assert found.accuracy(kind="plain").value >= plain  # type: ignore[operator]
    assert found.accuracy(kind="standard-mentioned").value >= mentioned  # type: ignore[operator]
    assert found.accuracy(kind="standard-missing").value >= missing  # type: ignore[operator]


def test_labelled_sentences_are_judged_like_people_judge_them(sentences: Evaluation) -> None:
    at_least(sentences, 0.95, covered=0.97, plain=0.88, mentioned=0.93, missing=0.95)


def test_labelled_reports_are_judged_like_people_judge_them(reports: Evaluation) -> None:
    assert reports.accuracy().value >= 0.95  # type: ignore[operator]
    missing = reports.detection("missing")
    assert missing.precision.value >= 0.93  # type: ignore[operator]
    assert missing.recall.value >= 0.93  # type: ignore[operator]
    assert reports.evidence.value >= 0.9  # type: ignore[operator]
    assert reports.quantified.value >= 0.9  # type: ignore[operator]


def test_passages_of_writers_who_know_no_rules_are_judged_like_people_judge_them(unseen: Evaluation) -> None:
    at_least(unseen, 0.89, covered=0.95, plain=0.83, mentioned=0.95, missing=0.93)


@pytest.mark.parametrize(("folder", "accuracy", "recall"), [(CASES, 0.96, 0.93), (UNSEEN, 0.93, 0.86)])
def test_reports_of_writers_who_know_no_rules_are_judged_like_people_judge_them(
    national: Checklist, folder: Path, accuracy: float, recall: float
) -> None:
    found = evaluate_reports(
        national, load_labels(folder / "reports" / "labels"), folder / "reports" / "texts"
    )
    assert not found.problems
    assert found.accuracy().value >= accuracy  # type: ignore[operator]
    assert found.detection("missing").recall.value >= recall  # type: ignore[operator]
    assert found.detection("missing").precision.value >= 0.92  # type: ignore[operator]
    assert found.evidence.value >= 0.95  # type: ignore[operator]


@pytest.mark.parametrize(
    ("path", "most"),
    [(ORDINARY, 4), (UNSEEN / "ordinary.jsonl", 9)],
)
def test_sentences_on_everyday_work_cover_nothing(national: Checklist, path: Path, most: float) -> None:
    """In a hundred of them no more than `most` elements are found covered."""
    sentences = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    claims = 0
    for item in sentences:
        document = frame("account", item["text"], item["level"], item["year"])
        card = audit_document(document, national, year=item["year"], level=item["level"], force=True)
        claims += sum(finding.status == "covered" for finding in card.findings)
    assert claims <= most * len(sentences) / 100


def test_the_keyword_baseline_is_far_behind(reports: Evaluation) -> None:
    assert reports.baseline.accuracy().value < reports.accuracy().value - 0.2  # type: ignore[operator]


def test_the_examples_in_the_rules_hold(national: Checklist) -> None:
    wrong = []
    for element in national:
        level = "county" if "county" in element.levels else element.levels[0]
        for number, example in enumerate(element.examples, 1):
            finding = judge_passage(
                national, from_example(element.id, number, example, level, national.newest_year)
            )
            if finding.status != example.status:
                wrong.append((element.id, example.text, example.status, finding.status))
    assert not wrong


def status(checklist: Checklist, element: str, section: str, text: str, **more: object) -> str:
    passage = Passage("t", element, "covered", section, text, **more)  # type: ignore[arg-type]
    return judge_passage(checklist, passage).status


DEED = "全年行政机关负责人出庭应诉23次，出庭率100%。"


@pytest.mark.parametrize(
    ("section", "text", "wanted"),
    [
        ("account", DEED, "covered"),
        ("plan", DEED, "mentioned"),
        ("shortcomings", "行政机关负责人出庭应诉率不高。", "mentioned"),
        ("heading", "（三）落实行政机关负责人出庭应诉制度", "mentioned"),
        ("account", "要切实推动行政机关负责人出庭应诉。", "mentioned"),
        ("account", "下一步将推动行政机关负责人出庭应诉。", "mentioned"),
        ("account", "本年度无行政诉讼案件，行政机关负责人无需出庭应诉。", "covered"),
        ("account", "行政机关负责人带案下访，接待群众23批次。", "missing"),
        ("account", "全年行政机关负责人出廷应诉23次，出庭率100%。", "covered"),
        ("account", "全年行政機關負責人出庭應訴23次，出庭率100%。", "covered"),
    ],
)
def test_place_and_modality_decide(national: Checklist, section: str, text: str, wanted: str) -> None:
    assert status(national, "remedy.chief-appearance", section, text) == wanted


def test_what_came_later_is_not_asked_of_an_earlier_year(national: Checklist) -> None:
    text = "某县2014年依法行政工作报告\n\n一、主要工作\n\n全年办理行政复议案件12件。\n"
    card = audit(text, national, level="county")
    absent = {finding.element.id for finding in card.findings if finding.status == "na"}
    assert {"party.thought", "decision.catalogue", "rulemaking.legislation", "digital.platform"} <= absent
    assert card.statutory_asked == 0
    asked = [finding for finding in card.findings if finding.status != "na"]
    assert card.possible == sum(finding.element.points for finding in asked)


def test_a_township_is_not_asked_for_legislation(national: Checklist) -> None:
    text = "某镇2023年法治政府建设情况报告\n\n一、主要工作\n\n全年调解纠纷12件。\n"
    card = audit(text, national)
    assert card.meta.level == "township"
    absent = {finding.element.id for finding in card.findings if finding.status == "na"}
    assert {"rulemaking.legislation", "decision.catalogue"} <= absent


def test_the_score_can_be_redone_by_hand(national: Checklist) -> None:
    card = audit(EXAMPLES / "reports" / "anping-city-2023.txt", national)
    points = {"covered": 1.0, "mentioned": 0.5, "missing": 0.0}
    asked = [finding for finding in card.findings if finding.status != "na"]
    got = sum(finding.element.points * points[finding.status] for finding in asked)
    possible = sum(finding.element.points for finding in asked)
    assert (card.got, card.possible) == (got, possible)
    assert card.score == 100 * got / possible
    assert sum(dimension.got for dimension in card.dimensions) == got


def test_overrides_and_what_is_unknown_are_said(national: Checklist) -> None:
    text = "法治政府建设情况报告\n\n一、主要工作\n\n办理行政复议案件12件。\n"
    card = audit(text, national)
    assert card.meta.year is None
    assert any("最新年度" in notice.message for notice in card.notices)
    assert audit(text, national, year=2019, level="township").meta.year == 2019


PLAIN_DEED = "有人不服镇里的处理，到法院告了我们三回，三回都打赢了。"


def test_a_judgement_on_one_sentence_in_plain_words_is_marked(national: Checklist) -> None:
    def litigation(*sentences: str) -> Finding:
        text = "\n".join(("某镇2023年法治政府建设情况报告", "一、主要工作", *sentences, "特此报告。"))
        card = audit(text, national)
        (finding,) = (finding for finding in card.findings if finding.element.id == "remedy.litigation")
        quoted = [notice.quote for notice in card.notices if notice.kind == "plain"]
        assert (finding.plain and finding.evidence[0].quote in quoted) or PLAIN_DEED not in quoted
        return finding

    alone = litigation(PLAIN_DEED)
    assert (alone.status, alone.plain) == ("covered", True)
    assert alone.reason.endswith("没有用规范名称")
    named = litigation(PLAIN_DEED, "全年发生行政诉讼案件3件，均已审结。")
    assert (named.status, named.plain) == ("covered", False)
    assert "规范名称" not in named.reason


def test_a_touch_beside_another_deed_is_the_nearest_and_no_mention(national: Checklist) -> None:
    deed = "全年随手抽取处罚卷宗86本交叉评查，退回补正9本。"
    card = audit(f"某县2023年法治政府建设情况报告\n一、主要工作\n{deed}\n特此报告。", national)
    for finding in card.findings:
        assert finding.status != "missing" or not finding.evidence
        assert all(item.status == "missing" for item in finding.nearest)
    found = {finding.element.id: finding for finding in card.findings}
    discretion = found["enforcement.discretion"]
    assert (discretion.status, discretion.reason) == ("missing", "全文没有写明")
    assert [(item.quote, item.reason) for item in discretion.nearest] == [
        (deed, "写的是相邻的事，没有写明这一项")
    ]
