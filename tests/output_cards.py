"""Scorecards for the tests of the outputs: the example reports, a hostile one, a large batch."""

from __future__ import annotations

import io
import itertools
import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from reports.outputs import Options, open_writer
from rules.model import Checklist
from scorer.auditing import audit
from scorer.model import Evidence, Finding, Notice, Scorecard
from scorer.score import dimension_scores, grade, statutory

EXAMPLES = Path(__file__).parent.parent / "examples" / "reports"
NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</p></style></script><!--",
    "\u202e反着写\u202c",
    "𠀀𪚥😀",
    "&amp;&#60;]]>",
    "\x00\x07\x0b\x1b\x85\ufffe",
    "=1+1{{7*7}}{% raw %}",
    "_x0041_|`*~$[x](javascript:alert(1))",
)
LONG = 200_000


def example_cards(checklist: Checklist) -> list[Scorecard]:
    return [audit(path, checklist, name=path.name) for path in sorted(EXAMPLES.glob("*.txt"))]


def unscored_cards(checklist: Checklist) -> list[Scorecard]:
    foreign = audit("某县食品安全工作通知\n请各单位按时上报。", checklist, name="通知.txt")
    assert foreign.status == "foreign"
    return [Scorecard("坏.doc", "", "unreadable", "打不开文件"), foreign]


def hostile_card(checklist: Checklist) -> Scorecard:
    """A real result with something nasty put into its sentences, a huge line as evidence, nasty metadata."""
    card = example_cards(checklist)[0]
    items = [item for finding in card.findings for item in (*finding.evidence, *finding.nearest)]
    places = sorted({item.start + 3 for item in items if item.end > item.start + 3})
    cuts = [0, *places, len(card.text)]
    parts = [card.text[low:high] for low, high in itertools.pairwise(cuts)]
    nasty = [NASTY[at % len(NASTY)] for at in range(len(places))]
    text = "".join(
        part + piece for part, piece in zip(parts, [*nasty, "\n" + "长" * LONG + "\n"], strict=True)
    )

    def moved(item: Evidence) -> Evidence:
        start, end = (
            at + sum(len(piece) for place, piece in zip(places, nasty, strict=True) if place <= at)
            for at in (item.start, item.end)
        )
        return item._replace(start=start, end=end, quote=text[start:end])

    findings = [
        f._replace(evidence=tuple(map(moved, f.evidence)), nearest=tuple(map(moved, f.nearest)))
        for f in card.findings
    ]
    at = next(at for at, finding in enumerate(findings) if finding.evidence)
    huge = findings[at].evidence[0]._replace(start=len(text) - LONG - 1, end=len(text) - 1, quote="长" * LONG)
    findings[at] = findings[at]._replace(evidence=(huge, *findings[at].evidence))
    meta = card.meta._replace(title="=cmd|'/c calc'!A1" + "".join(NASTY), issuer="@" + NASTY[0])
    notice = Notice("figures", "check", "请核对" + NASTY[1], text[100:130], 100, 130)
    name = '../坏\udcff"><img src=x onerror=alert(1)>' + "很长" * 200 + ".txt"
    return card._replace(
        file=name, meta=meta, text=text, findings=tuple(findings), notices=(notice, *card.notices)
    )


def many_cards(cards: list[Scorecard], count: int, checklist: Checklist) -> Iterator[Scorecard]:
    """Yield `count` cards made from `cards`, with places, statuses and so points of their own."""
    chance = random.Random(count)
    for number in range(count):
        card = cards[number % len(cards)]
        worse = chance.random()

        def drawn(finding: Finding, worse: float = worse) -> Finding:
            status = finding.status
            if status != "na" and chance.random() < worse:
                status = chance.choice(["covered", "mentioned", "missing", "missing", "na"])
            possible = finding.possible if status != "na" else 0.0
            got = possible * {"covered": 1, "mentioned": 0.5}.get(status, 0)
            return finding._replace(status=status, got=got, possible=possible)

        findings = tuple(map(drawn, card.findings))
        got, possible = sum(f.got for f in findings), sum(f.possible for f in findings)
        asked, missing = statutory(findings, card.meta.year or checklist.newest_year)
        place = "甲乙丙丁戊己庚辛壬癸"[number // len(cards) % 10]
        named = {key: place + (getattr(card.meta, key) or "")[1:] for key in ("title", "issuer", "region")}
        yield card._replace(
            file=f"{number}/{card.file}",
            meta=card.meta._replace(**named),
            got=got,
            possible=possible,
            grade=grade(checklist, got, possible),
            statutory_asked=asked,
            statutory_missing=missing,
            dimensions=dimension_scores(checklist, findings),
            findings=findings,
        )


def write(name: str, cards: Iterable[Scorecard], checklist: Checklist, **options: Any) -> bytes:
    stream = io.BytesIO()
    writer = open_writer(name, stream, checklist, Options(**options))
    for card in cards:
        writer.add(card)
    writer.close()
    return stream.getvalue()


def as_json(cards: Iterable[Scorecard], checklist: Checklist) -> list[dict[str, Any]]:
    reports: list[dict[str, Any]] = json.loads(write("json", cards, checklist))["reports"]
    return reports
