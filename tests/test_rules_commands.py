"""The commands of `checklist rules` as an author meets them: each from the command line, on packs of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result

from checklist.cli import cli
from rules.loader import NATIONAL, load_pack
from rules.schema import as_document, dimension_schema, pack_schema, vocabulary_schema
from tests.test_loader import PACK, REMEDY
from tests.test_rules_check import GOOD
from tests.test_rules_layers import packs


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the small pack and a local one over it."""
    monkeypatch.chdir(tmp_path)
    packs(
        tmp_path, ["changes: [{id: remedy.litigation, points: 5}]", ": [{id: remedy.causes, reason: x}]"][0]
    )
    tmp_path.joinpath("small", "remedy.yaml").write_text(GOOD, "utf-8")
    return tmp_path


def run(*words: str, text: str | None = None) -> Result:
    result = CliRunner().invoke(cli, list(words), input=text, catch_exceptions=False)
    assert "Traceback" not in result.output
    return result


def test_list_names_every_element_with_what_is_asked(here: Path) -> None:
    result = run("rules", "list", "--rules", "local")
    assert (
        "remedy.litigation  行政应诉（应当写明，5 分，2010 年度起，各级政府和部门，经 local 改动）"
        in result.output
    )


def test_list_as_json_and_statistics(here: Path) -> None:
    elements = json.loads(run("rules", "list", "--rules", "local", "-f", "json").output)
    assert elements[0] | {"basis": []} == {
        "id": "remedy.litigation", "name": "行政应诉", "dimension": "remedy", "need": "required", "points": 5,
        "since": 2010, "until": None, "levels": ["province", "prefecture", "county", "township", "department"],
        "statutory_since": None, "basis": [], "origin": "small", "changed_by": ["local"],
    }  # fmt: skip
    counts = json.loads(run("rules", "list", "--rules", "small", "--stats", "-f", "json").output)
    assert (counts["matchers"], counts["kinds"]) == (2, {"phrase": 1, "near": 1, "pattern": 0})
    assert counts["by_status"] == {"covered": 1, "mentioned": 1, "missing": 1}
    assert (
        "例句 3 条：已覆盖 1，仅提及 1，缺失 1" in run("rules", "list", "--rules", "small", "--stats").output
    )


def test_show_says_in_words_how_an_element_is_judged(here: Path) -> None:
    output = run("rules", "show", "remedy.litigation", "--rules", "small").output
    assert "【官司】 与 案件 在同一句里相近" in output
    assert "缺失：民事案件2件。" in output
    wrong = run("rules", "show", "remedy.litigaton", "--rules", "small")
    assert (wrong.exit_code, wrong.output) == (
        2,
        "没有编号为“remedy.litigaton”的要素，是否想写“remedy.litigation”\n",
    )


def test_check_ends_with_its_count_and_fails_on_errors_only(here: Path) -> None:
    good = run("rules", "check", "small")
    assert (good.exit_code, good.output) == (0, "小规则包（small 1）：要素 1 个，错误 0，提示 0\n")
    here.joinpath("small", "remedy.yaml").write_text(
        GOOD.replace("speaks: [", "speaks: [行政诉讼工作, "), "utf-8"
    )
    hinted = run("rules", "check", "small")
    assert (hinted.exit_code, "提示 1" in hinted.output) == (0, True)
    here.joinpath("small", "remedy.yaml").write_text(GOOD.replace("speaks: [", "speaks: [诉。讼, "), "utf-8")
    assert run("rules", "check", "small").exit_code == 2


def test_check_tells_every_broken_element_at_once(here: Path) -> None:
    second = (
        REMEDY[REMEDY.index("  - id:") :]
        .replace("remedy.litigation", "remedy.other")
        .replace("required", "mst")
    )
    here.joinpath("small", "remedy.yaml").write_text(REMEDY.replace("required", "must") + second, "utf-8")
    result = run("rules", "check", "small")
    assert result.exit_code == 2
    assert "'must'" in result.output
    assert "'mst'" in result.output


def test_test_prints_expected_actual_and_what_fired(here: Path) -> None:
    good = run("rules", "test", "small")
    assert (good.exit_code, good.output) == (0, "小规则包（small 1）：要素 1 个，例句 3 条，不符 0 处\n")
    here.joinpath("small", "remedy.yaml").write_text(GOOD.replace("民事案件2件", "应诉案件2件"), "utf-8")
    bad = run("rules", "test", "local")
    assert bad.exit_code == 1
    assert "small/remedy.yaml 第 17 行第 17 列：remedy.litigation：应判缺失，实判已覆盖" in bad.output
    assert "命中：【官司】 + 案件，相似度 100" in bad.output
    record = json.loads(run("rules", "test", "local", "-f", "json").output)
    assert (record[0]["expected"], record[0]["actual"]) == ("missing", "covered")


NEW = (
    "rules", "new", "xian", "--extends", "small", "--pack-name", "某县规则", "--id", "remedy.scan", "--name", "扫码入企",
    "--basis", "litigation", "--example", "全年扫码入企检查312次，无码一律拒绝。", "--example", "扫码入企的检查计划提前公布96项。",
    "--counter", "菜场扫码付款的摊位有30个。",
)  # fmt: skip


def test_new_makes_a_pack_and_a_rule_that_pass_the_check(here: Path) -> None:
    made = run(*NEW)
    assert made.exit_code == 0, made.output
    assert "从例句统计出的用词：" in made.output
    element = load_pack(here / "xian").element("remedy.scan")
    assert any("扫码" in matcher.source for matcher in element.speaks)
    checked = run("rules", "check", "xian")
    assert (checked.exit_code, "错误 0" in checked.output) == (0, True)
    tried = run("rules", "test", "xian", "--element", "remedy.scan", "-f", "json")
    assert [item["expected"] for item in json.loads(tried.output) if item["expected"] == "missing"] == []


def test_new_adds_to_the_file_that_is_there_and_keeps_what_stands_in_it(here: Path) -> None:
    run(*NEW)
    before = here.joinpath("xian", "remedy.yaml").read_text("utf-8")
    words = [word.replace("remedy.scan", "remedy.code") for word in NEW]
    assert run(*words).exit_code == 0
    after = here.joinpath("xian", "remedy.yaml").read_text("utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert [e.id for e in load_pack(here / "xian") if e.origin == "xian"] == ["remedy.scan", "remedy.code"]


def test_new_makes_a_new_dimension_and_lists_it(here: Path) -> None:
    run(*NEW)
    words = [word.replace("remedy.scan", "market.scan") for word in NEW]
    assert run(*words, "--dimension-name", "市场监管").exit_code == 0
    assert load_pack(here / "xian").dimensions[-1].name == "市场监管"
    assert "dimensions: [market]" in here.joinpath("xian", "pack.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("remedy.scan", "扫码", "编号“扫码”应写作“维度.英文小写短名”"),
        ("remedy.scan", "remedy.litigation", "编号“remedy.litigation”已经用过"),
        ("litigation", "litigaton", "依据“litigaton”不在 instruments 中，是否想写“litigation”"),
        ("xian", "某县", "请改用英文小写字母"),
        ("small", "smal", "找不到规则包“smal”"),
    ],
)
def test_new_says_what_is_wrong_and_leaves_no_rule(here: Path, old: str, new: str, message: str) -> None:
    result = run(*[new if word == old else word for word in NEW])
    assert result.exit_code == 2
    assert message in result.output
    assert not here.joinpath("xian", "remedy.yaml").exists()


def test_new_without_a_terminal_names_the_option_that_is_missing(here: Path) -> None:
    result = CliRunner().invoke(cli, [*NEW[:9]])
    assert "请用 --name 写明：要素名称" in str(result.exception or result.output) + result.output


def schemas() -> dict[str, dict[str, Any]]:
    return {"pack": pack_schema(), "dimension": dimension_schema(), "vocabulary": vocabulary_schema()}


@pytest.mark.parametrize("kind", ["pack", "dimension", "vocabulary"])
def test_schemas_are_schemas(kind: str) -> None:
    jsonschema.Draft7Validator.check_schema(as_document(schemas()[kind]))


def test_what_ships_obeys_the_schemas() -> None:
    for path in [*NATIONAL.glob("*.yaml"), *NATIONAL.parent.glob("packs/*/*.yaml")]:
        kind = (
            path.stem
            if path.stem in ("pack", "vocabulary")
            else "vocabulary"
            if path.stem == "signs"
            else "dimension"
        )
        jsonschema.Draft7Validator(as_document(schemas()[kind])).validate(
            yaml.safe_load(path.read_text("utf-8"))
        )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("need: required", "need: must"),
        ("need:", "neeed:"),
        ("id: remedy.litigation", "id: Remedy"),
        ("missing: [", "mising: ["),
        ("since: 2010", "since: 二〇一〇"),
    ],
)
def test_an_editor_marks_what_the_loader_refuses(old: str, new: str) -> None:
    validator = jsonschema.Draft7Validator(as_document(dimension_schema()))
    assert validator.is_valid(yaml.safe_load(REMEDY))
    assert not validator.is_valid(yaml.safe_load(REMEDY.replace(old, new)))


def test_a_pack_without_extends_must_be_whole() -> None:
    validator = jsonschema.Draft7Validator(as_document(pack_schema()))
    head = yaml.safe_load(PACK)
    assert validator.is_valid(head)
    assert not validator.is_valid({key: value for key, value in head.items() if key != "grades"})
    assert validator.is_valid({"id": "local", "name": "甲", "version": "1", "extends": "small"})


def test_the_schema_offers_the_ids_of_the_pack(here: Path) -> None:
    schema = json.loads(run("rules", "schema", "pack", "--rules", "small").output)
    assert schema["properties"]["switch_off"]["items"]["properties"]["id"]["enum"] == ["remedy.litigation"]


def test_docs_are_written_and_drift_is_found(here: Path) -> None:
    assert run("rules", "docs", "--rules", "small", "-o", "手册").exit_code == 0
    assert run("rules", "docs", "--rules", "small", "-o", "手册", "--check").exit_code == 0
    text = here.joinpath("手册", "rulebook.md").read_text("utf-8")
    assert "### 行政应诉" in text
    assert "【官司】 与 案件 在同一句里相近" in text
    here.joinpath("small", "remedy.yaml").write_text(GOOD.replace("案件数和结果", "件数"), "utf-8")
    drifted = run("rules", "docs", "--rules", "small", "-o", "手册", "--check")
    assert drifted.exit_code == 1
    assert "手册/rulebook.md：与规则不一致" in drifted.output
    assert run("rules", "docs", "--rules", "small", "-o", "nowhere", "--check").exit_code == 1


def test_the_page_of_the_rule_book_is_whole_and_escapes_what_it_shows(here: Path) -> None:
    from lxml import html

    here.joinpath("small", "remedy.yaml").write_text(
        GOOD.replace("写明案件数和结果。", "写明<b>件数</b>&结果。"), "utf-8"
    )
    run("rules", "docs", "--rules", "small", "-o", "手册")
    page = html.fromstring(here.joinpath("手册", "rulebook.html").read_text("utf-8"))
    assert "写明<b>件数</b>&结果。" in page.text_content()
    assert not page.xpath("//script | //link | //img | //*[@src]")


def test_broken_rules_end_in_one_line_everywhere(here: Path) -> None:
    here.joinpath("small", "remedy.yaml").write_text("dimension: [", "utf-8")
    for words in (["list"], ["test"], ["docs"], ["schema"], ["show", "a.b"], ["check"]):
        pack = ["small"] if words[0] in ("test", "check") else ["--rules", "small"]
        result = run("rules", *words, *pack)
        assert result.exit_code == 2
        assert result.output.startswith("remedy.yaml 第 2 行第 1 列：YAML 写法有误"), result.output
