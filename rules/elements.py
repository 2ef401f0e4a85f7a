"""Elements and dimensions: what one YAML entry says, checked word by word."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rules.located import Node, RulesError, nearest
from rules.model import BLOCKS, LEVELS, Basis, Dimension, Element, Example, Matcher
from rules.syntax import SyntaxProblem, is_dropped, parse_matcher

Vocabulary = Mapping[str, tuple[str, ...]]
FIRST_YEAR, LAST_YEAR = 1990, 2100
NEEDS = ("required", "recommended")
JUDGES = ("sentence", "problems", "causes", "plan", "response")
COVERED_BY = ("deed", "figure")
STATUSES = ("covered", "mentioned", "missing")
SECTIONS = ("account", "first-responsible", "shortcomings", "plan", "preface", "heading")
ELEMENT_KEYS = (
    "id", "name", "need", "points", "since", "until", "levels", "statutory_since", "basis", "asks",
    "advice", "judge", "covered_by", *BLOCKS, "examples",
)  # fmt: skip
REQUIRED_KEYS = ("id", "name", "need", "basis", "asks", "advice", "examples")
_ID = re.compile(r"[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*")


@dataclass(slots=True)
class Context:
    """What the entries of a pack may refer to; `problems` collects errors instead of raising the first."""

    pack: str
    vocabulary: Vocabulary
    instruments: Mapping[str, Basis]
    points: Mapping[str, float]
    ids: dict[str, Element] = field(default_factory=dict)
    problems: list[RulesError] | None = None

    def report(self, error: RulesError) -> None:
        """Keep `error` where errors are collected. Raises it otherwise."""
        if self.problems is None:
            raise error
        self.problems.append(error)


def matcher_parser(vocabulary: Vocabulary) -> Callable[[Node], Matcher]:
    """Return the function that reads a matcher which may name the word lists of `vocabulary`."""

    def parse(node: Node) -> Matcher:
        try:
            matcher = parse_matcher(node.text("匹配项"), vocabulary)
        except SyntaxProblem as problem:
            raise node.error(str(problem)) from problem
        return matcher._replace(place=node.place)

    return parse


def word_lists(root: Node, known: Vocabulary) -> dict[str, tuple[str, ...]]:
    """Return `known` and the word lists of `root`; a list may name earlier ones as 【name】."""
    vocabulary = dict(known)
    for name, node in root.mapping("vocabulary", None).items():
        words: list[str] = []
        for item in node.items(name):
            for word in item.text(name).split("|"):
                if word.startswith("【"):
                    if (inner := word.strip("【】")) not in vocabulary:
                        raise item.error(f"词表“{inner}”还没有定义（要写在前面）")
                    words += vocabulary[inner]
                elif word and is_dropped(word):
                    raise item.error(f"“{word}”只有引号或空格，比对时会去掉，什么也找不到")
                elif word:
                    words.append(word)
        vocabulary[name] = tuple(dict.fromkeys(words))
    return vocabulary


def read_dimension(root: Node, context: Context, stem: str) -> tuple[Dimension, dict[str, tuple[str, ...]]]:
    """Return the dimension a file describes, and the word lists only it uses."""
    required = ("dimension", "name", "elements")
    fields = root.mapping("规则文件", (*required, "vocabulary"), required)
    dimension = dimension_name(fields["dimension"], stem)
    words = word_lists(fields["vocabulary"], context.vocabulary) if "vocabulary" in fields else {}
    elements = read_elements(fields["elements"], dimension, context, words or context.vocabulary)
    return Dimension(dimension, fields["name"].text("name"), elements), _own(words, context.vocabulary)


def _own(words: Vocabulary, shared: Vocabulary) -> dict[str, tuple[str, ...]]:
    return {name: items for name, items in words.items() if shared.get(name) != items}


def dimension_name(node: Node, stem: str) -> str:
    """Return the dimension's id, which is its file's name. Raises RulesError when it isn't."""
    dimension = node.text("dimension")
    if dimension != stem:
        raise node.error(f"“dimension”写的是“{dimension}”，应与文件名一致，写作“{stem}”")
    return dimension


def read_elements(
    node: Node, dimension: str, context: Context, vocabulary: Vocabulary
) -> tuple[Element, ...]:
    """Return the elements of a list of full entries; an entry in error is reported to the context."""
    parse = matcher_parser(vocabulary)
    elements = []
    for item in node.items("elements"):
        try:
            elements.append(_element(item, dimension, context, parse))
        except RulesError as error:
            context.report(error)
    return tuple(elements)


def _element(node: Node, dimension: str, context: Context, parse: Callable[[Node], Matcher]) -> Element:
    fields = node.mapping("要素", ELEMENT_KEYS, REQUIRED_KEYS)
    element_id = fields["id"].text("id")
    if not _ID.fullmatch(element_id) or not element_id.startswith(dimension + "."):
        raise fields["id"].error(f"编号“{element_id}”应写作“{dimension}.英文小写短名”")
    if element_id in context.ids:
        raise fields["id"].error(
            f"编号“{element_id}”已经用过{_hint_of_change(context.ids[element_id], context)}"
        )
    values = read_values(fields, context, parse)
    values.setdefault("points", context.points[values["need"]])
    element = Element(
        id=element_id, dimension=dimension, source=f"{node.file}:{node.line}", place=node.place,
        origin=context.pack, **{"speaks": (), **values},
    )  # fmt: skip
    if element.judge == "sentence" and not element.speaks and not element.proves:
        raise node.error(f"要素“{element_id}”没有“speaks”，无从判断哪句话说到它")
    check_years(element, fields)
    context.ids[element_id] = element
    return element


def _hint_of_change(earlier: Element, context: Context) -> str:
    if earlier.origin == context.pack:
        return ""
    return f"（规则包 {earlier.origin} 已有这个要素；要改它，请写在 changes 里）"


def check_years(element: Element, fields: Mapping[str, Node]) -> None:
    """Raise RulesError when the element begins after it ends."""
    if element.since is not None and element.until is not None and element.since > element.until:
        node = fields.get("since") or fields["until"]
        raise node.error(f"起始年度 {element.since} 晚于截止年度 {element.until}")


def read_values(
    fields: Mapping[str, Node], context: Context, parse: Callable[[Node], Matcher]
) -> dict[str, Any]:
    """Return the attributes of an Element that the keys of an entry set; keys that aren't there are left out."""
    readers: Mapping[str, Callable[[Node, str], Any]] = {
        "name": Node.text,
        "asks": Node.text,
        "advice": Node.text,
        "need": lambda node, key: node.one_of(key, NEEDS),
        "judge": lambda node, key: node.one_of(key, JUDGES),
        "covered_by": lambda node, key: node.one_of(key, COVERED_BY),
        "points": lambda node, key: node.number(key, 0, 100),
        "since": _year,
        "until": _year,
        "statutory_since": _year,
        "levels": _levels,
        "basis": lambda node, key: tuple(_basis(item, context.instruments) for item in node.items(key)),
        "examples": lambda node, key: read_examples(node, STATUSES),
        **dict.fromkeys(BLOCKS, lambda node, key: tuple(map(parse, node.items(key)))),
    }
    return {key: readers[key](node, key) for key, node in fields.items() if key in readers}


def _year(node: Node, key: str) -> int:
    return node.whole(key, FIRST_YEAR, LAST_YEAR)


def _basis(node: Node, instruments: Mapping[str, Basis]) -> Basis:
    key = node.text("basis")
    if key not in instruments:
        raise node.error(f"依据“{key}”不在 pack.yaml 的 instruments 中{nearest(key, list(instruments))}")
    return instruments[key]


def _levels(node: Node, key: str) -> tuple[str, ...]:
    levels = tuple(item.one_of(key, LEVELS) for item in node.items(key))
    if not levels:
        raise node.error(f"“{key}”是空的，等于对谁都不要求；要停用请写在 pack.yaml 的 switch_off 里")
    return levels


def read_examples(node: Node, required: tuple[str, ...]) -> tuple[Example, ...]:
    """Return the labelled examples of an entry, by status in the order written."""
    return tuple(
        _example(status, item)
        for status, group in node.mapping("examples", STATUSES, required).items()
        for item in group.items(status)
    )


def _example(status: str, item: Node) -> Example:
    if isinstance(item.value, str):
        return Example(status, item.text("例句"), line=item.line, place=item.place)  # type: ignore[arg-type]
    fields = item.mapping("例句", (*SECTIONS, "problems"))
    sections = [section for section in SECTIONS if section in fields]
    if len(sections) != 1:
        raise item.error("例句写作一段文字，或“plan: 一段文字”这样注明所在部分")
    problems = fields["problems"].text("problems") if "problems" in fields else None
    text = fields[sections[0]].text("例句")
    return Example(status, text, sections[0], problems, item.line, item.place)  # type: ignore[arg-type]
