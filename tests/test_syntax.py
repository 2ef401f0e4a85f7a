"""The one-line notation of matchers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.model import Near, Pattern, Phrase
from rules.syntax import SyntaxProblem, parse_matcher
from scorer.literals import required_literals

VOCABULARY = {"领导": ("书记", "县长"), "印发": ("印发", "出台")}


def test_a_bare_term_is_a_phrase() -> None:
    assert parse_matcher("行政复议", VOCABULARY) == Phrase("行政复议", "行政复议")


def test_words_near_each_other() -> None:
    source = "【领导】|局长 + 出庭 - 证人|旁听 @20"
    assert parse_matcher(source, VOCABULARY) == Near(
        source, (("书记", "县长", "局长"), ("出庭",)), ("证人", "旁听"), 20, frozenset()
    )


def test_a_word_on_its_boundaries() -> None:
    matcher = parse_matcher("=应诉 + 案件", VOCABULARY)
    assert isinstance(matcher, Near)
    assert matcher.groups == (("应诉",), ("案件",))
    assert matcher.bounded == {"应诉"}


def test_a_regular_expression() -> None:
    assert parse_matcher("re:出庭率(?:达|为)", VOCABULARY) == Pattern("re:出庭率(?:达|为)", "出庭率(?:达|为)")


def test_a_plus_inside_a_name_is_no_sign() -> None:
    assert parse_matcher("互联网+监管", VOCABULARY) == Phrase("互联网+监管", "互联网+监管")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("", "为空"),
        ("律师+合同", "两边要有空格"),
        ("律师| + 合同", "缺一个词"),
        ("【领道】 + 出庭", "是否想写“领导”"),
        ("律师 @1", "太近"),
        ("re:(出庭", "正则表达式有误"),
        ("re:(出+)+庭", "重复套着重复"),
        ("re:出?", "匹配空文本"),
        ("=“”|诚信 + 档案", "只有引号"),
        ("【数字】", "没有意义"),
    ],
)
def test_what_cannot_be_understood_is_explained(source: str, message: str) -> None:
    with pytest.raises(SyntaxProblem, match=message):
        parse_matcher(source, VOCABULARY)


@given(st.text(max_size=40))
def test_any_text_is_a_matcher_or_a_syntax_problem(text: str) -> None:
    try:
        parse_matcher(text, VOCABULARY)
    except SyntaxProblem as problem:
        assert str(problem)


@pytest.mark.parametrize(
    ("regex", "literals"),
    [
        ("出庭率(?:达|为)", [{"出庭率达", "出庭率为"}]),
        ("(?:甲方案|乙方)[^。]{0,9}丙", [{"甲方案", "乙方"}, {"丙"}]),
        (r"(?:^|[,;])\d+件", [{"件"}]),
        ("[甲乙]+", [{"甲", "乙"}]),
        ("(?:甲|)乙?", []),
        ("[^甲]乙", [{"乙"}]),
        ("应(?!当)(?=做到|及时)", [{"应做到", "应及时"}]),
        ("出(?=庭应)庭率", [{"出庭应"}, {"出庭率"}]),
        ("应(?=做到)做", [{"应做到"}]),
        ("(?:甲乙|甲乙丙)[^。]{0,9}(?:甲乙|甲乙丁)", [{"甲乙", "甲乙丙"}]),
        ("(?<=已)办(?:结)?", [{"办", "办结"}]),
        ("(?:甲[^。]{1,3}乙|丙)丁", [{"甲", "丙"}, {"丁"}]),
        ("(?:甲{2}|乙)丙", [{"甲", "乙"}, {"丙"}]),
    ],
)
def test_literals_without_which_a_pattern_cannot_match(regex: str, literals: list[set[str]]) -> None:
    assert [set(texts) for texts in required_literals(regex)] == literals


def test_every_shipped_pattern_holds_its_literals_wherever_it_matches(national) -> None:  # type: ignore[no-untyped-def]
    for element in national:
        for matcher in (*element.speaks, *element.proves, *element.touches):
            if isinstance(matcher, Pattern):
                for example in element.examples:
                    if re.search(matcher.regex, example.text):
                        for literals in required_literals(matcher.regex):
                            assert any(word in example.text for word in literals)
