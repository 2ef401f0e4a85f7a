"""Regular expressions compiled when first used, and kept compiled between runs.

Start-up pays for no expression it doesn't use. Those it does use, some two hundred for a report, would still be
a quarter of a cold run, and the standard library can't store a compiled one. So what `re` hands to its matcher,
a list of numbers, is kept in a file of `scorer.kept` and handed over again. The matcher checks the list by
itself; the file is named after the very build of Python; and where anything of this fails, `re.compile` does it.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from functools import cache
from typing import TYPE_CHECKING, Any

from scorer import kept
from scorer.version import VERSION

_METHODS = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "split",
    "sub",
    "subn",
    "pattern",
    "flags",
    "groups",
)
_SIZE = 8  # bytes of a file that tell the size of its table
_Key = tuple[str, int]
# The flags, the numbers as bytes, how many groups there are, their names, and the names by number.
_Program = tuple[int, bytes | memoryview, int, dict[str, int], tuple[str | None, ...]]
_new: dict[_Key, _Program] = {}


class _Late:
    """Stands for a pattern; at the first use the real one's methods take the place of this lookup."""

    def __init__(self, regex: str, flags: int) -> None:
        self._regex = regex
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        compiled = _compiled(self._regex, self._flags)
        for method in _METHODS:
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


if TYPE_CHECKING:

    def late(regex: str, flags: int = 0) -> re.Pattern[str]: ...

else:

    def late(regex: str, flags: int = 0) -> _Late:
        """Return what behaves like `re.compile(regex, flags)`; a faulty regex shows at the first use."""
        return _Late(regex, flags)


def keep() -> None:
    """Keep what was compiled in this run for the next."""
    if not _new:
        return
    programs = {**{key: _known_program(key) for key in _known()[0]}, **_new}
    found, numbers = {}, b""
    for key, program in programs.items():
        if program:
            found[key] = (program[0], len(numbers), len(program[1]), *program[2:])
            numbers += program[1]
    head = marshal.dumps(found)
    kept.write(_name(), len(head).to_bytes(_SIZE, "little") + head + numbers)
    _known.cache_clear()
    _new.clear()


def _compiled(regex: str, flags: int) -> re.Pattern[str]:
    key = (regex, int(flags))
    try:
        program = _known_program(key)
        if program is None:
            program = _new[key] = _program(regex, int(flags))
        return _pattern(regex, program)
    except Exception:  # noqa: BLE001 - private ways of one Python; where they differ, the public one tells
        _new.pop(key, None)
        return re.compile(regex, flags)


def _known_program(key: _Key) -> _Program | None:
    found, numbers = _known()
    if key not in found:
        return None
    flags, start, size, *rest = found[key]
    return (flags, numbers[start : start + size], *rest)


@cache
def _known() -> tuple[dict[_Key, Any], memoryview]:
    """What earlier runs kept: the programs with the place of their numbers, and the numbers of all."""
    data = kept.read(_name()) or b""
    size = _SIZE + int.from_bytes(data[:_SIZE], "little")
    try:
        found = marshal.loads(data[_SIZE:size])
    except (EOFError, TypeError, ValueError):
        found = None
    return (found, memoryview(data)[size:]) if isinstance(found, dict) else ({}, memoryview(b""))


def _name() -> str:
    return f"{VERSION}-{sys.implementation.cache_tag}-{sys.hexversion:x}.regexes"


def _program(regex: str, flags: int) -> _Program:
    """What `re.compile` works out before it makes the pattern (CPython's re/_compiler.py, `compile`)."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(regex, flags)
    names: list[str | None] = [None] * parsed.state.groups
    for name, number in parsed.state.groupdict.items():
        names[number] = name
    numbers = array("I", _compiler._code(parsed, flags))
    return (
        flags | parsed.state.flags,
        numbers.tobytes(),
        parsed.state.groups - 1,
        dict(parsed.state.groupdict),
        tuple(names),
    )


def _pattern(regex: str, program: _Program) -> re.Pattern[str]:
    import _sre  # type: ignore[import-not-found]

    flags, numbers, groups, groupdict, names = program
    code = memoryview(numbers).cast("I").tolist()
    pattern: re.Pattern[str] = _sre.compile(regex, flags, code, groups, groupdict, names)
    return pattern
