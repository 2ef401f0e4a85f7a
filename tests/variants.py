"""The same report as other offices, printers and scanners would hand it in."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

T2S = Path(__file__).parent.parent / "scorer" / "data" / "t2s.txt"
CHROME_BEFORE = "首页 > 政务公开 > 法治政府建设\n无障碍浏览 长者模式\n今天是：2026年3月1日 星期日\n"
CHROME_AFTER = "\n【打印】 【关闭】\n上一篇：政府工作报告\n下一篇：通知公告\n相关链接\n主办单位：县人民政府办公室 ICP备12345678号\n"


def traditional(text: str) -> str:
    back: dict[str, str] = {}
    for row in T2S.read_text("utf-8").splitlines():
        back.setdefault(row[1], row[0])
    return text.translate({ord(simple): full for simple, full in back.items()})


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def half_width(text: str) -> str:
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else c for c in text)


def hard_wrapped(text: str, width: int = 28) -> str:
    """Line breaks every `width` characters, a page number after every 20 lines."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        pieces = [paragraph[at : at + width] for at in range(0, len(paragraph), width)] or [""]
        lines += pieces
    pages = [lines[at : at + 20] for at in range(0, len(lines), 20)]
    return "\n".join("\n".join(page) + f"\n— {number} —" for number, page in enumerate(pages, 1))


def spaced(text: str) -> str:
    """A space between every two Chinese characters of one paragraph in three."""
    lines = text.split("\n")
    for at in range(0, len(lines), 3):
        lines[at] = re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", " ", lines[at])
    return "\n".join(lines)


def replaced(text: str, share: float = 0.01, seed: int = 7) -> str:
    """One Chinese character in a hundred replaced by another at random."""
    chance = random.Random(seed)
    pool = sorted({c for c in text if "\u4e00" <= c <= "\u9fff"})
    return "".join(
        chance.choice(pool) if "\u4e00" <= c <= "\u9fff" and chance.random() < share else c for c in text
    )


def dropped(text: str, share: float = 0.005, seed: int = 7) -> str:
    chance = random.Random(seed)
    return "".join(c for c in text if not ("\u4e00" <= c <= "\u9fff" and chance.random() < share))


def in_page(text: str) -> str:
    return CHROME_BEFORE + text + CHROME_AFTER


VARIANTS: dict[str, Callable[[str], str]] = {
    "traditional": traditional,
    "full-width": full_width,
    "half-width": half_width,
    "hard-wrapped": hard_wrapped,
    "spaced": spaced,
    "replaced": replaced,
    "dropped": dropped,
    "in-page": in_page,
}
