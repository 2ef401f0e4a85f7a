"""What a reader of one format hands over, and how it becomes a Document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from scorer.digest import sha256
from scorer.model import Block, Document, ReadingError
from scorer.patterns import late

MAX_BYTES = 20 * 1024 * 1024
MAX_CHARACTERS = 2_000_000  # a long annual report has 30,000
LINE_ENDS = late(r"\r\n?")
# control characters (tab and newline apart), lone surrogates, zero-width marks and bidirectional
# overrides: none of them is text a person sees
UNSEEN = late("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
TITLE_SEARCH = 2_000  # characters at the start in which a title must occur
MARGIN = " \t\r\n\xa0\u3000"


class Paragraph(NamedTuple):
    """One paragraph or table row and the place where a person finds it."""

    text: str
    place: str


@dataclass(slots=True)
class Draft:
    """What a reader found, before offsets are counted."""

    kind: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    hints: Mapping[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    raw: str | None = None  # the text as it stands, where the format is plain text


def clean(text: str) -> str:
    """One line without unseen characters and without white space at its ends."""
    return UNSEEN.sub("", text.replace("\r", "").replace("\n", " ")).strip(MARGIN)


def squeeze(text: str) -> str:
    """The text without any white space: for comparing, never for showing."""
    return "".join(text.split())


def borne_out(title: str, paragraphs: list[Paragraph]) -> bool:
    """Whether the text begins with this title of the file's properties (often a template's)."""
    start = squeeze("".join(paragraph.text for paragraph in paragraphs[:40]))[:TITLE_SEARCH]
    return len(title) >= 6 and squeeze(title) in start


def finish(draft: Draft, data: bytes, name: str) -> Document:
    """The document with its offsets; ReadingError when there is no text or far too much."""
    text, blocks = _from_raw(draft.raw) if draft.raw is not None else _from_paragraphs(draft.paragraphs)
    if not blocks:
        raise ReadingError("文件里没有文字（空白文档或全是图片），请换有文字的版本")
    if len(text) > MAX_CHARACTERS:
        raise ReadingError(
            f"文字共 {len(text)} 字，超过 {MAX_CHARACTERS} 字的上限，不像一份年度报告，请只取报告本身"
        )
    return Document(
        name=name,
        text=text,
        sha256=sha256(data).hexdigest(),
        blocks=tuple(blocks),
        kind=draft.kind,
        hints={key: value for key, value in draft.hints.items() if value},
        warnings=tuple(draft.warnings),
    )


def _from_raw(raw: str) -> tuple[str, list[Block]]:
    text = UNSEEN.sub("", LINE_ENDS.sub("\n", raw))
    blocks = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip(MARGIN):
            blocks.append(Block(start, start + len(line), f"第{number}行"))
        start += len(line) + 1
    return text, blocks


def _from_paragraphs(paragraphs: list[Paragraph]) -> tuple[str, list[Block]]:
    lines: list[str] = []
    blocks = []
    start = 0
    for paragraph in paragraphs:
        line = clean(paragraph.text)
        if line:
            blocks.append(Block(start, start + len(line), paragraph.place))
            lines.append(line)
            start += len(line) + 1
    return "\n".join(lines), blocks
