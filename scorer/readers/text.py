"""Plain text and Markdown: which encoding the bytes are in, strictly."""

from __future__ import annotations

import codecs

from scorer.model import ReadingError
from scorer.patterns import late
from scorer.readers.parts import Draft

# longest first: the UTF-32 mark begins with the UTF-16 one
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r\x1a\x1b"))
TOLERATED = 1_000  # bytes to one stray control character; binary files have far more
# characters no page of Chinese prose does without, simplified or traditional
COMMON = late("[，。、；：的和在是有了为為不年月日人政府法市县縣区區]")
HAN = late("[\u3400-\u9fff]+")
CHINESE = ("utf-8", "gb18030", "big5", "big5hkscs", "cp950", "hz", "utf-16", "utf-16-le", "utf-16-be")
ENOUGH = 200  # characters of Han below which nothing is said about their frequency


def read_text(data: bytes, name: str, encoding: str | None) -> Draft:
    """The text as it stands, line ends apart."""
    kind = "md" if name.lower().endswith((".md", ".markdown")) else "txt"
    return Draft(kind, raw=decode(data, encoding))


def decode(data: bytes, encoding: str | None = None, declared: str | None = None) -> str:
    """Strictly: the encoding asked for, else BOM, `declared`, UTF-8, GB18030; never a replaced character."""
    if encoding:
        return _decode_as(data, known_codec(encoding)).removeprefix("\ufeff").rstrip("\x1a")
    for mark, codec in MARKS:
        if data.startswith(mark):
            return _decode_as(data, codec)
    if _is_binary(data):
        raise ReadingError(
            "是二进制文件，不是文本（若是无 BOM 的 UTF-16 文本，请用 --encoding utf-16-le 指定）"
        )
    text = _declared(data, declared)
    return (_guess(data) if text is None else text).rstrip("\x1a")


def known_codec(encoding: str) -> str:
    """Python's name of a text encoding; GB2312 and GBK are read as the GB18030 that contains them."""
    try:
        info = codecs.lookup(encoding.strip())
    except (LookupError, ValueError) as error:
        raise ReadingError(f"不认识的编码名 {encoding!r}，可用 utf-8、gb18030、big5、utf-16 等") from error
    if not info._is_text_encoding:
        raise ReadingError(f"{encoding!r} 不是文字编码，可用 utf-8、gb18030、big5、utf-16 等")
    return {"gb2312": "gb18030", "gbk": "gb18030"}.get(info.name, info.name)


def _decode_as(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeError as error:
        at = error.start + 1 if isinstance(error, UnicodeDecodeError) else 1
        label = codec.upper().removesuffix("-SIG")
        raise ReadingError(f"第 {at} 个字节起不是有效的 {label} 文本，请核对编码或另存为 UTF-8") from error


def _declared(data: bytes, declared: str | None) -> str | None:
    """By the page's own word, unless the bytes belie it: a GBK page is never valid UTF-8."""
    if not declared:
        return None
    try:
        codec = known_codec(declared)
        if codec not in CHINESE:  # Latin-1 accepts anything, so its word is worth nothing
            return None
        if codec != "utf-8" and not data.isascii() and _valid(data, "utf-8"):
            return None
        return data.decode(codec)
    except (ReadingError, UnicodeError):
        return None  # a wrong declaration is common on saved pages; the bytes decide


def _guess(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(data):
            raise ReadingError(
                f"第 {error.start + 1} 个字节起 UTF-8 文本有损坏，请换完好的文件或另存为 UTF-8"
            ) from error
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise ReadingError(
            f"第 {error.start + 1} 个字节起不是有效的 UTF-8 或 GB18030 文本，可用 --encoding 指定编码"
        ) from error
    if not COMMON.search(text) and _han(text) >= ENOUGH:
        raise ReadingError("按 GB18030 读出来不成文字，可能是 Big5 等其他编码，可用 --encoding 指定编码")
    return text


def _han(text: str) -> int:
    return sum(map(len, HAN.findall(text)))


def _is_binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, CONTROLS))
    return b"\x00" in data or controls * TOLERATED > len(data) + TOLERATED


def _valid(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeError:
        return False
    return True


def _mostly_utf8(data: bytes) -> bool:
    """Whether damaged UTF-8, which GB18030 would often accept as rubbish (a test, not a reading)."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    wide = _han(text)
    return wide >= 10 and wide > 10 * bad
