"""Printed pages as paragraphs: page furniture out, broken lines joined (pdf and ofd)."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from scorer.readers.parts import Paragraph, clean

ZONE = 0.15  # of the page's height, at the top and at the bottom, where furniture stands
REPEATED = 0.4  # of the pages; left and right pages may differ
EDGE_LINES = 3  # lines at each edge that may be furniture
HEIGHT_STEP = 6.0  # points by which the same furniture may move
NUMBER = re.compile(
    r"^[\s\-—–－·•_/|]*(?:第\s*)?(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*页)?"
    r"(?:\s*[/／,，共of\s]+\s*\d{1,4}\s*页?)?[\s\-—–－·•_/|]*$"
)
NUMBERED = re.compile(
    "[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章节条]"
)
LONG_NUMBER = 40  # characters
ENDED = re.compile("[。！？；：:;!?”』」）)]$")
FULL = 2.2  # ems a full line may end before the right margin (a punctuation mark moved down)
INDENT = 0.8  # ems beyond the left margin from which a line is indented
FULL_LINES = 0.75  # quantile of the wide lines' ends: some hang a comma over the margin
SIZE = 0.3  # relative difference of type size between lines of one paragraph
CENTRED = 1.5  # ems between a centred line's middle and the page's
TITLE_SIZE = 0.1  # a title's type is larger than the text's by more than this, its lines differ by less
TITLE_PITCH = 2.5  # ems between the lines of one title
LOOSE = 1.8  # line pitches from which a gap ends a paragraph


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and its box in points, y upwards; `em` is the width of a Chinese character."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    em: float


@dataclass(slots=True)
class PlacedPage:
    width: float
    height: float
    lines: list[PlacedLine]


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float
    pitch: float
    em: float


def paragraphs_of(pages: list[PlacedPage]) -> list[Paragraph]:
    """Paragraphs in reading order, each with the page it begins on (第3页)."""
    repeated = _repeated(pages)
    kept = [_without_furniture(page, repeated) for page in pages]
    margins = _margins(pages, kept)
    found: list[tuple[list[str], str]] = []
    before: PlacedLine | None = None
    before_page = 0
    for number, (page, lines) in enumerate(zip(pages, kept, strict=True), 1):
        usual = margins[round(page.width)]
        for line in lines:
            same = number == before_page
            titled = before is not None and same and _is_title(before, line, page, usual)
            if before and (titled or _continues(before, line, usual, same)):
                found[-1][0].append(_joint(before.text, line.text) + line.text)
            else:
                found.append(([line.text], f"第{number}页"))
            before, before_page = line, number
    return [Paragraph("".join(pieces), place) for pieces, place in found]


def _edges(page: PlacedPage) -> list[PlacedLine]:
    """The lines that may be furniture: the outermost ones within the top and bottom zones."""
    by_height = sorted(page.lines, key=lambda line: line.bottom)
    low = [line for line in by_height[:EDGE_LINES] if line.top < ZONE * page.height]
    high = [line for line in by_height[-EDGE_LINES:] if line.bottom > (1 - ZONE) * page.height]
    return low + high


def _key(line: PlacedLine) -> tuple[str, int]:
    return re.sub(r"\d+|\s+", "", line.text), round(line.bottom / HEIGHT_STEP)


def _repeated(pages: list[PlacedPage]) -> set[str]:
    """Texts that stand at the same height on many pages, figures apart."""
    heights: dict[str, Counter[int]] = {}
    for page in pages:
        for text, height in {_key(line) for line in _edges(page)}:
            heights.setdefault(text, Counter())[height] += 1
    least = max(2.0, REPEATED * len(pages))
    return {
        text
        for text, counts in heights.items()
        if text and any(counts[h] + counts[h + 1] >= least for h in counts)
    }


def _without_furniture(page: PlacedPage, repeated: set[str]) -> list[PlacedLine]:
    """The page's lines but for those that repeat at an edge and the outermost ones that number it."""
    if not page.lines:
        return []
    lowest, highest = min(line.bottom for line in page.lines), max(line.top for line in page.lines)
    kept = []
    for line in page.lines:
        at_edge = line.top < ZONE * page.height or line.bottom > (1 - ZONE) * page.height
        outermost = line.bottom <= lowest + 1 or line.top >= highest - 1
        number = outermost and len(line.text) <= LONG_NUMBER and NUMBER.match(line.text) is not None
        if not (at_edge and (number or _key(line)[0] in repeated)):
            kept.append(line)
    return kept


def _margins(pages: list[PlacedPage], kept: list[list[PlacedLine]]) -> dict[int, _Margins]:
    """The text's margins and line pitch, for each page width in the document."""
    found = {}
    for width in {round(page.width) for page in pages}:
        group = [lines for page, lines in zip(pages, kept, strict=True) if round(page.width) == width]
        lines = [line for page_lines in group for line in page_lines]
        wide = [line for line in lines if line.right - line.left > 0.5 * width] or lines
        if not wide:
            found[width] = _Margins(0, 0, 0, 0)
            continue
        lefts = Counter(round(line.left) for line in wide)
        rights = sorted(line.right for line in wide)
        left = min(edge for edge, count in lefts.items() if count >= 0.1 * max(lefts.values()))
        em = median(line.em for line in wide)
        steps = [a.bottom - b.bottom for page_lines in group for a, b in pairwise(page_lines)]
        gaps = [step for step in steps if step > 0]
        found[width] = _Margins(left, rights[int(FULL_LINES * len(rights))], median(gaps) if gaps else 0, em)
    return found


def _continues(before: PlacedLine, line: PlacedLine, margins: _Margins, same_page: bool) -> bool:
    """Whether `line` goes on with the paragraph of `before`."""
    if "\t" in before.text or "\t" in line.text:
        return False  # cells of a table
    if before.right < margins.right - FULL * before.em or line.left > margins.left + INDENT * line.em:
        return False
    height, other = line.top - line.bottom, before.top - before.bottom
    if abs(height - other) > SIZE * max(height, other):
        return False
    if same_page and margins.pitch and not 0 < before.bottom - line.bottom <= LOOSE * margins.pitch:
        return False
    return not (ENDED.search(before.text.rstrip()) and NUMBERED.match(line.text.lstrip()))


def _is_title(before: PlacedLine, line: PlacedLine, page: PlacedPage, margins: _Margins) -> bool:
    """Whether two lines are one title: centred, of one size larger than the text's, close together."""
    middle = page.width / 2
    return (
        all(abs((each.left + each.right) / 2 - middle) < CENTRED * each.em for each in (before, line))
        and abs(before.em - line.em) < TITLE_SIZE * line.em
        and line.em > (1 + TITLE_SIZE) * margins.em
        and 0 < before.bottom - line.bottom < TITLE_PITCH * line.em
    )


def _joint(before: str, after: str) -> str:
    """A space between two Latin words, nothing between Chinese characters or the halves of a figure."""
    last, first = clean(before)[-1:], clean(after)[:1]
    return " " if last.isascii() and last.isalpha() and first.isascii() and first.isalpha() else ""
