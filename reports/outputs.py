"""The table of outputs: a format is one module with a `Writer` and one line here."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from rules.model import Checklist
from scorer.model import Scorecard


@dataclass(frozen=True, slots=True)
class Options:
    """What the user chose for the output.

    `show`: gaps, all or summary; `table`: summary or elements; `target`: the file written to (None:
    standard output); `many`: whether a batch was named, be it of one file.
    """

    show: str = "gaps"
    table: str = "summary"
    color: bool = False
    width: int | None = None
    target: Path | None = None
    many: bool = False


class MissingExtra(Exception):
    """A format needs a library that is not installed; the message says in Chinese what to install."""


class Writer(Protocol):
    """Takes scorecards one by one and writes them to a binary stream."""

    def add(self, card: Scorecard) -> None: ...

    def close(self) -> None: ...


class WriterClass(Protocol):
    def __call__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> Writer: ...


@dataclass(frozen=True, slots=True)
class Output:
    """`to_terminal`: may be shown on a screen; otherwise it wants a file. `streams`: written as results come.

    `needs_text`: shows the report's own text, so the scorecards must carry it.
    """

    name: str
    module: str
    describes: str
    to_terminal: bool = True
    streams: bool = True
    needs_text: bool = False


OUTPUTS: Mapping[str, Output] = {
    output.name: output
    for output in (
        Output("terminal", "reports.terminal", "屏幕报告"),
        Output("json", "reports.json_output", "JSON，供别的程序读取"),
        Output("jsonl", "reports.jsonl_output", "每行一份的 JSON"),
        Output("csv", "reports.csv_output", "CSV 表，Excel、WPS 双击即开"),
    )
}


def open_writer(name: str, stream: IO[bytes], checklist: Checklist, options: Options) -> Writer:
    """Return a writer of the format called `name`. Raises KeyError for an unknown one."""
    writer: WriterClass = importlib.import_module(OUTPUTS[name].module).Writer
    return writer(stream, checklist, options)
