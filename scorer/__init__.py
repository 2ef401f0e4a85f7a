"""Reads a report, finds evidence, judges it, scores it."""

from scorer.audit import audit
from scorer.model import Scorecard

__all__ = ["Scorecard", "audit"]
