"""A local pack laid over another: what it may change, how its mistakes are told, what stamps its results."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.catalogue import find_pack, packs_in, shipped
from rules.loader import NATIONAL, RulesError, build_pack, load_pack
from rules.model import Checklist, Gates
from tests.test_loader import PACK, REMEDY, SIGNS

CASES = yaml.safe_load(Path(__file__).with_name("cases").joinpath("local_packs.yaml").read_text("utf-8"))
LOCAL = """\
id: local
name: 本县规则
version: "1"
extends: small
"""
CAUSES = """\
  - id: remedy.causes
    name: 原因分析
    need: recommended
    statutory_since: 2019
    basis: [litigation]
    asks: 写明原因。
    advice: 写明原因是什么。
    speaks: [主要原因]
    examples:
      covered: [主要原因是人少。]
      mentioned: [plan: 分析主要原因。]
      missing: [火灾原因已查明。]
"""
MARKET = """\
dimension: market
name: 市场监管
vocabulary: {货品: [食品|药品]}
elements:
  - id: market.sampling
    name: 抽检
    need: required
    basis: [food]
    asks: 写明抽检批次。
    advice: 写明抽检多少批次。
    speaks: ["【货品】 + 抽检|【官方】"]
    examples:
      covered: [食品抽检300批次。]
      mentioned: [plan: 加强药品抽检。]
      missing: [食品节开幕。]
"""


def packs(tmp_path: Path, head: str = "", **files: str) -> Path:
    """Write the small pack and a local one over it; return the local one's folder."""
    base, local = tmp_path / "small", tmp_path / "local"
    for folder in (base, local):
        folder.mkdir(exist_ok=True)
    base.joinpath("pack.yaml").write_text(PACK, "utf-8")
    base.joinpath("signs.yaml").write_text(SIGNS, "utf-8")
    base.joinpath("remedy.yaml").write_text(REMEDY + CAUSES, "utf-8")
    local.joinpath("pack.yaml").write_text(LOCAL + head, "utf-8")
    for name, text in files.items():
        local.joinpath(name.replace("_yaml", ".yaml")).write_text(text, "utf-8")
    return local


def load(tmp_path: Path, head: str = "", **files: str) -> Checklist:
    return load_pack(packs(tmp_path, head, **files))


def test_what_is_not_named_stays_as_it_was(tmp_path: Path) -> None:
    local = load(tmp_path)
    base = load_pack(tmp_path / "small")
    assert [e.id for e in local] == [e.id for e in base]
    litigation, inherited = (pack.element("remedy.litigation") for pack in (local, base))
    assert [matcher.source for matcher in litigation.speaks] == [
        matcher.source for matcher in inherited.speaks
    ]
    assert (local.newest_year, local.grades, local.points) == (base.newest_year, base.grades, base.points)


def test_an_element_is_changed_only_in_what_is_written(tmp_path: Path) -> None:
    change = "changes: [{id: remedy.litigation, points: 5, levels: [county], since: 2000, until: 2030, advice: 写清楚几件。}]"
    element = load(tmp_path, change).element("remedy.litigation")
    assert (element.points, element.levels, element.since, element.until) == (5, ("county",), 2000, 2030)
    assert element.advice == "写清楚几件。"
    assert element.asks == "写明行政诉讼案件数。"
    assert element.changed_by == ("local",)


def test_changing_the_need_changes_the_points_that_go_with_it(tmp_path: Path) -> None:
    assert (
        load(tmp_path, "changes: [{id: remedy.litigation, need: recommended}]")
        .element("remedy.litigation")
        .points
        == 1
    )


def test_points_of_the_pack_reprice_what_is_inherited(tmp_path: Path) -> None:
    local = load(tmp_path, "points: {required: 4, recommended: 3}")
    assert [element.points for element in local] == [4, 3]


def test_terms_are_added_or_replaced(tmp_path: Path) -> None:
    more = load(
        tmp_path,
        "changes: [{id: remedy.litigation, add: {speaks: [打官司], examples: {covered: [打官司两场。]}}}]",
    )
    element = more.element("remedy.litigation")
    assert [matcher.source for matcher in element.speaks] == ["行政诉讼", "【官司】 + 案件", "打官司"]
    assert [example.status for example in element.examples] == ["covered", "covered", "mentioned", "missing"]
    other = load(tmp_path, 'changes: [{id: remedy.litigation, speaks: ["【官司】 + 场"]}]').element(
        "remedy.litigation"
    )
    assert [matcher.source for matcher in other.speaks] == ["【官司】 + 场"]


def test_changes_may_stand_in_the_file_of_the_dimension(tmp_path: Path) -> None:
    text = "dimension: remedy\nvocabulary: {输赢: [胜诉|败诉]}\nchanges:\n  - {id: remedy.litigation, speaks: ['【输赢】 + 案']}\n"
    assert load(tmp_path, remedy_yaml=text).element("remedy.litigation").speaks[0].source == "【输赢】 + 案"


def test_elements_and_dimensions_are_added(tmp_path: Path) -> None:
    head = "dimensions: [market]\ninstruments: {food: {title: 食品安全法, checked: false}}"
    local = load(tmp_path, head, market_yaml=MARKET, vocabulary_yaml="官方: [监管所|市场局]\n")
    assert [dimension.id for dimension in local.dimensions] == ["remedy", "market"]
    element = local.element("market.sampling")
    assert element.origin == "local"
    assert str(element.basis[0]) == "食品安全法〔依据待核〕"
    assert element.speaks[0].groups[1] == ("抽检", "监管所", "市场局")  # type: ignore[union-attr]


def test_an_element_is_switched_off_with_its_reason(tmp_path: Path) -> None:
    local = load(tmp_path, "switch_off: [{id: remedy.litigation, reason: 本部门没有行政诉讼}]")
    assert [element.id for element in local] == ["remedy.causes"]
    assert [(off.id, off.reason, off.pack) for off in local.off] == [
        ("remedy.litigation", "本部门没有行政诉讼", "local")
    ]


def test_own_grades_and_gates(tmp_path: Path) -> None:
    head = "grades: [{name: 好, at_least: 80}, {name: 差, at_least: 0}]\ngates: {fail_under: 70, fail_on: [statutory]}"
    local = load(tmp_path, head)
    assert [grade.name for grade in local.grades] == ["好", "差"]
    assert local.gates == Gates(70, ("statutory",))


def test_the_stamp_covers_the_whole_chain(tmp_path: Path) -> None:
    folder = packs(tmp_path)
    before = load_pack(folder)
    assert [stamp.id for stamp in before.extends] == ["small"]
    assert before.extends[0].sha256 == load_pack(tmp_path / "small").sha256
    tmp_path.joinpath("small", "signs.yaml").write_text("done: [印发|召开|办结]\n", "utf-8")
    assert load_pack(folder).sha256 != before.sha256


def test_a_pack_over_a_local_pack(tmp_path: Path) -> None:
    packs(tmp_path, "changes: [{id: remedy.litigation, points: 5}]")
    city = tmp_path / "city"
    city.mkdir()
    city.joinpath("pack.yaml").write_text(
        LOCAL.replace("id: local", "id: city").replace("small", "local"), "utf-8"
    )
    checklist = load_pack(city)
    assert [stamp.id for stamp in checklist.extends] == ["local", "small"]
    assert checklist.element("remedy.litigation").points == 5


def test_packs_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    for name, base in (("jia", "yi"), ("yi", "bing"), ("bing", "yi")):
        folder = tmp_path / name
        folder.mkdir()
        folder.joinpath("pack.yaml").write_text(LOCAL.replace("local", name).replace("small", base), "utf-8")
    with pytest.raises(RulesError) as raised:
        load_pack(tmp_path / "jia")
    assert str(raised.value) == "bing/pack.yaml 第 4 行第 1 列：“extends”绕成了圈：yi → bing → yi"
    with pytest.raises(RulesError, match="绕成了圈：yi → bing → yi"):
        load_pack(tmp_path / "yi")


def test_a_pack_that_extends_itself_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "local"
    folder.mkdir()
    folder.joinpath("pack.yaml").write_text(LOCAL.replace("small", "local"), "utf-8")
    with pytest.raises(RulesError, match="绕成了圈：local → local"):
        load_pack(folder)


def test_a_broken_base_is_named_with_its_folder(tmp_path: Path) -> None:
    folder = packs(tmp_path)
    tmp_path.joinpath("small", "remedy.yaml").write_text(REMEDY.replace("required", "must"), "utf-8")
    with pytest.raises(RulesError, match=r"^small/remedy\.yaml 第 8 行第 5 列：“need”只能是"):
        load_pack(folder)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_broken_local_pack_is_explained(tmp_path: Path, case: dict[str, str]) -> None:
    folder = packs(tmp_path, case.get("pack", ""))
    for name, text in dict(case.get("files", {})).items():
        folder.joinpath(name).write_text(text, "utf-8")
    if "replace" in case:
        folder.joinpath("pack.yaml").write_text(LOCAL.replace(case["replace"], case["by"]), "utf-8")
    with pytest.raises(RulesError) as raised:
        load_pack(folder)
    assert str(raised.value) == case["message"]


@pytest.mark.parametrize("name", ["pack.yml", "pack.yaml.txt", "Pack.YAML"])
def test_a_file_with_the_wrong_ending_is_named(tmp_path: Path, name: str) -> None:
    tmp_path.joinpath(name).write_text(LOCAL, "utf-8")
    with pytest.raises(RulesError, match=r"扩展名应是 \.yaml"):
        load_pack(tmp_path)


def test_errors_of_single_elements_can_be_collected(tmp_path: Path) -> None:
    folder = packs(
        tmp_path,
        "changes: [{id: nobody.here, points: 1}, {id: remedy.causes, points: 4}]\nswitch_off: [{id: remedy.litigation, reason: 无}]",
    )
    problems: list[RulesError] = []
    checklist = load_pack(folder, problems)
    assert len(problems) == 2
    assert checklist.element("remedy.causes").points == 4


def test_a_pack_is_found_by_id_by_folder_and_in_a_folder_of_packs(tmp_path: Path) -> None:
    folder = packs(tmp_path)
    assert find_pack("national") == NATIONAL
    assert find_pack(folder) == folder
    assert find_pack("local", [tmp_path]) == folder
    assert packs_in(tmp_path) == [folder, tmp_path / "small"]
    with pytest.raises(RulesError, match="里面有几个规则包（local、small）"):
        find_pack(tmp_path)
    with pytest.raises(RulesError, match="找不到规则包“natonal”，是否想写“national”"):
        find_pack("natonal")
    only = tmp_path / "only"
    only.mkdir()
    with pytest.raises(RulesError, match="不是规则包"):
        find_pack(only)
    folder.rename(only / "local")
    assert find_pack(only) == only / "local"


@pytest.mark.parametrize("folder", shipped()[1:], ids=lambda folder: folder.name)
def test_a_shipped_local_pack_loads_and_names_its_base(folder: Path) -> None:
    checklist = load_pack(folder)
    assert checklist.id == folder.name
    assert [stamp.id for stamp in checklist.extends] == ["national"]


def test_the_provincial_pack_adds_up_to_100() -> None:
    checklist = load_pack(find_pack("province-100"))
    assert checklist.total == sum(element.points for element in checklist) == 100


HEAD = """\
changes:
  - {id: remedy.litigation, points: 5, add: {speaks: [打官司]}}
switch_off: [{id: remedy.causes2, reason: 本部门没有这项}]
gates: {fail_under: 60}
"""


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, len(LOCAL + HEAD) - 1),
    st.sampled_from(["", "\t", "- ", ": ", "{", "&a ", "*a", '"', "]", "\x00", "id: ", "no"]),
)
def test_a_local_pack_with_one_slip_loads_or_says_why(at: int, slip: str) -> None:
    text = (LOCAL + HEAD)[:at] + slip + (LOCAL + HEAD)[at + 1 :]
    base = build_pack(
        {"pack.yaml": PACK.encode(), "signs.yaml": SIGNS.encode(), "remedy.yaml": (REMEDY + CAUSES).encode()}
    )
    try:
        assert isinstance(build_pack({"pack.yaml": text.encode()}, lambda _: base), Checklist)
    except RulesError as error:
        assert "\n" not in str(error).strip()
