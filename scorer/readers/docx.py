"""Word documents (docx): paragraphs and tables as Word shows them, without headers and revisions."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from scorer.model import ReadingError
from scorer.readers.numbering import Numbering, read_numbering
from scorer.readers.parts import Draft, Paragraph, borne_out, clean
from scorer.readers.tables import Cell, row_lines
from scorer.readers.xmlsafe import attribute, local, parse_xml
from scorer.readers.zips import open_zip, read_part

# what a reader of the printed page does not see, or sees a second time
UNREAD = frozenset(
    ("Fallback", "del", "moveFrom", "delText", "instrText", "rt", "annotationRef", "object", "binData")
) | frozenset(("rPr", "pPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"))


@dataclass(slots=True)
class _Style:
    based_on: str = ""
    num_id: str | None = None
    depth: int | None = None
    contents: bool = False  # an entry of the table of contents


@dataclass(slots=True)
class _Walk:
    """What the walk over the body carries along."""

    styles: dict[str, _Style]
    numbering: Numbering
    paragraphs: list[Paragraph] = field(default_factory=list)
    count: int = 0


def read_docx(data: bytes, name: str, encoding: str | None) -> Draft:
    """Paragraphs, table rows and text boxes in order; places are 第n段, counting as a person would."""
    with open_zip(data) as archive:
        names = set(archive.namelist())
        main = _main_part(archive, names)
        folder = posixpath.dirname(main)
        styles = _read_styles(_part(archive, names, f"{folder}/styles.xml"))
        numbers = _part(archive, names, f"{folder}/numbering.xml")
        properties = _part(archive, names, "docProps/core.xml")
        if main not in names:
            raise ReadingError("文件不完整或已损坏（没有正文部分），请用 Word 或 WPS 打开后重新保存")
        root = parse_xml(read_part(archive, main), main)

    def styled(style: str) -> str | None:
        return styles[style].num_id if style in styles else None

    numbering = read_numbering(numbers, styled) if numbers is not None else Numbering()
    walk = _Walk(styles, numbering)
    body = next((child for child in root if local(child) == "body"), root)
    _blocks(body, walk)
    return Draft("docx", walk.paragraphs, _hints(properties, walk.paragraphs), _losses(root))


def _main_part(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "_rels/.rels" in names:
        for relation in parse_xml(read_part(archive, "_rels/.rels"), "_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                return (attribute(relation, "Target") or "").lstrip("/")
    return "word/document.xml"


def _part(archive: zipfile.ZipFile, names: set[str], part: str) -> etree._Element | None:
    return parse_xml(read_part(archive, part), part) if part in names else None


def _read_styles(root: etree._Element | None) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for element in root if root is not None else ():
        if local(element) != "style":
            continue
        style = _Style()
        for child in element.iter():
            value = attribute(child, "val") or ""
            match local(child):
                case "basedOn":
                    style.based_on = value
                case "numId":
                    style.num_id = value
                case "ilvl":
                    style.depth = _depth(value)
                case "name":
                    style.contents = value.lower().startswith("toc ")
        styles[attribute(element, "styleId") or ""] = style
    return styles


def _blocks(parent: etree._Element, walk: _Walk) -> None:
    """Paragraphs and tables of a body, a cell or a text box; depth is bounded by the parser."""
    for child in parent:
        tag = local(child)
        if tag == "p":
            _paragraph(child, walk)
        elif tag == "tbl":
            _table(child, walk)
        elif tag not in UNREAD and not (tag == "sdt" and _is_contents(child)):
            _blocks(child, walk)


def _paragraph(element: etree._Element, walk: _Walk) -> None:
    walk.count += 1
    place = f"第{walk.count}段"
    style, num_id, depth = _properties(element, walk.styles)
    pieces: list[str] = []
    boxes: list[etree._Element] = []
    _runs(element, pieces, boxes)
    text = "".join(pieces)
    if num_id and num_id != "0" and (text.strip() or not boxes):
        text = walk.numbering.label(num_id, depth) + text if text.strip() else text
    if not (style and style.contents):
        walk.paragraphs += [Paragraph(line, place) for line in text.split("\n") if line.strip()]
    for box in boxes:
        _blocks(box, walk)


def _properties(element: etree._Element, styles: dict[str, _Style]) -> tuple[_Style | None, str | None, int]:
    """The paragraph's style, and the list and level it belongs to, of its own or by its style."""
    properties = next((child for child in element if local(child) == "pPr"), None)
    style_id, num_id, depth = "", None, None
    for child in properties.iterdescendants() if properties is not None else ():
        value = attribute(child, "val") or ""
        match local(child):
            case "pStyle":
                style_id = value
            case "numId":
                num_id = value
            case "ilvl":
                depth = _depth(value)
            case "pPrChange":
                break  # what follows is the state before a revision
    style = styles.get(style_id)
    for _ in range(10):  # a chain of styles, which a broken file may have bent into a ring
        above = styles.get(style_id)
        if above is None:
            break
        num_id = above.num_id if num_id is None else num_id
        depth = above.depth if depth is None else depth
        style_id = above.based_on
    return style, num_id, depth or 0


def _depth(value: str) -> int:
    return int(value) if re.fullmatch(r"[0-8]", value) else 0


def _runs(element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    for child in element:
        tag = local(child)
        if tag == "t":
            pieces.append(child.text or "")
        elif tag in ("tab", "ptab"):
            pieces.append("\t")
        elif tag in ("br", "cr"):
            pieces.append("\n" if attribute(child, "type") in (None, "textWrapping") else "")
        elif tag == "noBreakHyphen":
            pieces.append("-")
        elif tag == "txbxContent":
            boxes.append(child)
        elif tag not in UNREAD and not (tag == "r" and _hidden(child)):
            _runs(child, pieces, boxes)


def _hidden(run: etree._Element) -> bool:
    for properties in run:
        if local(properties) == "rPr":
            return any(
                local(mark) == "vanish" and attribute(mark, "val") not in ("0", "false", "off")
                for mark in properties
            )
    return False


def _table(element: etree._Element, walk: _Walk) -> None:
    for row in _inside(element, "tr"):
        if any(
            local(mark) == "del" for properties in row if local(properties) == "trPr" for mark in properties
        ):
            continue  # a row deleted in a revision
        cells: list[Cell] = []
        for cell in _inside(row, "tc"):
            inner = _Walk(walk.styles, walk.numbering, count=walk.count)
            _blocks(cell, inner)
            walk.count = inner.count
            cells.append(inner.paragraphs)
        walk.paragraphs += row_lines(cells)


def _inside(element: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also where a content control stands between."""
    for child in element:
        tag = local(child)
        if tag == wanted:
            yield child
        elif tag not in UNREAD and tag not in ("tbl", "p"):
            yield from _inside(child, wanted)


def _is_contents(control: etree._Element) -> bool:
    """Whether a content control is the table of contents, which repeats the headings."""
    return any(
        local(mark) == "docPartGallery" and (attribute(mark, "val") or "").lower() == "table of contents"
        for properties in control
        if local(properties) == "sdtPr"
        for mark in properties.iter()
    )


def _hints(properties: etree._Element | None, paragraphs: list[Paragraph]) -> dict[str, str]:
    """The title of the file's properties, if the text bears it out (it is often a template's)."""
    title = ""
    for child in properties if properties is not None else ():
        if local(child) == "title":
            title = clean(child.text or "")
    return {"title": title} if borne_out(title, paragraphs) else {}


def _losses(root: etree._Element) -> list[str]:
    warnings = []
    if next(root.iter("{*}altChunk"), None) is not None:
        warnings.append("文档嵌有外部片段（altChunk），没有读，请在 Word 中打开后另存")
    if next(root.iter("{*}footnoteReference"), None) is not None:
        warnings.append("文档有脚注，脚注文字没有读")
    return warnings
