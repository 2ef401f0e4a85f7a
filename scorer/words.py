"""Two-character words of ordinary Chinese (jieba's dictionary), to tell terms from text around them."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def common_pairs() -> frozenset[str]:
    """Return the words; the table is read when first asked for."""
    text = (Path(__file__).parent / "data" / "common_words.txt").read_text("utf-8").strip()
    return frozenset(text[at : at + 2] for at in range(0, len(text), 2))
