"""Take the section on shortcomings apart into the problems it lists, without their causes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from scorer.outline import Sentence
from scorer.patterns import late
from scorer.sections.common import in_role
from scorer.sections.problems import says_lack
from scorer.sections.talk import NAMED, SUBSTANCE, grants_some, substance, weight_of

if TYPE_CHECKING:
    from scorer.judge import Reading

SHORTEST_PART = 4  # of a list 甲、乙、丙等问题
SHORTEST_REST = 6  # what must be left of a sentence without its cause
_MARKER = late(
    r"^(?:主要(?:不足|问题|表现(?:在|为))?[:,])?(?:[一二三四五六七八九十]{1,2}(?:是|来|曰|则|、)|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[、.．]|[①-⑳]|第[一二三四五六七八九十],?|"
    r"其[一二三四五六],?|-{1,4}|首先|其次|再次|再者|再一个|再就是|还有就?是|还有一[桩件条]|最后|头一[桩件条宗样]|另一[桩件条])"
)
_INNER_MARKER = late(r"(?<=[:,。])(?=[一二三四五六七八九十]{1,2}是)")
_ALL_CAUSES = late(
    r"^[^,;。]{0,8}(?:上述|以上|这些|此类|产生|造成|出现|存在)[^,;。:]{0,12}(?:问题|不足|差距|短板)?[^,;。:]{0,6}(?:原因|根源|成因)[^,;。:]{0,8}[:,]"
)
_CAUSE = late(
    r"^(?:这)?(?:主要)?(?:究其|原因|归结|究根|说到底是|根源|根子|归根|症结|对此|之所以|这(?:与|跟|主要是?受|主要由|主要因|既有|也有))"
)
_CAUSE_FIRST = late(
    r"^((?:[一二三四五六]是|\(.\))?)(?:由于|因为|鉴于|受[^,。;]{2,24}(?:制约|限制|影响))[^,;。]*,"
)
_CAUSE_CLAUSE = late(
    r"[,:]?(?:其|这)?(?:主要|根本|直接|重要|深层)?(?:原因(?:是|在于|主要|有)|是因为|因为|由于|是由于|究其|根子在|根源在|症结在|主要在于|归根|皆因|只因|受[^,。;]{2,24}(?:制约|限制|影响))[^;。]*"
)
_LIST = late(
    r"^(?:[^,;:]{0,16}?(?:存在|还有|主要有|表现为|仍有))?(.+?)等?(?:方面的?)?(?:问题|不足|情况|现象|短板)[。;]?$"
)


class Item(NamedTuple):
    """One problem: where it begins and what is said of it, causes left out."""

    at: int
    text: str


def problem_items(reading: Reading) -> list[Item]:
    """Return the problems the report lists, in order."""
    items: list[Item] = []
    parts = [part for _, part in _paragraphs(reading)]
    several = len(parts) > 1
    for sentences in parts:
        for item in _of_paragraph(sentences, several):
            items += _listed(item)
    return items


def _paragraphs(reading: Reading) -> Iterator[tuple[int, list[tuple[int, Sentence]]]]:
    """The section's paragraphs: their sentences, bare headings and empty talk left out."""
    kept = (
        (at, sentence)
        for at, sentence in in_role(reading, "shortcomings")
        if not (sentence.role == "heading" and not says_lack(sentence.text))
    )
    for number, group in groupby(kept, key=lambda entry: entry[1].paragraph):
        yield number, list(group)


def _of_paragraph(sentences: Sequence[tuple[int, Sentence]], several: bool) -> Iterator[Item]:
    """The items of one paragraph.

    A marker begins an item, so does a semicolon. Sentences with neither belong to the item before; but where
    the whole section is one paragraph without markers, each is a problem of its own.
    """
    pieces = [(at, piece) for at, sentence in sentences for piece in _INNER_MARKER.split(sentence.text)]
    marked = several or any(_MARKER.match(piece) for _, piece in pieces)
    item: Item | None = None
    closed = True
    for at, piece in pieces:
        if _ALL_CAUSES.match(piece):
            break
        if _CAUSE.match(piece):
            continue
        said = _without_cause(piece)
        if item is None or closed or _MARKER.match(piece) or not marked:
            if item:
                yield item
            item = None
            if weight_of(substance(said)) >= (SUBSTANCE if grants_some(said) else NAMED):
                item = Item(at, said)
        else:
            item = Item(item.at, item.text + said)
        closed = item is None or piece.endswith(";")
    if item:
        yield item


def _without_cause(text: str) -> str:
    """A sentence without the clauses that give the cause, before or after the problem."""
    rest = _CAUSE_CLAUSE.sub("", _CAUSE_FIRST.sub(r"\1", text))
    return rest if len(rest) >= SHORTEST_REST else text


def _listed(item: Item) -> list[Item]:
    """The parts of “存在甲、乙、丙等问题”; the item itself when it is no such list."""
    found = _LIST.match(item.text) if not _MARKER.match(item.text) else None
    parts = re.split(r"、|,", found.group(1)) if found else []
    if len(parts) >= 2 and all(len(part) >= SHORTEST_PART for part in parts):
        return [Item(item.at, part) for part in parts]
    return [item]
