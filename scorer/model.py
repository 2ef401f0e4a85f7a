"""What passes between the floors: the document read, the evidence found, the scorecard given."""

# Annotations are not postponed here: named tuples would compile every one of them at each start.
from collections.abc import Mapping
from typing import Literal, NamedTuple

from rules.model import Basis, Element, Level, Status

DocumentStatus = Literal["scored", "foreign", "unreadable"]
Role = Literal[
    "account", "first-responsible", "shortcomings", "plan", "preface", "heading", "title", "chrome"
]


class ReadingError(Exception):
    """A file that cannot be read as text; the message is one Chinese line naming cause and remedy."""


class Block(NamedTuple):
    """A line, paragraph or table cell of the source.

    `start`/`end` are offsets into the document's text; `place` says where a person finds it in the
    open file (第3页, 第12段, 第5行).
    """

    start: int
    end: int
    place: str


_NO_HINTS: Mapping[str, str] = {}


class Document(NamedTuple):
    """A file as text: what was extracted, where each block stands, what the page says of itself.

    `hints` may hold title, issuer, published as read from page furniture or file properties;
    `warnings` are Chinese lines on losses met while reading.
    """

    name: str
    text: str
    sha256: str
    blocks: tuple[Block, ...]
    kind: str = "txt"
    hints: Mapping[str, str] = _NO_HINTS
    warnings: tuple[str, ...] = ()


class Meta(NamedTuple):
    """What a report says of itself; None where it doesn't tell. `published` is an ISO date."""

    title: str | None = None
    issuer: str | None = None
    region: str | None = None
    level: Level | None = None
    year: int | None = None
    published: str | None = None


class Evidence(NamedTuple):
    """A sentence that speaks of an element.

    `text[start:end] == quote` in the document's text. `similarity` is 0-100. `reason` says in
    Chinese what the judge saw in it.
    """

    quote: str
    start: int
    end: int
    section: str
    role: Role
    place: str
    matcher: str
    similarity: float
    status: Status
    reason: str


class Finding(NamedTuple):
    """The judgement on one element: its status, the evidence for it, the reason.

    `plain`: only one sentence covers it, and that without the matter's name; a person should look at it.
    `basis`: what the demand rests on in the reporting year. `nearest` holds, for a missing element, the sentences
    that come closest and why they don't count.
    `waived`: why the element doesn't count, who granted it and until when; `got` and `possible` are then
    0, and the status stays as judged.
    """

    element: Element
    status: Status
    quantified: bool
    got: float
    possible: float
    evidence: tuple[Evidence, ...]
    reason: str
    advice: str
    nearest: tuple[Evidence, ...] = ()
    basis: tuple[Basis, ...] = ()
    waived: str | None = None
    plain: bool = False


class DimensionScore(NamedTuple):
    id: str
    name: str
    got: float
    possible: float

    @property
    def score(self) -> float | None:
        return 100 * self.got / self.possible if self.possible else None


class Notice(NamedTuple):
    """Something a supervisor would ask about; never part of the score."""

    kind: str
    severity: Literal["check", "hint"]
    message: str
    quote: str = ""
    start: int = 0
    end: int = 0


class Scorecard(NamedTuple):
    """The result for one input; `full_got` and `full_possible` count the waived elements too."""

    file: str
    sha256: str
    status: DocumentStatus
    reason: str | None = None
    meta: Meta = Meta()
    got: float = 0.0
    possible: float = 0.0
    grade: str | None = None
    statutory_missing: tuple[str, ...] = ()
    statutory_asked: int = 0
    dimensions: tuple[DimensionScore, ...] = ()
    findings: tuple[Finding, ...] = ()
    notices: tuple[Notice, ...] = ()
    text: str = ""
    full_got: float = 0.0
    full_possible: float = 0.0

    @property
    def score(self) -> float | None:
        """100 × got / possible, unrounded; None when nothing was asked or nothing was judged."""
        return 100 * self.got / self.possible if self.status == "scored" and self.possible else None

    @property
    def full_score(self) -> float | None:
        """The score with all waived elements counted."""
        return (
            100 * self.full_got / self.full_possible
            if self.status == "scored" and self.full_possible
            else None
        )

    @property
    def waived(self) -> tuple[Finding, ...]:
        """The findings that don't count, in the checklist's order."""
        return tuple(finding for finding in self.findings if finding.waived is not None)
