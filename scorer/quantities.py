"""Where a sentence states quantities: counted things, amounts, shares."""

from __future__ import annotations

from scorer.patterns import late

# After a number in characters these make it a name: 十四个重点领域, 三项制度.
_NO_COUNT = "制度|机制|维护|意识|坚持|严禁|务必|方面|清单|责任|重点|领域|层面|环节|关键"
QUANTITY = late(
    r"(?<![\d第.])(?<!\d年)\d[\d,.]*[多余来几]?[十百千万亿]*[多余来几]?(?:%|‰|个百分点|个工作日|人次|件次|卷次|场次|批次|车次|学时|课时|平方米|公里|"
    r"[件起宗次场人名份项条个家户期篇处部支辆本张块座批例封卷桩堂班间台套种类门元吨亩对所幅册万亿顶枚把只头口轮组分位段项天字步成村镇回拨稿趟盒遍桩样通路根声顿摞箱道辆栋笔串])(?!五)"
    r"|(?<![第十一二三四五六七八九])[两二三四五六七八九十][一二三四五六七八九十百千]{0,3}[多余来几]?(?:件|起|次|场|人次|名|份|期|批次|万|百|千|回|桩|趟|处|家|个|遍|位|稿|条|堂|课|天)(?!五|自信|确立|敢于|亲自|全面|文明|代表|革命|先行|示范|结合|统一|一体|人|字|样|"
    + _NO_COUNT
    + ")"
    r"|(?<![第〇零一二两三四五六七八九十百千万])(?=[一二两三四五六七八九]?[十百千])(?!千百)[一二两三四五六七八九十百千零]{2,8}[多余来几]?"
    r"(?:[件起次场名份期回桩趟处家个遍位稿条堂课天本辆艘户页册幅元亩吨块台套张间座栋口头只枚盒箱袋卷宗项桌双盏根道支部批对顶把米]|人次|公里)(?!民族|任务|要求|措施|举措|必须|"
    + _NO_COUNT
    + ")"
    r"|百分之[一二三四五六七八九十百]+"
)


def quantities_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of the quantities in folded `text`."""
    return [match.span() for match in QUANTITY.finditer(text)]
