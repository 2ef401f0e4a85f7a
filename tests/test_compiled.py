"""Compiled rules judge like the rules they come from, and a bad cache only costs time."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.json_output import card_dict
from rules.loader import NATIONAL
from rules.model import Checklist
from scorer.auditing import audit
from scorer.compiled import checklist_of
from scorer.kept import cache_folder
from tests.test_loader import pack as small_pack

REPORT = Path(__file__).parent.parent / "examples" / "reports" / "anping-city-2023.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FAZHI_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def load() -> Checklist:
    checklist_of.cache_clear()
    return checklist_of(NATIONAL)


def test_the_same_judgements_fresh_kept_and_uncompiled(folder: Path, national: Checklist) -> None:
    expected = card_dict(audit(REPORT, national, name="a"))
    fresh = load()
    assert len(list(folder.glob("*.rules"))) == 1
    kept = load()
    assert kept is not fresh
    for checklist in (fresh, kept):
        assert checklist.sha256 == national.sha256
        assert card_dict(audit(REPORT, checklist, name="a")) == expected


@pytest.mark.parametrize("data", [b"", b"\x80\x05", b"cos\nsystem\n", b"\x00" * 100])
def test_a_damaged_file_is_made_anew(folder: Path, data: bytes) -> None:
    load()
    kept = next(folder.iterdir())
    whole = kept.read_bytes()
    kept.write_bytes(data)
    assert load().tables is not None
    assert len(kept.read_bytes()) == len(whole)


def test_the_cache_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FAZHI_CACHE", "off")
    assert cache_folder() is None
    assert load().tables is not None


def test_a_folder_that_cannot_be_written_to_is_no_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tmp_path.joinpath("file").write_bytes(b"")
    monkeypatch.setenv("FAZHI_CACHE", str(tmp_path / "file" / "x"))
    assert load().tables is not None


def test_a_pack_that_was_edited_is_compiled_anew(folder: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    for name, data in small_pack().items():
        pack.joinpath(name).write_bytes(data)

    def judged(text: str) -> str:
        checklist_of.cache_clear()
        card = audit(text, checklist_of(pack), year=2023, force=True)
        return card.findings[0].status

    text = "关于法治政府建设情况的报告\n\n一、主要工作\n\n全年行政诉讼案件12件，审结11件。"
    assert judged(text) == judged(text) != "missing"
    rules = pack / "remedy.yaml"
    edited = rules.read_text("utf-8").replace("行政诉讼, ", "行政复议, ").replace("诉讼|应诉", "复议|裁决")
    rules.write_text(edited, "utf-8")
    assert judged(text) == "missing"
    assert judged(text.replace("诉讼", "复议")) != "missing"
