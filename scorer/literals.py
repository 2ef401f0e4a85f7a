"""The literal texts a regular expression cannot match without, so that it is tried only where it may."""

from __future__ import annotations

import re
from itertools import product
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MOST = 120  # texts in one set; more would cost more to look for than they save
_ZERO_WIDTH = frozenset((constants.AT, constants.ASSERT, constants.ASSERT_NOT))
_REPEATS = frozenset((constants.MAX_REPEAT, constants.MIN_REPEAT, constants.POSSESSIVE_REPEAT))
_Texts = frozenset[str]
_EMPTY: _Texts = frozenset(("",))


def required_literals(regex: str) -> list[tuple[str, ...]]:
    """Return sets of texts, of each of which one is in every match of `regex`; none when none can be told."""
    kept: list[_Texts] = []
    for texts in _required(list(parser.parse(regex, re.UNICODE))):
        if not any(_implies(other, texts) for other in kept):
            kept = [other for other in kept if not _implies(texts, other)] + [texts]
    return [tuple(sorted(texts)) for texts in kept]


def _implies(texts: _Texts, others: _Texts) -> bool:
    """Whether wherever one of `texts` stands one of `others` does."""
    return all(any(other in text for other in others) for text in texts)


def _required(parsed: list[Any]) -> list[_Texts]:
    """The sets a sequence asks for: texts that follow one another are put together."""
    found: list[_Texts] = []
    run = _EMPTY
    for op, value in parsed:
        texts = _exactly(op, value)
        if texts is not None and len(run) * len(texts) <= MOST:
            run = _joined(run, texts)
            continue
        if op is constants.ASSERT and value[0] > 0:
            ahead = _beginning(list(value[1]))
            if len(run) * len(ahead) <= MOST:
                found.append(_joined(run, ahead))
            continue  # what follows begins where the look-ahead began
        found.append(run)
        run = texts if texts is not None and len(texts) <= MOST else _EMPTY
        if texts is None:
            found += _inside(op, value)
    found.append(run)
    return [texts for texts in dict.fromkeys(found) if "" not in texts]


def _inside(op: Any, value: Any) -> list[_Texts]:
    """The sets asked for by what has no finite list of texts."""
    if op is constants.SUBPATTERN:
        return _required(list(value[-1]))
    if op in _REPEATS and value[0] >= 1:
        return _required(list(value[2]))
    if op is constants.BRANCH:
        branches = [_required(list(branch)) for branch in value[1]]
        if all(branches):
            either = frozenset().union(*(max(branch, key=_selectivity) for branch in branches))
            return [either] if len(either) <= MOST else []
    return []


def _exactly(op: Any, value: Any) -> _Texts | None:
    """All texts an item can stand for; None when they are too many or can't be told."""
    if op is constants.LITERAL:
        return frozenset((chr(value),))
    if op is constants.IN:
        return _characters(value)
    if op is constants.BRANCH:
        branches = [_sequence(list(branch)) for branch in value[1]]
        return None if None in branches else frozenset().union(*(b for b in branches if b is not None))
    if op is constants.SUBPATTERN:
        return _sequence(list(value[-1]))
    if op in _REPEATS and tuple(value[:2]) == (0, 1):
        once = _sequence(list(value[2]))
        return None if once is None else once | _EMPTY
    if op in _ZERO_WIDTH and not (op is constants.ASSERT and value[0] > 0):
        return _EMPTY  # what it forbids, or asks for behind, makes matches fewer only
    return None


def _characters(value: Any) -> _Texts | None:
    found: set[str] = set()
    for op, what in value:
        if op is constants.LITERAL:
            found.add(chr(what))
        elif op is constants.RANGE and what[1] - what[0] < MOST:
            found.update(map(chr, range(what[0], what[1] + 1)))
        else:
            return None
    return frozenset(found)


def _sequence(parsed: list[Any]) -> _Texts | None:
    texts, whole = _opening(parsed)
    return texts if whole else None


def _opening(parsed: list[Any]) -> tuple[_Texts, bool]:
    """The texts a sequence begins with, as far as they can be told, and whether that is all of it."""
    texts: _Texts = _EMPTY
    for op, value in parsed:
        after = _exactly(op, value)
        if after is None or len(texts) * len(after) > MOST:
            return texts, False
        texts = _joined(texts, after)
    return texts, True


def _beginning(parsed: list[Any]) -> _Texts:
    """The texts a look-ahead begins with, as far as they can be told."""
    if len(parsed) == 1 and parsed[0][0] is constants.BRANCH:
        starts = [_beginning(list(branch)) for branch in parsed[0][1][1]]
        return frozenset().union(*starts)
    if len(parsed) == 1 and parsed[0][0] is constants.SUBPATTERN:
        return _beginning(list(parsed[0][1][-1]))
    return _opening(parsed)[0]


def _joined(before: _Texts, after: _Texts) -> _Texts:
    return frozenset(map("".join, product(before, after)))


def _selectivity(texts: _Texts) -> tuple[int, int]:
    return min(map(len, texts)), -len(texts)
