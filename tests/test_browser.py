"""Pages and index in a real browser. Run as a program, this writes the screenshots of docs/screenshots."""

from __future__ import annotations

import base64
import io
import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from output_cards import example_cards, hostile_card, many_cards, write

from reports.view import visible
from rules.loader import load_national
from rules.model import Checklist
from scorer.model import Scorecard

pytest.importorskip("selenium", reason="selenium is not installed")
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

DESKTOP, PHONE = (1280, 900), (390, 844)
FLAGS = "headless=new no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update disable-sync hide-scrollbars lang=zh-CN"
SCREENSHOTS = Path(__file__).parent.parent / "docs" / "screenshots"


class Browser:
    """Headless Chromium, with what its console said and what it asked the network for."""

    def __init__(self, profile: Path) -> None:
        options = webdriver.ChromeOptions()
        options.binary_location = found("chromium") or ""
        for flag in (*FLAGS.split(), f"user-data-dir={profile}"):
            options.add_argument(f"--{flag}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(found("chromedriver")))

    def open(self, path: Path, fragment: str = "", size: tuple[int, int] = DESKTOP) -> None:
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": size == PHONE}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        self.driver.get("about:blank")
        self.driver.get_log("browser")
        self.driver.get_log("performance")
        self.driver.get(path.as_uri() + fragment)

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def all(self, selector: str) -> list[Any]:
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector: str) -> Any:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def in_view(self, element: Any) -> bool:
        script = (
            "const box = arguments[0].getBoundingClientRect(); return box.bottom > 0 && box.top < innerHeight"
        )
        return bool(self.run(script, element))

    def complaints(self) -> list[str]:
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """What was asked for since the page was opened, apart from the local files themselves."""
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        urls = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return [url for url in urls if not url.startswith(("file:", "about:"))]

    def assert_quiet(self) -> None:
        assert self.complaints() == []
        assert self.requests() == []


def found(program: str) -> str | None:
    return shutil.which(program) or (shutil.which("chromium-browser") if program == "chromium" else None)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    for program in ("chromium", "chromedriver"):
        if found(program) is None:
            pytest.skip(f"{program} is not installed (Debian: chromium, chromium-driver)")
    started = Browser(tmp_path_factory.mktemp("profile"))
    yield started
    started.driver.quit()


@pytest.fixture(scope="module")
def cards(national: Checklist) -> list[Scorecard]:
    return example_cards(national)


@pytest.fixture(scope="module")
def page(national: Checklist, cards: list[Scorecard], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "结果.html"
    path.write_bytes(write("html", cards[1:2], national))
    return path


@pytest.fixture(scope="module")
def index(national: Checklist, cards: list[Scorecard], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("index") / "汇总 50.html"
    path.write_bytes(write("html", many_cards(cards, 50, national), national, target=path))
    return path


def test_a_page_opens_without_a_complaint_or_a_request(
    browser: Browser, page: Path, cards: list[Scorecard]
) -> None:
    browser.open(page)
    assert browser.one("h1").text == cards[1].meta.title
    assert (
        browser.run("return getComputedStyle(document.querySelector('.bars .fill')).fill")
        == "rgb(51, 101, 143)"
    )
    browser.assert_quiet()


def test_the_policy_stops_what_is_not_ours(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run(
        "document.body.insertAdjacentHTML('beforeend',"
        '\'<button id=x onclick="window.bad=1">x</button><img src="https://example.org/a.png">\');'
        "document.getElementById('x').click()"
    )
    assert browser.run("return window.bad") is None
    stopped = [line for line in browser.complaints() if "Content Security Policy" in line]
    assert len(stopped) == 2, "the handler and the picture"


def test_filters_narrow_the_elements_and_the_marks(
    browser: Browser, page: Path, cards: list[Scorecard]
) -> None:
    browser.open(page)
    shown = "#elements li:not([hidden])"
    marks = "#text .body mark:not(.off)"
    every = len(browser.all(marks))
    wanted = sum(finding.status == "missing" for finding in cards[1].findings)
    button = browser.one("#elements button[data-status=missing]")
    button.click()
    assert button.get_attribute("aria-pressed") == "true"
    assert len(browser.all(shown)) == wanted
    assert 0 < len(browser.all(marks)) < every
    assert f"显示 {wanted} 项" in browser.one("#elements output").text
    browser.one("#elements button[data-status='']").click()
    browser.one("#elements input").send_keys("行政复议")
    names = [entry.text for entry in browser.all(shown)]
    assert names and all("行政复议" in name for name in names)
    browser.run("location.hash = '#e1'")
    browser.driver.implicitly_wait(2)
    assert browser.all("#e1:not([hidden])"), "a jump to a hidden element lifts the filter"
    browser.driver.implicitly_wait(0)
    assert len(browser.all(marks)) == every
    browser.assert_quiet()


def test_an_element_jumps_to_its_sentence_and_back(browser: Browser, page: Path) -> None:
    browser.open(page)
    entry = browser.all("#elements li.covered a")[-1]
    key = entry.get_attribute("href").split("#")[1]
    number = key[1:].split("-")[0]
    entry.send_keys(Keys.ENTER)
    sentence = browser.one(f"#{key} mark")
    assert browser.in_view(sentence)
    assert browser.run("return document.querySelector(':target').id") == key
    back = browser.one(f"#text a.ref[href='#e{number}']")
    back.send_keys(Keys.ENTER)
    assert browser.run("return document.querySelector(':target').id") == f"e{number}"
    assert browser.in_view(browser.one(f"#e{number}"))
    browser.assert_quiet()


def test_the_keyboard_alone_is_enough(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.one("body").send_keys(Keys.TAB)
    skip = browser.driver.switch_to.active_element
    assert skip.text == "跳到审核结果" and browser.in_view(skip)
    assert browser.run("return getComputedStyle(document.activeElement).outlineStyle") == "solid"
    skip.send_keys(Keys.ENTER)
    assert browser.driver.switch_to.active_element.get_attribute("id") == "main"
    browser.driver.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.driver.switch_to.active_element.tag_name == "a"
    assert (
        browser.run(
            'return document.querySelectorAll(\'[tabindex]:not([tabindex="0"]):not([tabindex="-1"])\').length'
        )
        == 0
    )


def test_without_script_everything_but_the_filter_is_there(browser: Browser, page: Path, index: Path) -> None:
    browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open(page)
        assert not browser.one("#elements .filter").is_displayed()
        assert len(browser.all("#elements li")) == 58
        browser.one("#gaps dd a").send_keys(Keys.ENTER)
        assert browser.driver.current_url.split("#")[1].startswith("q")
        assert browser.one(":target mark").is_displayed()
        browser.open(index)
        assert not browser.one("#ranking .filter").is_displayed()
        assert browser.one("#map").size["height"] > 50 * 10
        assert len(browser.all(".ranking tbody tr")) == 50
    finally:
        browser.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def column(browser: Browser, at: int) -> list[str]:
    script = "return [...document.querySelectorAll('.ranking tbody tr')].filter((r) => !r.hidden).map((r) => r.cells[arguments[0]].textContent)"
    cells: list[str] = browser.run(script, at)
    return cells


def test_an_index_of_50_sorts_filters_and_leads_on(browser: Browser, index: Path) -> None:
    browser.open(index)
    assert column(browser, 2) == sorted(column(browser, 2), key=float, reverse=True)
    head = browser.all(".ranking thead th")[7]
    head.find_element(By.TAG_NAME, "button").click()
    assert head.get_attribute("aria-sort") == "descending"
    lacking = [int(cell) for cell in column(browser, 7)]
    assert lacking == sorted(lacking, reverse=True) and lacking[0] > lacking[-1]
    labels = browser.run("return [...document.querySelectorAll('.places text')].map((t) => t.textContent)")
    assert labels == column(browser, 0), "the heat map follows the table"
    browser.one("#ranking input[type=checkbox]").click()
    kept = column(browser, 4)
    assert 0 < len(kept) < 50 and all("缺" in cell for cell in kept)
    assert f"显示 {len(kept)} 份" in browser.one("#ranking output").text
    assert len(browser.run("return [...document.querySelectorAll('.places text')]")) == len(kept)
    browser.one("#ranking input[type=checkbox]").click()
    browser.one("#ranking input[type=search]").send_keys("桥乡")
    assert all("桥乡" in cell for cell in column(browser, 1))
    browser.assert_quiet()
    link = browser.one(".ranking tbody tr:not([hidden]) th a")
    title = link.text
    link.click()
    assert browser.one("h1").text == title
    browser.assert_quiet()
    browser.one(".kind a").click()
    assert browser.one("h1").text == "审核汇总"


def test_the_heat_map_tells_and_opens_by_keyboard_and_mouse(browser: Browser, index: Path) -> None:
    browser.open(index)
    box = browser.one(".map")
    box.send_keys(Keys.ARROW_DOWN)
    box.send_keys(Keys.ARROW_DOWN)
    box.send_keys(Keys.ARROW_RIGHT)
    row = browser.all(".ranking tbody tr")[1]
    state = {"c": "已覆盖", "m": "仅提及", "x": "缺失", "-": "不适用"}[row.get_attribute("data-h")[1]]
    name = browser.all(".tallies tbody th")[1].text
    assert (
        browser.one(".told").text == f"第 2 名 {row.find_element(By.TAG_NAME, 'th').text}——2. {name}：{state}"
    )
    aim = row.find_element(By.TAG_NAME, "a").get_attribute("href")
    box.send_keys(Keys.ENTER)
    assert browser.driver.current_url == f"{aim}#e2"
    assert browser.in_view(browser.one("#e2"))
    browser.open(index)
    point = {"bubbles": True, "clientX": 44 + 18 * 4 + 9, "clientY": 22 + 16 * 3 + 8}
    browser.run(
        "const map = document.getElementById('map'), box = map.getBoundingClientRect(), at = arguments[0];"
        "at.clientX += box.left; at.clientY += box.top; map.dispatchEvent(new MouseEvent('mousemove', at))",
        point,
    )
    assert browser.one(".told").text.startswith("第 4 名") and "——5. " in browser.one(".told").text
    browser.assert_quiet()


def test_an_index_of_1000_sorts_in_under_half_a_second(
    browser: Browser, national: Checklist, cards: list[Scorecard], tmp_path: Path
) -> None:
    path = tmp_path / "千份.html"
    path.write_bytes(write("html", many_cards(cards, 1000, national), national))
    browser.open(path)
    script = """
      const start = performance.now();
      document.querySelectorAll(".ranking thead button")[arguments[0]].click();
      document.body.getBoundingClientRect();
      return performance.now() - start"""
    times = {at: browser.run(script, at) for at in (1, 2, 7, 0)}
    print("sort of 1,000 rows by column, ms:", {at: round(ms) for at, ms in times.items()})
    assert max(times.values()) < 500
    assert len(set(column(browser, 2))) > 100
    browser.assert_quiet()


def test_hostile_text_does_nothing(browser: Browser, national: Checklist, tmp_path: Path) -> None:
    card = hostile_card(national)
    path = tmp_path / "敌意.html"
    path.write_bytes(write("html", [card, card], national, target=path))
    for page in (path, *path.with_name("敌意_files").iterdir()):
        browser.open(page)
        shown = visible(card.meta.title or "")
        assert shown in browser.run("return document.body.textContent")
        assert browser.run(
            "return [document.scripts.length, document.images.length, document.forms.length]"
        ) == [1, 0, 0]
        assert browser.run("return getComputedStyle(document.querySelector('main')).direction") == "ltr"
        assert browser.run("return document.querySelector('footer').textContent").strip().startswith("得分")
        browser.assert_quiet()
        for size in (DESKTOP, PHONE):
            browser.open(page, size=size)
            assert browser.run("return document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nothing_is_wider_than_the_screen(
    browser: Browser, page: Path, index: Path, size: tuple[int, int]
) -> None:
    for path in (page, index):
        browser.open(path, size=size)
        assert browser.run("return document.documentElement.scrollWidth") <= size[0]


def test_a_page_prints_on_a4_without_colour(browser: Browser, page: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 is not installed")
    browser.open(page)
    printed = browser.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
    document = pdfium.PdfDocument(base64.b64decode(printed["data"]))
    assert [round(x) for x in document[0].get_size()] == [595, 842]
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert "得分" in text and "跳到审核结果" not in text
    styles = {}
    for status in ("covered", "mentioned", "missing", "notice"):
        mark = browser.one(f".legend mark.{status}")
        styles[status] = browser.run("return getComputedStyle(arguments[0]).textDecorationStyle", mark)
    assert len(set(styles.values())) == 4, "every status has an underline of its own"


def main() -> None:
    """Write the screenshots that the documentation shows, in few colours to keep them small (needs Pillow)."""
    from PIL import Image

    checklist = load_national()
    cards = example_cards(checklist)
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        browser = Browser(Path(folder) / "profile")
        page, index = Path(folder) / "page.html", Path(folder) / "index.html"
        page.write_bytes(write("html", cards[1:2], checklist))
        index.write_bytes(write("html", many_cards(cards, 50, checklist), checklist, target=index))
        for name, path, fragment in (
            ("page", page, ""),
            ("page-gaps", page, "#gaps"),
            ("page-text", page, "#text"),
            ("index", index, ""),
            ("index-ranking", index, "#ranking"),
            ("index-heat", index, "#heat"),
        ):
            for size, kind in ((DESKTOP, "desktop"), (PHONE, "phone")):
                browser.open(path, fragment, size)
                target = SCREENSHOTS / f"{name}-{kind}.png"
                shot = Image.open(io.BytesIO(browser.driver.get_screenshot_as_png())).convert("RGB")
                shot.quantize(128, kmeans=3, dither=Image.Dither.NONE).save(target, optimize=True)
                print(unquote(target.name), target.stat().st_size)
        browser.driver.quit()


if __name__ == "__main__":
    main()
