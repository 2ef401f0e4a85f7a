"""One sheet of the workbook: frozen head, filter, widths that fit Chinese, links, colours by status."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from reports.view import visible

ROWS = 1_048_576  # what a sheet of the format holds, the head included
LINKS = 60_000  # the format allows 65,530 links a sheet
TEXT = 32_000  # UTF-16 units; the format allows 32,767 in a cell
_FULL = "……本表行数已达上限，其余报告请改用 CSV 或分批输出"
_CUT = "……（超出单元格上限，以下从略）"
_NARROW, _WRAPPED = 6, 24
_ARROW = 3  # room for the filter's arrow in the head
_LINE, _HIGHEST = 15, 405  # points: a line of text, the most a row may have
_PAGE = 420  # half-width characters that still print readably on one A4 page across
_COLORS: Mapping[str, tuple[str, str]] = {
    "covered": ("#17693A", "#DCF1E2"),
    "mentioned": ("#7D5200", "#FFEFC7"),
    "missing": ("#A8201A", "#FBE3E0"),
    "na": ("#5A6472", "#EEF0F3"),
    "foreign": ("#7D5200", "#FFEFC7"),
    "unreadable": ("#A8201A", "#FBE3E0"),
    "check": ("#7D5200", "#FFEFC7"),
}
_STATUS_HEADS = ("状态", "程度")


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a row of another sheet (counted from 1, as people see it)."""

    text: str
    sheet: str
    row: int


Cell = str | int | float | datetime.date | Link | None


@dataclass(frozen=True, slots=True)
class Column:
    """`widest`: in half-width characters; from 24 on that is its width and the text wraps.

    `form`: format of its numbers.
    """

    name: str
    widest: int = 14
    form: str = "number"

    @property
    def wraps(self) -> bool:
        return self.widest >= _WRAPPED


def formats(book: Any) -> dict[str, Any]:
    """Return the cell formats of a workbook by name."""
    base = {"font_name": "宋体", "font_size": 11, "valign": "top", "bottom": 1, "bottom_color": "#D5DAE1"}
    text = {**base, "align": "left", "indent": 1}
    shapes = {
        "plain": book.add_format(text),
        "wrap": book.add_format({**text, "text_wrap": True}),
        "number": book.add_format(base),
        "score": book.add_format({**base, "num_format": "0.0"}),
        "date": book.add_format({**base, "num_format": "yyyy-mm-dd"}),
        "link": book.add_format({**text, "font_color": "#0B4F8A", "underline": 1, "text_wrap": True}),
        "note": book.add_format({"font_name": "宋体", "font_size": 11, "font_color": "#5A6472"}),
        "head": book.add_format(
            {**base, "bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E79", "valign": "vcenter", "text_wrap": True, "border": 1}
        ),
    }  # fmt: skip
    for status, (ink, ground) in _COLORS.items():
        shapes[status] = book.add_format({**text, "font_color": ink, "bg_color": ground})
    return shapes


class Sheet:
    """Rows are written as they come, in order, and not kept."""

    def __init__(
        self, book: Any, shapes: Mapping[str, Any], name: str, columns: Sequence[Column], fixed: int = 0
    ) -> None:
        self._sheet = book.add_worksheet(name)
        self._shapes = shapes
        self._columns = columns
        self._widths = [
            column.widest if column.wraps else min(column.widest, max(_NARROW, _width(column.name) + _ARROW))
            for column in columns
        ]
        self._row = self._links = 0
        self._last = 0
        self._sheet.freeze_panes(1, fixed)
        self._sheet.set_row(0, self._height([column.name + " " * _ARROW for column in columns], every=True))
        for at, column in enumerate(columns):
            self._sheet.write_string(0, at, column.name, shapes["head"])

    @property
    def next_row(self) -> int:
        """The number, counted from 1, that the next row will have."""
        return self._row + 2

    def row(self, cells: Sequence[Cell], status: str = "") -> None:
        """Write a row; the cell under 状态 takes the colour of `status`."""
        if len(cells) != len(self._columns):
            raise ValueError(f"{len(cells)} cells for {len(self._columns)} columns")
        if self._row >= ROWS - 2:
            if self._row == ROWS - 2:
                self.note(_FULL)
            return
        self._row += 1
        self._last = self._row
        self._sheet.set_row(self._row, self._height(cells))
        for at, (cell, column) in enumerate(zip(cells, self._columns, strict=True)):
            self._write(at, cell, column, status)

    def note(self, text: str) -> None:
        """Write a line of text below the table."""
        self._row += 1
        self._sheet.write_string(self._row, 0, fitting(text), self._shapes["note"])

    def finish(self) -> None:
        """Set what depends on all rows: widths, filter."""
        for at, width in enumerate(self._widths):
            self._sheet.set_column(at, at, width + 3)
        self._sheet.autofilter(0, 0, max(1, self._last), len(self._columns) - 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        if sum(self._widths) <= _PAGE:
            self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)

    def _write(self, at: int, cell: Cell, column: Column, status: str) -> None:
        shape = self._shapes["wrap" if column.wraps else "plain"]
        if isinstance(cell, Link):
            self._link(at, cell)
        elif isinstance(cell, str):
            text = fitting(cell)
            colored = column.name in _STATUS_HEADS and status in _COLORS
            self._sheet.write_string(self._row, at, text, self._shapes[status] if colored else shape)
            self._widen(at, text)
        elif isinstance(cell, datetime.date):
            self._sheet.write_datetime(self._row, at, cell, self._shapes["date"])
            self._widths[at] = max(self._widths[at], 12)
        elif cell is not None:
            self._sheet.write_number(self._row, at, cell, self._shapes[column.form])

    def _link(self, at: int, link: Link) -> None:
        text = fitting(link.text)
        self._widen(at, text)
        if self._links < LINKS and link.row <= ROWS:
            self._links += 1
            target = f"internal:'{link.sheet}'!A{link.row}"
            self._sheet.write_url(self._row, at, target, self._shapes["link"], text)
        else:
            self._sheet.write_string(self._row, at, text, self._shapes["wrap"])

    def _widen(self, at: int, text: str) -> None:
        if self._widths[at] < self._columns[at].widest:
            longest = max(map(_width, text[:200].split("\n")), default=0)
            self._widths[at] = max(self._widths[at], min(longest, self._columns[at].widest))

    def _height(self, cells: Sequence[Cell], *, every: bool = False) -> float:
        """Height of a row in points: its longest wrapped text, on as many lines as the width asks for."""
        lines = 1
        for cell, column, width in zip(cells, self._columns, self._widths, strict=True):
            text = cell.text if isinstance(cell, Link) else cell
            if isinstance(text, str) and (column.wraps or every):
                lines = max(lines, sum(-(-_width(part) // width) or 1 for part in text[:2000].split("\n")))
        return min(_HIGHEST, _LINE * lines + 2)


def fitting(text: str) -> str:
    """Return `text` as a cell can hold it: control characters written out, cut where the format ends."""
    shown = visible(text)
    if len(shown) * 2 <= TEXT or len(shown.encode("utf-16-le")) // 2 <= TEXT:
        return shown
    return shown.encode("utf-16-le")[: 2 * TEXT].decode("utf-16-le", "ignore") + _CUT


@lru_cache(maxsize=4096)
def _width(text: str) -> int:
    """Width in half-width characters, near enough: what stands from the CJK blocks on is full-width."""
    return len(text) + sum(map("\u2e80".__le__, text))
