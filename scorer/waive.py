"""Exceptions with a reason: which waiver holds for an element of a report, and what it does to the score.

The status stays as judged. A waived element leaves both sides of the score; the totals with all elements
counted are kept beside. Whether a waiver has run out is told from the report, never from the clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import PurePath
from typing import NamedTuple

from scorer.model import Finding, Meta
from scorer.patterns import late

SHA_LEAST = 8  # characters of a sha256 that name a report
_SHA = late(rf"[0-9a-f]{{{SHA_LEAST},64}}")
DEADLINE = (4, 1)  # month and day by which a report of the year before must be published


class Waiver(NamedTuple):
    """`report`: the beginning of a file's sha256, or a pattern of its name; `until`: the last day it holds."""

    element: str
    report: str
    reason: str
    by: str
    until: date
    line: int = 0

    @property
    def by_hash(self) -> bool:
        return bool(_SHA.fullmatch(self.report))

    def names(self, file: str, sha256: str) -> bool:
        """Whether the waiver is for this report."""
        if self.by_hash:
            return sha256.startswith(self.report)
        plain = file.replace("\\", "/")
        return fnmatchcase(PurePath(plain).name, self.report) or fnmatchcase(plain, self.report)

    @property
    def shown(self) -> str:
        """The reason, who granted it and until when, as every output prints it."""
        return f"{self.reason}（{self.by}，至 {self.until.isoformat()}）"


def day_of(meta: Meta, as_of: date | None) -> date | None:
    """Return the day on which waivers must hold for a report; None when there is nothing to tell it from.

    That is `as_of` where given; else the day the report was published; else the last day by which a
    report on its year must be.
    """
    if as_of is not None:
        return as_of
    if meta.published:
        try:
            return date.fromisoformat(meta.published)
        except ValueError:
            pass
    return date(meta.year + 1, *DEADLINE) if meta.year else None


def waiver_for(
    element_id: str, waivers: Sequence[Waiver], file: str, sha256: str, day: date | None
) -> Waiver | None:
    """Return the first waiver that names this element and report and has not run out."""
    for waiver in waivers:
        if (
            waiver.element == element_id
            and waiver.names(file, sha256)
            and (day is None or day <= waiver.until)
        ):
            return waiver
    return None


def waive(
    findings: Sequence[Finding], waivers: Sequence[Waiver], file: str, sha256: str, day: date | None
) -> list[Finding]:
    """Return the findings, those waived without points on either side. What is covered needs no waiver."""
    result = []
    for finding in findings:
        waiver = None
        if finding.status in ("mentioned", "missing"):
            waiver = waiver_for(finding.element.id, waivers, file, sha256, day)
        result.append(finding._replace(got=0.0, possible=0.0, waived=waiver.shown) if waiver else finding)
    return result
