"""The waivers file: read strictly, and watched for waivers that nothing needs any more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rules.located import Node, RulesError, nearest
from rules.model import Checklist
from rules.reasons import reason_problem
from scorer.digest import sha256
from scorer.model import Scorecard
from scorer.waive import SHA_LEAST, Waiver, day_of, waiver_for

KEYS = ("element", "report", "reason", "by", "until")
_HEX = re.compile(r"[0-9a-f]+")
TEMPLATE = """\
# 豁免：某份报告的某个要素暂不计分，必须写明理由、批准人和截止日期。
- element: remedy.litigation        # 要素编号（用 checklist rules list 查）
  report: "*某镇*2024*"             # 文件名（可用 * ?），或报告 sha256 的前 8 位以上
  reason: 该镇当年并入街道，应诉情况由街道报告统一写明
  by: 县司法局 张三
  until: 2026-06-30                 # 最后有效日
"""


class WaiverError(RulesError):
    """A waivers file that cannot be used: one Chinese line with file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Waivers:
    """The waivers of a file; `sha256` covers its text and the day asked for, and stamps the results."""

    items: tuple[Waiver, ...]
    sha256: str
    path: Path
    as_of: date | None = None


def load_waivers(path: Path, checklist: Checklist, as_of: date | None = None) -> Waivers:
    """Return the waivers in `path`, checked against the checklist's ids. Raises RulesError."""
    from rules.parsing import parse_yaml

    try:
        data = path.read_bytes()
    except OSError as error:
        raise WaiverError(f"{path}：打不开豁免文件（{error.strerror}）") from error
    digest = sha256(data.replace(b"\r\n", b"\n") + (as_of.isoformat() if as_of else "").encode())
    ids = [element.id for element in checklist]
    waivers = tuple(_waiver(node, ids) for node in parse_yaml(data, path.name).items("豁免文件"))
    seen: dict[tuple[str, str], Waiver] = {}
    for waiver in waivers:
        if (key := (waiver.element, waiver.report)) in seen:
            raise WaiverError(f"{path.name} 第 {waiver.line} 行：与第 {seen[key].line} 行豁免的是同一项")
        seen[key] = waiver
    return Waivers(waivers, digest.hexdigest(), path, as_of)


def _waiver(node: Node, ids: Sequence[str]) -> Waiver:
    fields = node.mapping("豁免", KEYS, KEYS)
    element = fields["element"].text("element")
    if element not in ids:
        raise fields["element"].error(f"没有编号为“{element}”的要素{nearest(element, ids)}")
    reason = fields["reason"].text("reason")
    if problem := reason_problem(reason):
        raise fields["reason"].error(problem)
    by = fields["by"].text("by")
    if len(re.findall(r"[\u4e00-\u9fffA-Za-z]", by)) < 2:
        raise fields["by"].error(f"“by”要写明是谁批准的，写的是“{by}”")
    return Waiver(element, _report(fields["report"]), reason, by, _until(fields["until"]), node.line)


def _report(node: Node) -> str:
    if isinstance(node.value, int):
        raise node.error("“report”全是数字，请加引号")
    named = node.text("report")
    if not named.strip("*?/ ."):
        raise node.error(f"“report: {named}”等于所有报告；不再要求某个要素，请在规则包里用 switch_off 停用")
    if (
        _HEX.fullmatch(named)
        and not any(mark in named for mark in "*?.")
        and not SHA_LEAST <= len(named) <= 64
    ):
        raise node.error(f"报告 sha256 至少写前 {SHA_LEAST} 位，写的是“{named}”")
    return named


def _until(node: Node) -> date:
    try:
        return date.fromisoformat(str(node.value))
    except ValueError as error:
        raise node.error(f"“until”应是日期，如 2026-12-31，写的是“{node.value}”") from error


class Watch:
    """Takes the scorecards of a run and says which waivers were of no use."""

    def __init__(self, waivers: Waivers) -> None:
        self._waivers = waivers
        self._named: set[Waiver] = set()
        self._used: set[Waiver] = set()
        self._late: set[Waiver] = set()

    def take(self, card: Scorecard) -> None:
        day = day_of(card.meta, self._waivers.as_of)
        for waiver in self._waivers.items:
            if not waiver.names(card.file, card.sha256):
                continue
            self._named.add(waiver)
            if day is not None and day > waiver.until:
                self._late.add(waiver)
        for finding in card.findings:
            if finding.waived is not None:
                found = waiver_for(finding.element.id, self._waivers.items, card.file, card.sha256, day)
                self._used |= {found} if found else set()

    def warnings(self) -> Iterator[str]:
        """Yield a line for every waiver that did nothing, and why, in the order of the file."""
        for waiver in self._waivers.items:
            where = (
                f"{self._waivers.path.name} 第 {waiver.line} 行：豁免“{waiver.element}”（{waiver.report}）"
            )
            if waiver not in self._named:
                yield f"{where}没有对上任何一份报告，请核对或删去"
            elif waiver in self._late:
                yield f"{where}已于 {waiver.until.isoformat()} 到期，不再起作用"
            elif waiver not in self._used:
                yield f"{where}用不着：该要素已覆盖、不适用，或报告没有评分"
