"""What the outputs for people share: order of the gaps, which sentences to show, marks, visible text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rules.model import LEVEL_NAMES, STATUS_NAMES, Checklist, Status
from scorer.model import Evidence, Finding, Notice, Scorecard
from scorer.patterns import late
from scorer.version import NAME, VERSION

DOCUMENT_STATUS_NAMES = {"scored": "已评分", "foreign": "非年度报告", "unreadable": "无法读取"}
# Glyphs that GBK has, so that a Chinese Windows console shows them.
MARKS: Mapping[str, str] = {"covered": "√", "mentioned": "○", "missing": "×", "na": "－"}
NOTICE_NAMES: Mapping[str, str] = {
    "reading": "读取",
    "years": "年度",
    "level": "层级",
    "dates": "日期",
    "figures": "数字",
    "leftovers": "残留文字",
    "borrowed": "重复文字",
    "plain": "用语",
}
SEVERITY_NAMES: Mapping[str, str] = {"check": "请核实", "hint": "供参考"}
QUOTE = 600  # characters of a quote beside which the whole text stands or is named
HEADING = 30  # characters of a heading by which a place is found

_BREAK = late(r"(?<![^\S\n])[^\S\n]*\n\s*")
# What XML forbids, what turns the direction of the text round, and control characters that show as nothing.
_HIDDEN = late(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 1)


def visible(text: str) -> str:
    """Return `text` with control characters and direction marks written out as [U+202E], line ends as LF."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return _HIDDEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", plain)


def on_one_line(text: str) -> str:
    """Return `text` without its line breaks; a blank is put for one only between two Latin words or figures."""

    def joint(found: re.Match[str]) -> str:
        before, after = text[found.start() - 1], text[found.end()]
        return " " if before.isascii() and after.isascii() else ""

    text = text.strip()
    return _BREAK.sub(joint, text)


def statutory_text(card: Scorecard) -> str:
    """Return the verdict on the statutory contents in words, and how many of them one should look at."""
    if not card.statutory_asked:
        return "本年度不要求"
    verdict = f"缺 {len(card.statutory_missing)} 项" if card.statutory_missing else "齐全"
    doubtful = sum(f.plain and not f.waived and f.element.statutory_since is not None for f in card.findings)
    return f"{verdict}（{doubtful} 项请核对原句）" if doubtful else verdict


def status_text(finding: Finding) -> str:
    """Return the status in words, with 已豁免 where it doesn't count."""
    return STATUS_NAMES[finding.status] + ("（已豁免）" if finding.waived else "")


def clipped(text: str, limit: int = QUOTE) -> str:
    """Return `text`, or its first `limit` characters and a word on how many there are."""
    return text if len(text) <= limit else f"{text[:limit]}……（共 {len(text)} 字，此处从略）"


def ordered_gaps(card: Scorecard) -> list[Finding]:
    """Return what is not covered: statutory contents first, then by points to win, then as in the checklist."""
    gaps = [f for f in card.findings if f.status in ("mentioned", "missing") and f.waived is None]
    statutory = set(card.statutory_missing)
    return sorted(gaps, key=lambda f: (f.element.id not in statutory, -(f.possible - f.got)))


def shown_evidence(finding: Finding) -> Iterator[tuple[str, Evidence]]:
    """Yield the sentences that a gap is shown with, each with the word that says what it is."""
    if finding.status == "mentioned":
        for item in finding.evidence[:2]:
            yield "提到", item
    for item in finding.nearest:
        yield "最接近", item


def basis_text(finding: Finding) -> str:
    """Return what the demand rested on in the reporting year; blank where there was no demand then."""
    customary = "" if finding.status == "na" else "当年尚无专门规定，按惯例写明"
    return "；".join(map(str, finding.basis)) or customary


def where(item: Evidence) -> str:
    """Return where a person finds the sentence: place and innermost section."""
    section = item.section.split(" > ")[-1]
    shown = section if len(section) <= HEADING else section[: HEADING - 1] + "…"
    return "，".join(filter(None, (item.place, shown)))


def title_of(card: Scorecard) -> str:
    return card.meta.title or f"（未见标题）{card.file}"


def about(card: Scorecard) -> tuple[str, str, str, str]:
    """Return issuer, level, year and date of publication in words, with a word for what is not known."""
    meta = card.meta
    return (
        meta.issuer or "报告单位未写明",
        LEVEL_NAMES.get(meta.level or "", "层级认不出"),
        f"{meta.year} 年度" if meta.year else "年度认不出",
        f"{meta.published} 公开" if meta.published else "公开日期未写明",
    )


def score_text(score: float | None) -> str:
    """Return a score as it is printed everywhere: one decimal."""
    shown = rounded(score)
    return "－" if shown is None else f"{shown:.1f}"


def counts(card: Scorecard) -> dict[Status, int]:
    """Return how many elements have each status, in the order of STATUS_NAMES."""
    found: dict[Status, int] = dict.fromkeys(STATUS_NAMES, 0)  # type: ignore[arg-type]
    for finding in card.findings:
        found[finding.status] += 1
    return found


def statutory_findings(card: Scorecard, checklist: Checklist) -> list[Finding]:
    """Return the findings on the contents the 2019 rule demands of a report on this year."""
    year = card.meta.year or checklist.newest_year
    return [f for f in card.findings if f.status != "na" and f.element.statutory(year)]


def notice_kind(notice: Notice) -> str:
    return NOTICE_NAMES.get(notice.kind, "其他")


def ordered_notices(card: Scorecard) -> list[Notice]:
    """Return the notices, those to check before mere hints."""
    return sorted(card.notices, key=lambda notice: notice.severity != "check")


def waived_text(card: Scorecard) -> str:
    """Return the line on waived elements and the score with them counted; empty where there are none."""
    if not card.waived:
        return ""
    full = f"{score_text(card.full_score)}（{card.full_got:g} / {card.full_possible:g} 分）"
    return f"已豁免 {len(card.waived)} 项，不计分；计入则得分 {full}"


def stamp(checklist: Checklist, waivers: str = "") -> str:
    """Return what made a result: tool, rules with their fingerprint, waivers where there are any."""
    made = f"{NAME} {VERSION}，{checklist.name} {checklist.version}（{checklist.sha256[:12]}）"
    return f"{made}，豁免清单（{waivers[:12]}）" if waivers else made
