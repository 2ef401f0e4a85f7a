"""What changed between two runs over the same reports, and why: the text, the rules, the waivers, the program."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

Cause = str
TEXT, RULES, WAIVERS, PROGRAM = "报告改了", "规则改了", "豁免改了", "程序改了"
ORDER = {"covered": 3, "mentioned": 2, "missing": 1, "na": 0}


class DifferenceError(Exception):
    """Results that cannot be compared: one Chinese line with cause and remedy."""


@dataclass(frozen=True, slots=True)
class Run:
    """A result file: the stamps of what made it, and its reports by name."""

    path: Path
    tool: str
    pack: str
    version: str
    rules: str
    waivers: str
    reports: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Move:
    """An element of a report that stands otherwise than before; None where it wasn't asked about at all."""

    report: str
    element: str
    name: str
    old: str | None
    new: str | None
    points: float
    causes: tuple[Cause, ...]

    @property
    def better(self) -> bool:
        return ORDER.get(self.new or "", 0) > ORDER.get(self.old or "", 0)


@dataclass(frozen=True, slots=True)
class Change:
    """A report in both runs: its scores and what moved in it."""

    report: str
    old: float | None
    new: float | None
    states: tuple[str, str]
    causes: tuple[Cause, ...]
    moves: tuple[Move, ...]

    @property
    def points(self) -> float:
        return 0.0 if self.old is None or self.new is None else round(self.new - self.old, 1)


@dataclass(frozen=True, slots=True)
class Difference:
    """Changes in the order of the newer run; reports that only one run has."""

    old: Run
    new: Run
    changes: tuple[Change, ...]
    only_old: tuple[str, ...]
    only_new: tuple[str, ...]

    @property
    def moves(self) -> list[Move]:
        return [move for change in self.changes for move in change.moves]

    @property
    def changed(self) -> list[Change]:
        return [c for c in self.changes if c.moves or c.points or c.states[0] != c.states[1]]


def read_run(path: Path) -> Run:
    """Return what `checklist score --format json` (or jsonl) wrote to `path`. Raises DifferenceError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise DifferenceError(f"{path}：打不开（{error.strerror}）") from error
    except UnicodeDecodeError as error:
        raise DifferenceError(f"{path}：不是本工具写出的 JSON") from error
    try:
        heads, reports = _records(text)
        head = heads[0]
        stamps = {(h["checklist"]["id"], h["checklist"]["sha256"]) for h in heads}
        if len(stamps) > 1:
            raise DifferenceError(f"{path}：里面混有几套规则评出的结果，不能比较")
        named = {str(report["file"]): dict(report) for report in reports}
        for report in named.values():
            _ = report["sha256"], report["status"], report["score"]
            _ = [(e["id"], e["name"], e["status"], e["got"]) for e in report["elements"]]
        checklist = head["checklist"]
        return Run(
            path=path,
            tool=f"{head['tool']['name']} {head['tool']['version']}",
            pack=str(checklist["id"]),
            version=str(checklist["version"]),
            rules=str(checklist["sha256"]),
            waivers=str((checklist.get("waivers") or {}).get("sha256", "")),
            reports=named,
        )
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        message = f"{path}：不是本工具写出的 JSON，请用 checklist score … -f json -o 写出的文件"
        raise DifferenceError(message) from error


def _records(text: str) -> tuple[list[Any], list[Any]]:
    """Heads and reports of a JSON document, or of JSON lines."""
    try:
        whole = json.loads(text)
    except ValueError:
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
        return lines, lines
    return ([whole], whole["reports"]) if "reports" in whole else ([whole], [whole])


def compare(old: Run, new: Run) -> Difference:
    """Return what is different. Raises DifferenceError when the runs are by different packs."""
    if old.pack != new.pack:
        packs = f"“{old.pack}”与“{new.pack}”"
        raise DifferenceError(
            f"两次结果用的是不同的规则包（{packs}），标准不同，分数不能相比；请用同一个规则包各评一次"
        )
    pairs, only_old, only_new = _pairs(old, new)
    changes = tuple(_change(old, new, before, after) for before, after in pairs)
    return Difference(old, new, changes, only_old, only_new)


def _pairs(old: Run, new: Run) -> tuple[list[tuple[Any, Any]], tuple[str, ...], tuple[str, ...]]:
    """Reports of both runs by the same path, else the same bytes, else the only one of the same name."""
    left = dict(old.reports)
    pairs, rest = [], []
    for file, report in new.reports.items():
        if file in left:
            pairs.append((left.pop(file), report))
        else:
            rest.append(report)
    only_new = []
    for report in rest:
        same = [
            file for file, other in left.items() if other["sha256"] and other["sha256"] == report["sha256"]
        ]
        name = PurePath(report["file"].replace("\\", "/")).name
        same = same or [file for file in left if PurePath(file.replace("\\", "/")).name == name]
        if len(same) == 1:
            pairs.append((left.pop(same[0]), report))
        else:
            only_new.append(report["file"])
    order = {file: at for at, file in enumerate(new.reports)}
    pairs.sort(key=lambda pair: order[pair[1]["file"]])
    return pairs, tuple(left), tuple(only_new)


def _change(old: Run, new: Run, before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    same_year = before["meta"].get("year") == after["meta"].get("year")
    causes = tuple(_causes(old, new, before["sha256"] != after["sha256"] or not same_year))
    moves = tuple(_moves(before["elements"], after["elements"], after["file"], causes))
    states = (before["status"], after["status"])
    return Change(after["file"], before["score"], after["score"], states, causes, moves)


def _causes(old: Run, new: Run, text: bool) -> Iterator[Cause]:
    if text:
        yield TEXT
    if old.rules != new.rules:
        yield RULES
    if old.waivers != new.waivers:
        yield WAIVERS
    if old.tool != new.tool:
        yield PROGRAM


def _moves(
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    report: str,
    causes: tuple[Cause, ...],
) -> Iterator[Move]:
    was, now = ({element["id"]: element for element in elements} for elements in (before, after))
    for key in dict.fromkeys([*now, *was]):
        old, new = was.get(key), now.get(key)
        points = (new["got"] if new else 0.0) - (old["got"] if old else 0.0)
        if _state(old) != _state(new) or points:
            name = (new or old or {})["name"]
            yield Move(report, key, name, _state(old), _state(new), points, causes)


def _state(element: Mapping[str, Any] | None) -> str | None:
    if element is None:
        return None
    return f"waived-{element['status']}" if element.get("waived") else str(element["status"])
