"""A pack loads strictly: what is wrong is named with file, line and remedy, and never ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.loader import NATIONAL, RulesError, build_pack, load_pack
from rules.model import Checklist, Phrase

CASES = yaml.safe_load(Path(__file__).with_name("cases").joinpath("broken_packs.yaml").read_text("utf-8"))

PACK = """\
id: small
name: 小规则包
version: "1"
newest_year: 2025
points: {required: 2, recommended: 1}
grades: [{name: 合格, at_least: 60}, {name: 不合格, at_least: 0}]
dimensions: [remedy]
instruments: {litigation: {title: 行政诉讼法, checked: true}}
"""
SIGNS = "done: [印发|召开]\n"
REMEDY = """\
dimension: remedy
name: 行政复议与行政应诉
vocabulary:
  官司: [诉讼|应诉]
elements:
  - id: remedy.litigation
    name: 行政应诉
    need: required
    since: 2010
    basis: [litigation]
    asks: 写明行政诉讼案件数。
    advice: 写明案件数和结果。
    speaks: [行政诉讼, "【官司】 + 案件"]
    examples:
      covered: [全年应诉案件3件。]
      mentioned: [plan: 做好应诉工作。]
      missing: [民事案件2件。]
"""


def pack(**changes: str) -> dict[str, bytes]:
    files = {"pack.yaml": PACK, "signs.yaml": SIGNS, "remedy.yaml": REMEDY}
    files |= {name.replace("_yaml", ".yaml"): text for name, text in changes.items()}
    return {name: text.encode() for name, text in files.items()}


def test_a_small_pack_loads() -> None:
    checklist = build_pack(pack())
    element = checklist.element("remedy.litigation")
    assert element.points == 2
    assert element.speaks[0]._replace(place=None) == Phrase("行政诉讼", "行政诉讼")
    assert [example.section for example in element.examples] == ["account", "plan", "account"]
    assert str(element.basis[0]) == "行政诉讼法"


def test_unchecked_wording_says_so() -> None:
    files = pack(pack_yaml=PACK.replace("checked: true", "checked: false"))
    assert str(build_pack(files).element("remedy.litigation").basis[0]) == "行政诉讼法〔依据待核〕"


def test_the_hash_follows_the_text_and_not_the_line_ends() -> None:
    plain = build_pack(pack())
    windows = build_pack({name: data.replace(b"\n", b"\r\n") for name, data in pack().items()})
    changed = build_pack(pack(remedy_yaml=REMEDY.replace("案件数和结果", "案件数")))
    assert plain.sha256 == windows.sha256 != changed.sha256


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_broken_pack_is_explained(case: dict[str, str]) -> None:
    files = {"pack.yaml": PACK, "signs.yaml": SIGNS, "remedy.yaml": REMEDY}
    name = case.get("file", "remedy.yaml")
    text = case["text"] if "text" in case else files[name].replace(case["replace"], case["by"])
    assert text != files[name], "the case changes nothing"
    files[name] = text
    with pytest.raises(RulesError) as raised:
        build_pack({key: value.encode() for key, value in files.items()})
    assert str(raised.value) == case["message"]


@settings(max_examples=300)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_pack_or_a_rules_error(data: bytes) -> None:
    files = pack()
    files["remedy.yaml"] = data
    with pytest.raises(RulesError):
        build_pack(files)


@settings(max_examples=200)
@given(
    st.integers(0, len(REMEDY) - 1),
    st.sampled_from(["", "\t", "- ", ": ", "{", "&a ", "*a", '"', "]", "\x00", "id: "]),
)
def test_a_pack_with_one_slip_loads_or_says_why(at: int, slip: str) -> None:
    files = pack(remedy_yaml=REMEDY[:at] + slip + REMEDY[at + 1 :])
    try:
        assert isinstance(build_pack(files), Checklist)
    except RulesError as error:
        assert str(error)


def test_bytes_that_are_no_text_are_named() -> None:
    files = pack()
    files["remedy.yaml"] = "名".encode("gb18030")
    with pytest.raises(RulesError, match=r"remedy\.yaml：第 0 个字节起不是 UTF-8 文本"):
        build_pack(files)


def test_a_folder_without_a_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(RulesError, match="不是规则包"):
        load_pack(tmp_path)


def test_the_national_pack_holds_the_58_elements_in_13_dimensions(national: Checklist) -> None:
    assert len(national.dimensions) == 13
    assert len(list(national)) == 58
    assert load_pack(NATIONAL).sha256 == national.sha256


def test_every_shipped_element_has_advice_and_examples_of_every_status(national: Checklist) -> None:
    for element in national:
        assert len(element.advice) >= 10, element.id
        count = {
            status: sum(e.status == status for e in element.examples)
            for status in ("covered", "mentioned", "missing")
        }
        assert count["covered"] >= 2 and count["mentioned"] >= 1 and count["missing"] >= 1, (
            element.id,
            count,
        )
