"""Rows in plain words all of whose words are so common, or so widely shared, that a hit is no evidence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from checklist.authoring.problems import Problem, hint, own
from rules.model import Checklist
from scorer.auditing import engine_for
from scorer.judge import LEAST
from scorer.tables import BLOCKS, SIGN, Row, Tables


def common_rows(checklist: Checklist) -> Iterator[Problem]:
    """Yield the pack's own rows of `proves` that even their most telling words can't make evidence."""
    tables = engine_for(checklist).tables
    written = chain.from_iterable(element.proves for element in checklist)
    compiled = (row for row in map(tables.rows.__getitem__, range(tables.touches)) if _proves(row))
    elements = tuple(checklist)
    for matcher, row in zip(written, compiled, strict=True):
        weighed = row.regex is None and elements[row.owner].judge == "sentence"
        if weighed and own(matcher.place) and _most(row, tables) < LEAST:
            yield hint(
                matcher.place,
                f"“{row.source}”的词太平常，或太多要素在用，命中了也不算数；请加上有含义的词，是名称的写进 speaks",
            )


def _proves(row: Row) -> bool:
    return row.owner != SIGN and BLOCKS[row.block] == "proves"


def _most(row: Row, tables: Tables) -> int:
    """How much a sentence bears on the element at most by a row's own words: one of each of its groups."""
    weights = tables.weights.view
    return sum(max((weights[word] for word in tables.groups.of(group)), default=0) for group in row.groups)
