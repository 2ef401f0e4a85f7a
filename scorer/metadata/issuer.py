"""Who issued the report: title, signature, page labels, opening sentence, bodies named in the text."""

from __future__ import annotations

import re

from scorer.metadata.bodies import MENTION, YEAR, Body, parse_bodies, parse_body
from scorer.metadata.dates import parse as parse_date
from scorer.metadata.page import Page
from scorer.metadata.title import Title
from scorer.metadata.voice import fits, mentioned, opening_subject, system, we
from scorer.model import Document
from scorer.patterns import late

_LEADING = late(
    rf"^(?:【[^】]*】|一图读懂|图解[:：]?|附件\d*[:：]?|\[[^\]]*\]|"
    rf"[\u4e00-\u9fff]{{1,8}}\s*[\[〔(【]\s*20\d\d\s*[\]〕)】]\s*\d+\s*号|关于(?:印发|公布|"
    rf"报送|转发)?《?|{YEAR}|《|\s|-)+"
)
_SUBJECT_END = late(
    rf"\s*(?:关于|{YEAR}|法治(?:政府|机关|部门|建设|工作)|依法(?:行政|治)|推进|加强|落实|"
    rf"贯彻|全面|深化|深入|开展|党政主要|主要负责人|政府信息公开|信息公开|政务公开|"
    r"政府工作报告|年度|工作(?:报告|总结)|实施|召开|党组|各级|系统|的|获[得评]|"
    r"在(?=[我全省市县区])|举行|举办|取得|来(?=我[省市县区])|赴|审议|打造|《|》)"
)
BLANKS = r"\s*"
"""Labels are often written with blanks between their characters."""
_WORDS = """
发布机构 发布机关 发文机构 发文机关 制发机关 发文单位 发布单位 公开机构 公开机关 公开单位 公开主体 制定机关
颁布单位 责任部门 责任单位 发布者 信息来源 文章来源 稿件来源 来源 供稿单位 供稿 作者 主办单位 主办
"""
_PUBLISHERS = "|".join(BLANKS.join(label) for label in _WORDS.split())
_LABELS = late(rf"(?:{_PUBLISHERS})\s*[\]】]?\s*[:\n]\s*(?P<value>[^\s\d|:【\[]{{3,40}})")
_OFFICE = late(r"(?<=政府)办公?(?:厅|室)?$|(?<=政府)网(?:站)?$|(?<=政府)门户网站$")
_MASKED = late(r"某|[×xX*○]{1,4}[\u4e00-\u9fff]")
_SPEAKS_FOR_ITSELF = late(r"人大|政协|纪委|监委|检察|法院|委员会|海关|银行|医院|大学|学院|公司")
"""What may follow a place's name and is then a body of its own that does not report on the government."""


def subject_of(title: str) -> Body | None:
    """The body (or place) a normalised title with its blanks kept speaks of."""
    rest = _LEADING.sub("", title)
    end = _SUBJECT_END.search(rest)
    for name in (rest[: end.start()] if end else rest, rest):
        for length in (
            len(name),
            *(at for at in range(len(name) - 1, 1, -1) if name[at - 1] in "省市县区旗州盟镇乡街道局厅委府"),
        ):
            if _SPEAKS_FOR_ITSELF.search(name[length:]):
                return None
            body = parse_bodies(name[:length].strip())
            if body:
                return body
        if end:
            break
    return None


def speaks_of(page: Page, title: Title | None) -> Body | None:
    """The body a text is about, though not by it: of the title, or else of an opening sentence."""
    body = subject_of(title.spaced) if title else opening_subject(page, 0)
    if body is None or not body.generic:
        return body
    named = (parse_body(match[1]) for match in MENTION.finditer(page.flat(limit=600)))
    return next((other for other in named if other and other.place and other.place[-1] == body.name[0]), None)


def find_issuer(page: Page, document: Document, title: Title | None) -> Body | None:
    """Return the issuing body, or None when nothing names one."""
    if title and _MASKED.match(_LEADING.sub("", title.spaced)):
        return None
    told = subject_of(title.spaced) if title else None
    named = _named_bodies(page, document)
    if told and told.place:
        return _fuller(told, named)
    opening = opening_subject(page, title.after if title else 0)
    if told:  # “州农牧局”: look for the same office with its place
        for body in ([opening] if opening else []) + named:
            if body.place and body.name.endswith(told.name[1:]):
                return body
        return told
    signed = _signature(page)
    named += _letterhead(page)
    text = page.flat(title.after if title else 0)
    own = we(text)
    for candidate in (signed, opening if opening and not opening.generic else None, *named):
        if candidate and fits(candidate, own):
            return candidate
    return mentioned(text, own, opening) or system(text, own) or opening


def _fuller(told: Body, named: list[Body]) -> Body:
    """The same body under a longer name on the page (云浦市澄江区人民政府 for 澄江区)."""
    if told.name.startswith("中共"):
        return told
    for body in named:
        longer = body.kind == told.kind and body.name != told.name and body.name.endswith(told.name)
        if longer and told.name == f"{told.place}人民政府":
            return body
    return told


def _named_bodies(page: Page, document: Document) -> list[Body]:
    """Bodies the page's labels and metadata give as publisher or source."""
    values = [document.hints["issuer"]] if document.hints.get("issuer") else []
    top = "\n".join(line.plain for line in page.head)
    values += [match["value"] for match in _LABELS.finditer(top)]
    bodies = []
    for value in values:
        body = parse_bodies(_OFFICE.sub("", re.sub(r"^\(|\)$", "", value.strip())))
        if body and not body.generic:
            bodies.append(body)
    return bodies


def _letterhead(page: Page) -> list[Body]:
    """Bodies that stand alone on a line above the text."""
    names = (line.squeezed.removesuffix("文件") for line in page.head[: page.body] if len(line.plain) <= 30)
    return [body for name in names if (body := parse_body(name)) and not body.generic]


def _signature(page: Page) -> Body | None:
    """The body above (or before) the date that closes the text."""
    for index in range(len(page.tail) - 1, -1, -1):
        plain = page.tail[index].plain
        found = parse_date(plain)
        if (
            not found
            or "年" not in plain[found[1] : found[2]]
            or found[2] < len(plain.rstrip(")"))
            or len(plain) > 50
        ):
            continue
        for name in (
            plain[: found[1]],
            *(line.plain for line in reversed(page.tail[max(index - 2, 0) : index])),
        ):
            body = parse_bodies(re.sub(r"\s+(?=[\u4e00-\u9fff](?:\s|$))", "", name.strip()))
            if body and not body.generic:
                return body
    return None
