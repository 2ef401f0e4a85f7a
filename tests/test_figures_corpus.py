"""The figure checker against the labelled reports; run with FAZHI_CORPUS=<folder>, skipped without it."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from scorer.figures import Relation, notices, relations

CORPUS = os.environ.get("FAZHI_CORPUS", "")
pytestmark = pytest.mark.skipif(
    not CORPUS, reason="FAZHI_CORPUS is not set: the labelled reports are kept outside the project"
)


@cache
def report(name: str) -> str:
    return (Path(CORPUS) / "reports" / name).read_text("utf-8")


def spans(text: str, quote: str) -> list[tuple[int, int]]:
    """Where `quote` stands in `text`, white space and width of marks aside."""
    loose = r"\s*".join(re.escape(char) for char in re.sub(r"\s", "", quote))
    return [hit.span() for hit in re.finditer(loose, text)]


def labelled() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = yaml.safe_load((Path(CORPUS) / "numbers.yaml").read_text("utf-8"))
    return entries


def written() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((Path(CORPUS) / "labels").glob("written-*.yaml")):
        for entry in yaml.safe_load(path.read_text("utf-8"))["numbers"]:
            yield f"{path.stem}.txt", entry


def same(relation: Relation, entry: dict[str, Any]) -> bool:
    """Whether a relation has the whole and the parts of a label."""
    if relation.total != pytest.approx(entry["total"]):
        return False
    parts, expected = relation.parts, entry["parts"]
    if relation.kind == "count" or any(isinstance(part, str) for part in expected):
        return relation.kind == "count" and len(parts) == len(expected)
    return sorted(map(float, parts)) == pytest.approx(sorted(map(float, expected)))


def found(name: str, entry: dict[str, Any]) -> list[Relation]:
    text = report(name)
    places = spans(text, entry["quote"])
    assert places, f"{name}: {entry['quote']} is not in the text"
    return [
        relation
        for relation in relations(text)
        if same(relation, entry)
        and any(relation.start < end and start < relation.end for start, end in places)
    ]


def test_explicit_relations_of_real_reports_are_found_and_judged_right() -> None:
    entries = [entry for entry in labelled() if entry["strength"] == "explicit"]
    misses = []
    for entry in entries:
        hits = found(entry["file"], entry)
        if not any(hit.holds is entry["holds"] for hit in hits):
            misses.append(f"{entry['id']}: {entry['quote']} ({[hit.arithmetic for hit in hits]})")
    print(f"\nexplicit: {len(entries) - len(misses)} of {len(entries)}", *misses, sep="\n  miss ")
    assert len(misses) <= 0.05 * len(entries)


def test_cross_relations_that_are_found_are_judged_right() -> None:
    entries = [entry for entry in labelled() if entry["strength"] == "cross"]
    misses, wrong = [], []
    for entry in entries:
        hits = found(entry["file"], entry)
        if not hits:
            misses.append(f"{entry['id']} {entry['quote']}")
        elif not any(hit.holds is entry["holds"] for hit in hits):
            wrong.append(f"{entry['id']}: {entry['quote']} ({[hit.arithmetic for hit in hits]})")
    print(f"\ncross: {len(entries) - len(misses)} of {len(entries)}", *misses, sep="\n  miss ")
    assert not wrong
    assert len(misses) < len(entries)


def test_no_check_on_weak_lines_and_no_notice_on_traps() -> None:
    wrong = []
    for entry in labelled():
        if entry["strength"] not in ("weak", "trap"):
            continue
        text = report(entry["file"])
        for start, end in spans(text, entry["quote"]):
            for notice in notices(text):
                hit = notice.start < end and start < notice.end
                if hit and (notice.severity == "check" or entry["strength"] == "trap"):
                    wrong.append(f"{entry['id']}: {notice.message}")
    print("\nweak and trap lines:", wrong or "silent")
    assert not wrong


def test_relations_of_written_reports_are_found_and_the_false_ones_flagged() -> None:
    misses, unflagged, accused, total = [], [], [], 0
    for name, entry in written():
        total += 1
        text = report(name)
        if not found(name, entry):
            misses.append(f"{name}: {entry['quote']}")
        flagged = [
            notice
            for notice in notices(text)
            for start, end in spans(text, entry["quote"])
            if notice.start < end and start < notice.end
        ]
        if entry["holds"] and any(_is_about(notice.message, entry) for notice in flagged):
            accused.append(f"{name}: {entry['quote']}")
        if not entry["holds"] and not flagged:
            unflagged.append(f"{name}: {entry['quote']}")
    print(f"\nwritten: {total - len(misses)} of {total}", *misses, sep="\n  miss ")
    assert not unflagged
    assert not accused
    assert len(misses) <= 0.1 * total


def _is_about(message: str, entry: dict[str, Any]) -> bool:
    return all(str(part) in message for part in (*entry["parts"], entry["total"]))


def test_notices_are_the_labelled_faults_and_nothing_else() -> None:
    faults: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for name, entry in written():
        if not entry["holds"]:
            faults[name] += spans(report(name), entry["quote"])
    for entry in labelled():
        if entry["holds"] is False and entry["strength"] != "trap":
            faults[entry["file"]] += spans(report(entry["file"]), entry["quote"])
    wrong = []
    for path in sorted((Path(CORPUS) / "reports").glob("*.txt")):
        for notice in notices(report(path.name)):
            print(f"\n{path.name} {notice.severity} {notice.message} | {notice.quote}")
            if not any(notice.start < end and start < notice.end for start, end in faults[path.name]):
                wrong.append(f"{path.name}: {notice.message}")
    assert not wrong
