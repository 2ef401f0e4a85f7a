"""The JSON contract that other programs read (reports/schema.json describes it)."""

from __future__ import annotations

import json
from typing import IO, Any

from reports.outputs import Options
from reports.view import rounded
from rules.model import Checklist
from scorer.model import Evidence, Finding, Scorecard
from scorer.version import NAME, VERSION


def tool_dict() -> dict[str, str]:
    return {"name": NAME, "version": VERSION}


def checklist_dict(checklist: Checklist) -> dict[str, Any]:
    """Return the stamp of the rules; `sha256` covers the packs in `extends`, the nearest first, too."""
    return {
        "id": checklist.id,
        "version": checklist.version,
        "sha256": checklist.sha256,
        "extends": [{"id": s.id, "version": s.version, "sha256": s.sha256} for s in checklist.extends],
        "off": [{"id": item.id, "reason": item.reason, "pack": item.pack} for item in checklist.off],
    }


def stamp_dict(checklist: Checklist, options: Options) -> dict[str, Any]:
    """Return what made a result: the tool, and the rules with the waivers in force (null: none)."""
    waivers = {"sha256": options.waivers} if options.waivers else None
    return {"tool": tool_dict(), "checklist": {**checklist_dict(checklist), "waivers": waivers}}


def card_dict(card: Scorecard) -> dict[str, Any]:
    """Return one report of the contract. Scores are rounded to one decimal, once, here."""
    return {
        "file": card.file,
        "sha256": card.sha256,
        "status": card.status,
        "reason": card.reason,
        "meta": {
            "title": card.meta.title,
            "issuer": card.meta.issuer,
            "region": card.meta.region,
            "level": card.meta.level,
            "year": card.meta.year,
            "published": card.meta.published,
        },
        "score": rounded(card.score),
        "got": card.got,
        "possible": card.possible,
        "grade": card.grade,
        "without_waivers": {
            "score": rounded(card.full_score),
            "got": card.full_got,
            "possible": card.full_possible,
        }
        if card.waived
        else None,
        "statutory": {
            "complete": not card.statutory_missing if card.status == "scored" else None,
            "asked": card.statutory_asked,
            "missing": list(card.statutory_missing),
        },
        "dimensions": [
            {"id": d.id, "name": d.name, "got": d.got, "possible": d.possible, "score": rounded(d.score)}
            for d in card.dimensions
        ],
        "elements": [finding_dict(finding) for finding in card.findings],
        "notices": [
            {
                "kind": n.kind,
                "severity": n.severity,
                "message": n.message,
                "quote": n.quote,
                "start": n.start,
                "end": n.end,
            }
            for n in card.notices
        ],
    }


def finding_dict(finding: Finding) -> dict[str, Any]:
    element = finding.element
    return {
        "id": element.id,
        "name": element.name,
        "dimension": element.dimension,
        "need": element.need,
        "status": finding.status,
        "quantified": finding.quantified,
        "plain": finding.plain,
        "got": finding.got,
        "possible": finding.possible,
        "evidence": [evidence_dict(item) for item in finding.evidence],
        "nearest": [evidence_dict(item) for item in finding.nearest],
        "reason": finding.reason,
        "basis": [str(basis) for basis in finding.basis],
        "advice": finding.advice,
        "waived": finding.waived,
    }


def evidence_dict(item: Evidence) -> dict[str, Any]:
    return {
        "quote": item.quote,
        "start": item.start,
        "end": item.end,
        "section": item.section,
        "role": item.role,
        "place": item.place,
        "matcher": item.matcher,
        "similarity": item.similarity,
        "reason": item.reason,
    }


class Writer:
    """One JSON document; reports are written as they come."""

    def __init__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> None:
        self._stream = stream
        self._count = 0
        head = json.dumps(stamp_dict(checklist, options), ensure_ascii=False, indent=1)
        self._stream.write((head[:-2] + ',\n "reports": [').encode())

    def add(self, card: Scorecard) -> None:
        body = json.dumps(card_dict(card), ensure_ascii=False, indent=1)
        self._stream.write((("," if self._count else "") + "\n" + body).encode())
        self._count += 1

    def close(self) -> None:
        self._stream.write(b"\n]}\n")
