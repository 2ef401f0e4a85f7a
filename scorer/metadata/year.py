"""The reporting year: of the title, the headings, the opening; never simply the latest year named."""

from __future__ import annotations

import re
from collections import Counter

from scorer.metadata.page import Page
from scorer.patterns import late

FIRST, LAST = 2004, 2099
_DIGITS = str.maketrans("〇○零O一二三四五六七八九", "0000123456789")
_SPELLED = late(r"二[〇○零0O][〇○零0O一二三四五六七八九]{2}(?=年)")
_QUOTED = late(r"《[^》]*》?")
_RANGE = late(
    r"20\d\d年?(?:-|至|到)(?:20)?\d\d年?(?!度)|20\d\d20\d\d年|"
    r"[〔\[【(]20\d\d[〕\]】)]\s*\d+号|[〔\[]20\d{3,5}号"
)
_SPAN = late(r"(20\d\d)年?(?:-|至|到)(20\d\d)年度")
_YEAR = late(r"(?<!\d)(20\d\d)(?=年|度|[法依县市区省镇乡街局全的\u4e00-\u9fff]|$)")
_PLAN = late(r"安排|打算|计划|下一步|下步|思路|展望|要点|目标任务|重点(?:工作|任务)|努力方向")
_DONE = late(
    r"举措|成效|情况|工作(?:总结|回顾|开展|完成|成绩)|总结|做法|进展|不足|问题|履行|回顾|"
    r"主要工作"
)
_REPORTS = late(
    r"(?:现|F)?将[^。]{0,30}?(20\d\d)年度?[^。]{0,40}?(?:报告|汇报|通报|总结|公[布开告])|"
    r"(?:本年度|数据从|所列数据|统计期限)[^。]{0,20}?(20\d\d)年1月1日|(?:公布|公开|"
    r"编制)[^。,]{0,6}(20\d\d)年"
)
_NAMED = late(r"(20\d\d)年度?[^。\n]{0,14}(?:法治政府建设|依法行政)[^。\n》]{0,8}(?:报告|总结|汇报)")
"""The report's name as a document that asks for it gives it."""
_SENTENCE = late(
    r"(?:^|[\n。?!,:]|^[\u4e00-\u9fff]{2,12})(?:[^\u4e00-\u9fff\d《]{0,3})(20\d\d)年(?!\d{1,2}月)(?:度|以来|,|"
    r"(?=[我全本是在认深坚扎切]|[\u4e00-\u9fff]{2,12}?[省市县区州盟旗镇乡局厅委部街道]))"
)
_ANY = late(r"(?<![\d(〔\[])(20\d\d)年")


def find_year(page: Page, title: str | None, start: int, report: bool, published: str | None) -> int | None:
    """Return the year reported on, or None.

    `title` is normalised, without blanks; `start` is the first line after it. Where the document is no
    `report` only its own words about its year count, never a guess.
    """
    if title and (told := _of_title(title)):
        return told
    text = _plain(page.flat(start, 3000))
    head = text[:900]
    told = _first(_REPORTS, head) or (_of_headings(text) if report else None) or _first(_SENTENCE, head[:600])
    if told or not report:
        return told
    return _first(_NAMED, head) or _by_count(_plain(page.raw)) or _of_date(published)


def _plain(text: str) -> str:
    if "二" in text:
        text = _SPELLED.sub(lambda match: match.group().translate(_DIGITS), text)
    return _RANGE.sub("", text)


def _of_title(title: str) -> int | None:
    span = _SPAN.search(title)
    if span and int(span[2]) - int(span[1]) == 1:
        return int(span[2])
    for text in (_QUOTED.sub("", title), title):
        years = [int(match[1]) for match in _YEAR.finditer(_plain(text)) if FIRST <= int(match[1]) <= LAST]
        if years:
            return min(years)
    return None


def _of_headings(text: str) -> int | None:
    """The year of the headings that tell what was done; a plan's year less one where only it is told."""
    planned = None
    for line in text.split("\n"):
        clause = re.split(r"[。;]", line, maxsplit=1)[0]
        match = _ANY.search(clause)
        if match is None or len(clause) > 45 or not re.match(r"[一二三四五六七八九十(\d第-]", clause):
            continue
        if _PLAN.search(clause):
            planned = planned or int(match[1])
        elif _DONE.search(clause):
            return int(match[1])
    return planned - 1 if planned else None


def _first(pattern: re.Pattern[str], text: str) -> int | None:
    for match in pattern.finditer(text):
        year = int(next(group for group in match.groups() if group))
        if FIRST <= year <= LAST:
            return year
    return None


def _by_count(text: str) -> int | None:
    """The year named most, where it is named at least three times and more than all others together."""
    counts = Counter(int(match[1]) for match in _ANY.finditer(_QUOTED.sub("", text)))
    if not counts:
        return None
    year, times = counts.most_common(1)[0]
    return year if times >= 3 and 2 * times > counts.total() else None


def _of_date(published: str | None) -> int | None:
    """A report published from January to May is about the year before, one of December about its own."""
    if published is None:
        return None
    year, month = int(published[:4]), int(published[5:7])
    return year - 1 if month <= 5 else year if month == 12 else None
