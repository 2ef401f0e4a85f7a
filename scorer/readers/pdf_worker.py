"""Runs pdfium in a process of its own, which may be killed: lines and where they stand, as JSON.

Started as a script by pdf.py, imports nothing of the project, so that it is up in the time pdfium's
own import takes. Frames on both sides: four bytes of length (big endian), then the content.
"""

from __future__ import annotations

import ctypes
import json
import re
import sys
import time
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, BinaryIO

import pypdfium2 as pdfium  # type: ignore[import-untyped,import-not-found,unused-ignore]
import pypdfium2.raw as raw  # type: ignore[import-untyped,import-not-found,unused-ignore]

MEMORY = 1 << 30  # bytes of address space; pdfium on a report uses a tenth
MAX_PAGES = 2_000
MAX_CHARACTERS = 2_000_000
SECONDS = 20.0
QUOTES = re.compile("[“”‘’]")  # often in a font of their own, drawn after the words
WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014\u2018-\u201d\u2026]")
GAP = 1.5  # ems between two pieces on one base line from which they are cells of a table


class Refusal(Exception):
    """A document that is not read; the argument is the code the parent knows."""


@dataclass(slots=True)
class Piece:
    """Characters on one base line, by their index in the page, and their box."""

    indexes: list[int]
    left: float
    right: float
    bottom: float
    top: float
    em: float


class PageText:
    """One page's characters and boxes, as pdfium gives them."""

    def __init__(self, page: Any) -> None:
        self.handle = page.get_textpage()
        count = self.handle.count_chars()
        if count > MAX_CHARACTERS:
            raise Refusal("long")
        self.characters = self._characters(count)

    def _characters(self, count: int) -> list[str]:
        buffer = (ctypes.c_ushort * (count + 1))()
        written = raw.FPDFText_GetText(self.handle, 0, count, buffer) if count else 0
        if written - 1 == count:
            return [chr(unit) for unit in buffer[:count]]
        # some characters have no text: indexes and text would drift apart
        return [chr(raw.FPDFText_GetUnicode(self.handle, index)) for index in range(count)]

    def box(self, index: int) -> tuple[float, float, float, float]:
        rect = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self.handle, index, rect)
        return rect.left, rect.right, min(rect.bottom, rect.top), max(rect.bottom, rect.top)

    def pieces(self) -> list[Piece]:
        found: list[Piece] = []
        current: list[int] = []
        for index, character in enumerate([*self.characters, "\n"]):
            if character in "\r\n":
                piece = self._piece(current)
                current = []
                if piece is not None and not (found and self._merged(found[-1], piece)):
                    found.append(piece)
            else:
                current.append(index)
        return found

    def _piece(self, indexes: list[int]) -> Piece | None:
        shown = [index for index in indexes if not self.characters[index].isspace()]
        if not shown:
            return None
        if any(QUOTES.match(self.characters[index]) for index in shown):
            indexes = self._by_place(indexes)
            shown = [index for index in indexes if not self.characters[index].isspace()]
        left, first_right, bottom, top = self.box(shown[0])
        _, right, last_bottom, last_top = self.box(shown[-1])
        em = max(first_right - left, (top - bottom) * 0.5, 1.0)
        return Piece(indexes, left, right, min(bottom, last_bottom), max(top, last_top), em)

    def _by_place(self, indexes: list[int]) -> list[int]:
        """Characters from left to right where they were drawn out of order."""
        lefts = {index: self.box(index)[0] for index in indexes}
        shown = [index for index in indexes if not self.characters[index].isspace()]
        if all(lefts[a] <= lefts[b] + 0.5 for a, b in pairwise(shown)):
            return indexes
        return sorted(shown, key=lambda index: lefts[index])

    def _merged(self, before: Piece, after: Piece) -> bool:
        """Whether `after` stood on the same line and has been put into `before`."""
        overlap = min(before.top, after.top) - max(before.bottom, after.bottom)
        if overlap < 0.5 * min(before.top - before.bottom, after.top - after.bottom):
            return False
        if after.left >= before.right - 0.5:
            cell = after.left - before.right > GAP * before.em
            before.indexes += [-1, *after.indexes] if cell else after.indexes
        else:
            before.indexes = self._by_place([index for index in before.indexes if index >= 0] + after.indexes)
        before.left, before.right = min(before.left, after.left), max(before.right, after.right)
        before.bottom, before.top = min(before.bottom, after.bottom), max(before.top, after.top)
        return True

    def text(self, piece: Piece) -> str:
        """The piece's text without the spaces pdfium guessed beside Chinese characters."""
        characters = self.characters
        kept = []
        for at, index in enumerate(piece.indexes):
            if index < 0:
                kept.append("\t")
            elif characters[index] == " " and self._guessed(piece.indexes, at):
                continue
            else:
                kept.append(characters[index])
        text = "".join(kept)
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")

    def _guessed(self, indexes: list[int], at: int) -> bool:
        beside = [self.characters[i] for i in indexes[max(at - 1, 0) : at + 2 : 2] if i >= 0]
        return any(map(WIDE.match, beside)) and raw.FPDFText_IsGenerated(self.handle, indexes[at]) == 1


def extract(data: bytes) -> dict[str, Any]:
    """Pages with their lines; {"error": code} when the document is refused."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        return {"error": "password" if "assword" in str(error) else "broken"}
    try:
        if len(document) > MAX_PAGES:
            return {"error": "pages", "count": len(document)}
        title = document.get_metadata_dict().get("Title", "")
        return {"title": title, "pages": _pages(document)}
    except Refusal as refusal:
        return {"error": str(refusal)}
    finally:
        document.close()


def _pages(document: Any) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = []
    deadline = time.monotonic() + SECONDS
    characters = 0
    for number in range(len(document)):
        if time.monotonic() > deadline:
            raise Refusal("time")
        try:
            page = document[number]
            text = PageText(page)
        except pdfium.PdfiumError:
            pages.append({"broken": True, "width": 0, "height": 0, "lines": []})
            continue
        characters += len(text.characters)
        if characters > MAX_CHARACTERS:
            raise Refusal("long")
        lines = [(text.text(p), p.left, p.right, p.bottom, p.top, p.em) for p in text.pieces()]
        width, height = page.get_size()
        pages.append({"width": width, "height": height, "lines": lines})
        text.handle.close()
        page.close()
    return pages


def _limit_memory() -> None:
    try:
        import resource  # not on Windows
    except ImportError:
        return
    for limit, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):
            continue  # macOS knows the first one only by name; the time limit still holds


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answers documents until the parent closes the pipe."""
    while True:
        head = requests.read(4)
        if len(head) < 4:
            return
        answer = json.dumps(extract(requests.read(int.from_bytes(head, "big")))).encode("ascii")
        answers.write(len(answer).to_bytes(4, "big") + answer)
        answers.flush()


if __name__ == "__main__":
    _limit_memory()
    serve(sys.stdin.buffer, sys.stdout.buffer)
