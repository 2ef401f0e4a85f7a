"""Organs that the reform of 2018—2019 replaced, named as if they still worked."""

from __future__ import annotations

from collections.abc import Iterator

from scorer.consistency.view import View
from scorer.model import Meta, Notice
from scorer.patterns import late

KIND = "leftovers"
FIRST_YEAR = 2020  # local reform was complete by the end of March 2019; that year's accounts may name both
SUCCESSORS = {
    "法制办": "司法行政部门",
    "法制局": "司法行政部门",
    "工商局": "市场监督管理局",
    "工商行政管理局": "市场监督管理局",
    "质监局": "市场监督管理局",
    "质量技术监督局": "市场监督管理局",
    "食药监局": "市场监督管理局",
    "食品药品监督管理局": "市场监督管理局",
    "国土资源局": "自然资源局",
    "国土局": "自然资源局",
    "环保局": "生态环境局",
    "环境保护局": "生态环境局",
    "安监局": "应急管理局",
    "卫计委": "卫生健康委员会（局）",
    "卫计局": "卫生健康委员会（局）",
    "地税局": "税务局",
    "国税局": "税务局",
}
_PLACES = "省市县区旗州"
_ZONE = late(r"园区|开发区|新区|保税区|高新区|经开区|示范区|管委会")  # these keep offices of their own
_FORMER = late(
    r"原|前|人大|改革|更名|划转|整合|合并|并入|撤销|转隶|组建|职[能责]划|挂牌|(?<!\d)20(?:0\d|1\d)(?!\d)"
)


def organ_notices(view: View, meta: Meta) -> Iterator[Notice]:
    """Yield one hint for each superseded organ, with the number of places."""
    if meta.year is None or meta.year < FIRST_YEAR or _ZONE.search(f"{meta.issuer or ''}{meta.region or ''}"):
        return
    places: dict[str, list[tuple[int, int]]] = {}
    for organ in SUCCESSORS:
        at = view.text.find(organ)
        while at >= 0:
            start, end = view.sentence(at)
            own = view.text[at - 1 : at] in tuple(_PLACES) and not _ZONE.search(view.text, max(at - 4, 0), at)
            if own and not _FORMER.search(view.text, start, end) and not _in_title(view.text, at, start):
                places.setdefault(organ, []).append((at - 1, at + len(organ)))
            at = view.text.find(organ, at + len(organ))
    for organ, spans in places.items():
        more = f"，共{len(spans)}处" if len(spans) > 1 else ""
        message = (
            f"“{organ}”在2018—2019年机构改革后已由{SUCCESSORS[organ]}承接{more}；如系引述历史，请加“原”字。"
        )
        yield view.notice(KIND, "hint", message, *spans[0])


def _in_title(text: str, at: int, start: int) -> bool:
    """Whether an offset lies inside 《》."""
    return text.count("《", start, at) > text.count("》", start, at)
