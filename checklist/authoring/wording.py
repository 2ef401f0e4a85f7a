"""Matchers in plain words, for readers who never open the YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rules.model import BLOCKS, LEVEL_NAMES, LEVELS, Element, Matcher, Near, Phrase
from rules.syntax import DEFAULT_WITHIN

BLOCK_NAMES = {
    "speaks": "出现以下任何一项，就算说到",
    "proves": "出现以下任何一项，就算说到并写明了做法",
    "touches": "以下只算提及",
    "lookalikes": "以下是形近的词，先盖住不看",
    "excludes": "同一句里有以下任何一项，这句话不算",
}
COVERED_BY = {"deed": "写明做法、文件或数量之一即可", "figure": "必须写出数量"}
JUDGED = {
    "sentence": "逐句判断",
    "problems": "只看讲不足的部分",
    "causes": "只看讲不足的部分里的原因",
    "plan": "只看讲下一步的部分",
    "response": "看下一步安排是否对应所列不足",
}
_WITHOUT = re.compile(r"\s+-\s+")
_WITHIN = re.compile(r"\s+@\s*\d+")


def matcher_words(matcher: Matcher, most: int | None = None) -> str:
    """Return what makes the matcher fire, as a Chinese sentence without its full stop.

    `most`: how many alternatives of a group are named before the rest is only counted.
    """
    if isinstance(matcher, Phrase):
        return f"“{matcher.text}”"
    if not isinstance(matcher, Near):
        return f"符合句式 {matcher.regex}"
    head, *without = _WITHOUT.split(_WITHIN.sub("", matcher.source))
    groups = [_group(part, most) for part in re.split(r"\s+\+\s+", head)]
    words = " 与 ".join(groups)
    if len(groups) > 1:
        words += (
            f" 在同一句里相距不超过 {matcher.within} 字"
            if matcher.within != DEFAULT_WITHIN
            else " 在同一句里相近"
        )
    if without:
        words += f"，且同句没有 {'、'.join(_group(part, most) for part in without)}"
    return words


def _group(part: str, most: int | None) -> str:
    return listed([item.strip().removeprefix("=") for item in part.split("|")], "／", most)


def listed(words: Sequence[str], mark: str, most: int | None) -> str:
    """Return the words joined by `mark`; beyond `most` (and a few) they are only counted."""
    if most is None or len(words) <= most + 2:
        return mark.join(words)
    return f"{mark.join(words[:most])} 等 {len(words)} 个词"


def who(element: Element) -> str:
    """Return of whom the element is asked."""
    if set(element.levels) == set(LEVELS):
        return "各级政府和部门"
    return "、".join(LEVEL_NAMES[level] for level in LEVELS if level in element.levels)


def years(element: Element) -> str:
    """Return of which reporting years the element is asked."""
    if element.since and element.until:
        return f"{element.since}—{element.until} 年度"
    if element.since:
        return f"{element.since} 年度起"
    return f"到 {element.until} 年度为止" if element.until else "不限年度"


def blocks(element: Element) -> Iterable[tuple[str, tuple[Matcher, ...]]]:
    """Yield the blocks of matchers the element has, each with its heading."""
    for block in BLOCKS:
        if matchers := getattr(element, block):
            yield BLOCK_NAMES[block], matchers
