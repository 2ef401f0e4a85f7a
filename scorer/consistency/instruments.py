"""Laws and programmes cited before they were made or after they had ended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from scorer import kept
from scorer.consistency.view import View
from scorer.digest import sha256
from scorer.fold import normalise
from scorer.model import Meta, Notice
from scorer.patterns import late
from scorer.version import VERSION

KIND = "leftovers"
_TITLE = late(r"《([^《》\n]{3,60})》")
_NOISE = late(r"[-年()\s]|^(?:中华人民共和国|国务院|中共中央、?)")
_APPLIED = late(r"(?:依据|根据|按照|依照|严格执行|严格落实|适用)[^《》,。;]{0,10}$")
_FOLLOWED = late(r"(?:贯彻|落实|按照|依据|根据|依照|执行|对照|遵循|实施|围绕|推进)[^《》。;]{0,12}$")
_COMING = late(
    r"草案|征求意见|起草|立法|即将|将于|公布|颁布|出台|准备|筹备|迎接|谋划|施行前|修订|学习|宣传|宣贯|培训|调研"
)
_PAST = late(
    r"废止|失效|修订|修改|原|旧|总结|收官|期间|回顾|上一轮|终期|评估|清理|历史|以来|取代|代替|同时期|验收|完成|案"
)
_TERM = late(r"“?([五六七八九])五”?普法")
_TERM_PAST = late(
    r"总结|验收|收官|圆满|评估|先进|表彰|期间|以来|回顾|完成|结束|成果|中期|规划期|基础上|获|被"
)
_TERM_FUTURE = late(r"谋划|起草|调研|编制|准备|衔接|启动|迎接|草案")


class Instrument(NamedTuple):
    """What is known of a law or programme; `until` is its last day, None while it lasts."""

    title: str
    issued: date
    in_force: date | None
    until: date | None
    successor: str | None
    verified: bool
    note: str


class _Known(NamedTuple):
    """Instruments by their title key, five-year terms of 普法, wrong titles with the right one."""

    instruments: dict[str, Instrument]
    terms: dict[str, tuple[int, int]]
    misnamed: dict[str, str]


@cache
def _known() -> _Known:
    data = (Path(__file__).parent.parent / "data" / "instruments.yaml").read_bytes()
    name = f"{VERSION}-{sha256(data).hexdigest()[:32]}.instruments"
    return kept.made(name, _Known, lambda: _read(data))


def _read(data: bytes) -> _Known:
    import yaml  # only where nothing was kept

    raw: dict[str, Any] = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    known: dict[str, Instrument] = {}
    for row in raw["instruments"]:
        item = Instrument(
            row["title"],
            row["issued"],
            row.get("in_force"),
            row.get("until"),
            row.get("successor"),
            row["verified"],
            row.get("note", ""),
        )
        for title in (row["title"], *row.get("aliases", ())):
            known[_key(title)] = item
    terms = {row["term"]: (row["first"], row["last"]) for row in raw["terms"]}
    return _Known(known, terms, {row["wrong"]: row["right"] for row in raw["misnamed"]})


def _key(title: str) -> str:
    return _NOISE.sub("", normalise(title))


def instrument_notices(view: View, meta: Meta) -> Iterator[Notice]:
    """Yield notices on cited instruments; each instrument once."""
    known, terms, misnamed = _known()
    told: set[str] = set()
    for found in _TITLE.finditer(view.text):
        title = found.group(1)
        if title in misnamed and title not in told:
            told.add(title)
            yield view.notice(
                KIND, "hint", f"文件名称疑有误，通行名称是《{misnamed[title]}》。", *found.span()
            )
            continue
        if meta.year is None:
            continue
        item = known.get(_NOISE.sub("", title))
        if item and item.title not in told and (fault := _fault(view, item, meta.year, found)):
            told.add(item.title)
            yield fault
    if meta.year is not None:
        yield from _terms(view, meta.year, terms)


def _fault(view: View, item: Instrument, year: int, found: re.Match[str]) -> Notice | None:
    start, end = view.sentence(found.start())
    sentence, before = view.text[start:end], view.text[start : found.start()]
    told = view.role(found.start()) in ("account", "first-responsible", "preface")
    last_day = date(year, 12, 31)
    if item.until and item.until.year + 2 <= year:
        if not _FOLLOWED.search(before) or _PAST.search(sentence):
            return None
        named = f"，现行的是《{item.successor}》" if item.successor else ""
        return _say(
            view,
            item,
            f"《{item.title}》已于{_day(item.until)}期满或废止{named}，{year}年度报告仍作为依据引用。",
            found,
        )
    if not told or _COMING.search(sentence):
        return None
    if item.issued > date(year + 1, 4, 1):
        return _say(view, item, f"《{item.title}》{_day(item.issued)}才公布，晚于{year}年度。", found)
    if item.issued <= last_day and item.in_force and item.in_force > last_day and _APPLIED.search(before):
        return _say(
            view, item, f"《{item.title}》{_day(item.in_force)}起才施行，{year}年度尚不能作为依据。", found
        )
    return None


def _say(view: View, item: Instrument, message: str, found: re.Match[str]) -> Notice:
    severity: Literal["check", "hint"] = "check" if item.verified and not item.note else "hint"
    doubt = "" if item.verified else "（依据待核）"
    return view.notice(KIND, severity, message + item.note + doubt, *found.span())


def _terms(view: View, year: int, terms: dict[str, tuple[int, int]]) -> Iterator[Notice]:
    for found in _TERM.finditer(view.text):
        name = found.group(1) + "五"
        if name not in terms or view.role(found.start()) not in (
            "account",
            "first-responsible",
            "preface",
            "plan",
            "heading",
        ):
            continue
        first, last = terms[name]
        start, end = view.sentence(found.start())
        over = year >= last + 2 and not _TERM_PAST.search(view.text, start, end)
        early = year < first - 1 and not _TERM_FUTURE.search(view.text, start, end)
        if over or early:
            message = f"“{name}”普法的期限是{first}—{last}年，报告年度为{year}年，是否沿用了旧文字。"
            yield view.notice(KIND, "hint", message, *found.span())
            return


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
