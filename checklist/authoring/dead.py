"""Matchers that can never speak: what folding removes, what sentences never hold, what is always vetoed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from re import _constants as constants  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from checklist.authoring.problems import Problem, error, hint, own
from rules.model import BLOCKS, Element, Matcher, Near, Pattern, Phrase
from rules.regexes import SLOW, attempts
from rules.syntax import FIGURE
from scorer.fold import fold
from scorer.literals import required_literals

ENDS = "。!?;\n"  # a sentence ends behind these, so none stands inside one
SHORTEST_FIGURE = 2


def dead_matchers(element: Element) -> Iterator[Problem]:
    """Yield the problems of the element's own matchers, in the order of its blocks."""
    masks = [fold(m.text) for m in element.lookalikes if isinstance(m, Phrase)]
    vetoes = [fold(m.text) for m in element.excludes if isinstance(m, Phrase)]
    for block in BLOCKS:
        for matcher in getattr(element, block):
            if own(matcher.place):
                yield from dead_matcher(matcher)
                if block not in ("lookalikes", "excludes"):
                    yield from _silenced(matcher, masks, "lookalikes")
                    yield from _silenced(matcher, vetoes, "excludes")


def dead_matcher(matcher: Matcher) -> Iterator[Problem]:
    """Yield what keeps one matcher from ever matching, taken by itself."""
    if isinstance(matcher, Phrase):
        if reason := _never(matcher.text):
            yield error(matcher.place, f"“{matcher.text}”永远匹配不上：{reason}")
    elif isinstance(matcher, Near):
        yield from _dead_near(matcher)
    else:
        yield from _dead_pattern(matcher)


def _never(word: str) -> str | None:
    folded = fold(word)
    if not folded:
        return "比对时引号、空格都会去掉，去掉后什么也不剩"
    inside = [mark for mark in ENDS if mark in folded.rstrip(ENDS)]
    return f"里面有句末标点“{inside[0]}”，而比对总在一句话之内" if inside else None


def _dead_near(near: Near) -> Iterator[Problem]:
    alive = []
    for group in near.groups:
        words = []
        for word in group:
            if word == FIGURE or not (reason := _never(word)):
                words.append(word)
            else:
                yield error(near.place, f"“{word}”永远匹配不上：{reason}")
        alive.append(words)
    if not all(alive):
        return
    without = [folded for word in near.without if (folded := fold(word))]
    for words in alive:
        vetoed = [word for word in words if word != FIGURE and any(veto in fold(word) for veto in without)]
        if len(vetoed) == len(words):
            veto = next(veto for veto in without if veto in fold(words[0]))
            yield error(near.place, f"永远匹配不上：“- {veto}”排除了这一组的每个词（{'、'.join(words[:3])}）")
            return
        for word in vetoed:
            yield hint(near.place, f"“{word}”不起作用：它含有用“-”排除的词")
    least = sum(min(_length(word) for word in words) for words in alive)
    if least > near.within:
        yield error(near.place, f"永远匹配不上：各组最短的词加起来有 {least} 个字，放不进“@{near.within}”")


def _length(word: str) -> int:
    return SHORTEST_FIGURE if word == FIGURE else len(fold(word))


def _silenced(matcher: Matcher, words: Sequence[str], block: str) -> Iterator[Problem]:
    """A term inside which a masked or vetoing term always stands."""
    groups: Iterable[tuple[str, ...]] = ()
    if isinstance(matcher, Phrase):
        groups = [(matcher.text,)]
    elif isinstance(matcher, Near):
        groups = matcher.groups
    for group in groups:
        for word in words:
            if word and all(item != FIGURE and word in fold(item) for item in group):
                yield error(
                    matcher.place, f"“{matcher.source}”永远不起作用：{block} 里的“{word}”总会把它排除"
                )
                return


def _dead_pattern(pattern: Pattern) -> Iterator[Problem]:
    parsed = list(parser.parse(pattern.regex))
    if dead := _dead_part(parsed):
        yield error(pattern.place, f"永远匹配不上：比对用的文字里没有“{dead}”（{_why_not(dead)}）")
    elif dead := next(iter(_dead_branches(parsed)), ""):
        yield hint(pattern.place, f"有一个分支永远匹配不上：比对用的文字里没有“{dead}”（{_why_not(dead)}）")
    if not required_literals(pattern.regex):
        yield hint(
            pattern.place, "正则表达式里没有一定会出现的文字，每句话都要试一遍，较慢；最好加上一个固定的词"
        )
    elif attempts(pattern.regex) > SLOW:
        yield hint(pattern.place, "正则表达式里不限长度的重复较多，遇到长句较慢；最好写明上限，如 .{0,20}")


def _why_not(character: str) -> str:
    folded = fold(character)
    return (
        f"已统一为“{folded}”" if folded else "引号、空格已去掉" if character not in ENDS else "一句话到此为止"
    )


def _unseen(code: int) -> bool:
    return fold(chr(code)) != chr(code)


def _dead_part(items: list[Any]) -> str:
    """The first character this part cannot match without and that folded text never holds."""
    for op, value in items:
        dead = ""
        if op is constants.LITERAL and _unseen(value):
            dead = chr(value)
        elif op is constants.IN and all(kind is constants.LITERAL and _unseen(what) for kind, what in value):
            dead = chr(value[0][1])
        elif op is constants.SUBPATTERN or (op in (constants.MAX_REPEAT, constants.MIN_REPEAT) and value[0]):
            dead = _dead_part(list(value[-1]))
        elif op is constants.BRANCH:
            parts = [_dead_part(list(branch)) for branch in value[1]]
            dead = parts[0] if all(parts) else ""
        if dead:
            return dead
    return ""


def _dead_branches(items: list[Any]) -> Iterator[str]:
    for op, value in items:
        if op is constants.BRANCH:
            for branch in value[1]:
                if dead := _dead_part(list(branch)):
                    yield dead
                yield from _dead_branches(list(branch))
        elif op in (constants.SUBPATTERN, constants.MAX_REPEAT, constants.MIN_REPEAT):
            yield from _dead_branches(list(value[-1]))
