"""Human judgements: label files of whole reports, and labelled passages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import yaml

from checklist.passages import Passage
from rules.model import LEVELS, Checklist, Level, Section, Status

_STATUSES = get_args(Status)
_SECTIONS = get_args(Section)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class LabelError(Exception):
    """A label file that cannot be used: one Chinese line naming file and remedy."""


@dataclass(frozen=True, slots=True)
class Label:
    """The judgement of one element of one report; `accept` are the statuses that count as right, its own among them."""

    status: Status
    accept: tuple[Status, ...]
    quantified: bool | None
    quotes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledReport:
    """A label file: which report, what it is, the judgement of every element."""

    source: str
    file: str
    year: int | None
    level: Level | None
    labels: Mapping[str, Label]


def load_passages(path: Path, checklist: Checklist) -> list[Passage]:
    """Return the passages in `path` (JSON lines, or a YAML list). Raises LabelError."""
    known = {element.id for element in checklist}
    passages = []
    for where, record in _records(path):
        passages.append(_passage(record, where, known))
    if not passages:
        raise LabelError(f"{path}：没有标注段落")
    return passages


def _records(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    text = _read(path)
    if path.suffix in (".yaml", ".yml"):
        items = _yaml(text, path)
        if not isinstance(items, list):
            raise LabelError(f"{path}：应是段落的列表")
        for number, item in enumerate(items, 1):
            yield f"{path} 第 {number} 项", _mapping(item, f"{path} 第 {number} 项")
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            where = f"{path} 第 {number} 行"
            try:
                item = json.loads(line)
            except ValueError as error:
                raise LabelError(f"{where}：不是 JSON（{error}）") from error
            yield where, _mapping(item, where)


def _passage(record: Mapping[str, Any], where: str, known: set[str]) -> Passage:
    for key, allowed in (
        ("element", known),
        ("status", _STATUSES),
        ("section", _SECTIONS),
        ("level", LEVELS),
    ):
        if record.get(key) not in allowed:
            raise LabelError(f"{where}：{key} 是 {record.get(key)!r}，不在可用范围内")
    if not isinstance(record.get("text"), str) or not isinstance(record.get("year"), int):
        raise LabelError(f"{where}：缺少 text（文字）或 year（年度）")
    return Passage(
        id=str(record.get("id", where)),
        element=record["element"],
        status=record["status"],
        section=record["section"],
        text=record["text"],
        quantified=_quantified(record, where),
        plain=bool(record.get("plain")),
        level=record["level"],
        year=record["year"],
        problems=record.get("problems"),
    )


def load_labels(folder: Path) -> list[LabelledReport]:
    """Return the label files in `folder` (or the one label file it names), by name. Raises LabelError."""
    paths = sorted(folder.glob("*.yaml")) if folder.is_dir() else [folder]
    if not paths:
        raise LabelError(f"{folder}：没有标注文件（*.yaml）")
    return [_labelled_report(path) for path in paths]


def _labelled_report(path: Path) -> LabelledReport:
    record = _mapping(_yaml(_read(path), path), str(path))
    elements = _mapping(record.get("elements"), f"{path} 的 elements")
    if not isinstance(record.get("file"), str):
        raise LabelError(f"{path}：缺少 file（报告文件名）")
    level = record.get("level")
    if level is not None and level not in LEVELS:
        raise LabelError(f"{path}：level 是 {level!r}，不在可用范围内")
    return LabelledReport(
        source=str(path),
        file=record["file"],
        year=record.get("year"),
        level=level,
        labels={
            key: _label(_mapping(item, f"{path} 的 {key}"), f"{path} 的 {key}")
            for key, item in elements.items()
        },
    )


def _label(item: Mapping[str, Any], where: str) -> Label:
    status: Any = item.get("status")
    if status not in _STATUSES:
        raise LabelError(f"{where}：status 是 {status!r}，应是 {'、'.join(_STATUSES)}")
    accept = tuple(dict.fromkeys((status, *(item.get("accept") or ()))))
    if any(value not in _STATUSES for value in accept):
        raise LabelError(f"{where}：accept 里有不认识的状态")
    return Label(status, accept, _quantified(item, where), tuple(map(str, item.get("quotes") or ())))


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise LabelError(f"{path}：打不开（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise LabelError(f"{path}：第 {error.start} 个字节起不是 UTF-8 文本") from error


def _yaml(text: str, path: Path) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        raise LabelError(f"{path}：YAML 写法有误（{error}）") from error


def _mapping(item: Any, where: str) -> Mapping[str, Any]:
    if not isinstance(item, dict):
        raise LabelError(f"{where}：应是“键: 值”的形式")
    return item


def _quantified(record: Mapping[str, Any], where: str) -> bool | None:
    """Whether the evidence carries a figure or a document; None where nobody judged it."""
    value = record.get("quantified")
    if value is None or isinstance(value, bool):
        return value
    raise LabelError(f"{where}：quantified 应是 true 或 false，没有评判就不写")
