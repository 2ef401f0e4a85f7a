"""Imports go down only: checklist > reports > scorer > rules."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("rules", "scorer", "reports", "checklist")
# What the import of the packages alone must not bring along: each costs more start-up than the work itself.
HEAVY = ("jieba", "numpy", "rich", "lxml", "pypdfium2", "trafilatura", "openpyxl", "docx")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_only_itself_and_floors_below(floor: str) -> None:
    above = FLOORS[FLOORS.index(floor) + 1 :]
    for path in sorted(ROOT.joinpath(floor).rglob("*.py")):
        upward = [name for name in imported(path) if name.split(".")[0] in above]
        assert not upward, f"{path.relative_to(ROOT)} imports {upward}"


def test_importing_the_engine_brings_no_heavy_library() -> None:
    code = f"import scorer, checklist.cli, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_no_text_file_is_opened_with_the_locale_encoding() -> None:
    code = "import rules, scorer; from rules import load_national; from scorer import audit; audit('试', load_national())"
    command = [sys.executable, "-X", "warn_default_encoding", "-W", "error::EncodingWarning", "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
