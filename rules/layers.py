"""A local pack laid over the one it extends: changed, added and switched-off elements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from rules.elements import (
    STATUSES,
    Context,
    Vocabulary,
    check_years,
    dimension_name,
    matcher_parser,
    read_dimension,
    read_elements,
    read_examples,
    read_values,
    word_lists,
)
from rules.located import Node, RulesError, nearest
from rules.model import BLOCKS, Checklist, Dimension, Element, Off
from rules.reasons import reason_problem

LOCAL_KEYS = (
    "id", "name", "version", "extends", "newest_year", "points", "total", "grades", "gates", "dimensions",
    "instruments", "changes", "switch_off",
)  # fmt: skip
CHANGE_KEYS = (
    "id", "name", "need", "points", "since", "until", "levels", "basis", "asks", "advice", "covered_by",
    *BLOCKS, "examples", "add",
)  # fmt: skip
ADD_KEYS = ("basis", *BLOCKS, "examples")
_SCOPE_KEYS = ("since", "until", "levels")


def lay_over(
    base: Checklist, pack: Mapping[str, Node], roots: Mapping[str, Node], context: Context
) -> Checklist:
    """Return `base` as the local pack changes it. Raises RulesError."""
    inherited = {element.id: element for element in base}
    elements = {key: _repriced(element, base, context) for key, element in inherited.items()}
    dimensions = {dimension.id: dimension for dimension in base.dimensions}
    words = {key: dict(lists) for key, lists in base.words.items()}
    added: dict[str, tuple[Element, ...]] = {}
    changes = list(pack["changes"].items("changes")) if "changes" in pack else []
    for stem, root in _files(pack, roots, dimensions):
        if stem not in dimensions:
            dimension, words[stem] = read_dimension(root, context, stem)
            dimensions[stem], added[stem] = dimension._replace(elements=()), dimension.elements
            continue
        own, fields = _extra(root, stem, context)
        words[stem] = {**words.get(stem, {}), **own}
        lists = {**context.vocabulary, **words[stem]}
        if "elements" in fields:
            added[stem] = read_elements(fields["elements"], stem, context, lists)
        if "changes" in fields:
            changes += _of_dimension(fields["changes"], stem)
    changed = _changed(changes, elements, words, context)
    off = _off(pack["switch_off"], inherited, changed, context) if "switch_off" in pack else ()
    gone = {item.id for item in off}
    return replace(
        base,
        id=context.pack,
        dimensions=tuple(
            Dimension(
                key, d.name, (*(elements[e.id] for e in d.elements if e.id not in gone), *added.get(key, ()))
            )
            for key, d in dimensions.items()
        ),
        extends=(base.stamp, *base.extends),
        off=(*base.off, *off),
        total=None,
        points=context.points,
        instruments=context.instruments,
        vocabulary=context.vocabulary,
        words=words,
    )


def _repriced(element: Element, base: Checklist, context: Context) -> Element:
    """An inherited element with the pack's own points for its need, unless its points are special."""
    if element.points == base.points[element.need]:
        return element._replace(points=context.points[element.need])
    return element


def _files(
    pack: Mapping[str, Node], roots: Mapping[str, Node], inherited: Mapping[str, Dimension]
) -> Iterator[tuple[str, Node]]:
    """The dimension files in order: those of inherited dimensions, then the new ones as the head lists them."""
    own = {
        name.removesuffix(".yaml"): root
        for name, root in roots.items()
        if name not in ("pack.yaml", "vocabulary.yaml")
    }
    listed = pack["dimensions"].items("dimensions") if "dimensions" in pack else []
    for stem in inherited:
        if stem in own:
            yield stem, own.pop(stem)
    for node in listed:
        stem = node.text("dimensions")
        if stem in inherited:
            raise node.error(f"维度“{stem}”是继承来的，不用再写；这里只写新增的维度")
        if stem not in own:
            raise node.error(f"找不到规则文件 {stem}.yaml")
        yield stem, own.pop(stem)
    for stem, root in own.items():
        near = nearest(stem, list(inherited))
        raise RulesError(f"{root.file}：没有名为“{stem}”的维度{near}；新增维度要写进 pack.yaml 的 dimensions")


def _extra(root: Node, stem: str, context: Context) -> tuple[dict[str, tuple[str, ...]], dict[str, Node]]:
    """The word lists and the fields of a file that adds to an inherited dimension."""
    fields = root.mapping("规则文件", ("dimension", "vocabulary", "elements", "changes"), ("dimension",))
    dimension_name(fields["dimension"], stem)
    own = word_lists(fields["vocabulary"], context.vocabulary) if "vocabulary" in fields else {}
    return {key: value for key, value in own.items() if context.vocabulary.get(key) != value}, fields


def _of_dimension(node: Node, stem: str) -> list[Node]:
    changes = node.items("changes")
    for item in changes:
        named = item.mapping("changes", CHANGE_KEYS, ("id",))["id"]
        if not named.text("id").startswith(f"{stem}."):
            raise named.error(
                f"“{named.value}”不属于维度“{stem}”，请写到它自己的文件或 pack.yaml 的 changes 里"
            )
    return changes


def _changed(
    changes: list[Node],
    elements: dict[str, Element],
    words: Mapping[str, Vocabulary],
    context: Context,
) -> dict[str, Node]:
    """Change `elements` in place; return where each changed one is named."""
    seen: dict[str, Node] = {}
    for node in changes:
        try:
            fields = node.mapping("changes", CHANGE_KEYS, ("id",))
            key = _known(fields["id"], elements)
            if key in seen:
                raise fields["id"].error(f"要素“{key}”已在第 {seen[key].line} 行改过，请合成一处")
            seen[key] = fields["id"]
            vocabulary = {**context.vocabulary, **words.get(elements[key].dimension, {})}
            elements[key] = _change(elements[key], fields, vocabulary, context)
        except RulesError as error:
            context.report(error)
    return seen


def _known(node: Node, elements: Mapping[str, Element]) -> str:
    key = node.text("id")
    if key not in elements:
        raise node.error(f"所继承的规则里没有编号“{key}”{nearest(key, list(elements))}")
    return key


def _change(
    element: Element, fields: Mapping[str, Node], vocabulary: Vocabulary, context: Context
) -> Element:
    if len(fields) == 1:
        raise fields["id"].error(f"要素“{element.id}”只写了编号，没写要改什么")
    if element.statutory_since is not None and (scope := [key for key in _SCOPE_KEYS if key in fields]):
        raise fields[scope[0]].error(
            f"“{element.id}”是法定内容，向谁要求、从哪年起由国家规定，地方规则不能改"
        )
    parse = matcher_parser(vocabulary)
    values = read_values(fields, context, parse)
    if "need" in values and "points" not in values and element.points == context.points[element.need]:
        values["points"] = context.points[values["need"]]
    if "add" in fields:
        more = dict(fields["add"].mapping("add", ADD_KEYS))
        if both := [key for key in more if key in values]:
            raise more[both[0]].error(f"“{both[0]}”要么整个替换，要么写在 add 里添加，不能两样都写")
        examples = more.pop("examples", None)
        for key, items in read_values(more, context, parse).items():
            values[key] = (*getattr(element, key), *items)
        if examples:
            values["examples"] = _in_order((*element.examples, *read_examples(examples, ())))
    changed = element._replace(changed_by=(*element.changed_by, context.pack), **values)
    check_years(changed, fields)
    if changed.judge == "sentence" and not changed.speaks and not changed.proves:
        raise fields["speaks" if "speaks" in fields else "id"].error(
            f"要素“{element.id}”没有“speaks”，无从判断哪句话说到它"
        )
    return changed


def _in_order(examples: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(sorted(examples, key=lambda example: STATUSES.index(example.status)))


def _off(
    node: Node, elements: Mapping[str, Element], changed: Mapping[str, Node], context: Context
) -> tuple[Off, ...]:
    off: dict[str, Off] = {}
    for item in node.items("switch_off"):
        try:
            fields = item.mapping("switch_off", ("id", "reason"), ("id", "reason"))
            key = _known(fields["id"], elements)
            if key in off:
                raise fields["id"].error(f"要素“{key}”已经停用过")
            if key in changed:
                raise fields["id"].error(f"要素“{key}”又改又停用，请只留一样")
            if elements[key].statutory_since is not None:
                raise fields["id"].error(f"“{key}”是法定内容，地方规则不能停用")
            reason = fields["reason"].text("reason")
            if problem := reason_problem(reason):
                raise fields["reason"].error(problem)
            off[key] = Off(key, elements[key].name, reason, context.pack)
        except RulesError as error:
            context.report(error)
    return tuple(off.values())
