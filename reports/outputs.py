"""The table of outputs: a format is one module with a `Writer` and one line here."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import IO, NamedTuple, Protocol

from rules.model import Checklist
from scorer.model import Scorecard


class MissingExtra(Exception):
    """A library that this format needs isn't installed; the message is Chinese and names the command."""


class Options(NamedTuple):
    """What the user chose for the output.

    `show`: gaps, all or summary; `table`: summary or elements; `target`: the path the stream will
    end up at, for formats that put further files beside it; `waivers`: sha256 of the waivers in force.
    """

    show: str = "gaps"
    table: str = "summary"
    color: bool = False
    width: int | None = None
    target: Path | None = None
    waivers: str = ""


class Writer(Protocol):
    """Takes scorecards one by one and writes them to a binary stream."""

    def add(self, card: Scorecard) -> None: ...

    def close(self) -> None: ...


class WriterClass(Protocol):
    def __call__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> Writer: ...


class Output(NamedTuple):
    """`to_terminal`: may be shown on a screen; otherwise it wants a file. `streams`: written as results come.

    `needs_text`: the scorecards must carry the report's text.
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
        Output("md", "reports.md_output", "Markdown，供粘贴"),
        Output("html", "reports.html_output", "网页，多份时另有汇总页", to_terminal=False, streams=False, needs_text=True),
        Output("xlsx", "reports.xlsx_output", "Excel 工作簿", to_terminal=False, streams=False),
        Output("docx", "reports.docx_output", "Word 审核反馈意见", to_terminal=False, streams=False),
    )
}  # fmt: skip


def open_writer(name: str, stream: IO[bytes], checklist: Checklist, options: Options) -> Writer:
    """Return a writer of the format called `name`. Raises KeyError for an unknown one, MissingExtra."""
    writer: WriterClass = importlib.import_module(OUTPUTS[name].module).Writer
    return writer(stream, checklist, options)


def require(module: str, package: str, extra: str) -> ModuleType:
    """Import and return an optional library. Raises MissingExtra."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        command = f"pip install 'fazhi-checklist[{extra}]'"
        raise MissingExtra(f"这种输出格式需要 {package}，本机没有安装；请运行 {command}") from error
