"""Table rows as lines: figures stay together, a table that only lays out a page is left as paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from scorer.readers.parts import Paragraph, clean

Cell = list[Paragraph]
LONG_CELL = 300  # characters; a longer cell is running text
MANY_LINES = 4  # paragraphs from which a cell is a column of the page


def is_layout(cells: Sequence[Sequence[str]]) -> bool:
    """Whether a row of cells, each as its lines, lays out a page instead of listing figures."""
    if sum(any(cell) for cell in cells) < 2:
        return True
    return any(len(cell) >= MANY_LINES or sum(map(len, cell)) > LONG_CELL for cell in cells)


def join_cells(cells: Sequence[Sequence[str]]) -> str:
    """The row as one line, with tabs between its cells."""
    return "\t".join(" ".join(cell) for cell in cells).strip("\t")


def row_lines(cells: list[Cell]) -> list[Paragraph]:
    """One line with the cells joined; paragraphs of their own where cells hold running text."""
    texts = [[text for paragraph in cell if (text := clean(paragraph.text))] for cell in cells]
    if is_layout(texts):
        return [paragraph for cell in cells for paragraph in cell]
    return [Paragraph(join_cells(texts), next(cell[0].place for cell in cells if cell))]
