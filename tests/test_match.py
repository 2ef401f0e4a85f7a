"""The engine finds the same on a first report as on any later one, and keeps nothing of a run."""

from __future__ import annotations

from pathlib import Path

from rules.model import Checklist
from scorer.match import Engine
from scorer.outline import outline
from scorer.readers import read

REPORTS = sorted((Path(__file__).parent.parent / "examples" / "reports").glob("*.txt"))


def test_the_first_report_is_matched_like_any_other(national: Checklist) -> None:
    for path in REPORTS[:2]:
        sentences = [s.text for s in outline(read(path.read_bytes(), path.name), 2023)]
        engine = Engine(national)
        first = engine.match(sentences)
        second = engine.match(sentences)
        assert first.hits == second.hits
        assert first.signs == second.signs
        assert first.words == second.words
