"""JSON Schemas of the rule files, for editors that complete and check while one types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rules.elements import (
    COVERED_BY,
    ELEMENT_KEYS,
    FIRST_YEAR,
    JUDGES,
    LAST_YEAR,
    NEEDS,
    REQUIRED_KEYS,
    SECTIONS,
    STATUSES,
)
from rules.layers import ADD_KEYS, CHANGE_KEYS, LOCAL_KEYS
from rules.loader import GATES, HEAD_KEYS
from rules.model import BLOCKS, LEVELS, Checklist
from rules.reasons import LEAST

DIALECT = "http://json-schema.org/draft-07/schema#"  # the one that the YAML plug-ins of editors speak best
_ABOUT = {
    "id": "编号：维度.英文小写短名",
    "name": "要素名称，给人看的",
    "need": "required 应当写明；recommended 建议写明",
    "points": "分值，不写则按 pack.yaml 的 points",
    "since": "从哪个报告年度起要求",
    "until": "到哪个报告年度为止",
    "levels": "对哪些层级要求，不写则都要求",
    "statutory_since": "从哪个报告年度起是法定内容",
    "basis": "依据，写 pack.yaml 里 instruments 的编号",
    "asks": "怎样算写明了，一句话",
    "advice": "缺了该怎么补，直接告诉写报告的人写什么",
    "judge": "judge: sentence 按句判断（一般都是），其余按所在部分判断",
    "covered_by": "deed 有做法即可；figure 必须有数量",
    "speaks": "出现任何一项，就算说到了这件事",
    "proves": "出现任何一项，就算说到并且写明了做法",
    "touches": "出现只算提及",
    "lookalikes": "形近的词：盖住这几个字再比对",
    "excludes": "同一句里出现任何一项，这句话就不算",
    "examples": "例句：每种状态都要有，供 checklist rules test 检验",
    "add": "在继承的之外添加",
    "reason": "理由，至少四个汉字",
}
_YEAR = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}


def dimension_schema(checklist: Checklist | None = None, *, local: bool = True) -> dict[str, Any]:
    """Return the schema of a dimension file; `checklist` gives the ids that editors may offer."""
    required = ["dimension"] if local else ["dimension", "name", "elements"]
    properties: dict[str, Any] = {
        "dimension": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9-]*$",
            "description": "维度编号，与文件名相同",
        },
        "name": {"type": "string", "description": "维度名称"},
        "vocabulary": vocabulary_schema(),
        "elements": {"type": "array", "items": _element(checklist)},
    }
    if local:
        properties["changes"] = {"type": "array", "items": _change(checklist)}
    return _object(properties, required, title="规则文件：一个维度")


def pack_schema(checklist: Checklist | None = None) -> dict[str, Any]:
    """Return the schema of pack.yaml, of a local pack or one that stands on its own."""
    points = {need: _number(0, 100) for need in NEEDS}
    grade = _object({"name": _text(), "at_least": _number(0, 100)}, ["name", "at_least"])
    gates = _object(
        {"fail_under": _number(0, 100), "fail_on": {"type": "array", "items": {"enum": list(GATES)}}}, []
    )
    instrument = _object(
        {"title": _text(), "checked": {"type": "boolean"}, "since": _YEAR, "until": _YEAR},
        ["title", "checked"],
    )
    off = _object({"id": _ids(checklist), "reason": {"type": "string", "minLength": LEAST}}, ["id", "reason"])
    properties: dict[str, Any] = {
        "id": {"type": "string", "pattern": "^[a-z][a-z0-9-]*$", "description": "规则包编号"},
        "name": _text("规则包名称"),
        "version": {"type": ["string", "number"], "description": "版本号，改一次换一个"},
        "extends": _text("在哪个规则包的基础上改，如 national"),
        "newest_year": {"type": "integer", "minimum": 2000, "maximum": 2100},
        "points": {**_object(points, list(NEEDS)), "description": "每种要求的分值"},
        "total": {**_number(0, 10_000), "description": "各要素分值合计应为多少，写了就核对"},
        "grades": {"type": "array", "items": grade, "minItems": 1, "description": "等次：多少分以上"},
        "gates": {**gates, "description": "不过关的条件"},
        "dimensions": {
            "type": "array",
            "items": _text(),
            "description": "维度文件的顺序；地方规则包只写新增的",
        },
        "instruments": {"type": "object", "additionalProperties": instrument, "description": "依据"},
        "changes": {"type": "array", "items": _change(checklist), "description": "改动继承的要素"},
        "switch_off": {"type": "array", "items": off, "description": "停用继承的要素，要写理由"},
    }
    schema = _object(properties, ["id", "name", "version"], title="规则包")
    whole = {
        "required": list(HEAD_KEYS),
        "not": {"anyOf": [{"required": [key]} for key in LOCAL_KEYS if key in ("changes", "switch_off")]},
    }
    return schema | {"if": {"not": {"required": ["extends"]}}, "then": whole}


def vocabulary_schema() -> dict[str, Any]:
    """Return the schema of vocabulary.yaml, and of the word lists in a dimension file."""
    lists = {"type": "array", "items": _text("用“|”隔开的词，或【另一个词表】")}
    return {"type": "object", "additionalProperties": lists, "description": "词表，在匹配项里写作【词表名】"}


def as_document(schema: dict[str, Any]) -> dict[str, Any]:
    return {"$schema": DIALECT, **schema}


def _element(checklist: Checklist | None) -> dict[str, Any]:
    return _object({key: _value(key, checklist) for key in ELEMENT_KEYS}, REQUIRED_KEYS)


def _change(checklist: Checklist | None) -> dict[str, Any]:
    added = {key: _value(key, checklist, required=()) for key in ADD_KEYS}
    properties = {key: _value(key, checklist) for key in CHANGE_KEYS if key not in ("id", "add")}
    properties |= {"id": _ids(checklist), "add": {**_object(added, []), "description": _ABOUT["add"]}}
    return {**_object(properties, ["id"]), "minProperties": 2}


def _ids(checklist: Checklist | None) -> dict[str, Any]:
    known: dict[str, Any] = (
        {"enum": [element.id for element in checklist]} if checklist else {"type": "string"}
    )
    return {**known, "description": "继承的要素的编号"}


def _value(key: str, checklist: Checklist | None, required: Iterable[str] = STATUSES) -> dict[str, Any]:
    matchers = {
        "type": "array",
        "items": _text("一个词；甲|乙 + 丙|丁；… - 排除 @20；【词表】；re:正则表达式"),
    }
    example = {
        "anyOf": [_text(), {**_object({s: _text() for s in (*SECTIONS, "problems")}, []), "minProperties": 1}]
    }
    examples = _object({status: {"type": "array", "items": example} for status in STATUSES}, required)
    instruments: dict[str, Any] = {"enum": list(checklist.instruments)} if checklist else {"type": "string"}
    schemas: dict[str, dict[str, Any]] = {
        "id": {"type": "string", "pattern": r"^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$"},
        "need": {"enum": list(NEEDS)},
        "points": _number(0, 100),
        "since": _YEAR,
        "until": _YEAR,
        "statutory_since": _YEAR,
        "levels": {"type": "array", "items": {"enum": list(LEVELS)}, "minItems": 1},
        "basis": {"type": "array", "items": instruments},
        "judge": {"enum": list(JUDGES)},
        "covered_by": {"enum": list(COVERED_BY)},
        "examples": examples,
        **dict.fromkeys(BLOCKS, matchers),
    }
    return {**schemas.get(key, _text()), "description": _ABOUT[key]}


def _text(about: str = "") -> dict[str, Any]:
    return {"type": "string", "minLength": 1, **({"description": about} if about else {})}


def _number(low: float, high: float) -> dict[str, Any]:
    return {"type": "number", "minimum": low, "maximum": high}


def _object(properties: dict[str, Any], required: Iterable[str], title: str = "") -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**({"title": title} if title else {}), **schema, "required": list(required)}
