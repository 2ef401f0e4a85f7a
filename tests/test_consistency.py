"""The notices of scorer/consistency: every check finds its cases and stays silent on the look-alikes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorer.consistency import notices
from scorer.model import Document, Meta, Notice

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("notices.yaml").read_text("utf-8")
)
ROLES = {
    "T": "title",
    "H": "heading",
    "P": "preface",
    "A": "account",
    "F": "first-responsible",
    "S": "shortcomings",
    "N": "plan",
    "C": "chrome",
}


@dataclass(frozen=True)
class Span:
    """A paragraph with its role: what the outline gives, in its simplest form."""

    role: str
    start: int
    end: int
    path: str = ""


def read(text: str) -> tuple[Document, list[Span]]:
    """A document and its sections from lines marked with their role."""
    body = ""
    sections: list[Span] = []
    path = ""
    for line in text.split("\n"):
        mark, _, words = line.partition(": ")
        path = words if mark == "H" else path
        sections.append(Span(ROLES[mark], len(body), len(body) + len(words), path))
        body += words + "\n"
    return Document("case.txt", body, "", ()), sections


def audit(case: dict[str, Any]) -> list[Notice]:
    meta = Meta(**CASES["meta"])._replace(
        **{key: value for key, value in case.items() if key in Meta._fields}
    )
    document, sections = read(case["text"])
    found = notices(document, meta, sections)
    for notice in found:
        assert document.text[notice.start : notice.end] == notice.quote
        assert notice.message.startswith({"check": "请核对：", "hint": "提示："}[notice.severity])
    return found


def cases(which: str) -> list[Any]:
    return [
        pytest.param(group["kind"], case, id=f"{group['name']}-{number}")
        for group in CASES["groups"]
        for number, case in enumerate(group[which], 1)
    ]


@pytest.mark.parametrize(("kind", "case"), cases("found"))
def test_notice_is_found_once_with_its_quote(kind: str, case: dict[str, Any]) -> None:
    found = audit(case)
    assert [(notice.kind, notice.quote) for notice in found] == [(kind, case["quote"])]
    assert found[0].severity == case.get("severity", found[0].severity)


@pytest.mark.parametrize(("kind", "case"), cases("silent"))
def test_look_alike_stays_silent(kind: str, case: dict[str, Any]) -> None:
    assert audit(case) == []


@pytest.mark.parametrize("group", CASES["groups"], ids=lambda group: str(group["name"]))
def test_every_check_has_eight_cases_of_either_sort(group: dict[str, Any]) -> None:
    assert len(group["found"]) >= 8 and len(group["silent"]) >= 8


REPORT = """首页 > 政府信息公开
青梧县2023年度法治政府建设情况报告
发布日期：2024-04-18  来源：青梧县司法局

2023年，我县坚持依法行政，各项工作有序推进。现将有关情况报告如下：

一、主要举措和成效
（一）规范决策行为
全年审查合同46份。印发《青梧县重大行政决策程序规定》（青政〔20239号），明确五项程序。
（三）严格行政执法
2022年，全县办理行政处罚案件320件。截至10月底，换发执法证件410本。

二、存在的不足和原因
执法力量不足，主要原因是编制偏紧。

三、2023年工作打算
加强执法监督，完善协调机制。

青梧县人民政府
2024年1月20日
"""


def test_through_the_outline_a_report_gets_its_notices_in_order() -> None:
    outline = pytest.importorskip("scorer.outline").outline
    document = Document("report.txt", REPORT, "", ())
    meta = Meta(**CASES["meta"])._replace(published="2024-04-18")
    found = notices(document, meta, outline(document, meta.year))
    assert [(notice.kind, notice.quote) for notice in found] == [
        ("dates", "2024-04-18"),
        ("leftovers", "〔20239号"),
        ("leftovers", "（三）严格行政执法"),
        ("years", "2022年，全县办理行政处罚案件320件"),
        ("years", "截至10月底"),
        ("years", "三、2023年工作打算"),
    ]


@pytest.mark.parametrize(
    "unit", ["，一是", "截至6月", "x", "《", "1-11月", "2022年,", "(一)", "\n一、", "字"]
)
def test_text_without_end_or_sense_is_read_in_time(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    start = time.perf_counter()
    found = notices(Document("odd.txt", text, "", ()), Meta(**CASES["meta"]), [Span("account", 0, len(text))])
    assert time.perf_counter() - start < 2
    assert all(text[notice.start : notice.end] == notice.quote for notice in found)


def test_hard_line_breaks_do_not_hide_what_they_cut() -> None:
    text = "全县人民调解组织（1—\n11月）共调处纠纷\n1346件。"
    found = notices(Document("w.txt", text, "", ()), Meta(**CASES["meta"]), [Span("account", 0, len(text))])
    assert [notice.quote for notice in found] == []  # short lines are paragraphs of their own
    text = "全县各级人民调解组织坚持预防走在调解前面持续开展矛盾纠纷排查（1—\n11月）共调处纠纷1346件。"
    found = notices(Document("w.txt", text, "", ()), Meta(**CASES["meta"]), [Span("account", 0, len(text))])
    assert [notice.quote for notice in found] == ["1—\n11月"]


def test_without_sections_only_the_date_is_asked_about() -> None:
    meta = Meta(**CASES["meta"])._replace(published=None)
    (found,) = notices(Document("e.txt", "", "", ()), meta, [])
    assert (found.kind, found.severity, found.quote) == ("dates", "hint", "")
