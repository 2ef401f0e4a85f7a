"""Where rule packs are found: by folder, by id in a folder of packs, or among those that ship."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from rules.located import RulesError, nearest
from rules.shipped import NATIONAL, PACKS, is_pack


def shipped() -> list[Path]:
    """Return the folders of the packs that ship with the program, the national one first."""
    return [NATIONAL, *packs_in(PACKS)]


def packs_in(folder: Path) -> list[Path]:
    """Return the folders below `folder` that hold a pack, by name."""
    try:
        return sorted(path for path in folder.iterdir() if is_pack(path))
    except OSError:
        return []


def find_pack(named: str | Path, folders: Sequence[Path] = ()) -> Path:
    """Return the folder of the pack `named`: a pack's folder, an id, or a folder that holds one pack.

    Ids are looked up in `folders` (folders of packs), then among the shipped packs. Raises RulesError.
    """
    path = Path(named)
    if is_pack(path):
        return path
    known = dict(_known(folders))
    if str(named) in known:
        return known[str(named)]
    if inside := packs_in(path):
        if len(inside) == 1:
            return inside[0]
        names = "、".join(folder.name for folder in inside)
        raise RulesError(f"{named}：里面有几个规则包（{names}），请写明用哪一个，如 --rules {inside[0]}")
    if path.is_dir():
        raise RulesError(f"{named}：没有 pack.yaml，不是规则包")
    ids = list(known)
    raise RulesError(
        f"找不到规则包“{named}”{nearest(str(named), ids)}；可用：{'、'.join(ids)}，或规则包的文件夹"
    )


def _known(folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for folder in shipped():
        yield folder.name, folder
    for place in reversed(folders):
        for folder in packs_in(place):
            yield folder.name, folder
