"""CSV that Excel and WPS open right by double-click: UTF-8 with BOM, CRLF, one table a file."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from typing import IO

from reports.outputs import Options
from reports.view import DOCUMENT_STATUS_NAMES, basis_text, on_one_line, rounded, status_text, statutory_text
from rules.model import LEVEL_NAMES, NEED_NAMES, STATUS_NAMES, Checklist
from scorer.model import Finding, Scorecard

_FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
Cell = str | int | float | None

_HEAD = ("文件", "状态", "原因", "标题", "报告单位", "地区", "层级", "年度", "公开日期")
_SUMMARY = (
    "得分",
    "得到分",
    "应得分",
    "等次",
    "法定内容",
    "法定内容缺项",
    "已覆盖",
    "仅提及",
    "缺失",
    "不适用",
)
_WAIVED = ("已豁免", "计入已豁免项的得分")
_ELEMENTS = (
    "文件", "标题", "报告单位", "年度", "维度", "编号", "要素", "要求", "状态", "有数据或文件", "得到分", "应得分", "理由", "原文", "所在部分", "位置", "依据", "建议",
)  # fmt: skip


def guarded(cell: Cell) -> Cell:
    """Return a text cell so that a spreadsheet shows it and never computes it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


class Writer:
    def __init__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> None:
        self._stream = stream
        self._checklist = checklist
        self._elements = options.table == "elements"
        self._stamp = rules_stamp(checklist, options.waivers)
        if stream.tell():
            return  # an earlier run is continued: its header stands
        stream.write(codecs.BOM_UTF8)
        dimensions = [f"{dimension.name}（%）" for dimension in checklist.dimensions]
        self._row(
            [*_ELEMENTS, "规则"]
            if self._elements
            else [*_HEAD, *_SUMMARY, *dimensions, "提示", *_WAIVED, "规则", "sha256"]
        )

    def _row(self, cells: Sequence[Cell]) -> None:
        line = io.StringIO()
        csv.writer(line, lineterminator="\r\n").writerow([guarded(cell) for cell in cells])
        self._stream.write(line.getvalue().encode())

    def add(self, card: Scorecard) -> None:
        if self._elements:
            for row in element_rows(card):
                self._row([*row, self._stamp])
        else:
            self._row([*summary_row(card, self._checklist), *waiver_cells(card), self._stamp, card.sha256])

    def close(self) -> None:
        """Nothing is left to write."""


def summary_row(card: Scorecard, checklist: Checklist) -> list[Cell]:
    """Return a report's row: what it is, its score, its counts, the score of every dimension."""
    meta = card.meta
    level = LEVEL_NAMES.get(meta.level or "", "")
    row: list[Cell] = [card.file, DOCUMENT_STATUS_NAMES[card.status], card.reason or "", meta.title or ""]
    row += [meta.issuer or "", meta.region or "", level, meta.year, meta.published or ""]
    if card.status != "scored":
        return row + [None] * (len(_SUMMARY) + len(checklist.dimensions)) + [""]
    names = {finding.element.id: finding.element.name for finding in card.findings}
    count = {status: sum(f.status == status for f in card.findings) for status in STATUS_NAMES}
    row += [rounded(card.score), card.got, card.possible, card.grade, statutory_text(card)]
    row.append("；".join(names[element_id] for element_id in card.statutory_missing))
    row += [count["covered"], count["mentioned"], count["missing"], count["na"]]
    row += [rounded(dimension.score) for dimension in card.dimensions]
    return [*row, "；".join(notice.message for notice in card.notices)]


def rules_stamp(checklist: Checklist, waivers: str) -> str:
    """Return what made a row: the rules, and the waivers where there are any."""
    rules = f"{checklist.id} {checklist.version} {checklist.sha256[:12]}"
    return f"{rules} 豁免 {waivers[:12]}" if waivers else rules


def waiver_cells(card: Scorecard) -> list[Cell]:
    """Return which elements are waived and why, and the score with them counted."""
    waived = "；".join(f"{f.element.name}：{f.waived}" for f in card.waived)
    return [waived, rounded(card.full_score) if card.waived else None]


def _reason(finding: Finding) -> str:
    parts = [finding.reason]
    if finding.nearest and not finding.evidence:
        parts.append(finding.nearest[0].reason)
    if finding.waived:
        parts.append(f"已豁免：{finding.waived}")
    return "；".join(parts)


def element_rows(card: Scorecard) -> Iterator[list[Cell]]:
    """Yield a row for every element of a scored report; one row naming the reason for any other."""
    meta = card.meta
    names = {dimension.id: dimension.name for dimension in card.dimensions}
    if card.status != "scored":
        state = DOCUMENT_STATUS_NAMES[card.status]
        yield [
            card.file,
            meta.title or "",
            meta.issuer or "",
            meta.year,
            "",
            "",
            "",
            "",
            state,
            "",
            None,
            None,
            card.reason or "",
            *[""] * 5,
        ]
    for finding in card.findings:
        element = finding.element
        shown = finding.evidence or finding.nearest
        yield [
            card.file, meta.title or "", meta.issuer or "", meta.year, names[element.dimension], element.id, element.name,
            NEED_NAMES[element.need], status_text(finding), "是" if finding.quantified else "", finding.got, finding.possible,
            _reason(finding),
            "\n".join(on_one_line(item.quote) for item in shown), shown[0].section if shown else "", "、".join(item.place for item in shown),
            basis_text(finding), finding.advice,
        ]  # fmt: skip
