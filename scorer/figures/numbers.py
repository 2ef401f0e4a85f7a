"""Reads figures: arabic and Chinese numerals, 万/亿, percents, with unit, precision and offsets."""

# Annotations are not postponed here: named tuples would compile every one of them at each start.
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from scorer.patterns import late


class Figure(NamedTuple):
    """One figure of the text.

    `value` is in single units (3.5万 is 35000; money in 元); `slack` is how far the true value may lie
    from it (half of the last digit of 3.5万, 0 for an exact count); `scale` is what money was counted
    in (10000 for 万元). `unit` is "%" for a percent and "" for a bare number. `high` is the upper end
    of a range (5至6家), otherwise equal to `value`.
    """

    start: int
    end: int
    value: Decimal
    slack: Decimal
    unit: str
    approx: bool
    chinese: bool
    scale: int
    high: Decimal


_CN = "零〇一二两三四五六七八九十百千万"
_UNITS = (
    r"件\(人\)次|人\(次\)|[人件批场台户辆卷艘家班车]次|个?工作日|个?小时|分钟|天|平方公里|平方米|立方米|公里|公斤|公顷"
    r"|个?事项|个项目|个案件|万元|件套"
    r"|[件宗项顶份条个人名位卷场次期户家起处台套本部张支所辆艘亩吨元册篇例类种款幅块座间组笔轮堂节集枚把只头瓶箱米级批桩单门棵株路片]"
)
_UNIT = late(_UNITS)
_SAME_UNIT = {"名": "人", "位": "人", "顶": "项", "事项": "项", "个事项": "项", "个案件": "件", "桩": "件"}
_SAME_UNIT |= {"场次": "场", "人(次)": "人次", "件(人)次": "人次"}
_SAME_UNIT |= {"个工作日": "工作日", "个小时": "小时", "个项目": "个"}
TIME_UNITS = frozenset({"工作日", "小时", "分钟", "天"})
_MONEY = "元"
_SCALES = {"": 1, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_SCALES |= {"百万": 10**6, "千万": 10**7, "万亿": 10**12}
_EXACT = Decimal(0)

# What looks like a figure and is none; tried before figures, at the same place.
_NOT_FIGURES = (
    r"第[\d一二三四五六七八九十百]+",
    r"[〔\[【(](?:19|20)\d\d[〕\]】)]第?\d+(?:-\d+)?号?|[〔\[【(](?:19|20)\d{3,6}号",
    r"(?:19|20)\d\d(?:19|20)\d\d(?:年|\))",
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}",
    r"(?:19|20)\d\d年?(?:度)?[-至到](?:(?:19|20)\d\d|\d{1,2}月)?年?(?:度)?(?:\d{1,2}月)?(?:\d{1,2}日)?",
    r"\d+(?:\.\d+)?年(?:\d{1,2}月)?(?:\d{1,2}[日号])?",
    r"\d{1,2}-\d{1,2}月(?:份)?|\d{1,2}月(?:\d{1,2}[日号]?)?|\d+(?:-\d+)?[日号时]",
    r"\d{1,2}:\d\d(?::\d\d)?",
    r"\d{1,2}[·•・‧]\d{1,2}",
    r"\d+(?:\+[\dA-ZXN]+)+",
    r"12[0-9]{3}(?=[”\"]?(?:\(|热线|平台|政务|专线|投诉|服务|便民|市长|政府|举报|诉求|工单|效能|法律|消费|话务))",
    r"123(?:45|15|48|19|28|33|50|09|18|13|88|66|12|25|93|31|16|89|51)(?![\d.万余多%]|[件个条次人户起宗项份])",
    r"[A-Za-z]+\d+(?:\.\d+)*|\d+(?:\.\d+)?[A-Za-z℃]+",
    r"\d{3,4}-\d{7,8}|1\d{10}|\d{12,}",
    r"(?<=[\n。;:])\d{1,2}[.、](?!\d)|\(\d{1,2}\)",
    r"\d+(?:\.\d+)?(?:个)?(?:百分点|点[半钟]|周岁|岁|学时|课时|个?月|季度|周(?!边)|分(?![之别钟])|度|级(?=[以及干台响]))",
    r"前\d+名|[前近]?\d+强",
    r"\d+分之\d+",
)
# 1,234 and, before a unit, 1 234.
_DIGITS = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?=[件个条人次户份项名])|\d+(?:\.\d+)?"
_TOKEN = late(
    rf"(?P<skip>{'|'.join(_NOT_FIGURES)})"
    r"|百分之(?P<pct>[零〇一二两三四五六七八九十百\d]+(?:[点.][零〇一二三四五六七八九\d]+)?)"
    rf"|(?P<num>{_DIGITS})(?:[-至到~](?P<high>{_DIGITS})(?!月|年))?(?P<mult>万亿|千万|百万|[亿万千百](?!分))?(?P<about>[余多来几])?"
    r"(?P<mult2>[万亿])?(?P<percent>%)?"
    rf"|(?<![第{_CN}统每])(?P<cn>[{_CN}]{{1,9}})(?P<cnabout>[余多来几])?(?=[件个项名家条份部宗起户场次本人处类级张卷])"
)
# Where a token may begin: one character class first, so that the engine skips over everything else.
_START = late(
    rf"[0-9第〔\[【(A-Za-z{_CN}](?:(?<=[0-9])|(?<=[〔\[【(])[0-9]|(?<=第)[0-9{_CN}]|(?<=[A-Za-z])[A-Za-z]*[0-9]"
    rf"|(?<=百)分之|(?<=[{_CN}])[{_CN}]{{0,8}}[余多来几]?[件个项名家条份部宗起户场次本人处类级张卷])"
)
_ABOUT_BEFORE = late(
    r"(?:约|近|超|超过|逾|突破|不少于|不低于|不高于|不超过|至少|最多|最高|最低|不足|接近|高于|低于|大于|小于|多于|少于)$"
)
_ABOUT_AFTER = late(
    r"[^\s,。;、]{0,2}?(?:以上|以下|以内|之内|左右|上下|之多|不等)|余|多(?=[,。;、项个件])|\+"
)
_ALONE = late(r"(?:其余|剩余|余下|剩下|另有|还有|另外|另|仅|只有|余)$")
_BARE_END = late(r"[,。;、)\n]|$")
_GROUPED = late("[, ]")
_CN_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CN_POWER = {"十": 10, "百": 100, "千": 1000}


def chinese_value(numeral: str) -> int | None:
    """Value of a Chinese numeral below 10⁸ (三百二十一 is 321); None where it is no number."""
    total = section = digit = 0
    for char in numeral:
        if char in _CN_DIGIT:
            digit = _CN_DIGIT[char]
        elif char in _CN_POWER:
            section += (digit or 1) * _CN_POWER[char]
            digit = 0
        else:
            total = (total + section + digit) * 10**4
            section = digit = 0
    value = total + section + digit
    return value if value and numeral[0] not in "零〇百千万" else None


def figures(text: str) -> Iterator[Figure]:
    """Figures of a prepared text, in order; what is no figure (years, 文号, hotlines …) is left out."""
    at = 0
    while start := _START.search(text, at):
        token = _TOKEN.match(text, start.start())
        if token is None:
            at = start.start() + 1
            continue
        at = token.end()
        figure = None
        if token["num"]:
            figure = _arabic(text, token)
        elif token["pct"]:
            figure = _percent_words(token)
        elif token["cn"]:
            figure = _chinese(text, token)
        if figure:
            yield figure


def _arabic(text: str, token: re.Match[str]) -> Figure | None:
    start, end = token.span()
    digits = _GROUPED.sub("", token["num"])
    decimals = len(digits) - digits.find(".") - 1 if "." in digits else 0
    mult = (token["mult"] or "") + (token["mult2"] or "")
    if mult not in _SCALES:
        return None
    value, half = Decimal(digits), Decimal(5).scaleb(-decimals - 1)
    about = bool(token["about"] or token["high"]) or _is_about(text, start)
    if token["percent"]:
        about = about or bool(_ABOUT_AFTER.match(text, end))
        return Figure(start, end, value, half, "%", about, False, 1, value)
    scale = _SCALES[mult]
    unit = _UNIT.match(text, end)
    if unit is None and (scale > 1 or not _BARE_END.match(text, end) or _is_attached(text, start)):
        return None
    name = unit[0] if unit else ""
    end = unit.end() if unit else end
    about = about or bool(_ABOUT_AFTER.match(text, end))
    if name == "万元":
        name, scale = _MONEY, scale * 10**4
    half = half * scale if decimals or scale > 1 else _EXACT
    value *= scale
    high = Decimal(_GROUPED.sub("", token["high"])) * scale if token["high"] else value
    base = scale if name == _MONEY else 1
    return Figure(start, end, value, half, _SAME_UNIT.get(name, name), about, False, base, high)


def _percent_words(token: re.Match[str]) -> Figure | None:
    whole, _, tail = token["pct"].replace("点", ".").partition(".")
    number = int(whole) if whole.isdigit() else chinese_value(whole)
    if number is None:
        return None
    digits = "".join(str(_CN_DIGIT.get(char, char)) for char in tail)
    value = Decimal(f"{number}.{digits}" if digits else number)
    half = Decimal(5).scaleb(-len(digits) - 1)
    return Figure(token.start(), token.end(), value, half, "%", False, True, 1, value)


def _chinese(text: str, token: re.Match[str]) -> Figure | None:
    number = chinese_value(token["cn"])
    start, end = token.span()
    unit = _UNIT.match(text, end)
    if number is None or unit is None or text.startswith(("月", "季度"), unit.end()):
        return None
    if number == 1 and not _ALONE.search(text, max(0, start - 4), start):
        return None
    value, name = Decimal(number), _SAME_UNIT.get(unit[0], unit[0])
    about = bool(token["cnabout"]) or _is_about(text, start) or bool(_ABOUT_AFTER.match(text, unit.end()))
    return Figure(start, unit.end(), value, _EXACT, name, about, True, 1, value)


def _is_about(text: str, start: int) -> bool:
    return bool(_ABOUT_BEFORE.search(text, max(0, start - 4), start))


def _is_attached(text: str, start: int) -> bool:
    """A bare number counts only after a word (交办总量114), never after a mark or a letter."""
    return start == 0 or not "\u4e00" <= text[start - 1] <= "\u9fff"
