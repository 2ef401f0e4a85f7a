"""`checklist score`: reports in, scorecards out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from checklist import exits
from checklist.choice import choose
from checklist.inputs import count, sources
from checklist.options import PACK
from checklist.reading import read_file
from checklist.resume import Done, ResumeError, already_done
from checklist.settings import SettingsError
from checklist.tally import Tally
from checklist.workers import Progress, scorecards
from reports.outputs import OUTPUTS, MissingExtra, Options, open_writer
from rules.located import RulesError
from rules.model import LEVELS, Checklist, Level
from scorer.batch import Settings, Source

if TYPE_CHECKING:
    from reports.batch_summary import BatchSummary

_MEBIBYTE = 2**20


@click.command("score", options_metavar="[选项]")
@click.argument("named", nargs=-1, required=True, metavar="文件或文件夹...", type=click.Path(path_type=Path))
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
    help="屏幕报告的详略：缺项、全部、只要结论（多份时默认只要汇总）",
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
@click.option("--jobs", type=click.IntRange(1, 256), metavar="个", help="同时用几个进程（默认用满处理器）")
@click.option("--resume", is_flag=True, help="接着上次中断的 -o 文件写（jsonl、csv）")
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), metavar="分", help="有报告低于此分时退出状态为 1"
)
@click.option(
    "--fail-on",
    type=click.Choice(["statutory", "missing"]),
    multiple=True,
    help="缺法定内容（statutory）或有缺项（missing）时退出状态为 1",
)
@PACK
@click.option(
    "--waivers", type=click.Path(path_type=Path, dir_okay=False), metavar="文件", help="豁免文件（YAML）"
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="日期",
    help="按哪一天看豁免是否到期，不写则按报告的公开日期",
)
@click.option(
    "--last",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="上一年度的报告：重复三成以上的列入提示",
)
@click.option("--verbose", is_flag=True, help="说明用了哪个设置文件、规则包和豁免文件")
@click.pass_context
def command(ctx: click.Context, /, **chosen: Any) -> None:
    """给一份或多份报告评分，列出缺项。

    可以给文件、文件夹、zip 压缩包。退出状态：0 完成；1 未过 --fail-under、--fail-on 的关；2 用法或规则有误；3 有文件没能读取或评判。
    """
    try:
        ctx.exit(_run(**chosen))
    except (RulesError, SettingsError, ResumeError, MissingExtra) as error:
        click.echo(f"没有评分：{error}", err=True)
        ctx.exit(exits.USAGE)


def _run(
    named: tuple[Path, ...],
    output: str,
    table: str,
    target: Path | None,
    show: str | None,
    year: int | None,
    level: Level | None,
    encoding: str | None,
    force: bool,
    max_size: float,
    jobs: int | None,
    resume: bool,
    fail_under: float | None,
    fail_on: tuple[str, ...],
    pack: str | None,
    waivers: Path | None,
    as_of: datetime | None,
    last: Path | None,
    verbose: bool,
) -> int:
    form = OUTPUTS[output]
    if target is None and not form.to_terminal:
        raise click.UsageError(f"--format {output} 要用 -o 写明文件名")
    if resume and target is None:
        raise click.UsageError("--resume 要用 -o 写明上次的文件")
    choice = choose(pack, waivers, as_of.date() if as_of else None, fail_under, fail_on)
    checklist = choice.checklist
    if verbose:
        for line in choice.lines():
            click.echo(line, err=True)
    settings = Settings(
        pack=choice.folder,
        year=year,
        level=level,
        encoding=encoding,
        force=force,
        max_bytes=round(max_size * _MEBIBYTE),
        keep_text=form.needs_text,
        waivers=choice.waivers.items if choice.waivers else (),
        as_of=as_of.date() if as_of else None,
        last=read_file(last, encoding) if last else None,
    )
    stamp = choice.waivers.sha256 if choice.waivers else ""
    done = already_done(target, output, table, checklist, stamp) if resume and target else Done({}, 0)
    many = len(named) > 1 or any(path.is_dir() or path.suffix.lower() == ".zip" for path in named)
    options = _options(target, show or ("summary" if many else "gaps"), table, stamp)
    tally = Tally(choice.gates.fail_under, choice.gates.fail_on, done=len(done.files))
    watch = None
    if choice.waivers:
        from checklist.waivers import Watch

        watch = Watch(choice.waivers)
    summary = _summary(checklist) if many else None
    wanted = _not_done(sources(named, settings.max_bytes), done)
    try:
        with _stream(target, done.size) as stream, Progress(_counter(named, many)) as progress:
            writer = open_writer(output, stream, checklist, options)
            for card in scorecards(wanted, settings, jobs):
                tally.take(card)
                if summary:
                    summary.add(card)
                if watch:
                    watch.take(card)
                if not (output == "terminal" and many and show is None):
                    writer.add(card)
                    stream.flush()
                progress.advance()
            writer.close()
    except BrokenPipeError:
        raise
    except OSError as error:
        click.echo(f"{target}：写不进去（{error.strerror}），请检查是否正被打开或没有权限", err=True)
        return exits.USAGE
    except KeyboardInterrupt:
        click.echo(f"已中断。{tally.closing_line()}；已写出的结果保留，可加 --resume 接着评", err=True)
        return exits.INTERRUPTED
    for line in watch.warnings() if watch and not done.files else ():
        click.echo(line, err=True)
    _close(summary, tally, to_people=output == "terminal" and target is None)
    return tally.status()


def _summary(checklist: Checklist) -> BatchSummary:
    from reports.batch_summary import BatchSummary  # only for several reports

    return BatchSummary(checklist)


def _close(summary: BatchSummary | None, tally: Tally, to_people: bool) -> None:
    """What people read at the end; on the error stream where standard output carries data for programs."""
    if summary and summary.worth_showing:
        for line in summary.lines():
            click.echo(line, err=not to_people)
        click.echo("", err=not to_people)
    click.echo(tally.closing_line(), err=not to_people)


def _not_done(items: Iterator[Source], done: Done) -> Iterator[Source]:
    return (item for item in items if not done.holds(item))


def _counter(named: tuple[Path, ...], many: bool) -> Callable[[], int] | None:
    """How to count the inputs, where a progress bar will be shown."""
    return (lambda: count(named)) if many and sys.stderr.isatty() else None


def _options(target: Path | None, show: str, table: str, waivers: str) -> Options:
    screen = target is None and sys.stdout.isatty()
    return Options(
        show=show,
        table=table,
        color=screen and "NO_COLOR" not in os.environ,
        width=os.get_terminal_size().columns if screen else None,
        target=target,
        waivers=waivers,
    )


@contextmanager
def _stream(target: Path | None, kept: int) -> Iterator[IO[bytes]]:
    """The file named by -o, continued after `kept` bytes; else standard output."""
    if target is None:
        yield _Console()  # type: ignore[misc]
        return
    with target.open("r+b" if kept else "wb") as stream:
        stream.truncate(kept)
        stream.seek(kept)
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
        return len(data)

    def flush(self) -> None:
        sys.stdout.flush()

    def tell(self) -> int:
        return 0
