"""`rules check` finds what can never match, what is needless, and what an author forgot; `rules test` tries examples."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from checklist.authoring.lint import lint
from checklist.authoring.problems import Problem
from checklist.authoring.trial import run_examples
from rules.loader import NATIONAL, build_pack, load_pack, read_pack_files
from rules.model import Checklist
from rules.regexes import LIMIT, LONGEST, attempts
from rules.syntax import is_dropped
from scorer.fold import fold
from tests.test_loader import PACK, REMEDY, SIGNS, pack


def problems_with(matchers: str, **more: str) -> list[str]:
    """The problems of the small pack with `matchers` in place of its own."""
    remedy = REMEDY.replace('speaks: [行政诉讼, "【官司】 + 案件"]', matchers)
    files = pack(**{"remedy_yaml": remedy, **more})
    return [str(problem) for problem in lint(build_pack(files), files)]


def test_plain_rows_with_a_word_that_tells_are_no_problem() -> None:
    matchers = 'speaks: [行政诉讼, "【官司】 + 案件"]\n    proves: ["惊堂木 + 会议", "re:项目.{0,9}会议"]'
    assert not any("太平常" in problem for problem in problems_with(matchers))


def test_the_small_pack_has_no_problem() -> None:
    assert problems_with('speaks: [行政诉讼, "【官司】 + 案件"]') == []


@pytest.mark.parametrize(
    ("matchers", "message"),
    [
        ("speaks: [行政诉讼。应诉, 【官司】 + 案件]", "里面有句末标点“。”"),
        ('speaks: ["【官司】 + 案件 - 诉"]', "永远匹配不上：“- 诉”排除了这一组的每个词（诉讼、应诉）"),
        ('speaks: ["【官司】|打官司 + 案件 - 应诉"]', "“应诉”不起作用：它含有用“-”排除的词"),
        ('speaks: ["【官司】 + 案件 @3"]', "各组最短的词加起来有 4 个字，放不进“@3”"),
        ("speaks: [行政诉讼案件, 【官司】 + 案件]\n    lookalikes: [诉讼案]", "永远不起作用：lookalikes 里的“诉讼案”总会把它排除"),
        ("speaks: [行政诉讼, 【官司】 + 案件]\n    excludes: [行政诉讼]", "永远不起作用：excludes 里的“行政诉讼”总会把它排除"),
        ('speaks: ["re:诉讼（一审）", 【官司】 + 案件]', "比对用的文字里没有“（”（已统一为“(”）"),
        ('speaks: ["re:诉讼(?:，|,)败诉", "re:诉讼(?:訴訟|一审)", 【官司】 + 案件]', "有一个分支永远匹配不上：比对用的文字里没有“訴”"),
        ('speaks: ["re:\\\\d+[^件起]", 【官司】 + 案件]', "没有一定会出现的文字"),
        ('speaks: ["re:诉.*讼.*案", 【官司】 + 案件]', "不限长度的重复较多"),
        ("speaks: [行政诉讼, 行政诉讼工作, 【官司】 + 案件]", "“行政诉讼工作”多余：同一列表里已有“行政诉讼”"),
        ('speaks: [行政诉讼, "行政诉讼案 + 人民法院", 【官司】 + 案件]', "“行政诉讼案 + 人民法院”多余"),
        ("speaks: [行政诉讼, 行政诉讼, 【官司】 + 案件]", "“行政诉讼”写了两遍"),
        ("speaks: [行政诉讼]", "词表“官司”没有用到"),
        ('speaks: ["【官司】 + 案件"]\n    proves: [项目 + 会议]', "“项目 + 会议”的词太平常，或太多要素在用，命中了也不算数"),
        ("speaks: [败诉率, 官司【官司】]".replace("官司【官司】", "【官司】"), "反例与它的用词毫无交集"),
    ],
)  # fmt: skip
def test_a_matcher_that_cannot_help_is_found(matchers: str, message: str) -> None:
    quoted = (
        re.sub(r"(?<=[\[ ])(【官司】[^,\]]*?)(?=[,\]])", r'"\1"', matchers)
        if '"【' not in matchers
        else matchers
    )
    found = problems_with(quoted)
    assert any(message in problem for problem in found), found


def test_the_loader_knows_what_folding_drops() -> None:
    for code in [*range(0x20, 0x3100), *range(0xFE00, 0x10000)]:
        assert is_dropped(chr(code)) == (fold(chr(code)) == ""), hex(code)


def test_places_are_named() -> None:
    assert problems_with("speaks:\n      - 行政诉讼\n      - 行政诉讼。案\n      - 【官司】 + 案件")[
        0
    ].startswith("remedy.yaml 第 15 行第 9 列：错误：")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("mentioned: [plan: 做好应诉工作。]", "mentioned: []", "没有“仅提及”（mentioned）的例句"),
        ("missing: [民事案件2件。]", "missing: []", "没有“缺失”（missing）的例句"),
        ("missing: [民事案件2件。]", "missing: [全年应诉案件3件。]", "例句重复：同一句已写在“已覆盖”之下"),
        ("missing: [民事案件2件。]", "missing: [待补：民事案件2件。]", "例句还写着“待补”"),
        ("need: required", "need: required\n    points: 0", "是 0 分"),
        ("since: 2010", "since: 2030", "晚于本包的最新年度 2025"),
        ("basis: [litigation]", "basis: []", "没有写依据"),
    ],
)
def test_what_an_author_forgot_is_found(old: str, new: str, message: str) -> None:
    files = pack(remedy_yaml=REMEDY.replace(old, new))
    found = [str(problem) for problem in lint(build_pack(files), files)]
    assert any(message in problem for problem in found), found


def test_unused_lists_and_instruments_are_hints() -> None:
    instruments = "instruments:\n  litigation: {title: 行政诉讼法, checked: true}\n  unused: {title: 某法, checked: true}\n"
    head = PACK[: PACK.index("instruments:")] + instruments
    found = problems_with(
        'speaks: [行政诉讼, "【官司】 + 案件"]', pack_yaml=head, vocabulary_yaml="没用: [甲|乙]\n"
    )
    assert any("依据“unused”没有要素引用" in problem for problem in found)
    assert any(
        problem.startswith("vocabulary.yaml 第 1 行第 1 列：提示：词表“没用”没有用到") for problem in found
    )


def test_problems_of_the_base_are_not_reported_for_a_local_pack(tmp_path: Path) -> None:
    base, local = tmp_path / "small", tmp_path / "local"
    for folder, files in (
        (base, pack(remedy_yaml=REMEDY.replace("speaks: [", "speaks: [行政诉讼案,"))),
        (local, {}),
    ):
        folder.mkdir()
        for name, data in files.items():
            folder.joinpath(name).write_bytes(data)
    local.joinpath("pack.yaml").write_text("id: local\nname: 甲\nversion: '1'\nextends: small\n", "utf-8")
    assert any("多余" in str(p) for p in lint(load_pack(base), read_pack_files(base)))
    assert lint(load_pack(local), read_pack_files(local)) == []


def test_every_rule_that_ships_passes_in_seconds() -> None:
    started = time.monotonic()
    found: list[Problem] = lint(load_pack(NATIONAL), read_pack_files(NATIONAL))
    assert [str(problem) for problem in found if problem.severity == "error"] == []
    assert time.monotonic() - started < 10


GOOD = REMEDY.replace("做好应诉工作", "做好行政诉讼工作")


def small(remedy: str) -> Checklist:
    return build_pack(
        {"pack.yaml": PACK.encode(), "signs.yaml": SIGNS.encode(), "remedy.yaml": remedy.encode()}
    )


def test_examples_are_tried_and_differences_told() -> None:
    trials = list(run_examples(small(GOOD.replace("民事案件2件", "应诉案件2件"))))
    assert [trial.right for trial in trials] == [True, True, False]
    assert (trials[2].actual, trials[2].evidence[0].matcher) == ("covered", "【官司】 + 案件")


def test_a_rule_without_a_counter_example_fails() -> None:
    trials = list(run_examples(small(GOOD.replace("missing: [民事案件2件。]", "missing: []"))))
    assert [trial.problem[:4] for trial in trials if not trial.right] == ["没有反例"]


@pytest.mark.parametrize(
    "limits", ["until: 2012", "since: 2024", "levels: [province]", "levels: [department]"]
)
def test_an_example_stands_in_a_year_and_level_that_ask_for_it(limits: str) -> None:
    assert all(trial.right for trial in run_examples(small(GOOD.replace("since: 2010", limits))))


@pytest.mark.parametrize(
    "regex",
    [
        "(a|a)*b",
        "(a+)+b",
        "(a|ab|b)*c",
        "(x+x+)+y",
        "(?:a?){50}a{50}",
        "(.*a){20}",
        ".*.*.*x",
        "(?=.*.*.*x)y",
        "(?:\\d+,)*件",
    ],
)
def test_a_catastrophic_expression_is_told_by_its_form(regex: str) -> None:
    assert attempts(regex) > LIMIT


@pytest.mark.parametrize(
    "regex",
    [
        r"受[^,。;]{1,24}(?:制约|限制|影响)",
        r"\d[\d.,]*[余多万千百]*(?:件|宗|起)",
        "(?:共|共计|达|达到)*\\d+件",
        "诉讼.*败诉",
        "(?:甲乙)+",
        ".*x.{0,40}y",
    ],
)
def test_an_ordinary_expression_passes_and_is_quick(regex: str) -> None:
    assert attempts(regex) <= LIMIT
    compiled = re.compile(regex)
    started = time.monotonic()
    for text in ("a", "甲", "甲乙", "1", "1,", "受", "共计达到", "x"):
        compiled.findall((text * LONGEST)[:LONGEST])
    assert time.monotonic() - started < 2


def test_no_shipped_expression_is_slow(national: Checklist) -> None:
    from rules.model import BLOCKS, Pattern

    patterns = [m for e in national for block in BLOCKS for m in getattr(e, block) if isinstance(m, Pattern)]
    assert all(attempts(pattern.regex) <= LIMIT for pattern in patterns)
