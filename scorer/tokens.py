"""Word boundaries by jieba, loaded only when a short ambiguous term asks for them."""

from __future__ import annotations

import logging
import tempfile
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

_CONTEXT = 12


@cache
def _tokenizer() -> Any:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    tokenizer = jieba.Tokenizer()
    # A private folder: jieba's default cache is a predictable file in the shared temporary folder.
    tokenizer.tmp_dir = str(_cache_folder())
    tokenizer.initialize()
    return tokenizer


@cache
def _cache_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="fazhi-"))


def on_boundaries(text: str, span: tuple[int, int]) -> bool:
    """Whether `text[span]` begins and ends where words begin and end."""
    start, end = span
    low = max(0, start - _CONTEXT)
    return _cuts(text[low : end + _CONTEXT], start - low, end - low)


@lru_cache(maxsize=4096)
def _cuts(text: str, start: int, end: int) -> bool:
    cuts = {0}
    for _, low, high in _tokenizer().tokenize(text, HMM=False):
        cuts |= {low, high}
    return start in cuts and end in cuts
