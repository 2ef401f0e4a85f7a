"""Figures whose period is not the whole year (1—11月, 截至10月底)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from scorer.consistency.view import View
from scorer.model import Notice
from scorer.patterns import late

KIND = "years"
_ROLES = ("account", "first-responsible", "preface")
_FROM_JANUARY = late(r"1月?份?[-至到]{1,2}(?:20\d\d年)?(\d{1,2})月")
_FROM_LATER = late(
    r"月[-至到]{1,2}12月(?:底|末|份|31日)?,?[^,。;]{0,6}(?:共|累计)[^,。;]{0,14}\d[\d.]*[万亿]?余?[\u4e00-\u9fff]"
)
_LATER_MONTH = late(r"(?<![\d.-])(?:[2-9]|1[01])$")
_UNTIL = late(r"截[至止]到?(20\d\d年|今年|本年)?(\d{1,2})月(?:份|底|末|\d{1,2}日)?")
_QUARTERS = late(r"前三个?季度")
_JOINED = tuple("0123456789.第-")  # before a month these make it part of something else
_WHOLE_YEAR = late(r"全年|12月|年底|年末|下半年|四季度|年终")
_TOTAL = late(
    r"[^。;]{0,120}?(?:共|累计|总计|合计|受理|办理|审结|办结|调解|调处|查处|立案|收到|接待|完成)[^。;]{0,16}?\d"
)
_CUT_OFF = late(r"[^,。;]{0,6}(?:前|之前|以前|仍|现行|有效|施行|印发|制定|出台|到期|尚未|期间)")
_SAYS_MUCH = late(r"[^。;]{0,120}?(?:\d|全部|均已|已)")


def period_notices(view: View, year: int) -> Iterator[Notice]:
    """Yield one notice for each way of telling a period short of the year, with the number of places."""
    whole: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in _found(view, year):
        whole.setdefault(name, []).append((start, end))
    for name, places in whole.items():
        start, end = places[0]
        more = f"（另有{len(places) - 1}处类似）" if len(places) > 1 else ""
        severity: Literal["check", "hint"] = "hint" if name == "later" else "check"
        message = f"数据的统计时段不是整年：“{view.text[start:end]}”，年度报告应反映{year}年全年情况{more}。"
        if name == "later":
            message = f"数据的统计时段不是整年{more}；如该项工作年中才开始，请予说明。"
        yield view.notice(KIND, severity, message, start, end)


def _found(view: View, year: int) -> Iterator[tuple[str, int, int]]:
    text = view.text
    for found in _FROM_JANUARY.finditer(text):
        if text[found.start() - 1 : found.start()] in _JOINED:
            continue
        if (
            _is_open(view, found)
            and 6 <= int(found.group(1)) <= 11
            and _same_year(text, found.start(), year)
            and _counts(text, found)
        ):
            yield "january", *found.span()
    for found in _UNTIL.finditer(text):
        month = int(found.group(2))
        named = (
            found.group(1) == f"{year}年"
            or found.group(1) in ("今年", "本年")
            or (found.group(1) is None and month >= 3)
        )
        if (
            named
            and 1 <= month <= 11
            and _is_open(view, found)
            and not _CUT_OFF.match(text, found.end())
            and _SAYS_MUCH.match(text, found.end())
        ):
            yield "until", *found.span()
    for found in _FROM_LATER.finditer(text):
        opens = _LATER_MONTH.search(text, max(found.start() - 3, 0), found.start())
        if opens and view.role(found.start()) in _ROLES and _same_year(text, opens.start(), year):
            yield "later", opens.start(), found.end()
    for found in _QUARTERS.finditer(text):
        if (
            _is_open(view, found)
            and _same_year(text, found.start(), year)
            and _TOTAL.match(text, found.end())
        ):
            yield "quarters", *found.span()


def _is_open(view: View, found: re.Match[str]) -> bool:
    """Whether the place is in the account and its sentence does not speak of the whole year as well."""
    if view.role(found.start()) not in _ROLES:
        return False
    start, end = view.sentence(found.start())
    return not _WHOLE_YEAR.search(view.text, start, end)


def _same_year(text: str, at: int, year: int) -> bool:
    """Whether the period belongs to the reporting year as far as the text says."""
    before = re.search(r"(20\d\d)年\(?$", text[max(at - 7, 0) : at])
    return (before is None or int(before.group(1)) == year) and not re.search(
        r"(?:去年|上年|上一年|同期)$", text[max(at - 4, 0) : at]
    )


def _counts(text: str, found: re.Match[str]) -> bool:
    """Whether figures are counted over the period (a campaign from January to June is not)."""
    bracketed = text[found.start() - 1 : found.start()] == "(" and text[found.end() : found.end() + 1] == ")"
    return (
        bracketed
        or (int(found.group(1)) >= 9 and bool(_TOTAL.match(text, found.end())))
        or bool(late(r",?[^,。;]{0,12}(?:共|累计)[^,。;]{0,16}\d").match(text, found.end()))
    )
