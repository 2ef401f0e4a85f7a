"""Rule packs ready for use, kept compiled between runs: a cold start reads tables instead of parsing rules.

The compiled form is a file of `scorer.kept`, named after the pack's files and the program's as they stand: their
paths, sizes and times. For a pack laid over another the files of both count, and those that would come before.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from rules.located import RulesError
from rules.model import Checklist, Element
from rules.shipped import NATIONAL, is_pack
from scorer import kept
from scorer.digest import sha256
from scorer.version import VERSION

_Stand = tuple[str, int, int, int]
_SOURCES = (
    "tables.py",
    "arrays.py",
    "compile.py",
    "compiled.py",
    "lexicon.py",
    "fold.py",
    "data/t2s.txt",
    "data/ordinary.jsonl",
    "literals.py",
)


@lru_cache(maxsize=4)
def checklist_of(pack: Path) -> Checklist:
    """Return the rule pack in `pack` with its tables instead of its matchers and examples.

    Loaded once per process. Raises RulesError when the pack can't be used.
    """
    try:
        name = _name(_folders(pack.resolve()), "rules")
    except (OSError, RulesError):
        return _compiled(pack)  # which tells what is wrong with it
    return kept.made(name, Checklist, lambda: _compiled(pack))


def _compiled(pack: Path) -> Checklist:
    from rules.loader import load_pack
    from scorer.compile import compile_tables

    checklist = load_pack(pack)
    return dataclasses.replace(without_matchers(checklist), tables=compile_tables(checklist))


def without_matchers(checklist: Checklist) -> Checklist:
    """Return the checklist as far as judging and showing need it, once its matchers are in tables.

    Elements judged by their section keep their matchers: they are looked up in parts of sentences, too.
    """

    def bare(element: Element) -> Element:
        if element.judge != "sentence":
            return element._replace(examples=(), place=None)
        return element._replace(
            speaks=(), proves=(), touches=(), lookalikes=(), excludes=(), examples=(), place=None
        )

    dimensions = tuple(
        dimension._replace(elements=tuple(map(bare, dimension.elements)))
        for dimension in checklist.dimensions
    )
    signs = dict.fromkeys(checklist.signs, ())
    return dataclasses.replace(
        checklist, dimensions=dimensions, signs=signs, vocabulary={}, words={}, instruments={}, points={}
    )


def _folders(pack: Path, *under: Path) -> list[Path]:
    """The folders a pack comes from: its own, those where the pack it extends is looked for, and that one's."""
    if pack == NATIONAL.resolve():
        return [pack]  # stands alone

    def looked_in() -> tuple[Path, ...]:
        from rules import loader  # parsing is what a kept file saves

        return loader.looked_in(pack)

    places = kept.made(_name([pack], "layers"), tuple, looked_in)
    base = next((place.resolve() for place in places if is_pack(place)), pack)
    further = [] if base in (pack, *under) else _folders(base, pack, *under)
    return [pack, *places, *further]


def _name(packs: Sequence[Path], suffix: str) -> str:
    """What is made of the files in the folders as they stand is called."""
    stands = [*_program()]
    for pack in packs:
        if is_pack(pack):
            stands += map(_stand, sorted(pack.iterdir()))  # one with a wrong ending makes the pack an error
    return f"{sha256(f'{VERSION} {sys.version} {stands}'.encode()).hexdigest()[:40]}.{suffix}"


@cache
def _program() -> tuple[_Stand, ...]:
    """How the program's files stand that make a pack ready for use."""
    folder = Path(__file__).parent
    files = [*(folder / source for source in _SOURCES), *sorted(folder.parent.glob("rules/*.py"))]
    return tuple(map(_stand, files))


def _stand(path: Path) -> _Stand:
    """Path, size and times of a file; one that is written to is another."""
    stat = path.stat()
    return str(path), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
