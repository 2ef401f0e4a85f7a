"""`checklist score`: reports in, scorecards out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click

from checklist import exits
from checklist.inputs import Input, inputs
from reports.outputs import OUTPUTS, Options, Writer, open_writer
from rules.loader import RulesError, load_national, load_pack
from rules.model import LEVELS, Checklist, Level
from scorer.model import Scorecard

_MEBIBYTE = 2**20


@click.command("score", options_metavar="[选项]")
@click.argument(
    "sources", nargs=-1, required=True, metavar="文件或文件夹...", type=click.Path(path_type=Path)
)
@click.option(
    "-f", "--format", "output", type=click.Choice(list(OUTPUTS)), default="terminal", help="输出格式"
)
@click.option(
    "--table",
    type=click.Choice(["summary", "elements"]),
    default="summary",
    help="CSV 的表：每份一行，或每个要素一行",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="写入文件，不写则输出到屏幕",
)
@click.option(
    "--show",
    type=click.Choice(["gaps", "all", "summary"]),
    default="gaps",
    help="屏幕报告的详略：缺项、全部、只要结论",
)
@click.option("--year", type=click.IntRange(1990, 2100), metavar="年", help="报告年度，代替从文中认出的")
@click.option("--level", type=click.Choice(LEVELS), help="报告单位的层级，代替从文中认出的")
@click.option("--encoding", metavar="编码", help="文本文件的编码，如 gb18030，代替自动识别")
@click.option("--force", is_flag=True, help="不是年度报告也照样评分")
@click.option(
    "--max-size",
    type=click.FloatRange(0.001, 1024),
    default=20,
    metavar="MiB",
    help="单个文件的大小上限（默认 20）",
)
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), metavar="分", help="有报告低于此分时退出状态为 1"
)
@click.option(
    "--fail-on",
    type=click.Choice(["statutory", "missing"]),
    multiple=True,
    help="缺法定内容（statutory）或有缺项（missing）时退出状态为 1",
)
@click.option(
    "--rules",
    "pack",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    help="规则包，不写则用全国通用规则",
)
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[Path, ...],
    output: str,
    table: str,
    target: Path | None,
    show: str,
    year: int | None,
    level: Level | None,
    encoding: str | None,
    force: bool,
    max_size: float,
    fail_under: float | None,
    fail_on: tuple[str, ...],
    pack: Path | None,
) -> None:
    """给一份或多份报告评分，列出缺项。

    可以给文件、文件夹、zip 压缩包。退出状态：0 完成；1 未过 --fail-under、--fail-on 的关；2 用法或规则有误；3 有文件没能读取或评判。
    """
    try:
        checklist = load_pack(pack) if pack else load_national()
    except RulesError as error:
        click.echo(f"规则有误：{error}", err=True)
        ctx.exit(exits.USAGE)
    settings = _Settings(year, level, encoding, force, round(max_size * _MEBIBYTE))
    tally = _Tally(fail_under, fail_on)
    try:
        with _stream(target) as stream:
            writer = open_writer(output, stream, checklist, _options(target, show, table))
            for card in _cards(inputs(sources, settings.max_bytes), checklist, settings):
                tally.take(card)
                writer.add(card)
            writer.close()
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        click.echo(f"{target}：写不进去（{error.strerror}），请检查是否正被打开或没有权限", err=True)
        ctx.exit(exits.USAGE)
    # Figures for people go to the error stream when the standard output carries data for programs.
    click.echo(tally.closing_line(), err=output != "terminal" or target is not None)
    ctx.exit(tally.status())


class _Settings:
    """How every report of a run is read and judged."""

    __slots__ = ("encoding", "force", "level", "max_bytes", "year")

    def __init__(
        self, year: int | None, level: Level | None, encoding: str | None, force: bool, max_bytes: int
    ) -> None:
        self.year = year
        self.level = level
        self.encoding = encoding
        self.force = force
        self.max_bytes = max_bytes


def _cards(items: Iterable[Input], checklist: Checklist, settings: _Settings) -> Iterator[Scorecard]:
    from scorer.audit import audit

    for item in items:
        if item.error is not None:
            yield Scorecard(item.name, "", "unreadable", item.error)
            continue
        source = item.data if item.data is not None else item.path
        assert source is not None
        yield audit(
            source,
            checklist,
            name=item.name,
            year=settings.year,
            level=settings.level,
            force=settings.force,
            encoding=settings.encoding,
            max_bytes=settings.max_bytes,
        )


class _Tally:
    """Counts what was read, scored and left out, and what the gates say."""

    def __init__(self, fail_under: float | None, fail_on: tuple[str, ...]) -> None:
        self._fail_under = fail_under
        self._fail_on = fail_on
        self._read = self._scored = 0
        self._skipped: dict[str, int] = {}
        self._failed = False

    def take(self, card: Scorecard) -> None:
        if card.status != "unreadable":
            self._read += 1
        if card.status == "scored":
            self._scored += 1
            low = (
                self._fail_under is not None
                and card.score is not None
                and round(card.score, 1) < self._fail_under
            )
            lacking = "statutory" in self._fail_on and bool(card.statutory_missing)
            missing = "missing" in self._fail_on and any(f.status == "missing" for f in card.findings)
            self._failed |= low or lacking or missing
            return
        kind = "无法读取" if card.status == "unreadable" else "非年度报告"
        self._skipped[kind] = self._skipped.get(kind, 0) + 1
        click.echo(f"{card.file}：{kind}，{card.reason}", err=True)

    def closing_line(self) -> str:
        skipped = sum(self._skipped.values())
        reasons = (
            "（" + "、".join(f"{kind} {count}" for kind, count in self._skipped.items()) + "）"
            if skipped
            else ""
        )
        return f"读取 {self._read}、评分 {self._scored}、跳过 {skipped}{reasons}"

    def status(self) -> int:
        if self._skipped:
            return exits.UNREAD
        return exits.GATE if self._failed else exits.DONE


def _options(target: Path | None, show: str, table: str) -> Options:
    color = target is None and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    width = os.get_terminal_size().columns if target is None and sys.stdout.isatty() else None
    return Options(show=show, table=table, color=color, width=width)


@contextmanager
def _stream(target: Path | None) -> Iterator[IO[bytes]]:
    """The file named by -o, complete or not there at all; else standard output."""
    if target is None:
        yield _Console()
        return
    with target.open("wb") as stream:
        yield stream


class _Console:
    """Standard output as a byte stream; text for people is recoded for the console's code page."""

    def write(self, data: bytes) -> int:
        encoding = (sys.stdout.encoding or "utf-8").lower().replace("_", "-")
        if sys.stdout.isatty() and encoding not in ("utf-8", "utf8"):
            sys.stdout.write(data.decode("utf-8"))
        else:
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        return len(data)


__all__ = ["Writer", "command"]
