"""Judge what a report plans for the next year: recognisable tasks or an attitude."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scorer.match import Engine
from scorer.outline import Sentence
from scorer.patterns import late
from scorer.quantities import QUANTITY
from scorer.sections.common import Verdict, in_role, verdict
from scorer.sections.table import Table, table

if TYPE_CHECKING:
    from scorer.judge import Reading

TASKS_NEEDED = 2
MOST_TASKS = 6  # more in one sentence don't make better evidence
SHORTEST_TASK = 5
_CLAUSES = late(r"[,;:。!?]")
_MARKS = ",;:。!? "
_FACT = late(QUANTITY.pattern + "|《")
INTRODUCTION = late(
    r"^(?:\(?[一二三四五六七八九十\d]{1,3}\)?[、.]?)?(?:下一?步|下一?年度?|下一?阶段|明年|来年|来岁|明岁|今后|新的一年|展望\S{0,6}|\d{4}年|开年|开春|过了年|接下来)?"
    r"(?:[^,]{0,12}(?:打算|安排|工作重点|以下工作|几件事|这几样|数事|重点抓好|着重抓好|着力抓好|如下|计划是|思路是|排定|定了|实在事|不喊虚的))?$"
)
_SLOGAN_FORM = late(
    r"新的?更大|保障$|部署$|不断(?:提升|提高|增强|推进|开创|推向)|持续(?:提升|推进|深化|巩固)|全面(?:推进|加强|提升|落实)(?:依法|法治|各项)|进一步(?:加强|提升|推进|深化|提高|完善)(?:依法|法治|各项|自身)|推进法治\S{0,4}建设$|水平$|全过程$|各方面$|压实责任$"
)
_ACTION = late(
    r"印发|出台|制定|修订|起草|编制|举办|组织|召开|开展|建立|建成|建设|设立|成立|组建|配备|配齐|增配|聘请|请|招|推行|推广|上线|开通|打通|接入|整合|清理|公布|公开|审查|审核|评查|抽查|检查|督察|"
    r"考核|培训|轮训|考试|演练|宣传|宣讲|普法|调解|化解|包案|办理|移送|移交|整治|查处|完成|启动|实施|试点|健全|完善|规范|强化|加强|压实|深化|落实|优化|提升|推进|推动|逐|每|把|给|让|派|选|办|修|补|换|"
    r"查|改|清|定|立|练|教|学|送|贴|盯|配|装|印|建|做实|抓|晒|约谈|通报|回访|募|延|遣|葺|拟|设|增|添|开|讲|置|轮|问|写|张榜|搬|并|砍|拆|存|扫|管|先|一律|凡|不再|村村|镇镇|人人|有人|有个|谋划|纳入|扩大|延伸|接"
)


def judge_plan(engine: Engine, number: int, reading: Reading) -> Iterator[Verdict]:
    """Yield the sentences of the plan; covered where the whole of it names tasks enough."""
    sentences = list(in_role(reading, "plan"))
    slogans = slogans_of(engine)
    tasks = {at: count_tasks(sentence, slogans) for at, sentence in sentences}
    enough = sum(tasks.values()) >= TASKS_NEEDED
    for at, sentence in sentences:
        if enough and tasks[at]:
            weight = 1.0 + min(tasks[at], MOST_TASKS) / 2
            yield verdict(number, at, sentence, "covered", weight, "写明了下一年度的具体任务", "任务")
        else:
            reason = "只有一条任务" if tasks[at] else "只有展望或口号，没有两条具体任务"
            yield verdict(number, at, sentence, "mentioned", float(tasks[at]), reason, "展望")


def slogans_of(engine: Engine) -> Table:
    """Return the set phrases of the rule that judges the plan."""
    number = next((at for at, element in enumerate(engine.elements) if element.judge == "plan"), None)
    return Table(()) if number is None else table(engine, number, "touches")


def count_tasks(sentence: Sentence, slogans: Table) -> int:
    """How many recognisable tasks a sentence of the plan names: acts on something, not attitudes."""
    if sentence.role == "heading":
        return 0
    return sum(is_task(clause, slogans) for clause in _CLAUSES.split(sentence.text))


def is_task(clause: str, slogans: Table) -> bool:
    """Whether a clause of the plan names an act on something."""
    return not is_attitude(clause, slogans) and bool(_FACT.search(clause) or _ACTION.search(clause))


def is_attitude(clause: str, slogans: Table) -> bool:
    """Whether a clause of the plan introduces, praises or exhorts, but sets nobody a task."""
    clause = clause.strip(_MARKS)
    if len(clause) < SHORTEST_TASK or INTRODUCTION.match(clause):
        return True
    slogan = _SLOGAN_FORM.search(clause) or slogans.words(clause)
    return bool(slogan) and not _FACT.search(clause)
