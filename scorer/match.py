"""Find where the matchers of a checklist speak: the whole text at once, one integer for each question.

Which sentences hold a word is one integer, a bit for each sentence; so is which sentences hold a word of a
group, and a matcher's sentences are what its groups' integers have in common. Only in those is it looked
where the words stand. `Engine` is built once from a checklist and holds no state of a run; `Engine.match`
may be called from any thread.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from rules.model import Checklist
from scorer.bits import places
from scorer.damage import is_damaged
from scorer.quantities import quantities_in
from scorer.fuzzy import FuzzyIndex
from scorer.lexicon import Lexicon
from scorer.patterns import late
from scorer.tables import BLOCKS, FUZZY_FROM, SPEAKING, Block, Row, Tables, compile_tables

_UNMASKED = 1  # blocks up to this one (lookalikes, excludes) see the whole sentence
_Span = tuple[int, int]


def cutoff_for(length: int) -> float:
    """Similarity from which a phrase of `length` characters is a candidate.

    One character in four to nine may differ, two from ten on (see `scorer.damage` for what counts).
    """
    return 75.0 if length == FUZZY_FROM else 80.0


class Hit(NamedTuple):
    """A matcher of an element found in a sentence, `start`..`end` in the sentence's folded text."""

    element: int
    block: Block
    matcher: str
    sentence: int
    start: int
    end: int
    similarity: float


class Engine:
    """The matchers of `checklist`, ready to match; `tables` are compiled from it where not given."""

    def __init__(self, checklist: Checklist, tables: Tables | None = None) -> None:
        self.checklist = checklist
        self.elements = tuple(checklist)
        self.sign_names = tuple(checklist.signs)
        self.tables = tables or compile_tables(checklist)
        self.lexicon = Lexicon(self.tables.spelling)
        lanes = [self.tables.words[word] for word in self.tables.lanes]
        self.fuzzy = FuzzyIndex(lanes, [cutoff_for(len(text)) for text in lanes])
        self._members: dict[int, frozenset[int]] = {}
        self._regexes: dict[str, re.Pattern[str]] = {}

    def match(self, sentences: Sequence[str], in_sections: Collection[int] | None = None) -> Matches:
        """Return what is found in folded `sentences`.

        Elements judged by their section are looked for only in the sentences numbered in
        `in_sections` (None: in all). Words found to the letter come first; through damage only the
        elements are looked for that have no hit yet.
        """
        return Matches(self, sentences, in_sections)

    def words_of(self, element: int) -> frozenset[int]:
        """The literals by which sentences speak of element number `element`."""
        return frozenset(self.tables.speaking.of(element))

    def telling(self, element: int, standing: Collection[int]) -> dict[int, float]:
        """Of the literals in `standing` those that tell something of an element, and how much.

        Few other elements are spoken of with them; each tells its length, shared among those.
        """
        words, spread = self.tables.words, self.tables.spread
        return {
            word: len(words[word]) / spread[word]
            for word in self.tables.telling.of(element)
            if word in standing
        }

    def literal(self, number: int) -> str:
        return self.tables.words[number]

    def members(self, group: int) -> frozenset[int]:
        """The words of a group; made when first asked for."""
        if group not in self._members:
            self._members[group] = frozenset(self.tables.groups.of(group))
        return self._members[group]

    def regex(self, source: str) -> re.Pattern[str]:
        """The compiled form of a matcher's regex; made when first asked for."""
        if source not in self._regexes:
            self._regexes[source] = late(source)
        return self._regexes[source]


class Matches:
    """What the matchers of an engine find in one text.

    `told`: by element the hits in order of the text, at most one of each block in a sentence, but for
    those of `touches`, which are looked for when asked for. `words`: by sentence the literals it has.
    `standing`: by literal the sentences it stands in, as bits. `figures`: by sentence where figures stand.
    """

    def __init__(
        self, engine: Engine, sentences: Sequence[str], in_sections: Collection[int] | None = None
    ) -> None:
        self._engine = engine
        self._sentences = sentences
        self._everywhere = (1 << len(sentences)) - 1
        self._in_sections = (
            self._everywhere if in_sections is None else sum(1 << place for place in in_sections)
        )
        self.figures = [quantities_in(sentence) for sentence in sentences]
        self.words = engine.lexicon.find(sentences)
        self.standing: dict[int, int] = defaultdict(int)
        self._held = [0] * len(engine.tables.groups)  # by group the sentences that have a word of it
        self._spans: dict[tuple[int, int], list[_Span]] = {}
        self._damaged: dict[tuple[int, int], list[_Span]] = {}  # by sentence and word
        self._scores: dict[tuple[int, _Span], float] = {}  # by sentence and damaged place
        self._stand()
        self._masks: list[dict[int, list[_Span]]] = [{} for _ in engine.elements]
        self._touches: dict[int, list[Hit]] = {}
        self._signs: list[tuple[str, Row, int]] | None = None
        self.told = [self._look(element, self._everywhere) for element in range(len(engine.elements))]
        self._rescue()

    def _stand(self) -> None:
        """Turn the words of the sentences into the sentences of words and groups."""
        figure = self._engine.tables.figure
        standing, held, groups_of = self.standing, self._held, self._engine.tables.groups_of
        for place, (words, figures) in enumerate(zip(self.words, self.figures, strict=True)):
            if figures:
                words.add(figure)
            bit = 1 << place
            for word in words:
                standing[word] |= bit
        starts, values = groups_of
        for word, bits in standing.items():
            for group in values[starts[word] : starts[word + 1]]:
                held[group] |= bits

    # -- elements ---------------------------------------------------------------------------

    def touches(self, element: int) -> list[Hit]:
        """The hits of an element's `touches` in order of the text, at most one in a sentence."""
        if element not in self._touches:
            found = list(self._look_for(element, len(BLOCKS) - 1, self._limited(element, self._everywhere)))
            self._touches[element] = sorted(found, key=_place)
        return self._touches[element]

    def hits(self, element: int) -> list[Hit]:
        """All hits of an element in order of the text."""
        return sorted(self.told[element] + self.touches(element), key=_place)

    def _look(self, element: int, limit: int) -> list[Hit]:
        """What the matchers of an element but for `touches` find in the sentences of `limit` (bits)."""
        limit = self._limited(element, limit)
        found = [hit for block in range(len(BLOCKS) - 1) for hit in self._look_for(element, block, limit)]
        found.sort(key=_place)
        return found

    def _limited(self, element: int, limit: int) -> int:
        judged = self._engine.elements[element].judge
        return limit if judged == "sentence" else limit & self._in_sections

    def _look_for(self, element: int, number: int, limit: int) -> Iterator[Hit]:
        """Yield what one block of an element's matchers finds; lookalikes hide their places from others."""
        block, masks = BLOCKS[number], self._masks[element]
        hidden = masks if number > _UNMASKED else {}
        held, found = self._held, self._found
        for row in self._engine.tables.elements[element][number]:
            bits = limit
            for group in row.groups:
                bits &= held[group]
            while bits:
                bit = bits & -bits
                bits ^= bit
                place = bit.bit_length() - 1
                spans = found(row, place, hidden.get(place, ()))
                if not spans:
                    continue
                if block == "lookalikes":
                    masks.setdefault(place, []).extend(spans)
                else:
                    limit ^= bit
                    yield self._hit(element, block, row, place, spans)

    def _hit(self, element: int, block: Block, row: Row, place: int, spans: list[_Span]) -> Hit:
        if row.regex is not None or len(row.groups) == 1:
            start, end = spans[0]
            spans = spans[:1]
        else:
            start, end = min(span[0] for span in spans), max(span[1] for span in spans)
        similarity = 100.0
        if self._scores:
            similarity = min((self._scores.get((place, span), 100.0) for span in spans), default=100.0)
        return Hit(element, block, row.source, place, start, end, similarity)

    def _rescue(self) -> None:
        """Look through typing and OCR damage for the elements that nothing speaks of so far."""
        tables, engine = self._engine.tables, self._engine
        open_lanes: set[int] = set()
        for element, hits in enumerate(self.told):
            if not any(hit.block in SPEAKING for hit in hits) and not self.touches(element):
                open_lanes.update(tables.speaking_lanes.of(element))
        known: dict[int, list[_Span]] = {}
        damaged = 0
        lanes = tables.lanes
        for found in engine.fuzzy.candidates(
            self._sentences, sorted(open_lanes), lambda lane: self.standing.get(lanes[lane], 0)
        ):
            place, word = found.sentence, lanes[found.phrase]
            if place not in known:
                known[place] = self._long_spans(place)
            text = self._sentences[place]
            if is_damaged(tables.words[word], text, found.start, found.end, known[place]):
                span = (found.start, found.end)
                self._damaged.setdefault((place, word), []).append(span)
                self._scores[place, span] = found.score
                damaged |= 1 << place
        if damaged:
            self._look_again(damaged)

    def _look_again(self, damaged: int) -> None:
        """Look once more at the sentences in which words were found through damage."""
        for place, word in self._damaged:
            self.words[place].add(word)
            self.standing[word] |= 1 << place
            for group in self._engine.tables.groups_of.of(word):
                self._held[group] |= 1 << place
        self._spans.clear()
        self._touches.clear()
        for element, hits in enumerate(self.told):
            for place in places(damaged):
                self._masks[element].pop(place, None)
            kept = [hit for hit in hits if not damaged >> hit.sentence & 1]
            self.told[element] = sorted(kept + self._look(element, damaged), key=_place)

    def _long_spans(self, place: int) -> list[_Span]:
        """Where words long enough to be told from chance stand to the letter."""
        spans = [span for span in self.figures[place] if span[1] - span[0] >= FUZZY_FROM]
        for word in self.words[place]:
            if len(self._engine.literal(word)) >= FUZZY_FROM:
                spans += self._places_of(word, place)
        return spans

    # -- signs ------------------------------------------------------------------------------

    def signs(self, place: int) -> dict[str, list[_Span]]:
        """Where which signs stand in a sentence."""
        if self._signs is None:
            self._signs = list(self._possible_signs())
        signs: dict[str, list[_Span]] = {}
        for name, row, bits in self._signs:
            if bits >> place & 1 and (spans := self._found(row, place, ())):
                signs[name] = signs[name] + spans if name in signs else spans
        return signs

    def _possible_signs(self) -> Iterator[tuple[str, Row, int]]:
        """The rows of the signs with the sentences, as bits, that have words of all their groups."""
        for name, rows in zip(self._engine.sign_names, self._engine.tables.signs, strict=True):
            for row in rows:
                bits = self._everywhere
                for group in row.groups:
                    bits &= self._held[group]
                if bits:
                    yield name, row, bits

    # -- one matcher in one sentence --------------------------------------------------------

    def _found(self, row: Row, place: int, mask: Sequence[_Span]) -> list[_Span]:
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
            words = self._engine.members(group) & self.words[place]
            spans = [span for word in words for span in self._places_of(word, place)]
            spans.sort()
            self._spans[key] = spans
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
        if word == self._engine.tables.figure:
            return self.figures[place]
        text, literal = self._sentences[place], self._engine.tables.words[word]
        size = len(literal)
        spans = []
        start = text.find(literal)
        while start >= 0:
            spans.append((start, start + size))
            start = text.find(literal, start + 1)
        return spans + self._damaged[place, word] if (place, word) in self._damaged else spans


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
