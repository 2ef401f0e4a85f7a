"""The level of the reporting body: from its name, else from how the text speaks of itself."""

from __future__ import annotations

import re
from collections import Counter

from rules.model import Level
from scorer.metadata.bodies import Body
from scorer.metadata.page import Page
from scorer.metadata.places import level_of
from scorer.metadata.voice import we
from scorer.patterns import late

_UNITS: dict[Level, str] = {
    "province": "省 自治区",
    "prefecture": "市 自治州 州 盟 地区",
    "county": "县 旗 区 管委会",
    "township": "镇 乡 街道 街 苏木",
    "department": "局 厅 委 办 部 院 中心 支队 大队 总队 队 单位",
}
_SELF = {unit: level for level, units in _UNITS.items() for unit in units.split()}
"""What a writer calls his own place or body (我县, 我局) -> level."""
_MASKED = late(
    r"(?:某某?|×+|[xX]{1,3}|\*+|[○〇]{2})([\u4e00-\u9fff]{0,16}?(?:局|厅|委员会|委|"
    r"办公室)|省|自治区|市|自治州|州|盟|县|区|旗|镇|乡|街道|街)(?=20|关于|人民政府|办事处|"
    r"法治|$)"
)
_WHOLE = late(r"全(省|自治区|市|州|盟|县|旗|区|镇|乡|街道|苏木)(?!面)")
_OWN_SEAT = late(
    r"(?<![上市省])(省|自治区|市|州|盟|县|旗|区|镇|乡)(?:人民)?政府(?:党组|常务会议?|"
    r"办公室|第\d+次|各部门)"
)
_PLAIN_SEAT = late(r"(自治区|省|市|州|盟|县|旗|区|镇|乡)(?:级政府|委副?书记|政府|长|委|党委)")


def find_level(body: Body | None, page: Page, title: str, start: int) -> Level | None:
    """Return the level; `title` is normalised without blanks, `start` the first line after it."""
    if body:
        if body.kind == "state":
            return None
        if body.kind == "department":
            return "department"
        if body.kind == "township":
            return "township"
        if "办公" in body.name and we(page.flat(start)) == "办":
            return "department"
        if body.place:
            return _of_place(body.place, page)
    masked = _MASKED.search(title)
    if masked:
        return _SELF.get(masked[1], "department")
    return _deictic(page, title, start)


def _of_place(place: str, page: Page) -> Level | None:
    text = page.raw if place.endswith("市") or "区" in place else ""
    return level_of(place, text)


def _deictic(page: Page, title: str, start: int) -> Level | None:
    text = title + "\n" + page.flat(start, 3000)
    own = we(text[:700]) or we(text)
    if own in _SELF:
        return _adjust(_SELF[own], own, text, page)
    for pattern, part in ((_OWN_SEAT, text), (_WHOLE, text), (_PLAIN_SEAT, text[:300])):
        counts = Counter(match[1] for match in pattern.finditer(part))
        if counts:
            unit = counts.most_common(1)[0][0]
            return _adjust(_SELF[unit], unit, text, page)
    if re.search(r"各县[(、区市]", text[:300]):
        return "prefecture"
    return None


def _adjust(level: Level, unit: str, text: str, page: Page) -> Level:
    """“全区” of an autonomous region is a province; “我市” may be a county-level city."""
    if (
        unit == "区"
        and "自治区" in text[:800]
        and not re.search(r"自治区[^。]{0,30}(?:市|区)(?:委|政府)", text[:800])
    ):
        return "province"
    if unit == "市":
        return level_of("我市", page.raw) or level
    return level
