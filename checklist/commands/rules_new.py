"""`checklist rules new`: a new rule from a name and example sentences; a new local pack where there is none."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import click

from checklist import exits
from rules.located import RulesError, nearest
from rules.shipped import is_pack

_ELEMENT = re.compile(r"[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*")


@click.command("new", short_help="新写一条规则，或新建一个地方规则包", options_metavar="[选项]")
@click.argument("folder", metavar="规则包文件夹", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--extends",
    default="national",
    metavar="规则包",
    help="新建规则包时，在哪个规则包的基础上改（默认 national）",
)
@click.option("--pack-name", metavar="名称", help="新建规则包时的名称")
@click.option("--id", "element_id", metavar="编号", help="要素编号，写作 维度.英文小写短名")
@click.option("--name", metavar="名称", help="要素名称")
@click.option("--dimension-name", metavar="名称", help="新增维度时的维度名称")
@click.option(
    "--basis", multiple=True, metavar="编号", help="依据（pack.yaml 里 instruments 的编号，可写多次）"
)
@click.option(
    "--need", type=click.Choice(["required", "recommended"]), default="required", help="应当写明，或建议写明"
)
@click.option("--asks", metavar="文字", default="", help="怎样算写明了")
@click.option("--advice", metavar="文字", default="", help="缺了该怎么补")
@click.option(
    "--example", "covered", multiple=True, metavar="句子", help="写明了做法的例句（可写多次，至少一句）"
)
@click.option("--mention", "mentioned", multiple=True, metavar="句子", help="只是口号、要求的例句")
@click.option(
    "--counter", "missing", multiple=True, metavar="句子", help="反例：用词相近、说的是另一件事的句子"
)
@click.pass_context
def new(
    ctx: click.Context,
    folder: Path,
    extends: str,
    pack_name: str | None,
    element_id: str | None,
    name: str | None,
    dimension_name: str | None,
    basis: tuple[str, ...],
    need: str,
    asks: str,
    advice: str,
    covered: tuple[str, ...],
    mentioned: tuple[str, ...],
    missing: tuple[str, ...],
) -> None:
    """新写一条规则，或新建一个地方规则包。

    文件夹里还没有规则包时，先建一个。没用选项写明的会逐项询问；从例句里统计出该找哪些词，写成带注释的 YAML。
    """
    from checklist.authoring.skeleton import Draft, add_element, proposal_for
    from checklist.authoring.trial import run_examples
    from rules.loader import load_pack

    if not is_pack(folder):
        _new_pack(folder, extends, pack_name)
        if element_id is None and not (sys.stdin.isatty() and click.confirm("现在就写一条规则吗")):
            return
    checklist = load_pack(folder)
    element_id = element_id or _ask("要素编号（维度.英文小写短名，如 remedy.site-visit）", "--id")
    _check_id(element_id, [element.id for element in checklist])
    dimension = element_id.partition(".")[0]
    if dimension not in {item.id for item in checklist.dimensions}:
        dimension_name = dimension_name or _ask(f"“{dimension}”是新维度，它的名称", "--dimension-name")
    name = name or _ask("要素名称", "--name")
    if not basis:
        known = "、".join(f"{key}（{item.title}）" for key, item in checklist.instruments.items())
        basis = tuple(
            _ask(f"依据的编号，可用：{known}", "--basis").replace("，", ",").replace(" ", "").split(",")
        )
    for key in basis:
        if key not in checklist.instruments:
            ids = list(checklist.instruments)
            raise RulesError(f"依据“{key}”不在 instruments 中{nearest(key, ids)}；可用：{'、'.join(ids)}")
    covered = covered or _ask_many("写明了做法的例句", "--example")
    missing = missing or (
        _ask_many("反例：用词相近、说的是另一件事", "--counter") if sys.stdin.isatty() else ()
    )
    draft = Draft(element_id, name, basis, need, asks, advice, covered, mentioned, missing)
    path, written = add_element(folder, draft, dimension_name or "")
    proposal = proposal_for(draft)
    terms = [*proposal.phrases, *(f"{first} + {second}" for first, second in proposal.pairs)]
    click.echo(f"写出 {path}：{element_id} {name}")
    click.echo(f"从例句统计出的用词：{'、'.join(terms) if terms else '没有（先用要素名称，请自己补）'}")
    trials = list(run_examples(written, [element_id]))
    wrong = [trial for trial in trials if not trial.right]
    click.echo(
        f"例句 {len(trials)} 条，不符 {len(wrong)} 条。接下来：打开文件按注释修改，再运行 checklist rules check 和 checklist rules test"
    )
    ctx.exit(exits.DONE)


def _new_pack(folder: Path, extends: str, name: str | None) -> None:
    from checklist.authoring.skeleton import pack_yaml
    from rules.catalogue import find_pack
    from rules.loader import load_pack

    pack_id = folder.resolve().name.lower()
    if not re.fullmatch(r"[a-z][a-z0-9-]*", pack_id):
        raise RulesError(
            f"文件夹名“{folder.name}”要当规则包的编号用，请改用英文小写字母、数字和“-”，如 hubei"
        )
    beside = folder.resolve().parent / extends
    base = load_pack(beside if is_pack(beside) else find_pack(extends))
    name = name or _ask("规则包名称（如 湖北省考核细则）", "--pack-name")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        text = pack_yaml(pack_id, name, extends, f"{base.newest_year + 1}.1")
        folder.joinpath("pack.yaml").write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise RulesError(f"{folder}：写不进去（{error.strerror}）") from error
    click.echo(f"写出 {folder / 'pack.yaml'}：{name}，继承 {extends}")


def _check_id(element_id: str, known: list[str]) -> None:
    if not _ELEMENT.fullmatch(element_id):
        raise RulesError(f"编号“{element_id}”应写作“维度.英文小写短名”，如 remedy.site-visit")
    if element_id in known:
        raise RulesError(f"编号“{element_id}”已经用过；要改它，请写在 pack.yaml 的 changes 里")


def _ask(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(f"请用 {option} 写明：{question}")
    answer: str = click.prompt(question)
    return answer.strip()


def _ask_many(question: str, option: str) -> tuple[str, ...]:
    answers = [_ask(f"{question}（一句一行）", option)]
    while more := click.prompt("再一句（没有了直接回车）", default="", show_default=False).strip():
        answers.append(more)
    return tuple(answers)
