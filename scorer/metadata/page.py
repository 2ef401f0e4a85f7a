"""The beginning and end of a document as clean lines, which all metadata are read from."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from scorer.fold import normalise
from scorer.model import Document
from scorer.patterns import late

HEAD = 3000
TAIL = 600
WRAPPED = 26
"""A line this long without a mark at its end may run on in the next; a shorter one ends a paragraph."""

_PINYIN = late(r"(?:(?<=[\u4e00-\u9fff])|(?<=\)))[(（][a-zà-ɏ]{1,7}[)）]")
_URL = late(r"(?:https?://)?www\.[\w.-]+\w(?:/[\w./?=&-]*)?", re.ASCII)
_INDENT = late(r"^(?:[\s\u200b\ufeff|•·●◆■▪#]|\?\?|？？|\*\*)+|(?:[\s\u200b|]|\*\*)+$")
_BLANK = late(r"\s+")
_HEADING = late(
    r"[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|"
    r"\d{1,2}[、.．](?!\d)|第[一二三][条章节]|-{2}"
)
_YEAR_OPENS = late(r"20\d\d\s*年度?(?:以来)?[,，]")
_WEEKDAY = late(
    r"(?:今天|今日|现在|当前|北京)?(?:日期|"
    r"时间)?是?[:：]?\s*(?:公元)?20\d\d\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}日?"
    r"\s*\d{0,2}:?\d{0,2}:?\d{0,2}\s*(?:星期|周|礼拜)[一二三四五六日天]"
)


class Line(NamedTuple):
    """One line: `text` in the original's characters, `plain` normalised, of the same length."""

    text: str
    plain: str

    @property
    def squeezed(self) -> str:
        return _BLANK.sub("", self.plain)

    @property
    def heading(self) -> bool:
        return _HEADING.match(self.plain) is not None


class Page(NamedTuple):
    """The lines that are not empty, of the beginning and of the end; `tail` may repeat lines of `head`."""

    head: tuple[Line, ...]
    tail: tuple[Line, ...]
    body: int
    """Index into `head` of the first line that reads like running text or a heading."""
    raw: str
    """The whole original text, for the few questions that need it."""

    def flat(self, start: int = 0, limit: int = 1500) -> str:
        """The running text from line `start` on: hard-wrapped lines joined, blanks inside dropped."""
        parts: list[str] = []
        length = 0
        for index, line in enumerate(self.head[start:], start + 1):
            piece = line.squeezed
            parts.append(piece)
            length += len(piece)
            ends = len(line.plain) < WRAPPED or piece[-1:] in "。:;!?" or line.heading
            if ends or (index < len(self.head) and self.head[index].heading):
                parts.append("\n")
            if length > limit:
                break
        return "".join(parts)


def read_page(document: Document) -> Page:
    """Cut out and clean what metadata are read from: the first 3,000 and the last 600 characters."""
    return _page_of(document.text)


@lru_cache(maxsize=2)  # describe and foreign read the same page one after the other
def _page_of(text: str) -> Page:
    watermark = _watermark(text[:HEAD])
    head = _lines(text[:HEAD], watermark)
    tail = _lines(text[-TAIL:], watermark)
    return Page(head, tail, _body_start(head), text)


def without_today(text: str) -> str:
    """Drop a site's clock: a date with its weekday, or one introduced as today's."""
    return _WEEKDAY.sub(" ", text) if "期" in text or "周" in text else text


def _lines(text: str, watermark: str) -> tuple[Line, ...]:
    if watermark:
        text = text.replace(watermark, "")
    if "www." in text:
        text = _URL.sub(" ", text)
    if _PINYIN.search(text):
        text = _PINYIN.sub("", text)
    lines = []
    for row in text.splitlines():
        for cell in row.split("|") if row.count("|") > 1 else (row,):
            clean = _INDENT.sub("", cell)
            if clean:
                lines.append(Line(clean, plain_of(clean)))
    return tuple(lines)


def plain_of(text: str) -> str:
    """Normalised; 乾, which folding for matching makes 干, stays: it stands in names (乾安县)."""
    plain = normalise(text)
    if "乾" not in text:
        return plain
    return "".join("乾" if old == "乾" else new for old, new in zip(text, plain, strict=True))


def _watermark(text: str) -> str:
    """The words a copying site puts into a text again and again, always before its address."""
    found = list(_URL.finditer(text))
    if len(found) < 2:
        return ""
    first, second = text[: found[0].end()], text[: found[1].end()]
    length = 0
    while length < min(len(first), len(second)) and first[-1 - length] == second[-1 - length]:
        length += 1
    return first[-length:] if length >= len(found[0].group()) else ""


def _body_start(lines: tuple[Line, ...]) -> int:
    for index, line in enumerate(lines):
        plain = line.plain
        if (
            "。" in plain
            or line.heading
            or _YEAR_OPENS.match(plain)
            or plain.endswith("如下:")
            or (len(plain) > 60 and plain.count(",") > 1)
        ):
            return index
    return len(lines)
