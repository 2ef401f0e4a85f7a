"""Folding makes readers' equals equal and always finds the way back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorer.fold import Folded, fold, normalise

TEXT = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from("行政復議（２０２３）“ ”\n　—shè")), max_size=120
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("行政復議與應訴", "行政复议与应诉"),
        ("（２０２３）年，ＡＢＣ", "(2023)年,ABC"),
        ("行 政　执\u00a0法", "行政执法"),
        ("“三项制度”", "三项制度"),
        ("法治政府建\n设", "法治政府建设"),
        ("建設(shè)與", "建设与"),
        ("2021—2025 2021－2025 2021～2025", "2021-20252021-20252021-2025"),
        ("行\u200b政", "行政"),
    ],
)
def test_one_spelling_for_what_reads_the_same(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(TEXT)
def test_normalising_keeps_every_offset(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(TEXT)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXT, st.data())
def test_every_folded_span_leads_back_to_the_text_it_came_from(text: str, data: st.DataObject) -> None:
    normal = normalise(text)
    folded = Folded(normal, [(0, len(normal))])
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    low, high = folded.span(start, end)
    assert 0 <= low < high <= len(text)
    assert Folded(normal, [(low, high)]).text == folded.text[start:end]


def test_pieces_run_together() -> None:
    text = "行政\n- 3 -\n复议"
    folded = Folded(text, [(0, 2), (9, 11)])
    assert folded.text == "行政复议"
    assert folded.span(1, 3) == (1, 10)
