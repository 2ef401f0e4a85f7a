"""One small report in every format offices send, made by hand so that the tests need no library."""

from __future__ import annotations

import io
import zipfile
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from pathlib import Path
from xml.sax.saxutils import escape

TITLE = "岚溪县人民政府关于2023年度法治政府建设情况的报告"
REPORT = (Path(__file__).parent / "report.txt").read_text(encoding="utf-8").rstrip("\n")
PARAGRAPHS = REPORT.split("\n")
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = (
    f'xmlns:w="{WORD}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="urn:m"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def make_zip(parts: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


class _GbkInfo(zipfile.ZipInfo):
    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def make_gbk_zip(parts: dict[str, bytes]) -> bytes:
    """As Chinese Windows packs: member names in GBK, without the UTF-8 mark."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(_GbkInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def make_docx(body: str, **parts: str) -> bytes:
    """A docx with this body; `parts` are further parts of the word folder, by name."""
    relation = f'<Relationship Id="r1" Type="{OFFICE}" Target="word/document.xml"/>'
    return make_zip(
        {
            "[Content_Types].xml": (
                '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
                'Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
                'officedocument.wordprocessingml.document.main+xml"/></Types>'
            ),
            "_rels/.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                f"{relation}</Relationships>"
            ),
            "word/document.xml": (
                f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}>'
                f"<w:body>{body}</w:body></w:document>"
            ),
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def report_docx() -> bytes:
    return make_docx("".join(map(paragraph, PARAGRAPHS)))


def report_html(charset: str = "utf-8") -> str:
    """The report inside the page of a government site."""
    body = "\n".join(f"<p>　　<span>{escape(line)}</span></p>" for line in PARAGRAPHS[1:])
    page = (Path(__file__).parent / "site.html").read_text(encoding="utf-8")
    return page.replace("{charset}", charset).replace("{title}", TITLE).replace("{body}", body)


def report_mht() -> bytes:
    archive = MIMEMultipart("related", type="text/html")
    archive["Subject"] = "Saved page"
    page = MIMEBase("text", "html", charset="gb2312")
    page.set_payload(report_html("gb2312").encode("gb18030"))
    encode_base64(page)
    archive.attach(page)
    return archive.as_bytes()


def report_rtf(codec: str) -> bytes:
    """The report as Word writes it (`unicode`), or as older programs did (`gbk`)."""

    def word(character: str) -> str:
        if character.isascii():
            return character
        if codec == "unicode":
            code = ord(character)
            return f"\\u{code - 65536 if code > 32767 else code}?"
        first, *rest = character.encode("gbk")
        # the second byte stands as a plain letter where it is one
        return f"\\'{first:02x}" + "".join(
            chr(byte) if chr(byte).isalnum() and byte < 128 else f"\\'{byte:02x}" for byte in rest
        )

    lines = ["".join(map(word, line)) for line in PARAGRAPHS]
    head = "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fcharset134 SimSun;}}{\\header \\f0 \\'b5\\'da1\\'d2\\'b3}"
    return (head + "\n\\pard\\f0 " + "\\par\n".join(lines) + "\\par}").encode("ascii")


def broken_lines(width: int = 28) -> list[list[str]]:
    """Each paragraph as the lines of a printed page, the first one indented by two characters."""
    printed = []
    for text in PARAGRAPHS:
        printed.append([text[: width - 2]])
        printed[-1] += [text[at : at + width] for at in range(width - 2, len(text), width)]
    return printed


def placed_pages(per_page: int = 24) -> list[list[tuple[float, float, str]]]:
    """Pages of (x, y, text) in points, y upwards, with a running head and page numbers."""
    lines = []
    for part in broken_lines():
        lines += [(72.0 + (32 if number == 0 else 0), text) for number, text in enumerate(part)]
    pages = []
    for number, start in enumerate(range(0, len(lines), per_page), 1):
        placed = [
            (x, 740.0 - 26 * row, text) for row, (x, text) in enumerate(lines[start : start + per_page])
        ]
        pages.append([(200.0, 810.0, "岚溪县人民政府文件"), *placed, (280.0, 40.0, f"— {number} —")])
    return pages


def make_pdf(
    pages: list[list[tuple[float, float, str]]],
    trailer: str = "",
    objects: str = "",
    sizes: dict[str, int] | None = None,
) -> bytes:
    """A pdf with these lines in a Chinese font every reader has, 16 points wide or as `sizes` says."""
    points = sizes or {}
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(len(pages)))
    body = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        3: b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
        b"/DescendantFonts [4 0 R] >>",
        4: b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R >>",
        5: b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
    }
    if objects:
        body[6] = objects.encode()
    for number, lines in enumerate(pages):
        stream = "\n".join(
            f"BT /F1 {points.get(text, 16)} Tf 1 0 0 1 {x} {y} Tm <{text.encode('utf-16-be').hex()}> Tj ET"
            for x, y, text in lines
        ).encode()
        body[10 + 2 * number] = (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {11 + 2 * number} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        ).encode()
        body[11 + 2 * number] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
    out = b"%PDF-1.4\n"
    offsets = {}
    for number, content in sorted(body.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = "".join(
        f"{offsets[n]:010d} 00000 n \n" if n in offsets else "0000000000 65535 f \n"
        for n in range(max(offsets) + 1)
    )
    size = max(offsets) + 1
    end = f"xref\n0 {size}\n{table}trailer\n<< /Size {size} /Root 1 0 R {trailer}>>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode()


def make_ofd(pages: list[list[tuple[float, float, str]]]) -> bytes:
    """An ofd with these lines; OFD measures in millimetres from the top."""
    scale = 25.4 / 72
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    parts: dict[str, bytes | str] = {
        "OFD.xml": f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:Title>'
        f"{TITLE}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
    }
    kids = ""
    for number, lines in enumerate(pages):
        objects = "".join(
            f'<ofd:TextObject ID="{i + 10}" Boundary="{x * scale:.3f} {(842 - y - 16) * scale:.3f} 160 8" Font="3" '
            f'Size="{16 * scale:.3f}"><ofd:TextCode X="0" Y="{16 * scale:.3f}" '
            f'DeltaX="g {len(text) - 1} {16 * scale:.3f}">{escape(text)}</ofd:TextCode></ofd:TextObject>'
            for i, (x, y, text) in enumerate(lines)
        )
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = (
            f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        )
        kids += f'<ofd:Page ID="{number + 1}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
    parts["Doc_0/Document.xml"] = (
        f"<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 209.9 297.04"
        f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{kids}</ofd:Pages></ofd:Document>"
    )
    return make_zip(parts)
