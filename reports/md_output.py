"""Markdown for pasting into a message, a wiki or a work order: verdict, gaps, notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from reports.outputs import Options
from reports.view import (
    DOCUMENT_STATUS_NAMES,
    MARKS,
    SEVERITY_NAMES,
    about,
    basis_text,
    clipped,
    counts,
    notice_kind,
    on_one_line,
    ordered_gaps,
    ordered_notices,
    score_text,
    shown_evidence,
    stamp,
    statutory_text,
    title_of,
    visible,
    waived_text,
    where,
)
from rules.model import NEED_NAMES, STATUS_NAMES, Checklist
from scorer.model import Finding, Scorecard

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$!&])")
_SPACE = re.compile(r"\s+")


class Writer:
    def __init__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> None:
        self._stream = stream
        self._stamp = stamp(checklist, options.waivers)
        self._brief = options.show == "summary"
        self._count = 0

    def add(self, card: Scorecard) -> None:
        lines = list(_lines(card, self._brief))
        self._stream.write((("\n---\n\n" if self._count else "") + "\n".join(lines) + "\n").encode())
        self._count += 1

    def close(self) -> None:
        self._stream.write(
            f"\n---\n\n由程序对照规则生成，以人工复核为准。{escaped(self._stamp)}。\n".encode()
        )


def escaped(text: str) -> str:
    """Return `text` as one line in which nothing is markup, HTML or an entity."""
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", visible(text)).strip())


def _lines(card: Scorecard, brief: bool) -> Iterator[str]:
    yield f"# {escaped(title_of(card))}"
    yield ""
    if card.status != "scored":
        yield f"**{DOCUMENT_STATUS_NAMES[card.status]}**：{escaped(card.reason or '')}（文件：{escaped(card.file)}）"
        return
    yield " · ".join(map(escaped, about(card)))
    yield ""
    names = {finding.element.id: finding.element.name for finding in card.findings}
    law = (
        "：" + "；".join(escaped(names[i]) for i in card.statutory_missing) if card.statutory_missing else ""
    )
    yield f"- 得分：**{score_text(card.score)}**（{card.got:g} / {card.possible:g} 分），等次 **{escaped(card.grade or '－')}**"
    yield f"- 法定内容：**{statutory_text(card)}**{law}"
    if card.waived:
        yield f"- {waived_text(card)}"
    yield "- 要素：" + "，".join(
        f"{STATUS_NAMES[status]} {number}" for status, number in counts(card).items()
    )
    yield ""
    yield "| 维度 | 得分 | 得分率 |"
    yield "|---|---:|---:|"
    for d in card.dimensions:
        cells = f"{d.got:g} / {d.possible:g} | {score_text(d.score)}%" if d.possible else "－ | 不适用"
        yield f"| {escaped(d.name)} | {cells} |"
    if not brief:
        yield from _gaps(card)
    yield from _waived(card)
    yield from _notices(card)


def _gaps(card: Scorecard) -> Iterator[str]:
    gaps = ordered_gaps(card)
    yield ""
    yield f"## 缺项与薄弱项（{len(gaps)} 项）" if gaps else "没有缺项。"
    for number, finding in enumerate(gaps, 1):
        yield ""
        yield from _gap(finding, number, finding.element.id in card.statutory_missing)


def _gap(finding: Finding, number: int, statutory: bool) -> Iterator[str]:
    element = finding.element
    law = "法定内容，" if statutory else ""
    state = f"{MARKS[finding.status]} {STATUS_NAMES[finding.status]}"
    facts = f"{law}{NEED_NAMES[element.need]}，补上可得 {finding.possible - finding.got:g} 分"
    yield f"{number}. {state} **{escaped(element.name)}**（{facts}）"
    indent = " " * (len(str(number)) + 2)
    for label, item in shown_evidence(finding):
        yield f"{indent}- {label}：“{escaped(clipped(on_one_line(item.quote)))}”（{escaped(where(item))}；{escaped(item.reason)}）"
    if not finding.evidence and not finding.nearest:
        yield f"{indent}- 全文没有说到。"
    yield f"{indent}- 建议：{escaped(finding.advice)}"
    yield f"{indent}- 依据：{escaped(basis_text(finding))}"


def _waived(card: Scorecard) -> Iterator[str]:
    if card.waived:
        yield ""
        yield "## 已豁免（不计分）"
        yield ""
    for finding in card.waived:
        status = STATUS_NAMES[finding.status]
        yield f"- {escaped(finding.element.name)}：判为{status}。理由：{escaped(finding.waived or '')}"


def _notices(card: Scorecard) -> Iterator[str]:
    if card.notices:
        yield ""
        yield "## 提示（不计分）"
        yield ""
    for notice in ordered_notices(card):
        quote = f"“{escaped(clipped(on_one_line(notice.quote)))}”" if notice.quote else ""
        kind = f"{notice_kind(notice)}·{SEVERITY_NAMES[notice.severity]}"
        yield f"- {kind}：{escaped(notice.message)}{quote}"
