"""What is asked of a report: elements, their matchers and the pack that holds them."""

# Annotations are not postponed here: named tuples would compile every one of them at each start.
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

Status = Literal["covered", "mentioned", "missing", "na"]
Level = Literal["province", "prefecture", "county", "township", "department"]
Need = Literal["required", "recommended"]
Section = Literal["account", "first-responsible", "shortcomings", "plan", "preface", "heading"]
Block = Literal["speaks", "proves", "touches", "lookalikes", "excludes"]
JudgeKind = Literal["sentence", "problems", "causes", "plan", "response"]

BLOCKS: tuple[Block, ...] = ("speaks", "proves", "touches", "lookalikes", "excludes")
LEVELS: tuple[Level, ...] = ("province", "prefecture", "county", "township", "department")
LEVEL_NAMES: Mapping[str, str] = {
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "township": "乡镇（街道）",
    "department": "部门",
}
STATUS_NAMES: Mapping[str, str] = {
    "covered": "已覆盖",
    "mentioned": "仅提及",
    "missing": "缺失",
    "na": "不适用",
}
NEED_NAMES: Mapping[str, str] = {"required": "应当写明", "recommended": "建议写明"}
SECTION_NAMES: Mapping[str, str] = {
    "account": "年度工作",
    "first-responsible": "第一责任人履职",
    "shortcomings": "不足",
    "plan": "下一步安排",
    "preface": "帽段",
    "heading": "标题",
}


class Place(NamedTuple):
    """Where something stands in a rule file; the file of an inherited pack is named as pack/file."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file} 第 {self.line} 行第 {self.column} 列"


class Phrase(NamedTuple):
    """A fixed term, found exactly and, from four characters on, through typing and OCR damage."""

    source: str
    text: str
    place: Place | None = None


class Near(NamedTuple):
    """Words that stand near each other inside one sentence, in any order.

    Every group must be present with one of its words, all of them inside `within` characters.
    None of `without` may stand in the same sentence. A word in `bounded` counts only where it
    begins and ends on word boundaries.
    """

    source: str
    groups: tuple[tuple[str, ...], ...]
    without: tuple[str, ...] = ()
    within: int = 40
    bounded: frozenset[str] = frozenset()
    place: Place | None = None


REGEX = "re:"  # begins the source of a Pattern


class Pattern(NamedTuple):
    """A regular expression, the last resort."""

    source: str
    regex: str
    place: Place | None = None


Matcher = Phrase | Near | Pattern


class Example(NamedTuple):
    """A labelled passage that the rule tests run; `problems` is the shortcomings section beside it."""

    status: Status
    text: str
    section: Section = "account"
    problems: str | None = None
    line: int = 0
    place: Place | None = None


class Basis(NamedTuple):
    """An instrument the demand rests on; `checked` says whether its wording has been verified.

    `since` and `until`: the first and the last reporting year for which it is one; None: no limit.
    """

    id: str
    title: str
    checked: bool
    since: int | None = None
    until: int | None = None

    @property
    def dated(self) -> str:
        """Its title with the reporting years for which it is one."""
        if self.since and self.until:
            return f"{self}（{self.since}—{self.until} 年度）"
        if self.since or self.until:
            return f"{self}（{self.since} 年度起）" if self.since else f"{self}（至 {self.until} 年度）"
        return str(self)

    def holds(self, year: int) -> bool:
        """Whether a report on `year` can be asked for something because of it."""
        return (self.since is None or self.since <= year) and (self.until is None or year <= self.until)

    def __str__(self) -> str:
        return self.title if self.checked else f"{self.title}〔依据待核〕"


class Element(NamedTuple):
    """One required or recommended element of the annual report.

    `origin` is the id of the pack that defines it, `changed_by` names the local packs that changed it.
    """

    id: str
    name: str
    dimension: str
    need: Need
    points: float
    basis: tuple[Basis, ...]
    asks: str
    advice: str
    speaks: tuple[Matcher, ...]
    proves: tuple[Matcher, ...] = ()
    touches: tuple[Matcher, ...] = ()
    lookalikes: tuple[Matcher, ...] = ()
    excludes: tuple[Matcher, ...] = ()
    covered_by: Literal["deed", "figure"] = "deed"
    judge: JudgeKind = "sentence"
    since: int | None = None
    until: int | None = None
    levels: tuple[Level, ...] = LEVELS
    statutory_since: int | None = None
    examples: tuple[Example, ...] = ()
    source: str = ""
    place: Place | None = None
    origin: str = ""
    changed_by: tuple[str, ...] = ()

    def applies(self, year: int, level: Level | None) -> bool:
        """Whether the element is asked of a report on `year` by a body of `level` (None: unknown)."""
        if self.since is not None and year < self.since:
            return False
        if self.until is not None and year > self.until:
            return False
        return level is None or level in self.levels

    def basis_in(self, year: int) -> tuple[Basis, ...]:
        """The instruments it rests on in a report on `year`; none where it was only customary then."""
        return tuple(basis for basis in self.basis if basis.holds(year))

    def statutory(self, year: int) -> bool:
        """Whether the 2019 rule on inspection makes this a content every report on `year` must have."""
        return self.statutory_since is not None and year >= self.statutory_since


class Dimension(NamedTuple):
    id: str
    name: str
    elements: tuple[Element, ...]


class Grade(NamedTuple):
    """A grade is given from `at_least` points of 100 on."""

    name: str
    at_least: float


class Stamp(NamedTuple):
    """What a result names of a pack it was made with."""

    id: str
    version: str
    sha256: str


class Off(NamedTuple):
    """An inherited element that the pack `pack` switched off, and why."""

    id: str
    name: str
    reason: str
    pack: str


class Gates(NamedTuple):
    """What a pack asks for where the user doesn't say: `fail_under` points, `fail_on` statutory or missing."""

    fail_under: float | None = None
    fail_on: tuple[str, ...] = ()


NO_GATES = Gates()


@dataclass(frozen=True, slots=True, eq=False)
class Checklist:
    """A loaded rule pack; two packs are the same only if they are one object (see `sha256`).

    `sha256` covers the pack and all it inherits from; `extends` names those, the nearest first. What
    stands below `signs` is for authors of rules: the run of a report needs none of it. `words` holds
    the word lists of single dimensions. `tables` are its matchers as the scorer compiled them, where it did.
    """

    id: str
    name: str
    version: str
    sha256: str
    newest_year: int
    grades: tuple[Grade, ...]
    dimensions: tuple[Dimension, ...]
    signs: Mapping[str, tuple[Matcher, ...]] = field(default_factory=dict)
    extends: tuple[Stamp, ...] = ()
    off: tuple[Off, ...] = ()
    gates: Gates = NO_GATES
    total: float | None = None
    points: Mapping[str, float] = field(default_factory=dict)
    instruments: Mapping[str, Basis] = field(default_factory=dict)
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    tables: Any = field(default=None, repr=False)

    @property
    def stamp(self) -> Stamp:
        return Stamp(self.id, self.version, self.sha256)

    def __iter__(self) -> Iterator[Element]:
        for dimension in self.dimensions:
            yield from dimension.elements

    def element(self, element_id: str) -> Element:
        """Return the element called `element_id`. Raises KeyError when the pack has none."""
        for element in self:
            if element.id == element_id:
                return element
        raise KeyError(element_id)
