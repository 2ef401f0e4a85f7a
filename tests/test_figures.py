"""What the figure checker promises, on sentences of our own (tests/cases/figures.yaml)."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from scorer.figures import Relation, notices, relations
from scorer.figures.numbers import chinese_value, figures
from scorer.figures.prepare import prepare

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "figures.yaml").read_text(encoding="utf-8")
)


def is_meant(relation: Relation, expected: dict[str, Any]) -> bool:
    if relation.kind != expected["kind"] or relation.holds is not expected["holds"]:
        return False
    if relation.total != pytest.approx(expected["total"]):
        return False
    if relation.kind == "count":
        return len(relation.parts) == len(expected["parts"])
    return sorted(map(float, relation.parts)) == pytest.approx(sorted(map(float, expected["parts"])))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    found = relations(case["text"])
    told = [f"{relation.kind} {relation.holds} {relation.arithmetic}" for relation in found]
    for expected in case.get("finds", []):
        assert any(is_meant(relation, expected) for relation in found), (expected, told)
    raised = notices(case["text"])
    assert [notice.severity for notice in raised] == case.get("notices", []), [n.message for n in raised]
    if case.get("silent"):
        assert not told


def test_case_ids_are_unique_and_there_are_enough() -> None:
    ids = [case["id"] for case in CASES]
    assert len(set(ids)) == len(ids) >= 120


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_quotes_stand_where_they_say(case: dict[str, Any]) -> None:
    text = case["text"]
    for relation in relations(text):
        assert relation.quote
        assert text[relation.start : relation.end] == relation.quote
    for notice in notices(text):
        assert text[notice.start : notice.end] == notice.quote


@given(
    st.text(
        alphabet="0123456789一二十百万亿，。；、：（）其中共占率件项人%％.余约《》“” \n-办结整改",
        max_size=120,
    )
)
def test_any_text_is_read_without_error_and_quoted_exactly(text: str) -> None:
    for relation in relations(text):
        assert text[relation.start : relation.end] == relation.quote


@pytest.mark.parametrize(
    ("text", "value", "unit", "approx"),
    [
        ("办理1,286件", 1286, "件", False),
        ("办理４５６件", 456, "件", False),
        ("惠及3.5万余人次", 35000, "人次", True),
        ("投入4100万元", 41000000, "元", False),
        ("投入2.95亿元", 295000000, "元", False),
        ("约300名群众", 300, "人", True),
        ("化解40件以上", 40, "件", True),
        ("办结率97.5%", 97.5, "%", False),
        ("办结率为百分之九十七点五", 97.5, "%", False),
        ("制定三十二项制度", 32, "项", False),
        ("联系5至6家企业", 5, "家", True),
        ("营商局6顶", 6, "项", False),
    ],
)
def test_figure_is_read_with_unit_and_precision(text: str, value: float, unit: str, approx: bool) -> None:
    (figure,) = figures(prepare(text).masked)
    assert (float(figure.value), figure.unit, figure.approx) == (value, unit, approx)


@pytest.mark.parametrize(
    "text",
    [
        "甲政发〔2021〕18号", "乙办【2019】6号", "2021—2025年", "实施方案(20162020年)", "2023年3月15日", "第47次会议",
        "12345热线", "“3·15”活动", "“1+6+N”战略", "1.推进改革", "30日内", "24时", "占8分", "提升3.4个百分点",
        "5G网络", "《2022年10项任务》", "一是加强", "统一部署", "三个月",
    ],
)  # fmt: skip
def test_what_is_no_figure_is_left_out(text: str) -> None:
    assert not [figure.value for figure in figures(prepare(text).masked)]


@given(st.integers(min_value=1, max_value=9999))
def test_chinese_numerals_are_read_back(number: int) -> None:
    digits, powers = "零一二三四五六七八九", ("千", "百", "十", "")
    written = "".join(
        digits[int(digit)] + power if digit != "0" else "零"
        for digit, power in zip(f"{number:04d}", powers, strict=True)
    )
    while "零零" in written:
        written = written.replace("零零", "零")
    assert chinese_value(written.strip("零")) == number


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("——甲、乙、丙3项", "甲乙丙"),
        ("--甲、乙、丙4件", "甲乙丙"),
        ("、甲、乙、丙6项", ""),
        ("（一）、甲、乙3项", ""),
    ],
)
def test_a_dash_before_a_list_is_no_name_in_it(text: str, names: str) -> None:
    found = [relation.parts for relation in relations(f"全年做好工作。\n{text}。\n")]
    assert found == ([tuple(names)] if names else [])


@given(st.text(st.sampled_from("甲乙、-—《》和等3二项件（）。\n"), max_size=40))
def test_any_list_is_read_without_error(text: str) -> None:
    assert all(relation.parts for relation in relations(text))


@given(st.lists(st.integers(min_value=10, max_value=900), min_size=2, max_size=6))
def test_breakdown_that_adds_up_is_never_accused(parts: list[int]) -> None:
    named = "、".join(f"{name}类{part}件" for name, part in zip("甲乙丙丁戊己", parts, strict=False))
    text = f"全年查处案件{sum(parts)}件，其中{named}。"
    assert not notices(text)
    assert any(relation.kind == "sum" and relation.holds for relation in relations(text))


@given(st.lists(st.integers(min_value=10, max_value=900), min_size=2, max_size=6), st.integers(1, 5))
def test_breakdown_that_exceeds_its_total_is_flagged(parts: list[int], extra: int) -> None:
    # Parts of which some add up to another by chance may be read as a breakdown of that one.
    runs = {sum(parts[low:high]) for low in range(len(parts)) for high in range(low + 2, len(parts) + 1)}
    assume(not runs & set(parts))
    named = "、".join(f"{name}类{part}件" for name, part in zip("甲乙丙丁戊己", parts, strict=False))
    (notice,) = notices(f"全年查处案件{sum(parts) - extra}件，其中{named}。")
    assert notice.severity == "check"
    assert notice.message.startswith("请核对：")
    assert notice.message.endswith(f"差{extra}")


@given(st.integers(20, 5000), st.data())
def test_rate_rounded_by_the_book_is_never_accused(whole: int, data: st.DataObject) -> None:
    done = data.draw(st.integers(1, whole))
    rate = (Decimal(100 * done) / whole).quantize(Decimal("0.1"))
    assert not notices(f"受理诉求{whole}件，办结{done}件，办结率{rate}%。")


def test_reading_time_grows_with_length_only() -> None:
    text = "".join(case["text"] + "\n\n" for case in CASES)
    spent = []
    for times in (1, 4):
        start = time.perf_counter()
        relations(text * times)
        spent.append(time.perf_counter() - start)
    assert spent[1] < 20 * spent[0]
