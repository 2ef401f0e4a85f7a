"""What a report says of itself: title, issuer, region, level, year, date of publication."""

from __future__ import annotations

from scorer.metadata.bodies import Body
from scorer.metadata.dates import published
from scorer.metadata.genre import genre_of_title
from scorer.metadata.issuer import find_issuer, speaks_of
from scorer.metadata.level import find_level
from scorer.metadata.page import Page, read_page
from scorer.metadata.places import level_of
from scorer.metadata.region import find_region
from scorer.metadata.signs import genre_of_text
from scorer.metadata.title import Title, find_title
from scorer.metadata.year import find_year
from scorer.model import Document, Meta

__all__ = ["describe"]

_ANONYMOUS = frozenset({"news", "paper", "speech", "yearbook", "template", "personal_report"})
"""Kinds of document that speak about a body, not for it."""
_YEARLY = frozenset({"info_disclosure_report", "other", "work_report", "personal_report"})
"""Foreign kinds that report on one year all the same."""


def describe(document: Document) -> Meta:
    """Read a document's metadata from its page furniture, title and text; None: none of them tells it."""
    page = read_page(document)
    title = find_title(page, document)
    start = title.after if title else 0
    squeezed = title.plain if title else ""
    genre = genre_of_title(squeezed) if title else genre_of_text(page)
    kind = genre[0] if genre else None
    body = _body(page, document, title, kind)
    date = published(page, document, kind is None)
    year = None
    if kind is None or kind in _YEARLY:
        year = find_year(page, squeezed or None, start, kind is None, date)
    region = find_region(page, body)
    level = find_level(body, page, squeezed, start)
    return Meta(
        title=title.text if title else None,
        issuer=body.name if body and not _anonymous(kind, title) else None,
        region=region,
        level=level or (level_of(region, "") if region else None),
        year=year,
        published=date,
    )


def _anonymous(kind: str | None, title: Title | None) -> bool:
    return kind in _ANONYMOUS or (kind == "implementation_plan" and title is None)


def _body(page: Page, document: Document, title: Title | None, kind: str | None) -> Body | None:
    if kind in _ANONYMOUS:
        return speaks_of(page, title)
    return find_issuer(page, document, title)
