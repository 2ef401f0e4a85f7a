"""Rule packs ready for use, kept compiled between runs: a cold start reads tables instead of parsing rules.

The compiled form is a file of `scorer.kept`, named after the pack's files and the program's as they stand: their
paths, sizes and times. Only packs that stand alone are kept; a local pack laid over another is compiled
each time.
"""

from __future__ import annotations

import dataclasses
import sys
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from rules.model import Checklist, Element
from scorer import kept
from scorer.version import VERSION

_SOURCES = (
    "tables.py",
    "arrays.py",
    "compile.py",
    "compiled.py",
    "lexicon.py",
    "fold.py",
    "data/t2s.txt",
    "literals.py",
    "../rules/model.py",
    "../rules/syntax.py",
)


@lru_cache(maxsize=4)
def checklist_of(pack: Path) -> Checklist:
    """Return the rule pack in `pack` with its tables instead of its matchers and examples.

    Loaded once per process. Raises RulesError when the pack can't be used.
    """
    name = _name(pack)
    if name is None:
        return _compiled(pack)
    return kept.made(name, Checklist, lambda: _compiled(pack), lambda checklist: not checklist.extends)


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


def _name(pack: Path) -> str | None:
    """What the compiled form of the pack as it stands is called; None where it can't be told."""
    folder = Path(__file__).parent
    try:
        files = [*(folder / source for source in _SOURCES), *sorted(pack.resolve().glob("*.yaml"))]
        stands = [(str(path), *_stand(path)) for path in files]
    except OSError:
        return None
    return f"{sha256(f'{VERSION} {sys.version} {stands}'.encode()).hexdigest()[:40]}.rules"


def _stand(path: Path) -> tuple[int, int, int]:
    """Size and times of a file; one that is written to is another."""
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
