"""Word boundaries of short ambiguous terms: 立法 in 地方立法, not in 成立法律援助站.

Where neither end of the term makes a word with the character beyond it, it stands alone; where both do
(复议|案件), it is the seam of two others. Only where one does is jieba asked, and only then is it loaded; of its
dictionary of 350,000 words it is given those that begin with a character of the text, which are all it looks up.
"""

from __future__ import annotations

import sys
from functools import cache, lru_cache
from io import BytesIO
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import Any

from scorer.words import is_common

_CONTEXT = 12


class _Dictionary:
    """jieba with the part of its dictionary that the texts so far needed; it cuts as with the whole."""

    def __init__(self) -> None:
        # jieba asks pkg_resources for a way to open its files, which takes longer to load than all of jieba.
        absent = sys.modules.setdefault("pkg_resources", None) is None  # type: ignore[arg-type]
        try:
            import jieba
        finally:
            if absent:
                del sys.modules["pkg_resources"]
        text = Path(jieba.__file__).with_name("dict.txt").read_text("utf-8")
        self._lines: dict[str, list[str]] = {}
        for character, lines in groupby(text.split("\n"), key=itemgetter(slice(1))):
            self._lines.setdefault(character, []).extend(lines)
        self._lock = Lock()
        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ = {}
        self._tokenizer.total = sum(
            map(int, text.split()[1::3])
        )  # a line: word, how often it is met, part of speech
        self._tokenizer.initialized = True

    def for_text(self, text: str) -> Any:
        """Return the tokenizer, ready for `text`."""
        with self._lock:
            for character in set(text) & self._lines.keys():
                entries = "\n".join(self._lines.pop(character))
                known, _ = self._tokenizer.gen_pfdict(BytesIO(entries.encode()))
                self._tokenizer.FREQ.update(known)
        return self._tokenizer


@cache
def _dictionary() -> _Dictionary:
    return _Dictionary()


def on_boundaries(text: str, span: tuple[int, int]) -> bool:
    """Whether `text[span]` begins and ends where words begin and end."""
    start, end = span
    before = start > 0 and is_common(text[start - 1 : start + 1])
    after = is_common(text[end - 1 : end + 1])
    if before == after:
        return not before
    low = max(0, start - _CONTEXT)
    return _cuts(text[low : end + _CONTEXT], start - low, end - low)


@lru_cache(maxsize=4096)
def _cuts(text: str, start: int, end: int) -> bool:
    cuts = {0}
    for _, low, high in _dictionary().for_text(text).tokenize(text, HMM=False):
        cuts |= {low, high}
    return start in cuts and end in cuts


def words(text: str) -> list[str]:
    """Return `text` cut into words; together they are the text."""
    return list(_dictionary().for_text(text).cut(text, HMM=False))
