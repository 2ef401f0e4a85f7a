"""Print where the metadata or the kind differ from a file of labelled heads or a folder of labelled reports.

python tests/misses_metadata.py tests/cases/heads.yaml [HEADS.jsonl] [FOLDER OF REPORTS AND LABELS]
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

sys.path.insert(0, str(Path(__file__).parent.parent))

from scorer.kinds import foreign
from scorer.metadata import describe
from scorer.model import Document

FIELDS = ("title", "issuer", "region", "level", "year", "published")


def document(
    text: str, name: str = "a.txt", kind: str = "txt", hints: dict[str, str] | None = None
) -> Document:
    return Document(name, text, hashlib.sha256(text.encode()).hexdigest(), (), kind, hints or {})


def cases(path: Path) -> Iterator[tuple[str, Document, dict[str, Any]]]:
    """Yield (id, document, labels) of a jsonl of heads, a YAML of own heads or a corpus folder."""
    if path.is_dir():
        for label in sorted(path.glob("labels/*.yaml")):
            truth = yaml.safe_load(label.read_text("utf-8"))
            text = (path / "reports" / truth["file"]).read_text("utf-8")
            yield label.stem, document(text), truth | {"is_annual_report": True}
    elif path.suffix == ".jsonl":
        for line in path.read_text("utf-8").splitlines():
            truth = json.loads(line)
            yield truth["id"], document(truth["head"]), truth
    else:
        for case in yaml.safe_load(path.read_text("utf-8")):
            yield (
                case["id"],
                document(case["head"], kind=case.get("file", "txt"), hints=case.get("hints")),
                case,
            )


def same(told: object, truth: object) -> bool:
    """Equal but for blanks, which line breaks in titles bring in."""
    if isinstance(told, str) and isinstance(truth, str):
        return re.sub(r"\s", "", told) == re.sub(r"\s", "", truth)
    return told == truth


def main(paths: list[str]) -> None:
    for path in map(Path, paths):
        right, told, null, nulls = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
        for case_id, doc, truth in cases(path):
            meta = describe(doc)
            verdict = foreign(doc, meta)
            told["is_annual_report"] += 1
            right["is_annual_report"] += (verdict is None) == truth["is_annual_report"]
            if (verdict is None) != truth["is_annual_report"]:
                print(f"{case_id} is_annual_report: {verdict}, truth {truth.get('kind')}")
            for field in FIELDS:
                if field not in truth:
                    continue
                value, expected = getattr(meta, field), truth[field]
                hit = same(value, expected)
                (nulls if expected is None else told)[field] += 1
                (null if expected is None else right)[field] += hit
                if not hit:
                    print(f"{case_id} {field}: {value!r}, truth {expected!r}")
        for field in ("is_annual_report", *FIELDS):
            print(f"  {field}: {right[field]}/{told[field]}, of nulls {null[field]}/{nulls[field]}")


if __name__ == "__main__":
    main(sys.argv[1:])
