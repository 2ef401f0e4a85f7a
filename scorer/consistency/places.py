"""Another place's name where the issuer's own should stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from scorer.consistency.view import Section, View
from scorer.model import Meta, Notice
from scorer.patterns import late

KIND = "leftovers"
_UNITS = "自治县|县|区|旗|镇|乡|街道|市"
_PLACE = late(rf"([\u4e00-\u9fff]{{1,6}}?)({_UNITS})")
_DOES = "坚持|深入|认真|全面|严格|始终|积极|扎实|切实|高度重视|紧紧围绕|以习近平|着力|牢固树立|不断"
_BODY = "(?:人民政府|(?:党?委、)?.?政府|[\u4e00-\u9fff]{2,10}局)?"
_SUBJECT = late(rf"(?:[\n。;]|20\d\d年,)([\u4e00-\u9fff]{{2,4}}?)({_UNITS}){_BODY}(?:{_DOES})")
_ANNOUNCED = late(rf"现将([\u4e00-\u9fff]{{2,4}})({_UNITS})(?=20\d\d年|法治|依法)")
_SIGNATURE = late(r"[\u4e00-\u9fff]{2,24}(?:人民政府|局|委员会|办事处)")
_DAY = late(r"20\d\d年\d{1,2}月\d{1,2}日")
_NO_NAME = late(
    r"[我全本各该两三多每外辖城郊市中县区乡镇村街在对向由与和及将为的了等按照邻周老新景园矿林社校库灾片小地牧]|开发|示范|合作|功能|自贸|经开|高新|"
    "重点|试点|建制|特色|贫困|脱贫|先进|边远|少数|部分|个别|有关|相关|上述|行政|自治|民族|指定|受援|产粮|"
    "督促|指导|推动|联合|要求|组织|引导|帮助|支持|协助|配合|带领|促进|确保|完成|确认|加强|建立|健全|推进|成立|提请|邀请|协调|监督|责令|鼓励|倒逼"
)
_OURS = late(r"(?<![自“])我(县|区|市|镇|乡|街道)(?!人民政府网)")
# what a place of this kind cannot call itself; 我市 and 我区 may be the city or the autonomous region above
_NOT_OURS = {
    "县": "镇乡街道",
    "区": "县镇乡街道",
    "市": "县镇乡街道",
    "镇": "乡街道",
    "乡": "镇街道",
    "街道": "镇乡",
}


def place_notices(view: View, meta: Meta, sections: Sequence[Section]) -> Iterator[Notice]:
    """Yield notices where another place of the issuer's own kind stands in the issuer's place."""
    own = _own(meta)
    if own is None or view.text.count(own[0]) < 2:
        return
    yield from _wrong_kind(view, own[1])
    known = f"{meta.region or ''}{meta.issuer or ''}{meta.title or ''}"
    for found in (*_ANNOUNCED.finditer(view.text), *_SUBJECT.finditer(view.text)):
        name, unit = found.groups()
        if not _foreign(name, unit, own, known):
            continue
        role = view.role(found.start())
        if role not in ("heading", "title") and (role == "preface" or unit != "市"):
            message = f"此处以“{name}{unit}”为主语，发文单位是“{own[0]}{own[1]}”，是否沿用了其他地方的文字。"
            yield view.notice(KIND, "check", message, found.start(1), found.end(2))
    yield from _signature(view, own, known, sections)


def _own(meta: Meta) -> tuple[str, str] | None:
    """Name and kind of the issuer's place: (东川, 区)."""
    found = list(_PLACE.finditer(meta.region or ""))
    if not found or found[-1].end() != len(meta.region or ""):
        return None
    name, unit = found[-1].groups()
    return (name, "县" if unit == "自治县" else unit) if len(name) >= 2 else None


def _foreign(name: str, unit: str, own: tuple[str, str], known: str) -> bool:
    kind = "县" if unit == "自治县" else unit
    peers = (
        {own[1]}
        | ({"县", "区"} if own[1] in ("县", "区") else set())
        | ({"镇", "乡"} if own[1] in ("镇", "乡") else set())
    )
    return kind in peers and not _NO_NAME.search(name) and name not in known and own[0] not in name


def _wrong_kind(view: View, unit: str) -> Iterator[Notice]:
    forbidden = _NOT_OURS.get(unit, "")
    found = [hit for hit in _OURS.finditer(view.text) if hit.group(1) in forbidden]
    if found and len(found) * 3 <= max(len(re.findall(f"我{unit}|全{unit}", view.text)), 3):
        more = f"（共{len(found)}处）" if len(found) > 1 else ""
        message = f"发文单位是{unit}，文中自称“{found[0].group()}”{more}，是否沿用了其他地方的文字。"
        yield view.notice(KIND, "check", message, *found[0].span())


def _signature(view: View, own: tuple[str, str], known: str, sections: Sequence[Section]) -> Iterator[Notice]:
    """The signature below the text with its date, which the outline holds for page furniture."""
    tail: list[Section] = []
    for section in reversed(sections):
        if section.role != "chrome":
            break
        tail.append(section)
    for section, following in pairwise(reversed(tail[-4:])):
        if not _DAY.search("".join(view.normal[following.start : following.end].split())):
            continue
        shown = view.normal[section.start : section.end].strip().rstrip("。")
        compact = "".join(shown.split())
        if not _SIGNATURE.fullmatch(compact):
            continue
        places = _PLACE.findall(compact.partition("人民政府")[0])
        if (
            places
            and all(_foreign(name, unit, own, known) for name, unit in places[-1:])
            and own[0] not in compact
        ):
            low = (
                section.start
                + len(view.normal[section.start : section.end])
                - len(view.normal[section.start : section.end].lstrip())
            )
            quote = view.original[low : low + len(shown)]
            message = (
                f"请核对：落款为“{compact}”，报告的发文地是“{own[0]}{own[1]}”，是否沿用了其他地方的文字。"
            )
            yield Notice(KIND, "check", message, quote, low, low + len(shown))
        return
