"""Which format the bytes are in: content first, name second."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from scorer.model import ReadingError
from scorer.readers.text import MARKS

DOCUMENT_SUFFIXES = (".docx", ".docm", ".doc", ".wps", ".et", ".odt", ".rtf", ".pdf", ".ofd")
TEXT_SUFFIXES = (".txt", ".md", ".markdown")
WEB_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
OTHER_SUFFIXES = (".mht", ".mhtml", ".zip")
REPORT_SUFFIXES = frozenset(DOCUMENT_SUFFIXES + TEXT_SUFFIXES + WEB_SUFFIXES + OTHER_SUFFIXES)
OFFICE_XML = (b'progid="word.document"', b"http://schemas.microsoft.com/office/2006/xmlpackage")
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
PACKED = {
    b"Rar!\x1a\x07": "RAR",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML_START = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.I)
MHT_START = re.compile(
    rb"(?:^|\n)mime-version:|(?:^|\n)content-type:\s*(?:multipart/related|text/html)", re.I
)


def is_report_name(name: str) -> bool:
    """Whether a folder walk should take the file up: a known suffix, not hidden, not a lock file."""
    base = name.replace("\\", "/").rpartition("/")[2]
    return not base.startswith((".", "~$")) and PurePosixPath(base).suffix.lower() in REPORT_SUFFIXES


def kind_of(data: bytes, name: str) -> str:
    """The format's short name; ReadingError for what is plainly no document."""
    suffix = PurePosixPath(name.replace("\\", "/")).suffix.lower()
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise ReadingError("空文件，没有内容，请重新取得文件")
    head = data[:4096]
    if head.startswith(b"PK"):
        from scorer.readers.zips import kind_of_package  # brings zipfile

        return kind_of_package(data, suffix)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(OLE):
        return _kind_of_ole(data, suffix)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    _refuse_foreign(head)
    return _kind_of_text(_narrow(head), suffix)


def _kind_of_text(head: bytes, suffix: str) -> str:
    lower = head.lower()
    if any(mark in lower for mark in OFFICE_XML):
        raise ReadingError("是 Word 的 XML 存档格式，请用 Word 或 WPS 打开后另存为 docx")
    if MHT_START.search(head[:2048]) and (b"boundary=" in lower or suffix in (".mht", ".mhtml")):
        return "mht"
    if suffix in (".mht", ".mhtml") and not HTML_START.search(head):
        raise ReadingError("后缀是 mht，内容却不是网页存档，请在浏览器中重新保存")
    start = HTML_START.search(head)
    if suffix in WEB_SUFFIXES or (start and not _strip_prologue(head[: start.start()])):
        return "html"
    if (
        suffix in (".pdf", ".docx", ".docm", ".ofd", ".doc", ".wps", ".et", ".odt", ".rtf")
        and b"\x00" in head
    ):
        raise ReadingError(f"后缀是 {suffix[1:]}，内容却不是，文件可能已损坏或被加密，请重新取得文件")
    return "txt"


def _strip_prologue(before: bytes) -> bytes:
    """What stands before the first HTML tag besides the XML declaration, comments and white space."""
    return re.sub(rb"<\?xml[^>]*>|<!--.*?-->|<!--.*$", b"", before, flags=re.S).strip(b"\xef\xbb\xbf \t\r\n")


def _narrow(head: bytes) -> bytes:
    """UTF-16 heads as single bytes, so that the markers are found."""
    if any(head.startswith(mark) for mark, codec in MARKS if codec != "utf-8-sig"):
        return head.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    return head


def _refuse_foreign(head: bytes) -> None:
    if head.startswith(IMAGES) and not head[:40].isascii():
        raise ReadingError("是图片，没有文字层，请用文字版或先做 OCR")
    for magic, label in PACKED.items():
        if head.startswith(magic):
            raise ReadingError(f"是 {label} 压缩包，请先解压，或改用 zip")


def _kind_of_ole(data: bytes, suffix: str) -> str:
    """Old Office files by the names in their directory, which stand there in UTF-16."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        raise ReadingError("加密的文档，请用 Word 或 WPS 打开，去掉密码后重新保存")
    if holds("WordDocument"):
        return "doc"
    if holds("Workbook") or (holds("Book") and suffix in (".et", ".xls")):
        return "xls"
    if holds("PowerPoint Document"):
        raise ReadingError("是演示文稿，不是报告，请用 Word、PDF 或文本版")
    return "works" if suffix == ".wps" else "doc"
