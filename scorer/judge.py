"""Decide for each element: covered, mentioned or missing, and by which sentence.

Matching finds the candidates; here it is decided what they prove, from where the sentence stands (its role) and
from what it says (its modality). The best evidence wins; a gap keeps its nearest misses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, islice
from math import log
from typing import NamedTuple

from rules.model import REGEX, Element, Level, Status
from scorer.bearing import Bearing
from scorer.match import Engine, Hit, Matches
from scorer.modality import Modality, Said
from scorer.model import Evidence, Finding
from scorer.outline import Sentence
from scorer.sections import judge_section

MAX_EVIDENCE = 3
_NO_PROOF_ROLES: Mapping[str, str] = {
    "heading": "只是标题",
    "plan": "只在下一步安排中出现",
    "shortcomings": "只在不足中出现",
}
_SECTIONS = ("shortcomings", "plan")
_NO_NEAREST = ("preface", "heading")  # they share words with every matter
PROVES_BONUS = 2.5
PREFACE_PENALTY = 1.5
# How much a sentence must bear on an element, in hundredths (see `scorer.bearing`), that has as many words as
# MIDDLE in its rows: three or four that everyday work hasn't and other elements don't have. The more words an
# element has, the more of them a sentence has by chance, and so has a long one: so much more for every e-fold, and
# for every character from LONG on.
TELLS, MIDDLE, BY_CHANCE = 1_600, 600, 500
LONG, BY_LENGTH = 60, 3
NEAREST = 700  # how much the sentence must that is shown beside a missing element
NEAREST_TRIED = 5  # sentences that are looked at more closely
# What tells of an element in plain words must bear on it as much as one word that only it has, and, where other
# elements have it, by this share of what it bears on them.
LEAST, CONTESTED = 500, 0.6
WORDS_SHOWN = 3
_INNER = str.maketrans("“”", "‘’")  # quotation marks inside others
PLAIN = "，但写明的只有这一句，没有用规范名称"
RANK: Mapping[Status, int] = {"covered": 2, "mentioned": 1, "missing": 0, "na": 0}


class Opinion(NamedTuple):
    """What one candidate sentence is worth for an element, and why."""

    hit: Hit
    status: Status
    weight: float
    quantified: bool
    reason: str


class Reading:
    """A report taken apart: its sentences, what was found in them, what they say."""

    def __init__(self, sentences: Sequence[Sentence], matches: Matches, text: str, bearing: Bearing) -> None:
        self.text = text
        self.sentences = sentences
        self.matches = matches
        self.bearing = bearing
        self._said: dict[int, Said] = {}

    def told(self, element: int) -> list[Hit]:
        """The hits of an element number that may prove it, in order of the text."""
        return self._not_vetoed(element, self.matches.told[element])

    def hits(self, element: int) -> list[Hit]:
        """All hits of an element number, also those that only touch it, in order of the text."""
        return self._not_vetoed(element, self.matches.hits(element))

    def vetoed(self, element: int) -> list[Hit]:
        """The hits in sentences that an exclusion says are about something else."""
        vetoes = self._vetoes(element)
        hits = self.matches.hits(element) if vetoes else []
        return [hit for hit in hits if hit.sentence in vetoes and hit.block != "excludes"]

    def _not_vetoed(self, element: int, hits: list[Hit]) -> list[Hit]:
        vetoes = self._vetoes(element)
        return [hit for hit in hits if hit.sentence not in vetoes] if vetoes else hits

    def _vetoes(self, element: int) -> set[int]:
        return {hit.sentence for hit in self.matches.told[element] if hit.block == "excludes"}

    def tellers(self, sentence: int) -> Mapping[int, bool]:
        """The elements that a sentence tells, each with whether it names them."""
        return self._tellers[sentence]

    @cached_property
    def _tellers(self) -> list[dict[int, bool]]:
        found: list[dict[int, bool]] = [{} for _ in self.sentences]
        for element, hits in enumerate(self.matches.told):
            for hit in hits:
                if hit.block != "excludes":
                    tellers = found[hit.sentence]
                    tellers[element] = tellers.get(element, False) or hit.block == "speaks"
        return found

    def silenced(self, element: int, sentence: int) -> bool:
        """Whether words of a sentence are known to mean something else than the element."""
        return self.matches.hidden(element, sentence) or sentence in self._vetoes(element)

    def said(self, sentence: int) -> Said:
        """What sentence number `sentence` says, taken apart once."""
        if sentence not in self._said:
            matches = self.matches
            self._said[sentence] = Said(
                self.sentences[sentence].text, matches.signs(sentence), matches.figures[sentence]
            )
        return self._said[sentence]


def read_through(engine: Engine, sentences: Sequence[Sentence], text: str) -> Reading:
    """Match the `sentences` of `text` (furniture and title left out) and return what was found."""
    kept = [sentence for sentence in sentences if sentence.role not in ("chrome", "title")]
    in_sections = {
        at for at, sentence in enumerate(kept) if sentence.section in _SECTIONS or sentence.role == "heading"
    }
    matches = engine.match([sentence.text for sentence in kept], in_sections)
    return Reading(kept, matches, text, Bearing(engine, matches.words))


def judge(engine: Engine, reading: Reading, year: int, level: Level | None) -> list[Finding]:
    """Return a finding for every element of the engine's checklist."""
    return [
        judge_element(engine, number, element, reading, year)
        if element.applies(year, level)
        else not_asked(element, year)
        for number, element in enumerate(engine.elements)
    ]


def not_asked(element: Element, year: int) -> Finding:
    reason = "本级政府或本年度不要求"
    return Finding(element, "na", False, 0.0, 0.0, (), reason, "", basis=element.basis_in(year))


def judge_element(engine: Engine, number: int, element: Element, reading: Reading, year: int) -> Finding:
    """Return the finding on one element that is asked for in a report on `year`."""
    opinions = opinions_on(engine, number, element, reading)
    opinions.sort(key=lambda opinion: (-RANK[opinion.status], -opinion.weight, opinion.hit.sentence))
    ranked = [opinion for opinion in opinions if opinion.status != "missing"]
    status: Status = ranked[0].status if ranked else "missing"
    shown: list[Opinion] = []
    for opinion in ranked:
        if len(shown) < MAX_EVIDENCE and opinion.hit.sentence not in {other.hit.sentence for other in shown}:
            if status == "covered" and opinion.status != "covered":
                break
            shown.append(opinion)
    quantified = status == "covered" and any(opinion.quantified for opinion in shown)
    plain = status == "covered" and element.judge == "sentence" and _only_plain(ranked)
    got = element.points if status == "covered" else element.points / 2 if status == "mentioned" else 0.0
    return Finding(
        element=element,
        status=status,
        quantified=quantified,
        got=got,
        possible=element.points,
        evidence=tuple(_evidence(reading, opinion) for opinion in shown),
        reason=_reason(shown, opinions) + (PLAIN if plain else ""),
        advice="" if status == "covered" else element.advice,
        nearest=_nearest(number, element, reading, opinions) if status == "missing" else (),
        basis=element.basis_in(year),
        plain=plain,
    )


def _reason(shown: Sequence[Opinion], opinions: Sequence[Opinion]) -> str:
    """Why an element is judged as it is: by the best sentence shown, or for want of any."""
    if shown:
        return shown[0].reason
    return "全文没有写明" if opinions else "全文没有说到"


def _only_plain(opinions: Sequence[Opinion]) -> bool:
    """Whether one sentence alone covers the element, and tells it without naming it."""
    covering = {opinion.hit.sentence for opinion in opinions if opinion.status == "covered"}
    blocks = {opinion.hit.block for opinion in opinions if opinion.hit.sentence in covering}
    return len(covering) == 1 and "speaks" not in blocks


def opinions_on(
    engine: Engine, number: int, element: Element, reading: Reading, *, everything: bool = False
) -> list[Opinion]:
    """Return what the candidate sentences are worth for `element`.

    Those that tell it; where none covers it also those that only touch it and, where none does then, one that bears
    on it by its words. `everything`: all that tell or touch it in any case.
    """
    if element.judge != "sentence":
        return [
            Opinion(hit, status, weight, quantified, reason)
            for hit, status, weight, quantified, reason in judge_section(engine, number, element, reading)
        ]
    opinions = [] if everything else list(_opinions(engine, number, element, reading, reading.told(number)))
    if not any(opinion.status == "covered" for opinion in opinions):
        opinions = list(_opinions(engine, number, element, reading, reading.hits(number)))
    if not any(opinion.status == "covered" for opinion in opinions):
        known = {opinion.hit.sentence for opinion in opinions if opinion.status == "mentioned"}
        told = _told_by_its_words(number, element, reading)
        opinions += [opinion for opinion in told if opinion.hit.sentence not in known]
    return opinions


def _opinions(
    engine: Engine, number: int, element: Element, reading: Reading, hits: Sequence[Hit]
) -> Iterator[Opinion]:
    """What the sentences of `hits` are worth; a deed in plain words may be another element's."""
    named = {hit.sentence for hit in hits if hit.block == "speaks"}
    for hit in hits:
        opinion = _opinion(element, hit, reading)
        plain = opinion.status == "covered" and hit.sentence not in named
        if plain and (doubt := _doubt(engine, number, hit, reading)):
            opinion = opinion._replace(status="missing", reason=doubt)
        yield opinion


def _doubt(engine: Engine, number: int, hit: Hit, reading: Reading) -> str:
    """Why a deed told in plain words is no evidence for an element; empty where it is."""
    if hit.matcher.startswith(REGEX):  # which has no words to weigh
        return ""
    bearing, sentence = reading.bearing, hit.sentence
    if bearing.of(number, sentence) < LEAST:
        return "用词太平常，看不出说的是这件事"
    others = sorted(reading.tellers(sentence).keys() - {number})
    if not others:
        return ""
    low, high = reading.said(sentence).around((hit.start, hit.end))
    clauses = reading.sentences[sentence].text[low:high]
    weights = {other: bearing.of(other, sentence, clauses) for other in others}
    rather = max(others, key=weights.__getitem__)
    if bearing.of(number, sentence, clauses) < CONTESTED * weights[rather]:
        return f"用词相近，但说的主要是“{engine.elements[rather].name.translate(_INNER)}”"
    return ""


def _told_by_its_words(number: int, element: Element, reading: Reading) -> Iterator[Opinion]:
    """The sentence that bears on an element more than on any and reports a deed, though no row proves it.

    None that another element names, or tells and bears on nearly as much.
    """
    bearing = reading.bearing
    needed = TELLS + BY_CHANCE * max(log(max(bearing.breadth(number), 1) / MIDDLE), -1.0)
    for _, place in bearing.most(number, needed):
        role = reading.sentences[place].role
        if role in _NO_PROOF_ROLES or role == "preface":
            continue
        told = bearing.of(number, place)
        long = max(0, len(reading.sentences[place].text) - LONG)
        if told < needed + BY_LENGTH * long or reading.silenced(number, place):
            continue
        if any(
            named or bearing.of(other, place) >= CONTESTED * told
            for other, named in reading.tellers(place).items()
            if other != number
        ):
            continue
        if told < bearing.greatest(place):
            continue
        words = bearing.words(number, place)
        opinion = _opinion(element, _hit_by_words(number, place, words, reading), reading)
        if opinion.status == "covered":
            named = "".join(f"“{text}”" for text in _weightiest(words))
            yield opinion._replace(reason=f"{opinion.reason}，凭{named}等用词判断")
            return


def _weightiest(words: Mapping[str, int]) -> list[str]:
    """The words that tell most, as many as are shown."""
    return sorted(words, key=lambda text: (-words[text], text))[:WORDS_SHOWN]


def _hit_by_words(number: int, place: int, words: Mapping[str, int], reading: Reading) -> Hit:
    """A sentence as a hit by the words that bear on an element, from the first of them to the last."""
    text = reading.sentences[place].text
    starts = {word: text.find(word) for word in words}
    found = sorted((start, word) for word, start in starts.items() if start >= 0)
    start, end = (found[0][0], max(start + len(word) for start, word in found)) if found else (0, len(text))
    return Hit(number, "proves", f"用词：{'、'.join(word for _, word in found)}", place, start, end, 100.0)


def _opinion(element: Element, hit: Hit, reading: Reading) -> Opinion:
    sentence = reading.sentences[hit.sentence]
    if sentence.role in _NO_PROOF_ROLES:
        return Opinion(hit, "mentioned", 0.0, False, _NO_PROOF_ROLES[sentence.role])
    modality = reading.said(hit.sentence).weigh((hit.start, hit.end))
    weight = modality.weight + (PROVES_BONUS if hit.block == "proves" else 0.0) - (100 - hit.similarity) / 50
    if sentence.run_in:
        weight -= 1.0
    status, reason = _decide(element, hit, sentence, modality, weight)
    quantified = status == "covered" and modality.quantified
    return Opinion(hit, status, weight, quantified, reason)


def _decide(
    element: Element, hit: Hit, sentence: Sentence, modality: Modality, weight: float
) -> tuple[Status, str]:
    if hit.block == "touches":
        # A deed told without its figure is a mention where only a figure covers.
        told = weight > 0 and modality.told_here and sentence.role != "preface"
        if told and not hit.named and element.covered_by != "figure":
            return "missing", "写的是相邻的事，没有写明这一项"
        return "mentioned", "只在列举或要求中出现"
    if modality.planned and not (modality.figure and "time" in modality.seen):
        return "mentioned", "说的是打算"
    if modality.lacking and weight < 4 and "nil" not in modality.seen and "figure" not in modality.seen:
        return "mentioned", "说的是不足"
    if element.covered_by == "figure" and not (modality.figure or "nil" in modality.seen):
        return "mentioned", "没有数量"
    if sentence.role == "preface" and (weight < PREFACE_PENALTY or not modality.told_here):
        return "mentioned", "帽段里的表态"
    if sentence.run_in and not (modality.figure or modality.document or "nil" in modality.seen):
        return "mentioned", "只是标题"
    if weight <= 0 or (modality.bidden and not modality.told):
        return "mentioned", "只是要求或口号，没有具体做法"
    return "covered", _why_covered(modality)


def _why_covered(modality: Modality) -> str:
    if modality.figure:
        return "写明了做法和数量"
    if modality.document:
        return "写明了文件"
    if "nil" in modality.seen:
        return "写明了没有发生"
    return "写明了做法"


def _evidence(reading: Reading, opinion: Opinion) -> Evidence:
    sentence = reading.sentences[opinion.hit.sentence]
    return Evidence(
        quote=reading.text[sentence.start : sentence.end],
        start=sentence.start,
        end=sentence.end,
        section=sentence.path,
        role=sentence.role,
        place=sentence.place,
        matcher=opinion.hit.matcher,
        similarity=round(opinion.hit.similarity, 1),
        status=opinion.status,
        reason=opinion.reason,
    )


def _nearest(
    number: int, element: Element, reading: Reading, opinions: Sequence[Opinion]
) -> tuple[Evidence, ...]:
    """The sentence that comes closest to a missing element, and why it doesn't count: the first of `opinions` if any.

    None for the elements judged by their section: what is missing there is no sentence but the section.
    """
    if element.judge != "sentence":
        return ()
    reason = "用词相近，但说的是另一件事"
    vetoed = (Opinion(hit, "missing", 0.0, False, reason) for hit in reading.vetoed(number))
    if refused := next(chain(opinions, vetoed), None):
        return (_evidence(reading, refused),)
    candidates = (
        place
        for _, place in reading.bearing.most(number, NEAREST, naming=True)
        if reading.sentences[place].role not in _NO_NEAREST
    )
    told = [
        (-sum(words.values()), place, words)
        for place in islice(candidates, NEAREST_TRIED)
        for words in (reading.bearing.names(number, place),)
        if any(len(text) > 2 for text in words)  # pairs are met everywhere
    ]
    weight, best, words = min(told, default=(0, 0, {}))
    if -weight < NEAREST:
        return ()
    named = "、".join(f"“{text}”" for text in _weightiest(words))
    reason = f"只出现{named}，看不出说的是这件事"
    hit = Hit(number, "touches", named, best, 0, len(reading.sentences[best].text), 0.0)
    return (_evidence(reading, Opinion(hit, "missing", 0.0, False, reason)),)
