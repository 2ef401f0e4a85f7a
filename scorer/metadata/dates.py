"""When a report was published: the page's own date, never a clock, a signing or an update date."""

from __future__ import annotations

import re
from datetime import date

from scorer.metadata.page import Line, Page, without_today
from scorer.model import Document
from scorer.patterns import late

PAGE_KINDS = frozenset({"html", "htm", "mht", "mhtml", "xhtml"})
"""Only a web page states its publication; a file's property dates say when it was typed or saved."""

_LABELS = """
发布日期 发布时间 发表日期 发表时间 公开日期 公开时间 上传日期 上传时间 信息日期 信息时间 发稿时间
刊登时间 刊发时间 文章时间 添加时间 录入时间 公布日期 公布时间 发布于 发表于 发布 日期 时间
"""
PUBLISHED = tuple(_LABELS.split())
ISSUED = ("发文日期", "发文时间")
NOT_PUBLISHED = late(
    r"公示|更新|成文|生成|修改|截止|印发|施行|有效|打印|到期|废止|签发|访问|当前|今|起草|"
    r"会议|开放|办公|现在|系统"
)
_FURNITURE = late(r"来源|浏览|点击|阅读|访问|字号|字体|编辑|作者|发布|信息|打印|分享|人气|次数|供稿")
_CHINESE_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")

_DAY = r"(20\d\d)\s*[年./\- ]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?"
_NUMERIC = late(rf"(?<![\d-]){_DAY}(?!\d)")
_DAY_FIRST = late(r"(?<!\d)(\d\d)[./-](\d\d)[./-](20\d\d)(?!\d)")
_COMPACT = late(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_SPELLED = late(
    r"(二[〇○零0O][〇○零0O一二三四五六七八九]{2})\s*年\s*([一二三四五六七八九十]{1,2})\s*月\s*([一二三四五六七八九十]{1,3})\s*日"
)
_SPACED = "|".join(r"\s*".join(label) for label in PUBLISHED)
_ISSUED = "|".join(r"\s*".join(label) for label in ISSUED)
_BEFORE = late(r"(?:[\u4e00-\u9fff]\s{0,3}){0,2}$")
_LABEL = late(rf"(?P<label>{_SPACED})\s*[\]】)]?[\s:]*[\[(【]?\s*(?=(?P<rest>\S[^\n]{{5,30}}))")
_ISSUE_LABEL = late(rf"(?:{_ISSUED})[\s:]*(?P<rest>\S[^\n]{{5,30}})")
_MACHINE = late(r"\d\d?:\d\d|20\d\d\s*[./-]\s*\d|年0\d月|月0\d日|20\d\d \d\d/|\d\d[./]\d\d[./]20")
_SIGNED = late(r"^\(?[^\d:。,]{0,40}DATE\s*\)?$")
_BLANK = late(r"\s+")


def parse(text: str) -> tuple[str, int, int] | None:
    """Return the first date in normalised `text` as (ISO date, start, end), or None."""
    for pattern, order in (
        (_NUMERIC, (1, 2, 3)),
        (_SPELLED, (1, 2, 3)),
        (_DAY_FIRST, (3, 2, 1)),
        (_COMPACT, (1, 2, 3)),
    ):
        for match in pattern.finditer(text):
            year, month, day = (_number(match.group(part)) for part in order)
            iso = _iso(year, month, day) or (_iso(year, day, month) if pattern is _DAY_FIRST else None)
            if iso:
                return iso, match.start(), match.end()
    return None


def published(page: Page, document: Document, report: bool) -> str | None:
    """Return the ISO date of publication.

    Sources in order: the page's metadata, a labelled date, a bare date of the page's furniture, the
    date of issue in the index table, and for a `report` the date under its signature.
    """
    hint = document.hints.get("published")
    if hint and document.kind in PAGE_KINDS and (told := parse(hint)):
        return told[0]
    top = "\n".join(line.plain for line in page.head)
    end = "\n".join(line.plain for line in page.tail)
    return (
        _labelled(top, _LABEL)
        or _labelled(end, _LABEL)
        or _bare(page.head[: page.body])
        or _labelled(top, _ISSUE_LABEL)
        or (_signed(page) if report else None)
    )


def _labelled(text: str, pattern: re.Pattern[str]) -> str | None:
    for match in pattern.finditer(text):
        found = parse(match["rest"])
        if found is None or found[1] > 4:
            continue
        if pattern is _ISSUE_LABEL or _is_publication(text, match):
            return found[0]
    return None


def _is_publication(text: str, match: re.Match[str]) -> bool:
    """Whether the words before a label leave it one of publication (成文|日期 does not)."""
    told = _BEFORE.search(text[max(match.start() - 8, 0) : match.start()])
    before, label = told.group() if told else "", match["label"]
    if not _BLANK.search(label):  # a label written without blanks has none before it, either
        before = _BLANK.split(before)[-1]
    before, label = _BLANK.sub("", before), _BLANK.sub("", label)
    return not NOT_PUBLISHED.search(before) and (len(label) > 2 or not before or label == "发布")


def _bare(lines: tuple[Line, ...]) -> str | None:
    for line in lines:
        plain = without_today(line.plain)
        found = parse(plain)
        if found is None or NOT_PUBLISHED.search(_BLANK.sub("", plain)):
            continue
        rest = plain[: found[1]] + plain[found[2] :]
        furniture = _FURNITURE.search(rest) is not None
        if (_MACHINE.search(plain) or furniture) and (len(rest) <= 30 or furniture) and len(rest) <= 80:
            return found[0]
    return None


def _signed(page: Page) -> str | None:
    """The date under the signature at the end, or else in brackets under the title."""
    for line in (*reversed(page.tail), *page.head[: page.body]):
        found = parse(line.plain)
        if found is None:
            continue
        if "年" in line.plain[found[1] : found[2]] or (
            found[2] - found[1] == len(line.plain) and "." in line.plain
        ):
            shape = line.plain[: found[1]] + "DATE" + line.plain[found[2] :]
            if _SIGNED.match(shape) and not NOT_PUBLISHED.search(shape):
                return found[0]
    return None


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    if len(text) == 4:
        return int(text.translate(_CHINESE_DIGITS))
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int(text.translate(_CHINESE_DIGITS))
    return 10 * int((tens or "一").translate(_CHINESE_DIGITS)) + int(
        (ones or "零").translate(_CHINESE_DIGITS)
    )


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
