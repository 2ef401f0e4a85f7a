"""YAML bytes in, located values out, or an error that a non-programmer understands."""

from __future__ import annotations

import re
from typing import Any

import yaml

from rules.located import Node, RulesError

MAX_FILE = 2**20  # bytes; a dimension of the national pack has up to some 250 thousand
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(data: bytes, file: str) -> Node:
    """Return the one YAML document in `data` as located nodes. Raises RulesError, nothing else."""
    if len(data) > MAX_FILE:
        raise RulesError(f"{file}：超过 {MAX_FILE // 2**20} MiB，不像是规则文件")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RulesError(f"{file}：第 {error.start} 个字节起不是 UTF-8 文本，请另存为 UTF-8") from error
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" 第 {mark.line + 1} 行第 {mark.column + 1} 列" if mark else ""
        raise RulesError(f"{file}{where}：YAML 写法有误（{_explain(error)}）") from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise RulesError(f"{file}：YAML 写法有误（{_unreadable(error)}）") from error
    if root is None:
        raise RulesError(f"{file}：文件是空的")
    try:
        return _locate(root, file, set())
    except RecursionError as error:
        raise RulesError(f"{file}：嵌套太深") from error


def _unreadable(error: Exception) -> str:
    position = getattr(error, "position", None)
    if isinstance(error, yaml.reader.ReaderError) and position is not None:
        return f"第 {position + 1} 个字符是控制字符，请删去"
    return "内容无法理解" if "\n" in str(error) else str(error)


def _explain(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or ""
    if "\\t" in problem or "tab" in problem:
        return "用了制表符，请改用空格缩进"
    if "expected <block end>" in problem or "did not find expected" in problem:
        return "缩进没有对齐，或引号没有配对，或含冒号、引号的文字没有整体加引号"
    if "could not find expected ':'" in problem:
        return "这一行或上一行缺“: ”；要用英文冒号，后面空一格"
    if "another document" in problem:
        return "一个文件里只能写一份内容，请删去单独一行的“---”"
    if "special characters are not allowed" in problem or "unknown escape" in problem:
        return "有不能用的字符，双引号里的“\\”要写成“\\\\”"
    if "mapping values are not allowed" in problem:
        return "文字里有“: ”，请整体加引号"
    return problem


def _locate(node: yaml.Node, file: str, seen: set[int]) -> Node:
    line, column = node.start_mark.line + 1, node.start_mark.column + 1
    if id(node) in seen:
        raise RulesError(f"{file} 第 {line} 行第 {column} 列：不支持锚点与引用（& 与 *），请直接写出内容")
    seen.add(id(node))
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is None or key in value:
                why = "键重复" if key else "键应是文字"
                mark = key_node.start_mark
                raise RulesError(f"{file} 第 {mark.line + 1} 行第 {mark.column + 1} 列：{why}“{key or ''}”")
            located = _locate(value_node, file, seen)
            value[key] = Node(
                located.value, file, key_node.start_mark.line + 1, key_node.start_mark.column + 1
            )
    elif isinstance(node, yaml.SequenceNode):
        value = [_locate(item, file, seen) for item in node.value]
    else:
        value = _scalar(node)
    return Node(value, file, line, column)


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    kind = node.tag.rpartition(":")[2]
    text: str = node.value
    if kind == "int" and re.fullmatch(r"[+-]?\d{1,9}", text):
        return int(text)
    if kind == "float" and re.fullmatch(r"[+-]?\d{1,9}\.\d{1,9}", text):
        return float(text)
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    return None if kind == "null" else text
