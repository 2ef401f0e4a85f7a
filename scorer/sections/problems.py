"""Judge what a report says of its shortcomings and of their causes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from scorer.match import Engine
from scorer.outline import Sentence
from scorer.patterns import late
from scorer.sections.common import Verdict, hits_by_sentence, in_role, verdict
from scorer.sections.table import Table, table
from scorer.sections.talk import (
    MUCH,
    SUBSTANCE,
    grants_some,
    heads_problems,
    is_self_criticism,
    substance,
    weight_of,
)

if TYPE_CHECKING:
    from scorer.judge import Reading

_LACK = late(
    r"不(?!断|仅|但|忘)|缺|少(?!数)|弱|低|慢|差|难|滞后|单一|短|欠|空白|松|老化|没|未|反复|多发|偏高|走过场|流于形式|形式化|脱节|两张皮"
)
_PROMISE_OF_LACK = late(r"(?:不足|缺点|短板|困难|难点|差距)(?:及|和|与|之处|、|分析|$)")
_EXPLAINS = late(
    r"^[^,:]{0,6}(?:究其|归结|究根|说到底|根源|根子|归根|原因[是在有]|(?:主要)?原因[:,]|(?:上述|以上|这些|此类)问题[^,。;]{0,6}(?:原因|根源|成因|与|同|跟))"
)
_PUTS_OFF = late(
    r"(?:有待|需要?|还要|还得|尚需|尚待|再|值得|容后|将|拟|准备)[^,。;]{0,14}(?:分析|想|查|察|研究|剖析|反思|查找|探究|深思)|标题"
)

_HEADS_CAUSES = late(r"(?:不足|问题|差距|短板|困难).{0,8}(?:原因|成因|根源)")


def judge_problems(engine: Engine, number: int, reading: Reading) -> Iterator[Verdict]:
    """Yield the sentences that name a concrete shortcoming, and those that only grant there are some."""
    fields = table(engine, number, "proves")
    for at, sentence in enumerate(reading.sentences):
        text = sentence.text
        if sentence.section != "shortcomings":
            granted = heads_problems(text) if sentence.role == "heading" else is_self_criticism(text)
            if granted:
                yield verdict(number, at, sentence, "mentioned", 0.0, "只有标题或空话，没有具体问题", "空话")
        elif not _EXPLAINS.match(text):
            yield _problem(number, at, sentence, fields)


def _problem(number: int, at: int, sentence: Sentence, fields: Table) -> Verdict:
    """The verdict on one sentence of the section."""
    heading = sentence.role == "heading"
    if _is_concrete(sentence.text, fields) and not (heading and not says_lack(sentence.text)):
        weight = 2.0 + min(len(sentence.text), 100) / 100 - (1.0 if heading else 0.0)
        return verdict(number, at, sentence, "covered", weight, "写出了具体问题", "具体内容")
    return verdict(number, at, sentence, "mentioned", 0.0, "只有标题或空话，没有具体问题", "空话")


def _is_concrete(text: str, fields: Table) -> bool:
    """Whether anything specific is left of a sentence; less must be left where it names a field of work."""
    rest = substance(text)
    if fields.find(rest):
        return True
    return weight_of(rest) >= (MUCH if grants_some(text) else SUBSTANCE)


def says_lack(text: str) -> bool:
    """Whether a heading in the section states a lack itself, beyond promising some."""
    return bool(_LACK.search(text)) and not _PROMISE_OF_LACK.search(text)


def judge_causes(number: int, reading: Reading) -> Iterator[Verdict]:
    """Yield the sentences that give a cause, and those that only speak of causes."""
    found = hits_by_sentence(number, reading)
    for at, sentence in in_role(reading, "shortcomings"):
        blocks = found.get(at, {})
        cause = blocks.get("proves") or blocks.get("speaks")
        if cause and sentence.role != "heading" and not _PUTS_OFF.search(sentence.text):
            weight = 2.0 if cause.block == "proves" else 1.0
            yield verdict(number, at, sentence, "covered", weight, "写出了原因", cause.matcher)
        elif hit := blocks.get("touches") or cause:
            yield verdict(number, at, sentence, "mentioned", 0.0, "提到“原因”，没有写出原因", hit.matcher)
    for at, sentence in enumerate(reading.sentences):
        if (
            sentence.role == "heading"
            and sentence.section != "shortcomings"
            and _HEADS_CAUSES.search(sentence.text)
        ):
            yield verdict(number, at, sentence, "mentioned", 0.0, "提到“原因”，没有写出原因", "原因")
