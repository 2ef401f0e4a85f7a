"""YAML values that know where they stand, and the error that tells a non-programmer what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rules.model import Place


class RulesError(Exception):
    """A rule pack that cannot be used: one Chinese line with file, line and remedy."""


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value that knows where it stands."""

    value: Any
    file: str
    line: int
    column: int

    @property
    def place(self) -> Place:
        return Place(self.file, self.line, self.column)

    def error(self, message: str) -> RulesError:
        return RulesError(f"{self.place}：{message}")

    def text(self, what: str) -> str:
        if isinstance(self.value, int | float):
            raise self.error(f"“{what}”应是一段文字；单独的数字和 yes、no、true、false 要加引号")
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
                f"“{what}”只能是 {'、'.join(allowed)}，写的是 {self.value!r}{nearest(self.value, allowed)}"
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
                raise node.error(f"不认识的键“{key}”{nearest(key, allowed)}；可用：{'、'.join(allowed)}")
        for key in required:
            if key not in self.value:
                raise self.error(f"“{what}”缺少键“{key}”")
        return self.value


def nearest(value: object, allowed: Sequence[str]) -> str:
    """Return "，是否想写“…”" with the likeliest of `allowed`, or nothing."""
    from difflib import get_close_matches  # only where something is wrong

    near = get_close_matches(str(value), allowed, n=1, cutoff=0.5)
    return f"，是否想写“{near[0]}”" if near else ""
