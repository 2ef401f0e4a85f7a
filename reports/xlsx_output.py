"""Excel workbook for several people to filter: 汇总, 明细, 缺项与建议, 提示, 规则.

XlsxWriter writes rows as they come and keeps none of them, stores every text as text, and gives the same
bytes for the same results.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import IO, Any

from reports.outputs import Options, require
from reports.view import (
    DOCUMENT_STATUS_NAMES,
    SEVERITY_NAMES,
    basis_text,
    counts,
    notice_kind,
    on_one_line,
    ordered_gaps,
    ordered_notices,
    rounded,
    shown_evidence,
    stamp,
    status_text,
    statutory_text,
    title_of,
)
from reports.xlsx_sheet import Cell, Column, Link, Sheet, formats
from rules.model import LEVEL_NAMES, NEED_NAMES, STATUS_NAMES, Checklist, Element
from scorer.model import Finding, Scorecard

_EPOCH = datetime.datetime(2000, 1, 1)  # a fixed date of creation: no clock in a result
_ABOUT = (Column("文件", 30), Column("报告单位", 22), Column("年度"))
_SUMMARY = (
    Column("序号"), Column("文件", 30), Column("状态"), Column("标题", 42), Column("报告单位", 24), Column("地区", 16), Column("层级"),
    Column("年度"), Column("公开日期", 12), Column("得分", form="score"), Column("得到分"), Column("应得分"), Column("等次"), Column("法定内容"),
    Column("法定内容缺项", 36), Column("已覆盖"), Column("仅提及"), Column("缺失"), Column("不适用"), Column("提示"), Column("已豁免"), Column("计入已豁免项的得分", form="score"),
)  # fmt: skip
_SUMMARY_END = (Column("没有评分的原因", 40), Column("SHA-256", 20))
_ELEMENTS = (
    *_ABOUT, Column("维度", 22), Column("编号"), Column("要素", 32), Column("要求"), Column("法定内容"), Column("状态"), Column("有数据或文件"),
    Column("得到分"), Column("应得分"), Column("判断理由", 36), Column("豁免理由", 30), Column("原文", 60), Column("位置", 12), Column("所在部分", 26), Column("依据", 50),
)  # fmt: skip
_GAPS = (
    *_ABOUT, Column("次序"), Column("要素", 32), Column("状态"), Column("法定内容"), Column("要求"), Column("补上可得分"),
    Column("最接近的原文", 50), Column("差在哪里", 36), Column("建议", 56), Column("依据", 50),
)  # fmt: skip
_NOTICES = (
    *_ABOUT,
    Column("类别"),
    Column("程度"),
    Column("内容", 60),
    Column("原文", 50),
    Column("起"),
    Column("止"),
)
_RULES = (
    Column("编号"), Column("标识", 24), Column("维度", 22), Column("要素", 32), Column("要求"), Column("分值"), Column("起始年度"), Column("截止年度"),
    Column("适用层级", 24), Column("法定内容起始年度"), Column("写明什么", 50), Column("建议", 56), Column("依据", 50),
)  # fmt: skip


class Writer:
    def __init__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> None:
        self._stamp = stamp(checklist, options.waivers)
        library = require("xlsxwriter", "XlsxWriter", "office")
        self._book: Any = library.Workbook(
            stream,
            {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
        )
        self._book.set_properties(
            {"title": "法治政府建设年度报告审核结果", "comments": self._stamp, "created": _EPOCH}
        )
        self._checklist = checklist
        self._numbers = {element.id: number for number, element in enumerate(checklist, 1)}
        self._count = 0
        shapes = formats(self._book)
        dimensions = tuple(Column(f"{d.name}（%）", 12, "score") for d in checklist.dimensions)
        self._summary = Sheet(self._book, shapes, "汇总", (*_SUMMARY, *dimensions, *_SUMMARY_END), fixed=4)
        self._elements = Sheet(self._book, shapes, "明细", _ELEMENTS, fixed=1)
        self._gaps = Sheet(self._book, shapes, "缺项与建议", _GAPS, fixed=1)
        self._notices = Sheet(self._book, shapes, "提示", _NOTICES, fixed=1)
        self._rules = Sheet(self._book, shapes, "规则", _RULES)

    def add(self, card: Scorecard) -> None:
        self._count += 1
        first = self._elements.next_row
        self._summary.row(self._summary_row(card, first), card.status)
        rows: dict[str, int] = {}
        for finding in card.findings:
            rows[finding.element.id] = self._elements.next_row
            self._elements.row(self._element_row(card, finding), finding.status)
        for place, finding in enumerate(ordered_gaps(card), 1):
            link = Link(finding.element.name, "明细", rows[finding.element.id])
            self._gaps.row(_gap_row(card, finding, place, link), finding.status)
        for notice in ordered_notices(card):
            about = (
                notice_kind(notice),
                SEVERITY_NAMES[notice.severity],
                notice.message,
                on_one_line(notice.quote),
            )
            span = (notice.start, notice.end) if notice.quote else (None, None)
            self._notices.row([*_about(card), *about, *span], notice.severity)

    def close(self) -> None:
        for element in self._checklist:
            self._rules.row(self._rule_row(element))
        for note in (
            f"规则包：{self._checklist.name}（{self._checklist.id}）{self._checklist.version}",
            f"SHA-256：{self._checklist.sha256}",
            *(f"沿用：{base.id} {base.version}（{base.sha256}）" for base in self._checklist.extends),
            *(f"停用：{off.name}（{off.id}），{off.pack}：{off.reason}" for off in self._checklist.off),
            f"生成：{self._stamp}",
            "得分＝100×得到分÷应得分：已覆盖得全部分值，仅提及得一半，缺失不得分，不适用的两边都不计。提示不计分。",
            "标〔依据待核〕的依据，条文尚未与原件核对。审核结果供参考，以人工复核为准。",
        ):
            self._rules.note(note)
        for sheet in (self._summary, self._elements, self._gaps, self._notices, self._rules):
            sheet.finish()
        self._book.close()

    def _summary_row(self, card: Scorecard, first: int) -> list[Cell]:
        meta = card.meta
        scored = card.status == "scored"
        title: Cell = Link(title_of(card), "明细", first) if scored else meta.title
        row: list[Cell] = [
            self._count,
            card.file,
            DOCUMENT_STATUS_NAMES[card.status],
            title,
            meta.issuer,
            meta.region,
        ]
        row += [LEVEL_NAMES.get(meta.level or ""), meta.year, _date(meta.published)]
        if not scored:
            row += [None] * (len(_SUMMARY) - len(row) + len(card.dimensions or self._checklist.dimensions))
            return [*row, card.reason, card.sha256]
        names = {finding.element.id: finding.element.name for finding in card.findings}
        row += [rounded(card.score), card.got, card.possible, card.grade, statutory_text(card)]
        row.append("；".join(names[element_id] for element_id in card.statutory_missing))
        row += [
            *counts(card).values(),
            len(card.notices),
            len(card.waived),
            rounded(card.full_score) if card.waived else None,
        ]
        row += [rounded(dimension.score) for dimension in card.dimensions]
        return [*row, None, card.sha256]

    def _element_row(self, card: Scorecard, finding: Finding) -> list[Cell]:
        element = finding.element
        dimension = next(d.name for d in self._checklist.dimensions if d.id == element.dimension)
        shown = finding.evidence or finding.nearest
        law = card.meta.year or self._checklist.newest_year
        reason = finding.reason if finding.evidence or not shown else f"{finding.reason}；{shown[0].reason}"
        return [
            *_about(card), dimension, self._numbers[element.id], element.name, NEED_NAMES[element.need],
            "是" if element.statutory(law) else None, status_text(finding), "是" if finding.quantified else None,
            finding.got, finding.possible, reason, finding.waived, "\n".join(on_one_line(item.quote) for item in shown),
            "、".join(item.place for item in shown), shown[0].section if shown else None, basis_text(finding),
        ]  # fmt: skip

    def _rule_row(self, element: Element) -> list[Cell]:
        dimension = next(d.name for d in self._checklist.dimensions if d.id == element.dimension)
        levels = "、".join(LEVEL_NAMES[level] for level in element.levels)
        return [
            self._numbers[element.id], element.id, dimension, element.name, NEED_NAMES[element.need], element.points, element.since,
            element.until, levels, element.statutory_since, element.asks, element.advice,
            "；".join(basis.dated for basis in element.basis),
        ]  # fmt: skip


def _about(card: Scorecard) -> Iterator[Cell]:
    yield from (card.file, card.meta.issuer, card.meta.year)


def _gap_row(card: Scorecard, finding: Finding, place: int, link: Link) -> list[Cell]:
    element = finding.element
    shown = [item for _, item in shown_evidence(finding)]
    law = "是" if element.id in card.statutory_missing else None
    return [
        *_about(card), place, link, STATUS_NAMES[finding.status], law, NEED_NAMES[element.need], finding.possible - finding.got,
        "\n".join(on_one_line(item.quote) for item in shown), shown[0].reason if shown else finding.reason, finding.advice,
        basis_text(finding),
    ]  # fmt: skip


def _date(published: str | None) -> Cell:
    try:
        return datetime.date.fromisoformat(published) if published else None
    except ValueError:
        return published
