"""Years that do not fit the reporting year, in title, headings, account and plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from scorer.consistency.periods import period_notices
from scorer.consistency.view import View
from scorer.model import Meta, Notice
from scorer.patterns import late

KIND = "years"
ACCOUNT = ("account", "first-responsible")
_YEAR = late(r"(?<![\d-])(20\d\d)年(?!以?来|-)")
_RANGE = late(r"20\d\d年?-|-20\d\d|以来|《")
_PLAN_HEADING = late(r"打算|工作安排|主要安排|工作计划|思路|展望|下一?步|谋划|设想")
_ACCOUNT_HEADING = late(r"情况|成效|举措|总结|回顾|做法|成绩|存在|不足|问题|主要工作$")
_ANNOUNCED = late(
    r"现将[^。\n]{0,25}?(?<![\d-])(20\d\d)年(?!以?来|-)[^。\n]{0,36}?(?:如下|汇报|报告|公布|公示|公开|总结|通报)"
)
_OPENING = late(r"(20\d\d)年度?,")
_LEAD = late(r"(?:\([^()]{1,3}\)|[一二三四五六七八九十]{1,3}[、是],?|\d{1,2}[.、])?")
_HISTORY = late(
    r"今年|本年|上年|去年|历年|近年|以来|至今|目前|截[至止]|结转|曾|首次|首批|被|获|荣|原|当时|此前|同年|"
    r"整改|案卷|评查|考核|考评|述[职法]|通报|反馈|巡[视察]|督[察查]|审计|验收|评估|评价|复核|"
    r"启动|开始|起,|起步|成立|组建|建成|挂牌|投入使用|实施|施行|印发|出台|制定|修订|预算|决算|比|较|增长|下降|上升|遗留|跨年"
)
_ACT = late(
    r"(?:度|全年)?,?[^,。;]{0,18}?(?:共|累计|办理|受理|审理|审结|办结|收到|接收|接待|调解|化解|开展|组织|举办|召开|查处|立案|审查|审核|"
    r"培训|发放|公开|答复|承办|作出|移送|新增)[^。;]{0,24}?\d[\d.万]*余?[件次场期份人起条宗户批项名个]"
)
_ISSUED = (
    r"(?:印发|制定|出台|下发|制发|发布|公布)了?[^。;《]{{0,4}}"
    r"《[^》]{{0,24}}{year}年度?[^》]{{0,24}}(?:要点|计划|任务|分工|清单|安排|目录)》"
)
_CARRIED = late(r"总结|完成|根据|依据|按照|对照|贯彻|落实|继续|上年|去年|修订|评估")
_INTENT = late(
    r"度?(?:,|是|全[县市区镇乡局]|我|本|(?=将|要|拟|计划|继续|力争))[^。;]{0,40}?(?:将|(?<![纲主重需摘紧])要(?![求点素件闻])|拟|力争|计划|打算|重点|继续|着力|进一步)"
)
_LOOKING_BACK = late(r"取得|虽|总结|回顾|完成了|来看|基础上|底前?|成绩|以来")


def year_notices(view: View, meta: Meta) -> Iterator[Notice]:
    """Yield notices on years, at most one for each place of the text."""
    year = meta.year
    if year is None:
        return
    yield from _titles(view)
    elsewhere = [*_headings(view, year), *_openings(view, year)]
    yield from elsewhere
    if len(elsewhere) < 3:  # else the reporting year itself is in question, asked above
        told = {notice.start for notice in elsewhere}
        yield from (notice for notice in _left_in_account(view, year) if notice.start not in told)
        yield from _left_in_plan(view, year)
    yield from period_notices(view, year)


def _titles(view: View) -> Iterator[Notice]:
    """The title given twice with different years; more titles than two are a list of links."""
    head = takewhile(lambda piece: piece.role in ("title", "heading"), view.pieces)
    titles = [piece for piece in head if piece.role == "title"]
    if len(titles) != 2:
        return
    first, second = (view.text[piece.start : piece.end] for piece in titles)
    before, after = _YEAR.findall(first), _YEAR.findall(second)
    if len(before) == len(after) == 1 and before != after and _YEAR.sub("", first) == _YEAR.sub("", second):
        message = f"标题前后年份不同：一处为{before[0]}年，一处为{after[0]}年。"
        yield view.notice(KIND, "check", message, titles[1].start, titles[1].end)


def _headings(view: View, year: int) -> Iterator[Notice]:
    for piece in view.pieces:
        if piece.role != "heading":
            continue
        text = view.text[piece.start : piece.end]
        years = {int(found) for found in _YEAR.findall(text)}
        if len(years) != 1 or _RANGE.search(text):
            continue
        shown = years.pop()
        planned, told = bool(_PLAN_HEADING.search(text)), bool(_ACCOUNT_HEADING.search(text))
        if told and not planned and shown != year and abs(shown - year) <= 3:
            message = f"小标题写{shown}年，报告年度为{year}年，是否沿用了其他年度的文字。"
            yield view.notice(KIND, "check", message, piece.start, piece.end)
        elif (
            planned
            and not told
            and piece.start > len(view.text) / 2
            and shown != year + 1
            and abs(shown - year) <= 2
        ):
            message = f"下一步安排的小标题写{shown}年，报告年度为{year}年，应为{year + 1}年的安排。"
            yield view.notice(KIND, "check", message, piece.start, piece.end)


def _openings(view: View, year: int) -> Iterator[Notice]:
    """The sentence that announces the report, and the first sentence of the text."""
    for found in _ANNOUNCED.finditer(view.text, 0, max(len(view.text) // 2, 1200)):
        start, end = view.sentence(found.start())
        shown = int(found.group(1))
        if (
            shown != year
            and abs(shown - year) <= 3
            and not _names(view.text[start:end], year)
            and view.role(found.start()) != "plan"
        ):
            message = f"引出正文的句子写{shown}年，报告年度为{year}年。"
            yield view.notice(KIND, "check", message, found.start(), found.end())
    body = next((piece for piece in view.pieces if piece.role not in ("title", "heading")), None)
    if (
        body is None
        or body.role not in ("preface", *ACCOUNT)
        or not (found_year := _OPENING.match(view.text, body.start))
    ):
        return
    start, end = view.paragraph(body.start)
    shown = int(found_year.group(1))
    following = view.text[start : max(end, start + 300)]
    if (
        abs(shown - year) == 1
        and not _names(following, year)
        and "今年" not in following
        and not _ANNOUNCED.search(following)
    ):
        sentence = view.sentence(body.start)
        yield view.notice(KIND, "check", f"正文开头写{shown}年，报告年度为{year}年。", *sentence)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def _names(text: str, year: int) -> bool:
    """Whether a text names a year, other than as the end of a range (2021—2025年)."""
    return any(text[at - 1 : at] != "-" for at in _places(text, f"{year}年"))


def _left_in_account(view: View, year: int) -> Iterator[Notice]:
    last = f"{year - 1}年"
    issued: re.Pattern[str] | None = None
    for at in _places(view.text, last):
        if view.role(at) not in ACCOUNT:
            continue
        start, end = view.sentence(at)
        sentence = view.text[start:end]
        if _names(sentence, year):
            continue
        opens = _LEAD.match(view.text, start, at)
        if opens and opens.end() == at:
            low, high = view.paragraph(at)
            alone = (
                not _names(view.text[low:high], year)
                and len(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", sentence)) == 1
            )
            if alone and not _HISTORY.search(sentence) and _ACT.match(view.text, at + len(last), end):
                message = (
                    f"{year}年度的工作情况里写“{last}”，是否为上年文字未改；如系引述上年情况，可不理会。"
                )
                yield view.notice(KIND, "check", message, at, end)
            continue
        issued = issued or late(_ISSUED.format(year=year - 1))
        for found in issued.finditer(view.text, start, end):
            if found.start() < at < found.end() and not _CARRIED.search(sentence):
                message = f"{year}年度的工作情况里列出印发{last}的年度文件，是否为上年文字未改。"
                yield view.notice(KIND, "hint", message, found.start(), found.end())


def _left_in_plan(view: View, year: int) -> Iterator[Notice]:
    for shown in (year, year - 1):
        for at in _places(view.text, f"{shown}年"):
            if view.role(at) != "plan":
                continue
            start, end = view.sentence(at)
            lead = _LEAD.match(view.text, start, at)
            sentence = view.text[start:end]
            if not lead or lead.end() != at or _names(sentence, year + 1) or _LOOKING_BACK.search(sentence):
                continue
            if _INTENT.match(view.text, at + 5, end):
                message = f"下一步安排里写“{shown}年”的打算，报告年度为{year}年，是否应为{year + 1}年。"
                yield view.notice(KIND, "check", message, at, end)
