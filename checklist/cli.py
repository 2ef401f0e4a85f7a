"""The command `checklist` and its subcommands, each loaded only when it is called."""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
import threading
from typing import NoReturn

import click

from checklist import chinese, exits
from scorer.version import VERSION

chinese.install()

_COMMANDS = {
    "score": ("checklist.commands.score", "给报告评分，列出缺项"),
    "explain": ("checklist.commands.explain", "说明某个要素为什么这样判"),
    "figures": ("checklist.commands.figures", "核对报告里的数字"),
    "compare": ("checklist.commands.compare", "比对两份报告，或找出互相雷同的报告"),
    "diff": ("checklist.commands.diff", "两次评分有什么变化，因为报告改了还是规则改了"),
    "rules": ("checklist.commands.rules", "规则：查看、检查、试验、新写、生成规则手册"),
    "waivers": ("checklist.commands.waivers", "检查豁免文件"),
    "evaluate": ("checklist.commands.evaluate", "拿人工评判结果检验本工具"),
}


class _Lazy(click.Group):
    """Imports a subcommand's module only when it is called; `--help` needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(_COMMANDS[cmd_name][0])
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in _COMMANDS.items()])


@click.group(
    cls=_Lazy,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    VERSION, "-V", "--version", prog_name="checklist", message="%(prog)s %(version)s", help="显示版本"
)
def cli() -> None:
    """法治政府建设年度报告核查：对照要素清单逐项判断、评分、列出缺项。

    示例：checklist score 报告.docx
    """


def main() -> None:
    """Run the command line; never returns."""
    gc.disable()  # a few reports make no garbage worth collecting; a batch turns it on again (checklist.workers)
    _utf8_where_possible()
    try:
        status = cli.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    except click.ClickException as error:
        error.show()
        status = exits.USAGE
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断，已写出的结果保留。", err=True)
        status = exits.INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        status = exits.DONE
    if "scorer.patterns" in sys.modules:
        sys.modules["scorer.patterns"].keep()
    _leave(status if isinstance(status, int) else exits.DONE)


def _leave(status: int) -> NoReturn:
    """End the process; at once where nobody waits for its end, since taking it apart takes its time, too."""
    waiting = getattr(atexit, "_ncallbacks", lambda: 1)() or threading.active_count() > 1
    if not waiting:
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):  # None where there is no console
                stream.flush()
        except (OSError, ValueError):
            waiting = True  # closed or broken: left to Python's own way out
    if not waiting:
        os._exit(status)
    gc.freeze()  # nothing is left to be collected at the end of a process
    sys.exit(status)


def _utf8_where_possible() -> None:
    """A character the console's code page lacks is shown as ?, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
