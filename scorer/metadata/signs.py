"""What an untitled text is: the signs of an annual law report, and those of other documents."""

from __future__ import annotations

import re

from scorer.metadata.genre import CORE, Genre
from scorer.metadata.page import Page
from scorer.patterns import late

SHORT = 200
"""Fewer characters than this and no sign of a report: nothing to judge."""

_REPORTING = late(
    r"(?:将|就|把|布|F將|F将)[^。\n]{0,60}?(?:法治[^。,\n]{0,6}建设|依法行政|"
    r"依法治)[^。\n]{0,40}?(?:报告|汇报|通报|总结|公布|公开|公告)|"
    r"(?:法治政府建设|依法行政|法治建设)[^。\n]{0,24}(?:报告|汇报|总结)如下"
)
_REPORTS_BELOW = late(r"(?P<what>[^。\n]{0,60})(?:报告|汇报|通报|总结|公布|公开|公告)如下")
_OTHER_MATTER = late(
    r"信息公开|政务公开|绩效|述[法职]|审判|检察|预算|决算|环境状况|行政执法工作|普法工作|"
    r"信访工作|党建"
)
_FIVE_ITEMS = late(
    r"推进法治(?:政府)?建设的?(?:主要)?(?:举措|工作|措施|做法)|"
    r"法治(?:政府)?建设[^。\n]{0,10}(?:不足|问题|主要举措|主要安排|主要工作|工作情况|工作开展|工作完成|工作回顾|情况\n)|"
    r"第一责任人职责[^。\n]{0,20}情况\n?|依法行政(?:工作)?(?:的)?(?:主要|基本|开展)?情况"
)
_TASKS = late(
    r"依法全面履行政府职能|依法行政制度体系|科学化、?民主化|(?:严格)?规范公正文明执法|"
    r"行政权力[^。\n]{0,8}(?:监督|制约)|化解社会矛盾|政府机构职能体系|行政决策|"
    r"数字法治政府|法治化营商环境|习近平法治思想|规范性文件|行政复议"
)
_OPENS_WITH_YEAR = late(
    r"^(?:[^\n。]{0,30}\n)?[^\u4e00-\u9fff\d]{0,6}(?:20\d\d年(?!\d)|一年来|今年以来|近年来)"
)
"""The opening of an account of the year."""

_FIRST: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("speech", "正文是讲话", late(r"^[^。]{0,60}同志们[:!,]")),
    (
        "personal_report",
        "正文是个人述法（述职）报告",
        late(
            r"^[^。]{0,120}(?:述[职法][廉法]*(?:情况)?报告如下|本人(?:作为|认真|严格|始终|坚持|"
            r"履行|述))"
        ),
    ),
    ("law_text", "正文是法规条文", late(r"第一条[^。]{4,}。[\s\S]{0,600}?第二条")),
    ("yearbook", "正文是年鉴条目", late(r"^[^。]{0,30}20\d\d卷|(?:【[^】]{4,30}】[^【]{10,}){2}")),
    ("paper", "正文是论文", late(r"^[\s\S]{0,300}?(?:^摘要|摘要[:：]|关键词[:：]|\[摘要\])")),
)
"""Signs that stand, whatever else the text says."""

_THEN: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "info_disclosure_report",
        "正文是政府信息公开年度报告",
        late(
            r"^[\s\S]{0,400}?(?:政府信息公开(?:工作)?(?:年度报告|总结|条例)|主动公开政府信息|"
            r"依申请公开[^。]{0,10}情况)"
        ),
    ),
    (
        "news",
        "正文是新闻动态",
        late(
            r"^[^。]{0,12}(?:近日|日前|昨日|今日|(?:20\d\d年)?\d{1,2}月\d{1,2}日)|本报讯|"
            r"记者[\u4e00-\u9fff]{2,4}[)报]|通讯员"
        ),
    ),
    (
        "work_report",
        "正文是政府工作报告",
        late(r"^[\s\S]{0,200}?代表市?县?区?人民政府[^。]{0,20}(?:报告|向大会)"),
    ),
    (
        "plan",
        "正文是工作计划或要点",
        late(r"^[\s\S]{0,600}?(?:工作(?:计划|要点)(?!》)|(?:计划|安排|要点)如下|如下(?:计划|安排|要点))"),
    ),
    (
        "implementation_plan",
        "正文是方案、清单或通知",
        late(
            r"^[\s\S]{0,300}?(?:(?:制定|印发)[^。]{0,60}(?:方案|清单|意见|规划|"
            r"要点)[^。]{0,8}(?:如下|。)|请[^。]{0,10}(?:遵照|贯彻)执行)"
        ),
    ),
    (
        "other",
        "正文是其他工作的总结",
        late(r"^[\s\S]{0,300}?(?:绩效(?:管理|任务|自评|考评)|审判工作|检察工作|环境状况|预算执行)"),
    ),
)
"""Signs that count where nothing shows a law report."""

_MASK = late(
    r"(?<![a-wA-W])(?:[xX×]{1,4}|[*＊○〇]{2,4}|_{2,}|"
    r"(?<=[\u4e00-\u9fff])[*＊])(?=[年月日县市区省镇乡局次件人个条部份场名部门街])"
)
_MASKS = late("[xX×*＊○〇_某]")
_SOMEONE = late(r"某{1,2}(?=[省市县区镇乡局]|街道)")


def reports_law(text: str, titled: bool = False) -> bool:
    """Whether running text (normalised, blanks dropped) shows the signs of an annual law report.

    Where a title names something else (`titled`), only the plainest signs count.
    """
    head = text[:1200]
    core = CORE.search(head)
    if core is None:
        return False
    if _REPORTING.search(head) or _FIVE_ITEMS.search(text):
        return True
    if titled:
        return False
    below = _REPORTS_BELOW.search(head)
    if below:
        return _OTHER_MATTER.search(below["what"]) is None
    first = head[: head.find("。") + 1 or 300]
    return _OPENS_WITH_YEAR.search(text) is not None and (
        _TASKS.search(text) is not None
        or (CORE.search(first) is not None and re.search(r"\n[一二三]、", text) is not None)
    )


def plainly_reports(text: str) -> bool:
    """Whether the text says so in so many words, which outweighs a title that misleads."""
    head = text[:1200]
    return (
        re.search(r"(?:报告|汇报)如下", head) is not None
        and reports_law(text)
        and len(_TASKS.findall(text)) > 1
    )


def is_template(text: str, markdown: bool = False) -> bool:
    """Whether names and figures are masked throughout: 20XX年, ××县, 召开会议*次, 某某镇."""
    if markdown:
        text = text.replace("**", "")
    if not _MASKS.search(text):
        return False
    return len(_MASK.findall(text)) >= 4 or len(_SOMEONE.findall(text)) >= 8


def genre_of_text(page: Page, titled: bool = False) -> Genre | None:
    """Return what the text says it is, if it is no annual law report; else None.

    `titled`: a title was found, and it does not name the report.
    """
    text = page.flat(0, 2500)
    for kind, reason, pattern in _FIRST:
        if pattern.search(text):
            return kind, reason
    if reports_law(text, titled):
        return None
    for kind, reason, pattern in _THEN:
        if pattern.search(text):
            return kind, reason
    if CORE.search(text) is None and not re.search(
        "法治政府|依法行政|法治建设|法治政府建設|法治建設", page.raw
    ):
        return "other", "通篇未见“法治政府建设”“依法行政”等字样"
    if len(text) < SHORT:
        return "other", f"正文不足{SHORT}字，也没有年度报告的标志"
    if titled or len(CORE.findall(text)) < 3:
        return "other", "标题和正文都没有法治政府建设年度报告的标志"
    return None
