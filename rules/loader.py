"""Read a rule pack: YAML files in, a Checklist out, or an error that names file, line and remedy."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from rules.model import (
    LEVELS,
    Basis,
    Checklist,
    Dimension,
    Element,
    Example,
    Grade,
    Matcher,
)
from rules.syntax import SyntaxProblem, parse_matcher

NATIONAL = Path(__file__).parent / "national"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ID = re.compile(r"^[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)?$")
_SECTIONS = ("account", "first-responsible", "shortcomings", "plan", "preface", "heading")
_MATCHER_KEYS = ("speaks", "proves", "touches", "lookalikes", "excludes")
_ELEMENT_KEYS = (
    "id", "name", "need", "points", "since", "until", "levels", "statutory_since", "basis", "asks",
    "advice", "judge", "covered_by", *_MATCHER_KEYS, "examples",
)  # fmt: skip
_REQUIRED = ("id", "name", "need", "basis", "asks", "advice", "examples")


class RulesError(Exception):
    """A rule pack that cannot be used: one Chinese line with file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value that knows where it stands."""

    value: Any
    file: str
    line: int
    column: int

    def error(self, message: str) -> RulesError:
        return RulesError(f"{self.file} 第 {self.line} 行第 {self.column} 列：{message}")

    def text(self, what: str) -> str:
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.error(f"“{what}”应是一段文字")
        return self.value.strip()

    def whole(self, what: str, low: int, high: int) -> int:
        if not isinstance(self.value, int) or isinstance(self.value, bool) or not low <= self.value <= high:
            raise self.error(f"“{what}”应是 {low} 到 {high} 之间的整数，写的是 {self.value!r}")
        return self.value

    def number(self, what: str, low: float, high: float) -> float:
        if (
            not isinstance(self.value, int | float)
            or isinstance(self.value, bool)
            or not low <= self.value <= high
        ):
            raise self.error(f"“{what}”应是 {low:g} 到 {high:g} 之间的数，写的是 {self.value!r}")
        return float(self.value)

    def one_of(self, what: str, allowed: Sequence[str]) -> str:
        if self.value not in allowed:
            raise self.error(
                f"“{what}”只能是 {'、'.join(allowed)}，写的是 {self.value!r}{_nearest(self.value, allowed)}"
            )
        return str(self.value)

    def items(self, what: str) -> list[Node]:
        if not isinstance(self.value, list):
            raise self.error(f"“{what}”应是列表（每项一行，以“- ”开头）")
        return self.value

    def mapping(
        self, what: str, allowed: Sequence[str] | None, required: Sequence[str] = ()
    ) -> dict[str, Node]:
        if not isinstance(self.value, dict):
            raise self.error(f"“{what}”应是“键: 值”的形式")
        for key, node in self.value.items():
            if allowed is not None and key not in allowed:
                raise node.error(f"不认识的键“{key}”{_nearest(key, allowed)}；可用：{'、'.join(allowed)}")
        for key in required:
            if key not in self.value:
                raise self.error(f"“{what}”缺少键“{key}”")
        return self.value


def _nearest(value: object, allowed: Sequence[str]) -> str:
    near = get_close_matches(str(value), allowed, n=1, cutoff=0.5)
    return f"，是否想写“{near[0]}”" if near else ""


def parse_yaml(data: bytes, file: str) -> Node:
    """Return the one YAML document in `data` as located nodes. Raises RulesError, nothing else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RulesError(f"{file}：第 {error.start} 个字节起不是 UTF-8 文本，请另存为 UTF-8") from error
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" 第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else ""
        raise RulesError(f"{file}{where}：YAML 写法有误（{_explain(error)}）") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise RulesError(f"{file}：YAML 写法有误（{error}）") from error
    if root is None:
        raise RulesError(f"{file}：文件是空的")
    try:
        return _locate(root, file, set())
    except RecursionError as error:
        raise RulesError(f"{file}：嵌套太深") from error


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "\\t" in problem or "tab" in problem:
        return "用了制表符，请改用空格缩进"
    if "expected <block end>" in problem or "did not find expected" in problem:
        return "缩进没有对齐，或含冒号、引号的文字没有整体加引号"
    if "mapping values are not allowed" in problem:
        return "文字里有“: ”，请整体加引号"
    return problem


def _locate(node: yaml.Node, file: str, seen: set[int]) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if id(node) in seen:
        raise RulesError(f"{file} 第 {line} 行第 {column} 列：不支持锚点与引用（& 与 *），请直接写出内容")
    seen.add(id(node))
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or key in value:
                why = "键重复" if key else "键应是文字"
                mark = key_node.start_mark
                raise RulesError(f"{file} 第 {mark.line + 1} 行第 {mark.column + 1} 列：{why}“{key or ''}”")
            located = _locate(value_node, file, seen)
            value[key] = Node(
                located.value, file, key_node.start_mark.line + 1, key_node.start_mark.column + 1
            )
    elif isinstance(node, yaml.SequenceNode):
        value = [_locate(item, file, seen) for item in node.value]
    else:
        value = _scalar(node)
    return Node(value, file, line, column)


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    kind = node.tag.rpartition(":")[2]
    text: str = node.value
    if kind == "int" and re.fullmatch(r"[+-]?\d{1,9}", text):
        return int(text)
    if kind == "float" and re.fullmatch(r"[+-]?\d{1,9}\.\d{1,9}", text):
        return float(text)
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    return None if kind == "null" else text


@cache
def load_national() -> Checklist:
    """Return the national pack that ships with the program."""
    return load_pack(NATIONAL)


def load_pack(folder: Path) -> Checklist:
    """Return the rule pack in `folder`: pack.yaml and one YAML per dimension. Raises RulesError."""
    try:
        files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}
    except OSError as error:
        raise RulesError(f"{folder}：无法读取规则包（{error.strerror}）") from error
    if "pack.yaml" not in files:
        raise RulesError(f"{folder}：没有 pack.yaml，不是规则包")
    return build_pack(files)


def build_pack(files: Mapping[str, bytes]) -> Checklist:
    """Return the checklist written in `files` (name to bytes). Raises RulesError."""
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(name.encode() + b"\0" + data.replace(b"\r\n", b"\n") + b"\0")
    head = parse_yaml(files["pack.yaml"], "pack.yaml")
    keys = ("id", "name", "version", "newest_year", "points", "grades", "dimensions", "instruments")
    pack = head.mapping("pack.yaml", keys, keys)
    vocabulary = _vocabulary(files)
    points = pack["points"].mapping("points", ("required", "recommended"), ("required", "recommended"))
    context = _Context(
        vocabulary=vocabulary,
        instruments=_instruments(pack["instruments"]),
        points={need: node.number(need, 0, 100) for need, node in points.items()},
        ids=set(),
    )
    dimensions = []
    for node in pack["dimensions"].items("dimensions"):
        name = node.text("dimensions") + ".yaml"
        if name not in files:
            raise node.error(f"找不到规则文件 {name}")
        dimensions.append(_dimension(parse_yaml(files[name], name), context))
    return Checklist(
        id=pack["id"].text("id"),
        name=pack["name"].text("name"),
        version=str(pack["version"].value),
        sha256=digest.hexdigest(),
        newest_year=pack["newest_year"].whole("newest_year", 2000, 2100),
        grades=_grades(pack["grades"]),
        dimensions=tuple(dimensions),
        signs=_signs(files, _matcher_parser(vocabulary)),
    )


@dataclass(frozen=True, slots=True)
class _Context:
    vocabulary: Mapping[str, tuple[str, ...]]
    instruments: Mapping[str, Basis]
    points: Mapping[str, float]
    ids: set[str]


def _matcher_parser(vocabulary: Mapping[str, tuple[str, ...]]) -> Callable[[Node], Matcher]:
    def parse(node: Node) -> Matcher:
        try:
            return parse_matcher(node.text("匹配项"), vocabulary)
        except SyntaxProblem as problem:
            raise node.error(str(problem)) from problem

    return parse


def _vocabulary(files: Mapping[str, bytes]) -> dict[str, tuple[str, ...]]:
    if "vocabulary.yaml" not in files:
        return {}
    return _words(parse_yaml(files["vocabulary.yaml"], "vocabulary.yaml"), {})


def _words(root: Node, known: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
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
                elif word:
                    words.append(word)
        vocabulary[name] = tuple(dict.fromkeys(words))
    return vocabulary


def _signs(files: Mapping[str, bytes], parse: Callable[[Node], Matcher]) -> dict[str, tuple[Matcher, ...]]:
    if "signs.yaml" not in files:
        raise RulesError("signs.yaml：规则包缺少句子标志表")
    root = parse_yaml(files["signs.yaml"], "signs.yaml")
    return {
        name: tuple(map(parse, node.items(name))) for name, node in root.mapping("signs.yaml", None).items()
    }


def _instruments(node: Node) -> dict[str, Basis]:
    instruments = {}
    for key, item in node.mapping("instruments", None).items():
        fields = item.mapping(key, ("title", "checked"), ("title", "checked"))
        checked = fields["checked"].value
        if not isinstance(checked, bool):
            raise fields["checked"].error("“checked”只能是 true 或 false")
        instruments[key] = Basis(key, fields["title"].text("title"), checked)
    return instruments


def _grades(node: Node) -> tuple[Grade, ...]:
    grades = []
    for item in node.items("grades"):
        fields = item.mapping("grades", ("name", "at_least"), ("name", "at_least"))
        grades.append(Grade(fields["name"].text("name"), fields["at_least"].number("at_least", 0, 100)))
    if not grades or min(grade.at_least for grade in grades) > 0:
        raise node.error("“grades”要有一个从 0 分起的等次")
    return tuple(sorted(grades, key=lambda grade: -grade.at_least))


def _dimension(root: Node, context: _Context) -> Dimension:
    """A dimension file: its elements, and the word lists only they use."""
    required = ("dimension", "name", "elements")
    fields = root.mapping("规则文件", (*required, "vocabulary"), required)
    dimension = fields["dimension"].text("dimension")
    words = _words(fields["vocabulary"], context.vocabulary) if "vocabulary" in fields else context.vocabulary
    parse = _matcher_parser(words)
    elements = tuple(
        _element(node, dimension, context, parse) for node in fields["elements"].items("elements")
    )
    return Dimension(dimension, fields["name"].text("name"), elements)


def _element(node: Node, dimension: str, context: _Context, parse: Callable[[Node], Matcher]) -> Element:
    fields = node.mapping("要素", _ELEMENT_KEYS, _REQUIRED)
    element_id = fields["id"].text("id")
    if not _ID.match(element_id) or not element_id.startswith(dimension + "."):
        raise fields["id"].error(f"编号“{element_id}”应写作“{dimension}.英文小写短名”")
    if element_id in context.ids:
        raise fields["id"].error(f"编号“{element_id}”已经用过")
    context.ids.add(element_id)
    need = fields["need"].one_of("need", ("required", "recommended"))
    matchers = {
        key: tuple(map(parse, fields[key].items(key))) if key in fields else () for key in _MATCHER_KEYS
    }
    judge = (
        fields["judge"].one_of("judge", ("sentence", "problems", "causes", "plan", "response"))
        if "judge" in fields
        else "sentence"
    )
    if judge == "sentence" and not matchers["speaks"] and not matchers["proves"]:
        raise node.error(f"要素“{element_id}”没有“speaks”，无从判断哪句话说到它")
    since = fields["since"].whole("since", 1990, 2100) if "since" in fields else None
    until = fields["until"].whole("until", 1990, 2100) if "until" in fields else None
    if since is not None and until is not None and since > until:
        raise fields["since"].error(f"起始年度 {since} 晚于截止年度 {until}")
    return Element(
        id=element_id,
        name=fields["name"].text("name"),
        dimension=dimension,
        need=need,  # type: ignore[arg-type]
        points=fields["points"].number("points", 0, 100) if "points" in fields else context.points[need],
        basis=tuple(_basis(item, context.instruments) for item in fields["basis"].items("basis")),
        asks=fields["asks"].text("asks"),
        advice=fields["advice"].text("advice"),
        covered_by=fields["covered_by"].one_of("covered_by", ("deed", "figure"))
        if "covered_by" in fields
        else "deed",  # type: ignore[arg-type]
        judge=judge,  # type: ignore[arg-type]
        since=since,
        until=until,
        levels=_levels(fields["levels"]) if "levels" in fields else LEVELS,
        statutory_since=fields["statutory_since"].whole("statutory_since", 1990, 2100)
        if "statutory_since" in fields
        else None,
        examples=_examples(fields["examples"]),
        source=f"{node.file}:{node.line}",
        **matchers,
    )


def _basis(node: Node, instruments: Mapping[str, Basis]) -> Basis:
    key = node.text("basis")
    if key not in instruments:
        raise node.error(f"依据“{key}”不在 pack.yaml 的 instruments 中{_nearest(key, list(instruments))}")
    return instruments[key]


def _levels(node: Node) -> tuple[Any, ...]:
    return tuple(item.one_of("levels", LEVELS) for item in node.items("levels"))


def _examples(node: Node) -> tuple[Example, ...]:
    examples = []
    statuses = ("covered", "mentioned", "missing")
    for status, group in node.mapping("examples", statuses, statuses).items():
        for item in group.items(status):
            examples.append(_example(status, item))
    return tuple(examples)


def _example(status: str, item: Node) -> Example:
    if isinstance(item.value, str):
        return Example(status, item.text("例句"), line=item.line)  # type: ignore[arg-type]
    fields = item.mapping("例句", (*_SECTIONS, "problems"))
    sections = [section for section in _SECTIONS if section in fields]
    if len(sections) != 1:
        raise item.error("例句写作一段文字，或“plan: 一段文字”这样注明所在部分")
    problems = fields["problems"].text("problems") if "problems" in fields else None
    return Example(status, fields[sections[0]].text("例句"), sections[0], problems, item.line)  # type: ignore[arg-type]
