"""What a web page says of the report: title, issuer, source and publication date."""

from __future__ import annotations

import re
from datetime import date

from scorer.readers.page import Line, Page
from scorer.readers.parts import squeeze

DATE = r"((?:19|20)\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})"
# 成文日期 and 更新时间 are other dates, 今天是 is the reader's own
PUBLISHED = re.compile(rf"(?:发\s*布|公\s*开|发\s*文)\s*(?:日\s*期|时\s*间)\s*[:：|]?\s*{DATE}")
DATED_LINE = re.compile(rf"(?<![一-龥])(?:时\s*间|日\s*期)\s*[:：]\s*{DATE}|^\s*{DATE}")
ONLY_DATE = re.compile(rf"{DATE}日?(?:\s+[\d:]+)?$")
INFO_LINE = re.compile("来源|浏览|点击|字体|字号|作者|打印|分享|阅读")
OTHER_DATE = re.compile("今天是|更新|成文|生成|生效|失效")
VALUE = r"(\S[^\n\t|:：]{1,60}?)"
NEXT_LABEL = r"(?=\s*[\t\n|]|\s{2}|\u3000|\s+[\[【]|\s+[一-龥](?:\s?[一-龥]){1,5}\s*[:：]|\s*$)"
ISSUER = re.compile(
    r"(?:发\s*布\s*机\s*构|发\s*文\s*机\s*[关构]|发\s*文\s*单\s*位|发布单位|公开机构|公开主体)\s*[:：|\t]\s*"
    rf"{VALUE}{NEXT_LABEL}"
)
SOURCE = re.compile(rf"(?:信息|文章|稿件|新闻)?来\s*源\s*[:：]\s*{VALUE}{NEXT_LABEL}")
NAME = re.compile(r"(?:^|\t)\s*(?:名\s*称|标\s*题)\s*[:：\t|]\s*([^\n\t|]{6,120})")
NO_SOURCE = ("本网", "本站", "原创", "网站", "互联网")
SUFFIX = re.compile(r"\s*[_|｜]+\s*|\s+[-–—]+\s+|\s*-{2,}\s*|(?<=[报告结况])\s*[-–—]\s*")
TITLE_METAS = ("articletitle", "og:title", "title", "dc.title")
DATE_METAS = ("pubdate", "publishdate", "article:published_time", "publish_date", "dc.date.issued")
SOURCE_METAS = ("contentsource", "source", "dc.source")
REPORT = re.compile("报告|情况|总结|報告|情況|總結")
LONG_ENOUGH = 80  # characters; metadata lines with commas are shorter
HEAD_LINES = 60  # lines above the prose in which the page says such things of the report


def page_hints(page: Page) -> dict[str, str]:
    """The hints that are stated; a date as ISO."""
    head = _head(page.lines)
    text = "\n".join(line.text for line in head)
    source = _meta(page, SOURCE_METAS) or _found(SOURCE, text)
    hints = {
        "title": _title(page, head),
        "issuer": _found(ISSUER, text),
        "source": "" if source in NO_SOURCE else source,
        "published": _iso(re.search(DATE, _meta(page, DATE_METAS))) or _published(head),
    }
    return {key: value for key, value in hints.items() if value}


def _head(lines: list[Line]) -> list[Line]:
    """The lines above the report's third sentence-bearing line, links left out."""
    head: list[Line] = []
    prose = 0
    for line in lines:
        prose += line.prose > LONG_ENOUGH
        if prose > 2:
            break
        if not line.is_link:
            head.append(line)
    return [line for line in head if not line.prose or len(line.text) < 200][-HEAD_LINES:]


def _published(head: list[Line]) -> str:
    text = "\n".join(line.text for line in head)
    for match in PUBLISHED.finditer(text):
        found = _iso(match)
        if found:
            return found
    for number, line in enumerate(head):
        # a date alone counts above the source line; below it, it is the day the document was signed
        below = " ".join(near.text for near in head[number : number + 2])
        told = below if ONLY_DATE.match(line.text) else line.text
        if INFO_LINE.search(told) and DATED_LINE.search(line.text) and not OTHER_DATE.search(told):
            return _iso(DATED_LINE.search(line.text))
    return ""


def _iso(match: re.Match[str] | None) -> str:
    """An ISO date of the match's three figures; empty when there is no such day."""
    if match is None:
        return ""
    year, month, day = (int(group) for group in match.groups() if group)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group(1).strip(" \xa0\u3000") if match else ""


def _meta(page: Page, keys: tuple[str, ...]) -> str:
    return next((page.metas[key] for key in keys if page.metas.get(key)), "")


def _title(page: Page, head: list[Line]) -> str:
    """From the meta tag, the page's heading, the 索引号 table, or the title tag without its site."""
    stated = _meta(page, TITLE_METAS[:1])
    if stated:
        return _whole(stated, head)
    segments = [part for part in SUFFIX.split(page.title) if part]
    for line in reversed(head):
        if line.heading and REPORT.search(line.text) and len(line.text) >= 8:
            return line.text
    name = re.search(NAME, "\n".join(line.text for line in head if "\t" in line.text))
    if name:
        return name.group(1).strip()
    shown = {squeeze(line.text): line.text for line in head}
    for segment in segments:
        if squeeze(segment) in shown and REPORT.search(segment):
            return shown[squeeze(segment)]
    fitting = [segment for segment in segments if REPORT.search(segment)] or segments[:1]
    general = _meta(page, TITLE_METAS[1:])
    return _whole(fitting[0] if fitting else general, head)


def _whole(title: str, head: list[Line]) -> str:
    """A title cut off with dots as the page shows it in full."""
    stem = re.sub(r"(?:…+|\.{2,})$", "", title).strip()
    if stem != title and stem:
        for line in head:
            if squeeze(line.text).startswith(squeeze(stem)):
                return line.text
    return title
