"""Automatic numbering of Word paragraphs, written out as Word shows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from scorer.readers.xmlsafe import attribute, local

CHINESE = "零一二三四五六七八九"
FORMAL = "零壹贰叁肆伍陆柒捌玖"
CHINESE_FORMATS = frozenset(
    ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand")
) | frozenset(("japaneseCounting", "ideographDigital", "taiwaneseDigital", "japaneseDigitalTenThousand"))
FORMAL_FORMATS = frozenset(["chineseLegalSimplified", "ideographLegalTraditional"])
ENCLOSED = {  # format → code point of one, and the last number that has a character
    "decimalEnclosedCircle": (0x2460, 20),
    "decimalEnclosedCircleChinese": (0x2460, 20),
    "decimalEnclosedParen": (0x2474, 20),
    "decimalEnclosedFullstop": (0x2488, 20),
    "ideographEnclosedCircle": (0x3280, 10),
}
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
         (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
MAX_LEVEL = 9
MAX_LABEL = 50
MAX_START = 1_000_000


@dataclass(slots=True)
class Level:
    """One level of a list: how its number is written, and from which number on."""

    fmt: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # the level whose advance restarts this one; 0 is never
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """The document's lists, with their counters as the paragraphs go by."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # by numId
    shared: dict[str, str] = field(default_factory=dict)  # numId → abstractNumId, which counts together
    overridden: dict[str, dict[int, int]] = field(default_factory=dict)  # numId → level → restart value
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)

    def label(self, num_id: str, depth: int) -> str:
        """Counts one paragraph of the list and returns what Word puts in front of it."""
        levels = self.levels.get(num_id)
        if not levels or depth not in levels:
            return ""
        counters = self.counters.setdefault(self.shared[num_id], {})
        level = levels[depth]
        start = level.start
        if (num_id, depth) not in self.used and depth in self.overridden.get(num_id, {}):
            start = self.overridden[num_id][depth]
            counters.pop(depth, None)
        self.used.add((num_id, depth))
        counters[depth] = counters[depth] + 1 if depth in counters else start
        for lower in list(counters):
            restart = levels[lower].restart if lower in levels else None
            if lower > depth and (restart is None or depth < restart):
                del counters[lower]
        return _written(level, levels, counters)


def _written(level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
    if level.fmt in ("bullet", "none", "picture"):
        return ""

    def number(match: re.Match[str]) -> str:
        depth = int(match.group(1)) - 1
        of = levels.get(depth, Level())
        value = counters.get(depth, of.start)
        return spell(value, "decimal" if level.legal else of.fmt)

    text = re.sub(r"%([1-9])", number, level.text)
    return text + " " if text[-1:].isascii() and text[-1:].isalnum() else text


def read_numbering(root: etree._Element, styled: Callable[[str], str | None]) -> Numbering:
    """The lists of numbering.xml; `styled` gives the numId of a list style, where one is linked."""
    abstract: dict[str, dict[int, Level]] = {}
    links: dict[str, str] = {}
    for element in root:
        if local(element) == "abstractNum":
            key = attribute(element, "abstractNumId") or ""
            abstract[key] = dict(_levels(element))
            links.update((key, attribute(e, "val") or "") for e in element if local(e) == "numStyleLink")
    bases = {attribute(e, "numId") or "": _value(e, "abstractNumId") or "" for e in root if local(e) == "num"}
    numbering = Numbering()
    for element in root:
        if local(element) != "num":
            continue
        num_id = attribute(element, "numId") or ""
        base = bases[num_id]
        if base in links:  # a list that only names a style, whose own list has the levels
            base = bases.get(styled(links[base]) or "", base)
        levels = dict(abstract.get(base, {}))
        starts: dict[int, int] = {}
        for override in element:
            if local(override) == "lvlOverride":
                levels.update(_levels(override))
                start = _value(override, "startOverride")
                if start is not None:
                    starts[_int(attribute(override, "ilvl"), 0)] = _int(start, 1)
        numbering.levels[num_id] = levels
        numbering.shared[num_id] = base
        numbering.overridden[num_id] = starts
    return numbering


def _levels(parent: etree._Element) -> Iterator[tuple[int, Level]]:
    for element in parent:
        if local(element) != "lvl":
            continue
        level = Level()
        for child in element.iter():
            value = attribute(child, "val")
            match local(child):
                case "numFmt":
                    level.fmt = value or "decimal"
                case "lvlText":
                    level.text = (value or "")[:MAX_LABEL]
                case "start":
                    level.start = _int(value, 1)
                case "lvlRestart":
                    level.restart = _int(value, 0)
                case "isLgl":
                    level.legal = value not in ("0", "false", "off")
        yield min(_int(attribute(element, "ilvl"), 0), MAX_LEVEL), level


def _value(parent: etree._Element, name: str) -> str | None:
    return next((attribute(child, "val") for child in parent if local(child) == name), None)


def _int(value: str | None, default: int) -> int:
    return min(int(value), MAX_START) if value and re.fullmatch(r"\d{1,9}", value) else default


def spell(number: int, fmt: str) -> str:
    """A number in one of Word's formats; the ones unknown here as decimal."""
    if fmt in CHINESE_FORMATS:
        return counted(number, CHINESE, "十百千")
    if fmt in FORMAL_FORMATS:
        return counted(number, FORMAL, "拾佰仟")
    if fmt in ENCLOSED:
        first, last = ENCLOSED[fmt]
        return chr(first + number - 1) if 1 <= number <= last else str(number)
    match fmt:
        case "ideographTraditional":
            return STEMS[(number - 1) % 10]
        case "ideographZodiac":
            return BRANCHES[(number - 1) % 12]
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(number).translate({48 + i: 0xFF10 + i for i in range(10)})
        case "decimalZero":
            return f"{number:02d}"
        case "upperLetter":
            return chr(65 + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        case "lowerLetter":
            return chr(97 + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        case "upperRoman":
            return _roman(number).upper()
        case "lowerRoman":
            return _roman(number)
    return str(number)


def counted(number: int, digits: str, units: str) -> str:
    """一, 十, 十一, 二十, 一百零一 … up to 9999; decimal beyond."""
    if not 0 < number < 10_000:
        return digits[0] if number == 0 else str(number)
    written = ""
    figures = str(number)
    for place, figure in enumerate(figures):
        power = len(figures) - 1 - place
        if figure != "0":
            written += digits[int(figure)] + (units[power - 1] if power else "")
        elif written and not written.endswith(digits[0]) and figures[place:].strip("0"):
            written += digits[0]
    return written[1:] if 10 <= number < 20 else written


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for value, letters in ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written
