"""Zip archives: each member as a file of its own, however it was packed."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import PurePosixPath

from scorer.model import ReadingError
from scorer.readers.parts import MAX_BYTES
from scorer.readers.zips import kind_of_package, member_name, open_zip, read_part

MAX_DEPTH = 3
MAX_MEMBERS = 1_000
MAX_TOTAL = 200 * 1024 * 1024
SYSTEM_FILES = ("thumbs.db", "desktop.ini")


class _Budget:
    """What is left of members and bytes for one archive with everything inside it."""

    def __init__(self) -> None:
        self.members = MAX_MEMBERS
        self.bytes = MAX_TOTAL


def is_archive(data: bytes, name: str) -> bool:
    """Whether the bytes are a zip of files (a docx or ofd is a zip too, but one document)."""
    if not data.startswith(b"PK"):
        return False
    try:
        return kind_of_package(data, PurePosixPath(name.replace("\\", "/")).suffix.lower()) == "zip"
    except ReadingError:
        return False


def expand(data: bytes, name: str) -> Iterator[tuple[str, bytes | ReadingError]]:
    """Members as (outer.zip/inner.docx, bytes), or the error that says why one could not be had.

    An archive that cannot be opened, and what lies beyond a limit, is one such error too: nothing
    raises, nothing is left out in silence but folders, hidden and system files.
    """
    yield from _expand(data, name, 1, _Budget())


def _expand(
    data: bytes, name: str, depth: int, budget: _Budget
) -> Iterator[tuple[str, bytes | ReadingError]]:
    try:
        archive = open_zip(data)
    except ReadingError as error:
        yield name, error
        return
    seen: dict[str, int] = {}
    with archive:
        for info in archive.infolist():
            inner = member_name(info)
            if info.is_dir() or inner == "（无名）" or _is_system(inner):
                continue
            if budget.members <= 0 or budget.bytes <= 0:
                yield name, _spent(budget)
                return
            budget.members -= 1
            seen[inner] = seen.get(inner, 0) + 1
            shown = f"{name}/{inner}" + (f" ({seen[inner]})" if seen[inner] > 1 else "")
            if stat.S_ISLNK(info.external_attr >> 16):
                yield shown, ReadingError("是符号链接，不跟随，请放入文件本身")
                continue
            try:
                member = read_part(archive, info, min(MAX_BYTES, max(budget.bytes, 1)))
            except ReadingError as error:
                yield shown, error
                continue
            budget.bytes -= len(member)
            if not is_archive(member, inner):
                yield shown, member
            elif depth >= MAX_DEPTH:
                yield shown, ReadingError(f"压缩包套了超过 {MAX_DEPTH} 层，请解开后再交")
            else:
                yield from _expand(member, shown, depth + 1, budget)


def _spent(budget: _Budget) -> ReadingError:
    if budget.members <= 0:
        return ReadingError(f"压缩包内超过 {MAX_MEMBERS} 个文件，其余没有读，请分开压缩")
    return ReadingError(f"压缩包解开后超过 {MAX_TOTAL >> 20} MB，其余没有读，请分开压缩")


def _is_system(inner: str) -> bool:
    parts = inner.split("/")
    base = parts[-1]
    return (
        any(part == "__MACOSX" or part.startswith(".") for part in parts)
        or base.startswith("~$")
        or base.lower() in SYSTEM_FILES
    )
