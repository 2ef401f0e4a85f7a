"""The command line: exit status, one clear line a failure, nothing else on standard output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
GOOD = EXAMPLES / "reports" / "anping-city-2023.txt"


def run(*words: str | Path, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-X",
        "warn_default_encoding",
        "-W",
        "error::EncodingWarning",
        "-m",
        "checklist",
    ]
    env = {**os.environ, "PYTHONUTF8": "1", **environment}
    return subprocess.run(
        [*command, *map(str, words)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd or ROOT,
        env=env,
        check=False,
    )


def test_a_good_report_is_scored_and_the_last_line_counts() -> None:
    done = run("score", GOOD)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "读取 1、评分 1、跳过 0"
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("空.txt", b"", "空"),
        ("二进制.txt", bytes(range(256)) * 8, "无法读取"),
        ("乱码.txt", "法治政府建设".encode() + b"\xff\xfe\xfa" + b"\x80" * 5, "第 19 个字节"),
        (
            "要点.txt",
            "关于印发《某县2024年法治政府建设工作要点》的通知\n各乡镇：现印发给你们。\n".encode(),
            "非年度报告",
        ),
    ],
)
def test_bad_input_gets_one_line_and_the_rest_is_scored(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(data)
    done = run("score", bad, GOOD, "--show", "summary")
    assert done.returncode == 3
    lines = done.stderr.splitlines()
    assert len(lines) == 1
    assert name in lines[0] and words in lines[0]
    assert "评分 1、跳过 1" in done.stdout.splitlines()[-1]


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    done = run("score", tmp_path / "没有.txt", tmp_path)
    assert done.returncode == 3
    assert "找不到文件" in done.stderr and "没有可读的报告" in done.stderr


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    big = tmp_path / "大.txt"
    big.write_text("法治政府建设年度报告" * 2000, "utf-8")
    done = run("score", big, "--max-size", "0.01")
    assert done.returncode == 3
    assert "0.01 MiB" in done.stderr and "--max-size" in done.stderr


def test_force_scores_what_is_no_annual_report(tmp_path: Path) -> None:
    other = tmp_path / "要点.txt"
    other.write_text("关于印发《某县2024年法治政府建设工作要点》的通知\n各乡镇：现印发给你们。\n", "utf-8")
    assert run("score", other, "--force").returncode == 0


def test_gates() -> None:
    assert run("score", GOOD, "--fail-under", "10").returncode == 0
    assert run("score", GOOD, "--fail-under", "99.9").returncode == 1
    assert run("score", GOOD, "--fail-on", "missing").returncode == 1


@pytest.mark.parametrize(
    "words",
    [
        ("score",),
        ("score", "--nope", "x"),
        ("scor", "x"),
        ("score", "x", "--format", "xml"),
        ("score", "x", "--year", "二〇"),
    ],
)
def test_wrong_usage_is_said_in_chinese(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert any("\u4e00" <= character <= "\u9fff" for character in done.stderr)
    assert "Error" not in done.stderr and "Usage" not in done.stderr


def test_broken_rules_stop_the_run(tmp_path: Path) -> None:
    tmp_path.joinpath("pack.yaml").write_text("id: x\n", "utf-8")
    done = run("score", GOOD, "--rules", tmp_path)
    assert done.returncode == 2
    assert "pack.yaml" in done.stderr and "缺少键" in done.stderr


def test_data_goes_to_standard_output_and_nothing_else_does() -> None:
    done = run("score", GOOD, "--format", "json")
    assert json.loads(done.stdout)["reports"][0]["status"] == "scored"
    assert done.stderr.strip() == "读取 1、评分 1、跳过 0"
    table = run("score", GOOD, "--format", "csv")
    assert table.stdout.count("安坪市人民政府关于2023年度法治政府建设情况的报告") == 1


def test_writing_to_a_file(tmp_path: Path) -> None:
    target = tmp_path / "结果.csv"
    done = run("score", GOOD, "-f", "csv", "--table", "elements", "-o", target)
    assert done.returncode == 0 and done.stdout == ""
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    blocked = run("score", GOOD, "-f", "csv", "-o", tmp_path / "没有" / "x.csv")
    assert blocked.returncode == 2 and "写不进去" in blocked.stderr


@pytest.mark.parametrize(
    ("encoding", "words"),
    [("utf-8-sig", ()), ("utf-16", ()), ("gb18030", ()), ("big5hkscs", ("--encoding", "big5hkscs"))],
)
def test_encodings(tmp_path: Path, encoding: str, words: tuple[str, ...]) -> None:
    from variants import traditional

    text = GOOD.read_text("utf-8").replace("\u2022", "")
    if encoding == "big5hkscs":
        text = "".join(c for c in traditional(text) if c.encode("big5hkscs", "ignore"))
    path = tmp_path / "报告.txt"
    path.write_bytes(text.encode(encoding))
    done = run("score", path, "-f", "json", *words)
    assert json.loads(done.stdout)["reports"][0]["score"] == pytest.approx(
        json.loads(run("score", GOOD, "-f", "json").stdout)["reports"][0]["score"], abs=3
    )


def test_help_is_chinese_and_fits() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert "用法" in done.stdout and "选项" in done.stdout and "Usage" not in done.stdout
    assert "给报告评分" in done.stdout
    for name in ("score", "explain", "evaluate"):
        assert "选项" in run(name, "--help").stdout


def test_explain_lists_candidates_with_reasons() -> None:
    done = run("explain", "remedy.litigation", GOOD)
    assert done.returncode == 0
    assert "候选句" in done.stdout and "采用" in done.stdout and "规则" in done.stdout
    assert run("explain", "remedy.litigatio", GOOD).returncode == 2


def test_explain_as_json() -> None:
    record = json.loads(run("explain", "remedy.litigation", GOOD, "-f", "json").stdout)
    assert record["status"] == "covered"
    assert any(candidate["taken"] for candidate in record["candidates"])


def test_evaluate_reports_and_passages(tmp_path: Path) -> None:
    cases = ROOT / "tests" / "cases"
    done = run("evaluate", EXAMPLES / "labels", EXAMPLES / "reports", "--fail-under", "50")
    assert done.returncode == 0
    assert "状态准确率" in done.stdout and "混淆表" in done.stdout
    figures = json.loads(run("evaluate", cases / "passages" / "first" / "remedy.yaml", "-f", "json").stdout)
    assert figures["accuracy"]["total"] == 110
    assert figures["baseline"]["accuracy"]["value"] < figures["accuracy"]["value"]
    wrong = tmp_path / "wrong.jsonl"
    text = "全年行政诉讼案件12件，审结11件。"
    record = {
        "element": "remedy.litigation",
        "section": "account",
        "text": text,
        "level": "county",
        "year": 2023,
    }
    for status, code in (("covered", 0), ("missing", 1)):
        wrong.write_text(json.dumps({**record, "status": status}), "utf-8")
        assert run("evaluate", wrong, "--fail-under", "100", "--no-misses").returncode == code
    broken = tmp_path / "bad.jsonl"
    broken.write_text("{\n", "utf-8")
    assert run("evaluate", broken).returncode == 2


def test_a_closed_pipe_is_no_traceback() -> None:
    command = f'"{sys.executable}" -m checklist score "{GOOD}" --show all | head -1'
    done = subprocess.run(
        ["sh", "-c", command], capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=False
    )
    assert "Traceback" not in done.stderr


def test_figures_lists_relations_with_their_arithmetic(tmp_path: Path) -> None:
    report = tmp_path / "报告.txt"
    report.write_text(
        "某县2023年法治政府建设情况报告\n全年收到人大代表建议12件、政协提案7件，合计20件，均按期办结。\n",
        "utf-8",
    )
    done = run("figures", report)
    assert done.returncode == 0
    assert "12＋7＝19，报告写20，差1" in done.stdout
    record = json.loads(run("figures", report, "-f", "json").stdout)
    assert record["relations"][0]["holds"] is False
    scored = json.loads(run("score", report, "-f", "json").stdout)["reports"][0]
    assert any(notice["kind"] == "figures" for notice in scored["notices"])


def test_compare_two_reports_and_a_folder(tmp_path: Path) -> None:
    text = GOOD.read_text("utf-8")
    this, last = tmp_path / "今年.txt", tmp_path / "去年.txt"
    this.write_text(text, "utf-8")
    last.write_text(text[: len(text) // 2] + "全年另办理新的事项，与往年不同。" * 60, "utf-8")
    record = json.loads(run("compare", this, last, "-f", "json").stdout)
    assert 40 < record["share"] < 60
    assert record["moved"] and record["passages"]
    done = run("compare", this, last)
    assert done.returncode == 0 and "重复" in done.stdout and "得分" in done.stdout
    tmp_path.joinpath("另一份.txt").write_text(
        (EXAMPLES / "reports" / "hutou-street-2021.txt").read_text("utf-8"), "utf-8"
    )
    groups = json.loads(run("compare", tmp_path, "-f", "json").stdout)["groups"]
    assert [sorted(Path(name).name for name in group["reports"]) for group in groups] == [
        ["今年.txt", "去年.txt"]
    ]


def test_compare_scores_by_the_rules_that_are_named() -> None:
    files = sorted((EXAMPLES / "reports").glob("*.txt"))[:2]
    national = json.loads(run("compare", *files, "-f", "json").stdout)
    province = json.loads(run("compare", *files, "-f", "json", "--rules", "province-100").stdout)
    assert national["share"] == province["share"]
    assert national["score"] != province["score"]
    done = run("compare", *files, "--rules", "没有这个包")
    assert done.returncode == 2
    assert "找不到规则包" in done.stderr


@pytest.mark.parametrize("closed", ["stdout", "stderr"])
def test_a_closed_stream_changes_neither_result_nor_status(tmp_path: Path, closed: str) -> None:
    number = {"stdout": 1, "stderr": 2}[closed]
    code = f"import os, sys; os.close({number}); os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
    target = tmp_path / "out.json"
    words = ["-m", "checklist", "score", str(GOOD), "-f", "json", "-o", str(target)]
    done = subprocess.run([sys.executable, "-c", code, *words], cwd=ROOT, check=False)
    assert done.returncode == 0
    assert json.loads(target.read_bytes())["reports"]
