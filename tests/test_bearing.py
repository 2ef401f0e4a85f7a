"""Words that tell of an element are weighed: what no row finds may be told by them, and what another has is its."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.passages import Passage, judge_passage
from rules.model import Checklist, Dimension, Element, Near
from rules.syntax import parse_matcher
from scorer.auditing import audit
from scorer.bearing import Bearing
from scorer.judge import judge_element, read_through
from scorer.match import Engine
from scorer.model import Finding
from scorer.outline import outline
from scorer.readers import read


def engine_of(**proves: str) -> Engine:
    """An engine of elements that are told by one row each."""
    elements = tuple(
        Element(f"a.{name}", name, "a", "required", 1.0, (), "", "", (), (parse_matcher(source, {}),))
        for name, source in proves.items()
    )
    return Engine(Checklist("a", "a", "1", "", 2025, (), (Dimension("a", "a", elements),)))


def finding_of(engine: Engine, number: int, account: str) -> Finding:
    """What is found of an element in a report with this account."""
    document = read(f"某县2023年报告\n\n一、主要工作\n\n{account}\n".encode(), "a.txt")
    reading = read_through(engine, outline(document, 2023), document.text)
    return judge_element(engine, number, engine.elements[number], reading, 2023)


def bearing_of(engine: Engine, *sentences: str) -> Bearing:
    return Bearing(engine, engine.match(sentences).words)


def test_a_word_tells_the_more_the_rarer_it_is_and_the_fewer_share_it() -> None:
    engine = engine_of(one="惊堂木|会议|判官 + 画押", two="判官 + 升堂")
    words = bearing_of(engine, "判官拍惊堂木，开会议，两家画押。").words(0, 0)
    assert set(words) == {"判官", "惊堂木", "画押", "会议"}
    assert words["惊堂木"] == words["画押"] > words["判官"], "a shared word tells less"
    assert words["惊堂木"] > words["会议"], "a common word tells less"


def test_what_is_part_of_a_longer_word_counts_with_it() -> None:
    bearing = bearing_of(engine_of(one="立案|立案登记 + 说合"), "法院立案登记，说合。", "法院立案，说合。")
    assert set(bearing.words(0, 0)) == {"立案登记", "说合"}
    assert set(bearing.words(0, 1)) == {"立案", "说合"}


def test_the_sentence_that_bears_most_comes_first() -> None:
    engine = engine_of(one="界桩 + 说合", two="升堂 + 断案")
    bearing = bearing_of(engine, "立界桩。", "升堂断案，立界桩。", "说合后立界桩。")
    assert [place for _, place in bearing.most(0, 1)] == [2, 0, 1]
    assert bearing.greatest(1) == sum(bearing.words(1, 1).values()) > sum(bearing.words(0, 1).values())
    assert bearing_of(engine, "今天天气好。").greatest(0) == 0


def test_words_that_name_a_matter_are_weighed_apart(national: Checklist) -> None:
    engine = Engine(national)
    number = [element.id for element in national].index("disputes.mediation")
    bearing = bearing_of(engine, "人民调解委员会开门。", "老支书把两家劝和，重归于好。")
    assert "人民调解" in "".join(bearing.names(number, 0))
    assert bearing.most(number, 1, naming=True)[0][1] == 0
    assert bearing.most(number, 1)[0][1] == 1


def test_a_plain_sentence_that_another_element_has_and_bears_more_on_is_its() -> None:
    engine = engine_of(one="说合 + 喝茶", two="升堂|惊堂木|断案 + 原告|被告|衙役")
    both = "原告被告升堂断案、惊堂木一拍、衙役喝茶、说合12件。"
    beside = "原告被告升堂断案，惊堂木一拍，里正请两家喝茶、说合12件。"
    for text, status in ((both, "missing"), (beside, "covered"), ("里正请两家喝茶，说合12件。", "covered")):
        finding = finding_of(engine, 0, text)
        assert finding.status == status
        if status == "missing":
            assert [item.quote for item in finding.nearest] == [both]
            assert finding.nearest[0].reason == "用词相近，但说的主要是“two”"


def test_words_that_stand_everywhere_tell_nothing() -> None:
    engine = engine_of(one="会议|培训 + 项目|学校", two="re:会议.{0,9}项目")
    first, second = (finding_of(engine, number, "全年召开会议32次，推进项目12个。") for number in (0, 1))
    assert first.status == "missing"
    assert first.nearest[0].reason == "用词太平常，看不出说的是这件事"
    assert second.status == "covered", "an expression has no words to weigh"


TOLD = "全年红脸的邻里被老支书请到葡萄架下喝茶，撕破脸的亲家说得又握了手，地界边的疙瘩解开了41个。"


def judged(checklist: Checklist, element: str, text: str, section: str = "account") -> str:
    return judge_passage(checklist, Passage("t", element, "covered", section, text)).status  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def without_rows(national: Checklist) -> Checklist:
    """The national rules, but that the rows of mediation in plain words ask for a word nobody uses, too."""

    def changed(element: Element) -> Element:
        if element.id != "disputes.mediation":
            return element
        rows = (row for row in element.proves if isinstance(row, Near))
        asking = tuple(row._replace(groups=(*row.groups, ("龘龘",))) for row in rows)
        return element._replace(proves=asking, touches=())

    dimensions = tuple(
        dimension._replace(elements=tuple(map(changed, dimension.elements)))
        for dimension in national.dimensions
    )
    return replace(national, dimensions=dimensions, tables=None)


def test_what_no_row_finds_is_told_by_its_words(without_rows: Checklist) -> None:
    card = audit(f"某县2023年法治政府建设报告\n\n一、主要工作\n\n{TOLD}\n", without_rows, level="county")
    finding = next(finding for finding in card.findings if finding.element.id == "disputes.mediation")
    assert finding.status == "covered"
    assert finding.plain
    assert finding.evidence[0].quote == TOLD
    assert "等用词判断" in finding.reason
    assert any(notice.kind == "plain" and notice.quote == TOLD for notice in card.notices)


def test_a_mention_elsewhere_takes_nothing_from_what_is_told(without_rows: Checklist) -> None:
    text = f"某县2023年法治政府建设报告\n\n一、主要工作\n\n{TOLD}\n\n二、下一步打算\n\n加强人民调解工作。\n"
    card = audit(text, without_rows, level="county")
    finding = next(finding for finding in card.findings if finding.element.id == "disputes.mediation")
    assert (finding.status, finding.evidence[0].quote) == ("covered", TOLD)


def test_headings_do_not_hide_the_nearest_sentence() -> None:
    element = Element(
        "a.one", "某事", "a", "required", 1.0, (), "", "", (parse_matcher("惊堂木 + 衙役司 + 龘龘", {}),)
    )
    engine = Engine(Checklist("a", "a", "1", "", 2025, (), (Dimension("a", "a", (element,)),)))
    headings = "".join(f"（{number}）惊堂木和衙役司\n说了几句。\n" for number in "一二三四五六")
    finding = finding_of(engine, 0, f"{headings}惊堂木交给衙役司保管。")
    assert [item.quote for item in finding.nearest] == ["惊堂木交给衙役司保管。"]


@pytest.mark.parametrize("section", ["plan", "shortcomings", "preface"])
def test_words_prove_nothing_outside_the_account(without_rows: Checklist, section: str) -> None:
    assert judged(without_rows, "disputes.mediation", TOLD, section) == "missing"


def test_a_few_words_are_not_enough(without_rows: Checklist) -> None:
    assert judged(without_rows, "disputes.mediation", "老支书到村里喝茶，问了收成。") == "missing"


def test_what_another_element_has_is_not_told_by_words(without_rows: Checklist) -> None:
    text = TOLD[:-1] + "，全年办理行政复议案件12件，审结11件。"
    assert judged(without_rows, "remedy.reconsideration-cases", text) == "covered"
    assert judged(without_rows, "disputes.mediation", text) == "missing"
