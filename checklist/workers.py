"""Scorecards of many reports, by as many processes as pay, with a progress bar for people."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from scorer.auditing import engine_for
from scorer.batch import Settings, Source, audit_many
from scorer.compiled import checklist_of
from scorer.model import Scorecard

if TYPE_CHECKING:  # a single report needs no processes
    from concurrent.futures import Executor, ProcessPoolExecutor

WORTH_A_POOL = 48  # reports; below that, starting workers costs more than it gains


def scorecards(sources: Iterable[Source], settings: Settings, jobs: int | None) -> Iterator[Scorecard]:
    """Yield the scorecards of `sources` in order; `jobs` processes, or as many as the machine has."""
    engine_for(checklist_of(settings.pack))
    gc.freeze()  # the rules stay for good: the collector need not walk through them again and again
    items = iter(sources)
    first = list(islice(items, WORTH_A_POOL))
    if len(first) == WORTH_A_POOL:
        gc.enable()
    wanted = jobs or os.cpu_count() or 1
    if wanted == 1 or (len(first) < WORTH_A_POOL and jobs is None):
        yield from audit_many(chain(first, items), settings)
        return
    pool = _Pool(settings, wanted)
    try:
        yield from audit_many(chain(first, items), settings, pool.executor, workers=wanted, renew=pool.renew)
    finally:
        pool.stop()


class _Pool:
    """A process pool that can be replaced when a worker has died."""

    def __init__(self, settings: Settings, workers: int) -> None:
        self._settings = settings
        self._workers = workers
        import multiprocessing

        method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
        self._context = multiprocessing.get_context(method)
        self.executor: Executor = self._new()

    def _new(self) -> ProcessPoolExecutor:
        from concurrent.futures import ProcessPoolExecutor

        return ProcessPoolExecutor(
            self._workers, mp_context=self._context, initializer=_start_worker, initargs=(self._settings,)
        )

    def renew(self) -> Executor:
        self.stop()
        self.executor = self._new()
        return self.executor

    def stop(self) -> None:
        self.executor.shutdown(wait=False, cancel_futures=True)


def _start_worker(settings: Settings) -> None:
    # Ctrl-C is for the parent, which stops handing out work; a worker ends with its task.
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    engine_for(checklist_of(settings.pack))  # compiled once; under fork it is the parent's
    gc.freeze()


class Progress:
    """A bar with rate and time left on the error stream; nothing where `counter` is None."""

    def __init__(self, counter: Callable[[], int] | None) -> None:
        self._counter = counter
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        if self._counter:
            from rich.console import Console
            from rich.progress import (
                BarColumn,
                MofNCompleteColumn,
                ProgressColumn,
                Task,
                TextColumn,
                TimeRemainingColumn,
            )
            from rich.progress import Progress as Bar
            from rich.text import Text

            class Rate(ProgressColumn):
                def render(self, task: Task) -> Text:
                    return Text(f"{task.speed or 0:.0f} 份/秒")

            self._bar = Bar(
                TextColumn("评分"), BarColumn(), MofNCompleteColumn(), Rate(), TextColumn("剩余"), TimeRemainingColumn(),
                console=Console(stderr=True), transient=True,
            )  # fmt: skip
            self._task = self._bar.add_task("", total=self._counter())
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self) -> None:
        if self._bar:
            self._bar.advance(self._task)
