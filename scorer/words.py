"""Two-character words of ordinary Chinese (jieba's dictionary), to tell terms from text around them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_ENCODING = (
    "utf-16-le"  # in which a pair of characters is one number of 32 bits, the second character weighing more
)


@cache
def _codes() -> Sequence[int]:
    """The words as numbers, in order; the table is read when first asked for."""
    text = (Path(__file__).parent / "data" / "common_words.txt").read_text("utf-8").strip()
    return memoryview(text.encode(_ENCODING)).cast("I")


def is_common(pair: str) -> bool:
    """Whether two characters are a word of ordinary Chinese; anything but two is none."""
    codes = _codes()
    code = int.from_bytes(pair.encode(_ENCODING, "surrogatepass"), "little")
    at = bisect_left(codes, code)
    return at < len(codes) and codes[at] == code
