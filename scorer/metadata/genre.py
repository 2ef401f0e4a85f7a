"""What sort of document a title or an untitled text announces, by the words of the field."""

from __future__ import annotations

import re

from scorer.patterns import late

CORE = late(
    r"法[治制](?:政府|机关|部门|单位|[\u4e00-\u9fff]{2,5}?政府)(?:部门|"
    r"机关)?(?:\([^)]{2,8}\))?建设|依法行政|法[治制]政府|建设法治"
    r"|法治(?!宣传|文化|社会|教育|营商|体检|讲座|"
    r"督察)(?:[\u4e00-\u9fff]{2,6}?)?(?:\([^)]{2,8}\))?(?:建设|工作)|"
    r"依法治[省市县区旗州盟镇乡街局厅校企税]|依法治[\u4e00-\u9fff]{1,2}工作"
)
"""The subject of the report, in today's and the older terms."""

REPORT_NOUN = late(
    r"(?:报告|总结|汇报|小结|年报|自查|情况的?说明|(?:工作|建设|完成|进展|开展|落实|行政|总体|推进|"
    r"年度)?情况|自评)(?:书|材料|表)?"
    r"(?:\([^)]{1,16}\))?$"
)
_QUOTED = late(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》?")
_OWN_REPORT = late(r"^[^,，:;]{0,60}?关于[^,，]{0,60}(?:报告|汇报|总结|情况)(?:\([^)]*\))?$")

Genre = tuple[str, str]
"""(kind, Chinese reason)."""

_TITLES: tuple[tuple[str, str, bool, re.Pattern[str]], ...] = (
    (
        "template",
        "标题表明是范文或模板",
        True,
        late(
            r"范文|模板|模版|范本|[(（【]?(?:精选|通用|推荐)\d*篇|\d篇[)）】]|第[一二三\d]+篇$|样本|参考格式"
        ),
    ),
    (
        "interpretation",
        "标题表明是政策解读",
        True,
        late(r"解读|图解|一图(?:看|读)懂|答记者问|政策问答|起草说明"),
    ),
    (
        "personal_report",
        "标题表明是个人述法（述职）报告",
        True,
        late(r"述[法职廉学德责]|同志.{0,12}履行"),
    ),
    (
        "info_disclosure_report",
        "标题表明是政府信息公开年度报告",
        True,
        late(r"(?:政府信息|政务|信息)公开(?!.*法治政府建设).{0,8}(?:报告|年报|总结|情况)"),
    ),
    ("work_report", "标题表明是政府工作报告", True, late(r"政府工作报告|^工作报告$")),
    ("yearbook", "标题表明是年鉴", True, late(r"年鉴|大事记|\(?20\d\d\)?卷$|[县市区]志$")),
    ("paper", "标题表明是研究报告", True, late(r"发展报告|[蓝绿白]皮书|研究报告|调研报告|调查报告")),
    (
        "evaluation",
        "标题表明是评估、考核或督察整改材料",
        True,
        late(
            r"评估报告|评价报告|第三方评估|指数报告|(?:整改|反馈)(?!.*年度)(?:意见|"
            r"问题)?.{0,12}(?:报告|方案|情况|通报)"
        ),
    ),
    ("other", "标题表明是半年或季度材料，不是年度报告", True, late(r"半年|季度|[1-9]-(?:[1-9]|10)月")),
    (
        "paper",
        "标题表明是论著",
        False,
        late(
            r"研究$|探析|刍议|浅析|浅谈|初探|探讨|[的与]思考|之我见|若干问题|路径|对策研究|根基|使命|"
            r"反思|展望|理论与实践"
        ),
    ),
    (
        "evaluation",
        "标题表明是评估、考核或督察材料",
        False,
        late(
            r"测评|(?:考核|评估|评议|督察|督查|检查|审议|整改)(?:结果|意见|通报|反馈|方案|细则|"
            r"指标|(?:落实|工作)?情况)|示范创建|审议意见"
        ),
    ),
    ("speech", "标题表明是讲话", False, late(r"讲话|致辞|发言(?:稿|材料|提纲)?$|主持词|寄语")),
    (
        "notice",
        "标题表明是公示或公告",
        False,
        late(r"公示|公告$|名单|征求意见|征集|招标|采购|公开招聘|答复|提案|建议的?办理"),
    ),
    (
        "implementation_plan",
        "标题表明是方案、意见、规划、指标或通知",
        False,
        late(
            r"(?:实施|工作|行动|分工|创建|建设|任务|责任)(?:方案|办法|意见|规划|清单)|实施纲要|"
            r"规划(?:\([^)]*\))?$|"
            r"(?:的|任务)通知(?:\([^)]*\))?$|指导意见|(?:的|若干)意见$|任务分解|责任分工|职责清单|"
            r"责任清单|指标体系"
        ),
    ),
    (
        "law_text",
        "标题表明是法规条文",
        False,
        late(r"(?:条例|规定|办法|细则|规则|规程|制度|决定|纲要|法)(?:\((?!20\d\d年度)[^)]*\))?$"),
    ),
    (
        "plan",
        "标题表明是工作要点或计划",
        False,
        late(
            r"(?:要点|计划|安排|打算|任务|思路|台账)(?:表)?(?:\([^)]*\))?$|工作(?:要点|"
            r"计划)(?!.*(?:落实|完成|执行|总结))"
        ),
    ),
)
"""(kind, reason, firm, signs); a title that names the report itself outweighs what is not firm."""

_NEWS_VERB = late(
    r"召开|举行|举办|审议通过|听取|赴|莅临|到.{2,12}(?:调研|督导|检查)|来.{1,8}(?:考核|"
    r"检查|调研|督察)|会议审议|会审议|调研|督导|荣获|获评|入选|"
    r"成效(?:显著|明显)|新(?:成效|进展|突破|台阶|气象)$|发布$|圆满|启动|拉开|组织开展|"
    r"开展.{2,20}(?:活动|培训|督[查察]|检查)|接受|迎接|进行.{0,16}(?:督[查察]|检查|考核|"
    r"培训)|亮点|亮相|工作会议?$|会议$|座谈会|推进会|现场会|培训班|巡礼|综述$|述评$|出炉|"
    r"成绩单|纪实$|侧记$"
)
_OTHER_REPORT = late(
    r"(?:行政执法|执法监督|行政审判|行政检察|普法|法治宣传|法治社会|平安|综治|信访|审计|"
    r"预算|决算|财政|统计|环境|党建|主题教育|巡[视察]|绩效|安全生产|"
    r"营商环境|行政复议|应诉|人民调解|机关党|意识形态|乡村振兴|国民经济|[^法]治理|"
    r"改革)[\u4e00-\u9fff]{0,16}(?:报告|总结|情况|年报)"
)
_DUTY = late(
    r"(?:党政)?(?:主要)?(?:负责人|负责同志)?.{0,8}履行.{0,12}第一责任人(?:的)?职责(?:的|"
    r"工作)?(?:情况)?"
)
_RANGE = late(r"(20\d\d)年?-(20\d\d)年")
_FIVE_YEARS = late(
    r"五年(?:来|以来|工作|回顾|总结|间|成就)|过去五年|[“\"]?十[二三四]五[”\"]?(?:时期|"
    r"期间|以来)"
)
_SINGLE_YEAR = late(r"(?<![-\d])20\d\d\s*年(?!\s*(?:-|至|到))")
_REPORT_SENT = late(
    r"(?:印发|公布|公开|报送|上报|呈报|转发)[^》]{0,6}《?[^》]{0,60}(?:法治政府建设|"
    r"依法行政)[^》]{0,14}(?:报告|总结)》?的?(?:通知|函|公告|公示|公布)?$"
)
_CALL_FOR_REPORTS = late(r"(?:做好|报送|上报|提交|开展|征集|撰写|编制).{0,40}(?:工作)?的?通知$")


def is_report_title(squeezed: str) -> bool:
    """Whether a title (normalised, without blanks) names a report on 法治政府建设 as its own matter.

    One that has the term and a single year but no word for report counts, too, as does a report on
    carrying out the 《…法治政府建设…纲要》 in one year.
    """
    if _sends_report(squeezed):
        return True
    bare = _QUOTED.sub("", squeezed)
    core = CORE.search(bare) is not None
    noun = REPORT_NOUN.search(bare) is not None
    one_year = _SINGLE_YEAR.search(bare) is not None and CORE.search(squeezed) is not None
    return genre_of_title(squeezed) is None and ((core and noun) or (one_year and (core or noun)))


def genre_of_title(squeezed: str) -> Genre | None:
    """Return what a normalised title without blanks says it is, if it is no annual law report; else None."""
    bare = _QUOTED.sub("《》", squeezed)
    core = CORE.search(bare) is not None
    noun = REPORT_NOUN.search(bare) is not None
    if _sends_report(squeezed):
        return None
    if core and _is_of_years(bare):
        return "five_year_review", "标题表明是多年（五年）回顾，不是一个年度的报告"
    if _DUTY.search(bare) and not CORE.search(_DUTY.sub("", bare)):
        return "personal_report", "标题表明是主要负责人履职（述法）报告"
    own = core and noun and not _NEWS_VERB.search(bare)
    for kind, reason, firm, pattern in _TITLES:
        if pattern.search(bare) and (firm or not own):
            return kind, reason
    if _NEWS_VERB.search(bare) and not (noun and _OWN_REPORT.match(bare)):
        return "news", "标题表明是新闻动态"
    if not core and _OTHER_REPORT.search(bare):
        return "other", "标题表明是其他工作的报告"
    return None


def _sends_report(squeezed: str) -> bool:
    """A covering notice whose text is the report, not one that asks for reports."""
    return (
        _REPORT_SENT.search(squeezed) is not None
        and not _CALL_FOR_REPORTS.search(squeezed)
        and "解读" not in squeezed
    )


def _is_of_years(bare: str) -> bool:
    span = _RANGE.search(bare)
    if (
        span
        and int(span[2]) - int(span[1]) >= 2
        and not re.search("20\\d\\d年", bare.replace(span.group(), ""))
    ):
        return True
    return _FIVE_YEARS.search(bare) is not None and not _SINGLE_YEAR.search(bare)
