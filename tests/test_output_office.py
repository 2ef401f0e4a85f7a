"""Workbook, letter and Markdown: read back by library and by LibreOffice, the figures of the JSON."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree, html
from markdown_it import MarkdownIt
from openpyxl.utils.escape import unescape
from output_cards import LONG, as_json, example_cards, hostile_card, unscored_cards, write

from reports import xlsx_sheet
from reports.outputs import MissingExtra
from reports.view import on_one_line, visible
from reports.xlsx_sheet import Column, Link, Sheet, fitting, formats
from rules.model import STATUS_NAMES, Checklist
from scorer.model import Scorecard

SHEETS = ["汇总", "明细", "缺项与建议", "提示", "规则"]
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


@pytest.fixture(scope="module")
def cards(national: Checklist) -> list[Scorecard]:
    return example_cards(national)


@pytest.fixture(scope="module")
def hostile(national: Checklist) -> Scorecard:
    return hostile_card(national)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A function that lets LibreOffice convert files and returns the folder with what came out."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = tmp_path_factory.mktemp("profile")

    def convert(form: str, *files: Path) -> Path:
        out = tmp_path_factory.mktemp("converted")
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", form]
        done = subprocess.run(
            [*command, "--outdir", str(out), *map(str, files)],
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        assert "Error" not in done.stderr, done.stderr
        return out

    return convert


def table(sheet: Any) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def book_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def font_of(style: Any) -> tuple[str, float]:
    return style.element.rPr.rFonts.get(qn("w:eastAsia")), style.font.size.pt


def letters(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return "\n".join(
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in document.element.body.iter(qn("w:p"))
    )


def test_the_workbook_has_the_figures_of_the_json(national: Checklist, cards: list[Scorecard]) -> None:
    reports = as_json(cards, national)
    book = book_of(write("xlsx", cards, national))
    assert book.sheetnames == SHEETS
    summary = table(book["汇总"])
    assert len(summary) == len(reports)
    elements = table(book["明细"])
    gaps = table(book["缺项与建议"])
    for row, report in zip(summary, reports, strict=True):
        got = [row[name] for name in ("得分", "得到分", "应得分", "年度", "等次", "标题")]
        wanted = [report[name] for name in ("score", "got", "possible")]
        assert got == [*wanted, report["meta"]["year"], report["grade"], report["meta"]["title"]]
        for dimension in report["dimensions"]:
            assert row[f"{dimension['name']}（%）"] == dimension["score"]
        for status, name in STATUS_NAMES.items():
            assert row[name] == sum(e["status"] == status for e in report["elements"])
        own = [line for line in elements if line["文件"] == report["file"]]
        assert [(e["要素"], e["状态"], e["得到分"], e["应得分"]) for e in own] == [
            (e["name"], STATUS_NAMES[e["status"]], e["got"], e["possible"]) for e in report["elements"]
        ]
        lacking = {e["name"]: e for e in report["elements"] if e["status"] in ("mentioned", "missing")}
        listed = {line["要素"]: line for line in gaps if line["文件"] == report["file"]}
        assert listed.keys() == lacking.keys()
        for name, line in listed.items():
            assert line["补上可得分"] == lacking[name]["possible"] - lacking[name]["got"]
            assert line["建议"] == lacking[name]["advice"]
            assert line["依据"] == ("；".join(lacking[name]["basis"]) or "当年尚无专门规定，按惯例写明")
    rules = [row for row in table(book["规则"]) if row["标识"]]
    assert [(row["标识"], row["分值"]) for row in rules] == [
        (element.id, element.points) for element in national
    ]


def test_the_workbook_can_be_filtered_read_and_followed(national: Checklist, cards: list[Scorecard]) -> None:
    book = book_of(write("xlsx", [*cards, *unscored_cards(national)], national))
    for sheet in book:
        assert sheet.freeze_panes and sheet.freeze_panes.endswith("2")
        assert sheet.auto_filter.ref.startswith("A1:")
        assert sheet.row_dimensions[1].height >= 15
    widths = book["明细"].column_dimensions
    head = [cell.value for cell in book["明细"][1]]
    letter = openpyxl.utils.get_column_letter(head.index("要素") + 1)
    assert widths[letter].width >= 32
    followed = 0
    for name, column in (("汇总", "标题"), ("缺项与建议", "要素")):
        sheet = book[name]
        at = [cell.value for cell in sheet[1]].index(column)
        for row in sheet.iter_rows(min_row=2):
            link = row[at].hyperlink
            if link is None:
                continue
            target, cell = link.location.replace("'", "").split("!")
            aim = dict(zip(head, [c.value for c in book[target][int(cell[1:])]], strict=True))
            assert aim["文件"] == row[[c.value for c in sheet[1]].index("文件")].value
            assert column != "要素" or aim["要素"] == row[at].value
            followed += 1
    assert followed > len(cards)
    states = {
        cell.value: cell.fill.fgColor.rgb
        for cell in book["明细"][openpyxl.utils.get_column_letter(head.index("状态") + 1)][1:]
    }
    assert len(set(states.values())) == len(states) == 4
    left_out = {row["文件"]: row["没有评分的原因"] for row in table(book["汇总"]) if row["状态"] != "已评分"}
    assert left_out.keys() == {"坏.doc", "通知.txt"} and all(left_out.values())


def test_hostile_text_stays_text_in_the_workbook(national: Checklist, hostile: Scorecard) -> None:
    data = write("xlsx", [hostile], national)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
            assert b"<f>" not in archive.read(name)
    book = book_of(data)
    (row,) = table(book["汇总"])
    assert unescape(row["标题"]) == visible(hostile.meta.title or "")
    assert row["报告单位"] == hostile.meta.issuer
    for sheet in book:
        for cells in sheet.iter_rows():
            for cell in cells:
                assert cell.data_type != "f"
                assert not isinstance(cell.value, str) or not CONTROL.search(cell.value)
    quotes = [cell["原文"] for cell in table(book["明细"]) if cell["原文"] and cell["原文"].startswith("长")]
    assert quotes and all("超出单元格上限" in quote for quote in quotes)


def test_a_cell_never_holds_more_than_excel_takes() -> None:
    for text in ("长" * LONG, "𠀀" * LONG, "\x01" * 40_000, "短"):
        assert len(fitting(text).encode("utf-16-le")) // 2 <= 32_767
    assert fitting("短") == "短"


def test_a_full_sheet_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    import xlsxwriter

    monkeypatch.setattr(xlsx_sheet, "ROWS", 5)
    monkeypatch.setattr(xlsx_sheet, "LINKS", 1)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"constant_memory": True})
    sheet = Sheet(book, formats(book), "表", (Column("名"),))
    for number in range(10):
        sheet.row([Link(f"第{number}行", "表", 1)])
    sheet.finish()
    book.close()
    read = book_of(stream.getvalue())["表"]
    assert [row[0].value for row in read.iter_rows()][:4] == ["名", "第0行", "第1行", "第2行"]
    assert read.max_row == 5 and "行数已达上限" in read["A5"].value
    assert read["A2"].hyperlink and not read["A3"].hyperlink


@pytest.mark.parametrize("form", ["xlsx", "docx", "md"])
def test_same_results_give_the_same_bytes(national: Checklist, cards: list[Scorecard], form: str) -> None:
    assert write(form, cards[:2], national) == write(form, cards[:2], national)


@pytest.mark.parametrize(
    ("form", "module", "library"), [("xlsx", "xlsxwriter", "XlsxWriter"), ("docx", "docx", "python-docx")]
)
def test_without_the_library_one_line_says_what_to_install(
    national: Checklist, monkeypatch: pytest.MonkeyPatch, form: str, module: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=rf"{library}.*pip install 'fazhi-checklist\[office\]'"):
        write(form, [], national)


def test_a_letter_has_the_figures_of_the_json(national: Checklist, cards: list[Scorecard]) -> None:
    for card, report in zip(cards, as_json(cards, national), strict=True):
        document = docx.Document(io.BytesIO(write("docx", [card], national)))
        text = "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert f"关于《{report['meta']['title']}》的审核反馈意见" in text
        assert (
            f"得分 {report['score']:.1f} 分（得到分 {report['got']:g} 分，应得分 {report['possible']:g} 分），等次为{report['grade']}"
            in text
        )
        scores, gaps = document.tables
        shown = [[cell.text for cell in row.cells] for row in scores.rows][1:]
        assert [(row[0], row[1], row[2]) for row in shown] == [
            (d["name"], f"{d['got']:g}", f"{d['possible']:g}") for d in report["dimensions"]
        ]
        lacking = {e["name"]: e for e in report["elements"] if e["status"] in ("mentioned", "missing")}
        rows = {row.cells[1].text.split("\n")[0]: row.cells for row in gaps.rows[1:]}
        assert rows.keys() == lacking.keys()
        for name, cells in rows.items():
            element = lacking[name]
            assert cells[2].text.startswith(STATUS_NAMES[element["status"]])
            assert f"建议：{element['advice']}" in cells[3].text
            assert f"依据：{'；'.join(element['basis'])}" in cells[3].text
            for item in element["nearest"]:
                assert on_one_line(item["quote"]) in cells[2].text


def test_a_letter_is_laid_out_as_an_official_letter(national: Checklist, cards: list[Scorecard]) -> None:
    document = docx.Document(io.BytesIO(write("docx", [*cards[:2], *unscored_cards(national)], national)))
    assert len(document.sections) == 4, "every letter begins on a page of its own"
    for section in document.sections:
        size = (section.page_width, section.page_height)
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(x.mm) for x in (*size, *margins) if x is not None] == [210, 297, 37, 35, 28, 26]
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    titles = [p for p in document.paragraphs if p.text.startswith("关于")]
    assert len(titles) == 4
    for title in titles:
        assert title.style is not None
        assert font_of(title.style) == ("方正小标宋简体", 22)
    body = next(p for p in document.paragraphs if "收悉" in p.text)
    assert font_of(body.style) == ("仿宋", 16)
    assert body.style.paragraph_format.first_line_indent.pt == 32
    assert 28 <= body.style.paragraph_format.line_spacing.pt <= 30
    for grid in document.tables:
        assert abs(sum(column.width or 0 for column in grid.columns) - Mm(156)) < Mm(0.2)
        assert grid.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_hostile_text_stays_text_in_the_letter(national: Checklist, hostile: Scorecard) -> None:
    data = write("docx", [hostile], national)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    text = letters(data)
    assert "<script>alert(1)</script>" in text and "[U+202E]" in text and "𠀀𪚥😀" in text
    assert not CONTROL.search(text)
    assert len(text) < 50_000


def test_hostile_text_stays_text_in_markdown(national: Checklist, hostile: Scorecard) -> None:
    text = write("md", [hostile], national).decode()
    assert not CONTROL.search(text)
    page = html.document_fromstring(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(text))
    assert {node.tag for node in page.iter()} <= {"html", "body", "h1", "h2", "p", "ul", "ol", "li", "strong", "hr", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip
    assert page.xpath("//h1")[0].text_content() == " ".join(visible(hostile.meta.title or "").split())
    plain = page.text_content()
    assert (
        "<script>alert(1)</script>" in plain and "&amp;&#60;]]>" in plain and "=1+1{{7*7}}{% raw %}" in plain
    )


def test_markdown_has_the_figures_of_the_json(national: Checklist, cards: list[Scorecard]) -> None:
    text = write("md", cards, national).decode()
    for report in as_json(cards, national):
        assert (
            f"得分：**{report['score']:.1f}**（{report['got']:g} / {report['possible']:g} 分），等次 **{report['grade']}**"
            in text
        )
    page = html.document_fromstring(MarkdownIt("gfm-like", {"linkify": False}).render(text))
    gaps = sum(
        e["status"] in ("mentioned", "missing") for r in as_json(cards, national) for e in r["elements"]
    )
    assert len(page.xpath("//ol/li")) == gaps


def test_libreoffice_reads_the_same_figures(
    national: Checklist, cards: list[Scorecard], hostile: Scorecard, office: Any, tmp_path: Path
) -> None:
    files = {"a": cards, "h": [hostile]}
    for name, given in files.items():
        for form in ("xlsx", "docx"):
            tmp_path.joinpath(f"{name}.{form}").write_bytes(write(form, given, national))
    # UTF-8, comma, quote, every sheet in a file of its own
    form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    tables = office(form, tmp_path / "a.xlsx", tmp_path / "h.xlsx")
    reports = as_json(cards, national)
    for sheet in SHEETS:
        assert tables.joinpath(f"a-{sheet}.csv").is_file()
    with tables.joinpath("a-汇总.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(r["标题"], float(r["得分"]), float(r["得到分"])) for r in rows] == [
        (r["meta"]["title"], r["score"], r["got"]) for r in reports
    ]
    with tables.joinpath("h-汇总.csv").open(encoding="utf-8", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["标题"] == visible(hostile.meta.title or "")
    texts = office("txt:Text (encoded):UTF8", tmp_path / "a.docx", tmp_path / "h.docx")
    letter = texts.joinpath("a.txt").read_text("utf-8-sig")
    for report in reports:
        assert (
            f"得分 {report['score']:.1f} 分（得到分 {report['got']:g} 分，应得分 {report['possible']:g} 分）"
            in letter
        )
    assert "<script>alert(1)</script>" in texts.joinpath("h.txt").read_text("utf-8-sig")
    for form in ("docx", "xlsx"):
        pages = office("pdf", tmp_path / f"a.{form}", tmp_path / f"h.{form}")
        assert all(pages.joinpath(f"{name}.pdf").stat().st_size > 10_000 for name in files)
