"""Saved web archives (mht): the page out of its MIME envelope."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from scorer.model import ReadingError
from scorer.readers.html import CHARSET, read_page
from scorer.readers.parts import Draft
from scorer.readers.text import decode

MAX_PARTS = 5_000
MAX_TYPE = 4_000  # bytes of one Content-Type header; the library's time grows with its square
TYPE = re.compile(rb"^content-type:[^\n]*(?:\n[ \t][^\n]*)*", re.I | re.M)


def read_mht(data: bytes, name: str, encoding: str | None) -> Draft:
    """The article of the archive's first HTML page, read as a page of its own."""
    longest = max((len(header.group()) for header in TYPE.finditer(data)), default=0)
    if data.count(b"\n--") > MAX_PARTS or longest > MAX_TYPE:
        raise ReadingError("网页存档的部分过多或头部过长，疑似损坏或恶意构造，没有读")
    for part in message_from_bytes(data, policy=compat32).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = _payload(part)
            if page.strip():
                return read_page(_decoded(part, page, encoding), "mht")
    raise ReadingError("网页存档里没有网页（文件不完整？），请在浏览器中重新保存")


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: Message, page: bytes, encoding: str | None) -> str:
    declared = part.get_content_charset()
    if not declared:
        meta = CHARSET.search(page[:4096])
        declared = meta.group(1).decode("ascii") if meta else None
    return decode(page, encoding, declared)
