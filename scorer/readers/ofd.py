"""OFD (GB/T 33190, the national layout format): the text objects of its pages, placed and joined."""

from __future__ import annotations

import math
import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from lxml import etree

from scorer.model import ReadingError
from scorer.readers.layout import PlacedLine, PlacedPage, paragraphs_of
from scorer.readers.parts import MARGIN, Draft, borne_out, clean
from scorer.readers.xmlsafe import attribute, local, parse_xml
from scorer.readers.zips import open_zip, read_part

MAX_PAGES = 2_000
MAX_OBJECTS = 500_000
MAX_TOTAL = 32 * 1024 * 1024  # bytes of XML unpacked from one file
MAX_DELTAS = 100_000  # characters of one list of steps
POINTS = 72 / 25.4  # OFD measures in millimetres, the layout in points
A4 = (210.0, 297.0)
BROKEN = "ofd 不完整或已损坏（{}），请重新取得文件，或用阅读器打开后另存"


class _Package:
    """The parts of one OFD file, by the paths they call each other by."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
        self.left = MAX_TOTAL

    def xml(self, path: str) -> etree._Element:
        name = self.names.get(path.lower())
        if name is None:
            raise ReadingError(BROKEN.format(f"缺少 {path[:60]}"))
        if self.left <= 0:
            raise ReadingError(f"ofd 解开后超过 {MAX_TOTAL >> 20} MB 的上限，请只取报告本身的页")
        data = read_part(self.archive, name)
        self.left -= len(data)
        return parse_xml(data, path[:60])


def read_ofd(data: bytes, name: str, encoding: str | None) -> Draft:
    """Paragraphs with the page they begin on; 无文字层 when the pages hold nothing but pictures."""
    with open_zip(data) as archive:
        package = _Package(archive)
        if any(part.endswith(("encryptions.xml", "encryptinfo.xml")) for part in package.names):
            raise ReadingError("加密的 ofd，请用阅读器打开，去掉密码后另存")
        root = package.xml("OFD.xml")
        document_path = _text(root, "DocRoot")
        if not document_path:
            raise ReadingError(BROKEN.format("没有文档入口"))
        pages = list(_pages(package, _join("", document_path)))
    if not any(page.lines for page in pages):
        raise ReadingError("无文字层（扫描件），请用文字版或先做 OCR")
    paragraphs = paragraphs_of(pages)
    title = clean(_text(root, "Title") or "")
    empty = [str(number) for number, page in enumerate(pages, 1) if not page.lines]
    warnings = ["ofd 里不止一份文档，只读了第一份"] if len(list(root.iter("{*}DocRoot"))) > 1 else []
    warnings += [f"第 {'、'.join(empty[:10])} 页没有文字层（空白或扫描图），没有读"] if empty else []
    return Draft("ofd", paragraphs, {"title": title} if borne_out(title, paragraphs) else {}, warnings)


def _pages(package: _Package, document_path: str) -> Iterator[PlacedPage]:
    document = package.xml(document_path)
    folder = posixpath.dirname(document_path)
    default = _size(document) or A4
    locations = [
        attribute(page, "BaseLoc") or ""
        for pages in document
        if local(pages) == "Pages"
        for page in pages
        if local(page) == "Page"
    ]
    if len(locations) > MAX_PAGES:
        raise ReadingError(f"ofd 有 {len(locations)} 页，超过 {MAX_PAGES} 页的上限，请只取报告本身的页")
    for location in locations:
        page = package.xml(_join(folder, location))
        width, height = _size(page) or default
        yield PlacedPage(width * POINTS, height * POINTS, _lines(page, height))


def _size(element: etree._Element) -> tuple[float, float] | None:
    """Width and height of a page area, in millimetres."""
    for box in element.iter("{*}PhysicalBox"):
        numbers = _numbers(box.text)
        if len(numbers) == 4 and numbers[2] > 0 and numbers[3] > 0:
            return numbers[2], numbers[3]
    return None


def _lines(page: etree._Element, height: float) -> list[PlacedLine]:
    """Text codes as lines: pieces on one base line together, from the top down, left to right."""
    pieces: list[PlacedLine] = []
    for number, element in enumerate(page.iter("{*}TextObject")):
        if number > MAX_OBJECTS:
            raise ReadingError("ofd 的文字对象过多，疑似损坏或恶意构造，没有读")
        if attribute(element, "Visible") != "false":
            pieces += _pieces(element, height)
    pieces.sort(key=lambda piece: -piece.bottom)
    rows: list[list[PlacedLine]] = []
    for piece in pieces:
        if rows and rows[-1][0].bottom - piece.bottom < 0.4 * min(piece.em, rows[-1][0].em):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [_joined(sorted(row, key=lambda piece: piece.left)) for row in rows]


def _pieces(element: etree._Element, height: float) -> Iterator[PlacedLine]:
    boundary = _numbers(attribute(element, "Boundary"))
    if len(boundary) != 4:
        return
    matrix = _numbers(attribute(element, "CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = (_numbers(attribute(element, "Size")) or [4.0])[0]
    em = max(size * math.hypot(a, b), 0.1)
    x = y = 0.0
    for code in element.iter("{*}TextCode"):
        raw = "".join(str(part) for part in code.itertext())
        text = clean(raw)
        x = (_numbers(attribute(code, "X")) or [x])[0]  # left out, it is the one before
        y = (_numbers(attribute(code, "Y")) or [y])[0]
        if not text:
            continue
        advance = _advance(attribute(code, "DeltaX"), len(raw), size)
        indent = (len(raw) - len(raw.lstrip(MARGIN))) * size
        left = boundary[0] + a * (x + indent) + c * y + e
        base = boundary[1] + b * x + d * y + f
        right = left + (advance - indent) * abs(a) if a else left + em
        bottom = (height - base) * POINTS
        yield PlacedLine(text, left * POINTS, right * POINTS, bottom, bottom + em * POINTS, em * POINTS)


def _advance(deltas: str | None, length: int, size: float) -> float:
    """How far a text code reaches: the steps between its characters and the width of the last."""
    steps: list[float] = []
    tokens = iter((deltas or "")[:MAX_DELTAS].split())
    for token in tokens:
        if len(steps) >= length - 1:
            break
        if token == "g":  # "g 5 3.2": five times 3.2
            count, value = _numbers(next(tokens, "")), _numbers(next(tokens, ""))
            steps += value[:1] * min(int(count[0]) if count else 0, length)
        else:
            steps += _numbers(token)
    if not steps:
        return length * size
    return sum(steps[: length - 1]) + size


def _joined(row: list[PlacedLine]) -> PlacedLine:
    """The pieces of a row as one line; a wide gap is a tab, as between the cells of a table."""
    text = row[0].text
    em = median(piece.em for piece in row)
    for before, piece in pairwise(row):
        if piece.text == before.text and abs(piece.left - before.left) < 0.3 * em:
            continue  # drawn twice, for bold type or a shadow
        text += ("\t" if piece.left - before.right > 1.5 * em else "") + piece.text
    bottom, top = min(piece.bottom for piece in row), max(piece.top for piece in row)
    return PlacedLine(text, row[0].left, max(piece.right for piece in row), bottom, top, em)


def _numbers(text: str | None) -> list[float]:
    found = re.findall(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,2})?", (text or "")[:400])
    return [max(-1e6, min(1e6, float(number))) for number in found]


def _text(root: etree._Element, name: str) -> str:
    return next((clean(element.text or "") for element in root.iter(f"{{*}}{name}")), "")


def _join(folder: str, location: str) -> str:
    """A part's path in the package: absolute from its root, else from the folder of who names it."""
    path = location.replace("\\", "/")
    return posixpath.normpath(path if path.startswith("/") else f"{folder}/{path}").lstrip("/")
