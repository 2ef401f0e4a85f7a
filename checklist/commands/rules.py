"""`checklist rules`: see, check, try, start and document rules."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from checklist import exits
from checklist.choice import chosen_checklist
from checklist.commands.rules_check import check, test
from checklist.commands.rules_common import write_json
from checklist.commands.rules_docs import docs, schema
from checklist.commands.rules_new import new
from checklist.options import JSON, PACK
from checklist.settings import SettingsError
from rules.located import RulesError, nearest
from rules.model import (
    BLOCKS,
    NEED_NAMES,
    SECTION_NAMES,
    STATUS_NAMES,
    Checklist,
    Element,
    Near,
    Pattern,
    Phrase,
)


class _Group(click.Group):
    """Turns broken rules and settings into one Chinese line and exit status 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (RulesError, SettingsError) as error:
            click.echo(str(error), err=True)
            ctx.exit(exits.USAGE)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(
                [(name, self.commands[name].short_help or "") for name in self.list_commands(ctx)]
            )

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)


@click.group("rules", cls=_Group, options_metavar="[选项]", subcommand_metavar="命令 [参数]...")
def command() -> None:
    """规则：查看、检查、试验、新写、生成规则手册。写法见 docs/rules.zh-CN.md。"""


@command.command("list", short_help="列出规则", options_metavar="[选项]")
@PACK
@click.option("--packs", is_flag=True, help="列出能用的规则包")
@click.option("--stats", is_flag=True, help="规则、匹配项、例句各有多少")
@JSON
def list_(pack: str | None, packs: bool, stats: bool, output: str) -> None:
    """列出规则包里的要素。"""
    if packs:
        lines: Iterator[str] = _packs()
    else:
        checklist = chosen_checklist(pack)
        if output == "json":
            record = statistics(checklist) if stats else [_record(element) for element in checklist]
            write_json(record)
            return
        lines = _stats(checklist) if stats else _list(checklist)
    for line in lines:
        click.echo(line)


def _packs() -> Iterator[str]:
    from checklist.settings import load_settings
    from rules.catalogue import packs_in, shipped
    from rules.loader import load_pack

    for folder in [*shipped(), *(path for place in load_settings().packs for path in packs_in(place))]:
        checklist = load_pack(folder)
        base = f"，继承 {'、'.join(stamp.id for stamp in checklist.extends)}" if checklist.extends else ""
        yield f"{folder.name}  {checklist.name}（{checklist.version}，{len(list(checklist))} 个要素{base}）"


def _list(checklist: Checklist) -> Iterator[str]:
    from checklist.authoring.wording import who, years

    yield f"{checklist.name}（{checklist.id} {checklist.version}，{checklist.sha256[:12]}）"
    for dimension in checklist.dimensions:
        yield f"\n{dimension.name}（{dimension.id}，{sum(e.points for e in dimension.elements):g} 分）"
        for element in dimension.elements:
            changed = f"，经 {'、'.join(element.changed_by)} 改动" if element.changed_by else ""
            law = "，法定内容" if element.statutory_since else ""
            facts = f"{NEED_NAMES[element.need]}，{element.points:g} 分，{years(element)}，{who(element)}{law}{changed}"
            yield f"  {element.id}  {element.name}（{facts}）"
    for item in checklist.off:
        yield f"停用：{item.id}  {item.name}：{item.reason}（{item.pack}）"


def statistics(checklist: Checklist) -> dict[str, Any]:
    """Return how many rules, matchers by kind and block, and examples by status the pack has."""
    matchers = [(block, m) for e in checklist for block in BLOCKS for m in getattr(e, block)]
    kinds = {"phrase": Phrase, "near": Near, "pattern": Pattern}
    return {
        "elements": len(list(checklist)),
        "dimensions": len(checklist.dimensions),
        "required": sum(element.need == "required" for element in checklist),
        "statutory": sum(element.statutory_since is not None for element in checklist),
        "points": sum(element.points for element in checklist),
        "matchers": len(matchers),
        "kinds": {name: sum(isinstance(m, kind) for _, m in matchers) for name, kind in kinds.items()},
        "blocks": {block: sum(b == block for b, _ in matchers) for block in BLOCKS},
        "words": len(
            {word for _, m in matchers if isinstance(m, Near) for group in m.groups for word in group}
        ),
        "signs": sum(len(items) for items in checklist.signs.values()),
        "examples": sum(len(element.examples) for element in checklist),
        "by_status": {
            status: sum(example.status == status for element in checklist for example in element.examples)
            for status in ("covered", "mentioned", "missing")
        },
    }


def _stats(checklist: Checklist) -> Iterator[str]:
    from checklist.authoring.wording import BLOCK_NAMES

    found = statistics(checklist)
    yield f"{checklist.name}（{checklist.id} {checklist.version}，{checklist.sha256[:12]}）"
    yield f"要素 {found['elements']} 个，分在 {found['dimensions']} 个维度：应当写明 {found['required']}，建议写明 {found['elements'] - found['required']}，法定内容 {found['statutory']}，满分 {found['points']:g}"
    kinds = found["kinds"]
    yield f"匹配项 {found['matchers']} 条：固定说法 {kinds['phrase']}，相近词组 {kinds['near']}（用词 {found['words']} 个），正则表达式 {kinds['pattern']}"
    for block, name in BLOCK_NAMES.items():
        yield f"  {found['blocks'][block]:>6}  {block}（{name}）"
    yield f"句子标志 {found['signs']} 条"
    by = found["by_status"]
    yield f"例句 {found['examples']} 条：" + "，".join(
        f"{STATUS_NAMES[key]} {number}" for key, number in by.items()
    )


def _record(element: Element) -> dict[str, Any]:
    return {
        "id": element.id, "name": element.name, "dimension": element.dimension, "need": element.need,
        "points": element.points, "since": element.since, "until": element.until, "levels": list(element.levels),
        "statutory_since": element.statutory_since, "basis": [basis.id for basis in element.basis],
        "origin": element.origin, "changed_by": list(element.changed_by),
    }  # fmt: skip


@command.command("show", short_help="说明一个要素怎样判断", options_metavar="[选项]")
@click.argument("element_id", metavar="要素编号")
@PACK
def show(element_id: str, pack: str | None) -> None:
    """说明一个要素：要求什么、怎样算写明、缺了怎么补、用哪些词找、例句。"""
    checklist = chosen_checklist(pack)
    try:
        element = checklist.element(element_id)
    except KeyError as error:
        ids = [item.id for item in checklist]
        raise RulesError(f"没有编号为“{element_id}”的要素{nearest(element_id, ids)}") from error
    for line in _shown(element):
        click.echo(line)


def _shown(element: Element) -> Iterator[str]:
    from checklist.authoring.wording import COVERED_BY, JUDGED, blocks, matcher_words, who, years

    yield f"{element.name}（{element.id}）"
    law = f"，{element.statutory_since} 年度起为法定内容" if element.statutory_since else ""
    yield f"要求：{NEED_NAMES[element.need]}，{element.points:g} 分，{years(element)}，{who(element)}{law}"
    yield f"怎样算写明：{element.asks}"
    yield f"怎么补：{element.advice}"
    yield f"判断方法：{JUDGED[element.judge]}，{COVERED_BY[element.covered_by]}"
    yield "依据：" + "；".join(basis.dated for basis in element.basis)
    yield f"写在：{element.source if '/' in element.source else f'{element.origin}/{element.source}'}"
    for heading, matchers in blocks(element):
        yield f"\n{heading}："
        yield from (f"  {matcher_words(matcher)}" for matcher in matchers)
    yield "\n例句："
    for example in element.examples:
        where = f"（{SECTION_NAMES[example.section]}）" if example.section != "account" else ""
        yield f"  {STATUS_NAMES[example.status]}{where}：{example.text}"


for _member in (check, test, new, schema, docs):
    command.add_command(_member)
