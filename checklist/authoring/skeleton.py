"""Write a new rule, or a new local pack, as commented YAML that already passes the check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from checklist.authoring.lint import PLACEHOLDER
from checklist.authoring.propose import Proposal, propose
from rules.loader import build_pack, load_pack, read_pack_files
from rules.located import RulesError
from rules.model import Checklist
from rules.parsing import parse_yaml
from rules.shipped import is_pack


@dataclass(frozen=True, slots=True)
class Draft:
    """What the author said of a new element; examples by status."""

    id: str
    name: str
    basis: tuple[str, ...]
    need: str = "required"
    asks: str = ""
    advice: str = ""
    covered: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def quoted(text: str) -> str:
    """Return `text` as a YAML scalar on one line."""
    plain = " ".join(text.split())
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def pack_yaml(pack_id: str, name: str, extends: str, version: str) -> str:
    """Return the pack.yaml of a new local pack."""
    return f"""\
# {name}。写法见 docs/rules.zh-CN.md；改完运行 checklist rules check 和 checklist rules test。
id: {pack_id}
name: {quoted(name)}
version: {quoted(version)}
extends: {extends}

# 以下按需启用：去掉行首的“# ”。
# points: {{required: 2, recommended: 1}}
# grades:
#   - {{name: 优秀, at_least: 90}}
#   - {{name: 合格, at_least: 60}}
#   - {{name: 不合格, at_least: 0}}
# gates: {{fail_under: 60, fail_on: [statutory]}}
# instruments:
#   local-2025: {{title: 本省考核细则的全称（文号）, checked: true}}
# changes:
#   - {{id: remedy.litigation, points: 3}}
# switch_off:
#   - {{id: rulemaking.legislation, reason: 本单位没有立法权，不承担起草任务}}
"""


def element_yaml(draft: Draft, proposal: Proposal) -> str:
    """Return the entry of a list of elements."""
    return "\n".join(_lines(draft, proposal)) + "\n"


def _lines(draft: Draft, proposal: Proposal) -> Iterator[str]:
    yield f"  - id: {draft.id}"
    yield f"    name: {quoted(draft.name)}"
    yield f"    need: {draft.need}                # required 应当写明，recommended 建议写明"
    yield f"    basis: [{', '.join(draft.basis)}]"
    yield "    # 看报告的人怎样算写明了：一句话说清"
    yield f"    asks: {quoted(draft.asks or f'写明{draft.name}的具体做法、件数或文件（{PLACEHOLDER}：改成确切的要求）。')}"
    yield "    # 缺了该怎么补：直接告诉写报告的人写什么"
    yield f"    advice: {quoted(draft.advice or f'补写本年度{draft.name}做了什么、办了多少件、形成了什么文件（{PLACEHOLDER}）。')}"
    yield "    # 出现下面任何一行，就算说到了这件事；由例句的用词统计而来，请逐条看过，删去太宽的，补上别的说法"
    yield "    speaks:"
    terms = [*proposal.phrases, *(f"{first} + {second} @20" for first, second in proposal.pairs)]
    for term in terms or [draft.name]:
        yield f"      - {quoted(term)}"
    yield "    # 形近而说别的事的词写在这里，例如："
    yield '    # excludes: ["会议费|招待费"]'
    yield "    examples:"
    yield "      covered:    # 写明了做法的句子，至少两句，最好摘自真实报告"
    yield from _examples(draft.covered, [f"{PLACEHOLDER}：{draft.name}办理12件。"], "account")
    yield "      mentioned:  # 只有口号、要求或打算的句子"
    yield from _examples(draft.mentioned, [f"下一步，进一步加强{draft.name}工作。"], "plan")
    yield "      missing:    # 反例：用词相近、说的是另一件事的句子"
    yield from _examples(draft.missing, [f"{PLACEHOLDER}：换成一句用词相近、说的是另一件事的话。"], "account")


def _examples(given: Sequence[str], otherwise: Sequence[str], section: str) -> Iterator[str]:
    for text in given:
        yield f"        - {quoted(text)}"
    for text in () if given else otherwise:
        yield f"        - {quoted(text)}" if section == "account" else f"        - {section}: {quoted(text)}"


def proposal_for(draft: Draft) -> Proposal:
    return propose(draft.name, draft.covered, [*draft.missing])


def add_element(folder: Path, draft: Draft, dimension_title: str) -> tuple[Path, Checklist]:
    """Add the drafted element to the pack in `folder`. Returns its file and the pack as it is then.

    Nothing is written unless the pack loads with it. Raises RulesError.
    """
    dimension = draft.id.partition(".")[0]
    files = read_pack_files(folder)
    entry = element_yaml(draft, proposal_for(draft))
    name = f"{dimension}.yaml"
    if name in files:
        text = _inserted(files[name].decode("utf-8-sig"), entry, name)
    else:
        known = {item.id for item in load_pack(folder).dimensions}
        head = [] if dimension in known else [f"name: {quoted(dimension_title)}"]
        text = "\n".join([f"dimension: {dimension}", *head, "elements:", entry])
        if dimension not in known:
            files["pack.yaml"] = _listed(files["pack.yaml"], dimension)
    files[name] = text.encode()
    checklist = build_pack(files, lambda node: load_pack(_base(folder, node.text("extends"))))
    folder.joinpath("pack.yaml").write_bytes(files["pack.yaml"])
    folder.joinpath(name).write_bytes(files[name])
    return folder / name, checklist


def _base(folder: Path, named: str) -> Path:
    from rules.catalogue import find_pack

    beside = folder.resolve().parent / named
    return beside if is_pack(beside) else find_pack(named)


def _inserted(text: str, entry: str, name: str) -> str:
    """The file with the entry at the end of its list of elements."""
    root = parse_yaml(text.encode(), name).mapping("规则文件", None)
    lines = text.splitlines()
    if "elements" not in root:
        return "\n".join([*lines, "elements:", entry])
    after = [node.line for key, node in root.items() if node.line > root["elements"].line]
    at = min(after) - 1 if after else len(lines)
    while at > 0 and (not lines[at - 1].strip() or lines[at - 1].startswith("#")):
        at -= 1
    if root["elements"].value and root["elements"].line == root["elements"].items("elements")[0].line:
        raise RulesError(f"{name}：elements 写在了一行里，没法接着写；请先改成每项一行，以“  - id:”开头")
    return "\n".join([*lines[:at], "", entry.rstrip("\n"), *lines[at:]]) + "\n"


def _listed(pack: bytes, dimension: str) -> bytes:
    """pack.yaml with a new dimension in its list."""
    text = pack.decode("utf-8-sig")
    head = parse_yaml(pack, "pack.yaml").mapping("pack.yaml", None)
    if "dimensions" not in head:
        return (text.rstrip("\n") + f"\ndimensions: [{dimension}]\n").encode()
    lines = text.splitlines()
    line = lines[head["dimensions"].line - 1]
    if not line.rstrip().endswith("]"):
        raise RulesError(
            f"pack.yaml 第 {head['dimensions'].line} 行：请自己把 {dimension} 加进 dimensions，再试一次"
        )
    lines[head["dimensions"].line - 1] = line.rstrip()[:-1] + f", {dimension}]"
    return ("\n".join(lines) + "\n").encode()
