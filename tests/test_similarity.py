"""Borrowed text: the share repeated from another text, and near-duplicates across a batch."""

from __future__ import annotations

import importlib.util
import random
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from rules.model import Checklist
from scorer.auditing import audit
from scorer.readers import read
from scorer.similarity import MissingExtra, batch, compare, near_duplicates
from scorer.similarity.phrases import SET_PHRASES

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "reports" / "anping-city-2023.txt"


def _benchmark() -> ModuleType:
    path = Path(__file__).resolve().parent.parent / "benchmarks" / "similarity.py"
    spec = importlib.util.spec_from_file_location("benchmark_similarity", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


benchmark = _benchmark()


def _rewritten(sentences: list[str], part: float, seed: int) -> list[str]:
    """The sentences with `part` of their characters rewritten, chosen at random."""
    maker = benchmark.Maker(seed)
    order = list(range(len(sentences)))
    random.Random(seed).shuffle(order)
    total = sum(map(len, sentences))
    made, done = list(sentences), 0
    for at in order:
        if done >= part * total:
            break
        done += len(sentences[at])
        fresh = ""
        while len(fresh) < len(sentences[at]):
            fresh += maker.sentence()
        made[at] = fresh[: len(sentences[at])]
    return made


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.8, 1.0])
@pytest.mark.parametrize("seed", [3, 4, 5])
def test_share_is_within_three_points(part: float, seed: int) -> None:
    sentences = benchmark.Maker(1).own(90)
    stock = "，".join(SET_PHRASES[:10])
    this, last = "".join(_rewritten(sentences, part, seed)), "".join(sentences)
    assert compare(stock + this, stock + last).share == pytest.approx(100 * (1 - part), abs=3)


@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.8])
def test_share_of_the_example_report_rewritten(part: float) -> None:
    text = EXAMPLE.read_text("utf-8")
    sentences = [piece for piece in re.split(r"(?<=[。；\n])", text) if piece.strip()]
    total = sum(map(len, sentences))
    this = _rewritten(sentences, part, 7)
    kept = sum(len(a) for a, b in zip(this, sentences, strict=True) if a == b)
    assert compare("".join(this), text).share == pytest.approx(100 * kept / total, abs=3)


@pytest.mark.parametrize(("part", "severity"), [(0.2, "check"), (0.5, "hint"), (0.8, None)])
def test_what_is_taken_over_from_last_year_is_a_notice(
    part: float, severity: str | None, national: Checklist
) -> None:
    text = EXAMPLE.read_text("utf-8")
    sentences = [piece for piece in re.split(r"(?<=[。；\n])", text) if piece.strip()]
    last = read("".join(_rewritten(sentences, part, 7)).encode(), "上年.txt")
    card = audit(EXAMPLE, national, last=last)
    found = [notice for notice in card.notices if notice.kind == "borrowed"]
    assert [notice.severity for notice in found] == [severity] * (severity is not None)
    for notice in found:
        assert "请核对" in notice.message and "上年.txt" in notice.message
        assert card.text[notice.start : notice.end] == notice.quote
    already_read = read(EXAMPLE.read_bytes(), EXAMPLE.name)
    assert audit(already_read, national, last=last).notices == card.notices


def test_moved_sections_and_changed_layout_count_as_repeated() -> None:
    maker = benchmark.Maker(2)
    sentences = maker.own(40)
    moved = sentences[25:] + sentences[:25]
    assert compare("\n　　".join(moved), "".join(sentences).replace("，", ",")).share == pytest.approx(
        100, abs=1
    )


def test_passages_stand_side_by_side_with_true_offsets() -> None:
    passage = "全县人民调解委员会逐村走访排查矛盾纠纷并登记造册"
    this = f"今年工作有新进展。{passage}，效果良好。"
    last = f"上年情况如前述。\n{passage[:10]}\n{passage[10:]}。"
    (found,) = compare(this, last).passages
    assert this[found.start : found.end] == passage
    assert last[found.last_start : found.last_end].replace("\n", "") == passage
    assert found.same == len(passage)


def test_a_changed_figure_does_not_split_a_passage() -> None:
    this = "县司法局全年组织开展行政执法人员业务培训12期，参加培训的一线执法人员普遍反映收获较大。"
    (found,) = compare(this, this.replace("12", "9")).passages
    assert this[found.start : found.end] == this[:-1]


def test_set_phrases_and_titles_are_no_borrowing() -> None:
    stock = "".join(phrase + "，" for phrase in SET_PHRASES) + "落实《法治政府建设实施纲要（2021—2025年）》。"
    maker = benchmark.Maker(7)
    found = compare(stock + "".join(maker.own(20)), stock + "".join(maker.own(20)))
    assert found.share < 1 and found.passages == ()


@pytest.mark.parametrize(("this", "last"), [("", ""), ("正文", ""), ("", "正文"), ("，。", "，。")])
def test_texts_without_content_share_nothing(this: str, last: str) -> None:
    assert compare(this, last).share == 0


def test_unrelated_texts_share_nothing() -> None:
    assert compare("".join(benchmark.Maker(8).own(60)), "".join(benchmark.Maker(9).own(60))).share < 1


def test_planted_pairs_are_found_and_nothing_else() -> None:
    pytest.importorskip("rensa")
    made, planted = benchmark.batch(reports=800, pairs=60, seed=2)
    recall, precision = benchmark.measure(made, planted)
    assert recall >= 0.98 and precision >= 0.98


def test_a_group_holds_all_copies_of_one_text() -> None:
    pytest.importorskip("rensa")
    maker = benchmark.Maker(4)
    own = maker.own()
    texts = [(name, maker.report(maker.copy(own, 0.8), 1)) for name in "dcba"]
    texts += [(str(number), maker.report(maker.own(), number)) for number in range(40)]
    (group,) = near_duplicates(texts)
    assert group.names == ("a", "b", "c", "d")
    assert all(40 < pair.share <= 100 for pair in group.pairs)


def test_two_reports_alone_are_compared() -> None:
    pytest.importorskip("rensa")
    text = "".join(benchmark.Maker(5).own())
    assert [group.names for group in near_duplicates(iter([("x", text), ("y", text)]))] == [("x", "y")]
    assert near_duplicates([("x", text)]) == []
    assert near_duplicates([("x", ""), ("y", ""), ("z", "短文")]) == []


def test_the_order_of_the_batch_does_not_matter() -> None:
    pytest.importorskip("rensa")
    made, _ = benchmark.batch(reports=200, pairs=20, seed=6)
    assert near_duplicates(made) == near_duplicates(made[::-1])


def test_a_missing_library_is_said_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> ModuleType:
        raise ImportError(name=name)

    monkeypatch.setattr(batch, "import_module", absent)
    with pytest.raises(MissingExtra, match=r"可选组件.*similarity"):
        near_duplicates([("x", "甲"), ("y", "乙")])
