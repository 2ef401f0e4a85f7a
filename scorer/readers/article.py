"""Finds the report inside a web page: the box that holds the prose, without the page's furniture."""

from __future__ import annotations

import re
from itertools import accumulate

from scorer.readers.page import Box, Line, Page
from scorer.readers.parts import squeeze

DOMINANT = 0.95  # of a box's prose in one child: the article is inside that child
SLIGHT = 0.05  # of the page's prose at most may stand in what is dropped for its name alone
SLIGHT_CHARACTERS = 120
SHORT_PAGE = 400  # characters; below this a page with attachments is probably only their cover
NAMED = re.compile(
    r"(?:^|[\s_-])(?:bread)?(?:crumbs?|nav(?:bar|igation)?|menu|foot(?:er)?|copyright|share|(?:bd|b|js)?share\w*"
    r"|font-?size|fontbtn|zihao|toolbar|tools?|print|relat(?:ed|ion)\w*|side(?:bar)?|login|search\w*|links?"
    r"|friend\w*|pag(?:es|er|ination)|prev\w*|next\w*|qr-?code\w*|ewm|erweima|comments?|popup|float\w*"
    r"|position|location|weizhi|dqwz|top-?bar|accessib\w*|xgwd|xgxx|xglj|fenxiang|dayin|guanbi)(?:$|[\s_\d-])",
    re.I,
)
FURNITURE = re.compile(
    r"今天是|您?(?:现|当前|目前)?(?:在|所在)的?(?:位置|栏目)|当前位置|首页\s*[>＞›»/]|设为首页|加入收藏|无障碍(?:阅读|浏览|版)"
    r"|长者(?:版|模式|助手|专区)|适老|浏览次数|点击[数率次]|阅读次数|访问量|瀏覽次數"
    r"|字[体號号]\s*[:：]|[【\[［]\s*字[体号]|[【\[［]\s*大\s*(?:中\s*)?小|打印(?:本页|此页)?|关闭(?:窗口|本页)?"
    r"|分享(?:到|至|[:：])|扫一扫|二维码|微信|版权所有|主办单位?[:：]|承办单位?[:：]|技术支持|ICP备|公网安备"
    r"|网站标识码|网站地图|联系我们|上一[篇条]|下一[篇条]|相关(?:链接|文[档章件]|信息|新闻|解读|附件)"
    r"|返回(?:顶部|首页)|收藏|纠错|回到顶部|热搜|登录|注册|责任?编辑?[:：]|审核[:：]|Copyright",
    re.I,
)
LABEL = re.compile(
    r"^(?:索\s*引\s*号|信息索引|主题分类|公文种类|体裁分类|组配分类|发\s*文\s*机\s*[关构]|发布机构|公开(?:机构|方式|形式"
    r"|时限|范围|属性|日期|时间|主体)|发文单位|发布单位|责任部门|成文日期|发文日期|发布日期|发布时间|更新日期|更新时间"
    r"|生成日期|生效日期|失效日期|废止日期|有\s*效\s*性|信息来源|文章来源|稿件来源|来\s*源|作\s*者|编\s*辑|文\s*号"
    r"|发文字号|文件编号|关\s*键\s*[字词]|主\s*题\s*词|名\s*称|标\s*题|统一编号|内容概述|信息类别|语\s*种|浏览|时\s*间|日\s*期)"
    r"\s*(?:[:：\t|]|$)"
)
ONLY_DATE = re.compile(r"^\D{0,2}(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d\d(?::\d\d)?)?$")
FURNITURE_LENGTH = 120  # characters; a longer line is prose that happens to say such a word


def article_lines(page: Page, title: str) -> tuple[list[str], list[str]]:
    """The report's lines with its title on top, and warnings."""
    prose = [0, *accumulate(line.prose for line in page.lines)]
    dropped = _dropped(page.box, prose)
    box = _article_box(page, prose, dropped)
    kept = [number for number in range(box.start, box.end) if number not in dropped]
    written = [number for number in kept if page.lines[number].prose]
    first, last = (written[0], written[-1]) if written else (box.end, box.start)
    lines = [
        page.lines[number].text
        for number in kept
        if not is_furniture(page.lines[number], inside=first <= number <= last)
    ]
    return _with_title(lines, title), _warnings(lines, page.attachments)


def is_furniture(line: Line, inside: bool) -> bool:
    """Whether a line belongs to the page, not to the report; `inside` when between its sentences."""
    if line.is_link:
        return True
    if len(line.text) > FURNITURE_LENGTH:
        return False
    if "今天是" in line.text:
        return True
    labelled = LABEL.search(line.text) is not None and not line.prose
    return not inside and (labelled or FURNITURE.search(line.text) is not None or _is_date(line))


def _is_date(line: Line) -> bool:
    return ONLY_DATE.search(line.text) is not None


def _dropped(root: Box, prose: list[int]) -> set[int]:
    """Numbers of the lines in boxes hidden or named as furniture that hold next to no prose."""
    total = prose[root.end] - prose[root.start]
    dropped: set[int] = set()
    pending = [root]
    while pending:
        box = pending.pop()
        inside = prose[box.end] - prose[box.start]
        slight = inside <= max(SLIGHT_CHARACTERS, SLIGHT * total)
        if (slight and box.tag != "page" and NAMED.search(box.names)) or (box.hidden and inside * 2 <= total):
            dropped.update(range(box.start, box.end))
        else:
            pending.extend(box.children)
    return dropped


def _article_box(page: Page, prose: list[int], dropped: set[int]) -> Box:
    """The innermost box that holds the prose; what is lost on the way in is furniture or nothing."""
    kept = [0, *accumulate(0 if n in dropped else line.prose for n, line in enumerate(page.lines))]
    box = page.box
    while True:
        total = kept[box.end] - kept[box.start]
        inner = max(box.children, key=lambda child: kept[child.end] - kept[child.start], default=None)
        if inner is None or not total or kept[inner.end] - kept[inner.start] < DOMINANT * total:
            return box
        outside = [*range(box.start, inner.start), *range(inner.end, box.end)]
        if any(_belongs(page.lines[n]) for n in outside if n not in dropped):
            return box
        box = inner


def _belongs(line: Line) -> bool:
    return line.prose > 0 and FURNITURE.search(line.text) is None and LABEL.search(line.text) is None


def _with_title(lines: list[str], title: str) -> list[str]:
    """Pages show the title above the article's box; without it the report would be headless."""
    if not lines or not title or squeeze(title) in squeeze("".join(lines[:20])):
        return lines
    return [title, *lines]


def _warnings(lines: list[str], attachments: list[str]) -> list[str]:
    if attachments and sum(map(len, lines)) < SHORT_PAGE:
        return [f"网页正文很短，报告可能在附件里（{'、'.join(attachments[:3])}），请下载附件后再查"]
    return []
