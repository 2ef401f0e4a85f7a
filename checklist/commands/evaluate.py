"""`checklist evaluate`: how far the tool agrees with people's judgements."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from checklist import exits
from checklist.choice import chosen_checklist
from checklist.evaluation import Comparison, Evaluation, evaluate_passages, evaluate_reports
from checklist.labels import LabelError, load_labels, load_passages
from checklist.options import PACK
from checklist.settings import SettingsError
from checklist.statistics import Detection, Share
from rules.located import RulesError
from rules.model import STATUS_NAMES

_KINDS = {
    "standard-covered": "已覆盖（标准说法）",
    "plain": "已覆盖（不用标准术语）",
    "standard-mentioned": "仅提及",
    "standard-missing": "形似而实非（应为缺失）",
}


@click.command("evaluate", options_metavar="[选项]")
@click.argument("labels", metavar="标注", type=click.Path(path_type=Path, exists=True))
@click.argument(
    "reports",
    metavar="[报告文件夹]",
    required=False,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
)
@click.option(
    "-f",
    "--format",
    "output",
    type=click.Choice(["terminal", "json", "csv"]),
    default="terminal",
    help="输出格式",
)
@click.option(
    "--fail-under", type=click.FloatRange(0, 100), metavar="百分比", help="状态准确率低于此数时退出状态为 1"
)
@PACK
@click.option("--misses/--no-misses", default=True, help="是否列出每一处不一致")
@click.pass_context
def command(
    ctx: click.Context,
    labels: Path,
    reports: Path | None,
    output: str,
    fail_under: float | None,
    pack: str | None,
    misses: bool,
) -> None:
    """拿人工评判结果检验本工具。

    标注：标注文件的文件夹（另给报告文件夹），或标注段落文件（.jsonl、.yaml，不用给报告）。格式见 docs/judging.md。
    """
    try:
        checklist = chosen_checklist(pack)
        if reports is None:
            evaluation = evaluate_passages(checklist, load_passages(labels, checklist))
        else:
            evaluation = evaluate_reports(checklist, load_labels(labels), reports)
    except (LabelError, RulesError, SettingsError) as error:
        click.echo(str(error), err=True)
        ctx.exit(exits.USAGE)
    for problem in evaluation.problems:
        click.echo(problem, err=True)
    if output == "json":
        text = json.dumps(as_dict(evaluation), ensure_ascii=False, indent=1) + "\n"
        sys.stdout.buffer.write(text.encode())
    elif output == "csv":
        sys.stdout.buffer.write(_csv(evaluation))
    else:
        for line in _lines(evaluation, misses):
            click.echo(line)
    accuracy = evaluation.accuracy().value or 0.0
    if evaluation.problems:
        ctx.exit(exits.UNREAD)
    ctx.exit(exits.GATE if fail_under is not None and 100 * accuracy < fail_under else exits.DONE)


def as_dict(evaluation: Evaluation) -> dict[str, Any]:
    """Return all figures and comparisons for other programs."""
    return {
        **_figures(evaluation),
        "baseline": _figures(evaluation.baseline),
        "kinds": {kind: _share(evaluation.accuracy(kind=kind)) for kind in _present(evaluation, "kind")},
        "dimensions": {key: _share(evaluation.accuracy(dimension=key)) for key in _present(evaluation, "dimension")},
        "elements": {key: _share(evaluation.accuracy(element=key)) for key in _present(evaluation, "element")},
        "reports": {key: _share(evaluation.accuracy(where=key)) for key in _present(evaluation, "where")},
        "disagreements": [
            {
                "where": c.where, "element": c.element, "gold": c.gold, "got": c.got,
                "gold_quote": c.gold_quote, "quote": c.quote, "reason": c.reason,
            }
            for c in evaluation.comparisons
            if not c.right
        ],
    }  # fmt: skip


def _figures(evaluation: Evaluation) -> dict[str, Any]:
    confusion: dict[str, dict[str, int]] = {gold: dict.fromkeys(STATUS_NAMES, 0) for gold in STATUS_NAMES}
    for gold, got in evaluation.pairs:
        confusion[gold][got] += 1
    return {
        "accuracy": _share(evaluation.accuracy()),
        "kappa": evaluation.kappa,
        "confusion": confusion,
        "missing": _detection(evaluation.detection("missing")),
        "covered": _detection(evaluation.detection("covered")),
        "evidence": _share(evaluation.evidence),
        "quantified": _share(evaluation.quantified),
    }


def _share(figure: Share) -> dict[str, Any]:
    return {"right": figure.right, "total": figure.total, "value": figure.value, "interval": figure.interval}


def _detection(figure: Detection) -> dict[str, Any]:
    return {"precision": _share(figure.precision), "recall": _share(figure.recall), "f1": figure.f1}


def _present(evaluation: Evaluation, key: str) -> list[str]:
    return list(dict.fromkeys(getattr(item, key) for item in evaluation.comparisons))


def _lines(evaluation: Evaluation, misses: bool) -> Iterator[str]:
    baseline = evaluation.baseline
    yield f"比较 {len(evaluation.comparisons)} 项（括号内为 95% 置信区间，右侧为逐字找关键词的结果）"
    yield ""
    yield _line("状态准确率", evaluation.accuracy(), baseline.accuracy())
    yield f"κ 系数            {_number(evaluation.kappa):<28}{_number(baseline.kappa)}"
    for status in ("missing", "covered"):
        mine, theirs = evaluation.detection(status), baseline.detection(status)
        name = STATUS_NAMES[status]
        yield _line(f"“{name}”准确率", mine.precision, theirs.precision)
        yield _line(f"“{name}”召回率", mine.recall, theirs.recall)
        yield f"“{name}”F1      {_number(mine.f1):<28}{_number(theirs.f1)}"
    yield f"证据与标注重合    {_text(evaluation.evidence)}"
    yield f"有无数据判断      {_text(evaluation.quantified)}"
    yield ""
    yield "混淆表（行：人工；列：本工具）"
    names = list(STATUS_NAMES)
    yield "          " + "".join(f"{STATUS_NAMES[name]:>8}" for name in names)
    for gold in names:
        counts = [sum(pair == (gold, got) for pair in evaluation.pairs) for got in names]
        if any(counts):
            yield f"{STATUS_NAMES[gold]:　<5}" + "".join(f"{count:>10}" for count in counts)
    kinds = [kind for kind in _present(evaluation, "kind") if kind in _KINDS]
    if kinds:
        yield ""
        for kind in kinds:
            yield f"{_text(evaluation.accuracy(kind=kind)):<30}{_KINDS[kind]}"
    yield ""
    yield "各维度"
    for key in _present(evaluation, "dimension"):
        yield f"  {_text(evaluation.accuracy(dimension=key)):<30}{key}"
    yield "各要素"
    for key in _present(evaluation, "element"):
        yield f"  {_text(evaluation.accuracy(element=key)):<30}{key}"
    wrong = [item for item in evaluation.comparisons if not item.right]
    if misses and wrong:
        yield ""
        yield f"不一致 {len(wrong)} 处"
        for item in wrong:
            yield from _miss(item)


def _miss(item: Comparison) -> Iterator[str]:
    yield f"  {item.where}  {item.element}：人工 {STATUS_NAMES[item.gold]}，本工具 {STATUS_NAMES[item.got]}（{item.reason}）"
    if item.gold_quote:
        yield f"      人工：{item.gold_quote}"
    if item.quote:
        yield f"      本工具：{item.quote.strip()}"


def _line(name: str, mine: Share, theirs: Share) -> str:
    return f"{name:　<9}{_text(mine):<28}{_text(theirs)}"


def _text(figure: Share) -> str:
    if figure.value is None or figure.interval is None:
        return "－"
    low, high = figure.interval
    return f"{100 * figure.value:.1f}%（{100 * low:.1f}–{100 * high:.1f}，{figure.right}/{figure.total}）"


def _number(value: float | None) -> str:
    return "－" if value is None else f"{value:.3f}"


def _csv(evaluation: Evaluation) -> bytes:
    from reports.csv_output import guarded

    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(
        ["来源", "要素", "维度", "人工", "本工具", "关键词", "一致", "人工引文", "本工具引文", "理由"]
    )
    for item in evaluation.comparisons:
        cells = [item.where, item.element, item.dimension, item.gold, item.got, item.baseline]
        cells += ["是" if item.right else "否", item.gold_quote, item.quote, item.reason]
        writer.writerow([guarded(cell) for cell in cells])
    return table.getvalue().encode("utf-8-sig")
