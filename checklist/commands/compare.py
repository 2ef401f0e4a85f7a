"""`checklist compare`: what one report repeats of another; which reports of a batch share long passages."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from checklist import exits
from checklist.choice import chosen_folder
from checklist.inputs import sources
from checklist.options import ENCODING, JSON, PACK
from checklist.reading import read_file
from checklist.settings import SettingsError
from rules.located import RulesError
from rules.model import STATUS_NAMES, Checklist
from scorer.auditing import audit
from scorer.compiled import checklist_of
from scorer.model import Document, ReadingError
from scorer.readers import MAX_BYTES, read
from scorer.similarity import Comparison, MissingExtra, compare, near_duplicates

_LONGEST = 200


@click.command("compare", options_metavar="[选项]")
@click.argument(
    "named",
    nargs=-1,
    required=True,
    metavar="本年报告 上年报告 | 文件夹...",
    type=click.Path(path_type=Path, exists=True),
)
@JSON
@click.option(
    "--share",
    type=click.FloatRange(5, 100),
    default=30,
    metavar="百分比",
    help="成批比对时，重复多少算雷同（默认 30）",
)
@ENCODING
@PACK
@click.pass_context
def command(
    ctx: click.Context,
    named: tuple[Path, ...],
    output: str,
    share: float,
    encoding: str | None,
    pack: str | None,
) -> None:
    """比对两份报告有多少重复、得分有何变化；给文件夹则找出互相雷同的报告。

    示例：checklist compare 2024年报告.docx 2023年报告.docx
    """
    if len(named) == 2 and all(path.is_file() and path.suffix.lower() != ".zip" for path in named):
        this, last = (read_file(path, encoding) for path in named)
        try:
            checklist = checklist_of(chosen_folder(pack))
        except (RulesError, SettingsError) as error:
            click.echo(f"没有比对：{error}", err=True)
            ctx.exit(exits.USAGE)
        record = _pair(this, last, checklist)
        lines = _pair_lines(record)
        status = exits.DONE
    else:
        skipped: list[str] = []
        try:
            groups = near_duplicates(_texts(named, encoding, skipped), share)
        except MissingExtra as error:
            click.echo(str(error), err=True)
            ctx.exit(exits.USAGE)
        record = {
            "groups": [
                {
                    "reports": list(group.names),
                    "pairs": [
                        {"first": p.first, "second": p.second, "share": round(p.share, 1)}
                        for p in group.pairs
                    ],
                }
                for group in groups
            ]
        }
        lines = _group_lines(record)
        status = exits.UNREAD if skipped else exits.DONE
    if output == "json":
        sys.stdout.buffer.write((json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
    else:
        for line in lines:
            click.echo(line)
    ctx.exit(status)


def _texts(named: tuple[Path, ...], encoding: str | None, skipped: list[str]) -> Iterator[tuple[str, str]]:
    for source in sources(named, MAX_BYTES):
        try:
            if source.error is not None:
                raise ReadingError(source.error)
            data = source.data if source.data is not None else Path(source.name).read_bytes()
            yield source.name, read(data, source.name, encoding=encoding).text
        except (ReadingError, OSError) as error:
            skipped.append(source.name)
            click.echo(f"{source.name}：无法读取，{error}", err=True)


def _pair(this: Document, last: Document, checklist: Checklist) -> dict[str, Any]:
    found = compare(this.text, last.text)
    cards = [audit(document, checklist, force=True) for document in (this, last)]
    before = {finding.element.id: finding.status for finding in cards[1].findings}
    moved = [
        {"id": f.element.id, "name": f.element.name, "this": f.status, "last": before[f.element.id]}
        for f in cards[0].findings
        if f.status != before[f.element.id]
    ]
    return {
        "this": this.name,
        "last": last.name,
        "share": round(found.share, 1),
        "repeated": found.repeated,
        "counted": found.counted,
        "score": [None if card.score is None else round(card.score, 1) for card in cards],
        "moved": moved,
        "passages": _passages(found, this, last),
    }


def _passages(found: Comparison, this: Document, last: Document) -> list[dict[str, Any]]:
    return [
        {
            "this": this.text[item.start : item.end],
            "last": last.text[item.last_start : item.last_end],
            "start": item.start,
            "end": item.end,
            "last_start": item.last_start,
            "last_end": item.last_end,
        }
        for item in found.passages
    ]


def _pair_lines(record: dict[str, Any]) -> Iterator[str]:
    yield f"重复 {record['share']:.1f}%（{record['repeated']} / {record['counted']} 字，套话不计）"
    this, last = record["score"]
    yield f"得分 {last} → {this}"
    if record["moved"]:
        yield f"要素变化 {len(record['moved'])} 项"
        for item in record["moved"]:
            yield f"  {item['name']}：{STATUS_NAMES[item['last']]} → {STATUS_NAMES[item['this']]}"
    if record["passages"]:
        yield ""
        yield f"重复的段落 {len(record['passages'])} 处，请核对是否沿用旧文"
        for number, item in enumerate(record["passages"], 1):
            ours, theirs = ("".join(item[key].split()) for key in ("this", "last"))
            yield f"{number}. 本篇：{_shortened(ours)}"
            yield f"   对照：{'同上' if ours == theirs else _shortened(theirs)}"


def _shortened(text: str) -> str:
    """A long passage by its beginning and end; the JSON has it whole."""
    if len(text) <= _LONGEST:
        return f"“{text}”"
    return f"“{text[: _LONGEST // 2]}……{text[-_LONGEST // 2 :]}”（共 {len(text)} 字）"


def _group_lines(record: dict[str, Any]) -> Iterator[str]:
    groups = record["groups"]
    yield f"互相雷同的报告 {len(groups)} 组" if groups else "没有发现互相雷同的报告。"
    for number, group in enumerate(groups, 1):
        yield f"{number}. " + "、".join(group["reports"])
        for pair in group["pairs"]:
            yield f"   {pair['share']:.1f}%  {pair['first']}  与  {pair['second']}"
