"""Where the packs stand that ship with the program."""

from __future__ import annotations

from pathlib import Path

NATIONAL = Path(__file__).parent / "national"
PACKS = Path(__file__).parent / "packs"
