"""Files kept between runs in the user's own cache folder: what would otherwise be made anew each time.

They hold nothing that isn't in the rules and the program, and whatever is wrong with one, it is made anew.
FAZHI_CACHE names another folder, or is `off`.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any, TypeVar

NEWEST = 8  # files of a kind that stay
Made = TypeVar("Made")


def cache_folder() -> Path | None:
    """Return the folder for kept files; None where the user switched it off."""
    chosen = os.environ.get("FAZHI_CACHE")
    if chosen:
        return None if chosen == "off" else Path(chosen)
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base or Path.home() / ".cache") / "fazhi-checklist"
    except RuntimeError:
        return None  # no home folder


def read(name: str) -> bytes | None:
    """Return the bytes of a kept file; None where there is none, or none of one's own: its bytes are trusted."""
    path = _own(name)
    try:
        return path.read_bytes() if path else None
    except OSError:
        return None


def _own(name: str) -> Path | None:
    """The path of a kept file that is one's own."""
    folder = cache_folder()
    if folder is None:
        return None
    path = folder / name
    try:
        return path if os.name != "posix" or path.stat().st_uid == os.getuid() else None
    except OSError:
        return None


def _loaded(name: str) -> Any:
    """The object kept as `name`, read from the file without a copy of it in memory."""
    path = _own(name)
    if path is None:
        return None
    with path.open("rb") as stream, mmap(stream.fileno(), 0, access=ACCESS_READ) as data:
        return pickle.loads(data)


def write(name: str, data: bytes) -> None:
    """Keep a file; a folder that can't be written to only costs time."""
    folder = cache_folder()
    if folder is None:
        return
    from tempfile import mkstemp  # writing is rare

    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        number, part = mkstemp(dir=folder)
        try:
            with os.fdopen(number, "wb") as stream:
                stream.write(data)
            Path(part).replace(folder / name)  # not while another process reads it, on Windows
        finally:
            Path(part).unlink(missing_ok=True)
        _tidy(folder, Path(name).suffix)


def _tidy(folder: Path, suffix: str) -> None:
    """Delete all but the newest files of a kind: those of earlier rules and versions."""
    files = sorted(folder.glob(f"*{suffix}"), key=lambda path: path.stat().st_mtime)
    for path in files[:-NEWEST]:
        path.unlink(missing_ok=True)


def made(name: str, kind: type[Made], make: Callable[[], Made]) -> Made:
    """Return the object of type `kind` kept as `name`; where there is none, what `make` returns, kept from then on."""
    try:
        found = _loaded(name)
    except Exception:  # noqa: BLE001 - whatever is wrong with a kept file, it can be made anew
        found = None
    if isinstance(found, kind):
        return found
    new = make()
    write(name, pickle.dumps(new, protocol=5))
    return new
