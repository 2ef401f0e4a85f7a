"""Which rules, gates and waivers hold: the command line first, then checklist.toml, then the pack."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from checklist.settings import Settings, load_settings
from rules.catalogue import find_pack
from rules.model import Checklist, Gates
from rules.shipped import NATIONAL
from scorer.compiled import checklist_of

if TYPE_CHECKING:
    from checklist.waivers import Waivers


class Choice(NamedTuple):
    """What a run goes by. `folder` is the pack's folder, from which workers load it."""

    settings: Settings
    folder: Path
    checklist: Checklist
    gates: Gates
    waivers: Waivers | None

    def lines(self) -> Iterator[str]:
        """Yield what --verbose says."""
        yield f"设置文件：{self.settings.path or '没有（从当前文件夹往上都没有 checklist.toml）'}"
        pack = self.checklist
        yield f"规则包：{pack.name}（{pack.id} {pack.version}，{pack.sha256[:12]}），{self.folder}"
        for stamp in pack.extends:
            yield f"  继承：{stamp.id} {stamp.version}，{stamp.sha256[:12]}"
        for item in pack.off:
            yield f"  停用：{item.name}（{item.id}），{item.reason}"
        under = f"低于 {self.gates.fail_under:g} 分" if self.gates.fail_under is not None else ""
        names = {"statutory": "缺法定内容", "missing": "有缺项"}
        gates = [text for text in (under, *(names[gate] for gate in self.gates.fail_on)) if text]
        yield f"不过关的条件：{'、'.join(gates) if gates else '没有设'}"
        if self.waivers:
            yield f"豁免文件：{self.waivers.path}，{len(self.waivers.items)} 条（{self.waivers.sha256[:12]}）"
        else:
            yield "豁免文件：没有"


def chosen_folder(named: str | None, settings: Settings | None = None) -> Path:
    """Return the folder of the pack to use. Raises RulesError, SettingsError."""
    settings = settings or load_settings()
    wanted = named or settings.rules
    return find_pack(wanted, settings.packs) if wanted else NATIONAL


def chosen_checklist(named: str | None) -> Checklist:
    """Return the rules to use: `named`, else as checklist.toml says, else national. Raises RulesError, SettingsError."""
    from rules.loader import load_national, load_pack

    folder = chosen_folder(named)
    return load_national() if folder == NATIONAL else load_pack(folder)


def choose(
    named: str | None,
    waivers: Path | None,
    as_of: date | None,
    fail_under: float | None,
    fail_on: tuple[str, ...],
) -> Choice:
    """Return what a run goes by. Raises RulesError, SettingsError."""
    settings = load_settings()
    folder = chosen_folder(named, settings)
    checklist = checklist_of(folder)
    gates = checklist.gates
    if fail_under is None:
        fail_under = settings.fail_under if settings.fail_under is not None else gates.fail_under
    if not fail_on:
        fail_on = settings.fail_on if settings.fail_on is not None else gates.fail_on
    path = waivers or settings.waivers
    loaded = None
    if path:
        from checklist.waivers import load_waivers

        loaded = load_waivers(path, checklist, as_of)
    return Choice(settings, folder, checklist, Gates(fail_under, fail_on), loaded)
