"""Exceptions with a reason: read strictly, shown everywhere, left out of both sides of the score, watched."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from checklist.cli import cli
from checklist.waivers import TEMPLATE, WaiverError, Watch, load_waivers
from rules.loader import load_pack
from rules.located import RulesError
from rules.model import Checklist
from rules.reasons import reason_problem
from scorer.auditing import audit
from scorer.batch import checklist_of
from scorer.model import Meta
from scorer.waive import Waiver, day_of
from tests.test_rules_layers import packs

REPORT = """\
某县2024年法治政府建设情况报告

一、主要举措和成效

全年应诉案件3件，均已审结。

发布日期：2025-03-20
"""
WAIVER = "- {element: remedy.causes, report: '某县*', reason: 该县当年撤并，由新县报告写明, by: 市司法局 李四, until: 2025-06-30}\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the small pack, a report and a waivers file."""
    monkeypatch.chdir(tmp_path)
    packs(tmp_path)
    checklist_of.cache_clear()
    tmp_path.joinpath("某县.txt").write_text(REPORT, "utf-8")
    tmp_path.joinpath("豁免.yaml").write_text(WAIVER, "utf-8")
    return tmp_path


def small(here: Path) -> Checklist:
    return load_pack(here / "small")


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), catch_exceptions=False)


def score(*words: str) -> Result:
    return run("score", "某县.txt", "--rules", "small", "--waivers", "豁免.yaml", *words)


def test_a_waived_element_leaves_both_sides_and_keeps_its_status(here: Path) -> None:
    checklist = small(here)
    waivers = load_waivers(here / "豁免.yaml", checklist).items
    plain, waived = audit(here / "某县.txt", checklist), audit(here / "某县.txt", checklist, waivers=waivers)
    assert (plain.got, plain.possible) == (2, 3)
    assert (waived.got, waived.possible) == (2, 2)
    assert (waived.full_got, waived.full_possible) == (2, 3)
    finding = waived.waived[0]
    assert (finding.element.id, finding.status, finding.got, finding.possible) == (
        "remedy.causes",
        "missing",
        0,
        0,
    )
    assert finding.waived == "该县当年撤并，由新县报告写明（市司法局 李四，至 2025-06-30）"
    assert waived.statutory_missing == ("remedy.causes",)
    assert sum(d.possible for d in waived.dimensions) == waived.possible


def test_what_is_covered_keeps_its_points(here: Path) -> None:
    checklist = small(here)
    here.joinpath("豁免.yaml").write_text(WAIVER.replace("remedy.causes", "remedy.litigation"), "utf-8")
    waivers = load_waivers(here / "豁免.yaml", checklist)
    card = audit(here / "某县.txt", checklist, waivers=waivers.items)
    assert (card.got, card.possible, card.waived) == (2, 3, ())
    watch = Watch(waivers)
    watch.take(card)
    assert "用不着" in next(iter(watch.warnings()))


def test_the_screen_shows_both_totals_and_the_reason(here: Path) -> None:
    result = score()
    assert "得分 100.0（2 / 2 分）" in result.output
    assert "已豁免 1 项，不计分；计入则得分 66.7（2 / 3 分）" in result.output
    assert "－ 原因分析：判为缺失" in result.output
    assert "理由：该县当年撤并，由新县报告写明（市司法局 李四，至 2025-06-30）" in result.output.replace(
        "\n   ", ""
    )
    assert "没有缺项" in result.output


def test_json_shows_both_totals_the_reason_and_the_stamp(here: Path) -> None:
    data = json.loads(score("-f", "json").stdout)
    report = data["reports"][0]
    assert (report["score"], report["without_waivers"]) == (
        100.0,
        {"score": 66.7, "got": 2.0, "possible": 3.0},
    )
    element = report["elements"][1]
    assert (element["status"], element["got"], element["possible"]) == ("missing", 0.0, 0.0)
    assert element["waived"].startswith("该县当年撤并")
    assert len(data["checklist"]["waivers"]["sha256"]) == 64
    plain = json.loads(run("score", "某县.txt", "--rules", "small", "-f", "json").stdout)
    assert (plain["checklist"]["waivers"], plain["reports"][0]["without_waivers"]) == (None, None)


@pytest.mark.parametrize("table", ["summary", "elements"])
def test_csv_shows_the_reason_and_stamps_the_waivers(here: Path, table: str) -> None:
    assert score("-f", "csv", "--table", table, "-o", "表.csv").exit_code == 0
    rows = list(csv.DictReader(io.StringIO(here.joinpath("表.csv").read_text("utf-8-sig"), newline="")))
    assert all(" 豁免 " in row["规则"] for row in rows)
    if table == "summary":
        assert rows[0]["已豁免"].startswith("原因分析：该县当年撤并")
        assert (rows[0]["得分"], rows[0]["计入已豁免项的得分"]) == ("100.0", "66.7")
    else:
        assert rows[1]["状态"] == "缺失（已豁免）"
        assert "已豁免：该县当年撤并" in rows[1]["理由"]


def test_a_gate_leaves_waived_elements_alone(here: Path) -> None:
    assert run("score", "某县.txt", "--rules", "small", "--fail-on", "statutory").exit_code == 1
    assert score("--fail-on", "statutory", "--fail-on", "missing").exit_code == 0


def test_resuming_with_other_waivers_is_refused(here: Path) -> None:
    score("-f", "jsonl", "-o", "结果.jsonl")
    again = score("-f", "jsonl", "-o", "结果.jsonl", "--resume")
    assert (again.exit_code, "上次已写出" in again.output) == (0, True)
    for words in (["--as-of", "2025-01-01"], []):
        if not words:
            here.joinpath("豁免.yaml").write_text(WAIVER + "\n", "utf-8")
        other = score("-f", "jsonl", "-o", "结果.jsonl", "--resume", *words)
        assert other.exit_code == 2
        assert "另一套规则（或豁免）" in other.output


@pytest.mark.parametrize(
    ("meta", "as_of", "day"),
    [
        (Meta(year=2024, published="2025-03-20"), None, date(2025, 3, 20)),
        (Meta(year=2024), None, date(2025, 4, 1)),
        (Meta(), None, None),
        (Meta(year=2024, published="2025-03-20"), date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_the_day_is_told_from_the_report_never_from_the_clock(
    meta: Meta, as_of: date | None, day: date | None
) -> None:
    assert day_of(meta, as_of) == day


def test_an_expired_waiver_does_nothing_and_is_warned_of(here: Path) -> None:
    late = score("--as-of", "2025-07-01")
    assert "得分 66.7" in late.output
    assert "豁免.yaml 第 1 行：豁免“remedy.causes”（某县*）已于 2025-06-30 到期，不再起作用" in late.output
    assert "得分 100.0" in score("--as-of", "2025-06-30").output


def test_an_unused_waiver_is_warned_of_on_the_error_stream(here: Path) -> None:
    here.joinpath("豁免.yaml").write_text(WAIVER.replace("某县*", "某乡*"), "utf-8")
    result = score()
    assert "豁免“remedy.causes”（某乡*）没有对上任何一份报告，请核对或删去" in result.stderr
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("named", "file", "sha256", "hit"),
    [
        ("某县*", "某县.txt", "ab" * 32, True),
        ("某县*", "市/某县.txt", "ab" * 32, True),
        ("市/*", "市\\某县.txt", "ab" * 32, True),
        ("某乡*", "某县.txt", "ab" * 32, False),
        ("abababab", "某县.txt", "ab" * 32, True),
        ("abababac", "某县.txt", "ab" * 32, False),
    ],
)
def test_a_report_is_named_by_its_name_or_its_hash(named: str, file: str, sha256: str, hit: bool) -> None:
    assert Waiver("a.b", named, "理由", "某人", date(2030, 1, 1)).names(file, sha256) is hit


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("remedy.causes", "remedy.cause", "豁免.yaml 第 1 行第 4 列：没有编号为“remedy.cause”的要素，是否想写“remedy.causes”"),
        ("该县当年撤并，由新县报告写明", "无", "豁免.yaml 第 1 行第 43 列：理由“无”太短，至少写 4 个汉字，说清楚为什么"),
        ("该县当年撤并，由新县报告写明", "工作需要", "豁免.yaml 第 1 行第 43 列：理由“工作需要”等于没写，请说清楚为什么"),
        ("该县当年撤并，由新县报告写明", "''", "豁免.yaml 第 1 行第 43 列：“reason”应是一段文字"),
        ("市司法局 李四", "无", "豁免.yaml 第 1 行第 67 列：“by”要写明是谁批准的，写的是“无”"),
        ("2025-06-30", "明年", "豁免.yaml 第 1 行第 80 列：“until”应是日期，如 2026-12-31，写的是“明年”"),
        ("2025-06-30", "2025-02-30", "豁免.yaml 第 1 行第 80 列：“until”应是日期，如 2026-12-31，写的是“2025-02-30”"),
        ("'某县*'", "'*'", "豁免.yaml 第 1 行第 28 列：“report: *”等于所有报告；不再要求某个要素，请在规则包里用 switch_off 停用"),
        ("'某县*'", "abc", "豁免.yaml 第 1 行第 28 列：报告 sha256 至少写前 8 位，写的是“abc”"),
        ("'某县*'", "12345678", "豁免.yaml 第 1 行第 28 列：“report”全是数字，请加引号"),
        ("reason:", "resaon:", "豁免.yaml 第 1 行第 43 列：不认识的键“resaon”，是否想写“reason”；可用：element、report、reason、by、until"),
        (", until: 2025-06-30", "", "豁免.yaml 第 1 行第 3 列：“豁免”缺少键“until”"),
        (WAIVER, WAIVER * 2, "豁免.yaml 第 2 行：与第 1 行豁免的是同一项"),
        (WAIVER, "一句话\n", "豁免.yaml 第 1 行第 1 列：“豁免文件”应是列表（每项一行，以“- ”开头）"),
        (WAIVER, "", "豁免.yaml：文件是空的"),
    ],
)  # fmt: skip
def test_a_broken_waiver_is_explained(here: Path, old: str, new: str, message: str) -> None:
    here.joinpath("豁免.yaml").write_text(WAIVER.replace(old, new), "utf-8")
    with pytest.raises(RulesError) as raised:
        load_waivers(here / "豁免.yaml", small(here))
    assert str(raised.value) == message
    for words in (
        ["waivers", "豁免.yaml", "--rules", "small"],
        ["score", "某县.txt", "--rules", "small", "--waivers", "豁免.yaml"],
    ):
        result = run(*words)
        assert result.exit_code == 2
        assert message in result.output


@pytest.mark.parametrize(
    "reason",
    [
        "",
        "无",
        "略",
        "。。。",
        "xx",
        "......",
        "暂无",
        "特殊情况",
        "按要求豁免",
        "啊啊啊啊",
        "同上同上",
        "其他原因",
    ],
)
def test_junk_is_no_reason(reason: str) -> None:
    assert reason_problem(reason)


@pytest.mark.parametrize("reason", ["该镇当年并入街道", "由市局统一汇总报告", "本年度机构改革，职责已划转"])
def test_a_sentence_is_a_reason(reason: str) -> None:
    assert reason_problem(reason) is None


def test_the_command_lists_waivers_and_prints_a_sample(here: Path) -> None:
    listed = run("waivers", "豁免.yaml", "--rules", "small", "--as-of", "2026-01-01")
    assert "原因分析（remedy.causes）  已到期" in listed.output
    assert "豁免 1 条，已到期 1 条" in listed.output
    assert run("waivers", "--template").output == TEMPLATE
    here.joinpath("样本.yaml").write_text(TEMPLATE, "utf-8")
    assert len(load_waivers(here / "样本.yaml", small(here)).items) == 1
    missing = run("waivers", "没有.yaml", "--rules", "small")
    assert (missing.exit_code, "打不开豁免文件" in missing.output) == (2, True)
    assert issubclass(WaiverError, RulesError)
