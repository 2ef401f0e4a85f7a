"""Does a report agree with itself: years, dates, left-overs of templates and of other reports.

`notices` is the one way in. What it finds never touches the score, and it stays silent when in
doubt: every check here prefers a missed fault to a false alarm.
"""

from __future__ import annotations

from collections.abc import Sequence

from scorer.consistency.brackets import bracket_notices
from scorer.consistency.dates import date_notices
from scorer.consistency.instruments import instrument_notices
from scorer.consistency.markers import marker_notices
from scorer.consistency.numbering import numbering_notices
from scorer.consistency.organs import organ_notices
from scorer.consistency.places import place_notices
from scorer.consistency.repeats import repeat_notices
from scorer.consistency.view import Section, View
from scorer.consistency.years import year_notices
from scorer.model import Document, Meta, Notice

__all__ = ["Section", "notices"]


def notices(document: Document, meta: Meta, sections: Sequence[Section]) -> list[Notice]:
    """Return what a supervisor would ask about, in the order of the text.

    `sections` are consecutive spans of `document.text` with their role; what no section covers and
    what is chrome is not looked at, except for the publication date and the signature.
    """
    view = View(document, sections)
    found = [*date_notices(document, meta)]
    if view.pieces:
        found += year_notices(view, meta)
        found += marker_notices(view)
        found += bracket_notices(view)
        found += numbering_notices(view)
        found += repeat_notices(view)
        found += instrument_notices(view, meta)
        found += organ_notices(view, meta)
        found += place_notices(view, meta, sections)
    return sorted(found, key=lambda notice: (notice.start, notice.end, notice.kind, notice.message))
