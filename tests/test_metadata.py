"""What the metadata promise, on invented heads (tests/cases/heads.yaml) and on any text at all."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from misses_metadata import FIELDS, document, same

from rules.model import LEVELS
from scorer.kinds import foreign
from scorer.metadata import describe, places
from scorer.metadata.bodies import parse_bodies, parse_body
from scorer.metadata.dates import parse
from scorer.metadata.places import is_place, level_of

HEADS: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).parent.joinpath("cases/heads.yaml").read_text("utf-8")
)
WORDS = st.sampled_from(
    [
        "县",
        "市",
        "2023年",
        "法治政府建设",
        "报告",
        "\n",
        "。",
        "《",
        "》",
        "发布时间：",
        "2023-02-30",
        "某",
        "关于",
        "×",
    ]
)


@pytest.mark.parametrize("case", HEADS, ids=lambda case: case["id"])
def test_a_head_tells_its_metadata(case: dict[str, Any]) -> None:
    meta = describe(document(case["head"], kind=case.get("file", "txt"), hints=case.get("hints")))
    told = {name: getattr(meta, name) for name in FIELDS if name in case}
    wrong = {name: (value, case[name]) for name, value in told.items() if not same(value, case[name])}
    assert not wrong


def test_cases_have_unique_ids() -> None:
    ids = [case["id"] for case in HEADS]
    assert len(ids) == len(set(ids)) >= 60


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-01-05", "2024-01-05"),
        ("2024/1/5 9:03", "2024-01-05"),
        ("2024.01.05", "2024-01-05"),
        ("2024 年 1 月 5 日", "2024-01-05"),
        ("2024年01月05日", "2024-01-05"),
        ("2024 01/05 16:19:48", "2024-01-05"),
        ("05.01.2024  22:42", "2024-01-05"),
        ("20240105", "2024-01-05"),
        ("二〇二四年一月十五日", "2024-01-15"),
        ("二○二三年十二月三十一日", "2023-12-31"),
        ("二零二三年二月二十日", "2023-02-20"),
        ("2024-02-30", None),
        ("2024-13-01", None),
        ("第2024-1-5-7号", "2024-01-05"),
        ("没有日期", None),
    ],
)
def test_dates_are_read_in_every_form(text: str, iso: str | None) -> None:
    found = parse(text)
    assert (found[0] if found else None) == iso


@pytest.mark.parametrize(
    ("name", "place", "kind"),
    [
        ("临江县人民政府", "临江县", "government"),
        ("临江县政府", "临江县", "government"),
        ("昆水市临江区", "昆水市临江区", "government"),
        ("临江县市场监督管理局", "临江县", "department"),
        ("武汉市市场监管局", "武汉市", "department"),
        ("临江县住房和城乡建设局", "临江县", "department"),
        ("城中区城市管理局", "城中区", "department"),
        ("安河省发展和改革委员会", "安河省", "department"),
        ("青石镇", "青石镇", "township"),
        ("临江区人民政府金水街道办事处", "临江区金水街道", "township"),
        ("临江经济开发区管委会", "临江经济开发区", "government"),
        ("应急管理部", None, "department"),
        ("国务院", None, "state"),
        ("市卫生健康委", None, "department"),
        ("昆水市中级人民法院", "昆水市", "court"),
    ],
)
def test_a_body_is_taken_apart(name: str, place: str | None, kind: str) -> None:
    body = parse_body(name)
    assert body is not None
    assert (body.place, body.kind) == (place, kind)


@pytest.mark.parametrize(
    "name", ["我县", "全市", "本局", "各乡镇", "2023年", "一、总体情况", "城市", "社区", ""]
)
def test_a_word_that_is_no_body_is_none(name: str) -> None:
    assert parse_body(name) is None


@pytest.mark.parametrize(
    "text", ["中共临江县委 临江县人民政府", "中共临江县委、临江县人民政府", "中共临江县委临江县人民政府"]
)
def test_joint_issuers_are_parted_by_a_blank(text: str) -> None:
    body = parse_bodies(text)
    assert body is not None
    assert (body.name, body.place) == ("中共临江县委 临江县人民政府", "临江县")


@pytest.mark.parametrize(
    ("place", "text", "level"),
    [
        ("义乌市", "", "county"),
        ("仙桃市", "", "county"),
        ("东莞市", "各镇街", "prefecture"),
        ("恩阳州利水市", "", "county"),
        ("天津市", "", "province"),
        ("广西壮族自治区", "", "province"),
        ("无名市", "", "prefecture"),
        ("无名市", "各乡镇（街道）…乡镇…各镇", "county"),
        ("无名市", "9个县（市、区）…各县（市、区）", "prefecture"),
        ("浦东新区", "", "county"),
        ("临江新区", "作为国家级新区", "prefecture"),
        ("临江高新区", "", "county"),
        ("黑水林区", "", "county"),
        ("白音镇", "", "township"),
    ],
)
def test_the_level_of_a_place_is_told(place: str, text: str, level: str) -> None:
    assert is_place(place)
    assert level_of(place, text.replace("（", "(").replace("）", ")")) == level


@given(st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=80).map("".join)))
@settings(max_examples=300, deadline=None)
def test_any_text_is_described(text: str) -> None:
    doc = document(text)
    meta = describe(doc)
    assert meta == describe(doc)
    assert meta.level is None or meta.level in LEVELS
    assert meta.year is None or 2000 <= meta.year < 2100
    verdict = foreign(doc, meta)
    assert verdict is None or all(verdict)


@pytest.mark.parametrize(
    "unit", ["县", "《", "发布时间", "报告\n", "市县区镇", "某", "中共", " ", "2023年县人民政府\n"]
)
def test_monotonous_text_takes_no_long_time(unit: str) -> None:
    doc = document(unit * (40_000 // len(unit)))
    begun = time.perf_counter()
    foreign(doc, describe(doc))
    assert time.perf_counter() - begun < 1


@pytest.mark.parametrize(
    "name",
    [
        "将乐县",
        "全州县",
        "天全县",
        "乾安县",
        "怀来县",
        "本溪满族自治县",
        "共青城市",
        "津市市",
        "乡宁县",
        "市中区",
        "沙市区",
        "双江拉祜族佤族布朗族傣族自治县",
        "积石山保安族东乡族撒拉族自治县",
        "神农架林区",
        "鄂温克族自治旗",
    ],
)
def test_names_made_of_the_words_for_places_are_read_whole(name: str) -> None:
    meta = describe(document(f"{name}2023年度法治政府建设情况报告\n2023年，推进依法行政。\n"))
    assert (meta.issuer, meta.region, meta.level) == (f"{name}人民政府", name, "county")
    meta = describe(document(f"{name}市场监督管理局2023年度法治政府建设情况报告\n2023年，推进依法行政。\n"))
    assert (meta.issuer, meta.region, meta.level) == (f"{name}市场监督管理局", name, "department")


def test_every_city_of_the_division_codes_has_its_level() -> None:
    rows = Path(places.__file__).parent.parent.joinpath("data/regions.txt").read_text("utf-8").splitlines()
    cities = dict(row.split(" ") for row in rows if not row.startswith("#"))
    assert list(cities) == sorted(cities)
    wrong = [
        name
        for name, code in cities.items()
        if name not in places.MUNICIPALITIES
        and (not is_place(name) or level_of(name, "") != {"P": "prefecture", "C": "county"}[code])
    ]
    assert not wrong
