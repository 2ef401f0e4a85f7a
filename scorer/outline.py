"""Paragraphs, headings, sections and sentences of a report, each with the role it plays.

A report is an account of the year, with parts of other standing: a preface of set phrases, the
shortcomings, the plan for next year, the part on the first responsible person, page furniture. What a sentence
can prove depends on where it stands, so every sentence knows its role and its heading path.
"""

# Annotations are not postponed here: named tuples would compile every one of them at each start.
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from scorer.fold import Folded, normalise
from scorer.model import Document, Role
from scorer.patterns import late

MAX_SENTENCE = 400
HEADING_MAX = 45
RUN_IN_MAX = 30
DASH_ITEM = 3  # level of a dashed item under a heading
LATE = 0.7  # from what share of the sentences on lacks in a row are the report's own shortcomings
SHORT_TEXT = 600  # characters; too little to tell where a report without headings turns

_NUMBER = "[一二三四五六七八九十百零]"
_MARKERS = (
    (1, late(rf"第?{_NUMBER}{{1,3}}(?:、|部分|[.．]|章)\s*")),
    (2, late(rf"\(\s*{_NUMBER}{{1,3}}\s*\)[、.]?")),
    (3, late(r"\d{1,2}\s*(?:[、.．](?!\d)|,(?=[\u4e00-\u9fff]))")),
    (4, late(r"\(\s*\d{1,2}\s*\)[、.]?|[①-⑳]")),
    (1, late(r"-{2,4}(?=[^-])")),
    (5, late(rf"{_NUMBER}{{1,2}}(?:是|要|、)")),
)
_PAGE_NUMBER = late(
    r"\s*(?:-+\s*\d{1,4}\s*-+|第\s*\d{1,4}\s*页(?:\s*[,/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}|\d{1,3})\s*"
)
_TERMINAL = "。!?;"
_ENDS = "。!?;:"
_SPACE = late(r"\s+")
_LINE = late(r"[^\n]+")
_HEAD_END = late(r"[。:!?;]")
_BRACKETED = late(r"^【([^】]{2,30})】|^\[([^\]]{2,30})\]")
_STOP = late(r"[。!?;]+[)》]?")
_NOT_HEADING_END = "。!?;,、"
_CHROME = late(
    r"^(?:您?现?在?的?当?前?位置|首页|打印|关闭|分享|字体|字号|【?字体|【?打印|浏览(?:次数|量)?|阅读(?:次数|量)?|点击(?:数|率|量)?|来源|信息来源|作者|责编|责任编辑|编辑|"
    r"发布(?:时间|日期|机构)|公开(?:时间|日期)|成文日期|生成日期|更新时间|索引号|索 引 号|主题分类|文号|发文字号|关键字|关键词|名\s*称|体裁|有效性|"
    r"长者模式|无障碍|今天是|登录|注册|设为首页|加入收藏|网站地图|联系我们|关于我们|版权所有|主办|承办|技术支持|上一篇|下一篇|相关(?:链接|文件|解读|文章|新闻)|"
    r"友情链接|扫一扫|手机(?:版|扫)|微信|微博|备案(?:号|序号)|[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]ICP备|网站标识码|附件)"
    r"(?:\s|:|>|【|\[|$|[^\u4e00-\u9fff]|.{0,20}$)"
)
_TAIL = late(
    r"^(?:相关(?:链接|文件|解读|文章|新闻)|上一篇|下一篇|友情链接|版权所有|主办单位|主办:|网站地图|责编|责任编辑|扫一扫|【?打印|\[?打印)"
)
FILE_NUMBER = r"[\u4e00-\u9fff]{1,8}[〔\[(【]\s*20\d\d\s*[〕\])】]\s*第?\s*\d+\s*号"
_FILE_NUMBER_LINE = late(rf"{FILE_NUMBER}(?:\s*签发人.{{0,10}})?\s*")
_TITLE = late(r"(?:法治|依法行政|依法治).{0,24}(?:报告|总结|情况|汇报)\s*$")
_ADDRESSEE = late(r"^[\u4e00-\u9fff、,()\s]{2,40}:$")
_SIGNATURE = late(
    r"^(?:特此报告|此报告|专此报告|以上报告|[\u4e00-\u9fff\s]{4,30}(?:政府|委员会|局|厅|办事处|委|办公室|大队|中心)|\(?.{0,10}(?:\d{4}|二[〇○零oO]\S{2})\s*年\s*\S{1,3}\s*月\s*\S{1,3}\s*日\)?)[。.]?$"
)

_SHORTCOMINGS = late(
    r"(?:存在|面临|仍有|当前|主要|突出|还有).{0,8}(?:不足|问题|差距|短板|困难|薄弱|弱项)|^(?:工作|主要)?(?:不足|问题|短板|差距|困难)|"
    r"(?:不足|问题|短板|差距|弱项)(?:之处|以?及其?|和|与|、)?(?:主要|存在的?)?(?:原因|成因|分析|对策|改进|打算|下|整改)|薄弱环节|正视.{0,8}(?:不足|问题|差距|短板|弱项|欠缺)|"
    r"(?:查找|找准|剖析|检视|反思).{0,6}(?:不足|问题|差距|短板|原因)|(?:不足|差距|短板|问题)(?:与|和|及)?(?:原因)?$|原因分析|哪些.{0,6}(?:不足|没做好|不够)|"
    r"(?:不足|问题|短板|差距|弱项).{0,3}(?:与|和|及|、|,).{0,12}(?:打算|安排|计划|思路|新一年|新的一年|下一年|明年|来年)|"
    r"(?:欠缺|(?<![挑治改除纠揪抓])毛病|欠账|软肋|没做好|做得不够|不尽如人意)"
)
_NOT_SHORTCOMINGS = late(
    r"(?:着力|聚焦|破解|解决|化解|攻克|针对|坚持|围绕|整治|突出|强化|推动|推进|深入|整改|紧盯|直面|回应|排查|督促|打通|补齐|补上|补足|补强|弥补|消除|缩小|拉长)[^。]{0,14}(?:问题|短板|困难|弱项|薄弱)|问题导向|难点问题|历史遗留|民生问题|群众反映"
)
_OWN_SHORTCOMINGS = late(r"(?:中|建设|工作)?存在的?(?:主要|突出)?(?:问题|不足)(?:和|与|及|以及|、|$)")
_PLAN = late(
    r"下一?步|下一?年|下一?阶段|下年度|明年|来年|新一年|新的一年|今后|未来|展望|努力方向|工作(?:打算|思路|计划|安排|部署|重点|设想)$|"
    r"(?:打算|思路|工作计划|工作安排|主要安排|重点安排|工作重点|重点工作|主要任务)$|着眼\d{4}|谋划\d{4}|过了年|开年|开春"
)
_PLAN_SURE = late(r"下一?步|下一?年|下一?阶段|下年度|明年|来年|新的一年|今后|打算|努力方向")
_PLAN_DONE = late(
    r"(?:强化|加强|细化|周密|统筹|落实|推进|完善|做好|科学|抓实|抓好)[^,]{0,6}(?:部署|安排|计划|谋划)|已完成|完成情况|落实情况|推进情况|开展情况|进展|执行情况|成效"
)
_FIRST = late(
    r"第一责任人|(?:主要负责人|主要负责同志|主要领导|一把手|书记|县长|区长|市长|局长|镇长|乡长|厅长|主任).{0,16}(?:履职|履行|职责|带头|抓法治)|(?:履职|履行).{0,12}(?:第一责任|主要负责)"
)
_TURN_SHORT = late(
    r"(?:^|但是?|[,;。])[^。]{0,40}?(?:存在|还有|仍有|尚有|面临)(?:着|的)?[^。,;]{0,14}(?:不足|问题|差距|短板|薄弱环节|困难|欠缺|弱项)"
    r"|^(?:毛病|不足|问题|差距|短板)也|(?:不足|问题|差距|短板)(?:主要)?(?:有(?!了|效)|是|在于|表现|体现)|做得不够的|丢了?分|清醒(?:地)?(?:认识|看到)|(?:看到|看清|认识到|意识到)[^。,;]{0,12}(?:不足|差距|短板|弱项|欠缺)|(?:与|同|和|对照|离).{2,30}(?:相比|还有|尚有|仍有).{0,8}(?:差距|距离|不足)"
)
_NOT_TURN = late(
    r"整改|已(?:整改|解决|完成|全部)|督促|排查|检查中?发现|企业|群众反映|评查|隐患|(?<!亟待)(?<!亟需)(?<!需要)(?<!有待)解决"
)
_TURN_PLAN = late(
    r"^(?:[一二三四五六七八九十]{1,2}、|\(.{1,3}\))?(?:下一?步|下一?阶段|下一?年度?|下年度|明年|来年|今后|新的一年|展望|面对新的?一年|站在新的?起点|(?:转过年|过了年|开年|开春)[^。]{0,24}?(?:打算|准备|计划|要|将|争取|想|再))"
)


# A sentence that tells what is lacking, and words that say something was or will be done about it.
_LACK = late(
    r"不够|不足(?!\d)|不到位|不规范|不健全|不完善|不平衡|不及时|不高(?!于)|不强|不严|不深|不实|不力|不畅|不全(?!力)|不细|不透|不统一|不熟|不多(?!于)|不愿|"
    r"薄弱|滞后|欠缺|短缺|缺乏|偏[弱低少慢粗]|粗糙|流于形式|走过场|差距|有待|[仍还]存在|尚未|未能|亟[待需]|难以|脱节|短板|弱项|还?停(?:留)?在|跟不上|凭老?经验|"
    r"老毛病|老办法|[至迄]今没|[审办做写说记看管查学]得[粗慢浅少晚散糙乱]|不相通|不共享|各管各|一犯再犯|重[^,;。]{1,8}[、,]?轻|根子在于|原因[是在]|(?<!\d)[仍还](?:习惯|靠|缺|欠|差)"
)
_REMEDIED = late(
    "整改|已经?(?:解决|完成|全部)|督促|排查|通报|评查(?!的)|隐患|针对|补齐|解决|着力|聚焦|围绕|将|打算|计划|查处|受理|撤销|约谈|办理|审结|责令|处罚决定|败诉|立案|关停|"
    "组织|开展|加强|加大|改变|扭转|纠正|推进|建立|健全(?<!不健全)|完善(?<!不完善)|提升|提高|强化|落实"
)
_REMEDY = late("针对|围绕|聚焦|着力|补齐|补短板|(?<![行认成较作])为|解决|进一步|将|要(?!求|点|素|害)|抓")


class Paragraph(NamedTuple):
    """Lines that belong together: their spans in the text, the heading level (0: running text)."""

    pieces: tuple[tuple[int, int], ...]
    text: str
    level: int
    marker: str

    @property
    def start(self) -> int:
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        return self.pieces[-1][1]


class Sentence(NamedTuple):
    """A sentence in its section. `text` is folded; `span` leads back to the original text.

    `role` is what the sentence is (a heading is a heading everywhere), `section` the part it stands in.
    """

    text: str
    start: int
    end: int
    role: Role
    section: Role
    path: str
    place: str
    paragraph: int
    run_in: bool
    folded: Folded
    offset: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Original offsets of `text[start:end]`."""
        return self.folded.span(self.offset + start, self.offset + end)


def outline(document: Document, year: int | None) -> list[Sentence]:
    """Return the sentences of `document` in order; `year` is the reporting year where known."""
    normal = normalise(document.text)
    paragraphs = list(_paragraphs(normal))
    return _with_lacks(list(_sentences(document, normal, paragraphs, _Sections(paragraphs, year))))


def _with_lacks(sentences: list[Sentence]) -> list[Sentence]:
    """The sentences, those towards the end that tell lack after lack as shortcomings where nothing else is."""
    if any(sentence.section == "shortcomings" for sentence in sentences):
        return sentences
    lacking = [
        at
        for at in range(int(len(sentences) * LATE), len(sentences))
        if sentences[at].role in ("account", "plan")
        and _LACK.search(sentences[at].text)
        and not _REMEDIED.search(sentences[at].text)
    ]
    # The measure may stand between one lack and the next.
    for at in {at for pair in pairwise(lacking) if pair[1] - pair[0] <= 2 for at in pair}:
        sentences[at] = sentences[at]._replace(role="shortcomings", section="shortcomings")
    return sentences


# -- lines to paragraphs ----------------------------------------------------------------------


def _paragraphs(normal: str) -> Iterator[Paragraph]:
    lines = [(m.start(), m.end()) for m in _LINE.finditer(normal) if not m.group().isspace()]
    lines = [span for span in lines if not _PAGE_NUMBER.fullmatch(normal, *span)]
    tight = [_SPACE.sub("", normal[start:end]) for start, end in lines]
    width = _wrap_width(tight)
    pieces: list[tuple[int, int]] = []
    first = 0
    for number, span in enumerate(lines):
        pieces.append(span)
        if number + 1 < len(lines):
            indented = normal[lines[number + 1][0] :][:2].isspace()
            if _continues(tight[first : number + 1], tight[number + 1], width, indented):
                continue
        text = "".join(normal[start:end].strip() for start, end in pieces)
        level, marker = _level(text)
        yield Paragraph(tuple(pieces), text, level, marker)
        pieces, first = [], number + 1


def _wrap_width(lines: Sequence[str]) -> int:
    """Characters (blanks aside) at which the text was wrapped by hand or by a printer; 0 when it wasn't."""
    open_ended = [line for line in lines if len(line) >= 15 and line[-1] not in _ENDS]
    if len(open_ended) < 6 or len(open_ended) < 0.3 * len(lines):
        return 0
    width = sorted(map(len, lines))[int(len(lines) * 0.9)]
    return (
        width if width <= 60 and sum(len(line) > width * 1.25 for line in lines) <= 0.05 * len(lines) else 0
    )


def _continues(so_far: Sequence[str], after: str, width: int, indented: bool) -> bool:
    """Whether the line `after` carries on the paragraph of the lines `so_far`."""
    line = so_far[-1]
    if not width:
        # Not wrapped as a whole: only a line that breaks off inside a clause is carried on.
        return line[-1] in ",、(《" and not _starts_block(after)
    if 0 < _level(after)[0] <= 2:
        return False
    full = len(line) >= width * 0.8
    if line[-1] in _ENDS:
        heading = len(after) < width * 0.8 and after[-1] not in _ENDS
        return full and not (indented or heading or _starts_block(after))
    if full or len(so_far) == 1:
        return full  # a short line alone is a heading or a signature
    # A short line after full ones ends a long heading, or was broken twice in running text.
    text = "".join(so_far)
    return not (_starts_block(text) and len(text) <= HEADING_MAX + 15 and "。" not in text)


def _is_dash(paragraph: Paragraph) -> bool:
    return paragraph.marker.startswith("-")


def _starts_block(line: str) -> bool:
    return _level(line)[0] > 0


def _level(text: str) -> tuple[int, str]:
    for level, marker in _MARKERS:
        if found := marker.match(text):
            if level == 5 and text[found.end() - 1] == "、":
                continue
            return level, found.group()
    return 0, ""


def _is_furniture(text: str) -> bool:
    """Whether a line belongs to the page or the file, not to the report."""
    return bool(_CHROME.match(text) or _FILE_NUMBER_LINE.fullmatch(text))


# -- sections -----------------------------------------------------------------------------------


class _Sections:
    """Walks the paragraphs and says for each: its role, its heading path, where running text begins."""

    def __init__(self, paragraphs: Sequence[Paragraph], year: int | None) -> None:
        self.paragraphs = paragraphs
        self.year = year
        self.long = sum(len(paragraph.text) for paragraph in paragraphs) > SHORT_TEXT
        self.roles: list[Role] = []
        self.paths: list[str] = []
        self.headings: list[bool] = []
        self._walk()

    def _walk(self) -> None:
        path: list[tuple[int, str, Role, bool]] = []
        first_body = self._first_body()
        tail = self._tail()
        seen_heading = False
        has_headings = any(self._is_heading(n, first_body) for n in range(first_body, tail))
        for number, paragraph in enumerate(self.paragraphs):
            if number < first_body or number >= tail:
                self._put("title" if self._is_title(paragraph) else "chrome", path, False)
                continue
            heading = self._heading_text(number, first_body)
            if heading is not None:
                level = self._heading_level(paragraph, any(not dash for *_, dash in path))
                while path and path[-1][0] >= level:
                    path.pop()
                inherited = path[-1][2] if path else "account"
                role = (
                    inherited
                    if inherited in ("shortcomings", "plan")
                    else self._role_of(heading, bool(path)) or inherited
                )
                path.append((level, heading, role, _is_dash(paragraph)))
                seen_heading = True
            role = path[-1][2] if path else "account"
            if (not seen_heading and has_headings and not self._is_turn(paragraph.text)) or (
                not has_headings
                and number == first_body
                and tail - first_body >= 3
                and "如下" in paragraph.text[-40:]
            ):
                role = "preface"
            self._put(role, path, heading is not None)

    def _put(self, role: Role, path: Sequence[tuple[int, str, Role, bool]], heading: bool) -> None:
        self.roles.append(role)
        self.paths.append(" > ".join(text for _, text, _, _ in path))
        self.headings.append(heading)

    def _first_body(self) -> int:
        """First paragraph after title lines and page furniture."""
        limit = min(len(self.paragraphs), 40)
        last = 0
        for number in range(limit):
            paragraph = self.paragraphs[number]
            if paragraph.level and not self._is_title(paragraph):
                break
            if (
                self._is_title(paragraph)
                or (_is_furniture(paragraph.text) and len(paragraph.text) < 80)
                or (_ADDRESSEE.match(paragraph.text) and number == last)
            ):
                last = number + 1
            elif len(paragraph.text) > 60:
                break
        return last

    def _tail(self) -> int:
        """First paragraph of what follows the report: signature, related links, imprint."""
        tail = len(self.paragraphs)
        for number in range(
            len(self.paragraphs) - 1, max(len(self.paragraphs) // 2, len(self.paragraphs) - 25), -1
        ):
            paragraph = self.paragraphs[number]
            if _TAIL.match(paragraph.text) or (
                number == tail - 1
                and (_SIGNATURE.match(paragraph.text) or _is_furniture(paragraph.text))
                and len(paragraph.text) < 60
            ):
                tail = number
        return tail

    @staticmethod
    def _is_title(paragraph: Paragraph) -> bool:
        return len(paragraph.text) <= 80 and paragraph.level == 0 and bool(_TITLE.search(paragraph.text))

    def _is_heading(self, number: int, first_body: int) -> bool:
        return self._heading_text(number, first_body) is not None

    def _heading_text(self, number: int, first_body: int) -> str | None:
        """The heading a paragraph is or begins with; None for running text."""
        paragraph = self.paragraphs[number]
        text = paragraph.text
        if paragraph.level in (1, 2, 3, 4):
            body = text[len(paragraph.marker) :]
            head = _HEAD_END.split(body, maxsplit=1)[0]
            if len(head) <= HEADING_MAX + 15:
                return head
            if len(text) > HEADING_MAX:
                return head[:HEADING_MAX] if paragraph.level == 1 and "-" not in paragraph.marker else None
            return head
        if paragraph.level == 5:
            return None
        followed = number + 1 < len(self.paragraphs)
        if (
            3 < len(text) <= HEADING_MAX
            and text[-1] not in _NOT_HEADING_END
            and text[-1] != ":"
            and followed
            and number >= first_body
        ):
            return None if _is_furniture(text) or _SIGNATURE.match(text) else text
        if found := _BRACKETED.match(text):
            return found.group(1) or found.group(2)
        return None

    @staticmethod
    def _heading_level(paragraph: Paragraph, under_heading: bool) -> int:
        """The level of a heading; dashes head chapters of their own, but under a heading they are its items."""
        if _is_dash(paragraph) and under_heading:
            return DASH_ITEM
        return paragraph.level or 1

    def _role_of(self, heading: str, inside: bool) -> Role | None:
        """The part a heading opens; `inside` an account chapter it must be surer of itself."""
        text = _SPACE.sub("", heading)
        short = bool(_SHORTCOMINGS.search(text)) and not (
            _NOT_SHORTCOMINGS.search(text) and not _OWN_SHORTCOMINGS.search(text)
        )
        plan = bool((_PLAN_SURE if inside else _PLAN).search(text)) and not _PLAN_DONE.search(text)
        if self.year is not None and "-" not in text:
            plan = plan or bool(re.search(rf"{self.year + 1}年?(?!年?\d{{1,2}}月)(?![\d./])", text))
        if short:
            return "shortcomings"
        if plan:
            return "plan"
        if _FIRST.search(text) and len(text) <= HEADING_MAX:
            return "first-responsible"
        return None

    def _is_turn(self, text: str) -> bool:
        return bool(_TURN_PLAN.search(text))

    def turn(self, sentence: str, position: float, role: Role, first: bool) -> Role | None:
        """The role from this sentence on where the text itself turns without a heading; else None.

        `position` is how far into the report the sentence stands, 0 to 1; `first`: it is the first under its heading.
        """
        if role == "shortcomings":
            return "plan" if self._turns_to_plan(sentence) else None
        if role == "account" and position > 0.5 and self.long:
            if self._turns_to_plan(sentence):
                return "plan"
            return "shortcomings" if _turns_short(sentence) else None
        if role == "plan" and first and _turns_short(sentence) and not _REMEDY.search(sentence[:60]):
            return "shortcomings"  # a last chapter that takes stock before it looks ahead
        return None

    def _turns_to_plan(self, sentence: str) -> bool:
        if _TURN_PLAN.search(sentence):
            return True
        if self.year is None:
            return False
        return bool(
            re.match(
                rf"^(?:在)?{self.year + 1}年,?(?:[^。]{{0,20}}?(?:将|要|拟|计划|打算|重点|继续|着力|努力))",
                sentence,
            )
        )


def _turns_short(sentence: str) -> bool:
    """Whether a sentence turns to what is lacking."""
    return bool(_TURN_SHORT.search(sentence[:90])) and not _NOT_TURN.search(sentence[:60])


# -- sentences ----------------------------------------------------------------------------------


def _sentences(
    document: Document, normal: str, paragraphs: Sequence[Paragraph], sections: _Sections
) -> Iterator[Sentence]:
    starts = [block.start for block in document.blocks]
    total = max(len(normal), 1)
    turned: Role | None = None
    turned_path = ""
    for number, paragraph in enumerate(paragraphs):
        folded = Folded(normal, list(paragraph.pieces))
        role = sections.roles[number]
        heading = sections.headings[number]
        if heading or role in ("chrome", "title") or sections.paths[number] != turned_path:
            turned = None
        spans = list(_split(folded.text))
        for index, (start, end) in enumerate(spans):
            text = folded.text[start:end]
            low, high = folded.span(start, end)
            current: Role = turned or role
            whole = heading and len(spans) == 1 and folded.text[-1] not in _TERMINAL
            run_in = heading and index == 0 and not whole and (len(spans) > 1 or len(text) <= RUN_IN_MAX)
            if not heading or index:
                first = index == 0 and number > 0 and sections.headings[number - 1]
                found = sections.turn(text, low / total, current, first)
                if found:
                    turned, turned_path, current = found, sections.paths[number], found
            kind: Role = "heading" if whole and role not in ("chrome", "title") else current
            block = bisect_right(starts, low) - 1
            place = document.blocks[block].place if block >= 0 else ""
            yield Sentence(
                text, low, high, kind, current, sections.paths[number], place, number, run_in, folded, start
            )


def _split(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences in a folded paragraph, none longer than MAX_SENTENCE."""
    start = 0
    for found in _STOP.finditer(text):
        yield from _chunks(text, start, found.end())
        start = found.end()
    if start < len(text):
        yield from _chunks(text, start, len(text))


def _chunks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SENTENCE:
        cut = (
            max(text.rfind(",", start, start + MAX_SENTENCE), text.rfind("、", start, start + MAX_SENTENCE))
            + 1
        )
        if cut <= start:
            cut = start + MAX_SENTENCE
        yield start, cut
        start = cut
    yield start, end
