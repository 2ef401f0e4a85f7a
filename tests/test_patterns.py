"""Regular expressions kept between runs match like fresh ones, and a bad file only costs time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scorer import kept, patterns
from scorer.patterns import late

REGEXES = [
    ("出庭率(?:达|为)(?P<rate>\\d+)%", 0),
    ("[一二三四五六七八九十百千]{1,3}(?<!十)件|ABC", re.IGNORECASE),
    ("(?<![第年.])\\d[\\d,.]*[多余]?(?=[件起宗次场人])", 0),
]
TEXT = "出庭率达97%，三百件abc，第3件，1,204件，出庭率为100%。"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FAZHI_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(patterns, "_new", {})
    patterns._known.cache_clear()
    yield tmp_path / "cache"
    patterns._known.cache_clear()


def found() -> list[list[tuple[tuple[int, int], dict[str, str]]]]:
    """What the expressions find when they are used for the first time."""
    return [
        [(match.span(), match.groupdict()) for match in late(regex, flags).finditer(TEXT)]
        for regex, flags in REGEXES
    ]


def expected() -> list[list[tuple[tuple[int, int], dict[str, str]]]]:
    return [
        [(match.span(), match.groupdict()) for match in re.compile(regex, flags).finditer(TEXT)]
        for regex, flags in REGEXES
    ]


def test_the_same_matches_fresh_and_kept(folder: Path) -> None:
    assert found() == expected()
    patterns.keep()
    assert len(list(folder.glob("*.regexes"))) == 1
    patterns._known.cache_clear()
    assert len(patterns._known()[0]) == len(REGEXES)
    assert found() == expected()


@pytest.mark.parametrize("data", [b"", b"\x00", b"[\x01\x00\x00\x00", b"not a table at all", b"\x00" * 99])
def test_a_damaged_file_is_made_anew(folder: Path, data: bytes) -> None:
    kept.write(patterns._name(), data)
    assert found() == expected()
    patterns.keep()
    assert len(patterns._known()[0]) == len(REGEXES)


def test_a_file_with_one_wrong_byte_is_not_used(folder: Path) -> None:
    found()
    patterns.keep()
    (path,) = folder.glob("*.regexes")
    data = bytearray(path.read_bytes())
    data[-5] ^= 1
    path.write_bytes(data)
    patterns._known.cache_clear()
    assert patterns._known()[0] == {}
    assert found() == expected()


def test_numbers_the_matcher_refuses_are_compiled_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found()
    patterns.keep()
    table, numbers = patterns._known()
    with monkeypatch.context() as patched:
        patched.setattr(patterns, "_known", lambda: (table, memoryview(b"\xff" * len(numbers))))
        assert found() == expected()
    assert len(patterns._new) == len(REGEXES)


def test_a_faulty_expression_is_the_error_it_always_is(folder: Path) -> None:
    with pytest.raises(re.error):
        late("(出庭").search(TEXT)


def test_a_file_of_somebody_else_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.write("name", b"data")
    assert kept.read("name") == b"data"
    if hasattr(kept.os, "getuid"):
        monkeypatch.setattr(kept.os, "getuid", lambda: -1)
        assert kept.read("name") is None


def test_only_the_newest_files_of_a_kind_stay(folder: Path) -> None:
    for number in range(kept.NEWEST + 3):
        kept.write(f"{number}.rules", b"")
        kept.os.utime(folder / f"{number}.rules", (number, number))
    kept.write("last.rules", b"")
    kept.write("other.regexes", b"")
    left = {path.name for path in folder.iterdir()}
    assert left >= {"last.rules", "other.regexes", f"{kept.NEWEST + 2}.rules"}
    assert len(left) == kept.NEWEST + 1
