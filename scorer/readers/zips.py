"""Zip files opened without trusting them: bounded members, sizes and ratios, names made right."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
import zlib

from scorer.model import ReadingError

MAX_ENTRIES = 5_000
MAX_PART = 32 * 1024 * 1024
MAX_RATIO = 200  # unpacked to packed; 1,032 is the most deflate can do, documents reach 50
RATIO_FLOOR = 1024 * 1024  # below this size a high ratio harms nobody
MAX_NAME = 255  # characters of one part of a path
ENCRYPTED = 0x1
UTF8_NAME = 0x800
UNICODE_PATH = 0x7075
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    IndexError,
    KeyError,
)
DAMAGED = "文件不完整或已损坏（压缩结构读不出来），请重新取得文件"


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive; ReadingError when it is broken or lists too many members."""
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise ReadingError(f"压缩包内超过 {MAX_ENTRIES} 个文件，请分开压缩")
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as error:
        raise ReadingError(DAMAGED) from error


def read_part(archive: zipfile.ZipFile, part: str | zipfile.ZipInfo, limit: int = MAX_PART) -> bytes:
    """One member's bytes, never more than `limit`; KeyError when there is no such member."""
    info = archive.getinfo(part) if isinstance(part, str) else part
    if info.flag_bits & ENCRYPTED:
        raise ReadingError("加密的压缩内容，请去掉密码后重新保存")
    if info.file_size > limit:
        raise ReadingError(f"解开后有 {info.file_size >> 20} MB，超过 {limit >> 20} MB 的上限，没有读")
    if info.file_size > RATIO_FLOOR and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise ReadingError(f"压缩比超过 {MAX_RATIO} 倍，疑似压缩炸弹，没有解开")
    try:
        with archive.open(info) as member:
            data = member.read(limit + 1)
    except BROKEN as error:
        raise ReadingError(DAMAGED) from error
    if len(data) > limit:
        raise ReadingError(f"解开后超过 {limit >> 20} MB 的上限，没有读")
    return data


def kind_of_package(data: bytes, suffix: str) -> str:
    """docx, ofd, odt, xlsx or zip, by what lies at the top of the package."""
    guess = {".docx": "docx", ".docm": "docx", ".ofd": "ofd", ".odt": "odt", ".xlsx": "xlsx"}.get(
        suffix, "zip"
    )
    try:
        with open_zip(data) as archive:
            names = {info.filename.replace("\\", "/").lstrip("/").lower() for info in archive.infolist()}
    except ReadingError:
        if guess == "zip":
            return guess  # expanding it will say what is wrong
        raise
    if "ofd.xml" in names:
        return "ofd"
    if "[content_types].xml" in names:
        return _kind_of_ooxml(names)
    if "mimetype" in names and "content.xml" in names:
        return "odt"
    return guess if names and guess != "zip" and suffix != ".zip" else "zip"


def _kind_of_ooxml(names: set[str]) -> str:
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("ppt/") for name in names):
        raise ReadingError("是演示文稿，不是报告，请用 Word、PDF 或文本版")
    return "docx"


def member_name(info: zipfile.ZipInfo) -> str:
    """The member's name as its maker saw it, safe to show: no `..`, drive, root or control character."""
    parts = []
    for part in re.split(r"[/\\]", _decoded_name(info)):
        part = "".join(
            c for c in part if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
        ).strip()
        if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part):
            parts.append(part[:MAX_NAME])
    return "/".join(parts) or "（无名）"


def _decoded_name(info: zipfile.ZipInfo) -> str:
    """zipfile reads unmarked names as CP437; Chinese Windows wrote them in GBK, some tools in UTF-8."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    extra = _unicode_path(info.extra, raw)
    if extra is not None:
        return extra
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in Info-ZIP's Unicode Path field, if it belongs to this entry (APPNOTE 4.6.9)."""
    while len(extra) >= 4:
        tag, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if tag == UNICODE_PATH and len(body) > 5 and struct.unpack_from("<I", body, 1)[0] == zlib.crc32(raw):
            try:
                return body[5:].decode("utf-8")
            except UnicodeDecodeError:
                return None
    return None
