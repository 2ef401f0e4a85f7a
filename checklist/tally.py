"""Counts what was read, scored and left out, and what the gates say."""

from __future__ import annotations

import click

from checklist import exits
from scorer.model import Scorecard

KINDS = {"unreadable": "无法读取", "foreign": "非年度报告"}


class Tally:
    """`done`: reports an earlier run already wrote; they are neither read nor counted again."""

    def __init__(self, fail_under: float | None, fail_on: tuple[str, ...], done: int = 0) -> None:
        self._fail_under = fail_under
        self._fail_on = fail_on
        self._done = done
        self._read = self._scored = 0
        self._skipped: dict[str, int] = {}
        self._failed = False

    def take(self, card: Scorecard) -> None:
        """Count a card; one that wasn't scored gets its line on the error stream."""
        if card.status != "unreadable":
            self._read += 1
        if card.status == "scored":
            self._scored += 1
            low = (
                self._fail_under is not None
                and card.score is not None
                and round(card.score, 1) < self._fail_under
            )
            waived = {finding.element.id for finding in card.waived}
            lacking = "statutory" in self._fail_on and bool(set(card.statutory_missing) - waived)
            missing = "missing" in self._fail_on and any(
                f.status == "missing" and f.waived is None for f in card.findings
            )
            self._failed |= low or lacking or missing
            return
        kind = KINDS[card.status]
        self._skipped[kind] = self._skipped.get(kind, 0) + 1
        click.echo(f"{card.file}：{kind}，{card.reason}", err=True)

    def closing_line(self) -> str:
        """The line every run ends with."""
        skipped = sum(self._skipped.values())
        reasons = (
            "（" + "、".join(f"{kind} {number}" for kind, number in self._skipped.items()) + "）"
            if skipped
            else ""
        )
        before = f"（另有 {self._done} 份上次已写出）" if self._done else ""
        return f"读取 {self._read}、评分 {self._scored}、跳过 {skipped}{reasons}{before}"

    def status(self) -> int:
        if self._skipped:
            return exits.UNREAD
        return exits.GATE if self._failed else exits.DONE
