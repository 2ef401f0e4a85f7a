"""The fuzzy index finds exactly what the plain loop over padded sentences finds."""

from __future__ import annotations

import random

import pytest
from rapidfuzz import fuzz

from scorer.damage import is_damaged
from scorer.fuzzy import PAD, FuzzyIndex, needed


def plain_loop(phrases: list[str], cutoffs: list[float], sentence: str) -> set[tuple[int, float]]:
    padded = PAD + sentence + PAD
    scores = (
        (n, fuzz.partial_ratio(p, padded, score_cutoff=c))
        for n, (p, c) in enumerate(zip(phrases, cutoffs, strict=True))
    )
    return {(n, round(score, 6)) for n, score in scores if score > 0}


@pytest.mark.parametrize("seed", range(60))
def test_same_candidates_as_the_plain_loop_on_random_input(seed: int) -> None:
    chance = random.Random(seed)
    alphabet = "".join(map(chr, range(0x4E00, 0x4E00 + chance.choice([3, 8, 30, 120, 400]))))
    phrases = [
        "".join(chance.choices(alphabet, k=chance.randint(1, 24))) for _ in range(chance.randint(1, 60))
    ]
    cutoffs = [float(chance.choice([60, 70, 75, 80, 85, 90, 100])) for _ in phrases]
    index, sentences = FuzzyIndex(phrases, cutoffs), []
    for _ in range(12):
        sentence = list("".join(chance.choices(alphabet, k=chance.randint(0, 60))))
        for phrase in chance.sample(phrases, min(3, len(phrases))):
            planted = list(phrase)
            for _ in range(chance.randint(0, 3)):
                at = chance.randrange(len(planted) + 1)
                planted[at : at + chance.randint(0, 1)] = chance.choices(alphabet, k=chance.randint(0, 1))
            at = chance.randrange(len(sentence) + 1)
            sentence[at:at] = planted
        sentences.append("".join(sentence))
    found = list(index.candidates(sentences))
    for place, text in enumerate(sentences):
        here = {(c.phrase, round(c.score, 6)) for c in found if c.sentence == place}
        assert here == plain_loop(phrases, cutoffs, text)
    with_ends = list(index.candidates(sentences, with_ends=True))
    assert with_ends == [
        c for c in found if {phrases[c.phrase][0], phrases[c.phrase][-1]} <= set(sentences[c.sentence])
    ]


def test_same_candidates_as_the_plain_loop_with_the_shipped_phrases(national) -> None:  # type: ignore[no-untyped-def]
    from scorer.auditing import engine_for

    index = engine_for(national).fuzzy
    phrases, cutoffs = list(index.phrases), list(index.cutoffs)
    sentences = (
        "全年办理行政复仪案件39件，负责人出廷应诉率达97%。",
        "严格落实重大行政决第程序，推进政府法律顾间制度。",
    )
    found = list(index.candidates(sentences))
    for place, sentence in enumerate(sentences):
        here = {(c.phrase, round(c.score, 6)) for c in found if c.sentence == place}
        assert here == plain_loop(phrases, cutoffs, sentence)


def test_candidates_can_be_limited_to_some_phrases() -> None:
    index = FuzzyIndex(["行政复议", "行政应诉", "政府法律顾问团队建设"], [75, 75, 80])
    sentences = ["行政复议与行政应诉", "行政应诉"]
    assert [(c.phrase, c.sentence) for c in index.candidates(sentences, [1])] == [(1, 0), (1, 1)]
    assert [
        (c.phrase, c.sentence)
        for c in index.candidates(sentences, skip=lambda phrase, sentence: (phrase, sentence) == (1, 0))
    ] == [(0, 0), (1, 1)]


@pytest.mark.parametrize(
    ("length", "cutoff", "need"), [(4, 75, 3), (5, 80, 4), (9, 80, 8), (10, 80, 8), (14, 80, 12)]
)
def test_how_many_characters_are_needed(length: int, cutoff: float, need: int) -> None:
    assert needed(length, cutoff) == need


@pytest.mark.parametrize("phrase", ["", "法" * 101])
def test_a_phrase_that_cannot_be_indexed_is_an_error(phrase: str) -> None:
    with pytest.raises(ValueError, match="phrase of"):
        FuzzyIndex([phrase], [80])


DAMAGED = [
    ("行政复议", "全年行攻复议案件"),
    ("规范性文件清理", "开展规范性文牛清理"),
    ("行政执法监督", "强化行政执去监督"),
    ("法治政府建设", "推进法治政.府建设"),
    ("重大行政决策", "执行重大行政诀策程序"),
    ("行政执法责任制", "落实行政执法的责任制"),
]
OTHER_TERMS = [
    ("行政复议", "办理信访行政复核"),
    ("规范性文件清理", "规范性文件管理"),
    ("行政处罚法", "全年行政处罚148件"),
    ("法治政府创建", "法治政府建设工作"),
    ("政府诚信", "政府信息公开"),
    ("法律顾问团", "村法律顾问全覆盖"),
    ("公职律师制度", "公司律师制度"),
    ("法治示范县", "全国民主法治示范村"),
    ("执法证件", "执法证书"),
]


@pytest.mark.parametrize(("phrase", "sentence"), DAMAGED)
def test_a_slip_of_the_pen_is_still_the_term(phrase: str, sentence: str) -> None:
    found = list(FuzzyIndex([phrase], [75]).candidates([sentence]))
    assert found
    assert is_damaged(phrase, sentence, found[0].start, found[0].end)


@pytest.mark.parametrize(("phrase", "sentence"), OTHER_TERMS)
def test_another_term_is_not_a_damaged_one(phrase: str, sentence: str) -> None:
    for found in FuzzyIndex([phrase], [60]).candidates([sentence]):
        assert not is_damaged(phrase, sentence, found.start, found.end)
