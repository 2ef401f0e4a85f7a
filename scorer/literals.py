"""The literal text a regular expression cannot match without, so that it is tried only where it may."""

from __future__ import annotations

import re
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any


def required_literals(regex: str) -> tuple[str, ...]:
    """Return literals one of which is in every match of `regex`; empty when none can be told."""
    return _required(list(parser.parse(regex, re.UNICODE)))


def _required(parsed: list[Any]) -> tuple[str, ...]:
    options: list[tuple[str, ...]] = []
    run = ""
    for op, value in parsed:
        if op is constants.LITERAL:
            run += chr(value)
            continue
        if run:
            options.append((run,))
            run = ""
        if inner := _inside(op, value):
            options.append(inner)
    if run:
        options.append((run,))
    return max(options, key=_selectivity, default=())


def _inside(op: Any, value: Any) -> tuple[str, ...]:
    if op is constants.SUBPATTERN:
        return _required(list(value[-1]))
    if op in (constants.MAX_REPEAT, constants.MIN_REPEAT) and value[0] >= 1:
        return _required(list(value[2]))
    if op is constants.BRANCH:
        branches = [_required(list(branch)) for branch in value[1]]
        return tuple(word for branch in branches for word in branch) if all(branches) else ()
    return ()


def _selectivity(words: tuple[str, ...]) -> tuple[int, int]:
    return min(map(len, words)), -len(words)
