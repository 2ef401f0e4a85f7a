"""Word boundaries of short ambiguous terms: 立法 in 地方立法, not in 成立法律援助站.

Where neither end of the term makes a word with the character beyond it, it stands alone; where both do
(复议|案件), it is the seam of two others. Only where one does is jieba asked, and only then is it loaded.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from scorer.words import is_common

_CONTEXT = 12


@cache
def _tokenizer() -> Any:
    import logging
    import tempfile

    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    # jieba's default cache is a predictable file in the shared temporary folder: use one of one's own.
    with tempfile.TemporaryDirectory(prefix="fazhi-") as folder:
        tokenizer.tmp_dir = folder
        tokenizer.initialize()
    return tokenizer


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
    for _, low, high in _tokenizer().tokenize(text, HMM=False):
        cuts |= {low, high}
    return start in cuts and end in cuts


def words(text: str) -> list[str]:
    """Return `text` cut into words; together they are the text."""
    return list(_tokenizer().cut(text, HMM=False))
