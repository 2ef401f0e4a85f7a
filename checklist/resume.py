"""Continue a run that was cut off: what the output file already holds, whole lines only."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from rules.model import Checklist
from scorer.batch import Source
from scorer.digest import sha256


class ResumeError(Exception):
    """An output file that cannot be continued: one Chinese line with cause and remedy."""


class Done(NamedTuple):
    """Files with the hash of their bytes that the output already holds; `size`: bytes that are kept."""

    files: dict[str, str]
    size: int

    def holds(self, source: Source) -> bool:
        """Whether the output has a result for the very bytes of `source`."""
        if source.name not in self.files:
            return False
        known = self.files[source.name]
        if source.error is not None or not known:
            return source.error is not None and not known
        data = source.data
        if data is None and source.path is not None:
            import hashlib  # most runs continue nothing

            try:
                with source.path.open("rb") as stream:
                    return hashlib.file_digest(stream, "sha256").hexdigest() == known
            except OSError:
                return False  # scored again, and its error reported
        return sha256(data or b"").hexdigest() == known


def already_done(path: Path, output: str, table: str, checklist: Checklist, waivers: str = "") -> Done:
    """Return what `path` holds of an earlier run. Raises ResumeError when it is of other rules or another kind.

    `waivers`: the stamp of the waivers in force, see `reports.outputs.Options`.
    """
    if not path.exists() or path.stat().st_size == 0:
        return Done({}, 0)
    if output == "jsonl":
        return _jsonl(path, checklist, waivers)
    if output == "csv" and table == "summary":
        return _csv(path, checklist, waivers)
    raise ResumeError("--resume 只能与 --format jsonl 或 --format csv（--table summary）同用")


def _jsonl(path: Path, checklist: Checklist, waivers: str) -> Done:
    import json

    files: dict[str, str] = {}
    size = 0
    with path.open("rb") as stream:
        for line in stream:
            if not line.endswith(b"\n"):
                break
            try:
                record = json.loads(line)
                stamp = (record["checklist"].get("waivers") or {}).get("sha256", "")
                same = record["checklist"]["sha256"] == checklist.sha256 and stamp == waivers
                files[record["file"]] = record["sha256"]
            except (ValueError, KeyError, TypeError) as error:
                raise ResumeError(f"{path}：不是本工具写出的 jsonl，请换一个文件名") from error
            if not same:
                raise ResumeError(
                    f"{path}：是用另一套规则（或豁免）写出的，不能接着写；请换一个文件名重新评分"
                )
            size += len(line)
    return Done(files, size)


def _csv(path: Path, checklist: Checklist, waivers: str) -> Done:
    import csv
    import io

    from reports.csv_output import rules_stamp

    data = path.read_bytes()
    kept = data[: data.rfind(b"\r\n") + 2]
    rows = list(csv.reader(io.StringIO(kept.decode("utf-8-sig", errors="strict"), newline="")))
    if not rows or rows[0][:1] != ["文件"] or rows[0][-1] != "sha256":
        raise ResumeError(f"{path}：不是本工具写出的汇总表，请换一个文件名")
    stamp = rules_stamp(checklist, waivers)
    if any(row[-2] != stamp for row in rows[1:]):
        raise ResumeError(f"{path}：是用另一套规则（或豁免）写出的，不能接着写；请换一个文件名重新评分")
    return Done({row[0].removeprefix("'"): row[-1] for row in rows[1:]}, len(kept))
