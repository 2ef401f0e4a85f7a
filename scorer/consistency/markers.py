"""Left-overs of a template, damaged document numbers, marks of the site a text was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scorer.consistency.view import View
from scorer.model import Notice
from scorer.patterns import late

KIND = "leftovers"
_UNITS = "省|市|县|区|镇|乡|街道|局|村|社区|年|月|日|件|次|人|份|条|场|期|项|万|余|名|个|家|起|宗|户|批"
_MASK = late(rf"(?<![×xX*＊])([×xX*＊]{{1,6}})(?=({_UNITS}))")
_YEAR = late(r"(?<![\dA-Za-z])(?:20(?:[xX×*]{1,2}|\d[xX×*]|[xX×*]\d)|[xX×*]\d{1,2}[xX×*])年?")
_BLANK = late(r"[_＿]{2,}(?=[年月日件次人份条场期项万名个家起宗户批])")
_FILL_IN = late(
    r"[(【\[](?:待补充|待核实|待确认|待更新|请补充|请填写|此处[^)\]】]{0,12}|填写[^)\]】]{1,10})[)\]】]"
)
_SOME_PLACE = late(
    r"某{1,2}(?:省|市|县|区|镇|乡|街道)(?=人民政府|委、|坚持|深入|认真|全面|严格|始终|积极|扎实|切实|高度重视|20\d\d年)"
)
_CASE = late(r"案|诉|与|因|被|某(?:单位|部门|公司|企业|店)|曝光|通报|点名|典型")
_SITES = ("秘书之家", "范文网", "文秘网", "第一文秘")
_SITE = late(r"(?:秘书之家|范文网|文秘网(?!络|站群)|第一文秘)[^。\n]{0,12}")
_NUMBERS = (
    late(
        r"[〔\[【](?:19|20)\d\d(?:[1-9]\d{0,3}|[〕\]】])号(?![〕\]】])"
    ),  # 〕 lost, or the number itself missing
    late(r"20\d\d〕\d{1,4}号"),  # 〔 lost
    late(r"20\d\d20\d\d年(?=\)|》|度)"),  # the dash of a range lost
)


def marker_notices(view: View) -> Iterator[Notice]:
    """Yield notices on what a template or a conversion left behind."""
    yield from _placeholders(view)
    yield from _damaged(view)
    sites = list(_SITE.finditer(view.text)) if any(name in view.text for name in _SITES) else []
    if sites:
        more = f"（共{len(sites)}处）" if len(sites) > 1 else ""
        yield view.notice(
            KIND, "hint", f"正文中夹有范文网站的字样{more}，是否为转载或套用时带入。", *sites[0].span()
        )


def _placeholders(view: View) -> Iterator[Notice]:
    text = view.text
    if any(mark in text for mark in "×xX*＊"):
        covered = -1
        for found in _YEAR.finditer(text):
            covered = found.end()
            yield _unfilled(view, *found.span())
        for found in _MASK.finditer(text):
            if found.start() >= covered and _is_blank(text, found):
                yield _unfilled(view, found.start(), found.end(2))
    for pattern in (_BLANK, _FILL_IN) if "__" in text or "＿" in text else (_FILL_IN,):
        for found in pattern.finditer(text):
            yield _unfilled(
                view, found.start(), min(found.end() + 1, len(text)) if pattern is _BLANK else found.end()
            )
    for found in _SOME_PLACE.finditer(text):
        start, end = view.sentence(found.start())
        opens = found.start() == start or text[found.start() - 1] in ",:年"
        if view.role(found.start()) == "title" or (opens and not _CASE.search(text, start, end)):
            yield _unfilled(view, *found.span())


def _is_blank(text: str, found: re.Match[str]) -> bool:
    """Whether a run of ×, x or * before a unit stands for a word or figure never filled in."""
    marks, unit = found.group(1), found.group(2)
    before = text[found.start() - 1 : found.start()]
    if before and not ("\u4e00" <= before <= "\u9fff" or before in "。,、;:(《\n“"):
        return False  # 2×50, 138****, 1+X, LED-X
    if "*" in marks and text.count("**") > 3:
        return False  # emphasis of a marked-up text
    if len(marks) == 1:
        return marks in "*＊×" and unit in "次件人份条场期项万名个家起宗户批年月"
    line = text.rfind("\n", 0, found.start()) + 1
    people = late(r"[诉案犯刑].{0,20}$|[张王李赵刘陈杨黄周吴]$")
    return not people.search(text, max(line, found.start() - 30), found.start())


def _unfilled(view: View, start: int, end: int) -> Notice:
    return view.notice(KIND, "check", f"“{view.text[start:end]}”像是模板占位符，是否漏填。", start, end)


def _damaged(view: View) -> Iterator[Notice]:
    """One notice for all damaged numbers: the page or its extraction may be at fault, so tell it once."""
    spans = sorted(_damaged_spans(view.text))
    if spans:
        shown = "、".join(f"“{view.text[start:end]}”" for start, end in spans[:4])
        more = f"等{len(spans)}处" if len(spans) > 4 else ""
        message = f"文号或年份区间残缺：{shown}{more}，可能是网页或转换丢失了字符。"
        yield view.notice(KIND, "check", message, *spans[0])


def damaged_spans(view: View) -> list[tuple[int, int]]:
    """Where document numbers are damaged: brackets lost there are told with the number."""
    return list(_damaged_spans(view.text))


def _damaged_spans(text: str) -> Iterator[tuple[int, int]]:
    for pattern in _NUMBERS:
        for found in pattern.finditer(text):
            before = text[found.start() - 1 : found.start()]
            if not before.isdigit() and not (
                "〕" in found.group() and before in ("〔", "[", "【", "(", "《")
            ):
                yield found.span()
