"""The title: found among menus, doubled, split over lines, run into the text or missing."""

from __future__ import annotations

import re
from typing import NamedTuple

from scorer.metadata.genre import CORE, REPORT_NOUN, genre_of_title
from scorer.metadata.page import Line, Page, plain_of
from scorer.model import Document
from scorer.outline import FILE_NUMBER
from scorer.patterns import late

ENOUGH = 5.0
"""Points from which on a line counts as the title."""

_CHROME = late(
    r"首页|当前位置|您(?:现在)?的位置|所在位置|无障碍|网站地图|设为首页|加入收藏|字号|"
    r"字体|浏览|点击|索引号|索引|发文字号|主题分类|发布机构|发文机[关构]|分享|打印|"
    r"登录|注册|长者|关怀|简体|繁体|版权|备案|主办|邮箱|微信|上一篇|下一篇|扫一扫|"
    r"来源[:：]|作者[:：]|编辑[:：]|发布(?:日期|时间)|关键[词字]|有效性|"
    r"^(?:政府)?信息公开(?:指南|制度|目录|年报)?$"
)
_LABELLED = late(r"^(?:(?:信息|文件|公文|文章)?(?:名\s*称|标\s*题|题\s*名))\s*[:：]?\s*")
_TRAILER = late(
    r"\s*(?:[-_|–—]+\s*[^-_|–—《》]{2,24}(?:网|网站|门户|门户网站|平台|频道|人民政府|政府|"
    r"在线)(?:\s*[-_|–—].*)?|"
    r"\s(?:发布|发表|公开|更新)?(?:日期|时间)\s*[::].*|\s+来源\s*[::].*|\s+\[?20\d\d[-/.]\d\d?[-/.]\d\d?.*)$"
)
_COLUMN = late(
    r"(?:推进|加强)?(?:法治政府|依法行政)(?:建设)?(?:工作)?(?:年度|情况)?(?:报告|情况|总结|年报|专栏|专题|示范创建|公开)?"
)
"""The name of a column of the site."""
_GENRE_NOUN = late(
    r"(?:报告|总结|汇报|情况|通知|意见|方案|要点|计划|安排|解读|讲话|发言|公示|公告|通报|"
    r"办法|条例|规定|细则|清单|规划|制度|纲要|体系|名单|决定|年报|要求|函|致辞|范文)"
    r"(?:\([^)]{1,20}\))?$"
)
_NUMBERED_PAPER = late(rf"^{FILE_NUMBER}$")
_BODY_ONLY = late(
    r"^(?:中共|中国共产党)?[\u4e00-\u9fff]{2,30}(?:人民政府|委员会|委|政府|局|厅|办公室|"
    r"办事处|管委会|省|市|县|区|镇|乡|街道)$"
)
_STARTS = late(
    r"关于|20\d\d|二[〇○零0]|\d{4}|法治|依法|推进|年度|工作|建设|情况|的?报告|总结|政府|"
    r"-{2}"
)
_SENTENCE = late(r"^20\d\d年?度?(?:以来)?[,，]|如下|^(?:一年来|今年以来)|[一二]、")
_BEGUN = late(r"关于|20\d\d|二[〇○零0]|法治|依法|[和与及、的]$|^中共")
_OPENS = (
    r"(?=\s*-{2}|20\d\d年|二〇|同志们|各位|主任|根据|依据|现将|为(?:了|深入|贯彻|进一步)|"
    r"今年|近年|按照|[一二]、|\(一\)|尊敬|一年来)"
)
_GLUED = late(
    rf"^[^,。:;]{{4,70}}?(?:的报告|情况的?报告|年度报告|工作报告|报告|工作总结|总结|讲话|"
    rf"工作要点|实施方案|情况){_OPENS}"
)
_YEAR = late(r"20\d\d|二[〇○零0]")
_SUBJECT = late(
    r"[\u4e00-\u9fff](?:省|市|县|区|旗|州|盟|镇|乡|街道|街|局|厅|委|部|办|政府|委员会|"
    r"院)(?=关于|20|二[〇○零]|法治|依法|推进|政府|$)"
)
_LOOSE = late(r"(?<=[0-9０-９])\s+(?=\S)|(?<=\S)\s+(?=[0-9０-９])|\s+(?=[年的])")
_SPACE = late(r"\s+")


class Title(NamedTuple):
    """The title as printed (`text`), normalised without blanks (`plain`), and the line it ends before."""

    text: str
    plain: str
    after: int

    @property
    def spaced(self) -> str:
        """Normalised with the blanks kept, which stand between joint issuers."""
        return plain_of(self.text)


def find_title(page: Page, document: Document) -> Title | None:
    """Return the title, or None when the text begins without one and nothing else tells it."""
    best: tuple[float, Title] | None = None
    for points, title in _candidates(page):
        if best is None or points > best[0]:
            best = points, title
    if best and best[0] >= ENOUGH:
        return best[1]
    return _glued(page) or _hinted(document) or _weak(best, page)


def _candidates(page: Page) -> list[tuple[float, Title]]:
    seen: dict[str, int] = {}
    found = []
    for start in range(min(page.body, 60)):
        for title in _windows(page, start):
            seen[title.plain] = seen.get(title.plain, 0) + 1
            found.append((_points(title) - 0.02 * start, title))
        found += _headlines(page, start, found)
    if not found or max(points for points, _ in found) < ENOUGH:  # a notice in the menus may look like text
        for start in range(page.body, min(page.body + 30, len(page.head))):
            line = page.head[start]
            if (
                not line.heading
                and len(line.plain) <= 60
                and "。" not in line.plain
                and line.plain[-1] not in ",;:、"
            ):
                title = _made((line,), start + 1)
                if (
                    REPORT_NOUN.search(title.plain)
                    and _YEAR.search(title.plain)
                    and _SUBJECT.search(title.plain)
                ):
                    found.append((_points(title) - 1, title))
    return [(points + (0.5 if seen.get(title.plain, 0) > 1 else 0), title) for points, title in found]


def _windows(page: Page, start: int) -> list[Title]:
    """The line at `start` alone and joined with the one to three lines that may continue it."""
    first = page.head[start]
    if not _may_be_title(first):
        return []
    titles = []
    lines: tuple[Line, ...] = (first,)
    if len(first.plain) >= 4:
        titles.append(_made(lines, start + 1))
    if not _BODY_ONLY.match(first.squeezed) and not _BEGUN.search(first.squeezed):
        return titles
    for index in range(start + 1, min(start + 4, page.body)):
        line = page.head[index]
        last = lines[-1].squeezed
        continues = _STARTS.match(line.squeezed) and not _GENRE_NOUN.search(last)
        joint = _BODY_ONLY.match(last) and _BODY_ONLY.match(line.squeezed) and len(lines) == index - start
        if not (continues or joint) or not _may_be_title(line) or sum(len(part.plain) for part in lines) > 80:
            break
        if (
            _GENRE_NOUN.search(line.squeezed)
            and _SUBJECT.search(line.squeezed)
            and not _BODY_ONLY.match(lines[0].squeezed)
        ):
            break  # a complete title of its own
        lines = (*lines, line)
        titles.append(_made(lines, index + 1))
    return titles


def _headlines(page: Page, start: int, found: list[tuple[float, Title]]) -> list[tuple[float, Title]]:
    """A news headline of two lines: the line just found and the one below it."""
    if not found or start + 1 >= page.body or found[-1][1].after != start + 1:
        return []
    points, first = found[-1]
    below = page.head[start + 1]
    genre = genre_of_title(first.plain)
    if (
        points >= ENOUGH
        and genre
        and genre[0] == "news"
        and 6 <= len(below.plain) <= 26
        and _may_be_title(below)
    ):
        text = below.squeezed
        if text not in first.plain and not _BODY_ONLY.match(text) and not re.search(r"[\d:,]", text):
            return [(points + 0.1, _made((page.head[start], below), start + 2, " "))]
    return []


def _may_be_title(line: Line) -> bool:
    plain = line.plain
    return (
        2 <= len(plain) <= 110
        and not line.heading
        and not _SENTENCE.search(line.squeezed)
        and ">" not in plain
        and "。" not in plain
        and not plain.endswith((":", ";", ",", "文件"))
        and not _CHROME.search(_TRAILER.sub("", plain))
        and not _NUMBERED_PAPER.match(line.squeezed)
    )


def _points(title: Title) -> float:
    plain = title.plain
    if len(plain) < 6 or len(plain) > 100:
        return 0.0
    points = 0.0
    if CORE.search(plain):
        points += 4
    if _GENRE_NOUN.search(plain):
        points += 3
    if _YEAR.search(plain):
        points += 1.5
    if _SUBJECT.search(plain):
        points += 1.5
    if "关于" in plain:
        points += 1
    if _COLUMN.fullmatch(plain):
        points -= 4
    if plain.count("、") + plain.count(",") > 3:
        points -= 2
    return points


def _made(lines: tuple[Line, ...], after: int, joint: str = "") -> Title:
    text = ""
    for line in lines:
        piece = line.text
        if text and _BODY_ONLY.match(text.split(" ")[-1]) and _BODY_ONLY.match(line.squeezed):
            piece = " " + piece
        text += (joint if text else "") + piece
    return Title(*_tidy(text), after)


def _tidy(text: str) -> tuple[str, str]:
    """Cut site names and labels off, close the blanks that typesetting put into words."""
    plain = plain_of(text)
    label = _LABELLED.match(plain)
    if label:
        text, plain = text[label.end() :], plain[label.end() :]
    cut = _TRAILER.search(plain)
    if cut and cut.start() >= 6:
        text, plain = text[: cut.start()], plain[: cut.start()]
    words = text.split()
    spaced = sum(len(word) == 1 for word in words) > 4
    text = "".join(words) if spaced else _LOOSE.sub("", " ".join(words))
    return text, _SPACE.sub("", plain)


def _glued(page: Page) -> Title | None:
    """A title that runs into the text without a line break."""
    if page.body >= len(page.head):
        return None
    line = page.head[page.body]
    match = _GLUED.match(line.plain)
    if match is None or not (CORE.search(match.group()) or re.search("工作报告|关于", match.group())):
        return None
    return Title(*_tidy(line.text[: match.end()]), page.body)


def _hinted(document: Document) -> Title | None:
    """The title a page's metadata or a file's properties give, if it reads like one."""
    hint = document.hints.get("title", "").strip()
    if not hint:
        return None
    text, plain = _tidy(hint)
    title = Title(text, plain, 0)
    return title if _points(title) >= ENOUGH else None


def _weak(best: tuple[float, Title] | None, page: Page) -> Title | None:
    """A bare “法治政府建设年度报告” is the title only where the text begins right below it."""
    return best[1] if best and (best[0] >= 4 or (best[0] > 2.5 and best[1].after >= page.body - 1)) else None
