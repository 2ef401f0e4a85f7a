"""Numbering that skips or repeats, and headings with nothing under them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from scorer.consistency.view import View
from scorer.model import Notice
from scorer.patterns import late

KIND = "leftovers"
Scheme = Literal["一、", "（一）", "1.", "一是"]
_CHINESE = "一二三四五六七八九十"
_MARKER = late(
    rf"[\n。;:!?,、)”](?:(?P<cn>[{_CHINESE}]{{1,3}})(?P<tail>[、是])|\((?P<bracket>[{_CHINESE}]{{1,3}})\)|"
    r"(?P<digit>\d{1,2})[.、](?!\d))"
)
_DEPTH: dict[Scheme, int] = {"一、": 1, "（一）": 2, "1.": 3, "一是": 4}
_COUNTERS = "年月日个件次项名家人批期场份条大类种级号"
_INSTEAD = {
    1: "一方面|首先|第一|其一|一要|一个是",
    2: "另一方面|其次|第二|其二|二要|同时",
    3: "再次|第三|其三|三要|此外",
}


class Mark(NamedTuple):
    """A numbered mark: `at` and `end` are offsets into the view."""

    scheme: Scheme
    number: int
    at: int
    end: int


class Fault(NamedTuple):
    """A mark that does not follow `before`, the mark of the same list it comes after."""

    repeats: bool
    before: Mark
    mark: Mark


def numbering_notices(view: View) -> Iterator[Notice]:
    """Yield notices on numbering, then on headings without content."""
    marks = list(_marks(view))
    for group in _lists(view, marks):
        for fault in _faults(view.text, group):
            if not _unnumbered_between(view, fault):
                yield _notice(view, fault)
    yield from _unseparated(view, marks)
    yield from _empty_headings(view)


def _marks(view: View) -> Iterator[Mark]:
    for found in _MARKER.finditer(
        "\n" + view.text
    ):  # so that `start` and `end - 1` are offsets into the view
        at, end, before = found.start(), found.end() - 1, found.group()[0]
        if found["cn"] and found["tail"] == "是":
            yield Mark("一是", _number(found["cn"]), at, end)
        elif found["cn"] and before == "\n":
            yield Mark("一、", _number(found["cn"]), at, end)
        elif found["bracket"] and before in "\n。;:!?":
            yield Mark("（一）", _number(found["bracket"]), at, end)
        elif found["digit"] and before in "\n。;:!?":
            yield Mark("1.", int(found["digit"]), at, end)


def _number(chinese: str) -> int:
    tens, ten, units = chinese.rpartition("十")
    value = (_CHINESE.index(tens) + 1 if tens in _CHINESE and tens else 1) * 10 if ten else 0
    return value + (_CHINESE.index(units[0]) + 1 if units else 0)


def _lists(view: View, marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Marks that may be counted together: same scheme, no higher mark or other heading between them."""
    open_lists: dict[Scheme, list[Mark]] = {}
    path = ""
    for mark in marks:
        here = view.piece(mark.at).path
        for scheme in list(open_lists):
            if _DEPTH[scheme] > _DEPTH[mark.scheme] or (
                scheme == "一是" and (here != path or mark.scheme == "1.")
            ):
                yield open_lists.pop(scheme)
        open_lists.setdefault(mark.scheme, []).append(mark)
        path = here
    yield from open_lists.values()


def _faults(text: str, marks: Sequence[Mark]) -> Iterator[Fault]:
    """Read the marks as lists, nested ones included; what fits no reading is a fault.

    Only the first fault of a group is given: after it nothing is sure.
    """
    stack: list[list[Mark]] = []
    for mark in marks:
        if mark.number == 1:
            stack.append([mark])
            continue
        depth = next(
            (n for n in range(len(stack) - 1, -1, -1) if stack[n][-1].number == mark.number - 1), None
        )
        if depth is not None:
            if fault := _doubled(text, stack[depth + 1 :]):
                yield fault
                return
            del stack[depth + 1 :]
            stack[depth].append(mark)
            continue
        fault = next((found for known in reversed(stack) if (found := _misfit(text, known[-1], mark))), None)
        if fault:
            yield fault
        return
    if fault := _doubled(text, stack):
        yield fault


def _doubled(text: str, stack: Sequence[Sequence[Mark]]) -> Fault | None:
    """一是…一是…二是 in one paragraph: a list of one item, at once followed by another list."""
    for outer, inner in pairwise(stack):
        first, second = outer[-1], inner[0]
        if (
            first.scheme == "一是"
            and len(outer) == 1
            and len(inner) > 1
            and "\n" not in text[first.at : second.at]
        ):
            return Fault(True, first, second)
    return None


def _misfit(text: str, before: Mark, mark: Mark) -> Fault | None:
    between = text[before.end : mark.at]
    if mark.number == before.number:
        return None if _written(between, mark.scheme, 1) else Fault(True, before, mark)
    missing = range(before.number + 1, mark.number)
    if (
        missing
        and len(missing) <= 3
        and not any(_written(between, mark.scheme, number) for number in missing)
    ):
        return Fault(False, before, mark)
    return None


def _written(text: str, scheme: Scheme, number: int) -> bool:
    """Whether the number stands in the text in a way not read as a mark (lost stop, other style)."""
    chinese, digits = _chinese(number), str(number)
    if scheme == "一是":
        return f"{chinese}是" in text or bool(
            re.search(_INSTEAD.get(number, f"第{chinese}|{chinese}要"), text)
        )
    in_chinese = rf"{chinese}[、.,是要)]|\({chinese}|\n{chinese}"
    in_digits = rf"(?<!\d){digits}[、.,)]|\({digits}\)|\n{digits}"
    return bool(re.search(f"{in_chinese}|{in_digits}", text))


def _chinese(number: int) -> str:
    tens, units = divmod(number, 10)
    lead = "" if tens == 0 else ("十" if tens == 1 else _CHINESE[tens - 1] + "十")
    return lead + (_CHINESE[units - 1] if units else "")


def _notice(view: View, fault: Fault) -> Notice:
    before, mark = fault.before, fault.mark
    shown, last = view.text[mark.at : mark.end], view.text[before.at : before.end]
    what = f"序号“{shown}”重复" if fault.repeats else f"序号从“{last}”跳到“{shown}”"
    _, end = view.sentence(mark.end)
    return view.notice(KIND, "check", f"{what}，是否漏改序号或缺少一项。", mark.at, min(end, mark.end + 24))


def _unnumbered_between(view: View, fault: Fault) -> bool:
    """Whether a heading without number lies between: automatic numbers do not come out of every file."""
    first, last = fault.before.end, fault.mark.at
    return fault.mark.scheme != "一是" and any(
        piece.role == "heading"
        and first < piece.start < last
        and not _level(view.text[piece.start : piece.end])
        for piece in view.pieces
    )


def _unseparated(view: View, marks: Sequence[Mark]) -> Iterator[Notice]:
    """A list that begins with 2 because its 1 lost the stop behind it."""
    parent = 0
    counted = 0
    for mark in marks:
        if _DEPTH[mark.scheme] < _DEPTH["1."]:
            parent, counted = mark.at, 0
        elif mark.scheme == "1.":
            if mark.number == counted + 2:
                bare = late(rf"\n({counted + 1})(?=[\u4e00-\u9fff]{{4,24}}(?:。|\n))(?![{_COUNTERS}])")
                found = bare.search(view.text, parent, mark.at)
                if found:
                    end = view.sentence(found.end())[1]
                    yield view.notice(
                        KIND, "hint", f"序号“{found.group(1)}”后缺少分隔符。", found.start(1), end
                    )
            counted = mark.number


def _empty_headings(view: View) -> Iterator[Notice]:
    empty = [n for n, piece in enumerate(view.pieces) if piece.role == "heading" and _is_empty(view, n)]
    if len(empty) > 2:
        return  # a list of short lines, or a table of contents
    for n in empty:
        if n - 1 in empty or n + 1 in empty:
            continue
        piece = view.pieces[n]
        message = "小标题下没有正文；也可能是图片、表格没有读出。"
        yield view.notice(KIND, "check", message, piece.start, piece.end)


def _is_empty(view: View, n: int) -> bool:
    piece = view.pieces[n]
    level = _level(view.text[piece.start : piece.end])
    if not level or piece.end - piece.start > 40 or view.text[piece.end - 1] in "。;!?:":
        return False
    if n + 1 == len(view.pieces):
        return True
    following = view.pieces[n + 1]
    next_level = _level(view.text[following.start : following.end])
    return following.role == "heading" and 0 < next_level <= level


def _level(text: str) -> int:
    found = _MARKER.match("\n" + text)
    if not found:
        return 0
    if found["cn"]:
        return 1 if found["tail"] == "、" else 0
    return 2 if found["bracket"] else 3
