"""The place a report is about, as fully as the page names it."""

from __future__ import annotations

from scorer.metadata.bodies import Body
from scorer.metadata.page import Page
from scorer.metadata.places import PROVINCES
from scorer.patterns import late

_C = "[\u4e00-\u9fff]"
_ABOVE = late(
    rf"(?:^|[^\u4e00-\u9fff]|中共)({'|'.join(PROVINCES.values())}|{_C}{{2,7}}?(?:省|市|州|盟|地区))$"
)
_LAW_BASED = late(rf"法治({_C}{{2,3}})\s*(?:建设|\()")
_OWN = late("(?:全|我)(县|区|旗|镇|乡)")
_NO_PLACES = frozenset(
    {"政府", "社会", "国家", "机关", "部门", "单位", "思想", "理念", "中国", "保障", "文化", "环境"}
)


def find_region(page: Page, body: Body | None) -> str | None:
    """Return the place of the issuer, or the one the text calls law-based (法治澄江), or None."""
    top = "\n".join(line.plain for line in page.head)
    if body:
        return _with_place_above(body.place, top) if body.place else None
    named = _LAW_BASED.search(top)
    if named is None or named[1] in _NO_PLACES:
        return None
    if named[1] in PROVINCES:
        return PROVINCES[named[1]]
    own = _OWN.search(top)
    return named[1] + own[1] if own else None


def _with_place_above(place: str, top: str) -> str:
    """“云浦市澄江区” for “澄江区” where the page writes both together."""
    at = top.find(place)
    while at >= 0:
        above = _ABOVE.search(top, max(at - 10, 0), at)
        if above:
            return above[1] + place
        at = top.find(place, at + 1)
    return place
