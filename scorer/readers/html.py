"""Web pages: the lines a browser would show, with the boxes they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from scorer.model import ReadingError
from scorer.readers.article import article_lines
from scorer.readers.hints import page_hints
from scorer.readers.page import Box, Line, Page
from scorer.readers.parts import Draft, Paragraph, clean
from scorer.readers.tables import is_layout, join_cells
from scorer.readers.text import decode

CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.I)
UNSHOWN = frozenset(
    ("script", "style", "noscript", "template", "iframe", "frame", "svg", "select", "button", "textarea")
) | frozenset(("object", "embed", "audio", "video", "canvas", "map", "head", "title", "nav", "footer"))
BOXES = frozenset(("html", "body", "div", "section", "article", "main", "table", "tbody", "td", "th", "form"))
LISTS = frozenset(("ul", "ol", "li", "dl", "dt", "dd", "tr", "thead", "tfoot", "caption"))
FLOWS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "center", "hr", "br"))
BREAKS = BOXES | LISTS | FLOWS | frozenset(("address", "fieldset", "header", "aside", "figure"))
HEADINGS = frozenset(("h1", "h2", "h3"))
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
ATTACHMENT = re.compile(r"\.(?:docx?|wps|pdf|ofd|zip)$", re.I)
MAX_TAGS = 300_000
SPACES = re.compile(r"[ \t\r\n\f]+")
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")


def read_html(data: bytes, name: str, encoding: str | None) -> Draft:
    """The article of the page; title, issuer, source and published as hints; places are 第n段."""
    declared = CHARSET.search(data[:4096])
    return read_page(decode(data, encoding, declared.group(1).decode("ascii") if declared else None), "html")


def read_page(text: str, kind: str) -> Draft:
    """The article of a page whose text is decoded."""
    page = _flatten(_parse(text))
    hints = page_hints(page)
    lines, warnings = article_lines(page, hints.get("title", ""))
    if not lines:
        raise ReadingError("网页里没有正文（可能由脚本载入或在附件里），请打开网页复制为文本或下载附件")
    paragraphs = [Paragraph(line, f"第{number}段") for number, line in enumerate(lines, 1)]
    return Draft(kind, paragraphs, hints, warnings)


def _parse(text: str) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    if text.count("<") > MAX_TAGS:
        raise ReadingError(f"网页里的标记超过 {MAX_TAGS // 10_000} 万个，不像一篇报告，没有读")
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise ReadingError("网页是空的或已损坏，请在浏览器中打开后重新保存") from error
    if root is None:
        raise ReadingError("网页是空的或已损坏，请在浏览器中打开后重新保存")
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise ReadingError("网页嵌套过深，后面的内容读不到，请在浏览器中打开后复制为文本")
    return root


@dataclass(slots=True)
class _Row:
    """A table row under way: where each cell's lines begin, and whether a table stands inside."""

    cells: list[int] = field(default_factory=list)
    nested: bool = False


class _Flattener:
    """Collects lines and boxes while the tree is walked; no recursion, so no depth is too deep."""

    def __init__(self) -> None:
        self.page = Page()
        self.pieces: list[str] = []
        self.linked = 0
        self.links = 0
        self.heading = 0
        self.pre = 0
        self.boxes: list[Box] = [Box("page", "")]
        self.rows: list[_Row] = []

    def add(self, text: str | None) -> None:
        if not text:
            return
        if self.pre:
            for number, part in enumerate(re.split(r"\r?\n", text)):
                if number:
                    self.flush()
                self.pieces.append(part)
            return
        self.pieces.append(text)
        if self.links:
            self.linked += len(text.strip())

    def flush(self) -> None:
        raw, linked = "".join(self.pieces), self.linked
        self.pieces, self.linked = [], 0
        text = clean(_collapse(raw))
        if text:
            self.page.lines.append(Line(text, min(linked, len(text)), self.heading > 0))

    def start(self, element: etree._Element, tag: str) -> None:
        if tag in BREAKS:
            self.flush()
        if tag in BOXES:
            names = f"{element.get('class') or ''} {element.get('id') or ''}"
            box = Box(tag, names, len(self.page.lines), hidden=_is_hidden(element))
            self.boxes[-1].children.append(box)
            self.boxes.append(box)
        if tag == "table" and self.rows:
            self.rows[-1].nested = True
        elif tag == "tr":
            self.rows.append(_Row())
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].cells.append(len(self.page.lines))
        self._count(element, tag, 1)
        self.add(element.text)

    def end(self, element: etree._Element, tag: str) -> None:
        if tag in BREAKS:
            self.flush()
        if tag in BOXES:
            self.boxes.pop().end = len(self.page.lines)
        if tag == "tr" and self.rows:
            self._join_row(self.rows.pop())
        self._count(element, tag, -1)

    def _count(self, element: etree._Element, tag: str, step: int) -> None:
        if tag == "a" and element.get("href") is not None:
            self.links += step
        elif tag in HEADINGS:
            self.heading += step
        elif tag == "pre":
            self.pre += step

    def _join_row(self, row: _Row) -> None:
        """One line of a row of figures; rows that lay out the page, or nest tables, stay as they are."""
        lines = self.page.lines
        if row.nested or len(row.cells) < 2:
            return
        ends = [*row.cells[1:], len(lines)]
        cells = [lines[start:end] for start, end in zip(row.cells, ends, strict=True)]
        texts = [[line.text for line in cell] for cell in cells]
        if is_layout(texts):
            return
        boxes = self.boxes[-1].children
        while boxes and boxes[-1].start >= row.cells[0]:
            boxes.pop()  # the cells' lines are one line now
        joined = Line(join_cells(texts), sum(line.linked for cell in cells for line in cell), False)
        lines[row.cells[0] :] = [joined]


def _flatten(root: etree._Element) -> Page:
    flat = _Flattener()
    flat.page.box = flat.boxes[0]
    _read_head(root, flat.page)
    walk = etree.iterwalk(root, events=("start", "end"))
    unshown: set[etree._Element] = set()
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in UNSHOWN or (tag not in BOXES and _is_hidden(element)):
                unshown.add(element)
                walk.skip_subtree()
                continue
            flat.start(element, tag)
            continue
        if element not in unshown:
            flat.end(element, tag)
        if element is not root:
            flat.add(element.tail)
    flat.flush()
    flat.page.box.end = len(flat.page.lines)
    return flat.page


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or HIDDEN.search(element.get("style") or "") is not None


def _read_head(root: etree._Element, page: Page) -> None:
    for element in root.iter("meta", "title", "a"):
        if element.tag == "meta":
            key = element.get("name") or element.get("property") or ""
            page.metas.setdefault(key.lower(), clean(element.get("content") or ""))
        elif element.tag == "title" and not page.title:
            page.title = clean(_collapse("".join(str(text) for text in element.itertext())))
        elif element.tag == "a" and ATTACHMENT.search(element.get("href") or ""):
            label = clean(_collapse("".join(str(text) for text in element.itertext())))
            page.attachments.append(label or (element.get("href") or "").rpartition("/")[2])


def _collapse(text: str) -> str:
    """White space as a browser shows it; a line end between two Chinese characters is none at all."""

    def space(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        return "" if "\n" in match.group() and WIDE.match(before) and WIDE.match(after) else " "

    return SPACES.sub(space, text)
