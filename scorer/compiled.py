"""Rule packs ready for use, kept compiled between runs: a cold start reads tables instead of parsing rules.

The cache is a file in the user's own cache folder, named after the hash of the pack's bytes and of the
program; it holds nothing that isn't in the rules, and is made anew whenever it can't be used. FAZHI_CACHE
names another folder, or is `off`. Only packs that stand alone are kept; a local pack laid over another
is compiled each time.
"""

from __future__ import annotations

import dataclasses
import os
import pickle
import sys
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from rules.model import Checklist, Element
from scorer.tables import Tables, compile_tables
from scorer.version import VERSION

_SOURCES = ("tables.py", "fold.py", "literals.py", "../rules/model.py", "../rules/syntax.py")


@lru_cache(maxsize=4)
def checklist_of(pack: Path) -> Checklist:
    """Return the rule pack in `pack` with its tables instead of its matchers and examples.

    Loaded once per process. Raises RulesError when the pack can't be used.
    """
    path = _cache_file(pack)
    if path is not None and (kept := _read(path)) is not None:
        return kept
    from rules.loader import load_pack

    checklist = load_pack(pack)
    compiled = dataclasses.replace(without_matchers(checklist), tables=compile_tables(checklist))
    if path is not None and not checklist.extends:
        _write(path, compiled)
    return compiled


def without_matchers(checklist: Checklist) -> Checklist:
    """Return the checklist as far as judging and showing need it, once its matchers are in tables.

    Elements judged by their section keep their matchers: they are looked up in parts of sentences, too.
    """

    def bare(element: Element) -> Element:
        if element.judge != "sentence":
            return dataclasses.replace(element, examples=(), place=None)
        return dataclasses.replace(
            element, speaks=(), proves=(), touches=(), lookalikes=(), excludes=(), examples=(), place=None
        )

    dimensions = tuple(
        dataclasses.replace(dimension, elements=tuple(map(bare, dimension.elements)))
        for dimension in checklist.dimensions
    )
    signs = dict.fromkeys(checklist.signs, ())
    return dataclasses.replace(
        checklist, dimensions=dimensions, signs=signs, vocabulary={}, words={}, instruments={}, points={}
    )


def _cache_file(pack: Path) -> Path | None:
    """Where the compiled form of the pack's very bytes is kept; None where nothing can be kept."""
    folder = cache_folder()
    if folder is None:
        return None
    digest = sha256(f"{VERSION} {sys.version}".encode())
    try:
        for source in _SOURCES:
            digest.update(Path(__file__).parent.joinpath(source).read_bytes())
        for path in sorted(pack.glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    except OSError:
        return None
    return folder / f"{digest.hexdigest()[:40]}.rules"


def cache_folder() -> Path | None:
    """Return the folder for compiled rules; None where the user switched the cache off."""
    chosen = os.environ.get("FAZHI_CACHE")
    if chosen:
        return None if chosen == "off" else Path(chosen)
    base = os.environ.get("LOCALAPPDATA") if os.name == "nt" else os.environ.get("XDG_CACHE_HOME")
    try:
        return Path(base or Path.home() / ".cache") / "fazhi-checklist"
    except RuntimeError:
        return None  # no home folder


def _read(path: Path) -> Checklist | None:
    """What was kept, or None; a file of somebody else's is not read, since unpickling runs what it says."""
    try:
        if os.name == "posix" and path.stat().st_uid != os.getuid():
            return None
        kept = pickle.loads(path.read_bytes())
    except Exception:  # noqa: BLE001 - whatever is wrong with a cache file, the rules themselves are there
        return None
    return kept if isinstance(kept, Checklist) and isinstance(kept.tables, Tables) else None


def _write(path: Path, checklist: Checklist) -> None:
    """Keep it; a folder that can't be written to only costs time."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(pickle.dumps(checklist, protocol=5))
        part.replace(path)
