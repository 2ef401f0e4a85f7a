"""The report on the screen: the verdict in the first lines, then the gaps, nothing cut off."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise
from typing import IO, TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size

from reports.outputs import Options
from reports.view import MARKS, basis_text, on_one_line, ordered_gaps, shown_evidence, statutory_text, where
from rules.model import LEVEL_NAMES, NEED_NAMES, STATUS_NAMES, Checklist
from scorer.model import Finding, Scorecard

if TYPE_CHECKING:
    from rich.console import Console

STYLES = {"covered": "green", "mentioned": "yellow", "missing": "red", "na": "dim"}
BAR = 10
_NEVER_FIRST = "，。；：、！？）》”’〕】%,.;:)"
_NEVER_LAST = "（《“‘〔【("
_HELD_TOGETHER = 24  # characters at most that are taken to the next line for the sake of a figure or a mark
WIDTH = 80
# Control characters but for the line end are no text a person sees; tabs stand between the cells of a table.
_UNSEEN: dict[int, str | None] = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160))) | {9: "  "}
Part = tuple[str, str]  # a text and its style


class Writer:
    def __init__(self, stream: IO[bytes], checklist: Checklist, options: Options) -> None:
        self._stream = stream
        self._options = options
        self._buffer = io.StringIO()
        self._width = options.width or WIDTH
        self._console = _console(self._buffer, self._width) if options.color else None
        self._count = 0

    def add(self, card: Scorecard) -> None:
        if card.status != "scored":
            return  # the error stream has its line
        if self._count:
            self._print("")
        self._count += 1
        self._scored(card)
        self._stream.write(self._buffer.getvalue().encode())
        self._buffer.seek(0)
        self._buffer.truncate()

    def close(self) -> None:
        """Nothing is left to write."""

    def _print(self, text: str | Sequence[Part], style: str = "", indent: int = 0) -> None:
        """Write a text, or parts with a style each, in lines that fit."""
        parts = [(text, style)] if isinstance(text, str) else text
        parts = [(part.translate(_UNSEEN), style) for part, style in parts]
        plain = "".join(part for part, _ in parts)
        cuts = folds(plain, self._width - indent)
        if self._console is None:
            for start, end in pairwise((0, *cuts, len(plain))):
                self._buffer.write(f"{' ' * indent}{plain[start:end]}\n")
        else:
            from rich.text import Text

            for line in Text.assemble(*parts).divide(cuts):
                self._console.print(Text(" " * indent) + line, soft_wrap=True)

    def _scored(self, card: Scorecard) -> None:
        self._verdict(card)
        if self._options.show != "summary":
            self._gaps(card)
        if self._options.show == "all":
            self._covered(card)
        self._waived(card)
        self._notices(card)

    def _verdict(self, card: Scorecard) -> None:
        meta = card.meta
        self._print(meta.title or f"（未见标题）{card.file}", "bold")
        about = [
            meta.issuer or "报告单位未写明",
            LEVEL_NAMES.get(meta.level or "", "层级认不出"),
            f"{meta.year} 年度" if meta.year else "年度认不出",
            f"{meta.published} 公开" if meta.published else "公开日期未写明",
        ]
        self._print(" · ".join(about))
        score = f"{card.score:.1f}" if card.score is not None else "－"
        points = f"（{card.got:g} / {card.possible:g} 分）  等次 "
        self._print([("得分 ", ""), (score, "bold"), (points, ""), (card.grade or "－", "bold")])
        if card.waived:
            full = f"{card.full_score:.1f}（{card.full_got:g} / {card.full_possible:g} 分）"
            self._print(f"已豁免 {len(card.waived)} 项，不计分；计入则得分 {full}", "cyan")
        names = {finding.element.id: finding.element.name for finding in card.findings}
        missing = "：" + "；".join(names[i] for i in card.statutory_missing) if card.statutory_missing else ""
        self._print(f"法定内容 {statutory_text(card)}{missing}", "red" if missing else "green")
        count = "  ".join(
            f"{MARKS[s]} {name} {sum(f.status == s for f in card.findings)}"
            for s, name in STATUS_NAMES.items()
        )
        self._print(count)
        self._print("")
        for dimension in card.dimensions:
            if dimension.possible:
                self._print(_bar(dimension.name, dimension.got, dimension.possible))
            else:
                self._print(f"{_pad(dimension.name, 34)}      不适用", "dim")

    def _gaps(self, card: Scorecard) -> None:
        gaps = ordered_gaps(card)
        self._print("")
        if not gaps:
            self._print("没有缺项。", "green")
            return
        self._print(f"缺项与薄弱项（{len(gaps)} 项，法定内容在前，其余按可补分值）", "bold")
        for number, finding in enumerate(gaps, 1):
            self._gap(number, finding, finding.element.id in card.statutory_missing)

    def _gap(self, number: int, finding: Finding, statutory: bool) -> None:
        element = finding.element
        law = "法定内容，" if statutory else ""
        won = f"补上可得 {finding.possible - finding.got:g} 分"
        self._print("")
        self._print(
            [
                (f"{number}. ", ""),
                (f"{MARKS[finding.status]} {STATUS_NAMES[finding.status]}", STYLES[finding.status]),
                (f"  {element.name}", "bold"),
                (f"（{law}{NEED_NAMES[element.need]}，{won}）", ""),
            ]
        )
        for label, item in shown_evidence(finding):
            self._print(f"{label}：“{on_one_line(item.quote)}”（{where(item)}；{item.reason}）", indent=3)
        if not finding.evidence and not finding.nearest:
            self._print("全文没有说到。", indent=3)
        self._print(f"建议：{finding.advice}", indent=3)
        self._print(f"依据：{basis_text(finding)}", "dim", indent=3)

    def _covered(self, card: Scorecard) -> None:
        self._print("")
        self._print("已覆盖", "bold")
        for finding in card.findings:
            if finding.status == "covered":
                self._print("")
                self._print(f"√ {finding.element.name}（{finding.reason}）", "green")
                for item in finding.evidence:
                    self._print(f"“{on_one_line(item.quote)}”（{where(item)}）", indent=3)
        absent = [finding.element.name for finding in card.findings if finding.status == "na"]
        if absent:
            self._print("")
            self._print("不适用：" + "、".join(absent), "dim")

    def _waived(self, card: Scorecard) -> None:
        if card.waived:
            self._print("")
            self._print("已豁免（不计分）", "bold")
        for finding in card.waived:
            self._print(f"－ {finding.element.name}：判为{STATUS_NAMES[finding.status]}", "cyan", indent=1)
            self._print(f"理由：{finding.waived}", indent=3)

    def _notices(self, card: Scorecard) -> None:
        if card.notices:
            self._print("")
            self._print("提示（不计分）", "bold")
        for notice in card.notices:
            quote = f"“{on_one_line(notice.quote)}”" if notice.quote else ""
            self._print(f"· {notice.message}{quote}", indent=1)


def _console(file: IO[str], width: int) -> Console:
    """What turns styles into colours; text that goes anywhere else needs none of it."""
    from rich.console import Console

    return Console(
        file=file,
        force_terminal=True,
        color_system="standard",
        width=width,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _bar(name: str, got: float, possible: float) -> str:
    share = got / possible
    blocks = "■" * round(share * BAR) + "□" * (BAR - round(share * BAR))
    return f"{_pad(name, 34)}{got:>5g} /{possible:>3g}  {share * 100:>5.1f}%  {blocks}"


def folds(text: str, width: int) -> list[int]:
    """Return where `text` is cut into lines of at most `width` cells.

    No closing mark comes first in a line, no opening one last, and no figure is torn apart, where that can be helped.
    """
    if cell_len(text) <= width:
        return []
    cuts, used, start = [], 0, 0
    for at, character in enumerate(text):
        size = get_character_cell_size(character)
        if used + size > width and at > start:
            first = max(start + 1, at - _HELD_TOGETHER)
            cut = next((cut for cut in range(at, first, -1) if _may_part(text[cut - 1], text[cut])), at)
            cuts.append(cut)
            start, used = cut, cell_len(text[cut:at])
        used += size
    return cuts


def _may_part(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return " " in (before, after) or not (before.isascii() and after.isascii())


def _pad(name: str, width: int) -> str:
    return name + " " * max(1, width - cell_len(name))
