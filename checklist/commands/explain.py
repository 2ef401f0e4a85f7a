"""`checklist explain`: why an element was judged as it was."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from checklist import exits
from checklist.choice import chosen_checklist
from checklist.options import ENCODING, JSON, PACK
from checklist.settings import SettingsError
from reports.view import on_one_line
from rules.located import RulesError
from rules.model import LEVELS, SECTION_NAMES, STATUS_NAMES, Checklist, Level
from scorer.explain import Candidate, explain
from scorer.model import Finding, ReadingError
from scorer.readers import read

_BLOCKS = {"speaks": "说到", "proves": "说到并写明做法", "touches": "只算提及"}
_SIGNS = {
    "done": "做成的动作", "work": "一般动作", "result": "完成的口气", "time": "时间", "each": "逐件或载体", "nil": "没有发生",
    "duty": "要求", "slogan": "口号", "goal": "目的套话", "define": "讲道理", "plan": "打算", "lack": "不足",
}  # fmt: skip


@click.command("explain", options_metavar="[选项]")
@click.argument("element", metavar="要素编号")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@JSON
@click.option("--year", type=click.IntRange(1990, 2100), metavar="年", help="报告年度，代替从文中认出的")
@click.option("--level", type=click.Choice(LEVELS), help="报告单位的层级，代替从文中认出的")
@ENCODING
@PACK
@click.pass_context
def command(
    ctx: click.Context,
    element: str,
    file: Path,
    output: str,
    year: int | None,
    level: Level | None,
    encoding: str | None,
    pack: str | None,
) -> None:
    """说明某个要素为什么这样判：逐句列出候选句、所在部分、命中的规则和取舍理由。

    示例：checklist explain remedy.litigation 报告.txt
    """
    try:
        checklist = chosen_checklist(pack)
        checklist.element(element)
        document = read(file.read_bytes(), str(file), encoding=encoding)
    except KeyError:
        click.echo(f"没有编号为“{element}”的要素{_nearest(element, checklist)}", err=True)
        ctx.exit(exits.USAGE)
    except (RulesError, SettingsError) as error:
        click.echo(f"规则有误：{error}", err=True)
        ctx.exit(exits.USAGE)
    except (ReadingError, OSError) as error:
        click.echo(f"{file}：{error}", err=True)
        ctx.exit(exits.UNREAD)
    finding, candidates = explain(document, checklist, element, year=year, level=level)
    if output == "json":
        status = finding.status if finding else "na"
        record = {
            "element": element,
            "status": status,
            "candidates": [dataclasses.asdict(item) for item in candidates],
        }
        sys.stdout.buffer.write((json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
        return
    for line in _lines(checklist, element, finding, candidates):
        click.echo(line)


def _nearest(element: str, checklist: Checklist) -> str:
    from difflib import get_close_matches

    near = get_close_matches(element, [item.id for item in checklist], n=1, cutoff=0.4)
    return f"，是否想写“{near[0]}”" if near else ""


def _lines(
    checklist: Checklist, element_id: str, finding: Finding | None, candidates: list[Candidate]
) -> Iterator[str]:
    element = checklist.element(element_id)
    yield f"{element.name}（{element.id}）"
    yield f"判断标准：{element.asks}"
    if finding is None:
        yield "结论：不适用（本级政府或本年度不要求）"
    else:
        yield f"结论：{STATUS_NAMES[finding.status]}（{finding.reason}）"
    yield f"候选句 {len(candidates)} 处" if candidates else "没有一句说到它。"
    for number, item in enumerate(candidates, 1):
        yield ""
        yield f"{number}. [{'采用' if item.taken else '未采用'}] {STATUS_NAMES[item.status]}：{item.reason}"
        yield f"   “{on_one_line(item.quote)}”"
        where = "，".join(filter(None, (item.place, SECTION_NAMES.get(item.role, item.role), item.section)))
        yield f"   位置：{where}"
        yield f"   规则：{_BLOCKS.get(item.block, item.block)}〔{item.matcher}〕，命中“{item.matched}”，相似度 {item.similarity:g}"
        if item.signs:
            yield "   标志：" + "；".join(f"{_SIGNS.get(name, name)}“{text}”" for name, text in item.signs)
        yield f"   分量：{item.weight:g}（大于 0 才算写明做法）"
