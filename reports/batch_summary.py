"""What a batch of reports amounts to: ranking, distribution, the elements most often missing, what was left out."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterator

from reports.view import rounded
from rules.model import LEVEL_NAMES, Checklist
from scorer.model import Scorecard

SHOWN = 20  # rows of the ranking at either end, names of files left out
MISSING_SHOWN = 10
BANDS = ((90, "90 分以上"), (75, "75–90"), (60, "60–75"), (40, "40–60"), (0, "40 分以下"))
_Row = tuple[float, int, str]


class BatchSummary:
    """Takes scorecards one by one; holds counts and both ends of the ranking, never the cards."""

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist
        self._count = 0
        self._total = 0.0
        self._best: list[_Row] = []
        self._worst: list[_Row] = []
        self._bands: Counter[str] = Counter()
        self._grades: Counter[str] = Counter()
        self._missing: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._incomplete = 0
        self._waived = 0
        self._groups: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0.0])
        self._left_out: Counter[str] = Counter()
        self._left_out_names: list[str] = []

    def add(self, card: Scorecard) -> None:
        if card.status != "scored" or card.score is None:
            kind = "无法读取" if card.status == "unreadable" else "非年度报告"
            self._left_out[kind] += 1
            if len(self._left_out_names) < SHOWN:
                self._left_out_names.append(f"{card.file}：{kind}，{card.reason}")
            return
        score = rounded(card.score) or 0.0
        self._count += 1
        self._total += score
        self._rank(score, card)
        self._bands[next(name for least, name in BANDS if score >= least)] += 1
        self._grades[card.grade or ""] += 1
        self._incomplete += bool(card.statutory_missing)
        self._waived += bool(card.waived)
        for finding in card.findings:
            if finding.status != "na":
                self._asked[finding.element.id] += 1
                self._missing[finding.element.id] += finding.status == "missing"
        for kind, name in (
            ("层级", LEVEL_NAMES.get(card.meta.level or "", "认不出")),
            ("地区", card.meta.region or "认不出"),
        ):
            if kind == "层级" or (kind, name) in self._groups or len(self._groups) < 500:
                group = self._groups[kind, name]
                group[0] += 1
                group[1] += score

    def _rank(self, score: float, card: Scorecard) -> None:
        label = card.meta.title or card.file
        heapq.heappush(self._best, (score, -self._count, label))
        heapq.heappush(self._worst, (-score, self._count, label))
        if len(self._best) > SHOWN:
            heapq.heappop(self._best)
        if len(self._worst) > SHOWN:
            heapq.heappop(self._worst)

    @property
    def worth_showing(self) -> bool:
        return self._count + sum(self._left_out.values()) > 1

    def lines(self) -> Iterator[str]:
        """Yield the summary as lines of text."""
        if self._count:
            waived = f"，有豁免 {self._waived} 份" if self._waived else ""
            yield f"汇总：评分 {self._count} 份，平均 {self._total / self._count:.1f} 分，法定内容不全 {self._incomplete} 份{waived}"
            yield ""
            yield from self._ranking()
            yield ""
            yield "得分分布"
            for _, name in BANDS:
                number = self._bands[name]
                share = number / self._count
                yield f"  {number:>6} 份 {100 * share:>5.1f}%  {'■' * round(20 * share)}  {name}"
            yield ""
            yield from self._most_missing()
            yield from self._by_group("层级")
            yield from self._by_group("地区")
        if self._left_out:
            yield ""
            yield "没有评分：" + "、".join(f"{kind} {number} 份" for kind, number in self._left_out.items())
            yield from (f"  {line}" for line in self._left_out_names)
            if sum(self._left_out.values()) > len(self._left_out_names):
                yield "  ……（其余见出错信息）"

    def _ranking(self) -> Iterator[str]:
        best = sorted(self._best, key=lambda row: (-row[0], -row[1]))
        yield "排名" if self._count <= SHOWN else f"排名（前 {SHOWN}）"
        for place, (score, _, label) in enumerate(best, 1):
            yield f"  {place:>4}. {score:>5.1f}  {label}"
        if self._count > SHOWN:
            worst = sorted(self._worst, key=lambda row: (row[0], row[1]), reverse=True)
            ends = worst[: max(0, min(SHOWN, self._count - SHOWN))] if self._count < 2 * SHOWN else worst
            ends = sorted(ends, key=lambda row: (row[0], row[1]))
            yield f"最后 {len(ends)} 名"
            for offset, (score, _, label) in enumerate(ends):
                yield f"  {self._count - len(ends) + 1 + offset:>4}. {-score:>5.1f}  {label}"

    def _most_missing(self) -> Iterator[str]:
        rows = [(number / self._asked[key], key) for key, number in self._missing.items() if number]
        if rows:
            yield "最常缺失的要素"
            for share, key in sorted(rows, key=lambda row: (-row[0], row[1]))[:MISSING_SHOWN]:
                name = self._checklist.element(key).name
                yield f"  {100 * share:>5.1f}%（{self._missing[key]}/{self._asked[key]}）  {name}"

    def _by_group(self, kind: str) -> Iterator[str]:
        rows = {name: group for (which, name), group in self._groups.items() if which == kind}
        if len(rows) > 1:
            yield ""
            yield f"按{kind}"
            ordered = sorted(rows.items(), key=lambda item: (-item[1][0], item[0]))
            for name, (number, total) in ordered[:SHOWN]:
                yield f"  {number:>6.0f} 份  平均 {total / number:>5.1f}  {name}"
