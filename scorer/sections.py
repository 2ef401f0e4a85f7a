"""Judge the parts that are sections of their own: problems, causes, plan, and whether the plan answers.

For these four elements the place decides more than the words: “问题” in the account is mostly a problem
solved for somebody else, “下一步” a step of a form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from rules.model import Element, Status
from scorer.match import FIGURE_PATTERN, Engine, Hit
from scorer.outline import Sentence

if TYPE_CHECKING:
    from scorer.judge import Reading

Verdict = tuple[Hit, Status, float, bool, str]

TASKS_NEEDED = 2
ANSWERED_SHARE = 0.5
SHARED_PAIRS = 2
_CLAUSES = re.compile(r"[,;:。!?]")
_INTRODUCTION = re.compile(
    r"^(?:\(?[一二三四五六七八九十\d]{1,3}\)?[、.]?)?(?:下一?步|下一?年度?|下一?阶段|明年|来年|今后|新的一年|展望\S{0,6}|\d{4}年|开年|开春|过了年|接下来)?"
    r"(?:[^,]{0,12}(?:打算|安排|工作重点|以下工作|几件事|这几样|重点抓好|着重抓好|着力抓好|如下|计划是|思路是))?$"
)
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|、)|\([一二三四五六七八九十\d]{1,2}\)|\d{1,2}[、.．]|[①-⑳]|第[一二三四五六七八九十],|其[一二三四五],)"
)
_CAUSE = re.compile(r"^(?:主要)?(?:究其|原因|上述|以上|这些|产生|造成|归结|究根|说到底|根源|对此|对上述)")
_LIST = re.compile(
    r"^(?:[^,;:]{0,16}?(?:存在|还有|主要有|表现为|仍有))?(.+?)等?(?:方面的?)?(?:问题|不足|情况|现象|短板)[。;]?$"
)
_EMPTY = re.compile(
    r"(?:取得|有了)[^。;]{0,20}(?:成绩|成效|进步|进展)|清醒[地]?(?:认识|看到)|与[^,。]{2,40}(?:相比|要求)|对照[^,。]{2,30}|离[^,。]{2,30}(?:要求|期盼|期待)|"
    r"(?:存在|还有|仍有|尚有)(?:着|的)?(?:一些|一定|不少|诸多|很多|许多)?(?:的)?(?:差距|不足|问题|短板|薄弱环节|困难|弱项)(?:和(?:差距|不足|问题|短板|困难))?|"
    r"(?:需要|有待)(?:在今后|今后|下一步|进一步)?[^,。]{0,8}(?:改进|加强|提高|解决|补齐|努力)|法治政府建设(?:工作)?|依法行政(?:工作)?|法治建设(?:工作)?|人民群众|上级(?:部门|要求)?|工作中|一年来|全[市县区镇乡局省州旗]|我[市县区镇乡局省州旗厅委]"
)
_COMMON_PAIRS = frozenset(
    "工作 建设 法治 依法 行政 政府 问题 不足 不够 部分 个别 存在 加强 推进 进一 一步 不高 有待 提高 机制 制度 完善 健全 落实 "
    "规范 管理 执法 人员 能力 水平 基层 部门 单位 乡镇 开展 组织 全县 全市 全区 情况 方面 需要 重点 年度 全面 深入 强化 提升 "
    "不强 不到 到位 及时 不及 质量 意识 队伍 力量 仍然 依然 还存 一些 有的 少数 较为 比较 相对 以及 对于 针对 明年 下一 "
    "上级 群众 人民 社会 发展 服务 保障 体系 作用 发挥 积极 努力 持续 不断 推动 实施 建立 我局 我县 我市 我镇 我区 主要 原因".split()
)


def judge_section(engine: Engine, number: int, element: Element, reading: Reading) -> Iterator[Verdict]:
    """Yield (hit, status, weight, quantified, reason) for every sentence that bears on the element."""
    judges: Mapping[str, Callable[[int, Reading], Iterator[Verdict]]] = {
        "problems": _problems,
        "causes": _causes,
        "plan": _plan,
        "response": _response,
    }
    return judges[element.judge](number, reading)


def _in_role(reading: Reading, role: str) -> Iterator[tuple[int, Sentence]]:
    return ((at, sentence) for at, sentence in enumerate(reading.sentences) if sentence.section == role)


def _verdict(
    number: int, at: int, sentence: Sentence, status: Status, weight: float, reason: str, matcher: str
) -> Verdict:
    hit = Hit(number, "proves", matcher, at, 0, len(sentence.text), 100.0)
    quantified = status == "covered" and bool(FIGURE_PATTERN.search(sentence.text))
    return hit, status, weight, quantified, reason


def _blocks(number: int, reading: Reading) -> dict[int, dict[str, Hit]]:
    """The element's own hits by sentence and block."""
    found: dict[int, dict[str, Hit]] = {}
    for hit in reading.hits.get(number, ()):
        found.setdefault(hit.sentence, {}).setdefault(hit.block, hit)
    return found


def _problems(number: int, reading: Reading) -> Iterator[Verdict]:
    found = _blocks(number, reading)
    for at, sentence in _in_role(reading, "shortcomings"):
        heading = sentence.role == "heading"
        concrete = found.get(at, {}).get("proves")
        if (
            concrete
            and is_concrete(sentence.text, concrete)
            and not (heading and not _says_lack(sentence.text))
        ):
            weight = 2.0 + min(len(sentence.text), 100) / 100 - (1.0 if heading else 0.0)
            yield _verdict(number, at, sentence, "covered", weight, "写出了具体问题", concrete.matcher)
        else:
            yield _verdict(number, at, sentence, "mentioned", 0.0, "只有标题或空话，没有具体问题", "空话")


def is_concrete(text: str, hit: Hit) -> bool:
    """Whether anything specific is left of a sentence on shortcomings without its set phrases."""
    rest = _EMPTY.sub("", text)
    words = [word for word in re.split(r"\W+", rest) if word]
    return text[hit.start : hit.end] in rest and sum(map(len, words)) >= 6


def _says_lack(text: str) -> bool:
    return bool(
        re.search(r"不|缺|少|弱|低|慢|差|难|滞后|单一|短|欠|空白|松|老化|没|未", text)
    ) and not re.search(r"不足(?:及|和|与|之处|$)", text)


def _causes(number: int, reading: Reading) -> Iterator[Verdict]:
    found = _blocks(number, reading)
    for at, sentence in _in_role(reading, "shortcomings"):
        blocks = found.get(at, {})
        unanswered = re.search(
            r"(?:有待|需要|还要|还得|尚需|再).{0,14}(?:分析|想|查|研究|剖析|反思)|标题", sentence.text
        )
        if "proves" in blocks and sentence.role != "heading" and not unanswered:
            yield _verdict(number, at, sentence, "covered", 2.0, "写出了原因", blocks["proves"].matcher)
        elif "touches" in blocks or "proves" in blocks:
            hit = blocks.get("touches") or blocks["proves"]
            yield _verdict(number, at, sentence, "mentioned", 0.0, "提到“原因”，没有写出原因", hit.matcher)
    for hit in reading.hits.get(number, ()):
        sentence = reading.sentences[hit.sentence]
        if (
            sentence.role == "heading"
            and sentence.section != "shortcomings"
            and re.search(r"(?:不足|问题|差距|短板).{0,6}原因", sentence.text)
        ):
            yield _verdict(
                number, hit.sentence, sentence, "mentioned", 0.0, "提到“原因”，没有写出原因", hit.matcher
            )


def _plan(number: int, reading: Reading) -> Iterator[Verdict]:
    found = _blocks(number, reading)
    sentences = list(_in_role(reading, "plan"))
    tasks = {at: count_tasks(sentence, "touches" in found.get(at, {})) for at, sentence in sentences}
    enough = sum(tasks.values()) >= TASKS_NEEDED
    for at, sentence in sentences:
        if enough and tasks[at]:
            weight = 1.0 + min(tasks[at], 6) / 2
            yield _verdict(number, at, sentence, "covered", weight, "写明了下一年度的具体任务", "任务")
        else:
            reason = "只有一条任务" if tasks[at] else "只有展望或口号，没有两条具体任务"
            yield _verdict(number, at, sentence, "mentioned", float(tasks[at]), reason, "展望")


_SLOGAN = re.compile(
    r"锐意|砥砺|奋力|谱写|新篇章|新局面|新台阶|新的?更大|饱满|昂扬|站位|更大力度|更实|务实|高质量发展|保障$|振兴|获得感|幸福感|安全感|党建引领|再接再厉|勇毅|真抓实干|"
    r"乘势|接续|踔厉|初心|笃行|继续努力|接着干|使劲干|加油干|袖子|贡献|前列|一流|为指导|为统领|为引领|习近平|大精神|部署|不断(?:提升|提高|增强|推进|开创)|持续(?:提升|推进|深化|巩固)|"
    r"全面(?:推进|加强|提升|落实)|进一步(?:加强|提升|推进|深化|提高|完善)|扎实推进|深入推进依法|努力|坚持|法治轨道|迈上|营造|水平$|新进展|好处|盼头|满意度|全过程$|各方面$"
)
_ACTION = re.compile(
    r"印发|出台|制定|修订|起草|编制|举办|组织|召开|开展|建立|建成|建设|设立|成立|组建|配备|配齐|增配|聘请|请|招|推行|推广|上线|开通|打通|接入|整合|清理|公布|公开|审查|审核|评查|抽查|检查|督察|"
    r"考核|培训|轮训|考试|演练|宣传|宣讲|普法|调解|化解|包案|办理|移送|移交|整治|查处|完成|启动|实施|试点|健全|完善|规范|强化|加强|压实|深化|落实|优化|提升|推进|推动|逐|每|把|给|让|派|选|办|修|补|换|查|改|清|定|立|练|教|学|送|贴|盯|配|装|印|建|做实|抓|晒|约谈|通报|回访"
)


def count_tasks(sentence: Sentence, slogan: bool) -> int:
    """How many recognisable tasks a sentence of the plan names: an act on something, not an attitude."""
    if sentence.role == "heading":
        return 0
    tasks = 0
    for clause in re.split(r"[,;:。!?]", sentence.text):
        clause = clause.strip()
        if len(clause) < 5 or _INTRODUCTION.match(clause):
            continue
        specific = bool(FIGURE_PATTERN.search(clause) or "《" in clause)
        if specific or (_ACTION.search(clause) and not _SLOGAN.search(clause)):
            tasks += 1
    return tasks


def _response(number: int, reading: Reading) -> Iterator[Verdict]:
    items = problem_items(reading)
    plan = [
        at
        for at, sentence in _in_role(reading, "plan")
        if not (sentence.role == "heading" and _INTRODUCTION.match(sentence.text))
    ]
    if not items or not plan:
        return
    topics = _topics(number, reading)
    measures = [(at, topics.get(at, frozenset()), _pairs(reading.sentences[at].text)) for at in plan]
    answered: list[int] = []
    for item in items:
        about = frozenset().union(*(_topics_in(topics, reading, at, text) for at, text in item))
        pairs = _pairs("。".join(text for _, text in item))
        answers = [at for at, topic, words in measures if about & topic or len(pairs & words) >= SHARED_PAIRS]
        if answers:
            answered.append(answers[0])
    if not answered:
        return
    status: Status = "covered" if len(answered) >= ANSWERED_SHARE * len(items) else "mentioned"
    reason = f"所列不足 {len(items)} 条，安排里能对上 {len(answered)} 条"
    for at in dict.fromkeys(answered):
        yield _verdict(number, at, reading.sentences[at], status, 1.0, reason, "对应措施")


def problem_items(reading: Reading) -> list[list[tuple[int, str]]]:
    """The problems the report lists: sentences (number, text) that belong to one problem together."""
    items: list[list[tuple[int, str]]] = []
    paragraph = -1
    for at, sentence in _in_role(reading, "shortcomings"):
        text = sentence.text
        if sentence.role == "heading" and not _says_lack(text):
            paragraph = sentence.paragraph
            continue
        if _is_empty(text):
            continue
        starts = bool(_ITEM.match(text))
        listed = [] if starts else _listed(text)
        if _CAUSE.match(text) and items:
            continue
        if listed:
            items += [[(at, part)] for part in listed]
        elif (
            starts
            or not items
            or (sentence.paragraph != paragraph and not sentence.run_in)
            or text.endswith(";")
            or _ends_item(reading, at)
        ):
            items.append([(at, text)])
        else:
            items[-1].append((at, text))
        paragraph = sentence.paragraph
    return items


def _ends_item(reading: Reading, at: int) -> bool:
    """Whether the sentence before was closed by a semicolon, so that this one is another item."""
    return at > 0 and reading.sentences[at - 1].text.endswith(";")


def _is_empty(text: str) -> bool:
    rest = re.sub(r"\W", "", _EMPTY.sub("", text))
    return len(rest) < 6


def _listed(text: str) -> list[str]:
    """The parts of “存在甲、乙、丙等问题”; empty when the sentence is no such list."""
    found = _LIST.match(text)
    parts = re.split(r"、|,", found.group(1)) if found else []
    return parts if len(parts) >= 2 and all(len(part) >= 4 for part in parts) else []


def _topics(number: int, reading: Reading) -> dict[int, frozenset[str]]:
    """For every sentence the lines of the answering table it falls under."""
    topics: dict[int, set[str]] = {}
    for hit in reading.hits.get(number, ()):
        topics.setdefault(hit.sentence, set()).add(hit.matcher)
    return {at: frozenset(found) for at, found in topics.items()}


def _topics_in(topics: Mapping[int, frozenset[str]], reading: Reading, at: int, text: str) -> frozenset[str]:
    """The lines under which `text`, all or part of sentence `at`, falls."""
    found = topics.get(at, frozenset())
    if text == reading.sentences[at].text:
        return found
    return frozenset(line for line in found if any(word in text for word in re.split(r"\|", line)))


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring Chinese characters, the common ones left out."""
    words = re.findall(r"[\u4e00-\u9fff]+", text)
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1)) - _COMMON_PAIRS


__all__: Sequence[str] = ("judge_section", "problem_items", "count_tasks", "is_concrete")
