"""The guide docs/rules.zh-CN.md works as written: every step is run, in order, in a clean folder."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from checklist.cli import cli
from scorer.batch import checklist_of
from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "rules.zh-CN.md"
_STEP = re.compile(r"<!-- (try|append|edit|write) ?([^ ]*) ?-->\n```\w+\n(.*?)```", re.DOTALL)
REPORT = ROOT / "examples" / "reports" / "anping-city-2023.txt"


def test_the_ten_minutes_go_as_the_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    checklist_of.cache_clear()
    tmp_path.joinpath("报告.txt").write_bytes(REPORT.read_bytes())
    outputs = []
    for kind, name, text in _STEP.findall(GUIDE.read_text("utf-8")):
        if kind == "try":
            outputs.append(run(text))
        elif kind == "edit":
            path = tmp_path / name
            old = re.search(r"^    speaks:\n(?:      - .*\n)+", path.read_text("utf-8"), re.MULTILINE)
            assert old, "the new rule has a list of terms"
            path.write_text(path.read_text("utf-8").replace(old[0], text), "utf-8")
        else:
            path = tmp_path / name
            before = path.read_text("utf-8") if kind == "append" else ""
            path.write_text(before + text, "utf-8")
    made, listed, checked, added, tried, scored = outputs
    assert "写出 mycounty/pack.yaml" in made
    assert "remedy.chief-appearance" in listed
    assert "错误 0" in checked
    assert "写出 mycounty/enforcement.yaml" in added
    assert "例句 4 条，不符 0 处" in tried
    assert "规则包：某县考核规则（mycounty " in scored
    assert "停用：" in scored
    assert "得分 " in scored


def run(text: str) -> str:
    words = shlex.split(text.strip().removeprefix("$ checklist ").replace("\\\n", " "))
    result = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert result.exit_code in (0, 1), result.output
    return result.output
