"""Reads a report, finds evidence, judges it, scores it: `scorer.audit(source, checklist) -> Scorecard`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scorer.auditing import audit as audit
    from scorer.model import Scorecard as Scorecard

__all__ = ["Scorecard", "audit"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: the engine's imports cost more than `checklist --help` does.
    if name == "audit":
        from scorer.auditing import audit

        return audit
    if name == "Scorecard":
        from scorer.model import Scorecard

        return Scorecard
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
