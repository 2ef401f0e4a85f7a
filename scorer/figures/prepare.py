"""The report as the figure reader sees it: blanks and hard line breaks gone, titles and quotations blotted."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from scorer.fold import normalise
from scorer.patterns import late

BLOT = "\x01"

_BLANK = late(r"\s+(?:-\s?\d{1,4}\s?-\s*\n\s*)?|[\u200b-\u200d\u2060\ufeff\u00ad]+")
_HEADING = late(
    r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十]+[章节]|\d{1,2}[、.](?!\d)"
)
_TITLE = late(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
_QUOTED = late(r"[“「『][^“”「」『』\n]{1,60}[”」』]|\"[^\"\n]{1,40}\"")
_IN_QUOTES = str.maketrans(dict.fromkeys("0123456789一二两三四五六七八九十百千万,、;:。()%+", BLOT))
# A shorter line without end punctuation is a heading, not a line cut by the printer.
_WRAPPED_LINE = 24


class Prepared(NamedTuple):
    """Folded text, the same text with titles and quotations blotted out, and the way back."""

    text: str
    masked: str
    starts: list[int]
    origins: list[int]

    def origin(self, index: int) -> int:
        """Offset in the original text of the folded character at `index`."""
        at = bisect_right(self.starts, index) - 1
        return self.origins[at] + index - self.starts[at]


def prepare(text: str) -> Prepared:
    """Fold `text` for reading figures; every offset can be taken back to the original."""
    normal = normalise(text)
    parts: list[str] = []
    starts: list[int] = [0]
    origins: list[int] = [0]
    length = at = line = 0
    for blank in _BLANK.finditer(normal):
        lo, hi = blank.span()
        kept = _kept(normal, lo, hi, line)
        if hi - lo == 1 and kept and normal[lo] == kept:
            if kept == "\n":
                line = hi
            continue
        parts.append(normal[at:lo])
        parts.append(kept)
        length += lo - at + len(kept)
        starts.append(length)
        origins.append(hi)
        at = hi
        if "\n" in normal[lo:hi]:
            line = hi
    parts.append(normal[at:])
    folded = "".join(parts)
    return Prepared(folded, _mask(folded), starts, origins)


def _kept(normal: str, lo: int, hi: int, line: int) -> str:
    """What a run of blanks stands for: nothing, a paragraph's end, or a gap between two figures."""
    if lo == 0 or hi == len(normal):
        return ""
    before, after = normal[lo - 1], normal[hi]
    breaks = normal.count("\n", lo, hi)
    if not breaks:
        return " " if before.isdigit() and after.isdigit() else ""
    if before in "。!?":
        return "\n"
    if before in ",、;:":
        return ""
    paged = "-" in normal[lo:hi]
    wrapped = (breaks == 1 or paged) and lo - line >= _WRAPPED_LINE and not _HEADING.match(normal, hi)
    if not wrapped:
        return "\n"
    return " " if before.isdigit() and after.isdigit() else ""


def _mask(folded: str) -> str:
    masked = _TITLE.sub(lambda title: f"《{BLOT * (len(title[0]) - 2)}》", folded)
    return _QUOTED.sub(lambda quoted: quoted[0].translate(_IN_QUOTES), masked)
