"""The notices of scorer/consistency: every check finds its cases and stays silent on the look-alikes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorer.consistency import notices
from scorer.model import Document, Meta, Notice

CASES: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("notices.yaml").read_text("utf-8")
)
ROLES = {
    "T": "title",
    "H": "heading",
    "P": "preface",
    "A": "account",
    "F": "first-responsible",
    "S": "shortcomings",
    "N": "plan",
    "C": "chrome",
}


@dataclass(frozen=True)
class Span:
    """A paragraph with its role: what the outline gives, in its simplest form."""

    role: str
    start: int
    end: int
    path: str = ""


def read(text: str) -> tuple[Document, list[Span]]:
    """A document and its sections from lines marked with their role."""
    body = ""
    sections: list[Span] = []
    path = ""
    for line in text.split("\n"):
        mark, _, words = line.partition(": ")
        path = words if mark == "H" else path
        sections.append(Span(ROLES[mark], len(body), len(body) + len(words), path))
        body += words + "\n"
    return Document("case.txt", body, "", ()), sections


def audit(case: dict[str, Any]) -> list[Notice]:
    meta = replace(
        Meta(**CASES["meta"]),
        **{key: value for key, value in case.items() if key in Meta.__dataclass_fields__},
    )
    document, sections = read(case["text"])
    found = notices(document, meta, sections)
    for notice in found:
        assert document.text[notice.start : notice.end] == notice.quote
        assert notice.message.startswith({"check": "请核对：", "hint": "提示："}[notice.severity])
    return found


def cases(which: str) -> list[Any]:
    return [
        pytest.param(group["kind"], case, id=f"{group['name']}-{number}")
        for group in CASES["groups"]
        for number, case in enumerate(group[which], 1)
    ]


@pytest.mark.parametrize(("kind", "case"), cases("found"))
def test_notice_is_found_once_with_its_quote(kind: str, case: dict[str, Any]) -> None:
    found = audit(case)
    assert [(notice.kind, notice.quote) for notice in found] == [(kind, case["quote"])]
    assert found[0].severity == case.get("severity", found[0].severity)


@pytest.mark.parametrize(("kind", "case"), cases("silent"))
def test_look_alike_stays_silent(kind: str, case: dict[str, Any]) -> None:
    assert audit(case) == []


@pytest.mark.parametrize("group", CASES["groups"], ids=lambda group: str(group["name"]))
def test_every_check_has_eight_cases_of_either_sort(group: dict[str, Any]) -> None:
    assert len(group["found"]) >= 8 and len(group["silent"]) >= 8
