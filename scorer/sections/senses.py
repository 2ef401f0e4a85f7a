"""What a problem or a measure is about, by the word lists of the rule on answering.

`speaks` lists matters (files, notices, hearings, stalls), `proves` lacks that only their own remedy cures (hands,
gear), `touches` other kinds of lack (slowness, skill, silence), `lookalikes` publicity, which cures ignorance
only, and `excludes` business of another kind.
"""

from __future__ import annotations

from typing import NamedTuple

from scorer.match import Engine
from scorer.patterns import late
from scorer.sections.table import table

_CHINESE = late(r"[\u4e00-\u9fff]+")
CLAUSES = late(r"(?<=[,:;。])")
_COMMON = (
    "工作 建设 法治 依法 行政 政府 问题 不足 不够 部分 个别 存在 加强 推进 进一 一步 不高 有待 提高 机制 制度 完善 健全 落实 "
    "规范 管理 执法 人员 能力 水平 基层 部门 单位 乡镇 开展 组织 全县 全市 全区 情况 方面 需要 重点 年度 全面 深入 强化 提升 "
    "不强 不到 到位 及时 不及 质量 意识 队伍 力量 仍然 依然 还存 一些 有的 少数 较为 比较 相对 以及 对于 针对 明年 下一 "
    "上级 群众 人民 社会 发展 服务 保障 体系 作用 发挥 积极 努力 持续 不断 推动 实施 建立 我局 我县 我市 我镇 我区 主要 原因 "
    "领导 干部 要求 认识 严格 方式 领域 事项 综合 改革 相关 有关 各级 街道 社区 居民 有效 切实 职能 责任 政策 法律 法规 重大 "
    "自己 没有 什么 时候 一个 几个 大家 老百 百姓 村民 年底 今年 一年 每年 每月 起来 出来 下来 过来 上去 不了 不能 不会"
)
_COMMON_PAIRS = frozenset(_COMMON.split())


class Sense(NamedTuple):
    """What a piece of text is about: matters, lacks with their own remedy, other lacks, the rest in pairs.

    `free` are the matters of clauses that name no lack with its own remedy.
    """

    matters: frozenset[int]
    free: frozenset[int]
    remedies: frozenset[int]
    kinds: frozenset[int]
    pairs: frozenset[str]


class SenseReader:
    """Reads senses off text, and strikes out clauses that answer nothing."""

    def __init__(self, engine: Engine, number: int) -> None:
        self._matters = table(engine, number, "speaks")
        self._remedies = table(engine, number, "proves")
        self._kinds = table(engine, number, "touches")
        self._publicity = table(engine, number, "lookalikes")
        self._elsewhere = table(engine, number, "excludes")
        self._known: dict[str, Sense] = {}

    def sense(self, text: str) -> Sense:
        """Return what `text` is about."""
        if text not in self._known:
            self._known[text] = self._read(text)
        return self._known[text]

    def _read(self, text: str) -> Sense:
        rest = text
        for words in (self._matters, self._remedies, self._kinds):
            rest = words.blank(rest)
        free: frozenset[int] = frozenset()
        if self._matters.may_find(text):
            clauses = [clause for clause in CLAUSES.split(text) if not self._remedies.find(clause)]
            free = free.union(*map(self._matters.find, clauses))
        return Sense(
            matters=self._matters.find(text),
            free=free,
            remedies=self._remedies.find(text),
            kinds=self._kinds.find(text),
            pairs=_pairs(rest),
        )

    def without_elsewhere(self, text: str, problems: str) -> str:
        """Return `text` without clauses on business of another kind, unless the problems speak of it."""
        if not self._elsewhere.words(text):
            return text
        return "".join(
            clause
            for clause in CLAUSES.split(text)
            if all(word in problems for word in self._elsewhere.words(clause))
        )

    def without_publicity(self, text: str) -> str:
        """Return `text` without clauses on publicity."""
        if not self._publicity.words(text):
            return text
        return "".join(clause for clause in CLAUSES.split(text) if not self._publicity.words(clause))


def _pairs(text: str) -> frozenset[str]:
    """Neighbouring Chinese characters, the common ones left out."""
    words = _CHINESE.findall(text)
    return frozenset(word[at : at + 2] for word in words for at in range(len(word) - 1)) - _COMMON_PAIRS
