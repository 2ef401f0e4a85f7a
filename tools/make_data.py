"""Regenerate the character and word tables in scorer/data from their maintained sources.

Run by a maintainer, never by the program:

    pip install opencc-python-reimplemented jieba
    python tools/make_data.py
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

DATA = Path(__file__).parent.parent / "scorer" / "data"
COMMON_WORD_FREQUENCY = 30


def traditional_to_simplified() -> str:
    """One line per character: traditional, then its first simplified form (OpenCC TSCharacters)."""
    source = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8")
    rows = []
    for line in source.splitlines():
        traditional, _, simplified = line.partition("\t")
        first = simplified.split(" ")[0]
        if len(traditional) == len(first) == 1 and traditional != first:
            rows.append(traditional + first)
    return "\n".join(sorted(rows)) + "\n"


def common_words() -> str:
    """Two-character words in ordinary use (jieba's dictionary), run together, by second and first character.

    That is their order as numbers of 32 bits, in which `scorer.words` looks them up.
    """
    source = files("jieba").joinpath("dict.txt").read_text("utf-8")
    words = set()
    for line in source.splitlines():
        word, frequency, *_ = line.split(" ")
        if len(word) == 2 and int(frequency) >= COMMON_WORD_FREQUENCY:
            words.add(word)
    return "".join(sorted(words, key=lambda word: (word[1], word[0]))) + "\n"


def main() -> None:
    DATA.joinpath("t2s.txt").write_text(traditional_to_simplified(), "utf-8", newline="\n")
    DATA.joinpath("common_words.txt").write_text(common_words(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
