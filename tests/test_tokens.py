"""Short ambiguous terms count only where they are words of their own; jieba is asked only in doubt."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

from scorer.tokens import _dictionary, on_boundaries, words
from scorer.words import _codes, is_common


@pytest.mark.parametrize(
    ("text", "term", "own"),
    [
        ("加强地方立法工作", "立法", True),
        ("成立法律援助工作站", "立法", False),
        ("行政应诉案件12件", "应诉", True),
        ("回应群众相应诉求", "应诉", False),
        ("全年应诉3次", "应诉", True),
        ("行政复议案件3件", "议案", False),
        ("代表议案3件", "议案", True),
    ],
)
def test_word_boundaries(text: str, term: str, own: bool) -> None:
    start = text.index(term)
    assert on_boundaries(text, (start, start + len(term))) is own


def test_jieba_is_loaded_only_in_doubt() -> None:
    code = (
        "import sys; from scorer.tokens import on_boundaries as b; t = '全年应诉3次'; b(t, (2, 4)); print('jieba' in sys.modules);"
        "t = '对应诉人员的培训'; b(t, (1, 3)); print('jieba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def test_a_part_of_the_dictionary_cuts_like_the_whole(tmp_path: Path) -> None:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    whole = jieba.Tokenizer()
    whole.tmp_dir = str(tmp_path)
    whole.initialize()
    for path in sorted((Path(__file__).parent.parent / "examples" / "reports").glob("*.txt")):
        for line in path.read_text("utf-8").splitlines():
            assert words(line) == list(whole.cut(line, HMM=False))
    assert _dictionary()._tokenizer.total == whole.total


def test_the_table_of_common_words_is_in_the_order_it_is_looked_up_in() -> None:
    codes = list(_codes())
    assert codes == sorted(set(codes))
    assert is_common("案件") and is_common("法院")
    assert not any(map(is_common, ("", "案", "复仪", "案件数")))
