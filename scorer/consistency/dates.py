"""When the report was made public: too late, too early, or not to be seen."""

from __future__ import annotations

import re
from datetime import date

from scorer.consistency.view import notice
from scorer.model import Document, Meta, Notice
from scorer.patterns import late

KIND = "dates"
FIRST_YEAR = 2019  # the rule of 2019 (published before 1 April) binds from this reporting year on
_DISPATCHED = late(r"街道|办事处|管委会|管理委员会|开发区|高新区|工业园|产业园")
_LABEL = late(r"(?:发布|公开|发表|公布)(?:日期|时间)|时间|日期")


def date_notices(document: Document, meta: Meta) -> list[Notice]:
    """Return at most one notice on the date of publication.

    Only the date of publication can be seen, never the date of reporting upwards; the wording keeps
    to that. Street offices and development-zone committees are not named in the rule: 参照 only.
    """
    if meta.year is None:
        return []
    published = _date(meta.published)
    if published is None:
        if meta.year < FIRST_YEAR:
            return []
        deadline = f"{meta.year}年度报告是否在{meta.year + 1}年4月1日之前公开"
        return [notice(KIND, "hint", f"未找到公开日期，无法核对{deadline}（落款日期不等于公开日期）。")]
    quote, start, end = _where(document.text, published)
    if published <= date(meta.year, 12, 31):
        return [_early(meta.year, published, quote, start, end)]
    if meta.year >= FIRST_YEAR and published > date(meta.year + 1, 4, 1):
        return [_late(meta, meta.year, published, quote, start, end)]
    return []


def _early(year: int, published: date, quote: str, start: int, end: int) -> Notice:
    shown = _chinese(published)
    if published.year == year and published.month == 12:
        message = f"公开日期{shown}早于报告年度结束（{year}年12月31日），数据是否已到年底，请确认。"
        return notice(KIND, "hint", message, quote, start, end)
    message = (
        f"公开日期{shown}早于报告年度结束（{year}年12月31日），报告年度或公开日期可能有误，或统计不满全年。"
    )
    return notice(KIND, "check", message, quote, start, end)


def _late(meta: Meta, year: int, published: date, quote: str, start: int, end: int) -> Notice:
    message = f"公开时间晚于4月1日（{year}年度报告，网页显示{_chinese(published)}公开）。"
    if _DISPATCHED.search(f"{meta.issuer or ''}{meta.title or ''}{meta.region or ''}"):
        return notice(
            KIND, "hint", message + "街道、开发区等派出机关不在规定列举之内，仅供参照。", quote, start, end
        )
    if published > date(year + 2, 4, 1):
        return notice(
            KIND,
            "hint",
            message + "相隔一年以上，也可能是网站改版或补录的日期，请核对首次公开日期。",
            quote,
            start,
            end,
        )
    return notice(KIND, "check", message + "如为转载或改版后的日期，以首次公开日期为准。", quote, start, end)


def _date(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None


def _where(text: str, day: date) -> tuple[str, int, int]:
    """The place where the text shows the date, best beside a label; nothing where it shows none."""
    pattern = rf"{day.year}\s*[-/.年]\s*0?{day.month}\s*[-/.月]\s*0?{day.day}(?!\d)日?"
    hits = list(re.finditer(pattern, text))
    if not hits:
        return "", 0, 0
    labelled = [hit for hit in hits if _LABEL.search(text, max(hit.start() - 12, 0), hit.start())]
    best = (labelled or hits)[0]
    return best.group(), best.start(), best.end()


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
