"""Pages and index as files: nothing from outside, nothing from the report but text, figures as in the JSON."""

from __future__ import annotations

import base64
import hashlib
import re
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from output_cards import LONG, as_json, example_cards, hostile_card, many_cards, unscored_cards, write

from reports.html_output import page_name, pages_folder
from reports.index_output import LETTERS
from reports.outputs import MissingExtra
from reports.spans import Passage, lines
from reports.view import visible
from rules.model import Checklist
from scorer.auditing import audit
from scorer.model import Scorecard


@pytest.fixture(scope="module")
def cards(national: Checklist) -> list[Scorecard]:
    return example_cards(national)


@pytest.fixture(scope="module")
def hostile(national: Checklist) -> Scorecard:
    return hostile_card(national)


def tree(data: bytes) -> html.HtmlElement:
    return html.document_fromstring(data.decode())


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def told(root: html.HtmlElement) -> list[str]:
    """The lines of the report as the page shows them, without the references put between."""
    shown = []
    for paragraph in root.xpath("//div[@class='body']/p"):
        parts = paragraph.xpath(".//text()[not(ancestor::a[contains(@class, 'ref')])]")
        shown.append("".join(parts))
    return shown


def assert_closed(data: bytes) -> html.HtmlElement:
    """The page loads nothing, runs only its own script, and every link inside it has an end."""
    text = data.decode()
    root = tree(data)
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy
    assert f"style-src 'sha256-{digest(style)}'" in policy
    assert f"script-src 'sha256-{digest(script)}'" in policy
    assert not root.xpath("//*[@src or @srcset or @style or @data]")
    assert not root.xpath("//img|//link|//iframe|//object|//embed|//base|//form")
    assert not [name for node in root.iter() for name in node.attrib if name.startswith("on")]
    assert "url(" not in style and "@import" not in style
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = {link[1:] for link in root.xpath("//a/@href") if link.startswith("#")}
    assert inside <= set(ids)
    assert not [link for link in root.xpath("//a/@href") if re.match(r"[a-zA-Z]+:|//", link)]
    assert root.xpath("/html/@lang") == ["zh-CN"]
    return root


def test_a_page_is_closed_and_shows_the_figures_of_the_json(
    national: Checklist, cards: list[Scorecard]
) -> None:
    for card in cards:
        root = assert_closed(write("html", [card], national))
        (report,) = as_json([card], national)
        assert root.xpath("//h1")[0].text == report["meta"]["title"]
        verdict = root.xpath("//section[@class='verdict']")[0].text_content()
        assert f"{report['score']:.1f}" in verdict
        assert f"{report['got']:g} / {report['possible']:g} 分，等次 {report['grade']}" in verdict
        shown = {
            row.xpath("th")[0].text: row.xpath("td")[1].text
            for row in root.xpath("//table[@class='bars']//tr")[1:]
        }
        assert shown == {
            d["name"]: "不适用" if d["score"] is None else f"{d['score']:.1f}%" for d in report["dimensions"]
        }
        states = root.xpath("//section[@id='elements']//li/@data-status")
        assert states == [element["status"] for element in report["elements"]]
        gaps = [e for e in report["elements"] if e["status"] in ("mentioned", "missing")]
        assert len(root.xpath("//li[contains(@class, 'gap')]")) == len(gaps)
        for gap in gaps:
            entry = root.xpath(f"//li[contains(@class, 'gap') and .//h3/a[text()='{gap['name']}']]")[0]
            for part in (gap["advice"], *gap["basis"], *(n["quote"].strip() for n in gap["nearest"])):
                assert part in entry.text_content()


def test_every_sentence_is_marked_in_the_text_with_the_way_back(
    national: Checklist, cards: list[Scorecard]
) -> None:
    card = cards[0]
    root = tree(write("html", [card], national))
    assert told(root) == [line for line in card.text.split("\n") if line.strip()]
    for number, finding in enumerate(card.findings, 1):
        for at, item in enumerate((*finding.evidence, *finding.nearest), 1):
            (anchor,) = root.xpath(f"//*[@id='q{number}-{at}']")
            (mark,) = anchor.xpath(".//mark")
            assert mark.text and item.quote.strip().startswith(mark.text.strip()[:8])
            assert root.xpath(f"//section[@id='elements']//a[@href='#q{number}-{at}']")
        if finding.evidence:
            assert root.xpath(f"//section[@id='text']//a[@href='#e{number}']")


@pytest.mark.parametrize("cut", ["page", "index"])
def test_hostile_text_is_shown_as_text(
    national: Checklist, hostile: Scorecard, cut: str, tmp_path: Path
) -> None:
    if cut == "index":
        data = write("html", [hostile, hostile], national, target=tmp_path / "汇总.html")
        root = assert_closed(data)
        assert hostile.meta.title and visible(hostile.meta.title) in root.text_content()
        data = next(pages_folder(tmp_path / "汇总.html").iterdir()).read_bytes()
    else:
        data = write("html", [hostile], national)
    root = assert_closed(data)
    assert len(root.xpath("//script")) == 1
    assert root.xpath("//h1")[0].text_content() == visible(hostile.meta.title or "")
    assert told(root) == [visible(line) for line in hostile.text.split("\n") if line.strip()]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", data.decode())
    assert len(data) < 3 * LONG + 400_000


def test_a_report_of_10000_characters_makes_a_page_under_400_kb(
    national: Checklist, cards: list[Scorecard]
) -> None:
    text = "\n".join([cards[0].text, cards[3].text])[:10_000]
    card = audit(text, national, name="长.txt")
    assert len(card.text) > 9_000
    assert len(write("html", [card], national)) < 400_000


def test_same_results_give_the_same_bytes(national: Checklist, cards: list[Scorecard]) -> None:
    assert write("html", cards[:1], national) == write("html", cards[:1], national)
    assert write("html", cards, national) == write("html", cards, national)


def test_what_could_not_be_scored_has_a_page_with_the_reason(national: Checklist) -> None:
    for card in unscored_cards(national):
        root = assert_closed(write("html", [card], national))
        assert card.reason and card.reason in root.text_content()
        assert not root.xpath("//*[@id='gaps']")


def test_a_waived_element_is_named_and_is_no_gap(national: Checklist, cards: list[Scorecard]) -> None:
    card = cards[0]
    at = next(i for i, f in enumerate(card.findings) if f.status == "missing")
    waived = card.findings[at]._replace(waived="机构改革<b>", got=0.0, possible=0.0)
    findings = (*card.findings[:at], waived, *card.findings[at + 1 :])
    changed = card._replace(
        findings=findings, possible=card.possible - 2, full_got=card.got, full_possible=card.possible
    )
    root = assert_closed(write("html", [changed], national, waivers="ab" * 32))
    assert (
        f"{waived.element.name}：判为缺失。理由：机构改革<b>"
        in root.xpath("//*[@id='waived']")[0].text_content()
    )
    assert not root.xpath(f"//li[@id='g{at + 1}']")
    assert f"计入则得分 {card.score:.1f}" in root.xpath("//section[@class='verdict']")[0].text_content()
    assert "豁免清单（abababababab）" in root.xpath("//footer")[0].text_content()


def test_a_batch_makes_an_index_with_pages_beside_it(
    national: Checklist, cards: list[Scorecard], tmp_path: Path
) -> None:
    target = tmp_path / "结果 1.html"
    data = write("html", [*cards, *unscored_cards(national)], national, target=target)
    root = assert_closed(data)
    rows = root.xpath("//table[@class='ranking']/tbody/tr")
    reports = sorted(as_json(cards, national), key=lambda report: -report["score"])
    assert [row.xpath("td[@class='number']/strong")[0].text for row in rows] == [
        f"{r['score']:.1f}" for r in reports
    ]
    assert [row.xpath("th/a")[0].text for row in rows] == [report["meta"]["title"] for report in reports]
    for row, report in zip(rows, reports, strict=True):
        assert row.get("data-h") == "".join(LETTERS[e["status"]] for e in report["elements"])
        page = tmp_path / unquote(row.xpath("th/a/@href")[0])
        back = assert_closed(page.read_bytes()).xpath("//p[@class='kind']/a/@href")[0]
        assert (page.parent / unquote(back)).resolve() == target.resolve()
    assert len(list(pages_folder(target).iterdir())) == len(cards)
    left_out = root.xpath("//section[@id='left-out']")[0].text_content()
    assert "打不开文件" in left_out and "通知.txt" in left_out


def test_the_heat_map_without_script_is_what_the_rows_say(
    national: Checklist, cards: list[Scorecard]
) -> None:
    root = tree(write("html", many_cards(cards, 50, national), national))
    rows = [row.get("data-h") for row in root.xpath("//table[@class='ranking']/tbody/tr")]
    drawn = [["-"] * len(rows[0]) for _ in rows]
    for path in root.xpath("//g[@class='cells']/path"):
        for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", path.get("d")):
            for at in range(int(length)):
                drawn[int(y)][int(x) + at] = path.get("class")
    assert ["".join(row) for row in drawn] == rows
    counted = root.xpath("//table[@class='tallies']/tbody/tr")
    for at, row in enumerate(counted):
        shown = [int(cell.text) for cell in row.xpath("td[@class='number']")[1:5]]
        assert shown == [sum(line[at] == letter for line in rows) for letter in "cmx-"]


def test_an_index_of_1000_stays_under_5_mb(national: Checklist, cards: list[Scorecard]) -> None:
    data = write("html", many_cards(cards, 1000, national), national)
    assert len(data) < 5_000_000
    root = tree(data)
    assert len(root.xpath("//table[@class='ranking']/tbody/tr")) == 1000
    places = [int(row.text) for row in root.xpath("//table[@class='ranking']/tbody/tr/td[1]")]
    assert places == sorted(places) and places[0] == 1
    bands = root.xpath("//section[@id='distribution']//tbody/tr/td[2]")
    assert sum(int(cell.text) for cell in bands) == 1000


def test_file_names_of_pages_are_safe_and_their_own() -> None:
    names = [
        page_name(n, file)
        for n, file in enumerate(
            ["../../etc/passwd", "a/b\\c:*?.txt", "报\u202e告.docx", "\udcff", "名" * 500], 1
        )
    ]
    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"\d{4}(-[0-9A-Za-z一-鿿-]+)?\.html", name)
        assert len(name.encode()) < 200


def test_without_jinja_one_line_says_what_to_install(
    national: Checklist, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtra, match=r"Jinja2.*pip install 'fazhi-checklist\[html\]'"):
        write("html", [], national)


_SPANS = st.lists(
    st.tuples(st.integers(-2, 40), st.integers(-2, 40), st.sampled_from(["covered", "mentioned", "missing"])),
    max_size=8,
)


@given(st.text(alphabet="甲乙 \n<", max_size=36), _SPANS)
def test_segments_join_to_the_text_and_carry_their_passages(
    text: str, spans: list[tuple[int, int, str]]
) -> None:
    passages = [Passage(a, b, f"q{n}", n, status, "") for n, (a, b, status) in enumerate(spans)]
    found = list(lines(text, passages))
    assert ["".join(s.text for s in line) for line in found] == [
        line for line in text.split("\n") if line.strip()
    ]
    segments = [segment for line in found for segment in line]
    for passage in passages:
        inside = 0 <= passage.start < passage.end <= len(text)
        quote = text[passage.start : passage.end] if inside else ""
        covered = "".join(s.text for s in segments if passage in s.passages)
        assert "".join(covered.split()) == "".join(quote.split())
        for side in ("opens", "closes"):
            count = sum(passage in getattr(segment, side) for segment in segments)
            assert count == (1 if quote.strip() else 0)
