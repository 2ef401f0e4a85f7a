"""Where the packs stand that ship with the program, and how a pack is told."""

from __future__ import annotations

from pathlib import Path

NATIONAL = Path(__file__).parent / "national"
PACKS = Path(__file__).parent / "packs"


def is_pack(folder: Path) -> bool:
    """Whether a folder holds a rule pack."""
    return folder.joinpath("pack.yaml").is_file()
