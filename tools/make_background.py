"""Regenerate checklist/data/background.tsv: in how many sentences of ordinary reports each word stands.

Run by a maintainer, from the project's own example reports, never by the program:

    python tools/make_background.py
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from scorer.fold import fold
from scorer.tokens import words

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "checklist" / "data" / "background.tsv"
_WORD = re.compile(r"[\u4e00-\u9fff]{2,}")


def main() -> None:
    counts: Counter[str] = Counter()
    sentences = 0
    for path in sorted(ROOT.joinpath("examples", "reports").glob("*.txt")):
        for sentence in re.split(r"[。!?;\n]", path.read_text("utf-8")):
            if folded := fold(sentence):
                sentences += 1
                counts.update({word for word in words(folded) if _WORD.fullmatch(word)})
    rows = [f"{word}\t{number}" for word, number in sorted(counts.items()) if number > 1]
    TABLE.write_text("\n".join([f"#\t{sentences}", *rows]) + "\n", "utf-8", newline="\n")


if __name__ == "__main__":
    main()
