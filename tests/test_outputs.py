"""JSON, JSONL, CSV and the terminal: the contract, the bytes, the guards, the golden texts."""

from __future__ import annotations

import csv
import io
import json
import os
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reports.csv_output import guarded
from reports.outputs import OUTPUTS, Options, open_writer
from reports.terminal import folds, ordered_gaps
from reports.view import basis_text, on_one_line, statutory_text
from rules.model import Checklist
from scorer.auditing import audit
from scorer.model import Scorecard

ROOT = Path(__file__).parent.parent
REPORT = ROOT / "examples" / "reports" / "anping-city-2023.txt"
GOLDEN = ROOT / "tests" / "golden"
SCHEMA = json.loads(ROOT.joinpath("reports", "schema.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def card(national: Checklist) -> Scorecard:
    return audit(REPORT, national, name="报告.txt")


@pytest.fixture(scope="module")
def others(national: Checklist) -> list[Scorecard]:
    foreign = "关于印发《某县2024年法治政府建设工作要点》的通知\n\n各乡镇人民政府：\n\n现印发给你们，请认真贯彻执行。\n"
    return [audit(b"\x00\x01" * 40, national, name="乱.bin"), audit(foreign, national, name="要点.txt")]


def written(form: str, cards: list[Scorecard], checklist: Checklist, options: Options | None = None) -> bytes:
    stream = io.BytesIO()
    writer = open_writer(form, stream, checklist, options or Options())
    for one in cards:
        writer.add(one)
    writer.close()
    return stream.getvalue()


def test_the_three_statuses_of_a_document(others: list[Scorecard]) -> None:
    assert [one.status for one in others] == ["unreadable", "foreign"]


def test_json_keeps_the_contract(card: Scorecard, others: list[Scorecard], national: Checklist) -> None:
    data = json.loads(written("json", [card, *others], national))
    jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker()).validate(data)
    report = data["reports"][0]
    text = REPORT.read_text("utf-8")
    for element in report["elements"]:
        for item in element["evidence"] + element["nearest"]:
            assert text[item["start"] : item["end"]] == item["quote"]
    assert report["score"] == round(card.got / card.possible * 100, 1)
    assert written("json", [], national).decode().rstrip().endswith("]}")


def test_the_schema_refuses_what_is_not_the_contract(card: Scorecard, national: Checklist) -> None:
    data = json.loads(written("json", [card], national))
    data["reports"][0]["elements"][0]["status"] = "yes"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


def test_jsonl_says_the_same_line_by_line(
    card: Scorecard, others: list[Scorecard], national: Checklist
) -> None:
    whole = json.loads(written("json", [card, *others], national))
    lines = [json.loads(line) for line in written("jsonl", [card, *others], national).splitlines()]
    assert [{k: v for k, v in line.items() if k not in ("tool", "checklist")} for line in lines] == whole[
        "reports"
    ]
    assert all(line["checklist"] == whole["checklist"] for line in lines)


@pytest.mark.parametrize("table", ["summary", "elements"])
def test_csv_opens_right_by_double_click(
    card: Scorecard, others: list[Scorecard], national: Checklist, table: str
) -> None:
    data = written("csv", [card, *others], national, Options(table=table))
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in data.replace(b"\r\n", b"").replace(b'"', b"") or table == "elements"
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == (4 if table == "summary" else 58 + 2 + 1)


@given(st.text(max_size=30))
def test_no_cell_is_a_formula_and_every_cell_comes_back(text: str) -> None:
    cell = guarded(text)
    assert isinstance(cell, str)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerow([cell, "x"])
    back = next(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert back == [cell, "x"]


def test_numbers_stay_numbers() -> None:
    assert guarded(-1.5) == -1.5


def golden(name: str, data: bytes) -> None:
    """Compare with the stored output; UPDATE_GOLDEN=1 writes it anew, for a person to read the difference."""
    path = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    assert data == path.read_bytes()


@pytest.mark.parametrize("show", ["gaps", "all", "summary"])
def test_terminal_text(card: Scorecard, national: Checklist, show: str) -> None:
    golden(f"terminal-{show}.txt", written("terminal", [card], national, Options(show=show)))


def test_json_text(card: Scorecard, national: Checklist) -> None:
    data = json.loads(written("json", [card], national))
    data["checklist"]["sha256"] = data["tool"]["version"] = "-"
    golden("report.json", (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode())


def test_csv_text(card: Scorecard, national: Checklist) -> None:
    data = written("csv", [card], national, Options(table="summary"))
    golden("summary.csv", data.replace(national.sha256[:12].encode(), b"-"))


def test_a_person_reads_the_verdict_in_the_first_five_lines(card: Scorecard, national: Checklist) -> None:
    top = written("terminal", [card], national).decode().split("\n")[:5]
    assert card.meta.title and card.meta.title in top[0]
    assert "县级" in top[1] and "2023 年度" in top[1]
    assert "得分" in top[2] and "等次" in top[2]
    assert "法定内容" in top[3]


def test_the_terminal_keeps_80_columns_and_glyphs_of_gbk(card: Scorecard, national: Checklist) -> None:
    text = written("terminal", [card], national, Options(show="all")).decode()
    assert max(cell_len(line) for line in text.split("\n")) <= 80
    assert "\x1b" not in text
    own = text
    for finding in card.findings:
        for item in (*finding.evidence, *finding.nearest):
            own = own.replace(item.quote.strip(), "")
    own.encode("gbk")


def test_colour_only_where_asked_for(card: Scorecard, national: Checklist) -> None:
    assert b"\x1b[" in written("terminal", [card], national, Options(color=True))


def test_no_evidence_is_cut_off(card: Scorecard, national: Checklist) -> None:
    shown = "".join(written("terminal", [card], national, Options(show="all")).decode().split())
    for finding in card.findings:
        if finding.status == "covered":
            for item in finding.evidence:
                assert "".join(item.quote.split()) in shown


def test_statutory_gaps_come_first_then_points_to_win(card: Scorecard) -> None:
    gaps = ordered_gaps(card)
    keys = [(gap.element.id not in card.statutory_missing, -(gap.possible - gap.got)) for gap in gaps]
    assert keys == sorted(keys)


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Mn", "Me", "Cf"]), max_size=80),
    st.integers(4, 40),
)
def test_folding_lines_loses_nothing(text: str, width: int) -> None:
    lines = [text[start:end] for start, end in pairwise((0, *folds(text, width), len(text)))]
    assert "".join(lines) == text
    assert all(cell_len(line) <= width for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("网上学法参考学法2.1万人次", ["网上学法参考学法", "2.1万人次"]),
        ("印发了《工作要点》并公开", ["印发了《工作要点》", "并公开"]),
        ("今年一共已经印发《工作要点》", ["今年一共已经印发", "《工作要点》"]),
        ("1234567890123456789012", ["123456789012345678", "9012"]),
    ],
)
def test_lines_end_where_a_reader_expects_it(text: str, lines: list[str]) -> None:
    cuts = folds(text, 18)
    assert [text[start:end] for start, end in pairwise((0, *cuts, len(text)))] == lines


def test_every_output_of_the_table_writes_something(
    card: Scorecard, national: Checklist, tmp_path: Path
) -> None:
    for name, output in OUTPUTS.items():
        if output.to_terminal:
            assert written(name, [card], national)


def test_the_same_run_twice_gives_the_same_bytes(national: Checklist) -> None:
    first, second = (audit(REPORT, national, name="a") for _ in range(2))
    for form in ("json", "csv", "terminal", "jsonl"):
        assert written(form, [first], national) == written(form, [second], national)


@pytest.mark.parametrize(
    ("year", "shown", "hidden"),
    [
        (2023, "2021—2025", "2015—2020"),
        (2018, "2015—2020", "2021—2025"),
        (2013, "国发〔2010〕33号", "2015—2020"),
    ],
)
def test_a_gap_rests_on_what_was_in_force_in_the_reporting_year(
    national: Checklist, year: int, shown: str, hidden: str
) -> None:
    card = audit(
        "关于法治政府建设情况的报告\n\n一、主要工作\n\n全年召开会议3次。", national, year=year, force=True
    )
    basis = {finding.element.id: basis_text(finding) for finding in card.findings}
    assert shown in basis["decision.legality-review"]
    assert not any(hidden in text for text in basis.values())
    for finding in card.findings:
        assert finding.basis == finding.element.basis_in(year)
        assert ("惯例" in basis[finding.element.id]) == (not finding.basis and finding.status != "na")


def test_cells_of_a_table_stay_apart_on_the_screen(national: Checklist) -> None:
    text = (ROOT / "examples" / "reports" / "anping-city-2023.txt").read_text("utf-8")
    card = audit(text.replace("文件草案46件", "文件草案\t46件\t"), national)
    shown = written("terminal", [card], national, Options(show="all")).decode()
    assert "文件草案  46件  " in shown.replace("\n   ", "")


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("全年办理案件12\n  30件，\n 没有败诉。\n", "全年办理案件12 30件，没有败诉。"),
        ("　办案系统\r\nOA\n上线", "办案系统OA上线"),
        ("一行 到底", "一行 到底"),
    ],
)
def test_quotes_of_wrapped_files_are_shown_on_one_line(quote: str, shown: str) -> None:
    assert on_one_line(quote) == shown


def test_no_notice_waits_for_a_quote_that_some_outputs_leave_out(card: Scorecard) -> None:
    assert card.notices
    assert not [notice.message for notice in card.notices if notice.message.endswith(("：", "，"))]


def test_a_statutory_content_told_in_plain_words_is_to_be_looked_at(card: Scorecard) -> None:
    assert statutory_text(card) == "齐全"
    first = next(finding for finding in card.findings if finding.element.id == "party.first-responsible")
    findings = tuple(f._replace(plain=f is first) for f in card.findings)
    assert statutory_text(card._replace(findings=findings)) == "齐全（1 项请核对原句）"
