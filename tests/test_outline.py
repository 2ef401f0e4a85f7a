"""Every sentence stands in the part a reader would say it stands in."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from scorer.outline import MAX_SENTENCE, Sentence, outline
from scorer.readers import read

CASES = yaml.safe_load(Path(__file__).with_name("cases").joinpath("outlines.yaml").read_text("utf-8"))


def sentences(text: str, year: int | None = 2023) -> list[Sentence]:
    return outline(read(text.encode(), "报告.txt"), year)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_sentences_know_their_part(case: dict) -> None:  # type: ignore[type-arg]
    found = [s for s in sentences(case["text"], case["year"]) if s.role not in ("chrome", "title")]
    wanted = [entry.split(" ", 1) for entry in case["roles"]]
    shown = [(s.role, s.text[: len(start)]) for s, (_, start) in zip(found, wanted, strict=False)]
    assert shown == [tuple(entry) for entry in wanted]
    assert len(found) == len(wanted), [s.text for s in found]


def test_a_sentence_leads_back_to_the_very_text() -> None:
    text = "某县2023年法治政府建设情况报告\n\n一、主要工作\n\n全年办理“行 政复議”案件\n3件，办结3件。\n"
    case = next(s for s in sentences(text) if "复议" in s.text)
    at = case.text.index("行政复议")
    low, high = case.span(at, at + 4)
    assert text[low:high] == "行 政复議"


def test_a_turn_to_shortcomings_and_plan_without_headings() -> None:
    account = "全年办理案件三百件，化解纠纷一百二十件，群众满意。" * 30
    text = (
        "某县2014年依法行政工作报告\n2014年工作情况报告如下。\n"
        f"{account}\n2014年，我县依法行政取得了成绩，但是仍然存在一些亟待解决的问题，执法案卷质量不高。\n"
        "下一步，我们将开展案卷评查，举办执法培训班。\n"
    )
    roles = {s.text[:6]: s.role for s in sentences(text, 2014)}
    assert roles["2014年,"] == "shortcomings"
    assert roles["下一步,我们"] == "plan"
    assert roles["全年办理案件"] == "account"


@pytest.mark.parametrize(
    ("line", "role"),
    [("开春后，镇里查处案件2件。", "account"), ("开春就请老师来讲课，再办2期培训。", "plan")],
)
def test_spring_is_a_plan_only_when_it_is_to_come(line: str, role: str) -> None:
    account = "全年办理案件三百件，化解纠纷一百二十件，群众满意。" * 30
    text = f"某镇2020年法治政府建设工作总结\n2020年工作情况报告如下。\n{account}\n{line}\n"
    assert [s.role for s in sentences(text, 2020) if s.text.startswith("开春")] == [role]


def test_lack_after_lack_towards_the_end_are_shortcomings_without_a_word_that_says_so() -> None:
    account = "全年办理案件三百件，化解纠纷一百二十件，群众满意。" * 30
    text = (
        f"某镇2022年法治政府建设工作总结\n2022年工作情况报告如下。\n{account}案卷质量不高。整改完成12件。\n"
        f"来年镇里要办两件事：再办2期培训，修好调解室。\n"
        "账要算两头。文书填写不够规范；有3个村的调解室至今没有门牌；宣传还停在挂横幅上。\n"
    )
    roles = {s.text[:4]: s.role for s in sentences(text, 2022)}
    assert (roles["案卷质量"], roles["整改完成"], roles["来年镇里"]) == ("account", "account", "plan")
    assert (roles["文书填写"], roles["有3个村"], roles["宣传还停"]) == ("shortcomings",) * 3


def test_seeing_what_is_lacking_is_a_turn_to_shortcomings() -> None:
    account = "全年办理案件三百件，化解纠纷一百二十件，群众满意。" * 30
    text = (
        f"某局2022年法治政府建设情况报告\n2022年工作情况报告如下。\n{account}\n"
        "总结一年工作，我们也看到了差距。一方面，取证不全。\n2023年，我们将组织培训。\n"
    )
    roles = {s.text[:4]: s.role for s in sentences(text, 2022)}
    assert (roles["总结一年"], roles["一方面,"], roles["2023"]) == ("shortcomings", "shortcomings", "plan")


@given(
    st.text(
        st.sampled_from("一二、（）(1).。；！\n \t第章——年法治政府建设报告问题下一步：，》《Ａ"), max_size=200
    )
)
def test_any_text_has_an_outline_in_order(text: str) -> None:
    document = read(f"题\n{text}".encode(), "a.txt")
    found = outline(document, 2023)
    assert all(0 <= s.start < s.end <= len(document.text) for s in found)
    assert [s.start for s in found] == sorted(s.start for s in found)
    assert all(len(s.text) <= MAX_SENTENCE for s in found)


def test_a_line_without_end_is_cut_into_bearable_sentences() -> None:
    found = sentences("某县2023年法治政府建设情况报告\n\n一、主要工作\n\n" + "执法检查，" * 20_000)
    assert max(len(s.text) for s in found) <= MAX_SENTENCE
