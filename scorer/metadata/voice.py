"""How a text speaks of its writer: “我县”, “2021年,自然资源部…”, a body named where none is said to write."""

from __future__ import annotations

import re
from collections import Counter

from scorer.metadata.bodies import MENTION, YEAR, Body, parse_body
from scorer.metadata.page import Page
from scorer.metadata.places import PROVINCES, is_place, last_unit
from scorer.patterns import late

_OPENING = late(
    rf"(?:(?:^|[\n。:;,《]|\d日)(?:{YEAR}(?:以来)?[,，]?|一年来,|近年来,|现将|制定)|"
    rf"^|之年,|(?:领导|指导|支持|关心|帮助)下,|要求,)\s*(?=(?P<rest>[\u4e00-\u9fff、]{{2,40}}))"
)
_VERB = late(
    r"按|把|围绕|落实|贯彻|坚持|坚定|认真|深入|深刻|全面|全力|结合|紧紧|紧扣|紧密|始终|"
    r"积极|严格|同步|推动|推进|依法|依据|依托|根据|对照|切实|不断|持续|牢固|牢牢|高度|"
    r"聚焦|立足|学习|践行|以(?=习|法|党|贯|推|建|优|服|改|高)|"
    r"在(?=[省市县区州旗镇党习以全上各]|自治区)|公开(?=政府)|完成|党政主要|各级|加强|强化|"
    r"扎实|大力|守|述法|法治(?:政府|建设|工作)|依托|牢记|锚定|统筹|充分|进一步|着力|有序|"
    r"履行|主动|狠抓|开展|召开|20\d\d|情况|工作|年度"
)
_WE = late(
    r"(?:我|本)(省|自治区|市|自治州|州|盟|(?<=我)地区|县|旗|区(?!域)|镇|乡|街道|街|苏木|"
    r"管委会|局|厅|委|办(?!法)|部(?!门)|院|"
    r"中心|支队|大队|总队|队(?!伍)|机关|单位)"
)
_SYSTEMS = {
    "司法行政系统": "司法局",
    "市场监管系统": "市场监督管理局",
    "生态环境系统": "生态环境局",
    "教育系统": "教育局",
    "公安机关": "公安局",
    "卫生健康系统": "卫生健康委员会",
    "应急管理系统": "应急管理局",
    "自然资源系统": "自然资源局",
    "交通运输系统": "交通运输局",
    "农业农村系统": "农业农村局",
    "人力资源社会保障系统": "人力资源和社会保障局",
    "民政系统": "民政局",
    "水利系统": "水利局",
    "财政系统": "财政局",
    "税务系统": "税务局",
}
_DEPARTMENTS = frozenset(("局", "厅", "委", "办", "部", "院", "中心", "支队", "大队", "总队", "队"))
_IN_A_NAME = late(rf"《?({'|'.join(PROVINCES)}|[\u4e00-\u9fff]{{2,6}}?[市州盟县区旗])(?=[\u4e00-\u9fff])")
_WE_REPORT = late(r"将" + _WE.pattern)


def we(text: str) -> str | None:
    """What the writer calls himself: 县 of “我县”, 局 of “本局”; “现将我县…” before the most frequent."""
    told = _WE_REPORT.search(text)
    if told:
        return told[1]
    counts = Counter(match[1] for match in _WE.finditer(text))
    return counts.most_common(1)[0][0] if counts else None


def opening_subject(page: Page, start: int) -> Body | None:
    """The body that is the subject of an opening sentence: “2021年,自然资源部…”."""
    text = page.flat(start, 700)[:900]
    generic = None
    for match in _OPENING.finditer(text):
        rest = match["rest"]
        if _VERB.match(rest):
            continue
        verb = _VERB.search(rest, 1)
        name = rest[: verb.start()] if verb else rest
        body = _longest(name)
        if body and not body.generic:
            return body
        generic = generic or body
    return generic


def _longest(name: str) -> Body | None:
    for length in range(len(name), 1, -1):
        body = parse_body(name[:length])
        if body:
            return body
    return None


def mentioned(text: str, own: str | None, opening: Body | None) -> Body | None:
    """A body named in the text that is what the writer calls himself."""
    lines = "\n".join(line for line in text.split("\n") if not (line.endswith(":") and len(line) < 20))
    for match in MENTION.finditer(lines):
        body = parse_body(match[1])
        if body is None or body.generic or body.place is None:
            continue
        if opening and opening.generic:
            if body.name.endswith(opening.name[1:]):
                return body
        elif own:
            if fits(body, own):
                return body
        elif f"{body.place[-1]}政府" in text or f"{body.place[-1]}委" in text or body.kind == "department":
            return body
    return None


def system(text: str, own: str | None) -> Body | None:
    """“全市司法行政系统” with “我局” is the 司法局 of the city named somewhere in the text."""
    if own not in {"局", "委"}:
        return None
    match = re.search(rf"全([省市县区州])({'|'.join(_SYSTEMS)})", text[:200])
    if match:
        for place in _IN_A_NAME.finditer(text):
            if place[1].endswith(match[1]) and is_place(place[1]) and text[place.start()] == "《":
                return Body(place[1] + _SYSTEMS[match[2]], place[1], "department")
    return None


def fits(body: Body, own: str | None) -> bool:
    """Whether `body` may be what the writer calls `own` (县, 局; None: he doesn't say)."""
    if own is None or own in {"机关", "单位"}:
        return True
    if own in _DEPARTMENTS:
        return body.kind in {"department", "court"}
    if body.kind == "department" or body.place is None:
        return False
    return (
        own == "管委会"
        or last_unit(body.place).endswith(own)
        or (own == "街" and body.place.endswith("街道"))
    )
