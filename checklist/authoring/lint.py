"""Everything `checklist rules check` looks at once a pack loads."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from checklist.authoring.common import common_rows
from checklist.authoring.dead import dead_matcher, dead_matchers
from checklist.authoring.problems import Problem, error, hint, own
from checklist.authoring.trial import toothless
from rules.model import BLOCKS, STATUS_NAMES, Checklist, Element, Matcher, Near, Phrase
from rules.syntax import FIGURE
from scorer.fold import fold

PLACEHOLDER = "待补"
_REFERENCE = re.compile(r"【([^】]+)】")
_STATUSES = ("covered", "mentioned", "missing")


def lint(checklist: Checklist, files: Mapping[str, bytes]) -> list[Problem]:
    """Return the problems of the pack in `files` that loaded as `checklist`, in the order of the text."""
    problems = list(_problems(checklist, files))
    return sorted(problems, key=lambda problem: _order(problem.where))


def _order(where: str) -> tuple[str, int, int]:
    numbers = [int(number) for number in re.findall(r"第 (\d+)", where)]
    return where.split(" 第 ")[0], *[*numbers, 0, 0][:2]  # type: ignore[return-value]


def _problems(checklist: Checklist, files: Mapping[str, bytes]) -> Iterator[Problem]:
    for element in checklist:
        yield from dead_matchers(element)
        for block in BLOCKS:
            yield from _redundant(
                [m for m in getattr(element, block) if own(m.place)], getattr(element, block)
            )
        if own(element.place) or checklist.id in element.changed_by:
            yield from _entry(element, checklist)
            yield from _examples(element)
            if toothless(checklist, element):
                yield hint(element.place, f"要素“{element.id}”的反例与它的用词毫无交集，试不出会不会误判")
    for matchers in checklist.signs.values():
        for matcher in matchers:
            if own(matcher.place):
                yield from (p for p in dead_matcher(matcher) if p.severity == "error")
    yield from common_rows(checklist)
    yield from _names(checklist)
    yield from _unused(checklist, files)


def _entry(element: Element, checklist: Checklist) -> Iterator[Problem]:
    if not element.basis:
        yield hint(element.place, f"要素“{element.id}”没有写依据（basis）")
    if element.points == 0:
        yield hint(
            element.place, f"要素“{element.id}”是 0 分，写不写都不影响得分；不要求它可用 switch_off 停用"
        )
    if element.since is not None and element.since > checklist.newest_year:
        year = checklist.newest_year
        yield hint(
            element.place, f"要素“{element.id}”从 {element.since} 年起，晚于本包的最新年度 {year}，眼下用不到"
        )
    for key, text in (("asks", element.asks), ("advice", element.advice)):
        if PLACEHOLDER in text:
            yield hint(element.place, f"要素“{element.id}”的 {key} 还写着“{PLACEHOLDER}”")


def _examples(element: Element) -> Iterator[Problem]:
    by_text: dict[tuple[str, str, str | None], str] = {}
    for status in _STATUSES:
        if not any(example.status == status for example in element.examples):
            yield error(element.place, f"要素“{element.id}”没有“{STATUS_NAMES[status]}”（{status}）的例句")
    for example in element.examples:
        if PLACEHOLDER in example.text and own(example.place):
            yield hint(example.place, f"例句还写着“{PLACEHOLDER}”")
        key = (fold(example.text), example.section, example.problems)
        if key in by_text:
            other = STATUS_NAMES[by_text[key]]
            yield (
                error(example.place, f"例句重复：同一句已写在“{other}”之下")
                if own(example.place)
                else hint(element.place, f"继承的例句重复：{example.text}")
            )
        by_text.setdefault(key, example.status)


def _redundant(mine: list[Matcher], everything: tuple[Matcher, ...]) -> Iterator[Problem]:
    """Terms that another of the same list makes needless: it fires wherever they do."""
    phrases = {fold(m.text): m for m in everything if isinstance(m, Phrase)}
    seen: dict[str, Matcher] = {}
    for matcher in mine:
        if matcher.source in seen:
            yield hint(matcher.place, f"“{matcher.source}”写了两遍")
            continue
        seen[matcher.source] = matcher
        if isinstance(matcher, Phrase):
            text = fold(matcher.text)
            shorter = next((short for short in phrases if short != text and short in text), None)
            if shorter:
                yield hint(
                    matcher.place,
                    f"“{matcher.text}”多余：同一列表里已有“{shorter}”：凡有前者的句子，后者都已命中",
                )
        elif isinstance(matcher, Near):
            for group in matcher.groups:
                short = next((p for p in phrases if all(w != FIGURE and p in fold(w) for w in group)), None)
                if short:
                    yield hint(
                        matcher.place,
                        f"“{matcher.source}”多余：同一列表里已有“{short}”：凡前者命中的句子，后者都已命中",
                    )
                    break


def _names(checklist: Checklist) -> Iterator[Problem]:
    names: dict[str, Element] = {}
    for element in checklist:
        if element.name in names and own(element.place):
            yield hint(
                element.place, f"“{element.name}”与要素“{names[element.name].id}”同名，看结果的人分不清"
            )
        names.setdefault(element.name, element)


def _unused(checklist: Checklist, files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Word lists nobody names and instruments nobody rests on."""
    used: dict[str, set[str]] = defaultdict(set)
    for name, data in files.items():
        text = data.decode("utf-8-sig")
        used[name] = {
            found for line in text.splitlines() for found in _REFERENCE.findall(line.split(" #")[0])
        }
    everywhere = set().union(*used.values())
    if "vocabulary.yaml" in files:
        for name in checklist.vocabulary:
            place = _line_of(files["vocabulary.yaml"], rf"^{re.escape(name)}\s*:")
            if place and name not in everywhere:
                yield Problem("hint", f"vocabulary.yaml 第 {place} 行第 1 列", f"词表“{name}”没有用到")
    for dimension, words in checklist.words.items():
        file = f"{dimension}.yaml"
        for name in words if file in files else ():
            place = _line_of(files[file], rf"^\s+{re.escape(name)}\s*:")
            if place and name not in everywhere:
                yield Problem("hint", f"{file} 第 {place} 行第 3 列", f"词表“{name}”没有用到")
    rested = {basis.id for element in checklist for basis in element.basis}
    for key in checklist.instruments:
        line = _line_of(files["pack.yaml"], rf"^\s+{re.escape(key)}\s*:")
        if line and key not in rested:
            yield Problem("hint", f"pack.yaml 第 {line} 行第 3 列", f"依据“{key}”没有要素引用")


def _line_of(data: bytes, pattern: str) -> int | None:
    for number, line in enumerate(data.decode("utf-8-sig").splitlines(), 1):
        if re.match(pattern, line):
            return number
    return None
