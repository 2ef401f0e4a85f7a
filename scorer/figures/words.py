"""Word lists of the figure checker: what opens a breakdown, what closes it, which parts are of a kind."""

from __future__ import annotations

from scorer.patterns import late

# 其中 and its like: what follows are parts of the figure before. One character class first, for speed.
OPENS = late(
    r"[其分包果况成型别细向体即审核评查清排按从](?:(?<=其)中|(?<=分)(?:别[为是有]|[为成])|(?<=包)[括含]"
    r"|(?<=[果况成型别细向])(?:为|是|如下)?:|(?<=体)(?:为|是|包括)|(?<=即)[:,]"
    r"|(?<=经[审评核排清])[查核议理](?:[,后])|(?<=按)[^,。;]{1,12}[分划]|(?<=从)[^,。;]{1,12}看[,:])"
)
# 106项许可中，… and 120件：…: the total's own clause opens the breakdown.
OPENS_CLAUSE = late(r"[^,。;、:]{0,20}中,|[^,。;、:]{0,6}:")
# 含 names what is inside without promising all of it.
INCLUDES = late(r"含(?!量|有)")
# What makes a list complete: the last part takes all that is left.
CLOSES = late(
    r"其他|其它|其余|剩余|余下|剩下|不予|不属于|未(?!成年)|没(?!收)|尚|正在|不合格|不达标|待[办审结处定查]|在审|另外"
)
# Applications may also be withdrawn, corrected or still under review.
NOT_ALL = late(r"不予受理|不受理")
# The remainder of what was done.
REMAINS = late(r"(?:其余|剩余|余下|剩下|尚余|还剩|尚有)[^,。;、]{0,8}$")
ALSO = late(r"(?:另外|另|另有|还有|另外还有)[^,。;、]{0,6}$")
# A list that ends in 等 doesn't claim to be complete.
OPEN_END = late(r"^[^,。;]{0,4}等")
# The total after its parts. 共 alone is weaker: 共办理 may begin something new.
TOTAL = late(r"(?:合计|总计|共计|一共|总共|总数为?|总量为?)[^,;。:、]{0,8}$")
TOGETHER = late(r"(?:^|年|县|市|区|镇|乡|省|局|[,、])(?:累计|共)[^,;。:、]{0,5}$")
# Parts that may overlap: one person is a woman, a member and a graduate.
OVERLAPS = late(
    r"女|党员|本科|学历|学位|硕士|研究生|少数民族|岁|老年|未成年|残疾|退役|中层|以上|以下|法律职业|资格|持证|兼职|涉及|重点|典型|首|优先|还有"
)
# Verbs that begin a new item rather than name a part of the last.
NEW_ITEM = late(
    r"^(?:并|同时|共|累计|提出|出具|制发|发出|发放|开展|组织|召开|举办|参加|培训|印发|公开|解读|罚没|涉|挽回|追回|收到|办理|建成|新增|出动|查处|移送|完成|接受|受理|全年|全市|全县|全区|为|对|向|聘|配|评|帮助|服务|宣传|修订|制定|审查|审核|调解|化解|整改|清理)"
)

# Parts of one kind belong together even where no 其中 says so. A list that has every word of one of the
# `whole` sets is complete.
FAMILIES = tuple(
    late(words)
    for words in (
        r"维持|撤销|变更|确认[^,]{0,6}违法|确认无效|责令|驳回|终止|中止|和解|调解|撤诉|撤回|胜|败|没判|未判|在审|审理中|未审结|未结",
        r"优秀|良好|合格|较差|达标|优良|不及格|^优|^良|^差|[甲乙丙丁ABCD][等级类]",
        r"废止|失效|修改|修订|有效|继续执行|停止执行|保留|暂缓",
        r"受理|补正|转送|视为|告知",
        r"准予|自行纠正|备案|退回",
        r"取消|承接|调整|下放|合并|新增|变更|收回|移交|保留|改为|告知承诺|优化",
        r"民事|刑事|行政",
        r"来信|来访|来电|投诉|举报|网上|信件",
        r"本级|区级|县级|市级|乡镇|镇级|街道|县\(|县、|所属|部门",
        r"一审|二审|再审|中级|高级|基层",
        r"普通程序|一般程序|简易程序|当场|快速|简易",
        r"建议|提案",
        r"立案|不予立案|正在审查",
        r"许可|处罚|强制|检查|征收|确认|给付|裁决",
        r"采纳|整改|完成|办结|化解|解决|销号|答复|兑现|治理|清偿|结案|审结",
    )
)
WHOLE_FAMILIES = tuple(
    tuple(late(word) for word in words)
    for words in (
        (r"民事", r"刑事", r"行政"),
        (r"来信", r"来访"),
        (r"投诉", r"举报"),
        (r"本级|市级", r"县|区|镇|街道"),
        (r"一审", r"二审"),
        (r"普通程序|一般程序", r"简易|当场|快速"),
        (r"建议", r"提案"),
        (r"优秀|良好|优", r"合格|良", r"不合格|较差|差|不达标"),
        (r"废止|失效", r"有效|执行|保留"),
        (r"保留", r"收回|取消|下放"),
        (r"许可", r"处罚", r"强制"),
        (r"维持|驳回", r"撤销|变更|确认", r"终止|撤回|和解|调解|撤诉"),
        (r"胜", r"败"),
        (r"(?<!不予)受理", r"不予受理|不受理"),
    )
)

# Work received and work done: what is done cannot exceed what came in.
RECEIVED = late(
    r"受理|收到|接收|接到|接件|收件|立案|立[^,]{0,8}案|排查|清理|检查|抽查|抽检|发现|反馈|交办|梳理|承办|发放|调解|曝光|认领|登记|应|提出|摸排|参加|下达|移送"
)
DONE = late(
    r"办结|审结|结案|整改|化解|保留|成功|销号|答复|办复|完成|收回|合格|解决|破案|通过|采纳|清偿|兑现|按时|按期|调处(?!矛)|治理|到位"
)
# What becomes of a case that is done: inside the done ones, not beside them.
OUTCOME = late(r"败诉|胜诉|纠错|维持|撤销|驳回|调解|和解|不合格")
# One opinion for every matter looked at.
MADE_OF = late(r"意见|文书|报告|合|共|总|全部")
# Work that may carry over from last year: more done than received is possible.
CARRIES_OVER = late(r"办结|审结|结案|破案|化解|完成|调处")

# Last year's figure or the difference to it, told between a total and its parts.
COMPARES = late(r"上年|去年|同比|增加|增长|减少|下降")
CHANGE_UP = late(r"新增|新添|增加|添加|增补|纳入")
CHANGE_DOWN = late(r"划出|取消|核减|减少|注销|退出|移出|调出|剔除|废止")
NET_TOTAL = late(r"新账|现有|现共|调整后|增至|达到|总数|保留|共有|定在|变为|年末|实有")


def opens(gap: str) -> bool:
    """Whether a breakdown begins in the words before a figure, in the same sentence as the figure."""
    cut = max(gap.rfind("。"), gap.rfind(";"))
    return bool(OPENS.search(gap, cut + 1)) or (cut < 0 and bool(OPENS_CLAUSE.match(gap)))


def family(labels: list[str]) -> bool:
    """Whether at least two labels name parts of one kind."""
    return any(sum(bool(kind.search(label)) for label in labels) >= 2 for kind in FAMILIES)


def is_whole(labels: list[str]) -> bool:
    """Whether the labels name every part there can be, or the last one takes what is left."""
    if CLOSES.search(labels[-1]):
        return True
    return any(all(any(word.search(label) for label in labels) for word in words) for words in WHOLE_FAMILIES)
