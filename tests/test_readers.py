"""The readers: the same report comes out of every format, with places and hints."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures_readers import (
    PARAGRAPHS,
    REPORT,
    TITLE,
    broken_lines,
    make_docx,
    make_gbk_zip,
    make_ofd,
    make_pdf,
    make_zip,
    paragraph,
    placed_pages,
    report_docx,
    report_html,
    report_mht,
    report_rtf,
)

from scorer.model import Document, ReadingError
from scorer.readers import expand, is_archive, is_report_name, read

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_office = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed (apt: libreoffice-writer-nogui)"
)

FORMATS: dict[str, Callable[[], bytes]] = {
    "utf-8.txt": REPORT.encode,
    "bom.txt": lambda: REPORT.encode("utf-8-sig"),
    "utf-16-le.txt": lambda: b"\xff\xfe" + REPORT.encode("utf-16-le"),
    "utf-16-be.txt": lambda: b"\xfe\xff" + REPORT.encode("utf-16-be"),
    "gb18030.txt": lambda: REPORT.encode("gb18030"),
    "windows.md": lambda: REPORT.replace("\n", "\r\n").encode(),
    "report.docx": report_docx,
    "report.html": lambda: report_html().encode(),
    "gbk.htm": lambda: report_html("gb2312").encode("gb18030"),
    "wrongly-declared.html": lambda: report_html("gb2312").encode("utf-8"),
    "latin-declared.html": lambda: report_html("iso-8859-1").encode("gb18030"),
    "report.mht": report_mht,
    "report.pdf": lambda: make_pdf(placed_pages()),
    "report.ofd": lambda: make_ofd(placed_pages()),
    "unicode.rtf": lambda: report_rtf("unicode"),
    "gbk.rtf": lambda: report_rtf("gbk"),
}


def lines(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_paragraphs(name: str) -> None:
    document = read(FORMATS[name](), name)
    assert lines(document) == PARAGRAPHS
    assert document.text == REPORT
    assert document.warnings == ()


@pytest.mark.parametrize("name", ["report.docx", "report.pdf", "report.html", "gb18030.txt", "unicode.rtf"])
def test_the_content_decides_the_format_not_the_name(name: str) -> None:
    assert lines(read(FORMATS[name](), "报告.doc")) == PARAGRAPHS


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("utf-8.txt", "第1行", f"第{len(PARAGRAPHS)}行"),
        ("report.docx", "第1段", f"第{len(PARAGRAPHS)}段"),
        ("report.html", "第1段", f"第{len(PARAGRAPHS)}段"),
        ("unicode.rtf", "第1段", f"第{len(PARAGRAPHS)}段"),
        ("report.pdf", "第1页", f"第{len(placed_pages())}页"),
        ("report.ofd", "第1页", f"第{len(placed_pages())}页"),
    ],
)
def test_places_are_what_a_person_sees_in_the_open_file(name: str, first: str, last: str) -> None:
    blocks = read(FORMATS[name](), name).blocks
    assert (blocks[0].place, blocks[-1].place) == (first, last)


@pytest.mark.parametrize("name", ["report.html", "gbk.htm", "report.mht"])
def test_a_page_states_title_issuer_source_and_date(name: str) -> None:
    assert read(FORMATS[name](), name).hints == {
        "title": TITLE,
        "issuer": "岚溪县司法局",
        "source": "县司法局",
        "published": "2024-01-31",
    }


@needs_office
@pytest.mark.parametrize(
    ("suffix", "target"), [("doc", "doc:MS Word 97"), ("wps", "doc:MS Word 97"), ("odt", "odt")]
)
def test_old_word_files_come_through_libreoffice(suffix: str, target: str, tmp_path: Path) -> None:
    source = tmp_path / "report.docx"
    source.write_bytes(report_docx())
    profile = (tmp_path / "profile").as_uri()
    command = [str(SOFFICE), f"-env:UserInstallation={profile}", "--headless", "--convert-to", target]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(source)], check=True, timeout=60, capture_output=True
    )
    made = tmp_path / f"report.{target[:3]}"
    document = read(made.read_bytes(), f"报告.{suffix}")
    assert lines(document) == PARAGRAPHS
    assert document.blocks[-1].place == f"第{len(PARAGRAPHS)}段"
    assert document.kind == suffix


def test_without_libreoffice_the_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    from scorer.readers import office

    monkeypatch.setattr(office, "find_office", lambda: None)
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le")
    with pytest.raises(ReadingError, match="安装 LibreOffice，或另存为 docx"):
        read(data, "a.doc")


def test_reading_text_imports_nothing_heavy() -> None:
    code = """
import sys, types
package = types.ModuleType("scorer")  # the package's own imports are not the readers' matter
package.__path__ = ["scorer"]
sys.modules["scorer"] = package
from scorer.readers import read
read("报告".encode(), "a.txt")
sys.exit(",".join({"lxml", "pypdfium2", "email", "subprocess"} & set(sys.modules)) or None)
"""
    command = [sys.executable, "-X", "utf8", "-c", code]
    done = subprocess.run(command, cwd=Path(__file__).parent.parent, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


# --- docx


NUMBERING = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>
<w:lvlText w:val="%1、"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="·"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="0"/>
<w:lvlOverride w:ilvl="2"><w:startOverride w:val="5"/></w:lvlOverride></w:num>
</w:numbering>"""
STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:styleId="1"><w:name w:val="heading 1"/>
<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="2"><w:name w:val="heading 2"/><w:basedOn w:val="1"/>
<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:styleId="11"><w:name w:val="toc 1"/></w:style></w:styles>"""


def numbered(text: str, level: int, number: int = 1) -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_docx_numbers_are_written_as_word_shows_them() -> None:
    body = [
        numbered("举措", 0),
        numbered("领导", 1),
        numbered("学习", 2),
        numbered("部署", 2),
        numbered("服务", 1),
    ]
    body += [
        numbered("简化", 2),
        numbered("不足", 0),
        numbered("人员", 1),
        numbered("圆点", 0, 2),
        numbered("续", 2, 3),
    ]
    texts = lines(read(make_docx("".join(body), numbering=NUMBERING), "a.docx"))
    assert texts == [
        "一、举措",
        "（一）领导",
        "1.学习",
        "2.部署",
        "（二）服务",
        "1.简化",
        "二、不足",
        "（一）人员",
        "圆点",
        "5.续",
    ]


def test_docx_numbers_come_from_the_style_too_and_contents_lists_are_left_out() -> None:
    body = paragraph("主要举措 1", '<w:pStyle w:val="11"/>')
    body += paragraph("主要举措", '<w:pStyle w:val="1"/>') + paragraph("加强领导", '<w:pStyle w:val="2"/>')
    texts = lines(read(make_docx(body, numbering=NUMBERING, styles=STYLES), "a.docx"))
    assert texts == ["一、主要举措", "（一）加强领导"]


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1001, "一千零一"),
    ],
)
def test_chinese_numbers(number: int, written: str) -> None:
    from scorer.readers.numbering import spell

    assert spell(number, "chineseCounting") == written


RUN = "<w:r><w:t>{}</w:t></w:r>"
BOX = "<w:txbxContent><w:p><w:r><w:t>框内</w:t></w:r></w:p></w:txbxContent>"
DOCX_CASES = {
    "revisions": (
        f"<w:p>{RUN.format('保留')}<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>"
        f"<w:ins>{RUN.format('新增')}</w:ins><w:moveFrom>{RUN.format('移走')}</w:moveFrom></w:p>",
        ["保留新增"],
    ),
    "text box once": (
        f"<w:p>{RUN.format('正文')}<w:r><mc:AlternateContent><mc:Choice>{BOX}</mc:Choice>"
        f"<mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
        ["正文", "框内"],
    ),
    "table row is one block": (
        f"<w:tbl><w:tr><w:tc>{paragraph('案件')}</w:tc><w:tc>{paragraph('35')}</w:tc></w:tr></w:tbl>",
        ["案件\t35"],
    ),
    "layout table is paragraphs": (
        f"<w:tbl><w:tr><w:tc>{paragraph('一段')}{paragraph('二段')}</w:tc></w:tr></w:tbl>",
        ["一段", "二段"],
    ),
    "line break": (
        f"<w:p>{RUN.format('某县')}<w:r><w:br/></w:r>{RUN.format('关于')}</w:p>",
        ["某县", "关于"],
    ),
    "hidden": (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>水印</w:t></w:r>" + RUN.format("正文") + "</w:p>",
        ["正文"],
    ),
    "content control": (f"<w:sdt><w:sdtContent>{paragraph('控件内')}</w:sdtContent></w:sdt>", ["控件内"]),
    "field": (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
        + RUN.format("12")
        + "</w:p>",
        ["12"],
    ),
}


@pytest.mark.parametrize("case", DOCX_CASES)
def test_docx_is_read_as_word_shows_it(case: str) -> None:
    body, expected = DOCX_CASES[case]
    assert lines(read(make_docx(body), "a.docx")) == expected


def test_docx_headers_and_footers_are_left_out() -> None:
    header = f'<w:hdr xmlns:w="x">{paragraph("页眉")}</w:hdr>'
    assert lines(read(make_docx(paragraph("正文"), header1=header, footer1=header), "a.docx")) == ["正文"]


# --- html


def page(body: str, head: str = "") -> bytes:
    return f"<html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


PROSE = "".join(f"<p>{line}</p>" for line in PARAGRAPHS[2:6])
DATE_CASES = {
    "meta tag": ("", '<meta name="PubDate" content="2024-01-31 10:00">', "2024-01-31"),
    "label": ("<div>发布时间：2024年01月08日 来源：县司法局</div>", "", "2024-01-08"),
    "slashes": ("<div>发布日期: 2021/03/29 11:30:01</div>", "", "2021-03-29"),
    "unlabelled beside a source": ("<div>2022-02-14 09:00　来源：本网</div>", "", "2022-02-14"),
    "alone above the source": ("<div>2021-03-04</div><div>来源：中国上海</div>", "", "2021-03-04"),
    "alone below the source": ("<div>来源：抚州市司法局</div><div>2022年4月21日</div>", "", None),
    "date of signing": ("<div>成文日期：2024-01-26</div>", "", None),
    "date of update": ("<div>更新时间：2024-02-05 来源：县司法局</div>", "", None),
    "today": ("<div>今天是：2019年10月31日 星期四</div>", "", None),
    "no such day": ("<div>发布日期：2024-13-45</div>", "", None),
}


@pytest.mark.parametrize("case", DATE_CASES)
def test_only_a_publication_date_is_one(case: str) -> None:
    info, head, expected = DATE_CASES[case]
    assert read(page(info + PROSE, head), "a.html").hints.get("published") == expected


TITLE_CASES = {
    "site behind": f"<title>{TITLE}_岚溪县人民政府</title>",
    "site behind a dash": f"<title>{TITLE} - 岚溪县人民政府门户网站</title>",
    "site before": f"<title>岚溪县人民政府 - {TITLE}</title>",
    "meta tag": f'<title>岚溪县人民政府</title><meta name="ArticleTitle" content="{TITLE}">',
    "cut off": f"<title>{TITLE[:14]}...</title>",
}


@pytest.mark.parametrize("case", TITLE_CASES)
def test_title_without_the_site(case: str) -> None:
    document = read(page(f"<div class='bt'>{TITLE}</div>{PROSE}", TITLE_CASES[case]), "a.html")
    assert document.hints["title"] == TITLE
    assert lines(document)[0] == TITLE


def test_html_tables_are_rows_and_br_ends_a_line() -> None:
    body = PROSE + "<table><tr><td>案件</td><td><p>35</p></td></tr></table><p>一行<br>二行</p>"
    assert lines(read(page(body), "a.html"))[-3:] == ["案件\t35", "一行", "二行"]


def test_a_page_laid_out_by_tables_keeps_its_paragraphs() -> None:
    body = f"<table><tr><td><a href='/'>首页</a></td><td>{PROSE}</td></tr></table>"
    assert lines(read(page(body), "a.html")) == PARAGRAPHS[2:6]


def test_a_page_that_only_hands_out_the_file_says_so() -> None:
    document = read(
        page("<h1>法治政府建设情况报告</h1><p>附件：<a href='a.docx'>报告.docx</a></p>"), "a.html"
    )
    assert "报告.docx" in document.warnings[0]


def test_a_page_without_text_is_unreadable() -> None:
    with pytest.raises(ReadingError, match="网页里没有正文"):
        read(page("<div id='app'></div><script>load()</script>"), "a.html")


# --- pdf and ofd


def test_pdf_without_text_is_a_scan_not_an_empty_report() -> None:
    with pytest.raises(ReadingError, match="无文字层"):
        read(make_pdf([[], []]), "a.pdf")


def test_pdf_pages_without_text_among_others_are_named() -> None:
    document = read(make_pdf([*placed_pages(), []]), "a.pdf")
    assert document.warnings == (f"第 {len(placed_pages()) + 1} 页没有文字层（空白或扫描图），没有读",)


def test_pdf_pieces_of_one_line_come_in_the_order_they_stand() -> None:
    row = [(120.0, 700.0, "中间"), (72.0, 700.0, "“引”"), (152.0, 700.0, "之后的文字很长很长")]
    assert lines(read(make_pdf([row]), "a.pdf")) == ["“引”中间之后的文字很长很长"]


@pytest.mark.parametrize("make", [make_pdf, make_ofd])
def test_page_furniture_is_left_out_and_paragraphs_run_over_pages(make: Callable[..., bytes]) -> None:
    text = read(make(placed_pages(per_page=9)), "a").text
    assert "人民政府文件" not in text and "— 2 —" not in text
    assert text == REPORT


def test_the_sample_has_paragraphs_of_many_lines() -> None:
    assert max(map(len, broken_lines())) > 4 and len(placed_pages(per_page=9)) > 5


def test_a_title_of_two_centred_lines_is_one() -> None:
    halves = [TITLE[:-5], TITLE[-5:]]
    title = [(297.5 - 10 * len(half), 760.0 - 30 * row, half) for row, half in enumerate(halves)]
    body = [(72.0, 680.0 - 26 * row, text) for row, text in enumerate(broken_lines()[2])]
    made = make_pdf([title + body], sizes=dict.fromkeys(halves, 20))
    assert lines(read(made, "a.pdf"))[0] == TITLE


# --- text


def test_places_of_text_are_line_numbers_with_blank_lines_counted() -> None:
    document = read("一\r\n\r\n\u3000三\r四".encode(), "a.txt")
    assert document.text == "一\n\n\u3000三\n四"
    assert [(block.place, document.text[block.start : block.end]) for block in document.blocks] == [
        ("第1行", "一"),
        ("第3行", "\u3000三"),
        ("第4行", "四"),
    ]


def test_encoding_can_be_given() -> None:
    assert read("法治政府".encode("big5"), "a.txt", encoding="big5").text == "法治政府"
    assert read("法治政府".encode("utf-16-le"), "a.txt", encoding="utf-16-le").text == "法治政府"


TEXT_ERRORS = {
    "empty": (b"", None, "空文件"),
    "blank": (b" \r\n\xef\xbb\xbf", None, "空文件"),
    "binary": (b"\x7fELF" + bytes(range(256)) * 20, None, "二进制文件"),
    "neither": ("法治".encode() + b"\xff\xff", None, "第 7 个字节起"),
    "damaged UTF-8": ((REPORT * 2).encode()[:-1], None, "UTF-8 文本有损坏"),
    "Big5": (("依法行政與行政執法監督工作" * 40).encode("big5"), None, "Big5"),
    "not as said": ("法治".encode(), "ascii", "不是有效的 ASCII"),
    "unknown name": (b"abc", "gb-nonsense", "不认识的编码名"),
    "no text encoding": (b"abc", "base64", "不是文字编码"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), None, "是图片"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(50), None, "RAR 压缩包"),
}


@pytest.mark.parametrize("case", TEXT_ERRORS)
def test_text_that_cannot_be_decoded_is_one_clear_line(case: str) -> None:
    data, encoding, expected = TEXT_ERRORS[case]
    with pytest.raises(ReadingError, match=expected) as caught:
        read(data, "a.txt", encoding=encoding)
    assert "\n" not in str(caught.value)


# --- archives


def test_members_of_archives_with_gbk_names() -> None:
    inner = make_gbk_zip({"乡镇/报告二.txt": "二".encode()})
    outer = make_gbk_zip({"县局/报告一.docx": report_docx(), "汇总.zip": inner})
    members = dict(expand(outer, "上报.zip"))
    assert list(members) == ["上报.zip/县局/报告一.docx", "上报.zip/汇总.zip/乡镇/报告二.txt"]
    first = members["上报.zip/县局/报告一.docx"]
    assert isinstance(first, bytes)
    assert lines(read(first, "报告一.docx")) == PARAGRAPHS


def test_archives_are_told_from_documents() -> None:
    assert is_archive(make_zip({"a.txt": "甲"}), "a.zip")
    assert is_archive(make_zip({"a.txt": "甲"}), "a")
    assert not is_archive(report_docx(), "a.zip")
    assert not is_archive(make_ofd(placed_pages()), "a.ofd")


def test_system_and_hidden_members_are_left_out() -> None:
    parts = {
        "a/": "",
        "__MACOSX/._a.txt": "x",
        ".DS_Store": "x",
        "a/.hidden": "x",
        "Thumbs.db": "x",
        "~$a.docx": "x",
    }
    assert [name for name, _ in expand(make_zip({**parts, "a/b.txt": "甲"}), "z.zip")] == ["z.zip/a/b.txt"]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("报告.docx", True),
        ("报告.PDF", True),
        ("报告.wps", True),
        ("报告.zip", True),
        ("~$报告.docx", False),
        (".报告.txt", False),
        ("照片.jpg", False),
        ("docx", False),
    ],
)
def test_names_a_folder_walk_considers(name: str, wanted: bool) -> None:
    assert is_report_name(name) is wanted
