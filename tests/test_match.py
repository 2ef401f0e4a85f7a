"""Matching by slots finds what looking for every matcher in every sentence finds, and keeps nothing of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Checklist
from scorer.auditing import engine_for
from scorer.lexicon import Lexicon, vocabulary
from scorer.match import Engine
from scorer.outline import outline
from scorer.readers import read
from scorer.tables import FIGURE_WORD

REPORTS = sorted((Path(__file__).parent.parent / "examples" / "reports").glob("*.txt"))


def sentences_of(path: Path) -> list[str]:
    return [sentence.text for sentence in outline(read(path.read_bytes(), path.name), 2023)]


@pytest.fixture(scope="module")
def engine(national: Checklist) -> Engine:
    return engine_for(national)


def test_a_run_leaves_nothing_behind(national: Checklist) -> None:
    engine = Engine(national)
    runs = [engine.match(sentences_of(path)) for path in (REPORTS[0], REPORTS[1], REPORTS[0])]
    first, third = runs[0], runs[2]
    assert first.told == third.told
    assert first.words == third.words
    for element in range(len(engine.elements)):
        assert first.hits(element) == third.hits(element)
    for place in range(len(first.words)):
        assert first.signs(place) == third.signs(place)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_matchers_of_a_sentence_are_those_whose_words_it_has(engine: Engine, path: Path) -> None:
    tables = engine.tables
    texts = [[engine.word(word) for word in tables.groups.of(group)] for group in range(len(tables.groups))]
    for sentence in sentences_of(path)[::9]:
        words = engine.lexicon.find([sentence])[0]
        has = [any(text in sentence for text in group) for group in texts]
        expected = [
            number
            for number in range(len(tables.rows))
            if all(has[group] for group in tables.rows[number].groups)
        ]
        assert engine.holding(words) == expected


def test_a_figure_is_a_word_of_the_sentences_that_state_one(engine: Engine) -> None:
    matches = engine.match(["全年办理案件39件。", "全年办理案件若干。"])
    assert FIGURE_WORD in matches.words[0]
    assert FIGURE_WORD not in matches.words[1]


def test_words_of_any_length_are_found() -> None:
    long = ["法治" * 20, "法治" * 16, "法治政府", "法"]
    words = vocabulary("", long)
    (found,) = Lexicon(words).find(["关于" + "法治" * 20 + "的报告"])
    assert set(map(words.word, found)) == {long[0], long[1], "法治", "法"}


ALPHABET = "甲乙丙丁𠮷a1 "
TEXTS = st.text(ALPHABET, max_size=30)


@given(st.lists(st.text(ALPHABET, min_size=1, max_size=6), max_size=40), st.lists(TEXTS, max_size=6))
def test_the_lexicon_finds_every_word_that_stands_in_a_sentence(
    words: list[str], sentences: list[str]
) -> None:
    known = vocabulary("", words)
    found = Lexicon(known).find(sentences)
    # Characters beyond 16 bits are taken for one another; ordinary text is found to the letter.
    plain = [sentence.replace("𠮷", "\ufffe") for sentence in sentences]
    expected = [
        {number for number in range(1, len(known)) if known.word(number) in sentence} for sentence in plain
    ]
    assert found == expected
