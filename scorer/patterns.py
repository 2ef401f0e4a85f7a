"""Regular expressions compiled when first used, and kept compiled between runs.

Start-up pays for no expression it doesn't use. Those it does use, some two hundred for a report, would still be
a quarter of a cold run, and the standard library can't store a compiled one. So what `re` hands to its matcher,
a list of numbers, is kept in a file of `scorer.kept` and handed over again. The file has a checksum and is named
after the very build of Python, the matcher checks the list, too, and where any of this fails, `re.compile` does it.
"""

from __future__ import annotations

import marshal
import re
import sys
from array import array
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from scorer import kept
from scorer.version import VERSION

MOST = 2_000  # expressions in the file; beyond, it begins anew
_LAYOUT = 1  # of the file
_SUM, _SIZE = 4, 8  # bytes at the beginning of the file: its checksum, the size of its table
_Key = tuple[str, int]
# The flags, the numbers as bytes, how many groups there are, their names, and the names by number.
_Program = tuple[int, bytes | memoryview, int, dict[str, int], tuple[str | None, ...]]
_new: dict[_Key, _Program] = {}


class _Late:
    """Stands for a pattern; a method that was used once takes the place of this lookup."""

    def __init__(self, regex: str, flags: int) -> None:
        self._regex = regex
        self._flags = flags
        self._pattern: re.Pattern[str] | None = None

    @property
    def pattern(self) -> str:
        return self._regex

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self._pattern is None:
            self._pattern = _compiled(self._regex, self._flags)
        method = getattr(self._pattern, name)
        setattr(self, name, method)
        return method


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
    known, _ = _known()
    earlier = {key: _known_program(key) for key in known if key not in _new and len(known) < MOST}
    table, numbers = {}, bytearray()
    for key, program in (earlier | _new).items():
        if program:
            table[key] = (program[0], len(numbers), len(program[1]), *program[2:])
            numbers += program[1]
    head = marshal.dumps(table)
    data = len(head).to_bytes(_SIZE, "little") + head + numbers
    kept.write(_name(), crc32(data).to_bytes(_SUM, "little") + data)
    _known.cache_clear()
    _new.clear()


def _compiled(regex: str, flags: int) -> re.Pattern[str]:
    key = (regex, int(flags))
    if program := _known_program(key):
        with suppress(Exception):  # numbers that this matcher refuses are made anew
            return _pattern(regex, program)
    try:
        _new[key] = _program(regex, int(flags))
        return _pattern(regex, _new[key])
    except Exception:  # noqa: BLE001 - private ways of one Python; where they differ, the public one tells
        _new.pop(key, None)
        return re.compile(regex, flags)


def _known_program(key: _Key) -> _Program | None:
    table, numbers = _known()
    if key not in table:
        return None
    flags, start, size, *rest = table[key]
    return (flags, numbers[start : start + size], *rest)


@cache
def _known() -> tuple[dict[_Key, Any], memoryview]:
    """What earlier runs kept, if it is whole: the programs with the place of their numbers, the numbers of all."""
    data = kept.read(_name()) or b""
    whole = memoryview(data)[_SUM:]
    if len(data) < _SUM + _SIZE or crc32(whole) != int.from_bytes(data[:_SUM], "little"):
        return {}, memoryview(b"")
    size = _SIZE + int.from_bytes(whole[:_SIZE], "little")
    return marshal.loads(whole[_SIZE:size]), whole[size:]


def _name() -> str:
    return f"{VERSION}-{_LAYOUT}-{sys.implementation.cache_tag}-{sys.hexversion:x}.regexes"


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
