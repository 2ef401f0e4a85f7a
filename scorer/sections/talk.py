"""What is left of a sentence on shortcomings when its set phrases are taken away.

Empty talk has few forms, concrete lacks have countless ones; so the forms of talk are listed here and whatever
they leave over counts.
"""

from __future__ import annotations

from scorer.patterns import late

SUBSTANCE = 5  # characters left over that say something by themselves
MUCH = 14  # the same in a sentence that grants shortcomings in general
NAMED = 2  # characters that suffice where they name a field of work, a kind of unit, a step
# Whole turns of phrase: the year went well, but measured against others … , and we shall try harder.
_TURNS = (
    # 虽然取得了一定成绩
    r"(?:虽然?|尽管)?[^,。;:]{0,14}(?:取得|有了?|迈出|属于|上了|打下)[^,。;:]{0,12}?(?:成绩|成效|进步|进展|成果|起色|提高|过去|步伐|台阶|基础)(?:的同时)?",
    # 与上级要求和群众期盼相比 / 离……还差着
    r"(?:^|(?<=[,;:。])|(?<=[但然我们也设作法]))[但然而也却还我们局市县区镇乡]{0,3}(?:与|同|和|跟|比起|对照|对标|比照|较之|相较于?|比)[^,。;:]{2,40}?(?:相比|比较|比起来|相较|来看|而言|要求|期盼|期待|期望|标准|需要|期许|厚望|比)(?=[,。;:还仍尚有也、]|$)",
    r"(?:离|距|距离|去|比)[^,。;:]{2,30}?(?:还|仍|尚)?[有差欠隔]?[^,。;:]{0,8}(?:差距|距离|差|远|不够|一截|斤两|火候|一段路|相称|相适应)[^,。;:]{0,8}",
    r"(?:跟|与|和|同)[^,。;:]{0,10}(?:先进|兄弟|发达|标杆)[^,。;:]{0,8}比",
    # 还存在一些差距和不足
    r"(?:存在|还有|仍有|尚有|也有|面临|有)(?:着|的)?(?:一些|一定|不少|诸多|很多|许多|若干|不小|较大|一点|这样那样|亟待解决|不容忽视)?(?:的)?(?:差距|不足|问题|短板|薄弱环节|困难|弱项|欠缺|不适应|毛病)(?:的地方)?(?:(?:和|与|、|以及)(?:差距|不足|问题|短板|薄弱环节|困难|弱项))*(?:之处)?",
    # 有待进一步改进 / 还得使劲
    r"(?:需要|有待|亟待|亟须|亟需|必须|还得|还要|还需|还须|仍需|仍须|尚需|尚须|须|当)(?:在)?(?:今后|以后|下一步|下步|来年|明年)?[^,。;:]{0,10}?(?:改进|加强|提高|提升|加大|解决|补齐|努力|完善|改善|弥补|克服|使劲|加油|加把劲|往前\S?|追赶|自勉|用力|重视|足些)",
    r"(?:我们)?(?:将|要|会)?(?:高度重视|认真(?:加以)?解决|采取有[力效]措施|切实加以[^,。;:]{0,4}|加以改进|逐步(?:加以)?(?:改进|完善|解决)(?:和完善)?|不容忽视|引起[^,。;:]{0,4}重视)",
    r"[^,。;:]{0,6}(?:一段|很长|长长的|好长)[^,。;:]{0,4}路[^,。;:]{0,4}(?:走|撵|赶|追)",
    r"(?:做得|做的)?不够的地方[^,。;]{0,6}|一件一件补上|(?:尚有|存在|仍有|未)(?:诸多)?(?:未)?尽人意(?:之处|的地方)?",
    # 谦词
    r"金无足赤|人无完人|山外有山|人外有人|任重道远|逆水行舟[^,。;:]{0,6}|成绩虽有|[未不]敢[^,。;:]{1,4}|薄有所成|(?:有的)?(?:事|工作)?做了但没有做透|想到了还没有动手|瑕不掩瑜|美中不足|满招损[^,。;]{0,6}|谦受益|不?尽?如?人意的地方|恳请[^,。;]{2,}|批评指正|还有不少毛刺要磨|老话说[^,。;]{0,4}|始终保持清醒",
)

_TURN = late("|".join(_TURNS))
# Words that fit any office and any year.
_ANY = late(
    "法治政府建设|法治建设|依法行政|依法治[国省市县区镇乡]|法治工作|法治政府|法治[乡镇街局]\\S|工作|建设|推进|推动|过程|总的来看|总体上看|整体|各项|方面|环节|任务|形势|发展|"
    "高质量|新时代|一年来?|过去|今年|本年度?|年度|当前|目前|同时|此外|另外|但是|但|虽然|虽|然而|然|不过|尽管|在肯定|在总结|在取得|肯定|总结|看到|认识到|深知|"
    "正视|认真|查找|找准|剖析|检视|反思|清醒|客观|地|也|还|仍然|仍旧|仍|依然|尚|存在|主要|表现为|表现在|体现在|突出|具体|如下|以下|几个|一些|一定|不少|诸多|若干|有些|有的|"
    "问题|差距|不足|短板|弱项|薄弱环节|困难|欠缺|缺点|毛病|原因|成因|离|与|和|同|对照|对于|这些|上述|以上|相比|比|要求|期盼|期待|期望|盼头|标准|上级|中央|党中央|国务院|省委|市委|县委|党委|政府|"
    "人民|群众|百姓|老百姓|大家|大伙|领导|社会|居民|企业|先进|地区|单位|兄弟|全[省市州盟县旗区镇乡局街院系统]+|我[省市州县旗区镇乡局街厅委办院]+|我们|咱们|咱|街道|机关|本[省市县区镇乡局]|"
    "质量|水平|能力|力度|深度|广度|程度|效果|成效|成绩|进步|进展|进一步|不断|持续|切实|着力|提升|提高|加强|加大|增强|改进|改善|完善|解决|补齐|努力|重视|"
    "不够|不高|不大|不强|较大|较小|不小|有待|需要|需|亟待|今后|下一步|下步|将来|以后|中|的|了|着|在|上|是|有|里|得|再|更|很|些|就|都|把|让|之|其|于|所|为|由于|因为|那|这|个|"
    "[一二三四五六七八九十]+[是、]|第[一二三四]|其[一二三四]|\\d{4}年|\\(.{1,2}\\)|\\W|\\d"
)


def substance(text: str) -> str:
    """Return what is specific in `text`, with blanks for the rest; blank where it is all talk."""
    return _ANY.sub(" ", _TURN.sub(",", text))


def weight_of(rest: str) -> int:
    """How many characters a remainder of `substance` has."""
    return sum(map(len, rest.split()))


def grants_some(text: str) -> bool:
    """Whether a sentence says in general that there are shortcomings; then it must name them to count."""
    return bool(_IN_GENERAL.search(text))


_IN_GENERAL = late(
    "差距|(?<![量员费人力数力件备位入识心])不足|短板|弱项|问题|困难|缺点|欠缺|尽如?人意|毛刺|斤两|火候|距离|满招损|功课要做|我们|咱|自身|自己|步子|欠账|补课|提升的地方|路要走|下功夫|进步空间"
)
_SELF_CRITICISM = late(
    r"(?:还|仍|尚|也)(?:存在|有)(?:着)?(?:一些|一定|不少|诸多|许多|不小|较大)?的?[^,。;]{0,6}(?:差距|不足|短板|薄弱环节|弱项)(?!.{0,6}(?:全部|已|均|整改))"
)
_OF_OTHERS = late("企业|群众反映|商户|排查|检查发现|督促|整改|验收|评估发现|学校|医院|工地")
_HEADS_PROBLEMS = late(
    r"(?:存在|面临|仍有|还有|当前|主要|突出).{0,8}(?:问题|不足|差距|短板|困难|弱项|薄弱环节)(?:和|与|及|以及|、|$)|短板弱项$|(?:问题|不足|差距|短板)(?:和|与|及其?|以及)(?:不足|差距|短板|薄弱环节|原因|困难)"
)
_HEADS_REPAIR = late(r"(?:解决|破解|化解|整改|聚焦|针对|整治|排查|突出问题|着力|协调)(?!建议)")


def is_self_criticism(text: str) -> bool:
    """Whether a sentence outside the section grants that there are shortcomings of one's own."""
    return bool(_SELF_CRITICISM.search(text)) and not _OF_OTHERS.search(text)


def heads_problems(text: str) -> bool:
    """Whether a heading promises shortcomings, not the repair of somebody's."""
    return bool(_HEADS_PROBLEMS.search(text)) and not _HEADS_REPAIR.search(text)
