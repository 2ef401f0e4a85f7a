"""The layout of an official letter (GB/T 9704—2012) on python-docx: page, fonts, paragraphs, tables."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from reports.view import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table
    from docx.text.paragraph import Paragraph

# Names as GB/T 9704 asks for them, and under which a computer without them finds the nearest it has.
TITLE, BODY, HEADING, NUMBERS = "方正小标宋简体", "仿宋", "黑体", "宋体"
_ALTERNATIVES = {TITLE: "小标宋,宋体", BODY: "仿宋_GB2312,FangSong", HEADING: "SimHei", NUMBERS: "SimSun"}
LATIN = "Times New Roman"
ERHAO, SANHAO, SIHAO, WUHAO = 22.0, 16.0, 14.0, 10.5  # 二号 三号 四号 五号, in points
_TABLE_LINE = 16
_CENTERED_MM = 30  # columns narrower than this hold numbers
_LINE = 28.9  # 22 lines on a page of 225 mm
_PAGE_MM = (210, 297)
_MARGINS_MM = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
_FOOTER_MM = 23  # the page number stands 7 mm below the text
_STAMP = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of text: a paragraph style. Sizes in points; `indent`: first line by two characters."""

    name: str
    font: str
    size: float
    line: float = _LINE
    after: float = 0
    indent: bool = False
    side: str = ""
    leads: bool = False


KINDS = (
    Kind("Normal", BODY, SANHAO),
    Kind("反馈标题", TITLE, ERHAO, line=36, after=_LINE, side="CENTER"),
    Kind("反馈小标题", HEADING, SANHAO, indent=True, leads=True),
    Kind("反馈正文", BODY, SANHAO, indent=True),
    Kind("反馈落款", BODY, SANHAO, side="RIGHT"),
    Kind("反馈表头", HEADING, WUHAO, line=_TABLE_LINE, side="CENTER"),
    Kind("反馈表文", BODY, WUHAO, line=_TABLE_LINE),
    Kind("反馈表数", BODY, WUHAO, line=_TABLE_LINE, side="CENTER"),
)


class Letter:
    """A document that grows paragraph by paragraph; every letter starts on a page of its own."""

    def __init__(self, title: str) -> None:
        import docx

        self.document: Document = docx.Document()
        self._properties(title)
        self._style_ids: dict[str, str] = {}  # looked up once: the library searches them anew every time
        self._styles()
        self._fonts()
        section = self.document.sections[0]
        _lay_out(section)
        self.document.settings.odd_and_even_pages_header_footer = True
        _page_number(section.footer.paragraphs[0], "right")
        _page_number(section.even_page_footer.paragraphs[0], "left")
        self._begun = False
        self._last: Paragraph | None = None

    def begin(self) -> None:
        """Start a letter: a new section whose pages count from 1."""
        from docx.enum.section import WD_SECTION
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        section: Any = self.document.sections[0]
        if self._begun:
            section = self.document.add_section(WD_SECTION.NEW_PAGE)
        self._begun = True
        for old in section._sectPr.findall(qn("w:pgNumType")):
            section._sectPr.remove(old)
        numbering: Any = OxmlElement("w:pgNumType")
        numbering.set(qn("w:start"), "1")
        section._sectPr.find(qn("w:pgMar")).addnext(numbering)

    def title(self, text: str) -> None:
        self._paragraph(text, "反馈标题")

    def heading(self, text: str) -> None:
        self._paragraph(text, "反馈小标题")

    def text(self, text: str, *, indent: bool = True) -> None:
        self._paragraph(text, "反馈正文" if indent else "Normal")

    def signature(self, *lines: str) -> None:
        """The place for the signing office and the date, to the right, never alone on a page."""
        from docx.shared import Pt

        last = self._last
        for number, line in enumerate(lines):
            if last is not None:
                last.paragraph_format.keep_with_next = True
            paragraph = last = self._paragraph(line, "反馈落款")
            if not number:
                paragraph.paragraph_format.space_before = Pt(2 * _LINE)

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths_mm: Sequence[float]) -> None:
        """Add a table whose head repeats on every page and whose columns keep their widths."""
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn
        from docx.shared import Mm

        table: Table = self.document.add_table(rows=1 + len(rows), cols=len(head), style="Table Grid")
        table.autofit = False
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for column, width in zip(table.columns, widths_mm, strict=True):
            column.width = Mm(width)
        for number, (row, texts) in enumerate(zip(table.rows, [head, *rows], strict=True)):
            for rule in ("w:cantSplit",) if number else ("w:cantSplit", "w:tblHeader"):
                row._tr.get_or_add_trPr().append(OxmlElement(rule))
            for element, text, width in zip(row._tr.findall(qn("w:tc")), texts, widths_mm, strict=True):
                element.width = Mm(width)
                style = "反馈表头" if not number else "反馈表数" if width < _CENTERED_MM else "反馈表文"
                _fill(element, text, self._style_ids[style])

    def save(self, stream: IO[bytes]) -> None:
        """Write the file; the same content gives the same bytes."""
        packed = io.BytesIO()
        self.document.save(packed)
        target = io.BytesIO()
        with zipfile.ZipFile(packed) as source, zipfile.ZipFile(target, "w") as fixed:
            for entry in source.infolist():
                info = zipfile.ZipInfo(entry.filename, _STAMP)
                info.compress_type = zipfile.ZIP_DEFLATED
                fixed.writestr(info, source.read(entry))
        stream.write(target.getvalue())

    def _paragraph(self, text: str, style: str) -> Paragraph:
        self._last = self.document.add_paragraph(visible(text), style=style)
        return self._last

    def _properties(self, title: str) -> None:
        properties: Any = self.document.core_properties
        properties.title, properties.author, properties.comments = visible(title)[:250], "", ""
        for name in ("created", "modified", "lastModifiedBy", "revision"):
            for old in properties._element.xpath(f"*[local-name()='{name}']"):
                properties._element.remove(old)

    def _styles(self) -> None:
        """Set the body text and add the other kinds of text as styles, so that they can be edited as one."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
        from docx.oxml.ns import qn
        from docx.shared import Pt

        styles: Any = self.document.styles
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:eastAsia"), "zh-CN")
        for kind in KINDS:
            style = (
                styles["Normal"]
                if kind.name == "Normal"
                else styles.add_style(kind.name, WD_STYLE_TYPE.PARAGRAPH)
            )
            self._style_ids[kind.name] = style.style_id
            style.font.name, style.font.size = LATIN, Pt(kind.size)
            style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), kind.font)
            shape = style.paragraph_format
            shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(kind.line)
            shape.space_before, shape.space_after = Pt(0), Pt(kind.after)
            shape.widow_control = False
            shape.keep_with_next = kind.leads
            if kind.indent:
                shape.first_line_indent = Pt(2 * kind.size)
            if kind.side:
                shape.alignment = getattr(WD_ALIGN_PARAGRAPH, kind.side)
            if kind.side == "RIGHT":
                shape.right_indent = Pt(4 * kind.size)

    def _fonts(self) -> None:
        """Name in the file's font table what may stand in for a font that isn't there."""
        from docx.opc.constants import RELATIONSHIP_TYPE
        from lxml import etree

        part: Any = self.document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
        root = etree.fromstring(part.blob)
        space = root.nsmap["w"]
        for name, others in _ALTERNATIVES.items():
            for old in root.xpath("w:font[@w:name=$name]", namespaces={"w": space}, name=name):
                root.remove(old)
            font = etree.SubElement(root, f"{{{space}}}font", {f"{{{space}}}name": name})
            etree.SubElement(font, f"{{{space}}}altName", {f"{{{space}}}val": others})
        part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _lay_out(section: Section) -> None:
    from docx.shared import Mm

    section.page_width, section.page_height = map(Mm, _PAGE_MM)
    for name, size in _MARGINS_MM.items():
        setattr(section, name, Mm(size))
    section.footer_distance = Mm(_FOOTER_MM)


def _page_number(paragraph: Paragraph, side: str) -> None:
    """— 1 — in 四号, outer side of the page, one character in."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Pt

    right = side == "right"
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    setattr(paragraph.paragraph_format, f"{side}_indent", Pt(SIHAO))
    _run(paragraph, "— ", NUMBERS, SIHAO)
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    number = _run(paragraph, "1", NUMBERS, SIHAO)
    paragraph._p.append(field)
    field.append(number)
    _run(paragraph, " —", NUMBERS, SIHAO)


def _fill(cell: Any, text: str, style: Any) -> None:
    """Put text into a table cell, a paragraph a line."""
    element = cell.p_lst[0]
    for number, line in enumerate(visible(text).split("\n")):
        if number:
            element = cell.add_p()
        element.style = style
        element.add_r().text = line


def _run(paragraph: Paragraph, text: str, font: str, size: float) -> Any:
    """Add a run in an East Asian font; return its element."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run: Any = paragraph.add_run(text)
    run.font.name, run.font.size = LATIN, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)
    return run._element
