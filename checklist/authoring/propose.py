"""Propose terms for a new rule: what its example sentences say and ordinary report language doesn't.

Words weigh by tf-idf against a table of the project's own example reports (tools/make_background.py).
A term is a run of one to three words; those that stand in counter-examples are left out.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from scorer.fold import fold
from scorer.tokens import words

TABLE = Path(__file__).parent.parent / "data" / "background.tsv"
LONGEST_RUN = 3
LEAST, MOST = 2, 8  # characters of a term
TERMS = 6
SAFE = 4  # characters from which a term stands well enough alone
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_ORDINARY = (
    "的 了 和 与 及 并 在 对 为 将 被 把 从 向 等 所 其 各 个 名 件 次 场 家 项 份 期 年 月 日 全 本 我 该 此 共 有 就 都 也 还 不 未 已 均 于 至 到 由 "
    "以 按 经 会 要 能 可 已经 开展 组织 完成 进行 通过 以及 其中 全年 今年 上年 分别 累计 先后 全县 全市 全区 工作 情况 加强 推进 推行 建立 落实 "
    "实施 深化 我县 我市 我区 我局 会同 一律 选派 多 余 三 四 五 六 七 八 九 十 百 千 万 两 一"
)
_STOP = frozenset(_ORDINARY.split())
_NUMERAL = frozenset("一二三四五六七八九十两百千万第每几")


@dataclass(frozen=True, slots=True)
class Proposal:
    """`phrases` stand alone; `pairs` are two short terms that should stand near each other."""

    phrases: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]


@cache
def background() -> tuple[int, dict[str, int]]:
    """Return the number of background sentences, and in how many of them each word stands."""
    rows = [row.split("\t") for row in TABLE.read_text("utf-8").splitlines()]
    return int(rows[0][1]), {word: int(number) for word, number in rows[1:]}


def propose(name: str, covered: Sequence[str], against: Sequence[str]) -> Proposal:
    """Return terms for the element `name` from its examples; every example gets one if it can."""
    texts = [fold(text) for text in covered]
    avoid = [fold(text) for text in against]
    weights = _weights([*texts, fold(name)])
    ranked = sorted(weights, key=lambda term: (-weights[term], -len(term), term))
    ranked = [term for term in ranked if not any(term in text for text in avoid)]
    long = [term for term in ranked if len(term) >= SAFE]
    chosen = [fold(name)] if any(fold(name) in text for text in texts) else []
    for text in texts:
        if not any(term in text for term in chosen):
            chosen += [term for term in long if term in text][:1]
    chosen += [term for term in long if term in fold(name)][:1]
    for term in long:
        if len(chosen) < TERMS and weights[term] > _common(texts):
            chosen.append(term)
    phrases = _without_contained(list(dict.fromkeys(chosen)))
    pairs = []
    for text in texts:
        if not any(term in text for term in phrases) and (pair := _pair(text, weights, avoid)):
            pairs.append(pair)
    return Proposal(tuple(phrases), tuple(dict.fromkeys(pairs)))


def _common(texts: Sequence[str]) -> float:
    """The weight a term needs to be proposed beyond one for each example: it stands in most of them."""
    return 4.5 * max(1, len(texts) // 2 + 1)


def _weights(texts: Sequence[str]) -> dict[str, float]:
    total, known = background()
    counts: Counter[str] = Counter()
    rarity: dict[str, float] = {}
    for text in texts:
        for run in set(_runs(_tokens(text))):
            term = "".join(run)
            counts[term] += 1
            idf = [math.log((total + 1) / (known.get(word, 0) + 1)) for word in run]
            rarity[term] = sum(idf) / len(idf) * (1 + 0.15 * (len(run) - 1))
    return {term: counts[term] * rarity[term] for term in counts}


def _tokens(text: str) -> list[str]:
    """The words of a text; single characters in a row make one, for no dictionary has the newest terms."""
    tokens: list[str] = []
    loose = False
    for word in words(text):
        single = len(word) == 1 and word not in _STOP and _CHINESE.fullmatch(word) is not None
        if single and loose:
            tokens[-1] += word
        else:
            tokens.append(word)
        loose = single
    return tokens


def _runs(tokens: list[str]) -> Iterator[tuple[str, ...]]:
    for start in range(len(tokens)):
        for size in range(1, LONGEST_RUN + 1):
            run = tuple(tokens[start : start + size])
            if len(run) < size or not all(_CHINESE.fullmatch(word) for word in run):
                break
            term = "".join(run)
            plain = all(word not in _STOP and word[0] not in _NUMERAL for word in run)
            if LEAST <= len(term) <= MOST and plain:
                yield run


def _without_contained(terms: list[str]) -> list[str]:
    """Leave out terms that hold another one: the shorter fires wherever they do."""
    return [term for term in terms if not any(other != term and other in term for other in terms)]


def _pair(text: str, weights: dict[str, float], avoid: Sequence[str]) -> tuple[str, str] | None:
    """The two weightiest separate short terms of a sentence that no counter-example holds together."""
    terms = sorted((t for t in weights if t in text), key=lambda t: (-weights[t], t))
    for at, first in enumerate(terms):
        for second in terms[at + 1 :]:
            apart = first not in second and second not in first
            rest = text.replace(first, "\n", 1)
            if apart and second in rest and not any(first in other and second in other for other in avoid):
                return first, second
    return None
