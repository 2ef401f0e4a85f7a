"""Which documents are annual law reports and which only look like one."""

from __future__ import annotations

from typing import Any

import pytest
from misses_metadata import document
from test_metadata import HEADS

from scorer.kinds import foreign
from scorer.metadata import describe
from scorer.metadata.genre import genre_of_title, is_report_title
from scorer.model import Meta

KINDS = frozenset(
    {
        "info_disclosure_report",
        "work_report",
        "plan",
        "implementation_plan",
        "interpretation",
        "news",
        "template",
        "personal_report",
        "five_year_review",
        "law_text",
        "speech",
        "notice",
        "evaluation",
        "paper",
        "yearbook",
        "other",
    }
)


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["id"])
def test_a_head_is_told_from_its_look_alikes(case: dict[str, Any]) -> None:
    doc = document(case["head"], kind=case.get("file", "txt"), hints=case.get("hints"))
    verdict = foreign(doc, describe(doc))
    if case["is_annual_report"]:
        assert verdict is None
    else:
        assert verdict is not None
        assert verdict[0] == case["kind"]
        assert verdict[1]


def test_every_kind_has_a_case() -> None:
    assert {case["kind"] for case in HEADS if not case["is_annual_report"]} == KINDS


@pytest.mark.parametrize(
    "title",
    [
        "临江县2023年度法治政府建设情况报告",
        "关于2023年法治政府建设工作情况的汇报",
        "临江县公安局2023年度法治公安建设工作情况报告",
        "临江县2009年推进依法行政工作情况报告",
        "2023年度法治政府建设情况和2024年工作计划的报告",
        "临江县2023年度法治政府建设工作要点落实情况报告",
        "临江县2023年度法治政府建设年度报告(公开稿)",
        "临江县2023年度依法治县工作情况报告",
        "临江县司法局关于公布《2023年度法治政府建设情况报告》的通知",
    ],
)
def test_a_report_names_itself_in_many_ways(title: str) -> None:
    assert genre_of_title(title) is None
    assert is_report_title(title)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("临江县2023年法治宣传教育工作总结", "other"),
        ("临江县2023年上半年法治政府建设工作总结", "other"),
        ("临江县2024年法治政府建设工作计划", "plan"),
        ("临江县法治政府建设督察反馈问题整改情况报告", "evaluation"),
        ("张三同志2023年度履行推进法治建设第一责任人职责情况报告", "personal_report"),
        ("一图读懂临江县2023年度法治政府建设情况报告", "interpretation"),
        ("我县召开2023年度法治政府建设工作会议", "news"),
        ("临江县2023年法治政府建设报告出炉", "news"),
        ("临江县人大常委会关于2023年度法治政府建设情况报告的审议意见", "evaluation"),
        ("关于报送2023年度法治政府建设情况报告的通知", "implementation_plan"),
        ("临江县2016-2020年法治政府建设工作报告", "five_year_review"),
    ],
)
def test_a_look_alike_is_told_by_its_title(title: str, kind: str) -> None:
    genre = genre_of_title(title)
    assert genre is not None
    assert genre[0] == kind


def test_a_text_that_plainly_reports_outweighs_a_misleading_title() -> None:
    text = (
        "2023年，我县推进依法行政。现将2023年度法治政府建设情况报告如下：\n一、完善重大行政决策程序\n"
        "全年审查规范性文件12件。\n二、严格规范公正文明执法\n三、加强行政复议工作\n"
    )
    assert foreign(document(text), Meta(title="临江县2023年工作要点")) is None


def test_a_county_that_is_not_named_is_no_template() -> None:
    text = "某县2023年法治政府建设情况报告\n\n一、2023年主要举措和成效\n\n县司法局开展案卷评查。\n"
    doc = document(text)
    assert foreign(doc, describe(doc)) is None
