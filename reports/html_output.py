"""Self-contained web pages: one page for one report, an index with pages beside it for several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from reports.index_output import Index
from reports.outputs import Options
from reports.pages import check_extra, render
from reports.spans import Passage, lines
from reports.view import (
    DOCUMENT_STATUS_NAMES,
    about,
    counts,
    notice_kind,
    ordered_gaps,
    ordered_notices,
    shown_evidence,
    stamp,
    statutory_findings,
    statutory_text,
    title_of,
    waived_text,
    where,
)
from rules.model import STATUS_NAMES, Checklist
from scorer.model import Evidence, Finding, Notice, Scorecard

_UNSAFE = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")
_STEM = 40


class Writer:
    """Keeps the first card until it is known whether it stays alone."""

    def __init__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> None:
        check_extra()
        self._stream = stream
        self._checklist = checklist
        self._target = options.target
        self._stamp = stamp(checklist, options.waivers)
        self._first: Scorecard | None = None
        self._index: Index | None = None

    def add(self, card: Scorecard) -> None:
        if self._index is None and self._first is None:
            self._first = card
            return
        if self._index is None:
            self._index = Index(self._checklist, self._stamp)
        if self._first is not None:
            self._put(self._first, self._index)
            self._first = None
        self._put(card, self._index)

    def close(self) -> None:
        if self._first is not None:
            self._stream.write(page(self._first, self._checklist, self._stamp).encode())
        else:
            self._stream.write((self._index or Index(self._checklist, self._stamp)).render().encode())

    def _put(self, card: Scorecard, index: Index) -> None:
        """Write the page of a scored report into the folder beside the index; only its row is kept."""
        if self._target is None or card.status != "scored":
            index.add(card, None)
            return
        folder = pages_folder(self._target)
        folder.mkdir(parents=True, exist_ok=True)
        name = page_name(len(index) + 1, card.file)
        back = f"../{quote(self._target.name)}"
        folder.joinpath(name).write_bytes(page(card, self._checklist, self._stamp, index_link=back).encode())
        index.add(card, f"{quote(folder.name)}/{quote(name)}")


def pages_folder(target: Path) -> Path:
    """Return the folder beside the index at `target` that holds the single pages."""
    return target.with_name(f"{target.stem}_files")


def page_name(number: int, file: str) -> str:
    """Return a file name that is unique by its number and safe on every system."""
    stem = _UNSAFE.sub("-", Path(file).stem).strip("-")[:_STEM]
    return f"{number:04d}-{stem}.html" if stem else f"{number:04d}.html"


@dataclass(frozen=True, slots=True)
class Link:
    """A sentence and the key under which it is found in the text."""

    key: str
    item: Evidence

    @property
    def place(self) -> str:
        return where(self.item) or "原文"


@dataclass(frozen=True, slots=True)
class Entry:
    """An element in the list, with links to its sentences."""

    number: int
    finding: Finding
    links: tuple[Link, ...]

    @property
    def gap(self) -> bool:
        return self.finding.status in ("mentioned", "missing") and self.finding.waived is None


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Gap:
    number: int
    finding: Finding
    statutory: bool
    shown: tuple[tuple[str, Link], ...]


def page(card: Scorecard, checklist: Checklist, made: str, *, index_link: str | None = None) -> str:
    """Return the page of one report; `made` says what made it, `index_link` leads back to its index."""
    numbers = {element.id: number for number, element in enumerate(checklist, 1)}
    entries = {f.element.id: _entry(numbers[f.element.id], f) for f in card.findings}
    notices = ordered_notices(card)
    return render(
        "page",
        card=card,
        title=title_of(card),
        about=about(card),
        state=DOCUMENT_STATUS_NAMES[card.status],
        statutory=statutory_text(card),
        statutory_items=statutory_findings(card, checklist),
        numbers=numbers,
        counts=counts(card),
        gaps=[_gap(entries[f.element.id], card) for f in ordered_gaps(card)],
        notices=[(n, f"n{i}" if 0 <= n.start < n.end <= len(card.text) else "") for i, n in enumerate(notices, 1)],
        groups=_groups(card, entries),
        lines=lines(card.text, [*_passages(entries), *_noticed(notices)]) if card.text.strip() else None,
        index_link=index_link,
        stamp=made,
        waived=waived_text(card),
    )  # fmt: skip


def _entry(number: int, finding: Finding) -> Entry:
    items = (*finding.evidence, *finding.nearest)
    return Entry(number, finding, tuple(Link(f"q{number}-{i}", item) for i, item in enumerate(items, 1)))


def _gap(entry: Entry, card: Scorecard) -> Gap:
    links = {id(link.item): link for link in entry.links}
    shown = tuple((label, links[id(item)]) for label, item in shown_evidence(entry.finding))
    return Gap(entry.number, entry.finding, entry.finding.element.id in card.statutory_missing, shown)


def _groups(card: Scorecard, entries: dict[str, Entry]) -> list[Group]:
    groups = (
        Group(d.name, tuple(e for e in entries.values() if e.finding.element.dimension == d.id))
        for d in card.dimensions
    )
    return [group for group in groups if group.entries]


def _passages(entries: dict[str, Entry]) -> Iterator[Passage]:
    for entry in entries.values():
        for link in entry.links:
            item = link.item
            status = "missing" if item in entry.finding.nearest else item.status
            word = "最接近" if status == "missing" else STATUS_NAMES[status]
            label = f"{entry.number}. {entry.finding.element.name}（{word}）"
            yield Passage(item.start, item.end, link.key, entry.number, status, label)


def _noticed(notices: list[Notice]) -> Iterator[Passage]:
    """The passages notices speak of; their numbers are negative, to be told from elements."""
    for number, notice in enumerate(notices, 1):
        label = f"提示 {number}：{notice_kind(notice)}"
        yield Passage(notice.start, notice.end, f"n{number}", -number, "notice", label)
