"""What the judges of the sections share: the verdict, and which sentences stand in a section."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rules.model import Status
from scorer.match import Hit
from scorer.outline import Sentence
from scorer.quantities import QUANTITY

if TYPE_CHECKING:
    from scorer.judge import Reading

Verdict = tuple[Hit, Status, float, bool, str]


def in_role(reading: Reading, role: str) -> Iterator[tuple[int, Sentence]]:
    """Yield the numbered sentences of one section, its headings among them."""
    return ((at, sentence) for at, sentence in enumerate(reading.sentences) if sentence.section == role)


def verdict(
    number: int, at: int, sentence: Sentence, status: Status, weight: float, reason: str, matcher: str
) -> Verdict:
    """Return what the whole sentence `at` is worth for element `number`."""
    hit = Hit(number, "proves", matcher, at, 0, len(sentence.text), 100.0)
    quantified = status == "covered" and bool(QUANTITY.search(sentence.text))
    return hit, status, weight, quantified, reason


def hits_by_sentence(number: int, reading: Reading) -> dict[int, dict[str, Hit]]:
    """The element's own hits by sentence and block."""
    found: dict[int, dict[str, Hit]] = {}
    for hit in reading.hits(number):
        found.setdefault(hit.sentence, {}).setdefault(hit.block, hit)
    return found
