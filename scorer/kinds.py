"""Is it the right document: an annual report on 法治政府建设, or something that only looks like one."""

from __future__ import annotations

from scorer.fold import normalise
from scorer.metadata.genre import CORE, Genre, genre_of_title, is_report_title
from scorer.metadata.page import read_page
from scorer.metadata.signs import genre_of_text, is_template, plainly_reports
from scorer.model import Document, Meta

_FIRM = frozenset({"template", "interpretation", "personal_report", "speech", "info_disclosure_report"})
"""Kinds whose title is never outweighed by the text."""


def foreign(document: Document, meta: Meta) -> Genre | None:
    """Return (kind, Chinese reason) for a document that is no annual law report, or None for a report.

    In doubt it is a report: only clear signs count. A title that names the report decides; a missing or
    unclear one leaves it to the text.
    """
    page = read_page(document)
    text = page.flat(0, 2500)
    if is_template(text, markdown=document.kind in {"md", "markdown"}):
        return "template", "名称、数字多处以×、某、*等代替，是模板或范文"
    title = "".join(normalise(meta.title).split()) if meta.title else ""
    genre = genre_of_title(title) if title else None
    if genre:
        return None if genre[0] not in _FIRM and plainly_reports(text) else genre
    if title and is_report_title(title):
        return None
    return genre_of_text(page, titled=bool(title) and not CORE.search(title))
