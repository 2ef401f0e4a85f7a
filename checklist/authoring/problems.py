"""What `checklist rules check` says: an error that must go, or a hint worth a thought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.model import Place


@dataclass(frozen=True, slots=True)
class Problem:
    """A line for the author; `where` is file, line and column, or the file alone."""

    severity: Literal["error", "hint"]
    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}：{'错误' if self.severity == 'error' else '提示'}：{self.message}"


def error(place: Place | None, message: str) -> Problem:
    return Problem("error", str(place or "pack.yaml"), message)


def hint(place: Place | None, message: str) -> Problem:
    return Problem("hint", str(place or "pack.yaml"), message)


def own(place: Place | None) -> bool:
    """Whether something stands in the checked pack itself, not in one it extends."""
    return place is not None and "/" not in place.file
