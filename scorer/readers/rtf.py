"""Rich text (rtf): a small reader, since the libraries lose GBK characters and join table cells."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field, replace

from scorer.model import ReadingError
from scorer.readers.parts import Draft, Paragraph

# control words and symbols, hexadecimal characters, braces, runs of plain text
TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})"
    r"|\\(?P<symbol>[^A-Za-z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
# destinations whose content is no text of the body
TABLES = frozenset(("fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl"))
ASIDE = frozenset(("header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"))
NOTES = frozenset(("footnote", "annotation", "atnid", "atnauthor", "bkmkstart", "bkmkend", "xe", "tc"))
DATA = frozenset(("info", "pict", "nonshppict", "object", "themedata", "datastore", "fldinst", "sp"))
SKIPPED = TABLES | ASIDE | NOTES | DATA | {"rsidtbl", "generator", "nonesttables"}
# marked ignorable (\*), yet they hold text: text boxes and the numbers of lists
KEPT = frozenset(("shptxt", "shppict", "shpinst", "listtext", "pntext"))
CHARACTERS = {
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "emspace": "\u3000",
    "enspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
CHARSETS = {128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950"}
MAX_DEPTH = 10_000
MAX_TOKENS = 3_000_000


@dataclass(slots=True)
class _State:
    """What a group inherits from the one around it."""

    skip: bool = False
    hidden: bool = False
    codec: str = ""
    unicode_skip: int = 1
    in_table: bool = False
    in_label: bool = False  # the number of a list item, which Word wrote out


@dataclass(slots=True)
class _Reader:
    codec: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    stack: list[_State] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    pieces: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    surrogate: int = 0
    to_skip: int = 0
    ignorable: bool = False
    font: int | None = None  # the entry of the font table under way
    cells: list[str] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    count: int = 0

    def put(self, text: str) -> None:
        self.flush_bytes()
        if not (self.state.skip or self.state.hidden):
            self.pieces.append(text)

    def flush_bytes(self) -> None:
        """Bytes gathered are decoded together, since a Chinese character takes two of them."""
        if self.pending:
            data, self.pending = bytes(self.pending), bytearray()
            if not (self.state.skip or self.state.hidden):
                self.pieces.append(_decoded(data, self.state.codec or self.codec))

    def end_line(self, new_paragraph: bool = True) -> None:
        self.flush_bytes()
        text, self.pieces = "".join(self.pieces), []
        if self.state.in_table:
            self.pieces = [text + " "] if text.strip() else []
            return
        self._paragraph(text)
        self.count += new_paragraph

    def _paragraph(self, text: str) -> None:
        if text.strip():
            self.paragraphs.append(Paragraph(text, f"第{self.count + 1}段"))

    def end_cell(self) -> None:
        self.flush_bytes()
        self.cells.append("".join(self.pieces).strip())
        self.pieces = []

    def end_row(self) -> None:
        self.flush_bytes()
        self._paragraph("\t".join(self.cells).strip("\t"))
        self.count += 1
        self.cells = []


def read_rtf(data: bytes, name: str, encoding: str | None) -> Draft:
    """Paragraphs and table rows in order; places are 第n段."""
    text = _without_binary(data).decode("latin-1")
    reader = _Reader()
    for number, match in enumerate(TOKEN.finditer(text)):
        if number > MAX_TOKENS:
            raise ReadingError("rtf 的标记过多，疑似损坏或恶意构造，请另存为 docx 后再试")
        kind = match.lastgroup
        if kind == "number":
            kind = "word"
        _token(reader, kind or "", match)
        if kind == "brace" and match["brace"] == "}" and not reader.stack:
            break
    reader.state.in_table = False
    reader.end_line()
    warnings = [] if not reader.stack else ["rtf 的末尾缺失，后面的内容可能没有读到"]
    return Draft("rtf", reader.paragraphs, {}, warnings)


def _without_binary(data: bytes) -> bytes:
    r"""The file without the raw bytes of \binN, in which a brace is no brace."""
    pieces = []
    start = 0
    for match in re.finditer(rb"\\bin(\d{1,9}) ?", data):
        if match.start() >= start:
            pieces.append(data[start : match.start()])
            start = match.end() + int(match.group(1))
    pieces.append(data[start:])
    return b"".join(pieces)


def _token(reader: _Reader, kind: str, match: re.Match[str]) -> None:
    if kind == "hex":
        if reader.to_skip:
            reader.to_skip -= 1
        else:
            reader.pending.append(int(match["hex"], 16))
    elif kind == "text":
        _plain(reader, match["text"])
    elif kind == "brace":
        _brace(reader, match["brace"])
    elif kind == "symbol":
        _symbol(reader, match["symbol"])
    elif kind == "word":
        number = match["number"]
        _word(reader, match["word"], int(number) if number else None)


def _plain(reader: _Reader, text: str) -> None:
    if reader.to_skip:
        skipped = min(reader.to_skip, len(text))
        reader.to_skip -= skipped
        text = text[skipped:]
    reader.pending += text.encode("latin-1")  # the second byte of a character may be a letter


def _brace(reader: _Reader, brace: str) -> None:
    reader.flush_bytes()
    reader.to_skip = 0
    reader.ignorable = False
    if brace == "{":
        if len(reader.stack) > MAX_DEPTH:
            raise ReadingError("rtf 嵌套过深，疑似损坏或恶意构造，请另存为 docx 后再试")
        reader.stack.append(reader.state)
        reader.state = replace(reader.state)
    elif reader.stack:
        reader.state = reader.stack.pop()


def _symbol(reader: _Reader, symbol: str) -> None:
    if symbol == "*":
        reader.ignorable = True
    elif symbol in "\r\n":
        reader.end_line()
    elif symbol in "{}\\":
        reader.pending += symbol.encode("latin-1")
    elif symbol == "~":
        reader.put("\xa0")
    elif symbol == "_":
        reader.put("-")


def _word(reader: _Reader, word: str, number: int | None) -> None:
    state = reader.state
    ignorable, reader.ignorable = reader.ignorable, False
    if word == "u" and number is not None:
        _unicode(reader, number)
        return
    reader.flush_bytes()
    if word in SKIPPED or (ignorable and word not in KEPT):
        state.skip = True
        return
    if word in ("listtext", "pntext"):
        state.in_label = True
    elif word == "ansicpg" and number:
        reader.codec = _codec(number)
    elif word == "f" and number is not None:
        reader.font = number
        state.codec = reader.fonts.get(number, "")
    elif word == "fcharset" and number in CHARSETS and reader.font is not None:
        reader.fonts[reader.font] = CHARSETS[number]
    elif word == "uc" and number is not None:
        state.unicode_skip = max(0, min(number, 16))
    elif word in ("v", "deleted"):
        state.hidden = number != 0
    elif word == "plain":
        state.hidden = False
    elif word == "pard":
        state.in_table = False
    elif word == "intbl":
        state.in_table = True
    elif not state.skip:
        _content(reader, word)


def _content(reader: _Reader, word: str) -> None:
    if word in ("par", "sect"):
        reader.end_line()
    elif word in ("line", "page", "column"):
        reader.end_line(new_paragraph=False)
    elif word in ("cell", "nestcell"):
        reader.end_cell()
    elif word in ("row", "nestrow"):
        reader.end_row()
    elif word in CHARACTERS and not (word == "tab" and reader.state.in_label):
        reader.put(CHARACTERS[word])


def _unicode(reader: _Reader, number: int) -> None:
    unit = number + 0x10000 if number < 0 else number
    reader.flush_bytes()
    reader.to_skip = reader.state.unicode_skip
    if 0xD800 <= unit < 0xDC00:
        reader.surrogate = unit
        return
    if 0xDC00 <= unit < 0xE000 and reader.surrogate:
        unit = 0x10000 + ((reader.surrogate - 0xD800) << 10) + (unit - 0xDC00)
    reader.surrogate = 0
    if 0 < unit < 0x110000:
        reader.put(chr(unit))


def _codec(page: int) -> str:
    """Python's name of a code page; GBK's as the GB18030 that contains it."""
    if page in (936, 54936):
        return "gb18030"
    try:
        return codecs.lookup("utf-8" if page == 65001 else f"cp{page}").name
    except LookupError:
        return "cp1252"


def _decoded(data: bytes, codec: str) -> str:
    if data.isascii():
        return data.decode("ascii")
    if codec == "cp1252":
        codec = "gb18030" if _pairs(data) else "cp1252"
    try:
        return data.decode(codec)
    except UnicodeError as error:
        raise ReadingError(f"rtf 里有不是 {codec.upper()} 的字，请用 Word 打开后另存为 docx") from error


def _pairs(data: bytes) -> bool:
    """Whether the bytes are Chinese in a file that says it is Western: all in pairs from A1 on."""
    high = bytes(byte for byte in data if byte >= 0x80)
    return len(high) >= 4 and len(high) % 2 == 0 and min(high) >= 0xA1
