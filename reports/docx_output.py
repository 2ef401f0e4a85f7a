"""Word letters of feedback (审核反馈意见): one after another, each on pages of its own, ready to edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from reports.docx_letter import Letter
from reports.outputs import Options, require
from reports.view import (
    SEVERITY_NAMES,
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
    waived_text,
    where,
)
from rules.model import NEED_NAMES, STATUS_NAMES, Checklist
from scorer.model import Finding, Notice, Scorecard

_NAME = "审核反馈意见"
_GAP_HEAD, _GAP_WIDTHS = ("序号", "要素", "现状与原文", "补正建议与依据"), (12, 32, 54, 58)
_SCORE_HEAD, _SCORE_WIDTHS = ("维度", "得分", "应得分", "得分率"), (81, 25, 25, 25)
_TOLD = {
    "unreadable": "该文件无法读取（{reason}），未作评判。请重新报送可以读取的文本。",
    "foreign": "经核，该文件不属于法治政府建设年度报告（{reason}），未作评判。如系误报，请重新报送。",
}


class Writer:
    def __init__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> None:
        require("docx", "python-docx", "office")
        self._stream = stream
        self._checklist = checklist
        self._stamp = stamp(checklist, options.waivers)
        self._letter = Letter(f"法治政府建设年度报告{_NAME}")

    def add(self, card: Scorecard) -> None:
        self._letter.begin()
        self._letter.title(f"关于{_called(card)}的{_NAME}")
        self._letter.text(f"{card.meta.issuer or '（报告单位）'}：", indent=False)
        if card.status == "scored":
            self._scored(card)
        else:
            self._letter.text(_TOLD[card.status].format(reason=card.reason or "原因不明"))
            self._letter.text(f"文件：{card.file}")
        self._letter.signature("（审核单位）", "　　　　年　　月　　日")

    def close(self) -> None:
        self._letter.save(self._stream)

    def _scored(self, card: Scorecard) -> None:
        letter = self._letter
        letter.text(
            f"你单位的{_called(card)}收悉。对照{self._checklist.name}（{self._checklist.version}），"
            f"逐项核对年度报告应当写明和建议写明的要素 {len(card.findings)} 项，现将审核意见反馈如下。"
        )
        letter.heading("一、总体情况")
        letter.text(_verdict(card))
        letter.text(_statutory(card))
        if card.waived:
            letter.text(f"{waived_text(card)}。" + "".join(map(_waived, card.waived)))
        letter.table(_SCORE_HEAD, list(_score_rows(card)), _SCORE_WIDTHS)
        letter.heading("二、需要补正的内容")
        gaps = ordered_gaps(card)
        if gaps:
            letter.text(f"缺项与薄弱项共 {len(gaps)} 项，法定内容在前，其余按补上可得的分值排列。")
            letter.table(_GAP_HEAD, list(_gap_rows(card, gaps)), _GAP_WIDTHS)
        else:
            letter.text("未发现缺项。")
        letter.heading("三、提请核实的事项")
        notices = ordered_notices(card)
        for number, notice in enumerate(notices, 1):
            letter.text(_notice(number, notice))
        if not notices:
            letter.text("无。")
        letter.heading("四、有关说明")
        letter.text(
            "得分为 100×得到分÷应得分：已覆盖的得全部分值，仅提及的得一半，缺失的不得分，不适用的两边都不计；"
            "提请核实的事项不计分。标〔依据待核〕的依据，条文尚未与原件核对，引用前请先核对。"
        )
        letter.text(f"本意见初稿由程序对照规则生成，以人工复核为准。程序和规则：{self._stamp}。")


def _called(card: Scorecard) -> str:
    """The report's title in book marks; marks inside it become single."""
    if not card.meta.title:
        return "法治政府建设年度报告"
    title = " ".join(card.meta.title.split()).replace("《", "〈").replace("》", "〉")
    return f"《{clipped(title, 120)}》"


def _verdict(card: Scorecard) -> str:
    found = "、".join(f"{STATUS_NAMES[status]} {number} 项" for status, number in counts(card).items())
    return (
        f"得分 {score_text(card.score)} 分（得到分 {card.got:g} 分，应得分 {card.possible:g} 分），"
        f"等次为{card.grade or '未定'}。各要素中，{found}。"
    )


def _statutory(card: Scorecard) -> str:
    if not card.statutory_asked:
        return "法定内容：本年度不要求。"
    names = {finding.element.id: finding.element.name for finding in card.findings}
    missing = "：" + "；".join(names[i] for i in card.statutory_missing) if card.statutory_missing else ""
    return f"法定内容应有 {card.statutory_asked} 项，{statutory_text(card)}{missing}。"


def _score_rows(card: Scorecard) -> Iterator[tuple[str, ...]]:
    for d in card.dimensions:
        rate = f"{score_text(d.score)}%" if d.possible else "不适用"
        yield d.name, f"{d.got:g}", f"{d.possible:g}", rate


def _gap_rows(card: Scorecard, gaps: list[Finding]) -> Iterator[tuple[str, ...]]:
    for number, finding in enumerate(gaps, 1):
        element = finding.element
        law = "法定内容，" if element.id in card.statutory_missing else ""
        about = f"{element.name}\n（{law}{NEED_NAMES[element.need]}，补上可得 {finding.possible - finding.got:g} 分）"
        basis = basis_text(finding)
        yield str(number), about, _state(finding), f"建议：{finding.advice}\n依据：{basis}"


def _state(finding: Finding) -> str:
    lines = [STATUS_NAMES[finding.status] + "。"]
    for label, item in shown_evidence(finding):
        quote = clipped(on_one_line(item.quote))
        lines.append(f"{label}：“{quote}”（{where(item)}；{item.reason}）")
    if len(lines) == 1:
        lines.append("全文没有说到。")
    return "\n".join(lines)


def _waived(finding: Finding) -> str:
    stop = "" if (finding.waived or "").endswith("。") else "。"
    return f"{finding.element.name}判为{STATUS_NAMES[finding.status]}，理由：{finding.waived}{stop}"


def _notice(number: int, notice: Notice) -> str:
    quote = f"原文：“{clipped(on_one_line(notice.quote))}”" if notice.quote else ""
    stop = "" if notice.message.endswith(("。", "？", "！")) else "。"
    kind = f"（{notice_kind(notice)}，{SEVERITY_NAMES[notice.severity]}）"
    return f"{number}. {notice.message}{kind}{stop}{quote}"
