"""What the user named on the command line, as a stream of sources: files, folders, archives."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from scorer.auditing import too_large
from scorer.batch import Source
from scorer.model import ReadingError
from scorer.readers import is_report_name

_ZIP_START = b"PK"
_KINDS = "docx、pdf、html、txt、md、ofd、rtf、doc、wps、zip"


def sources(named: Sequence[Path], max_bytes: int) -> Iterator[Source]:
    """Yield the sources in order of their paths; what yields none yields its failure."""
    for path in named:
        if path.is_dir():
            found = False
            for file in walk(path):
                found = True
                yield from [file] if isinstance(file, Source) else _file(file, max_bytes)
            if not found:
                yield Source(str(path), error=f"文件夹里没有可读的报告（{_KINDS}）")
        elif path.exists():
            yield from _file(path, max_bytes)
        else:
            yield Source(str(path), error="找不到文件，请检查文件名和路径")


def count(named: Sequence[Path]) -> int:
    """How many files `sources` will open (an archive counts once)."""
    return sum(sum(1 for _ in walk(path)) if path.is_dir() else 1 for path in named)


def walk(folder: Path) -> Iterator[Path | Source]:
    """Report files under `folder` in order of their paths, and folders that can't be opened.

    Links to folders and hidden files are left out.
    """
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name + ("/" if entry.is_dir() else ""))
    except OSError as error:
        yield Source(str(folder), error=f"打不开文件夹（{error.strerror}），请检查权限")
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from walk(Path(entry.path))
        elif entry.is_file() and is_report_name(entry.name):
            yield Path(entry.path)


def _file(path: Path, max_bytes: int) -> Iterator[Source]:
    try:
        with path.open("rb") as stream:
            if stream.read(len(_ZIP_START)) != _ZIP_START:
                yield Source(str(path), path=path)
                return
        if path.stat().st_size > max_bytes:
            yield Source(str(path), error=too_large(max_bytes))
            return
        data = path.read_bytes()
    except OSError as error:
        yield Source(str(path), error=f"打不开文件（{error.strerror}），请检查路径和权限")
        return
    from scorer.readers import expand, is_archive  # most files are no archive

    if not is_archive(data, path.name):
        yield Source(str(path), path=path)
        return
    found = False
    for name, member in expand(data, str(path)):
        found = True
        if isinstance(member, ReadingError):
            yield Source(name, error=str(member))
        else:
            yield Source(name, data=member)
    if not found:
        yield Source(str(path), error="压缩包里没有可读的报告")
