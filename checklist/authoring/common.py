"""Rows in plain words all of whose words are so common, or so widely shared, that a hit is no evidence."""

from __future__ import annotations

from collections.abc import Iterator

from checklist.authoring.problems import Problem, hint, own
from rules.model import Checklist, Matcher, Near, Phrase
from scorer.auditing import engine_for
from scorer.fold import fold
from scorer.judge import LEAST


def common_rows(checklist: Checklist) -> Iterator[Problem]:
    """Yield the pack's own rows of `proves` that even their most telling words can't make evidence."""
    rows = [(element, row) for element in checklist for row in element.proves if own(row.place)]
    if not any(isinstance(row, Near | Phrase) for _, row in rows):
        return
    tables = engine_for(checklist).tables
    words = tables.vocabulary.words(range(tables.vocabulary.size))
    weights = dict(zip(words, tables.weights.view, strict=True))
    for element, row in rows:
        if element.judge == "sentence" and _most(row, weights) < LEAST:
            yield hint(
                row.place,
                f"“{row.source}”的词太平常，或太多要素在用，命中了也不算数；请加上有含义的词，是名称的写进 speaks",
            )


def _most(row: Matcher, weights: dict[str, int]) -> int:
    """How much a sentence bears on the element at most by a row's own words: one of each of its groups."""
    if isinstance(row, Phrase):
        return weights.get(fold(row.text), 0)
    if isinstance(row, Near):
        return sum(max(weights.get(fold(word), 0) for word in group) for group in row.groups)
    return LEAST  # an expression has no words to weigh
