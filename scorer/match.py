"""Find where the matchers of a checklist speak: which may, told by the words of a sentence; then where they do.

Every matcher asks for words of one or more groups. The words of a sentence lead to the matchers whose rarest
group they are in. The other groups are demands, each a bit: what the words of the sentence meet together is
one integer, and so is what a matcher needs. Only for matchers that have all they need it is looked where the
words stand. `Engine` is built once from a checklist and holds no state of a run; `Engine.match` may be called
from any thread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache, reduce
from itertools import chain, groupby
from operator import itemgetter, or_
from typing import NamedTuple

from rules.model import Checklist
from scorer.arrays import Index
from scorer.damage import is_damaged
from scorer.fuzzy import FuzzyIndex
from scorer.lexicon import Lexicon
from scorer.patterns import late
from scorer.quantities import quantities_in
from scorer.tables import BLOCKS, FIGURE_WORD, FUZZY_FROM, SPEAKING, Block, Row, Tables

_MASKING = 0  # block of the lookalikes
_UNMASKED = 1  # blocks up to this one (lookalikes, excludes) see the whole sentence
_Span = tuple[int, int]
_NO_ROWS: list[tuple[int, int]] = []


def cutoff_for(length: int) -> float:
    """Similarity from which a phrase of `length` characters is a candidate.

    One character in four to nine may differ, two from ten on (see `scorer.damage` for what counts).
    """
    return 75.0 if length == FUZZY_FROM else 80.0


class Hit(NamedTuple):
    """A matcher of an element found in a sentence, `start`..`end` in the sentence's folded text.

    `named`: by a word of one list, a name of the matter, not by words that stand close together or a pattern.
    """

    element: int
    block: Block
    matcher: str
    sentence: int
    start: int
    end: int
    similarity: float
    named: bool = False


class _Bits(dict[int, int]):
    """The lists of an index as bits of integers; each is made when first asked for."""

    def __init__(self, index: Index) -> None:
        super().__init__()
        self._index = index

    def __missing__(self, number: int) -> int:
        bits = 0
        for place in self._index.of(number):
            bits |= 1 << place
        self[number] = bits
        return bits


class _Anchored(dict[int, list[tuple[int, int]]]):
    """For every word the rows it anchors, each with what it needs as bits; made when first asked for."""

    def __init__(self, anchored: Index, needs: Index) -> None:
        super().__init__()
        self._rows = anchored
        self._needs = _Bits(needs)

    def __missing__(self, word: int) -> list[tuple[int, int]]:
        rows = self._rows.of(word)
        found = self[word] = [(row, self._needs[row]) for row in rows] if rows else _NO_ROWS
        return found


class Engine:
    """The matchers of `checklist`, ready to match; `tables` are compiled from it where not given.

    `word` returns a literal of the matchers by its number, `row` a matcher, `members` the words of a group,
    `regex` the compiled form of a matcher's regex; all are made when first asked for.
    """

    def __init__(self, checklist: Checklist, tables: Tables | None = None) -> None:
        self.elements = tuple(checklist)
        self.sign_names = tuple(checklist.signs)
        if tables is None:
            from scorer.compile import compile_tables  # a run has them compiled already

            tables = compile_tables(checklist)
        self.tables = tables
        self.word = cache(tables.vocabulary.word)
        self.row = cache(tables.rows.__getitem__)
        self.members = cache(self._members)
        self.regex = cache(late)
        self.lexicon = Lexicon(tables.vocabulary)
        lanes = tables.vocabulary.words(tables.lanes)
        self.fuzzy = FuzzyIndex(lanes, [cutoff_for(len(text)) for text in lanes])
        self._anchored = _Anchored(tables.anchored, tables.needs)
        self._meets = _Bits(tables.meets)
        self._demands = (1 << tables.demands) - 1

    def match(self, sentences: Sequence[str], in_sections: Collection[int] | None = None) -> Matches:
        """Return what is found in folded `sentences`.

        Elements judged by their section are looked for only in the sentences numbered in
        `in_sections` (None: in all). Words found to the letter come first; through damage only the
        elements are looked for that have no hit yet.
        """
        return Matches(self, sentences, in_sections)

    def holding(self, words: Collection[int]) -> list[int]:
        """The numbers of the rows, in order, that have all they ask for where `words` stand."""
        unmet = self._demands ^ reduce(or_, map(self._meets.__getitem__, words), 0)
        anchored = chain.from_iterable(map(self._anchored.__getitem__, words))
        rows = [row for row, needs in anchored if not needs & unmet]
        return sorted({*rows, *self.tables.everywhere})

    def words_of(self, element: int) -> frozenset[int]:
        """The literals by which sentences speak of element number `element`."""
        return frozenset(self.tables.speaking.of(element))

    def _members(self, group: int) -> frozenset[int]:
        return frozenset(self.tables.groups.of(group))


class Matches:
    """What the matchers of an engine find in one text.

    `told`: by element the hits in order of the text, at most one of each block in a sentence, but for
    those of `touches`, which are looked for when asked for. `words`: by sentence the literals it has.
    `figures`: by sentence where figures stand.
    """

    def __init__(
        self, engine: Engine, sentences: Sequence[str], in_sections: Collection[int] | None = None
    ) -> None:
        self._engine = engine
        self._sentences = sentences
        self.figures = [quantities_in(sentence) for sentence in sentences]
        self.words = engine.lexicon.find(sentences)
        for words, figures in zip(self.words, self.figures, strict=True):
            if figures:
                words.add(FIGURE_WORD)
        self._in_sections = range(len(sentences)) if in_sections is None else in_sections
        self._holding = [engine.holding(words) for words in self.words]
        self._spans: dict[tuple[int, int], list[_Span]] = {}
        self._damaged: dict[tuple[int, int], list[_Span]] = {}  # by sentence and word
        self._scores: dict[tuple[int, _Span], float] = {}  # by sentence and damaged place
        self._masks: dict[tuple[int, int], list[_Span]] = {}  # by element and sentence
        self._touches: dict[int, list[Hit]] = {}
        self._touching: list[list[tuple[int, int]]] | None = None
        self.told: list[list[Hit]] = [[] for _ in engine.elements]
        for place in range(len(sentences)):
            self._look(place)
        self._rescue()

    def hidden(self, element: int, place: int) -> bool:
        """Whether lookalikes of an element hide words of a sentence."""
        return (element, place) in self._masks

    # -- elements ---------------------------------------------------------------------------

    def touches(self, element: int) -> list[Hit]:
        """The hits of an element's `touches` in order of the text, at most one in a sentence."""
        if self._touching is None:
            self._touching = self._touching_rows()
        if element not in self._touches:
            by_place = groupby(self._touching[element], key=itemgetter(0))
            found = (self._look_for(place, [row for _, row in rows]) for place, rows in by_place)
            self._touches[element] = list(chain.from_iterable(found))
        return self._touches[element]

    def _touching_rows(self) -> list[list[tuple[int, int]]]:
        """By element the sentences and the numbers of the rows of `touches` that may hold there."""
        tables = self._engine.tables
        found: list[list[tuple[int, int]]] = [[] for _ in self._engine.elements]
        for place, rows in enumerate(self._holding):
            for row in rows:
                if tables.touches <= row < tables.signs:
                    found[self._engine.row(row).owner].append((place, row))
        return found

    def hits(self, element: int) -> list[Hit]:
        """All hits of an element in order of the text."""
        return sorted(self.told[element] + self.touches(element), key=_place)

    def _look(self, place: int) -> None:
        """Add what the matchers but for `touches` find in a sentence."""
        touches = self._engine.tables.touches
        for hit in self._look_for(place, [row for row in self._holding[place] if row < touches]):
            self.told[hit.element].append(hit)

    def _look_for(self, place: int, rows: Sequence[int]) -> Iterator[Hit]:
        """Yield what the rows numbered find in a sentence; lookalikes hide their places from those after them."""
        done: set[tuple[int, int]] = set()
        for number in rows:
            row = self._engine.row(number)
            owner, block = row.owner, row.block
            if (owner, block) in done or not (
                place in self._in_sections or self._engine.elements[owner].judge == "sentence"
            ):
                continue
            mask = self._masks.get((owner, place), ()) if block > _UNMASKED else ()
            spans = self._standing_of(row, place, mask)
            if not spans:
                continue
            if block == _MASKING:
                self._masks.setdefault((owner, place), []).extend(spans)
            else:
                done.add((owner, block))
                yield self._hit(row, place, spans)

    def _hit(self, row: Row, place: int, spans: list[_Span]) -> Hit:
        if row.regex is not None or len(row.groups) == 1:
            start, end = spans[0]
            spans = spans[:1]
        else:
            start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        similarity = 100.0
        if self._scores:
            similarity = min((self._scores.get((place, span), 100.0) for span in spans), default=100.0)
        named = row.regex is None and len(row.groups) == 1
        return Hit(row.owner, BLOCKS[row.block], row.source, place, start, end, similarity, named)

    def _rescue(self) -> None:
        """Look through typing and OCR damage for the elements that nothing speaks of so far."""
        tables, engine = self._engine.tables, self._engine
        open_lanes: set[int] = set()
        for element, hits in enumerate(self.told):
            if not any(hit.block in SPEAKING for hit in hits) and not self.touches(element):
                open_lanes.update(tables.speaking_lanes.of(element))
        known: dict[int, list[_Span]] = {}
        damaged: set[int] = set()
        lanes = sorted(open_lanes)
        # `is_damaged` asks for both ends of a term.
        for found in engine.fuzzy.candidates(self._sentences, lanes, self._has_lane, with_ends=True):
            place, word = found.sentence, tables.lanes[found.phrase]
            if place not in known:
                known[place] = self._long_spans(place)
            text = self._sentences[place]
            if is_damaged(engine.word(word), text, found.start, found.end, known[place]):
                span = (found.start, found.end)
                self._damaged.setdefault((place, word), []).append(span)
                self._scores[place, span] = found.score
                damaged.add(place)
        if damaged:
            self._look_again(damaged)

    def _has_lane(self, lane: int, place: int) -> bool:
        """Whether the word of a lane stands in a sentence to the letter."""
        return self._engine.tables.lanes[lane] in self.words[place]

    def _look_again(self, damaged: set[int]) -> None:
        """Look once more at the sentences in which words were found through damage."""
        for place, word in self._damaged:
            self.words[place].add(word)
        self._spans.clear()
        self._touches.clear()
        self._touching = None
        self._masks = {key: spans for key, spans in self._masks.items() if key[1] not in damaged}
        for element, hits in enumerate(self.told):
            self.told[element] = [hit for hit in hits if hit.sentence not in damaged]
        for place in sorted(damaged):
            self._holding[place] = self._engine.holding(self.words[place])
            self._look(place)
        for hits in self.told:
            hits.sort(key=_place)

    def _long_spans(self, place: int) -> list[_Span]:
        """Where words long enough to be told from chance, and figures, stand to the letter."""
        spans = [span for span in self.figures[place] if span[1] - span[0] >= FUZZY_FROM]
        for word in self.words[place]:
            if len(self._engine.word(word)) >= FUZZY_FROM and word != FIGURE_WORD:
                spans += self._places_of(word, place)
        return spans

    # -- signs ------------------------------------------------------------------------------

    def signs(self, place: int) -> dict[str, list[_Span]]:
        """Where which signs stand in a sentence."""
        tables = self._engine.tables
        signs: dict[str, list[_Span]] = {}
        for number in self._holding[place]:
            if number < tables.signs:
                continue
            row = self._engine.row(number)
            if spans := self._standing_of(row, place, ()):
                name = self._engine.sign_names[row.block]
                signs[name] = signs[name] + spans if name in signs else spans
        return signs

    # -- one matcher in one sentence --------------------------------------------------------

    def _standing_of(self, row: Row, place: int, mask: Sequence[_Span]) -> list[_Span]:
        """Spans outside `mask` by which a row holds: any one of its single group, or one of each group."""
        if row.without >= 0 and not self._engine.members(row.without).isdisjoint(self.words[place]):
            return []
        if row.regex is not None:
            text = self._sentences[place]
            regex = self._engine.regex(row.regex)
            return _outside([m.span() for m in regex.finditer(text) if m.end() > m.start()], mask)
        choices: list[list[_Span]] = []
        for group in row.groups:
            spans = self._bounded(row, group, place) if row.bounded else self._spans_of(group, place)
            if mask:
                spans = _outside(spans, mask)
            if not spans:
                return []
            choices.append(spans)
        return choices[0] if len(choices) == 1 else _together(choices, row.within)

    def _spans_of(self, group: int, place: int) -> list[_Span]:
        """Where words of a group stand in a sentence, in order."""
        key = (group, place)
        spans = self._spans.get(key)
        if spans is None:
            places_of = self._places_of
            found = [places_of(word, place) for word in self._engine.members(group) & self.words[place]]
            spans = self._spans[key] = found[0] if len(found) == 1 else sorted(chain.from_iterable(found))
        return spans

    def _bounded(self, row: Row, group: int, place: int) -> list[_Span]:
        """The same, but the bounded words only where they begin and end on word boundaries."""
        from scorer.tokens import on_boundaries

        text = self._sentences[place]
        return sorted(
            span
            for word in self._engine.members(group) & self.words[place]
            for span in self._places_of(word, place)
            if word not in row.bounded or on_boundaries(text, span)
        )

    def _places_of(self, word: int, place: int) -> list[_Span]:
        """Where a word that a sentence has stands in it."""
        if word == FIGURE_WORD:
            return self.figures[place]
        text, literal = self._sentences[place], self._engine.word(word)
        size = len(literal)
        start = text.find(literal)
        spans = []
        while start >= 0:
            spans.append((start, start + size))
            start = text.find(literal, start + 1)
        if self._damaged:
            spans += self._damaged.get((place, word), ())
        return spans


def _place(hit: Hit) -> int:
    return hit.sentence


def _outside(spans: list[_Span], mask: Sequence[_Span]) -> list[_Span]:
    if not mask:
        return spans
    return [span for span in spans if not any(span[0] < end and start < span[1] for start, end in mask)]


def _together(choices: list[list[_Span]], within: int) -> list[_Span]:
    """A span from each of `choices`, none overlapping another, that fit into `within` characters."""
    choices.sort(key=len)
    for first in choices[0]:
        chosen = [first]
        for spans in choices[1:]:
            best = _closest(spans, chosen)
            if best is None:
                break
            chosen.append(best)
        else:
            if max(span[1] for span in chosen) - min(span[0] for span in chosen) <= within:
                return sorted(chosen)
    return []


def _closest(spans: Sequence[_Span], chosen: Sequence[_Span]) -> _Span | None:
    """The span that widens the chosen ones least without overlapping any of them."""
    low, high = chosen[0]
    for start, end in chosen[1:]:
        if start < low:
            low = start
        if end > high:
            high = end
    best, width = None, 0
    for span in spans:
        start, end = span
        for other_start, other_end in chosen:
            if start < other_end and other_start < end:
                break
        else:
            reach = (end if end > high else high) - (start if start < low else low)
            if best is None or reach < width:
                best, width = span, reach
    return best
