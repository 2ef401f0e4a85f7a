"""The whole way from a file to its scorecard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

from rules.model import Checklist, Level
from scorer import consistency, figures
from scorer.digest import sha256
from scorer.judge import judge, read_through
from scorer.kinds import foreign
from scorer.match import Engine
from scorer.metadata import describe
from scorer.model import Document, Finding, Meta, Notice, ReadingError, Scorecard
from scorer.outline import Sentence, outline
from scorer.readers import MAX_BYTES, read
from scorer.score import dimension_scores, grade, statutory
from scorer.waive import Waiver, day_of, waive


@lru_cache(maxsize=8)
def engine_for(checklist: Checklist) -> Engine:
    """Return the compiled engine of `checklist`; compiled once per process and loaded pack."""
    return Engine(checklist, checklist.tables)


def audit(
    source: Path | bytes | str | Document,
    checklist: Checklist,
    *,
    name: str | None = None,
    year: int | None = None,
    level: Level | None = None,
    force: bool = False,
    encoding: str | None = None,
    max_bytes: int = MAX_BYTES,
    waivers: Sequence[Waiver] = (),
    as_of: date | None = None,
    last: Document | None = None,
) -> Scorecard:
    """Return the scorecard of one report.

    `source` is a file's path, its bytes, a text, or a document already read. `year` and `level`
    override what the report says. A file that can't be read or is no annual report ends as a
    scorecard with that status and a Chinese reason; `force` scores a foreign text all the same.
    Elements that one of `waivers` names for this report are left out of the score; see `scorer.waive`.
    `last` is an earlier report: what this one repeats of it is a notice.
    """
    if isinstance(source, Document):
        document = source
    else:
        shown = name or (str(source) if isinstance(source, Path) else "（文本）")
        data = b""
        try:
            data = _bytes(source, max_bytes)
            document = read(data, shown, encoding=encoding)
        except ReadingError as error:
            return Scorecard(shown, sha256(data).hexdigest(), "unreadable", str(error))
    return audit_document(
        document, checklist, year=year, level=level, force=force, waivers=waivers, as_of=as_of, last=last
    )


def too_large(max_bytes: int) -> str:
    """Return what is said of a file over the limit."""
    return f"文件超过 {max_bytes / 2**20:.4g} MiB，可用 --max-size 放宽"


def _bytes(source: Path | bytes | str, max_bytes: int) -> bytes:
    if isinstance(source, bytes):
        data = source
    elif isinstance(source, str):
        data = source.encode()
    else:
        try:
            if source.stat().st_size > max_bytes:
                raise ReadingError(too_large(max_bytes))
            return source.read_bytes()
        except OSError as error:
            raise ReadingError(f"打不开文件（{error.strerror}），请检查路径和权限") from error
    if len(data) > max_bytes:
        raise ReadingError(too_large(max_bytes))
    return data


def audit_document(
    document: Document,
    checklist: Checklist,
    *,
    year: int | None = None,
    level: Level | None = None,
    force: bool = False,
    waivers: Sequence[Waiver] = (),
    as_of: date | None = None,
    last: Document | None = None,
) -> Scorecard:
    """Return the scorecard of a document already read; see `audit`."""
    found = describe(document)
    meta = found._replace(year=year or found.year, level=level or found.level)
    if not force and (alien := foreign(document, meta)):
        return Scorecard(document.name, document.sha256, "foreign", alien[1], meta, text=document.text)
    engine = engine_for(checklist)
    asked_year = meta.year or checklist.newest_year
    sentences = outline(document, meta.year)
    findings = judge(engine, read_through(engine, sentences, document.text), asked_year, meta.level)
    full_got, full_possible = sum(f.got for f in findings), sum(f.possible for f in findings)
    findings = waive(findings, waivers, document.name, document.sha256, day_of(meta, as_of))
    got, possible = sum(f.got for f in findings), sum(f.possible for f in findings)
    asked, missing = statutory(findings, asked_year)
    return Scorecard(
        file=document.name,
        sha256=document.sha256,
        status="scored",
        meta=meta,
        got=got,
        possible=possible,
        grade=grade(checklist, got, possible),
        statutory_missing=missing,
        statutory_asked=asked,
        dimensions=dimension_scores(checklist, findings),
        findings=tuple(findings),
        notices=(*_notices(document, meta, checklist, sentences, last), *_plain(findings)),
        text=document.text,
        full_got=full_got,
        full_possible=full_possible,
    )


def _plain(findings: Sequence[Finding]) -> Iterator[Notice]:
    """The judgements a person should look at: one sentence decides them that does not name the element."""
    for finding in findings:
        if finding.plain and not finding.waived:
            item = finding.evidence[0]
            message = f"“{finding.element.name}”只凭一句没有用规范名称的话判为已覆盖，请核对那句话说的是不是这件事。"
            yield Notice("plain", "hint", message, item.quote, item.start, item.end)


def _notices(
    document: Document, meta: Meta, checklist: Checklist, sentences: list[Sentence], last: Document | None
) -> list[Notice]:
    notices = [Notice("reading", "hint", warning) for warning in document.warnings]
    if meta.year is None:
        message = f"认不出报告年度，按最新年度 {checklist.newest_year} 年的要求评判；可用 --year 指定"
        notices.append(Notice("years", "check", message))
    if meta.level is None:
        notices.append(
            Notice("level", "check", "认不出报告单位的层级，各级要求都按适用评判；可用 --level 指定")
        )
    notices += consistency.notices(document, meta, sentences)
    notices += figures.notices(document.text)
    if last is not None:
        from scorer.similarity import borrowed_notices  # most runs compare with nothing

        notices += borrowed_notices(document, last)
    return notices
