"""`checklist diff`: what changed between two runs, element by element, and why."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from checklist import exits
from checklist.difference import Difference, DifferenceError, Move, compare, read_run
from rules.model import STATUS_NAMES

_STATES = {"scored": "已评分", "foreign": "非年度报告", "unreadable": "无法读取"}


@click.command("diff", options_metavar="[选项]")
@click.argument("old", metavar="旧.json", type=click.Path(path_type=Path))
@click.argument("new", metavar="新.json", type=click.Path(path_type=Path))
@click.option(
    "-f",
    "--format",
    "output",
    type=click.Choice(["terminal", "json", "md"]),
    default="terminal",
    help="输出格式",
)
@click.pass_context
def command(ctx: click.Context, old: Path, new: Path, output: str) -> None:
    """两次评分（score --format json 或 jsonl）有什么变化：哪些要素变了、分数差多少、是报告改了还是规则改了。

    用不同规则包评出的结果不能相比。
    """
    try:
        difference = compare(read_run(old), read_run(new))
    except DifferenceError as error:
        click.echo(str(error), err=True)
        ctx.exit(exits.USAGE)
    if output == "json":
        click.echo(json.dumps(as_dict(difference), ensure_ascii=False, indent=1))
        return
    for line in (_markdown if output == "md" else _terminal)(difference):
        click.echo(line)


def as_dict(difference: Difference) -> dict[str, Any]:
    """Return everything for other programs."""
    return {
        "old": _run(difference.old),
        "new": _run(difference.new),
        "reports": [
            {
                "file": c.report, "old": c.old, "new": c.new, "points": c.points, "states": list(c.states),
                "causes": list(c.causes),
                "elements": [
                    {"id": m.element, "name": m.name, "old": m.old, "new": m.new, "points": m.points}
                    for m in c.moves
                ],
            }
            for c in difference.changed
        ],
        "unchanged": len(difference.changes) - len(difference.changed),
        "only_old": list(difference.only_old),
        "only_new": list(difference.only_new),
    }  # fmt: skip


def _run(run: Any) -> dict[str, Any]:
    stamp = {"id": run.pack, "version": run.version, "sha256": run.rules}
    return {"file": str(run.path), "tool": run.tool, "checklist": stamp, "reports": len(run.reports)}


def _head(difference: Difference) -> Iterator[str]:
    old, new = difference.old, difference.new
    for label, run in (("旧", old), ("新", new)):
        waived = f"，豁免 {run.waivers[:12]}" if run.waivers else ""
        yield f"{label}：{run.path.name}，{run.tool}，规则 {run.pack} {run.version}（{run.rules[:12]}）{waived}，报告 {len(run.reports)} 份"
    both = [c for c in difference.changes if c.old is not None and c.new is not None]
    if both:
        before, after = sum(c.old or 0 for c in both) / len(both), sum(c.new or 0 for c in both) / len(both)
        yield f"两次都有得分的 {len(both)} 份：平均 {before:.1f} → {after:.1f}（{after - before:+.1f}）"
    better = sum(move.better for move in difference.moves)
    moves = len(difference.moves)
    yield f"有变化的报告 {len(difference.changed)} 份，变化的要素 {moves} 处（变好 {better}，其余 {moves - better}）"
    for label, files in (("只在旧结果里", difference.only_old), ("只在新结果里", difference.only_new)):
        if files:
            yield f"{label}：{'、'.join(files)}"


def _terminal(difference: Difference) -> Iterator[str]:
    yield from _head(difference)
    if difference.moves:
        yield ""
        yield "按要素（变好／变差／份数）"
        for key, name, better, worse, points in _by_element(difference):
            yield f"  {better:>4}／{worse:>4}／{better + worse:>4}  {points:>+6g} 分  {name}（{key}）"
    for change in difference.changed:
        yield ""
        why = "、".join(change.causes) or "原因不明：报告、规则、豁免、程序都没变"
        yield f"{change.report}：{_score(change.old)} → {_score(change.new)}（{change.points:+g}）  {why}"
        if change.states[0] != change.states[1]:
            yield f"    {_STATES[change.states[0]]} → {_STATES[change.states[1]]}"
        for move in change.moves:
            yield f"    {move.name}（{move.element}）：{_status(move.old)} → {_status(move.new)}（{move.points:+g} 分）"


def _markdown(difference: Difference) -> Iterator[str]:
    yield from (f"{line}  " for line in _head(difference))
    if difference.moves:
        yield "\n| 要素 | 变好 | 变差 | 分值变化 |\n|---|---|---|---|"
        for key, name, better, worse, points in _by_element(difference):
            yield f"| {name}（`{key}`） | {better} | {worse} | {points:+g} |"
    if difference.changed:
        yield "\n| 报告 | 旧 | 新 | 变化 | 要素 | 原因 |\n|---|---|---|---|---|---|"
        for change in difference.changed:
            moves = "；".join(f"{m.name} {_status(m.old)}→{_status(m.new)}" for m in change.moves) or "－"
            cells = (
                change.report,
                _score(change.old),
                _score(change.new),
                f"{change.points:+g}",
                moves,
                "、".join(change.causes),
            )
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _by_element(difference: Difference) -> Iterator[tuple[str, str, int, int, float]]:
    """Elements that moved: id, name, how often for better and otherwise, points; the most moved first."""
    groups: dict[str, list[Move]] = defaultdict(list)
    for move in difference.moves:
        groups[move.element].append(move)
    for key, moves in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        better = sum(move.better for move in moves)
        yield key, moves[-1].name, better, len(moves) - better, sum(move.points for move in moves)


def _score(score: float | None) -> str:
    return "－" if score is None else f"{score:.1f}"


def _status(state: str | None) -> str:
    if state is None:
        return "没有这一要素"
    return STATUS_NAMES[state.removeprefix("waived-")] + ("（已豁免）" if state.startswith("waived-") else "")
