"""Read a rule pack: YAML files in, a Checklist out, or an error that names file, line and remedy."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from rules.elements import FIRST_YEAR, LAST_YEAR, NEEDS, Context, matcher_parser, read_dimension, word_lists
from rules.layers import LOCAL_KEYS, lay_over
from rules.located import Node, RulesError, nearest
from rules.model import Basis, Checklist, Gates, Grade, Matcher
from rules.parsing import parse_yaml
from rules.shipped import NATIONAL, PACKS, is_pack

__all__ = ["NATIONAL", "PACKS", "RulesError", "build_pack", "load_national", "load_pack", "read_pack_files"]

HEAD_KEYS = ("id", "name", "version", "newest_year", "points", "grades", "dimensions", "instruments")
GATES = ("statutory", "missing")
_PACK_ID = re.compile(r"[a-z][a-z0-9-]*")
_NO_DIMENSION = ("pack.yaml", "vocabulary.yaml", "signs.yaml")
Finder = Callable[[Node], Checklist]
"""Returns the pack that an `extends:` names."""


@cache
def load_national() -> Checklist:
    """Return the national pack that ships with the program."""
    return load_pack(NATIONAL)


def load_pack(folder: Path, problems: list[RulesError] | None = None) -> Checklist:
    """Return the rule pack in `folder`, laid over the packs it extends. Raises RulesError.

    With `problems`, errors in single elements are collected there and these elements left out.
    """
    return _load(folder, (), "", problems)


def _load(folder: Path, chain: tuple[Path, ...], prefix: str, problems: list[RulesError] | None) -> Checklist:
    here = folder.resolve()

    def find(node: Node) -> Checklist:
        base = _base_folder(node, here)
        line = (*chain, here)
        if base in line:
            names = " → ".join(path.name for path in (*line[line.index(base) :], base))
            raise node.error(f"“extends”绕成了圈：{names}")
        return _load(base, line, f"{base.name}/", None)

    return build_pack(read_pack_files(folder), find, prefix=prefix, problems=problems)


def read_pack_files(folder: Path) -> dict[str, bytes]:
    """Return the YAML files of a pack by name. Raises RulesError when the folder holds no pack."""
    try:
        names = sorted(path.name for path in folder.iterdir())
        files = {name: folder.joinpath(name).read_bytes() for name in names if name.endswith(".yaml")}
    except OSError as error:
        raise RulesError(f"{folder}：无法读取规则包（{error.strerror}）") from error
    for name in names:
        if name.lower().endswith((".yml", ".yaml.txt", ".yml.txt")) or (
            name.lower().endswith(".yaml") and name not in files
        ):
            raise RulesError(
                f"{folder}：文件“{name}”的扩展名应是 .yaml，请改名（资源管理器里要先显示扩展名）"
            )
    if "pack.yaml" not in files:
        raise RulesError(f"{folder}：没有 pack.yaml，不是规则包")
    return files


def looked_in(folder: Path) -> tuple[Path, ...]:
    """Return where the pack that the one in `folder` extends is looked for, in this order.

    Nowhere where it stands alone. Raises RulesError when its pack.yaml can't be read.
    """
    head = parse_yaml(read_pack_files(folder)["pack.yaml"], "pack.yaml")
    if not isinstance(head.value, dict) or "extends" not in head.value:
        return ()
    return _candidates(head.value["extends"].text("extends"), folder.resolve())


def _candidates(named: str, here: Path) -> tuple[Path, ...]:
    """A pack beside the one that names it, a path, or a shipped pack."""
    return here.parent / named, here / named, PACKS / named, PACKS.parent / named


def _base_folder(node: Node, here: Path) -> Path:
    """The folder of the pack that `extends` names."""
    named = node.text("extends")
    for folder in _candidates(named, here):
        if is_pack(folder):
            return folder.resolve()
    shipped = ["national", *(path.name for path in sorted(PACKS.glob("*/pack.yaml")))]
    raise node.error(
        f"找不到规则包“{named}”{nearest(named, shipped)}；写自带规则包的编号，或同一文件夹下另一个规则包的文件夹名"
    )


def _shipped(node: Node) -> Checklist:
    return load_pack(_base_folder(node, NATIONAL))


def build_pack(
    files: Mapping[str, bytes],
    find: Finder = _shipped,
    *,
    prefix: str = "",
    problems: list[RulesError] | None = None,
) -> Checklist:
    """Return the checklist written in `files` (name to bytes). Raises RulesError.

    `find` loads the pack it extends; `prefix` goes before the names of files in messages.
    """
    digest = hashlib.sha256()
    for name, data in sorted(files.items()):
        digest.update(name.encode() + b"\0" + data.replace(b"\r\n", b"\n") + b"\0")
    roots = {name: parse_yaml(data, prefix + name) for name, data in files.items()}
    head = roots["pack.yaml"]
    if isinstance(head.value, dict) and "extends" in head.value:
        pack = head.mapping("pack.yaml", LOCAL_KEYS, ("id", "name", "version", "extends"))
        base = find(pack["extends"])
        if "signs.yaml" in files:
            raise RulesError(f"{prefix}signs.yaml：地方规则包不能改句子标志（各地共用），请删去这个文件")
        digest.update(base.sha256.encode())
        context = _context(pack, roots, base, problems)
        checklist = lay_over(base, pack, roots, context)
    else:
        pack = head.mapping("pack.yaml", (*HEAD_KEYS, "gates", "total"), HEAD_KEYS)
        context = _context(pack, roots, None, problems)
        checklist = _whole(pack, roots, context)
    return _finished(checklist, pack, digest.hexdigest())


def _context(
    pack: Mapping[str, Node],
    roots: Mapping[str, Node],
    base: Checklist | None,
    problems: list[RulesError] | None,
) -> Context:
    pack_id = pack["id"].text("id")
    if not _PACK_ID.fullmatch(pack_id):
        raise pack["id"].error(f"规则包编号“{pack_id}”只能用英文小写字母、数字和“-”，以字母开头")
    if base and pack_id in (base.id, *(stamp.id for stamp in base.extends)):
        raise pack["id"].error(f"编号“{pack_id}”与所继承的规则包相同，请另起一个")
    words = (
        word_lists(roots["vocabulary.yaml"], base.vocabulary if base else {})
        if "vocabulary.yaml" in roots
        else None
    )
    instruments = _instruments(pack["instruments"]) if "instruments" in pack else {}
    return Context(
        pack=pack_id,
        vocabulary=words if words is not None else (base.vocabulary if base else {}),
        instruments={**(base.instruments if base else {}), **instruments},
        points={**(base.points if base else {}), **(_points(pack["points"]) if "points" in pack else {})},
        ids={element.id: element for element in base} if base else {},
        problems=problems,
    )


def _points(node: Node) -> dict[str, float]:
    return {need: item.number(need, 0, 100) for need, item in node.mapping("points", NEEDS, NEEDS).items()}


def _whole(pack: Mapping[str, Node], roots: Mapping[str, Node], context: Context) -> Checklist:
    """A pack that stands on its own."""
    dimensions, words = [], {}
    listed = pack["dimensions"].items("dimensions")
    for node in listed:
        stem = node.text("dimensions")
        if f"{stem}.yaml" not in roots:
            raise node.error(f"找不到规则文件 {stem}.yaml")
        dimension, own = read_dimension(roots[f"{stem}.yaml"], context, stem)
        dimensions.append(dimension)
        words[dimension.id] = own
    known = {node.text("dimensions") for node in listed}
    if extra := [
        name for name in roots if name not in _NO_DIMENSION and name.removesuffix(".yaml") not in known
    ]:
        raise pack["dimensions"].error(f"规则文件 {extra[0]} 不在 dimensions 里，不会用到；请写上或移走")
    return Checklist(
        id=context.pack,
        name="",
        version="",
        sha256="",
        newest_year=0,
        grades=(),
        dimensions=tuple(dimensions),
        signs=_signs(roots, context),
        points=context.points,
        instruments=context.instruments,
        vocabulary=context.vocabulary,
        words=words,
    )


def _finished(checklist: Checklist, pack: Mapping[str, Node], sha256: str) -> Checklist:
    """The checklist with what the head of its pack says."""
    changes: dict[str, object] = {
        "name": pack["name"].text("name"),
        "version": _version(pack["version"]),
        "sha256": sha256,
    }
    if "newest_year" in pack:
        changes["newest_year"] = pack["newest_year"].whole("newest_year", 2000, 2100)
    if "grades" in pack:
        changes["grades"] = _grades(pack["grades"])
    if "gates" in pack:
        changes["gates"] = _gates(pack["gates"])
    finished = replace(checklist, **changes)  # type: ignore[arg-type]
    return replace(finished, total=_total(pack["total"], finished)) if "total" in pack else finished


def _version(node: Node) -> str:
    if isinstance(node.value, list | dict) or node.value in (None, ""):
        raise node.error('“version”应是版本号，如 "2026.1"')
    return str(node.value)


def _total(node: Node, checklist: Checklist) -> float:
    total = node.number("total", 0, 10_000)
    points = round(sum(element.points for element in checklist), 6)
    if points != total:
        raise node.error(f"各要素分值合计 {points:g}，与“total: {total:g}”相差 {points - total:+g}")
    return total


def _signs(roots: Mapping[str, Node], context: Context) -> dict[str, tuple[Matcher, ...]]:
    if "signs.yaml" not in roots:
        raise RulesError("signs.yaml：规则包缺少句子标志表")
    parse = matcher_parser(context.vocabulary)
    root = roots["signs.yaml"]
    return {
        name: tuple(map(parse, node.items(name))) for name, node in root.mapping("signs.yaml", None).items()
    }


def _instruments(node: Node) -> dict[str, Basis]:
    instruments = {}
    for key, item in node.mapping("instruments", None).items():
        fields = item.mapping(key, ("title", "checked", "since", "until"), ("title", "checked"))
        checked = fields["checked"].value
        if not isinstance(checked, bool):
            raise fields["checked"].error("“checked”只能是 true 或 false")
        since, until = (
            fields[name].whole(name, FIRST_YEAR, LAST_YEAR) if name in fields else None
            for name in ("since", "until")
        )
        if since is not None and until is not None and since > until:
            raise fields["since"].error(f"起始年度 {since} 晚于截止年度 {until}")
        instruments[key] = Basis(key, fields["title"].text("title"), checked, since, until)
    return instruments


def _grades(node: Node) -> tuple[Grade, ...]:
    grades = []
    for item in node.items("grades"):
        fields = item.mapping("grades", ("name", "at_least"), ("name", "at_least"))
        grades.append(Grade(fields["name"].text("name"), fields["at_least"].number("at_least", 0, 100)))
    if not grades or min(grade.at_least for grade in grades) > 0:
        raise node.error("“grades”要有一个从 0 分起的等次")
    return tuple(sorted(grades, key=lambda grade: -grade.at_least))


def _gates(node: Node) -> Gates:
    fields = node.mapping("gates", ("fail_under", "fail_on"))
    under = fields["fail_under"].number("fail_under", 0, 100) if "fail_under" in fields else None
    wanted = fields["fail_on"].items("fail_on") if "fail_on" in fields else []
    return Gates(under, tuple(item.one_of("fail_on", GATES) for item in wanted))
