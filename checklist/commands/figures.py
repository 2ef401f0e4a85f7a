"""`checklist figures`: every relation between figures, holding or not, with its arithmetic."""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from pathlib import Path

import click

from checklist import exits
from checklist.options import ENCODING, JSON
from checklist.reading import read_file
from reports.view import on_one_line
from scorer.figures import Relation, relations

_KINDS = {
    "sum": "合计",
    "ratio": "比率",
    "difference": "增减",
    "part": "部分不超过整体",
    "count": "列举与总数",
    "repeat": "前后两处",
}
_MARKS = {True: "√ 相符", False: "× 请核对", None: "－ 无法核对"}


@click.command("figures", options_metavar="[选项]")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@JSON
@click.option("--wrong", is_flag=True, help="只列需要核对的")
@ENCODING
def command(file: Path, output: str, wrong: bool, encoding: str | None) -> None:
    """逐条列出报告里数字之间的关系和算式，不符的请核对。

    示例：checklist figures 报告.docx
    """
    document = read_file(file, encoding)
    found = [item for item in relations(document.text) if item.holds is False or not wrong]
    if output == "json":
        record = {
            "file": str(file),
            "sha256": document.sha256,
            "relations": [item._asdict() for item in found],
        }
        sys.stdout.buffer.write((json.dumps(record, ensure_ascii=False, indent=1) + "\n").encode())
        return
    starts = [block.start for block in document.blocks]
    for item in found:
        at = bisect_right(starts, item.start) - 1
        _show(item, document.blocks[at].place if at >= 0 else "")
    bad = sum(item.holds is False for item in found)
    click.echo(f"共 {len(found)} 条关系，请核对 {bad} 条")
    raise click.exceptions.Exit(exits.DONE)


def _show(item: Relation, place: str) -> None:
    click.echo(f"{_MARKS[item.holds]}  {_KINDS[item.kind]}（{place}）：{item.arithmetic}")
    click.echo(f"    “{on_one_line(item.quote)}”")
