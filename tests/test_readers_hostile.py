"""Broken and hostile files: each ends as one clear line, in bounded time and memory."""

from __future__ import annotations

import io
import subprocess
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures_readers import (
    NAMESPACES,
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

from scorer.model import ReadingError
from scorer.readers import archive, expand, is_archive, read

DOCUMENT = f"<w:document {NAMESPACES}><w:body>{{}}</w:body></w:document>"
ENTITIES = (
    '<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">'
    + "".join(f'<!ENTITY {c} "{f"&{b};" * 10}">' for b, c in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
DEEP = 10_000


def docx_of(document: str) -> bytes:
    return make_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def nested_tables() -> str:
    return "<w:tbl><w:tr><w:tc>" * DEEP + paragraph("底") + "</w:tc></w:tr></w:tbl>" * DEEP


def bomb() -> bytes:
    """A docx whose text is 100 MB of one character in 100 KB."""
    return docx_of(DOCUMENT.format(paragraph("0" * 100_000_000)))


def encrypted_zip(name: str, content: bytes) -> bytes:
    """A zip with the mark of encryption set on its member."""
    data = bytearray(make_zip({name: content}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def flate_pdf(layers: int) -> bytes:
    """A page whose content unpacks, several times over, to 512 MB."""
    data = zlib.compress(b" " * (1 << 29), 9)
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    filters = b"/FlateDecode " * layers
    stream = b"<< /Length %d /Filter [%s] >>\nstream\n%s\nendstream" % (len(data), filters, data)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    body = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, stream]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, part) for n, part in enumerate(body, 1))
    return out + b"trailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF"


def many_pages(count: int) -> bytes:
    """One page shown `count` times."""
    data = make_pdf([[(72.0, 700.0, "正文共有二十个字以上才不会被当作扫描件来看待。")]])
    return data.replace(b"/Kids [10 0 R] /Count 1", b"/Kids [" + b"10 0 R " * count + b"] /Count %d" % count)


LOCK = "/Encrypt 6 0 R /ID [<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>] "
LOCKED = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'ab' * 32}> /U <{'cd' * 32}> >>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

PDF_BOMB = "内存超限|无文字层"
REFERENCE = "<w:p><w:r><w:t>&{};</w:t></w:r></w:p>"
LOCKED_DOC = OLE + bytes(504) + b"\xec\xa5" + bytes(8) + b"\x00\x01" + bytes(500)
OUTSIDE = "<OFD><DocRoot>../../etc/passwd</DocRoot></OFD>"
NESTED_PARTS = b"".join(
    b'Content-Type: multipart/related; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5000)
)

DOCX_CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "entity bomb": (lambda: docx_of(ENTITIES + DOCUMENT.format(REFERENCE.format("i"))), "损坏|DTD"),
    "external entity": (lambda: docx_of(EXTERNAL + DOCUMENT.format(REFERENCE.format("a"))), "DTD"),
    "nested tables": (lambda: docx_of(DOCUMENT.format(nested_tables())), "嵌套过深"),
    "zip bomb": (bomb, "上限|炸弹"),
    "truncated": (lambda: report_docx()[:-200], "不完整或已损坏"),
    "cut XML": (lambda: docx_of(DOCUMENT[:200]), "不完整或已损坏"),
    "without a body": (lambda: make_zip({"[Content_Types].xml": "<Types/>"}), "没有正文"),
    "without text": (lambda: docx_of(DOCUMENT.format(paragraph(" "))), "没有文字"),
    "encrypted": (lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "加密"),
    "encrypted zip": (lambda: encrypted_zip("word/document.xml", b"x" * 99), "加密"),
}
OFD_CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "outside": (lambda: make_zip({"OFD.xml": OUTSIDE}), "缺少"),
    "entity bomb": (
        lambda: make_zip({"OFD.xml": ENTITIES + "<OFD><DocRoot>&i;</DocRoot></OFD>"}),
        "损坏|DTD",
    ),
    "scanned": (lambda: make_ofd([[]]), "无文字层"),
    "encrypted": (lambda: make_zip({"OFD.xml": "<OFD/>", "Encryptions.xml": "<a/>"}), "加密的 ofd"),
}
PDF_CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "encrypted": (lambda: make_pdf(placed_pages(), LOCK, LOCKED), "加密的 pdf"),
    "truncated": (lambda: b"%PDF-1.4\n1 0 obj\n<< /Type", "损坏"),
    "too many pages": (lambda: many_pages(2001), "2001 页，超过 2000 页"),
    "bomb": (lambda: flate_pdf(1), PDF_BOMB),
    "bomb in a bomb": (lambda: flate_pdf(3), PDF_BOMB),
    "not what the name says": (lambda: bytes(range(256)) * 9, "后缀是 pdf"),
}
OTHER_CASES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "doc encrypted": ("a.doc", lambda: LOCKED_DOC + "WordDocument".encode("utf-16-le"), "加密的 doc"),
    "html nested tables": ("a.html", lambda: b"<html>" + b"<table><tr><td>" * DEEP + b"x", "嵌套过深"),
    "html nested fonts": ("a.html", lambda: b"<html>" + b"<font>" * DEEP + "正文".encode(), "嵌套过深"),
    "html of nothing": ("a.html", lambda: b"<!-- -->", "网页"),
    "mht of nothing": ("a.mht", lambda: b"MIME-Version: 1.0\nContent-Type: text/plain\n\nx", "没有网页"),
    "mht nested": ("a.mht", lambda: b"MIME-Version: 1.0\n" + NESTED_PARTS, "嵌套过深|没有网页"),
    "rtf nested": ("a.rtf", lambda: b"{\\rtf1" + b"{" * 1_000_000, "嵌套过深"),
    "rtf of nothing": ("a.rtf", lambda: b"{\\rtf1}", "没有文字"),
    "too much text": ("a.txt", lambda: "法治政府\n".encode() * 500_000, "上限"),
    "slides": (
        "a.pptx",
        lambda: make_zip({"[Content_Types].xml": "", "ppt/presentation.xml": ""}),
        "演示文稿",
    ),
    "a zip": ("a.zip", lambda: make_zip({"a.txt": "甲"}), "压缩包"),
}
CASES = OTHER_CASES | {
    f"{suffix} {case}": (f"a.{suffix}", make, expected)
    for suffix, cases in (("docx", DOCX_CASES), ("ofd", OFD_CASES), ("pdf", PDF_CASES))
    for case, (make, expected) in cases.items()
}


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_one_clear_line_in_bounded_time(case: str) -> None:
    name, make, expected = CASES[case]
    data = make()
    start = time.monotonic()
    with pytest.raises(ReadingError, match=expected) as caught:
        read(data, name)
    assert time.monotonic() - start < 10
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 120


def test_a_pdf_of_two_thousand_pages_is_read_in_bounded_time() -> None:
    start = time.monotonic()
    assert len(read(many_pages(2000), "a.pdf").blocks) > 0
    assert time.monotonic() - start < 10


def test_after_a_crash_the_next_pdf_is_read() -> None:
    with pytest.raises(ReadingError):
        read(flate_pdf(2), "bomb.pdf")
    assert read(make_pdf(placed_pages()), "a.pdf").text


def test_a_pdf_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    from scorer.readers import pdf

    def hang(child: subprocess.Popen[bytes], data: bytes) -> None:
        assert child.stdout is not None
        if not child.stdout.read(4):
            raise EOFError

    monkeypatch.setattr(pdf, "SECONDS", 0.2)
    monkeypatch.setattr(pdf, "_exchange", hang)
    with pytest.raises(ReadingError, match="没有读完"):
        read(make_pdf(placed_pages()), "a.pdf")


def test_libreoffice_that_hangs_is_ended_with_its_children(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from scorer.readers import office

    marker = tmp_path / "child.pid"
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 100 &\necho $! > {marker}\nwait\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(program))
    monkeypatch.setattr(office, "SECONDS", 1.0)
    with pytest.raises(ReadingError, match="秒内没有转换完"):
        read(OLE + bytes(600) + "WordDocument".encode("utf-16-le"), "a.doc")
    child = Path("/proc") / marker.read_text(encoding="utf-8").strip() / "stat"
    assert not child.exists() or " Z " in child.read_text(encoding="utf-8")


def test_a_missing_library_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from scorer.readers import pdf

    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    with pytest.raises(ReadingError, match=r"pip install 'fazhi-checklist\[pdf\]'"):
        read(make_pdf(placed_pages()), "a.pdf")


# --- archives


def results(data: bytes, name: str = "外.zip") -> dict[str, bytes | ReadingError]:
    return dict(expand(data, name))


@pytest.mark.parametrize(
    ("member", "shown"),
    [
        ("../../etc/passwd.txt", "外.zip/etc/passwd.txt"),
        ("/root/a.txt", "外.zip/root/a.txt"),
        ("C:\\县局\\a.txt", "外.zip/县局/a.txt"),
        ("a\x1b[31m\u202etxt.docx", "外.zip/a[31mtxt.docx"),
        ("./a//b.txt", "外.zip/a/b.txt"),
    ],
)
def test_member_names_are_made_safe(member: str, shown: str) -> None:
    assert list(results(make_zip({member: "甲"}))) == [shown]


def test_members_of_one_name_are_told_apart() -> None:
    assert list(results(make_zip({"a.txt": "甲", "./a.txt": "乙"}))) == ["外.zip/a.txt", "外.zip/a.txt (2)"]


def test_an_encrypted_member_is_an_error_and_the_others_are_read() -> None:
    both = make_zip({"a.txt": b"x" * 50, "b.txt": b"y" * 50})
    marked = bytearray(both)
    marked[6] |= 1
    marked[marked.index(b"PK\x01\x02") + 8] |= 1
    found = results(bytes(marked))
    assert "加密" in str(found["外.zip/a.txt"])
    assert found["外.zip/b.txt"] == b"y" * 50


def test_bombs_are_not_unpacked() -> None:
    found = results(make_zip({"zeros.txt": bytes(19_000_000), "big.txt": bytes(30_000_000), "a.txt": "甲"}))
    assert "炸弹" in str(found["外.zip/zeros.txt"])
    assert "上限" in str(found["外.zip/big.txt"])
    assert found["外.zip/a.txt"] == "甲".encode()


def test_count_total_and_depth_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    many = list(expand(make_zip({f"{n}.txt": "甲" for n in range(1100)}), "外.zip"))
    assert len(many) == archive.MAX_MEMBERS + 1
    assert "超过 1000 个文件" in str(many[-1][1])
    monkeypatch.setattr(archive, "MAX_TOTAL", 3000)
    total = list(expand(make_zip({f"{n}.txt": bytes([65 + n]) * 1500 for n in range(9)}), "外.zip"))
    assert len(total) == 3
    assert isinstance(total[-1][1], ReadingError)
    monkeypatch.undo()
    data = b"x"
    for level in range(5):
        data = make_zip({f"{level}.{'zip' if level else 'txt'}": data})
    deep = list(expand(data, "外.zip"))
    assert len(deep) == 1 and "3 层" in str(deep[0][1])


def test_links_are_not_followed() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        link = zipfile.ZipInfo("link.txt")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    assert "符号链接" in str(results(buffer.getvalue())["外.zip/link.txt"])


def test_a_broken_archive_is_one_error() -> None:
    data = make_zip({"a.txt": "甲" * 100})[:-30]
    assert is_archive(data, "a.zip")
    assert [type(value) for value in results(data).values()] == [ReadingError]


# --- damage anywhere


SAMPLES = {
    "a.docx": report_docx,
    "a.pdf": lambda: make_pdf(placed_pages()),
    "a.ofd": lambda: make_ofd(placed_pages()),
    "a.html": lambda: report_html().encode(),
    "a.mht": report_mht,
    "a.rtf": lambda: report_rtf("gbk"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_file_cut_off_anywhere_is_read_or_refused(name: str) -> None:
    data = SAMPLES[name]()
    for part in range(1, 12):
        try:
            read(data[: len(data) * part // 12], name)
        except ReadingError as error:
            assert "\n" not in str(error)
