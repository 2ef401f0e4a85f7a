"""Matching by what words ask for finds what looking for every matcher in every sentence finds, and keeps nothing of a run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Checklist, Dimension, Element
from rules.syntax import parse_matcher
from scorer.auditing import engine_for
from scorer.lexicon import Lexicon, vocabulary
from scorer.match import Engine
from scorer.outline import outline
from scorer.readers import read
from scorer.tables import FIGURE_WORD

REPORTS = sorted((Path(__file__).parent.parent / "examples" / "reports").glob("*.txt"))


def small_engine(*speaks: str) -> Engine:
    """An engine of one element."""
    matchers = tuple(parse_matcher(source, {}) for source in speaks)
    element = Element("a.b", "某事", "a", "required", 1.0, (), "", "", matchers)
    checklist = Checklist("a", "a", "1", "", 2025, (), (Dimension("a", "a", (element,)),))
    return Engine(checklist)


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
    texts = [[engine.word(word) for word in tables.groups.of(group)] for group in range(tables.groups.size)]
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


ALPHABET = "甲乙丙丁𠮷𬇙a1 "
TEXTS = st.text(ALPHABET, max_size=30)


@given(st.lists(st.text(ALPHABET, min_size=1, max_size=6), max_size=40), st.lists(TEXTS, max_size=6))
def test_the_lexicon_finds_every_word_that_stands_in_a_sentence(
    words: list[str], sentences: list[str]
) -> None:
    known = vocabulary("", words)
    found = Lexicon(known).find(sentences)
    expected = [
        {number for number in range(1, known.size) if known.word(number) in sentence}
        for sentence in sentences
    ]
    assert found == expected


def test_rare_characters_of_the_rules_are_told_apart() -> None:
    engine = small_engine("𬇙水镇", "办理 + 𬇙")
    hits = engine.match(["全年𬇙水镇办理案件。", "全年𠮷水镇办理案件😀。"]).told[0]
    assert [(hit.matcher, hit.sentence, hit.start, hit.end) for hit in hits] == [("𬇙水镇", 0, 2, 5)]


def test_a_regex_may_name_what_stands_for_any_figure() -> None:
    engine = small_engine("re:【数字】", "案件 + 【数字】")
    (hit,) = engine.match(["办理案件39件。"]).told[0]
    assert hit.matcher == "案件 + 【数字】"


@pytest.mark.parametrize("speaks", [(), ("re:.",), ("法",), ("re:[^甲]",)])
def test_small_packs_and_empty_texts_are_matched(speaks: tuple[str, ...]) -> None:
    engine = small_engine(*speaks)
    for sentences in ([], [""], ["法"], ["法", ""]):
        assert len(engine.match(sentences).told[0]) == sum(
            bool(speaks) and sentence == "法" for sentence in sentences
        )
