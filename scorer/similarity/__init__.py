"""Text taken over from another report: two texts compared, near-duplicates found across a batch."""

from scorer.similarity.batch import Group, MissingExtra, Pair, near_duplicates
from scorer.similarity.notice import borrowed_notices
from scorer.similarity.passages import Comparison, Passage, compare

__all__ = [
    "Comparison",
    "Group",
    "MissingExtra",
    "Pair",
    "Passage",
    "borrowed_notices",
    "compare",
    "near_duplicates",
]
