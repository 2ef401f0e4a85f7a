"""`checklist diff`: what moved between two runs and why; what cannot be compared is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from checklist.cli import cli
from checklist.difference import DifferenceError, compare, read_run
from scorer.batch import checklist_of
from tests.test_rules_layers import packs
from tests.test_waivers import REPORT, WAIVER


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    packs(tmp_path)
    for name in ("甲", "乙"):
        tmp_path.joinpath("报告").mkdir(exist_ok=True)
        tmp_path.joinpath("报告", f"{name}.txt").write_text(REPORT.replace("某县", f"{name}县"), "utf-8")
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words), catch_exceptions=False)


def score(target: str, *words: str, pack: str = "small") -> None:
    checklist_of.cache_clear()
    assert (
        run("score", "报告", "--rules", pack, "-f", target.rpartition(".")[2], "-o", target, *words).exit_code
        == 0
    )


def change_text(here: Path) -> None:
    path = here / "报告" / "甲.txt"
    path.write_text(path.read_text("utf-8").replace("均已审结。", "均已审结，主要原因是人少的2件。"), "utf-8")


def change_rules(here: Path) -> None:
    path = here / "small" / "remedy.yaml"
    path.write_text(path.read_text("utf-8").replace("【官司】 + 案件", "【官司】 + 案子"), "utf-8")


def diff(*words: str) -> Any:
    return json.loads(run("diff", "旧.json", "新.json", "-f", "json", *words).output)


def test_the_same_run_twice_differs_in_nothing(here: Path) -> None:
    score("旧.json")
    score("新.json")
    found = diff()
    assert (found["reports"], found["unchanged"]) == ([], 2)
    assert "有变化的报告 0 份，变化的要素 0 处" in run("diff", "旧.json", "新.json").output


def test_a_changed_text_is_told_from_changed_rules(here: Path) -> None:
    score("旧.json")
    change_text(here)
    score("新.json")
    found = diff()
    assert found["reports"] == [
        {
            "file": "报告/甲.txt", "old": 66.7, "new": 100.0, "points": 33.3, "states": ["scored", "scored"], "causes": ["报告改了"],
            "elements": [{"id": "remedy.causes", "name": "原因分析", "old": "missing", "new": "covered", "points": 1.0}],
        }
    ]  # fmt: skip


def test_changed_rules_move_elements_of_every_report(here: Path) -> None:
    score("旧.json")
    change_rules(here)
    score("新.json")
    found = diff()
    assert [report["causes"] for report in found["reports"]] == [["规则改了"]] * 2
    assert {e["id"]: (e["old"], e["new"]) for e in found["reports"][0]["elements"]} == {
        "remedy.litigation": ("covered", "missing")
    }


def test_both_causes_are_named(here: Path) -> None:
    score("旧.json")
    change_text(here)
    change_rules(here)
    score("新.json")
    assert diff()["reports"][1]["causes"] == ["报告改了", "规则改了"]
    assert diff()["reports"][0]["causes"] == ["规则改了"]


def test_waivers_are_a_cause_of_their_own(here: Path) -> None:
    score("旧.json")
    here.joinpath("豁免.yaml").write_text(WAIVER.replace("某县*", "甲*"), "utf-8")
    score("新.json", "--waivers", "豁免.yaml")
    report = diff()["reports"][0]
    assert report["causes"] == ["豁免改了"]
    assert report["elements"][0]["new"] == "waived-missing"
    assert "缺失 → 缺失（已豁免）" in run("diff", "旧.json", "新.json").output


def test_an_element_that_only_one_run_knows_is_listed(here: Path) -> None:
    score("旧.json")
    path = here / "small" / "remedy.yaml"
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("  - id: remedy.causes")], "utf-8")
    score("新.json")
    assert diff()["reports"][0]["elements"][0]["new"] is None
    assert "原因分析（remedy.causes）：缺失 → 没有这一要素" in run("diff", "旧.json", "新.json").output


def test_moved_and_missing_reports_are_told_apart(here: Path) -> None:
    score("旧.json")
    here.joinpath("报告", "甲.txt").rename(here / "报告" / "丙.txt")
    here.joinpath("报告", "乙.txt").unlink()
    here.joinpath("报告", "丁.txt").write_text(REPORT.replace("某县", "丁县"), "utf-8")
    score("新.json")
    found = diff()
    assert (found["only_old"], found["only_new"], found["unchanged"]) == (["报告/乙.txt"], ["报告/丁.txt"], 1)


def test_json_lines_compare_as_json_does(here: Path) -> None:
    score("旧.json")
    change_text(here)
    score("新.jsonl")
    output = run("diff", "旧.json", "新.jsonl").output
    assert "报告/甲.txt：66.7 → 100.0（+33.3）  报告改了" in output


def test_markdown_has_a_table_for_the_changelog(here: Path) -> None:
    score("旧.json")
    change_rules(here)
    score("新.json")
    lines = run("diff", "旧.json", "新.json", "-f", "md").output.splitlines()
    assert "| 行政应诉（`remedy.litigation`） | 0 | 2 | -4 |" in lines
    assert any(
        line.startswith("| 报告/甲.txt | 66.7 | 0.0 | -66.7 | 行政应诉 已覆盖→缺失 | 规则改了 |")
        for line in lines
    )


def test_results_of_different_packs_are_not_compared(here: Path) -> None:
    score("旧.json")
    score("新.json", pack="local")
    result = run("diff", "旧.json", "新.json")
    assert result.exit_code == 2
    assert (
        result.output
        == "两次结果用的是不同的规则包（“small”与“local”），标准不同，分数不能相比；请用同一个规则包各评一次\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "不是",
        "[]",
        "{}",
        "3",
        '{"reports": []}',
        '{"tool": 1, "checklist": {}, "reports": [{}]}',
        "[" * 100_000,
        '{"reports": {"a": 1}}',
    ],
)
def test_what_is_not_our_json_ends_in_one_line(here: Path, text: str) -> None:
    score("旧.json")
    here.joinpath("新.json").write_text(text, "utf-8")
    result = run("diff", "旧.json", "新.json")
    assert result.exit_code == 2
    assert result.output == "新.json：不是本工具写出的 JSON，请用 checklist score … -f json -o 写出的文件\n"


def test_a_file_of_mixed_rules_is_refused(here: Path) -> None:
    score("旧.jsonl")
    change_rules(here)
    score("新.jsonl")
    mixed = here / "混.jsonl"
    mixed.write_bytes(here.joinpath("旧.jsonl").read_bytes() + here.joinpath("新.jsonl").read_bytes())
    with pytest.raises(DifferenceError, match="混有几套规则"):
        read_run(mixed)
    with pytest.raises(DifferenceError, match="打不开"):
        compare(read_run(here / "没有.json"), read_run(mixed))
