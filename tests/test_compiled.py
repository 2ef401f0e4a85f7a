"""Compiled rules judge like the rules they come from, and a bad cache only costs time."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.json_output import card_dict
from rules.loader import NATIONAL, RulesError
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


def written(pack: Path, files: dict[str, bytes]) -> Path:
    pack.mkdir(parents=True)
    for name, data in files.items():
        pack.joinpath(name).write_bytes(data)
    return pack


def judged(pack: Path, text: str) -> str:
    checklist_of.cache_clear()
    card = audit(text, checklist_of(pack), year=2023, force=True)
    return card.findings[0].status


TEXT = "关于法治政府建设情况的报告\n\n一、主要工作\n\n全年行政诉讼案件12件，审结11件。"


def edit(rules: Path) -> None:
    """Make the element about reconsideration instead of litigation."""
    edited = rules.read_text("utf-8").replace("行政诉讼, ", "行政复议, ").replace("诉讼|应诉", "复议|裁决")
    rules.write_text(edited, "utf-8")


def test_a_pack_that_was_edited_is_compiled_anew(folder: Path, tmp_path: Path) -> None:
    pack = written(tmp_path / "pack", small_pack())
    assert judged(pack, TEXT) == judged(pack, TEXT) != "missing"
    edit(pack / "remedy.yaml")
    assert judged(pack, TEXT) == "missing"
    assert judged(pack, TEXT.replace("诉讼", "复议")) != "missing"


@pytest.fixture
def local(tmp_path: Path) -> Path:
    """A pack that extends the one beside it."""
    written(tmp_path / "packs" / "small", small_pack())
    head = b'id: local\nname: local\nversion: "1"\nextends: small\n'
    return written(tmp_path / "packs" / "local", {"pack.yaml": head})


def test_a_layered_pack_is_kept_too(folder: Path, local: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(local, TEXT) != "missing"
    monkeypatch.setattr("rules.loader.load_pack", lambda pack: pytest.fail(f"{pack} is read again"))
    monkeypatch.setattr("rules.loader.looked_in", lambda pack: pytest.fail(f"{pack} is read again"))
    assert judged(local, TEXT) != "missing"


def test_a_layered_pack_is_compiled_anew_when_its_base_was_edited(folder: Path, local: Path) -> None:
    assert judged(local, TEXT) != "missing"
    edit(local.parent / "small" / "remedy.yaml")
    assert judged(local, TEXT) == "missing"


def test_a_layered_pack_is_compiled_anew_when_another_base_comes_first(folder: Path, local: Path) -> None:
    local.parent.joinpath("small").rename(local / "small")
    assert judged(local, TEXT) != "missing"
    nearer = written(local.parent / "small", small_pack())
    edit(nearer / "remedy.yaml")
    assert judged(local, TEXT) == "missing"


@pytest.mark.parametrize("name", ["local/extra.yml", "small/remedy.yaml.txt", "small/vocab.YAML"])
def test_a_file_with_a_wrong_ending_is_told_although_the_pack_was_kept(
    folder: Path, local: Path, name: str
) -> None:
    assert judged(local, TEXT) != "missing"
    local.parent.joinpath(name).write_text("a: 1\n", "utf-8")
    with pytest.raises(RulesError, match="扩展名"):
        judged(local, TEXT)


def test_packs_that_extend_each_other_are_told_as_ever(folder: Path, local: Path) -> None:
    head = b'id: small\nname: small\nversion: "1"\nextends: local\n'
    local.parent.joinpath("small", "pack.yaml").write_bytes(head)
    with pytest.raises(RulesError, match="绕成了圈"):
        judged(local, TEXT)
