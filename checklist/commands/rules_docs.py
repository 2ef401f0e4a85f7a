"""`checklist rules schema` and `checklist rules docs`: for editors, and for readers who never open YAML."""

from __future__ import annotations

from pathlib import Path

import click

from checklist import exits
from checklist.choice import chosen_checklist
from checklist.commands.rules_common import write_json
from checklist.options import PACK
from rules.located import RulesError

DOCS = Path("docs")


@click.command("schema", short_help="给编辑器用的 JSON Schema", options_metavar="[选项]")
@click.argument(
    "kind",
    metavar="[dimension|pack|vocabulary]",
    type=click.Choice(["dimension", "pack", "vocabulary"]),
    default="dimension",
)
@PACK
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="写入文件",
)
def schema(kind: str, pack: str | None, target: Path | None) -> None:
    """给编辑器用的 JSON Schema：写规则时自动补全、随手报错。

    dimension 维度文件（默认），pack 是 pack.yaml，vocabulary 是词表。
    """
    from rules.schema import as_document, dimension_schema, pack_schema, vocabulary_schema

    checklist = chosen_checklist(pack)
    schemas = {
        "dimension": dimension_schema,
        "pack": pack_schema,
        "vocabulary": lambda _: vocabulary_schema(),
    }
    write_json(as_document(schemas[kind](checklist)), target)


@click.command("docs", short_help="生成规则手册", options_metavar="[选项]")
@PACK
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="文件夹",
    default=DOCS,
    help="写到哪个文件夹（默认 docs）",
)
@click.option(
    "--check", "only_check", is_flag=True, help="只核对手册是否与规则一致，不写；不一致时退出状态为 1"
)
@click.pass_context
def docs(ctx: click.Context, pack: str | None, folder: Path, only_check: bool) -> None:
    """从规则生成规则手册 rulebook.md 和 rulebook.html。"""
    from checklist.authoring.rulebook import html, markdown

    checklist = chosen_checklist(pack)
    stale = []
    for name, text in (("rulebook.md", markdown(checklist)), ("rulebook.html", html(checklist))):
        path = folder / name
        data = text.encode()
        if only_check:
            same = path.is_file() and path.read_bytes().replace(b"\r\n", b"\n") == data
            stale += [] if same else [path]
        else:
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
            except OSError as error:
                raise RulesError(f"{path}：写不进去（{error.strerror}）") from error
            click.echo(f"写出 {path}")
    for path in stale:
        click.echo(f"{path}：与规则不一致，请运行 checklist rules docs 重新生成", err=True)
    ctx.exit(exits.GATE if stale else exits.DONE)
