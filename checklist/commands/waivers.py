"""`checklist waivers`: check a waivers file and say what it does."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from checklist import exits
from checklist.choice import chosen_checklist
from checklist.options import PACK
from checklist.settings import SettingsError, load_settings
from checklist.waivers import TEMPLATE, load_waivers
from rules.located import RulesError


@click.command("waivers", options_metavar="[选项]")
@click.argument("file", metavar="[豁免文件]", required=False, type=click.Path(path_type=Path, dir_okay=False))
@PACK
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="日期", help="按哪一天看是否到期，不写则不看"
)
@click.option("--template", is_flag=True, help="打印一份带注释的样本")
@click.pass_context
def command(
    ctx: click.Context, file: Path | None, pack: str | None, as_of: datetime | None, template: bool
) -> None:
    """检查豁免文件，列出每一条。不写文件名时用 checklist.toml 里的。

    评分时用 checklist score --waivers 豁免.yaml。豁免的要素不计分，结果里写明“已豁免”和理由，并给出计入它们的得分。
    """
    if template:
        click.echo(TEMPLATE, nl=False)
        return
    try:
        path = file or load_settings().waivers
        if path is None:
            raise click.UsageError("请写明豁免文件，或在 checklist.toml 里写 waivers")
        checklist = chosen_checklist(pack)
        waivers = load_waivers(path, checklist)
    except (RulesError, SettingsError) as error:
        click.echo(str(error), err=True)
        ctx.exit(exits.USAGE)
    late = 0
    for item in waivers.items:
        over = as_of is not None and as_of.date() > item.until
        late += over
        element = checklist.element(item.element)
        click.echo(f"第 {item.line} 行  {element.name}（{item.element}）{'  已到期' if over else ''}")
        click.echo(f"    报告：{'sha256 ' if item.by_hash else ''}{item.report}")
        click.echo(f"    理由：{item.shown}")
    click.echo(f"豁免 {len(waivers.items)} 条" + (f"，已到期 {late} 条" if as_of else ""))
