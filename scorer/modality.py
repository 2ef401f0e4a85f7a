"""What a sentence does: report a deed, or only state a duty, an attitude, a plan, a lack.

The signs (rules/*/signs.yaml) are the same for every element. Their weights were fitted to labelled
sentences of annual reports and rounded; the sum tells deed (> 0) from talk (<= 0).
"""

# Annotations are not postponed here: named tuples would compile every one of them at each start.
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scorer.patterns import late

_Span = tuple[int, int]
# What a sign adds, and how often at most it is counted.
WEIGHTS: Mapping[str, tuple[float, int]] = {
    "done": (0.8, 3),
    "work": (0.1, 3),
    "result": (0.8, 3),
    "time": (1.2, 3),
    "each": (0.9, 3),
    "nil": (2.0, 3),
    "figure": (2.8, 2),
    "document": (1.8, 1),
    "duty": (-1.8, 2),  # in full for all that follows it
    "slogan": (-2.6, 3),
    "goal": (-1.2, 3),
    "define": (-1.8, 3),
}
_TALK = frozenset(("slogan", "duty", "define", "goal"))
START = 1.0
NO_TALK = 1.0
PER_CHARACTER = 0.03
LONGEST = 60
SAME, LATER, EARLIER = 1.0, 0.8, 0.5  # shares of a sign by its clause, against the clause of the match
AIM = 0.4  # a slogan after the deed is only its aim
_CLAUSE_END = late(r"[,:。;!?]")
_FOLLOWED = "".join(
    f"(?<!{word})"
    for word in ("按照", "根据", "贯彻", "落实", "依据", "对照", "学习", "宣传", "执行", "依照", "遵守")
)
_DOCUMENT = late(_FOLLOWED + "《[^》]{4,}(?:(?<!法)|(?<=办法))》")  # issued, not only followed
_BIDDING = late(r"应当|必须|务必|理应|要(?<![^,;:。]要)(?!点|求|素|件|闻|案|目|么|害)")
_TELLING = frozenset(("figure", "document", "time", "nil", "result"))
_OWN = late(
    "(?<!学习)(?<!宣传)(?<!贯彻)《(?!中华|国务院|[^》]{0,12}实施纲要)[^》]{4,}(?:(?<!法)|(?<=办法))》"
)  # of the body's own


class Modality(NamedTuple):
    """`weight` > 0 reads as a deed; `planned`/`lacking`: about the future, about a shortcoming.

    `quantified`: a figure, or a document of the body's own by name. `bidden`: the clause of the match
    says what must be done; `told`: something in the sentence says that it was, `told_here`: that clause
    does, and not by the name of a document alone.
    """

    weight: float
    planned: bool
    lacking: bool
    figure: bool
    document: bool
    quantified: bool
    bidden: bool
    told: bool
    told_here: bool
    seen: frozenset[str]


class Said:
    """The signs of one sentence, ready to be weighed around any match in it."""

    __slots__ = (
        "_base",
        "_bids",
        "_clauses",
        "_figure",
        "_lacks",
        "_length",
        "_named",
        "_places",
        "_plans",
        "_seen",
        "_tells",
        "_weighed",
    )

    def __init__(self, text: str, signs: Mapping[str, Sequence[_Span]], quantities: Sequence[_Span]) -> None:
        places = {name: [start for start, _ in spans] for name, spans in signs.items()}
        places["figure"] = [start for start, _ in quantities]
        named = "《" in text
        places["document"] = [match.start() for match in _DOCUMENT.finditer(text)] if named else []
        self._bids = [match.start() for match in _BIDDING.finditer(text)]
        self._named = named and bool(_OWN.search(text))
        self._plans = places.get("plan", [])
        self._lacks = places.get("lack", [])
        self._places = [
            (*WEIGHTS[name], SAME if name == "duty" else EARLIER, AIM if name == "slogan" else LATER, starts)
            for name, starts in places.items()
            if starts and name in WEIGHTS
        ]
        self._tells = [start for name in _TELLING - {"document"} for start in places.get(name, ())]
        self._seen = frozenset(name for name, starts in places.items() if starts)
        self._clauses = [match.end() for match in _CLAUSE_END.finditer(text)]
        self._length = len(text)
        self._weighed: dict[_Span, Modality] = {}
        self._base = START + PER_CHARACTER * (min(len(text), LONGEST) - LONGEST / 2)
        if not self._seen & _TALK:
            self._base += NO_TALK

    def weigh(self, span: _Span) -> Modality:
        """Weigh what the sentence says around the matched `span`.

        Signs in the clauses of the match count in full, those in later or earlier clauses in part.
        """
        low, high = self.around(span)
        if (low, high) not in self._weighed:
            self._weighed[low, high] = self._between(low, high)
        return self._weighed[low, high]

    def around(self, span: _Span) -> _Span:
        """Where the clauses begin and end that `span` stands in."""
        clauses = self._clauses
        at = bisect_right(clauses, span[0])
        low = clauses[at - 1] if at else 0
        at = bisect_left(clauses, span[1])
        return low, clauses[at] if at < len(clauses) else self._length

    def _between(self, low: int, high: int) -> Modality:
        """Weigh what is said around the clauses `low`..`high`."""
        weight = self._base
        for factor, cap, before, after, starts in self._places:
            same = later = earlier = 0
            for start in starts:
                if start < low:
                    earlier += 1
                elif start < high:
                    same += 1
                else:
                    later += 1
            same = min(same, cap)
            later = min(later, cap - same)
            earlier = min(earlier, cap - same - later)
            weight += factor * (SAME * same + after * later + before * earlier)
        return Modality(
            weight=weight,
            planned=any(start < high for start in self._plans),
            lacking=any(low <= start < high for start in self._lacks),
            figure="figure" in self._seen,
            document="document" in self._seen,
            quantified="figure" in self._seen or self._named,
            bidden=any(low <= start < high for start in self._bids),
            told=bool(self._seen & _TELLING),
            told_here=any(low <= start < high for start in self._tells),
            seen=self._seen,
        )
