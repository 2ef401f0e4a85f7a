"""What the user named on the command line, as a stream of inputs: files, folders, archives."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scorer.model import ReadingError
from scorer.readers import expand, is_archive, is_report_name

_SNIFF = 4096


@dataclass(frozen=True, slots=True)
class Input:
    """One report to score: a file still to be read, a member of an archive, or a failure to get at it."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    error: str | None = None


def inputs(sources: Sequence[Path], max_bytes: int) -> Iterator[Input]:
    """Yield the inputs in order of their paths; a source that yields none yields its failure."""
    for source in sources:
        if source.is_dir():
            found = False
            for path in _walk(source):
                found = True
                yield from _file(path, max_bytes)
            if not found:
                yield Input(
                    str(source),
                    error="文件夹里没有可读的报告（docx、pdf、html、txt、md、ofd、rtf、doc、wps、zip）",
                )
        elif source.exists():
            yield from _file(source, max_bytes)
        else:
            yield Input(str(source), error="找不到文件，请检查文件名和路径")


def _walk(folder: Path) -> Iterator[Path]:
    """Report files under `folder`, sorted by path; links to folders are not followed."""
    paths = []
    for root, folders, names in os.walk(folder, followlinks=False):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths += [
            Path(root, name) for name in names if not name.startswith((".", "~$")) and is_report_name(name)
        ]
    yield from sorted(paths, key=lambda path: path.as_posix())


def _file(path: Path, max_bytes: int) -> Iterator[Input]:
    try:
        with path.open("rb") as stream:
            start = stream.read(_SNIFF)
        if not is_archive(start, path.name):
            yield Input(str(path), path=path)
            return
        if path.stat().st_size > max_bytes:
            yield Input(
                str(path), error=f"压缩包超过 {max_bytes / 2**20:g} MiB，可用 --max-size 放宽或先解开"
            )
            return
        data = path.read_bytes()
    except OSError as error:
        yield Input(str(path), error=f"打不开文件（{error.strerror}），请检查路径和权限")
        return
    found = False
    for name, member in expand(data, str(path)):
        found = True
        if isinstance(member, ReadingError):
            yield Input(name, error=str(member))
        else:
            yield Input(name, data=member)
    if not found:
        yield Input(str(path), error="压缩包里没有可读的报告")
