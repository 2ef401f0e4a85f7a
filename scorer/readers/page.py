"""A web page as lines and the boxes around them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

SENTENCE = re.compile("[。；！？]|.[，,].*[，,]")
LONG_LINE = 60  # characters; a line so long is prose even without a full stop


@dataclass(slots=True)
class Line:
    """One line as shown; `linked` of its characters are the text of links."""

    text: str
    linked: int
    heading: bool

    @property
    def is_link(self) -> bool:
        return self.linked * 2 > len(self.text)

    @property
    def prose(self) -> int:
        """Characters of running text: nothing for menus, labels and headings."""
        if self.is_link or not (SENTENCE.search(self.text) or len(self.text) > LONG_LINE):
            return 0
        return len(self.text)


@dataclass(slots=True)
class Box:
    """An element that can hold a column of the page; its lines are `start` to `end`."""

    tag: str
    names: str
    start: int = 0
    end: int = 0
    hidden: bool = False
    children: list[Box] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    lines: list[Line] = field(default_factory=list)
    box: Box = field(default_factory=lambda: Box("page", ""))
    title: str = ""
    metas: dict[str, str] = field(default_factory=dict)
    attachments: list[str] = field(default_factory=list)
