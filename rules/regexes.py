"""How long a regular expression may keep the matcher busy, told from its form alone.

A backtracking matcher tries, at worst, every way in which the parts of an expression can share a text among
them. `attempts` counts these ways for the longest sentence there is; the loader refuses what exceeds LIMIT, so
that no pattern can hang a run. Two things keep the count near the truth: a repeat that what follows cannot
take over from costs only its own length, and repeated words that can be read in one way only have one way.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

LONGEST = 400  # characters of a sentence, see scorer.outline
LIMIT = 2e8  # attempts in one sentence: a second, on a text made for it
SLOW = 5e7  # worth a hint to the author
_ENDLESS = 1e15
_WORDS = 300
_SAMPLE = "05aZ中龥㐀 _,。;、(《"
_CATEGORIES = {
    constants.CATEGORY_DIGIT: r"\d", constants.CATEGORY_NOT_DIGIT: r"\D",
    constants.CATEGORY_SPACE: r"\s", constants.CATEGORY_NOT_SPACE: r"\S",
    constants.CATEGORY_WORD: r"\w", constants.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_REPEATS = (constants.MAX_REPEAT, constants.MIN_REPEAT)
_ONE = (constants.LITERAL, constants.NOT_LITERAL, constants.ANY, constants.IN)


class _Cost(NamedTuple):
    """`ways` to match; `first`: sample characters a match can begin with; `empty`: may match nothing."""

    ways: float
    first: frozenset[str]
    empty: bool


def attempts(regex: str) -> float:
    """Return how many attempts `regex` can need in one sentence at worst; infinite when exponential."""
    parsed = list(parser.parse(regex, re.UNICODE))
    while (
        parsed and parsed[-1][0] in _REPEATS and len(parsed[-1][1][2]) == 1 and parsed[-1][1][2][0][0] in _ONE
    ):
        parsed.pop()  # nothing follows that could fail and make it give back
    return LONGEST * _sequence(parsed, _alphabet(regex)).ways


def _alphabet(regex: str) -> frozenset[str]:
    return frozenset(regex) | frozenset(_SAMPLE)


def _sequence(items: list[Any], alphabet: frozenset[str]) -> _Cost:
    cost = _Cost(1.0, frozenset(), True)
    for op, value in reversed(items):
        item = _item(op, value, alphabet)
        if op in _REPEATS and not cost.empty and not _taken(value[2], item, alphabet) & cost.first:
            ways = item.ways + cost.ways
        else:
            ways = item.ways * cost.ways
        first = item.first | cost.first if item.empty else item.first
        cost = _Cost(math.inf if ways > _ENDLESS else ways, first, item.empty and cost.empty)
    return cost


def _taken(body: Any, item: _Cost, alphabet: frozenset[str]) -> frozenset[str]:
    """The characters with which what a repeat gives back can begin; all when that can't be told."""
    items = list(body)
    if len(items) == 1 and items[0][0] in _ONE:
        return item.first
    words = _words(items)
    if words is None or not _read_one_way(words):
        return alphabet
    return frozenset("".join(words))


def _item(op: Any, value: Any, alphabet: frozenset[str]) -> _Cost:
    if op in _ONE:
        return _Cost(1.0, frozenset(c for c in alphabet if _takes(op, value, c)), False)
    if op is constants.SUBPATTERN:
        return _sequence(list(value[-1]), alphabet)
    if op is constants.BRANCH:
        return _branch(value[1], alphabet)
    if op in _REPEATS:
        return _repeat(value, alphabet)
    if op in (constants.ASSERT, constants.ASSERT_NOT):
        return _Cost(_sequence(list(value[1]), alphabet).ways, alphabet, True)
    if op is constants.POSSESSIVE_REPEAT:
        return _repeat(value, alphabet)._replace(ways=1.0)
    if op is constants.ATOMIC_GROUP:
        return _sequence(list(value), alphabet)._replace(ways=1.0)
    if op is constants.GROUPREF_EXISTS:
        yes, no = _sequence(list(value[1]), alphabet), _sequence(list(value[2] or ()), alphabet)
        return _Cost(yes.ways + no.ways, alphabet, True)
    return _Cost(1.0, alphabet if op is constants.GROUPREF else frozenset(), True)


def _takes(op: Any, value: Any, character: str) -> bool:
    code = ord(character)
    if op is constants.LITERAL:
        return bool(code == value)
    if op is constants.NOT_LITERAL:
        return bool(code != value)
    if op is constants.ANY:
        return True
    negated = bool(value) and value[0][0] is constants.NEGATE
    inside = any(
        (kind is constants.LITERAL and code == what)
        or (kind is constants.RANGE and what[0] <= code <= what[1])
        or (kind is constants.CATEGORY and re.match(_CATEGORIES.get(what, "."), character) is not None)
        for kind, what in value
    )
    return inside != negated


def _repeat(value: Any, alphabet: frozenset[str]) -> _Cost:
    low, high, body = min(int(value[0]), LONGEST), min(int(value[1]), LONGEST), value[2]
    inner = _sequence(list(body), alphabet)
    words = _words(list(body))
    if inner.ways <= 1 or (words is not None and _read_one_way(words)):
        ways = float(high - low + 1)
    elif high >= LONGEST:
        ways = math.inf
    else:
        ways = sum(min(inner.ways**times, _ENDLESS * 2) for times in range(low, high + 1))
    return _Cost(math.inf if ways > _ENDLESS else ways, inner.first, inner.empty or low == 0)


def _branch(branches: Any, alphabet: frozenset[str]) -> _Cost:
    """Alternatives that begin with different characters exclude each other; the others add up."""
    costs = [_sequence(list(branch), alphabet) for branch in branches]
    literal: dict[str, list[str]] = defaultdict(list)
    by_first: dict[str, float] = defaultdict(float)
    anywhere = 0.0
    for branch, cost in zip(branches, costs, strict=True):
        words = _words(list(branch))
        if cost.empty or not cost.first:
            anywhere += cost.ways
        elif words is not None:
            for word in words:
                literal[word[0]].append(word)
        else:
            for character in cost.first:
                by_first[character] += cost.ways
    ways = [by_first[first] + _chain(literal[first]) for first in by_first.keys() | literal.keys()]
    first = frozenset().union(*(cost.first for cost in costs))
    return _Cost(anywhere + max(ways, default=0.0), first, any(cost.empty for cost in costs))


def _chain(words: list[str]) -> int:
    """The most words of the list that can stand at one place: each the beginning of the next."""
    return max((sum(word.startswith(other) for other in words) for word in words), default=0)


def _words(items: list[Any]) -> list[str] | None:
    """All texts a part matches, when they are few and fixed; None otherwise."""
    found = [""]
    for op, value in items:
        if op is constants.LITERAL:
            choices: list[str] | None = [chr(value)]
        elif op is constants.SUBPATTERN:
            choices = _words(list(value[-1]))
        elif op is constants.IN and all(kind is constants.LITERAL for kind, _ in value):
            choices = [chr(what) for _, what in value]
        elif op is constants.BRANCH:
            lists = [_words(list(branch)) for branch in value[1]]
            choices = None if None in lists else [word for words in lists if words for word in words]
        else:
            choices = None
        if choices is None or len(found) * len(choices) > _WORDS:
            return None
        found = [start + end for start in found for end in choices]
    return found


def _read_one_way(words: list[str]) -> bool:
    """Whether a text made of `words` can be cut into them in one way only (Sardinas-Patterson)."""
    code = set(words)
    if len(code) < len(words) or "" in code:
        return False
    left = {b[len(a) :] for a in code for b in code if a != b and b.startswith(a)}
    seen: set[str] = set()
    while left - seen:
        if left & code:
            return False
        seen |= left
        left = _rests(left, code) | _rests(code, left)
    return "" not in left and not left & code


def _rests(starts: set[str], words: set[str]) -> set[str]:
    return {word[len(start) :] for start in starts for word in words if start and word.startswith(start)}
