"""The notice about text taken over from an earlier report."""

from __future__ import annotations

from collections.abc import Iterator

from scorer.model import Document, Notice
from scorer.similarity.passages import compare

HINT, CHECK = 30.0, 60.0  # percent of the report repeated; less is the language of the field


def borrowed_notices(this: Document, last: Document) -> Iterator[Notice]:
    """Yield one notice with the longest repeated passage; nothing where less than HINT percent repeats."""
    found = compare(this.text, last.text)
    if found.share < HINT or not found.passages:
        return
    longest = max(found.passages, key=lambda passage: (passage.same, -passage.start))
    message = (
        f"请核对：与 {last.name} 重复 {found.share:.1f}%（{found.repeated} ÷ {found.counted} 字），"
        f"最长一段 {longest.same} 字；是否仍是本年度的情况"
    )
    yield Notice(
        "borrowed",
        "check" if found.share >= CHECK else "hint",
        message,
        this.text[longest.start : longest.end],
        longest.start,
        longest.end,
    )
