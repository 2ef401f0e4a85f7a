"""`checklist rules check` and `checklist rules test`: is a pack written right, and do its examples hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from checklist import exits
from checklist.choice import chosen_checklist, chosen_folder
from checklist.commands.rules_common import write_json
from checklist.options import JSON
from rules.located import RulesError, nearest
from rules.model import SECTION_NAMES, STATUS_NAMES

if TYPE_CHECKING:
    from checklist.authoring.trial import Trial


@click.command("check", short_help="检查规则包写得对不对", options_metavar="[选项]")
@click.argument("pack", metavar="[规则包]", required=False)
@click.option("--hints/--no-hints", default=True, help="是否也列出提示")
@click.pass_context
def check(ctx: click.Context, pack: str | None, hints: bool) -> None:
    """检查规则包写得对不对。有错误时退出状态为 2，只有提示时为 0。"""
    from checklist.authoring.lint import lint
    from rules.loader import load_pack, read_pack_files

    folder = chosen_folder(pack)
    broken: list[RulesError] = []
    checklist = load_pack(folder, broken)
    problems = lint(checklist, read_pack_files(folder))
    if broken:  # what else seems wrong may only follow from the elements left out
        problems = [problem for problem in problems if problem.severity == "error"]
    errors = [problem for problem in problems if problem.severity == "error"]
    for found in broken:
        click.echo(f"{found}")
    for problem in problems:
        if problem.severity == "error" or hints:
            click.echo(str(problem))
    number = len(errors) + len(broken)
    verdict = f"错误 {number}，提示 {len(problems) - len(errors)}"
    click.echo(
        f"{checklist.name}（{checklist.id} {checklist.version}）：要素 {len(list(checklist))} 个，{verdict}"
    )
    ctx.exit(exits.USAGE if number else exits.DONE)


@click.command("test", short_help="试验规则里的例句", options_metavar="[选项]")
@click.argument("pack", metavar="[规则包]", required=False)
@click.option("--element", "only", multiple=True, metavar="编号", help="只试这个要素（可写多次）")
@JSON
@click.pass_context
def test(ctx: click.Context, pack: str | None, only: tuple[str, ...], output: str) -> None:
    """试验规则里的例句：应判与实判是否一致，没有反例的规则也算不过。退出状态：0 全部相符，1 有不符，2 规则有误。"""
    from checklist.authoring.trial import run_examples

    checklist = chosen_checklist(pack)
    ids = [element.id for element in checklist]
    for key in only:
        if key not in ids:
            raise RulesError(f"没有编号为“{key}”的要素{nearest(key, ids)}")
    trials = list(run_examples(checklist, only))
    wrong = [trial for trial in trials if not trial.right]
    if output == "json":
        write_json([_trial_record(trial) for trial in wrong])
    else:
        for trial in wrong:
            for line in _trial_lines(trial):
                click.echo(line)
        tried = sum(trial.example is not None for trial in trials)
        rules = len(only) or len(ids)
        click.echo(
            f"{checklist.name}（{checklist.id} {checklist.version}）：要素 {rules} 个，例句 {tried} 条，不符 {len(wrong)} 处"
        )
    ctx.exit(exits.GATE if wrong else exits.DONE)


def _trial_lines(trial: Trial) -> Iterator[str]:
    element = trial.element
    if trial.example is None or trial.actual is None:
        yield f"{element.place}：{element.id}：{trial.problem}"
        return
    example = trial.example
    yield f"{example.place}：{element.id}：应判{STATUS_NAMES[example.status]}，实判{STATUS_NAMES[trial.actual]}（{trial.reason}）"
    yield f"    例句（{SECTION_NAMES[example.section]}）：{example.text}"
    for item in trial.evidence:
        yield f"    命中：{item.matcher}，相似度 {item.similarity:g}，{item.reason}"
    if not trial.evidence:
        yield "    没有一条匹配项命中"


def _trial_record(trial: Trial) -> dict[str, Any]:
    example = trial.example
    return {
        "element": trial.element.id,
        "problem": trial.problem or None,
        "text": example.text if example else None,
        "expected": example.status if example else None,
        "actual": trial.actual,
        "reason": trial.reason,
        "matchers": [
            {"matcher": e.matcher, "similarity": e.similarity, "reason": e.reason} for e in trial.evidence
        ],
    }
