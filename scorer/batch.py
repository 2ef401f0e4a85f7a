"""Many reports through any executor: results in input order, bounded memory, one file lost at most.

The same code runs on threads, processes or a cluster's executor. What travels is small: names, paths or
bytes out, scorecards without the rules' elements and without the text back.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rules.model import Checklist, Level
from rules.shipped import NATIONAL
from scorer.auditing import audit
from scorer.compiled import checklist_of
from scorer.model import Document, Finding, Scorecard
from scorer.readers import MAX_BYTES
from scorer.waive import Waiver

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

CHUNK = 8  # reports a task
AHEAD = 4  # tasks in flight per worker
DIED = "处理它的进程意外退出（可能是内存不足或文件损坏），其余文件不受影响"


class Source(NamedTuple):
    """One report to audit: a file by its path, bytes already read, or a failure to get at it."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    error: str | None = None


class Settings(NamedTuple):
    """How every report of a run is read and judged; see `scorer.audit`."""

    pack: Path = NATIONAL
    year: int | None = None
    level: Level | None = None
    encoding: str | None = None
    force: bool = False
    max_bytes: int = MAX_BYTES
    keep_text: bool = False
    waivers: tuple[Waiver, ...] = ()
    as_of: date | None = None
    last: Document | None = None


def audit_one(source: Source, settings: Settings) -> Scorecard:
    """Return the scorecard of one source; whatever goes wrong with it stays with it."""
    if source.error is not None:
        return Scorecard(source.name, "", "unreadable", source.error)
    given = source.data if source.data is not None else source.path
    assert given is not None, "a source has a path, bytes or an error"
    try:
        card = audit(
            given,
            checklist_of(settings.pack),
            name=source.name,
            year=settings.year,
            level=settings.level,
            force=settings.force,
            encoding=settings.encoding,
            max_bytes=settings.max_bytes,
            waivers=settings.waivers,
            as_of=settings.as_of,
            last=settings.last,
        )
    except (MemoryError, RecursionError) as error:
        return Scorecard(
            source.name, "", "unreadable", f"处理时资源不足（{type(error).__name__}），请检查文件"
        )
    return card if settings.keep_text else card._replace(text="")


def audit_many(
    sources: Iterable[Source],
    settings: Settings,
    executor: Executor | None = None,
    *,
    workers: int = 1,
    renew: Callable[[], Executor] | None = None,
) -> Iterator[Scorecard]:
    """Yield the scorecards of `sources` in their order.

    Without an executor the work is done here. `workers` says how many tasks to keep in flight. When a
    worker dies, `renew` must give a fresh executor; what was in flight is then done again one by one,
    and only the report that kills its worker is given up. Without `renew` BrokenExecutor is raised.
    """
    if executor is None:
        for source in sources:
            yield audit_one(source, settings)
        return
    from concurrent.futures import BrokenExecutor  # a single report comes without

    checklist = checklist_of(settings.pack)
    waiting: deque[tuple[list[Source], Future[list[Any]]]] = deque()
    chunks = _chunks(sources)
    while True:
        for chunk in islice(chunks, max(0, AHEAD * workers - len(waiting))):
            waiting.append((chunk, executor.submit(_audit_chunk, chunk, settings)))
        if not waiting:
            return
        chunk, future = waiting.popleft()
        try:
            cards = future.result()
        except BrokenExecutor:
            if renew is None:
                raise
            executor = renew()
            lost = [chunk, *(other for other, _ in waiting)]
            waiting.clear()
            for one in [source for group in lost for source in group]:
                card, executor = _alone(one, settings, executor, renew)
                yield _unpacked(card, checklist)
            continue
        for card in cards:
            yield _unpacked(card, checklist)


def _alone(
    source: Source, settings: Settings, executor: Executor, renew: Callable[[], Executor]
) -> tuple[Scorecard, Executor]:
    from concurrent.futures import BrokenExecutor

    try:
        return executor.submit(_audit_chunk, [source], settings).result()[0], executor
    except BrokenExecutor:
        return Scorecard(source.name, "", "unreadable", DIED), renew()


def _chunks(sources: Iterable[Source]) -> Iterator[list[Source]]:
    iterator = iter(sources)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _audit_chunk(chunk: Sequence[Source], settings: Settings) -> list[Scorecard]:
    return [_packed(audit_one(source, settings)) for source in chunk]


def _packed(card: Scorecard) -> Scorecard:
    """The card with its elements named instead of carried along."""
    findings = tuple(f._replace(element=f.element.id) for f in card.findings)  # type: ignore[arg-type]
    return card._replace(findings=findings)


def _unpacked(card: Scorecard, checklist: Checklist) -> Scorecard:
    elements = {element.id: element for element in checklist}

    def whole(finding: Finding) -> Finding:
        return finding._replace(element=elements[finding.element])  # type: ignore[index]

    return card._replace(findings=tuple(map(whole, card.findings)))
